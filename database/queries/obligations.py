"""What is owed, what is due for a decision, and the history that a standing is computed from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, select

from database.models import (
    ContactRow,
    EventRow,
    ObligationRow,
    OutboxRow,
    PromiseRow,
    SubmissionRow,
    VersionRow,
)
from database.queries.submissions import FATES, SUBMISSION_COLUMNS, submission_value
from database.queries.units import CONTACT_COLUMNS, contact_value
from domain.contact_proofs import CONTACT_TEST
from domain.deadlines import Deadline, Reading
from domain.exemptions import Exemption
from domain.ladder import Audience
from domain.lifecycle import Move, Stage, stage
from domain.obligations import Cause, Promise, Standing, Version, standing
from domain.outbox import MessageState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy import ColumnElement, Result, Select
    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from domain.plans import Duty, Plan
    from domain.submissions import Submission
    from domain.units import Contact


END_OF_TIME = datetime.max.replace(tzinfo=UTC)


class Terms(NamedTuple):
    """What a version is apart from whose it is. Units with the same terms are on the same step of the same ladder."""

    duty: str
    number: int
    cause: str
    deadline_day: date
    reading: str
    effective_from: datetime
    ladder: str
    document_number: str
    next_step_at: datetime


class DueVersion(NamedTuple):
    """A version whose ladder asks for a decision. A tuple, because the tick reads thousands of them."""

    version_id: int
    obligation_id: int
    unit: str
    superior: str | None
    terms: Terms


@dataclass(slots=True)
class History:
    """All that happened to one obligation, in order."""

    obligation_id: int
    unit: str
    superior: str | None
    duty: str
    tier: str
    versions: list[Version] = field(default_factory=list)
    version_ids: list[int] = field(default_factory=list)
    submissions: list[Submission] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    exemptions: list[Exemption] = field(default_factory=list)

    def standing(self, as_of: datetime) -> Standing:
        return standing(self.versions, self.submissions, self.exemptions, as_of=as_of)

    def standing_on_arrival(self, number: int) -> Standing:
        """Where it stood at the moment at which its version of this number came."""
        known = self.submissions[:number]
        return standing(self.versions, known, as_of=known[-1].received_at)

    def stage(self, as_of: datetime = END_OF_TIME) -> Stage:
        """Where it was then; without a moment, where all that is known has brought it."""
        return stage(self.submissions, self.exemptions, as_of=as_of)


def _is_due(campaign_id: int, tier: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        VersionRow.tier == tier,
        VersionRow.next_step_at <= now,
        VersionRow.obligation_id == ObligationRow.id,
        ObligationRow.campaign_id == campaign_id,
    )


# Asked in every run for every tier, and mostly in vain, so it is put together once.
_DUE_VERSIONS = (
    select(
        VersionRow.id,
        VersionRow.obligation_id,
        ObligationRow.unit,
        ObligationRow.superior,
        ObligationRow.duty,
        VersionRow.number,
        VersionRow.cause,
        VersionRow.deadline_day,
        VersionRow.reading,
        VersionRow.effective_from,
        VersionRow.ladder,
        VersionRow.document_number,
        VersionRow.next_step_at,
    )
    .where(
        VersionRow.tier == bindparam("tier"),
        VersionRow.next_step_at <= bindparam("now"),
        VersionRow.obligation_id == ObligationRow.id,
        ObligationRow.campaign_id == bindparam("campaign"),
    )
    .order_by(VersionRow.id)
)


def due_versions(session: Session, campaign_id: int, *, tier: str, now: datetime) -> list[DueVersion]:
    found = session.connection().execute(_DUE_VERSIONS, {"campaign": campaign_id, "tier": tier, "now": now})
    alike: dict[Terms, Terms] = {}
    return [_due_version(row, alike) for row in found]


def _due_version(row: Any, alike: dict[Terms, Terms]) -> DueVersion:  # noqa: ANN401 -- a row of `due_versions`
    version_id, obligation_id, unit, superior, *rest = row
    terms = Terms._make(rest)
    return DueVersion(version_id, obligation_id, unit, superior, alike.setdefault(terms, terms))


def obligations_with_history(session: Session, campaign_id: int, *, tier: str, now: datetime) -> list[int]:
    """Of the obligations that are due, those that anything came in for, or that were exempted."""
    is_due = _is_due(campaign_id, tier, now)
    came = select(SubmissionRow.obligation_id).where(SubmissionRow.obligation_id == ObligationRow.id, *is_due)
    exempted = select(EventRow.obligation_id).where(
        EventRow.obligation_id == ObligationRow.id, EventRow.move == Move.EXEMPT.value, *is_due
    )
    return list(session.scalars(came.union(exempted)))


def promises_due(session: Session, campaign_id: int, *, tier: str, now: datetime) -> dict[int, Promise]:
    """The latest promise of each obligation that is due, by obligation."""
    found = session.execute(
        select(PromiseRow.obligation_id, PromiseRow.day, PromiseRow.made_at)
        .where(PromiseRow.obligation_id == ObligationRow.id, *_is_due(campaign_id, tier, now))
        .order_by(PromiseRow.id),
    )
    return {obligation_id: Promise(day, made_at) for obligation_id, day, made_at in found}


def reached_units_due(session: Session, campaign_id: int, *, tier: str, now: datetime) -> set[str]:
    """Of the units that are due, those that some message but a test was taken over for and did not come back."""
    return set(
        session.scalars(
            select(OutboxRow.unit)
            .where(
                OutboxRow.unit == ObligationRow.unit,
                OutboxRow.campaign_id == campaign_id,
                OutboxRow.sent_at.is_not(None),
                OutboxRow.message != CONTACT_TEST,
                OutboxRow.state == MessageState.ACCEPTED,
                *_is_due(campaign_id, tier, now),
            )
            .distinct(),
        ),
    )


def contacts_due(
    session: Session,
    campaign_id: int,
    *,
    tier: str,
    now: datetime,
    audience: Audience,
) -> list[Contact]:
    """The contacts of the units that are due, or of their superiors."""
    owner = ObligationRow.superior if audience is Audience.SUPERIOR else ObligationRow.unit
    found = session.connection().execute(
        select(*CONTACT_COLUMNS)
        .where(
            ContactRow.campaign_id == campaign_id,
            ContactRow.unit.in_(select(owner).where(*_is_due(campaign_id, tier, now))),
        )
        .order_by(ContactRow.unit, ContactRow.code, ContactRow.id),
    )
    return [contact_value(row) for row in found]


def obligations_under(
    session: Session, campaign_id: int, *, duties: Iterable[str], superior: str = ""
) -> list[ObligationRow]:
    """Those under these duties: of everybody, or of whoever stands below `superior`."""
    query = select(ObligationRow).where(ObligationRow.campaign_id == campaign_id, ObligationRow.duty.in_(set(duties)))
    narrowed = query.where(ObligationRow.superior == superior) if superior else query
    return list(session.scalars(narrowed.order_by(ObligationRow.id)))


def superiors_under(session: Session, campaign_id: int, *, duties: Iterable[str]) -> list[str]:
    """Whom reports are sent to by those below them, under these duties."""
    query = select(ObligationRow.superior).where(
        ObligationRow.campaign_id == campaign_id,
        ObligationRow.duty.in_(set(duties)),
        ObligationRow.superior.is_not(None),
    )
    return [superior for superior in session.scalars(query.distinct()) if superior]


def histories(session: Session, campaign: Campaign, *, obligations: Iterable[int] | None = None) -> dict[int, History]:
    """The history of these obligations (of all of them without `obligations`), by obligation id."""
    chosen = None if obligations is None else sorted(set(obligations))
    found: dict[int, History] = {}
    for row in _rows(session, _OBLIGATIONS, ObligationRow.id, chosen=chosen, campaign=campaign):
        found[row.id] = History(row.id, row.unit, row.superior, row.duty, row.tier)
    for row in _rows(session, _VERSIONS, VersionRow.obligation_id, chosen=chosen, campaign=campaign):
        history = found[row.obligation_id]
        history.versions.append(version_value(row, history.duty, campaign))
        history.version_ids.append(row.id)
    for row in _rows(session, _SUBMISSIONS, SubmissionRow.obligation_id, chosen=chosen, campaign=campaign):
        found[row.obligation_id].submissions.append(submission_value(row))
    for row in _rows(session, _PROMISES, PromiseRow.obligation_id, chosen=chosen, campaign=campaign):
        found[row.obligation_id].promises.append(Promise(row.day, row.made_at))
    for row in _rows(session, _EXEMPTIONS, EventRow.obligation_id, chosen=chosen, campaign=campaign):
        _add_exemption(found[row.obligation_id].exemptions, Move(row.move), row.at)
    return found


_OBLIGATIONS = select(
    ObligationRow.id,
    ObligationRow.unit,
    ObligationRow.superior,
    ObligationRow.duty,
    ObligationRow.tier,
).order_by(ObligationRow.id)
_VERSIONS = (
    select(
        VersionRow.id,
        VersionRow.obligation_id,
        VersionRow.number,
        VersionRow.cause,
        VersionRow.deadline_day,
        VersionRow.reading,
        VersionRow.effective_from,
        VersionRow.ladder,
        VersionRow.document_number,
    )
    .join(ObligationRow, VersionRow.obligation_id == ObligationRow.id)
    .order_by(VersionRow.obligation_id, VersionRow.number)
)
_SUBMISSIONS = (
    select(*SUBMISSION_COLUMNS)
    .join(ObligationRow, SubmissionRow.obligation_id == ObligationRow.id)
    .order_by(SubmissionRow.obligation_id, SubmissionRow.number)
)
for _fate, _condition in FATES:
    _SUBMISSIONS = _SUBMISSIONS.outerjoin(_fate, _condition)
_PROMISES = (
    select(PromiseRow.obligation_id, PromiseRow.day, PromiseRow.made_at)
    .join(ObligationRow, PromiseRow.obligation_id == ObligationRow.id)
    .order_by(PromiseRow.id)
)
_EXEMPTIONS = (
    select(EventRow.obligation_id, EventRow.move, EventRow.at)
    .join(ObligationRow, EventRow.obligation_id == ObligationRow.id)
    .where(EventRow.move.in_((Move.EXEMPT.value, Move.REINSTATE.value)))
    .order_by(EventRow.id)
)


def _add_exemption(exemptions: list[Exemption], move: Move, at: datetime) -> None:
    if move is Move.EXEMPT:
        exemptions.append(Exemption(at))
    elif exemptions:
        exemptions[-1] = replace(exemptions[-1], until=at)


def _rows(
    session: Session,
    query: Select[Any],
    column: Any,  # noqa: ANN401 -- any column
    *,
    chosen: list[int] | None,
    campaign: Campaign,
) -> Result[Any]:
    if chosen is None:
        return session.execute(_of_campaign(query), {"campaign": campaign.id})
    return session.execute(_of_chosen(query, column), {"chosen": chosen})


@cache  # asked for every list and every letter, so each is put together once
def _of_campaign(query: Select[Any]) -> Select[Any]:
    return query.where(ObligationRow.campaign_id == bindparam("campaign"))


@cache
def _of_chosen(query: Select[Any], column: Any) -> Select[Any]:  # noqa: ANN401 -- any column
    return query.where(column.in_(bindparam("chosen", expanding=True)))


def version_value(row: Any, duty: str, campaign: Campaign) -> Version:  # noqa: ANN401 -- a row, or Terms
    """A version as the rules know it; the words about its deadline come from the duty in the plan that it began under."""
    plan = campaign.plan_at(row.effective_from)
    return Version(
        number=row.number,
        deadline=_deadline(row, plan.duty(duty), plan),
        cause=Cause(row.cause),
        effective_from=row.effective_from,
        ladder=row.ladder,
    )


def _deadline(row: Any, duty: Duty, plan: Plan) -> Deadline:  # noqa: ANN401 -- the same
    """The plan's own deadline, or the later one with what it rests on instead of the plan's clause."""
    if row.cause == Cause.OPENED:
        return duty.deadline
    return Deadline(
        day=row.deadline_day,
        reading=Reading(row.reading),
        timezone=plan.timezone,
        clause=RESTS_ON[Cause(row.cause)].format(row.document_number),
    )


RESTS_ON = {
    Cause.EXTENDED: "văn bản gia hạn số {}",
    Cause.RETURNED: "thông báo trả lại báo cáo",
}


def has_rung_due(session: Session, campaign_id: int, *, now: datetime) -> bool:
    """Whether any ladder of the campaign is to be asked by now."""
    due = select(VersionRow.id).where(
        VersionRow.next_step_at <= now,
        VersionRow.obligation_id == ObligationRow.id,
        ObligationRow.campaign_id == campaign_id,
    )
    return session.scalar(due.limit(1)) is not None
