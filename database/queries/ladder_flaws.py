"""Duties whose ladder does not do what it should, for the auditor: one question for each kind of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, bindparam, exists, select
from sqlalchemy.orm import aliased

from database.models import DecisionRow, EventRow, ObligationRow, PromiseRow, ReturnRow, SubmissionRow, VersionRow
from database.queries.events import is_exempt
from database.queries.submissions import is_standing, is_withdrawn
from domain.lifecycle import Move

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from sqlalchemy.orm import Session

AT_ONCE = 10_000  # databases take only so many values in one question


class Waiting(NamedTuple):
    """A unit and the moment of the rung that nobody decided."""

    unit: str
    since: datetime


class Promised(NamedTuple):
    """The latest promise of a duty that is still open, and the version that was in force when it was made."""

    obligation_id: int
    unit: str
    duty: str
    version_id: int
    number: int
    cause: str
    deadline_day: date
    reading: str
    effective_from: datetime
    ladder: str
    document_number: str
    next_step_at: datetime | None
    day: date
    made_at: datetime


# With a number added, no database begins with all the duties of the campaign where there are a few rows to begin with.
_CAMPAIGN = ObligationRow.campaign_id.op("+")(0)
_IS_OPEN = and_(
    bindparam("campaign") == _CAMPAIGN,
    ~exists().where(SubmissionRow.obligation_id == ObligationRow.id, is_standing(SubmissionRow)),
    ~is_exempt(ObligationRow.id),
)
# Each is asked in every round, so all are put together once.
_NO_NEXT_STEP = select(ObligationRow.id, ObligationRow.unit).where(
    ObligationRow.id.not_in(select(VersionRow.obligation_id).where(VersionRow.next_step_at.is_not(None))), _IS_OPEN
)
_UNDECIDED = (
    select(ObligationRow.unit, VersionRow.next_step_at)
    .join(ObligationRow, VersionRow.obligation_id == ObligationRow.id)
    .where(
        VersionRow.tier.in_(bindparam("tiers", expanding=True)),  # the index of what is due begins with the tier
        VersionRow.next_step_at < bindparam("before"),
        ObligationRow.campaign_id == bindparam("campaign"),
    )
    .order_by(VersionRow.next_step_at, VersionRow.id)
)
_NEWER, _LATER, _NEXT = aliased(SubmissionRow), aliased(PromiseRow), aliased(VersionRow)
_NO_CLOCK = (
    select(ObligationRow.id, ObligationRow.unit)
    .join(SubmissionRow, SubmissionRow.obligation_id == ObligationRow.id)
    .join(ReturnRow, ReturnRow.submission_id == SubmissionRow.id)
    .where(
        bindparam("campaign") == _CAMPAIGN,
        ~is_withdrawn(SubmissionRow),
        ~exists().where(
            _NEWER.obligation_id == SubmissionRow.obligation_id,
            _NEWER.number > SubmissionRow.number,
            ~is_withdrawn(_NEWER),
        ),
        ~exists().where(
            VersionRow.obligation_id == ObligationRow.id, VersionRow.effective_from >= ReturnRow.returned_at
        ),
        ~exists().where(
            EventRow.obligation_id == ObligationRow.id,
            EventRow.move == Move.EXEMPT.value,
            EventRow.at >= ReturnRow.returned_at,
        ),
    )
    .order_by(ObligationRow.id)
)
_PROMISED = (
    select(
        ObligationRow.id,
        ObligationRow.unit,
        ObligationRow.duty,
        VersionRow.id,
        VersionRow.number,
        VersionRow.cause,
        VersionRow.deadline_day,
        VersionRow.reading,
        VersionRow.effective_from,
        VersionRow.ladder,
        VersionRow.document_number,
        VersionRow.next_step_at,
        PromiseRow.day,
        PromiseRow.made_at,
    )
    .select_from(PromiseRow)
    .join(ObligationRow, PromiseRow.obligation_id == ObligationRow.id)
    .join(VersionRow, VersionRow.obligation_id == ObligationRow.id)
    .where(
        PromiseRow.day < bindparam("before"),
        VersionRow.effective_from <= PromiseRow.made_at,
        ~exists().where(_LATER.obligation_id == PromiseRow.obligation_id, _LATER.id > PromiseRow.id),
        ~exists().where(_NEXT.obligation_id == VersionRow.obligation_id, _NEXT.number > VersionRow.number),
        _IS_OPEN,
    )
    .order_by(PromiseRow.id)
)


def without_next_step(session: Session, campaign_id: int) -> list[tuple[int, str]]:
    """Duties without a standing report, not exempt, and whose ladder asks no more, with their units."""
    found = session.connection().execute(_NO_NEXT_STEP, {"campaign": campaign_id})
    return [(obligation_id, unit) for obligation_id, unit in found]


def undecided_since(session: Session, campaign_id: int, *, tiers: Collection[str], before: datetime) -> list[Waiting]:
    """Rungs whose moment was before that one and that nobody has decided, those due first at the head."""
    asked = {"campaign": campaign_id, "tiers": sorted(tiers), "before": before}
    return [Waiting._make(row) for row in session.connection().execute(_UNDECIDED, asked)]


def returned_without_clock(session: Session, campaign_id: int) -> list[tuple[int, str]]:
    """Duties whose last version was returned and that got no deadline of their own then."""
    found = session.connection().execute(_NO_CLOCK, {"campaign": campaign_id})
    return [(obligation_id, unit) for obligation_id, unit in found]


def promises_past(session: Session, campaign_id: int, *, before: date) -> list[Promised]:
    """Of the duties that are open, the latest promise whose day was before that one."""
    found = session.connection().execute(_PROMISED, {"campaign": campaign_id, "before": before})
    return [Promised._make(row) for row in found]


def rungs_decided(session: Session, version_ids: Iterable[int]) -> dict[int, set[str]]:
    """The keys of the rungs decided under each of these versions."""
    found: dict[int, set[str]] = {}
    wanted = sorted(set(version_ids))
    for start in range(0, len(wanted), AT_ONCE):
        asked = select(DecisionRow.version_id, DecisionRow.rung).where(
            DecisionRow.version_id.in_(wanted[start : start + AT_ONCE])
        )
        for version_id, rung in session.execute(asked.distinct()):
            found.setdefault(version_id, set()).add(rung)
    return found
