"""Who does what a command does: every event bears a name."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

from domain.errors import UsageError
from domain.spelling import nfc

if TYPE_CHECKING:
    from config.wiring import Workplace


def actor(by: str, place: Workplace) -> str:
    """The name given, else that of the settings, else that of the account at this machine."""
    return nfc(by.strip() or place.settings.staff.strip() or _account())


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError) as unknown:
        raise UsageError("Không rõ ai đang thực hiện; hãy ghi tên bằng --by.") from unknown
