"""The tick: for every rung that is due, decide, write the decision down, and queue what is to be sent."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, cast

from sqlalchemy import bindparam, insert, update

from database.bulk import execute_many
from database.models import DecisionRow, VersionRow
from database.queries import obligations as ask
from database.queries.campaigns import hold
from database.queries.decisions import decided_ahead
from domain.decisions import Outcome
from services.cases import Cases
from services.posting import post

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

    from database.queries.obligations import DueVersion
    from domain.campaigns import Campaign
    from domain.decisions import Decision

Tally = dict[str, int]

_DECISIONS = cast("Table", DecisionRow.__table__)
_VERSIONS = cast("Table", VersionRow.__table__)


def decide_tier(session: Session, campaign: Campaign, *, tier: str, now: datetime) -> Tally:
    """Decide all that is due in a tier. Safe to run twice, late, or by two schedulers at once.

    Returns how many decisions fell, by outcome.
    """
    hold(session, campaign)  # of two schedulers at once, the second finds what the first has decided
    session.flush()  # most of what follows goes past the session, which would not write down first what it holds
    due = ask.due_versions(session, campaign.id, tier=tier, now=now)
    if not due:
        return {}
    cases = Cases(session, campaign, tier=tier, now=now, due=due)
    known = decided_ahead(session, campaign.id, tier=tier, now=now)
    decided = [
        (version, decision)
        for version in due
        for decision in cases.decide(version)
        if (version.version_id, decision.rung, decision.audience.value) not in known
    ]
    to_send = [one for one in decided if one[1].outcome is Outcome.SEND]
    keys = post(session, campaign, to_send, contacts=cases.contacts, now=now)
    if decided:  # a rung that another promise has taken away asks for nothing any more
        _write(session, decided, keys, now=now)
    _move_on(session, due, cases)
    return dict(Counter(decision.outcome.value for _, decision in decided))


def _write(
    session: Session,
    decided: Sequence[tuple[DueVersion, Decision]],
    keys: dict[int, str],
    *,
    now: datetime,
) -> None:
    decisions = [decision for _, decision in decided]
    execute_many(
        session,
        insert(_DECISIONS).values(decided_at=now),
        {
            "version_id": [version.version_id for version, _ in decided],
            "rung": [decision.rung for decision in decisions],
            "audience": [decision.audience.value for decision in decisions],
            "message": [decision.message for decision in decisions],
            "recipient": [decision.recipient for decision in decisions],
            "channel": [decision.channel for decision in decisions],
            "outcome": [decision.outcome.value for decision in decisions],
            "reason": [decision.reason for decision in decisions],
            "moment": [decision.moment for decision in decisions],
            "message_key": [keys.get(id(decision)) for decision in decisions],
        },
    )


def _move_on(session: Session, due: Sequence[DueVersion], cases: Cases) -> None:
    """Set when each ladder asks next, unless another scheduler has moved it meanwhile."""
    execute_many(
        session,
        update(_VERSIONS)
        .where(_VERSIONS.c.id == bindparam("this"), _VERSIONS.c.next_step_at == bindparam("seen"))
        .values(next_step_at=bindparam("coming")),
        {
            "this": [version.version_id for version in due],
            "seen": [version.terms.next_step_at for version in due],
            "coming": [cases.next_moment(version) for version in due],
        },
    )
