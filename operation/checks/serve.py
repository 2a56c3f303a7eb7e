"""Whether `dondoc serve` runs on this machine, with all of its children."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from operation.results import fault, not_applicable, ok, warning

if TYPE_CHECKING:
    from datetime import datetime

    from config.wiring import Workplace
    from operation.results import Result

START = "Hãy chạy: systemctl start dondoc (hoặc dondoc serve)"


def look(place: Workplace, *, now: datetime) -> list[Result]:  # noqa: ARG001 -- every check is called alike
    told = _read(place)
    if told is None:
        return [not_applicable("dondoc serve chưa chạy lần nào với thư mục dữ liệu này.")]
    pid = told.get("pid")
    if not isinstance(pid, int) or not _lives(pid):
        return [fault("dondoc serve không còn chạy.", START)]
    dead = [name for name, child in _children(told) if not _lives(child)]
    found = [ok(f"dondoc serve đang chạy (tiến trình {pid}).")]
    advice = "dondoc serve sẽ tự khởi động lại; nếu kéo dài, hãy xem nhật ký: journalctl -u dondoc"
    return [*found, *(warning(f"Tiến trình {name} đang dừng.", advice) for name in dead)]


def _read(place: Workplace) -> dict[str, Any] | None:
    """A file that is just being written, or that something broke, tells as little as none."""
    try:
        found = json.loads((place.settings.data / "serve.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _children(told: dict[str, Any]) -> list[tuple[str, int]]:
    """By name: the number of the process, or an object that has it."""
    children = told.get("children")
    pairs = children.items() if isinstance(children, dict) else ()
    numbers = [(str(name), one.get("pid") if isinstance(one, dict) else one) for name, one in pairs]
    return [(name, number) for name, number in numbers if isinstance(number, int)]


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
