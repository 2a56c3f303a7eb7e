"""`dondoc review`: read what came in, accept it, send it back, take a wrong registration off, mend a match."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from cli.acting import Deed, act
from cli.actors import actor
from cli.finding_obligations import find_obligation
from cli.moments import looked_at, worked_at
from cli.options import ActedOn, Actor, AsJson, AsOf, DutyName, PlanName, Reason, UnitName
from cli.printing import print_json, say
from cli.showing_case_files import check_line, print_awaiting, print_case_file
from config.clock import day_of
from config.wiring import workplace
from database.queries.outline_checks import corrections_of
from database.queries.submissions import last_submission
from domain.errors import RuleBroken, UsageError
from domain.spelling import nfc
from services.case_files import awaiting_review, case_file
from services.outline_checks import correct_match
from services.reviews import accept, return_submission, withdraw

NONE = "-"


def waiting(*, as_of: AsOf = "", plan: PlanName = "", json: AsJson = False) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    with place.read() as session:
        found = awaiting_review(session, campaign, as_of=looked_at(as_of, campaign))
    if json:
        print_json(found)
    else:
        print_awaiting(found, campaign)


def show(
    unit: UnitName, /, *, duty: DutyName = "", as_of: AsOf = "", plan: PlanName = "", json: AsJson = False
) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    moment = looked_at(as_of, campaign)
    with place.read() as session:
        _, obligation = find_obligation(session, campaign, unit, duty=duty, as_of=moment)
        found = case_file(session, campaign, obligation.id, as_of=moment)
    if json:
        print_json(found)
    else:
        print_case_file(found)


def take(
    unit: UnitName,
    /,
    *,
    why: Annotated[str, Parameter(metavar="GHI-CHÚ", help="Ghi chú, nếu có.")] = "",
    duty: DutyName = "",
    by: Actor = "",
    as_of: ActedOn = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    def deed(one: Deed) -> None:
        accept(one.session, one.campaign, one.obligation.id, by=one.by, reason=nfc(why), now=one.now)

    act(unit, deed, duty=duty, by=by, as_of=as_of, plan=plan, json=json, done="Đã chấp nhận báo cáo")


def give_back(
    unit: UnitName,
    /,
    *,
    day: Annotated[str, Parameter(metavar="NGÀY", help="Hạn nộp lại (2022-08-29), tính hết ngày.")],
    why: Reason = "",
    section: Annotated[
        tuple[str, ...],
        Parameter(
            metavar="MỤC", help="Mục cần sửa, có thể kèm lý do riêng (II.2: chưa nêu nguyên nhân); ghi được nhiều lần."
        ),
    ] = (),
    duty: DutyName = "",
    by: Actor = "",
    as_of: ActedOn = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    new_day, sections = day_of(day), dict(map(_section, section))

    def deed(one: Deed) -> None:
        return_submission(
            one.session,
            one.campaign,
            one.obligation.id,
            reason=nfc(why),
            new_day=new_day,
            sections=sections,
            by=one.by,
            now=one.now,
        )

    act(unit, deed, duty=duty, by=by, as_of=as_of, plan=plan, json=json, done="Đã trả lại báo cáo và báo cho đơn vị")


def take_off(
    unit: UnitName,
    /,
    *,
    why: Reason = "",
    duty: DutyName = "",
    by: Actor = "",
    as_of: ActedOn = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    def deed(one: Deed) -> None:
        withdraw(one.session, one.campaign, one.obligation.id, reason=nfc(why), by=one.by, now=one.now)

    act(unit, deed, duty=duty, by=by, as_of=as_of, plan=plan, json=json, done="Đã rút bản nộp gần nhất")


def match(
    unit: UnitName,
    /,
    *,
    heading: Annotated[int, Parameter(metavar="VỊ-TRÍ", help="Vị trí của đề mục trong tệp (đoạn số mấy).")],
    section: Annotated[
        str, Parameter(metavar="MỤC", help=f"Mục của đề cương (II.1.3); {NONE} là không thuộc mục nào.")
    ],
    why: Reason = "",
    duty: DutyName = "",
    by: Actor = "",
    as_of: ActedOn = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    now = worked_at(as_of, campaign)
    wanted = None if section == NONE else section
    if wanted is not None and campaign.plan.outline.section(wanted) is None:
        known = ", ".join(leaf.id for leaf in campaign.plan.outline.leaves())
        raise UsageError(f"Đề cương không có mục {wanted}. Các mục: {known}.")
    with place.read() as session:
        found, obligation = find_obligation(session, campaign, unit, duty=duty, as_of=now)
        submission = last_submission(session, obligation.id)
        if submission is None or not submission.sha256:
            raise RuleBroken(f"{found.name} chưa nộp tệp báo cáo nào.")
        corrections = {**corrections_of(session, submission.id), heading: wanted}
    check = place.reader.check(
        submission.sha256,
        name=submission.file_name,
        plan=campaign.plan,
        unit=found,
        duty=obligation.duty,
        corrections=corrections,
    )
    with place.begin() as session:
        correct_match(
            session,
            submission.id,
            position=heading,
            section=wanted,
            check=check,
            by=actor(by, place),
            reason=nfc(why),
            now=now,
        )
    if json:
        print_json(check)
        return
    say(
        f"Đã ghi nhận. Đối chiếu bản nộp lần {submission.number} của {found.name}: {check_line(check, check.note)}.",
        hang=2,
    )


def _section(text: str) -> tuple[str, str]:
    """("II.2", "chưa nêu nguyên nhân") for "II.2: chưa nêu nguyên nhân"."""
    number, _, reason = nfc(text).partition(":")
    return number.strip(), reason.strip()
