"""Errors of usage in Vietnamese."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cyclopts

if TYPE_CHECKING:
    from cyclopts import CycloptsError


def explain_usage(error: CycloptsError) -> str:
    """What was not understood, and where to read how it should be."""
    command = " ".join(("dondoc", *(error.command_chain or ())))
    return f"{_what(error)}\nXem hướng dẫn: {command} --help"


def _what(error: CycloptsError) -> str:
    match error:
        case cyclopts.UnknownCommandError():
            text = f"Không có lệnh “{_token(error)}”."
        case cyclopts.UnknownOptionError():
            text = f"Không có tùy chọn “{error.token.keyword or error.token.value}”."
        case cyclopts.MissingArgumentError(keyword=str(keyword)):
            text = f"Tùy chọn {keyword} còn thiếu giá trị."
        case cyclopts.MissingArgumentError():
            text = f"Thiếu tham số {_argument(error)}."
        case cyclopts.CoercionError():
            text = f"Giá trị của {_argument(error)} không hợp lệ."
        case cyclopts.RepeatArgumentError():
            text = f"Tùy chọn {error.token.keyword} được ghi nhiều lần."
        case cyclopts.UnusedCliTokensError():
            text = f"Thừa tham số: {' '.join(error.unused_tokens or [])}. Tên có dấu cách cần đặt trong dấu nháy kép."
        case _:
            text = "Lệnh không đúng cách dùng."
    return text


def _token(error: CycloptsError) -> str:
    unused = error.unused_tokens or []
    return unused[0] if unused else ""


def _argument(error: CycloptsError) -> str:
    argument = getattr(error, "argument", None)
    return argument.name if argument is not None else ""
