from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from config.settings import Settings
from config.wiring import Workplace
from domain.errors import RuleBroken
from operation.backups import LastBackup, last_backup
from operation.nightly import back_up_nightly, is_owed

if TYPE_CHECKING:
    from pathlib import Path

MORNING = datetime(2022, 8, 22, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
HOUR = timedelta(hours=1)


def done(at: datetime) -> LastBackup:
    return LastBackup(at.isoformat(), is_done=True, note="", done_at=at.isoformat())


def failed(at: datetime, *, done_at: datetime | None = None) -> LastBackup:
    return LastBackup(at.isoformat(), is_done=False, note="Đĩa đầy.", done_at=done_at.isoformat() if done_at else "")


@pytest.mark.parametrize(
    ("last", "owed"),
    [
        (None, True),
        (done(MORNING - 6 * HOUR), False),  # at two in the morning
        (done(MORNING - 7 * HOUR), True),  # at one: of the night before
        (done(MORNING - 30 * HOUR), True),  # the machine was off last night
        (failed(MORNING - HOUR / 2), False),
        (failed(MORNING - 2 * HOUR), True),
        (failed(MORNING - HOUR / 2, done_at=MORNING - 5 * HOUR), False),
    ],
)
def test_a_backup_is_owed_once_for_each_night(last: LastBackup | None, owed: bool) -> None:  # noqa: FBT001 -- a column of the table
    assert is_owed(last, now=MORNING) is owed


def test_just_after_midnight_it_is_still_the_night_before() -> None:
    after_midnight = MORNING - 7.5 * HOUR

    assert not is_owed(done(after_midnight - 20 * HOUR), now=after_midnight)


def test_the_backup_is_made_once_and_not_in_a_rehearsal_instance(tmp_path: Path) -> None:
    place = Workplace(Settings(data=tmp_path / "var", backup_folder=str(tmp_path / "kho")))
    place.prepare()
    rehearsal = Workplace(
        Settings(data=tmp_path / "var", backup_folder=str(tmp_path / "kho"), clock="2022-08-22T08:00")
    )

    assert back_up_nightly(rehearsal, now=MORNING) is None
    made = back_up_nightly(place, now=MORNING)
    assert made is not None
    assert made.path.exists()
    assert back_up_nightly(place, now=MORNING + HOUR) is None
    place.engine.dispose()


def test_a_backup_that_fails_is_noted_for_the_doctor(tmp_path: Path) -> None:
    (tmp_path / "kho").write_text("not a folder")
    place = Workplace(Settings(data=tmp_path / "var", backup_folder=str(tmp_path / "kho")))
    place.prepare()

    with pytest.raises(RuleBroken):
        back_up_nightly(place, now=MORNING)

    last = last_backup(place)
    assert last is not None
    assert not last.is_done
    place.engine.dispose()
