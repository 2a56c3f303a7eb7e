"""Rounds of the auditor: what each morning found, since when, and what was new."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from database.models import AuditRoundRow
from database.queries import audit_rounds as ask
from domain.flaws import Flaw

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign


@dataclass(frozen=True, slots=True)
class Finding:
    """A flaw, and the round that first found it, unbroken since then. `since` is local; new is what that day found."""

    flaw: Flaw
    since: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class Round:
    """`at` is local; `seconds` is how long it took, and says nothing of what was found."""

    at: datetime
    seconds: float = field(compare=False)
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """What was found about one thing in a row of rounds: the first and the last of them."""

    flaw: Flaw
    first: datetime
    last: datetime


def record_round(
    session: Session, campaign: Campaign, flaws: Sequence[Flaw], *, now: datetime, seconds: float
) -> Round:
    """Keep what a round has found. What the round before had found already keeps the day on which it began."""
    found = dated(session, campaign, flaws, now=now)
    written = [{**asdict(one.flaw), "since": one.since.isoformat()} for one in found]
    session.add(
        AuditRoundRow(campaign_id=campaign.id, at=now, seconds=seconds, flaws=json.dumps(written, ensure_ascii=False))
    )
    session.flush()
    return Round(campaign.plan.calendar.local(now), seconds, found)


def dated(session: Session, campaign: Campaign, flaws: Iterable[Flaw], *, now: datetime) -> tuple[Finding, ...]:
    """These flaws with the day on which each was first found, by the rounds before `now`."""
    last = ask.last_round(session, campaign.id, as_of=now)
    known = {(flaw.code, flaw.subject): since for flaw, since in _read(last)} if last is not None else {}
    return tuple(_finding(campaign, one, known.get((one.code, one.subject), now), now) for one in flaws)


def last_round(session: Session, campaign: Campaign, *, as_of: datetime) -> Round | None:
    """The last round by then, with its findings as they stood."""
    row = ask.last_round(session, campaign.id, as_of=as_of)
    if row is None:
        return None
    found = tuple(_finding(campaign, flaw, since, row.at) for flaw, since in _read(row))
    return Round(campaign.plan.calendar.local(row.at), row.seconds, found)


def past_findings(session: Session, campaign: Campaign, *, as_of: datetime) -> tuple[int, list[Past]]:
    """How many rounds there were, and everything that any of them found, in the order in which it began."""
    rounds, found = 0, dict[tuple[str, str, datetime], Past]()
    local = campaign.plan.calendar.local
    for row in ask.rounds(session, campaign.id, as_of=as_of):
        rounds += 1
        for flaw, since in _read(row):
            key = (flaw.code, flaw.subject, since)
            found[key] = Past(flaw, local(since), local(row.at))
    return rounds, list(found.values())


def _read(row: AuditRoundRow) -> Iterator[tuple[Flaw, datetime]]:
    for one in json.loads(row.flaws):
        since = one.pop("since", None)
        yield Flaw(**one), datetime.fromisoformat(since) if since else row.at


def _finding(campaign: Campaign, flaw: Flaw, since: datetime, now: datetime) -> Finding:
    is_new = campaign.local_day(since) == campaign.local_day(now)
    return Finding(flaw, campaign.plan.calendar.local(since), is_new)
