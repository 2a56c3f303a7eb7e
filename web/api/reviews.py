"""Reviews: what waits for one, and a report accepted, returned, withdrawn, or matched anew."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from fastapi import HTTPException, Response
from pydantic import Field

from database.queries.outline_checks import corrections_of
from database.queries.submissions import last_submission
from database.queries.units import units_of
from domain.audit_log import Action
from services.case_files import awaiting_review
from services.outline_checks import correct_match
from services.reviews import accept, return_submission, withdraw
from web.api.deeds import Standing, act
from web.api.finding import owed
from web.api.permits import ApiReviewing, ApiWatching
from web.api.problems import ACTS, LOOKS
from web.api.repeats import Key
from web.api.shapes import Asked, DutyId, Limit, Listed, Offset, Reason, Shape, UnitCode, noun
from web.api.submissions import CheckShape, VersionShape

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

router = noun("reviews")
NO_FILE = "Đơn vị {} không có bản nộp kèm tệp nào để sửa đối chiếu."
NO_SECTION = "Đề cương không có mục “{}” để xếp đề mục vào."
Name = Annotated[str, Field(max_length=60)]


class AwaitingShape(Shape):
    unit: str
    name: str
    tier: str
    duty: str
    days_late: int
    version: VersionShape


class Acceptance(Asked):
    reason: Reason = ""


class Return(Asked):
    """`new_day` is the last day for handing in again. Say a `reason`, or one for a section."""

    new_day: date
    reason: Reason = ""
    sections: dict[Name, Reason] = Field(
        default_factory=dict, max_length=200, description="Ids of the sections to be mended, each with its reason."
    )


class Withdrawal(Asked):
    reason: Reason


class Match(Asked):
    """Where a heading of the file belongs. `section` null: to none."""

    position: int = Field(ge=1, le=1_000_000, description="Of the heading in the file, as in the check.")
    section: Name | None
    reason: Reason = ""


@router.get("/reviews", responses=LOOKS)
def list_reviews(desk: ApiWatching, limit: Limit = 100, offset: Offset = 0) -> Listed[AwaitingShape]:
    """Reports that nobody has accepted or returned yet."""
    with desk.read() as session:
        found = awaiting_review(session, desk.campaign, as_of=desk.as_of)
    items = [AwaitingShape.model_validate(one) for one in found[offset : offset + limit]]
    return Listed(total=len(found), limit=limit, offset=offset, items=items)


@router.post("/units/{unit}/acceptances", status_code=201, response_model=Standing, responses=ACTS)
def accept_report(
    desk: ApiReviewing, unit: UnitCode, asked: Acceptance, *, duty: DutyId = "", key: Key = ""
) -> Standing | Response:
    """Accept the version that stands."""

    def deed(session: Session, number: int) -> None:
        accept(session, desk.campaign, number, by=desk.by, reason=asked.reason, now=desk.now)

    return act(desk, deed, unit=unit, duty=duty, key=key, what="accept", asked=asked)


@router.post("/units/{unit}/returns", status_code=201, response_model=Standing, responses=ACTS)
def return_report(
    desk: ApiReviewing, unit: UnitCode, asked: Return, *, duty: DutyId = "", key: Key = ""
) -> Standing | Response:
    """Send the standing version back, to be handed in again by a new day. The unit is told."""

    def deed(session: Session, number: int) -> None:
        return_submission(
            session,
            desk.campaign,
            number,
            reason=asked.reason,
            new_day=asked.new_day,
            sections=asked.sections,
            by=desk.by,
            now=desk.now,
        )

    return act(desk, deed, unit=unit, duty=duty, key=key, what="return", asked=asked)


@router.post("/units/{unit}/withdrawals", status_code=201, response_model=Standing, responses=ACTS)
def withdraw_report(
    desk: ApiReviewing, unit: UnitCode, asked: Withdrawal, *, duty: DutyId = "", key: Key = ""
) -> Standing | Response:
    """Take a wrong registration off the record; what stood before stands again."""

    def deed(session: Session, number: int) -> None:
        withdraw(session, desk.campaign, number, reason=asked.reason, by=desk.by, now=desk.now)

    return act(desk, deed, unit=unit, duty=duty, key=key, what="withdraw", asked=asked)


@router.post("/units/{unit}/matches", status_code=201, responses=ACTS)
def match_heading(desk: ApiReviewing, unit: UnitCode, asked: Match, duty: DutyId = "") -> CheckShape:
    """Say where a heading belongs; the answer is the check made anew with it."""
    plan = desk.campaign.plan
    if asked.section is not None and asked.section not in {leaf.id for leaf in plan.outline.leaves()}:
        raise HTTPException(422, detail=NO_SECTION.format(asked.section))
    with desk.read() as session:
        one = owed(session, desk, unit, duty=duty, as_of=desk.now)
        submission = last_submission(session, one.id)
        if submission is None or not submission.sha256:
            raise HTTPException(404, detail=NO_FILE.format(unit))
        corrections = {**corrections_of(session, submission.id), asked.position: asked.section}
        units = units_of(session, desk.campaign.id)
    check = desk.place.reader.check(
        submission.sha256,
        name=submission.file_name,
        plan=plan,
        unit=next(each for each in units if each.code == unit),
        duty=one.duty,
        corrections=corrections,
        units=units,
        received=desk.campaign.local_day(submission.received_at),
    )
    with desk.begin() as session:
        correct_match(
            session,
            submission.id,
            position=asked.position,
            section=asked.section,
            check=check,
            by=desk.by,
            reason=asked.reason,
            now=desk.now,
        )
        desk.record(session, Action.API_CALLED, about=f"unit:{unit}", what="match", position=asked.position)
    return CheckShape.model_validate(check)
