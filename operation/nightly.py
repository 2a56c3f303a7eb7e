"""The backup of each night, made up later where the machine was off, and tried again where it failed."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from config import clock
from operation.backups import back_up, last_backup

if TYPE_CHECKING:
    from config.wiring import Workplace
    from operation.backups import Backup, LastBackup

NIGHT = time(1, 30)  # nobody hands in, and no round sends anything
TRIED_AGAIN_AFTER = timedelta(hours=1)


def back_up_nightly(place: Workplace, *, now: datetime) -> Backup | None:
    """Make the backup of last night where there is none yet. Nothing without a folder for it, or in a rehearsal instance."""
    if not place.may_send or not place.settings.backup_folder.strip():
        return None
    return back_up(place, now=now) if is_owed(last_backup(place), now=now) else None


def is_owed(last: LastBackup | None, *, now: datetime) -> bool:
    """Whether none has been made since half past one, and the last one that failed did so a while ago."""
    if last is None:
        return True
    if last.done_at and datetime.fromisoformat(last.done_at) >= _last_night(now):
        return False
    return last.is_done or now - datetime.fromisoformat(last.at) >= TRIED_AGAIN_AFTER


def _last_night(now: datetime) -> datetime:
    local = clock.in_viet_nam(now)
    tonight = local.replace(hour=NIGHT.hour, minute=NIGHT.minute, second=0, microsecond=0)
    return tonight if tonight <= local else tonight - timedelta(days=1)
