"""What a morning of the auditor found that was not there before, told once to whoever keeps the service.

It goes by the channel of alarms, not by the board's mail: the board has one message a day, and a list of units to
urge must not have to wait behind a list of things to tidy up.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from database.queries.alarms import last_alarm
from domain.alarms import TRIED_AGAIN, AlarmKind
from operation.campaigns import running_campaigns
from operation.telling import tell
from services.alarms import claim_telling, end_alarm, put_back, raise_alarm
from services.audit_rounds import last_round

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from config.wiring import Workplace
    from database.models import AlarmRow
    from domain.alarms import Watch
    from domain.campaigns import Campaign
    from services.audit_rounds import Finding

NAMED = 5  # in full; whoever gets it reads the rest on the page
log = logging.getLogger(__name__)


def tell_findings(place: Workplace, watch: Watch, *, now: datetime) -> int:
    """How many new findings were told. Without a channel nothing is owed: they stand on the pages in any case."""
    if not place.settings.alarm_url.get_secret_value().strip():
        return 0
    return sum(_tell_campaign(place, watch, campaign, now=now) for campaign in running_campaigns(place, now))


def _tell_campaign(place: Workplace, watch: Watch, campaign: Campaign, *, now: datetime) -> int:
    kind = f"{AlarmKind.FINDINGS}/{campaign.plan.identity.id}"
    with place.read() as session:
        last = last_alarm(session, kind)
        news = _news(session, campaign, last, now=now)
    if last is not None and last.ended_at is None and last.told_at is not None:
        _end_what_was_left(place, last, now=now)
        return 0
    if not news or not watch.may_try(kind, now):
        return 0
    return _tell(place, watch, kind, news, now=now)


def _news(session: Session, campaign: Campaign, last: AlarmRow | None, *, now: datetime) -> list[Finding]:
    """New of the day, and begun after what was told last: a second round of the day finds the same things new."""
    told_until = last.raised_at if last is not None and last.ended_at is not None else None
    found = last_round(session, campaign, as_of=now)
    new = [one for one in found.findings if one.is_new] if found is not None else []
    return [one for one in new if told_until is None or one.since > told_until]


def _tell(place: Workplace, watch: Watch, kind: str, news: Sequence[Finding], *, now: datetime) -> int:
    text = _in_words(news)
    try:
        with place.begin_in_haste() as session:
            alarm = raise_alarm(session, kind, note=text, now=max(one.since for one in news)).id
            is_ours = claim_telling(session, alarm, now=now)
    except (SQLAlchemyError, OSError):
        log.warning("New findings are not told yet: the database takes nothing")
        return 0
    if not is_ours:
        return 0
    watch.tried[kind] = now
    why = tell(place, text)
    with place.begin_in_haste() as session:
        if why:
            put_back(session, alarm, told_at=None, note=f"{text} (chưa báo được: {why})")
        else:
            end_alarm(session, alarm, now=now)
    if why:
        log.error("New findings could not be told: %s", why)
        return 0
    return len(news)


def _end_what_was_left(place: Workplace, alarm: AlarmRow, *, now: datetime) -> None:
    """Whoever told it died before the book said so. It may have been heard, so it is not told again."""
    if alarm.told_at is not None and now - alarm.told_at >= TRIED_AGAIN:
        with place.begin_in_haste() as session:
            end_alarm(session, alarm.id, now=now)


def _in_words(news: Sequence[Finding]) -> str:
    named = "; ".join(one.flaw.text.rstrip(". ") for one in news[:NAMED])
    more = f"; và {len(news) - NAMED} điều khác" if len(news) > NAMED else ""
    return f"tự kiểm tra thấy {len(news)} điều mới cần xem: {named}{more}. Hãy mở trang Hệ thống tự kiểm tra."
