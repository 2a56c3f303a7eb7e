"""What a morning of the auditor found that was not there before, told once to whoever keeps the service.

It goes by the channel of alarms, not by the board's mail: the board has one message a day, and a list of units to
urge must not have to wait behind a list of things to tidy up.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from database.queries.alarms import last_over, open_alarm
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
        untold, told = open_alarm(session, kind), last_over(session, kind)
        news = _news(session, campaign, untold=untold, told=told, now=now)
    if untold is not None and (untold.told_at is not None or not news):
        _end_what_was_left(place, untold, now=now)
        return 0
    if not news or not watch.may_try(kind, now):
        return 0
    return _tell(place, watch, kind, news, now=now)


def _news(
    session: Session, campaign: Campaign, *, untold: AlarmRow | None, told: AlarmRow | None, now: datetime
) -> list[Finding]:
    """What began after that which was told last; where nothing was told yet, what began today, or could not be told since.

    A second round of the day finds the same things new, so it is not the round that counts but when a thing began.
    """
    found = last_round(session, campaign, as_of=now)
    if found is None:
        return []
    if told is not None:
        return [one for one in found.findings if one.since > told.raised_at]
    day = campaign.local_day(untold.raised_at if untold is not None else now)
    return [one for one in found.findings if campaign.local_day(one.since) >= day]


def _tell(place: Workplace, watch: Watch, kind: str, news: Sequence[Finding], *, now: datetime) -> int:
    text, until = _in_words(news), max(one.since for one in news)
    try:
        with place.begin_in_haste() as session:
            row = raise_alarm(session, kind, note=text, now=until)
            row.raised_at = until  # also of one that could not be told before: it says how far was told
            alarm, is_ours = row.id, claim_telling(session, row.id, now=now)
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
    """Nobody need hear of it any more, or whoever told it died before the book said so: then it may have been heard."""
    if alarm.told_at is None or now - alarm.told_at >= TRIED_AGAIN:
        with place.begin_in_haste() as session:
            end_alarm(session, alarm.id, now=now)


def _in_words(news: Sequence[Finding]) -> str:
    named = "; ".join(one.flaw.text.rstrip(". ") for one in news[:NAMED])
    more = f"; và {len(news) - NAMED} điều khác" if len(news) > NAMED else ""
    return f"tự kiểm tra thấy {len(news)} điều mới cần xem: {named}{more}. Hãy mở trang Hệ thống tự kiểm tra."
