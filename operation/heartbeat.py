"""The heartbeat: a look every minute whether the clockwork still goes, and an alarm over another channel when it does not.

An alarm is told once, again each day while it lasts, and once more when it is over. A watch that has just begun, or that
slept with its machine, waits as long as the clockwork may be late before it says anything.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from config import clock
from database.queries.alarms import open_alarm
from domain.alarms import STANDSTILLS, AlarmKind, Watch
from domain.errors import RuleBroken
from domain.ticks import TickKind
from domain.vietnamese_dates import day_text
from operation.campaigns import NotReady, running_campaigns
from operation.findings_told import tell_findings
from operation.telling import tell
from services.alarms import claim_telling, end_alarm, note_past_alarm, put_back, raise_alarm
from services.late_ticks import late_ticks
from services.wording_of_ticks import tick_name

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from config.wiring import Workplace
    from services.late_ticks import LateTick

WATCHED = {TickKind.DAY: AlarmKind.DAY, TickKind.DELIVER: AlarmKind.DELIVER}
SILENT_FOR = timedelta(minutes=5)  # a server of a database that is started anew is no alarm
UNREADABLE = "không đọc được cơ sở dữ liệu"
log = logging.getLogger(__name__)


def watch_once(place: Workplace, *, now: datetime, watch: Watch | None = None) -> list[AlarmKind]:
    """One look. Returns the troubles there are; never raises, since a watch that falls asleep is none."""
    if not place.may_send:
        return []
    watch = watch or _watch_over(place.settings.data)
    watch.look(now)
    try:
        return _look(place, watch, now)
    except Exception:
        log.exception("A look of the heartbeat failed")
        return []


@cache
def _watch_over(data: Path) -> Watch:  # noqa: ARG001 -- it is what tells one installation from another
    return Watch()


def _look(place: Workplace, watch: Watch, now: datetime) -> list[AlarmKind]:
    after = timedelta(minutes=place.settings.alarm_after_minutes)
    troubles = _troubles(place, now, after)
    for kind, note in troubles.items():
        long_enough = (
            watch.is_ill_for(kind, now, long=SILENT_FOR)
            if kind is AlarmKind.DATABASE
            else watch.has_watched(now, long=after)
        )
        if long_enough:
            _tell_trouble(place, watch, kind, note=note, now=now)
    if AlarmKind.DATABASE not in troubles:
        for kind in STANDSTILLS:
            if kind not in troubles:
                _tell_end(place, watch, kind, now)
        tell_findings(place, watch, now=now)
    return list(troubles)


def _troubles(place: Workplace, now: datetime, after: timedelta) -> dict[AlarmKind, str]:
    try:
        campaigns = running_campaigns(place, now)
        with place.read() as session:
            late = late_ticks(session, campaigns, WATCHED, now=now, after=after)
    except NotReady as reason:
        return {AlarmKind.DATABASE: f"{UNREADABLE}: {reason}"}
    except (SQLAlchemyError, OSError, RuleBroken) as error:
        log.warning("The heartbeat cannot read the database: %s", type(error).__name__)
        return {AlarmKind.DATABASE: UNREADABLE}
    return {
        alarm: "; ".join(_in_words(one) for one in late if one.kind is kind)
        for kind, alarm in WATCHED.items()
        if any(one.kind is kind for one in late)
    }


def _in_words(late: LateTick) -> str:
    if late.last is None:
        return f"{tick_name(late.kind)} của đợt {late.plan} chưa chạy xong lần nào"
    return f"{tick_name(late.kind)} của đợt {late.plan} không chạy xong từ {_moment(late.last)}"


def _moment(moment: datetime) -> str:
    local = clock.in_viet_nam(moment)
    return f"{local:%H:%M} ngày {day_text(local.date())}"


@dataclass(frozen=True, slots=True)
class _Claim:
    """The right to tell an alarm now. `alarm_id` is None where the database cannot write it down."""

    alarm_id: int | None
    told_before: datetime | None = None


def _tell_trouble(place: Workplace, watch: Watch, kind: AlarmKind, *, note: str, now: datetime) -> None:
    if not watch.may_tell(kind, now):
        return
    claim = _claim(place, watch, kind, note=note, now=now)
    if claim is None:
        return
    log.error("Alarm %s: the clockwork stands still", kind.value)
    watch.tried[kind] = now
    why = tell(place, f"{note}. Thông báo đến hạn đang chờ. Trên máy chủ, hãy chạy: dondoc doctor")
    if not why:
        watch.told[kind] = now
        return
    log.error("The alarm did not get out: %s", why)
    if claim.alarm_id is not None:
        with place.begin_in_haste() as session:
            put_back(session, claim.alarm_id, told_at=claim.told_before, note=f"{note} (chưa báo được: {why})")


def _claim(place: Workplace, watch: Watch, kind: AlarmKind, *, note: str, now: datetime) -> _Claim | None:
    """None where another watch has told it. A database that takes nothing must not keep the alarm in."""
    if kind is AlarmKind.DATABASE:  # to ask a file that is not there would make an empty one
        return _Claim(None)
    try:
        with place.begin_in_haste() as session:
            row = raise_alarm(session, kind, note=note, now=now)
            claim = _Claim(row.id, row.told_at)
            is_ours = claim_telling(session, row.id, now=now)
    except (SQLAlchemyError, OSError):
        return _Claim(None)
    if is_ours:
        return claim
    watch.told[kind] = claim.told_before or now
    return None


def _tell_end(place: Workplace, watch: Watch, kind: AlarmKind, now: datetime) -> None:
    """The trouble is over: written down, and told to whoever was told of it."""
    with place.read() as session:
        row = open_alarm(session, kind)
    since, told = watch.ill_since.get(kind), watch.told.get(kind)
    if row is None and told is None:
        watch.forget(kind)
        return
    with place.begin_in_haste() as session:
        if row is None:
            note_past_alarm(session, kind, note=UNREADABLE, since=since or now, told=told, now=now)
            is_ours = True
        else:
            is_ours = end_alarm(session, row.id, now=now)
    watch.forget(kind)
    log.warning("Alarm %s is over", kind.value)
    if is_ours and (told or (row and row.told_at)):
        tell(place, f"đã hết báo động ({row.note if row else UNREADABLE}). Bộ máy chạy lại bình thường.")
