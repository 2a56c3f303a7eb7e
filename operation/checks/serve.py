"""Whether `dondoc serve` runs on this machine, with all of its children."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from operation.results import fault, ok, warning

if TYPE_CHECKING:
    from datetime import datetime

    from config.wiring import Workplace
    from operation.results import Result

START = "Hãy chạy: systemctl start dondoc (hoặc dondoc serve)"


def look(place: Workplace, *, now: datetime) -> list[Result]:  # noqa: ARG001 -- every check is called alike
    told = _read(place)
    if told is None:
        text = "dondoc serve không chạy trên máy này."
        return [warning(text, f"{START}; nếu dịch vụ chạy ở máy khác thì bỏ qua.")]
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


def _children(told: dict[str, Any]) -> list[tuple[str, int | None]]:
    """Each by its name and the number of its process; none while it waits to be started again."""
    children = told.get("children")
    found = [one for one in children if isinstance(one, dict)] if isinstance(children, list) else []
    return [(str(one.get("name")), pid if isinstance(pid := one.get("pid"), int) else None) for one in found]


def _lives(pid: int | None) -> bool:
    if pid is None:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
