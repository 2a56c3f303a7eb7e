"""What the standing of an obligation follows from where more happened to it than one report under one deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, and_, bindparam, case, exists, false, func, literal, null, or_, select
from sqlalchemy.orm import aliased

from database.base import Moment
from database.local_days import day_before, days_between, local_day
from database.models import EventRow, ObligationRow, ReturnRow, SubmissionRow, VersionRow
from domain.deadlines import Reading
from domain.lifecycle import Move
from domain.obligations import Cause

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import CTE, ColumnElement
    from sqlalchemy.sql.elements import SQLCoreOperations
    from sqlalchemy.types import TypeEngine

    from domain.campaigns import Campaign
    from domain.deadlines import Deadline

# Between which days the clocks of the campaign's zone are known: a report may bear one from before the opening.
BEFORE_OPENING, AFTER_OPENING = timedelta(days=400), timedelta(days=1100)
AS_OF: ColumnElement[datetime] = bindparam("as_of", type_=Moment())
TODAY: ColumnElement[date] = bindparam("today", type_=Date())


@dataclass(frozen=True, slots=True)
class Terms:
    """What the question takes from the campaign itself. It is put together once for each of them, which takes a while."""

    deadlines: tuple[tuple[str, Deadline], ...]
    timezone: str
    opened: date

    @classmethod
    def of(cls, campaign: Campaign) -> Terms:
        plan = campaign.plan
        deadlines = tuple((duty.id, duty.deadline) for duty in plan.duties)
        return cls(deadlines, plan.timezone, campaign.local_day(campaign.opened_at))

    def by_duty(self, value: Callable[[Deadline], Any], kind: TypeEngine[Any]) -> ColumnElement[Any]:
        """What follows from the plan's deadline alone."""
        values = {duty: literal(value(deadline), kind) for duty, deadline in self.deadlines}
        return case(values, value=ObligationRow.duty)

    def last_day(self) -> ColumnElement[date]:
        """The last day of the first version, as the plan sets it."""
        return self.by_duty(lambda deadline: deadline.last_day, Date())

    def local_day(self, moment: SQLCoreOperations[datetime]) -> ColumnElement[date]:
        since, until = self.opened - BEFORE_OPENING, self.opened + AFTER_OPENING
        return local_day(moment, self.timezone, since=since, until=until)


class Eventful:
    """The pieces of the question, as of one moment."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms

    def known(self, chosen: CTE) -> CTE:
        """The version in force, the report that counts and what became of it, for the chosen obligations."""
        later, last, back = aliased(VersionRow), aliased(SubmissionRow), aliased(ReturnRow)
        is_received = and_(last.id.is_not(None), back.returned_at.is_(None))
        return (
            select(
                ObligationRow.id,
                func.coalesce(_own_day(later), self._terms.last_day()).label("last_day"),
                last.id.label("submission_id"),
                last.received_at,
                back.returned_at,
                case((is_received, happened(last, Move.ACCEPT)), else_=false()).label("is_accepted"),
                case((is_received, null()), else_=self._exempt_since()).label("exempt_since"),
                case((is_received, self._lateness()), else_=0).label("lateness"),
            )
            .select_from(ObligationRow)
            .join(chosen, chosen.c.id == ObligationRow.id)
            .outerjoin(later, _is_in_force(later, ObligationRow.id, AS_OF))
            .outerjoin(last, self._is_last(last))
            .outerjoin(back, and_(back.submission_id == last.id, back.returned_at <= AS_OF))
            .where(ObligationRow.campaign_id == bindparam("campaign"))
            .cte("known")
            .prefix_with("MATERIALIZED")
        )

    def _is_there(self, submission: type[SubmissionRow]) -> ColumnElement[bool]:
        return and_(submission.received_at <= AS_OF, ~happened(submission, Move.WITHDRAW))

    def _is_last(self, submission: type[SubmissionRow]) -> ColumnElement[bool]:
        newer = aliased(SubmissionRow)
        is_newer = and_(newer.obligation_id == submission.obligation_id, newer.number > submission.number)
        return and_(
            submission.obligation_id == ObligationRow.id,
            self._is_there(submission),
            ~exists().where(is_newer, self._is_there(newer)).correlate_except(newer),
        )

    def _exempt_since(self) -> ColumnElement[datetime]:
        """Since when the latest exemption holds that nobody has lifted."""
        exempt, lifted, again = aliased(EventRow), aliased(EventRow), aliased(EventRow)
        is_again = and_(
            again.obligation_id == exempt.obligation_id,
            again.move == Move.EXEMPT.value,
            again.id > exempt.id,
            again.id < lifted.id,
        )
        is_lifted = and_(
            lifted.obligation_id == exempt.obligation_id,
            lifted.move == Move.REINSTATE.value,
            lifted.id > exempt.id,
            lifted.at <= AS_OF,
            ~exists().where(is_again).correlate_except(again),
        )
        return (
            select(func.max(exempt.at))
            .where(
                exempt.obligation_id == ObligationRow.id,
                exempt.move == Move.EXEMPT.value,
                exempt.at <= AS_OF,
                ~exists().where(is_lifted).correlate_except(lifted),
            )
            .correlate_except(exempt)
            .scalar_subquery()
        )

    def _lateness(self) -> ColumnElement[int]:
        """By how many days the latest of the reports that were asked for came after its last day; none where negative."""
        asked, version = aliased(SubmissionRow), aliased(VersionRow)
        is_in_force = _is_in_force(version, asked.obligation_id, asked.received_at)
        new_day = select(_own_day(version)).where(is_in_force).correlate_except(version).scalar_subquery()
        days = days_between(self._terms.local_day(asked.received_at), func.coalesce(new_day, self._terms.last_day()))
        return (
            select(func.max(days))
            .where(asked.obligation_id == ObligationRow.id, self._is_there(asked), self._is_asked_for(asked))
            .correlate_except(asked)
            .scalar_subquery()
        )

    def _is_asked_for(self, submission: type[SubmissionRow]) -> ColumnElement[bool]:
        """It is the first that is there, or the one before it had been returned when it came."""
        before, between, back = aliased(SubmissionRow), aliased(SubmissionRow), aliased(ReturnRow)
        is_between = and_(
            between.obligation_id == submission.obligation_id,
            between.number < submission.number,
            between.number > before.number,
        )
        was_kept = and_(
            before.obligation_id == submission.obligation_id,
            before.number < submission.number,
            self._is_there(before),
            ~exists().where(is_between, self._is_there(between)).correlate_except(between),
            ~exists()
            .where(back.submission_id == before.id, back.returned_at <= submission.received_at)
            .correlate_except(back),
        )
        return or_(submission.number == 1, ~exists().where(was_kept).correlate_except(before))


def happened(submission: type[SubmissionRow], move: Move) -> ColumnElement[bool]:
    """Whether the move was made with this submission by then."""
    event = aliased(EventRow)
    is_so = and_(event.submission_id == submission.id, event.move == move.value, event.at <= AS_OF)
    return exists().where(is_so).correlate_except(event)


def _own_day(version: type[VersionRow]) -> ColumnElement[date]:
    """The last day of a version; none of one that only opens, which has the plan's (`version_value` has it so)."""
    return case(
        (version.cause == Cause.OPENED.value, null()),
        (version.reading == Reading.BEFORE.value, day_before(version.deadline_day)),
        else_=version.deadline_day,
    )


def _is_in_force(
    version: type[VersionRow], obligation: SQLCoreOperations[int], moment: SQLCoreOperations[datetime]
) -> ColumnElement[bool]:
    """Whether it took the first one's place by then, and no other took its."""
    newer = aliased(VersionRow)
    is_newer = and_(
        newer.obligation_id == version.obligation_id,
        newer.number > version.number,
        newer.effective_from <= moment,
    )
    return and_(
        version.obligation_id == obligation,
        version.number > 1,
        version.effective_from <= moment,
        ~exists().where(is_newer).correlate_except(newer),
    )
