"""What is wrong with a plan, said so that its writer can mend it: file, line, column, fault, remedy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pydantic_core import ErrorDetails

# pydantic ends the path of a fault with this when the key of an entry is at fault, not its value.
A_KEY = "[key]"
LONGEST_SHOWN = 60
PROBLEMS_SHOWN = 12
A_CODE = r"^[A-Za-z0-9][A-Za-z0-9.\-]*$"
A_MONTH = r"^(\d{4}-(0[1-9]|1[0-2]))?$"
_FORMS = {
    A_CODE: "chỉ dùng chữ cái không dấu, chữ số, dấu chấm và gạch ngang",
    A_MONTH: "viết như 2022-08 (năm-tháng)",
}
_QUOTED = re.compile(r"'([^']*)'")


class PlanError(RuleBroken):
    """The plan cannot be used. `problems` holds one line for each fault; a long list is told by its beginning."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        more = len(self.problems) - PROBLEMS_SHOWN
        rest = [f"… và {more} lỗi khác; sửa các lỗi trên rồi chạy lại để xem tiếp."] if more > 0 else []
        super().__init__("\n".join([*self.problems[:PROBLEMS_SHOWN], *rest]))


def explain(error: ErrorDetails) -> str:
    """One fault that pydantic found, in Vietnamese, without its place."""
    return _TEXTS.get(error["type"], _unknown)(_name(error), error)


def _name(error: ErrorDetails) -> str:
    """The field at fault; inside a list, that of the list."""
    return next((part for part in reversed(error["loc"]) if isinstance(part, str)), "tệp")


def _shown(value: object) -> str:
    if value is None or value == "":
        return "chỗ trống"
    text = str(value)
    return f'"{text}"' if len(text) <= LONGEST_SHOWN else f'"{text[:LONGEST_SHOWN]}…"'


def _context(error: ErrorDetails) -> Mapping[str, object]:
    return error.get("ctx", {})


def _missing(name: str, _error: ErrorDetails) -> str:
    return f'thiếu "{name}"; hãy thêm dòng "{name}: …" vào phần này.'


def _extra(name: str, _error: ErrorDetails) -> str:
    return f'không có mục nào tên "{name}" ở phần này; hãy sửa lại tên hoặc bỏ dòng này.'


def _choice(name: str, error: ErrorDetails) -> str:
    choices = [f'"{choice}"' for choice in _QUOTED.findall(str(_context(error)["expected"]))]
    allowed = " hoặc ".join((", ".join(choices[:-1]), choices[-1])) if len(choices) > 1 else choices[0]
    if error["loc"][-1] == A_KEY:
        return f"tên này phải là {allowed}, không phải {_shown(error['input'])}."
    return f'"{name}" phải là {allowed}, không phải {_shown(error["input"])}.'


def _must_be(what: str) -> Callable[[str, ErrorDetails], str]:
    def text(name: str, error: ErrorDetails) -> str:
        subject = f'"{name}"' if error["loc"] else "tệp này"
        return f"{subject} phải là {what}, không phải {_shown(error['input'])}."

    return text


def _length(bound: str, words: str) -> Callable[[str, ErrorDetails], str]:
    return lambda name, error: f'"{name}" {words} {_context(error)[bound]} dòng.'


def _pattern(name: str, error: ErrorDetails) -> str:
    form = _FORMS[str(_context(error)["pattern"])]
    return f'"{name}" viết sai dạng: {_shown(error["input"])}; {form}.'


def _own_words(name: str, error: ErrorDetails) -> str:
    """Our own validators already speak Vietnamese."""
    return f'"{name}": {_context(error)["error"]}'


def _unknown(name: str, error: ErrorDetails) -> str:
    return f'"{name}" không hợp lệ: {_shown(error["input"])}.'


_A_GROUP = "một nhóm các dòng “tên: giá trị”"
_TEXTS: dict[str, Callable[[str, ErrorDetails], str]] = {
    "missing": _missing,
    "extra_forbidden": _extra,
    "literal_error": _choice,
    "enum": _choice,
    "string_type": _must_be("chữ (số thì đặt trong dấu nháy kép)"),
    "string_too_short": lambda name, _error: f'"{name}" không được để trống.',
    "string_pattern_mismatch": _pattern,
    "int_type": _must_be("số nguyên"),
    "float_type": _must_be("một số, phần lẻ viết sau dấu chấm (0.85)"),
    "greater_than_equal": lambda name, error: f'"{name}" phải từ {_context(error)["ge"]} trở lên.',
    "less_than_equal": lambda name, error: f'"{name}" chỉ được đến {_context(error)["le"]}.',
    "bool_type": _must_be("true hoặc false"),
    "list_type": _must_be("một danh sách"),
    "dict_type": _must_be(_A_GROUP),
    "model_type": _must_be(_A_GROUP),
    "too_short": _length("min_length", "phải có ít nhất"),
    "too_long": _length("max_length", "chỉ được có nhiều nhất"),
    "value_error": _own_words,
}
