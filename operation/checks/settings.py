"""Settings that would be a danger, or that a service which runs for months should not be without."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from operation.results import fault, not_applicable, ok, warning
from operation.weak_settings import weaknesses

if TYPE_CHECKING:
    from datetime import datetime

    from config.settings import Settings
    from config.wiring import Workplace
    from operation.results import Result


def look(place: Workplace, *, now: datetime) -> list[Result]:  # noqa: ARG001 -- every check is called alike
    """What `dondoc serve` would refuse to begin with, and what it can do without."""
    if not place.may_send:
        return [not_applicable("Bản diễn tập (DONDOC_CLOCK): không gửi gì ra ngoài, không báo động.")]
    weak = [fault(*_parted(one)) for one in weaknesses(place.settings, folder=Path())]
    return [*weak, *_missing(place.settings)] or [ok("Không thấy điều gì yếu.")]


def _parted(sentence: str) -> tuple[str, str]:
    """What is wrong, and what to do about it: the sentences of the refusal have both."""
    text, mark, advice = sentence.partition(" Hãy ")
    return (text, f"Hãy {advice}") if mark else (sentence, "Hãy sửa dòng ấy trong .env rồi khởi động lại dondoc serve.")


def _missing(settings: Settings) -> list[Result]:
    wanted = (
        ("mail_url", "không gửi được thư", "mailtos://tài-khoản:mật-khẩu@máy-chủ?from=địa-chỉ"),
        ("web_url", "thư không có liên kết cho đơn vị", "https://dondoc.tinh.example"),
    )
    return [
        warning(f"Chưa đặt DONDOC_{name.upper()}: {effect}.", f"Hãy đặt DONDOC_{name.upper()}, ví dụ {example}.")
        for name, effect, example in wanted
        if not _value(settings, name)
    ]


def _value(settings: Settings, name: str) -> str:
    value = getattr(settings, name)
    return str(value.get_secret_value() if hasattr(value, "get_secret_value") else value).strip()


def is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
