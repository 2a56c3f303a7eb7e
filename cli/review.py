"""`dondoc review`: read what came in, accept it, send it back, take a wrong registration off, mend a match."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.acting import Deed, act
from cli.actors import actor
from cli.finding_obligations import find_obligation
from cli.moments import looked_at, worked_at
from cli.options import USUAL, AsJson, AsOf, Circumstances, DutyName, PlanName, Reason, UnitName
from cli.printing import print_json, say
from cli.receipt_slips import SlipFile, check_slip_file
from cli.showing_case_files import heading_line, print_awaiting, print_case_file
from config.clock import day_of
from config.wiring import workplace
from database.queries.outline_checks import corrections_of
from database.queries.submissions import last_submission
from database.queries.units import units_of
from domain.errors import RuleBroken, UsageError
from domain.spelling import nfc
from services.case_files import awaiting_review, case_file
from services.outline_checks import correct_match
from services.receipts import receipt_slip
from services.reviews import accept, return_submission, withdraw
from services.wording import check_line

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from database.models import SubmissionRow
    from domain.campaigns import Campaign
    from domain.units import Unit
    from services.standings import Obligation

NO_SECTION = "none"


def waiting(*, as_of: AsOf = "", plan: PlanName = "", json: AsJson = False) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    with place.read() as session:
        found = awaiting_review(session, campaign, as_of=looked_at(as_of, campaign))
    if json:
        print_json(found)
    else:
        print_awaiting(found)


def show(
    unit: UnitName,
    /,
    *,
    receipt: SlipFile = None,
    duty: DutyName = "",
    as_of: AsOf = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    check_slip_file(receipt)
    place = workplace()
    campaign = place.campaign(plan)
    moment = looked_at(as_of, campaign)
    with place.read() as session:
        _, obligation = find_obligation(session, campaign, unit, duty=duty, as_of=moment)
        found = case_file(session, campaign, obligation.id, as_of=moment)
        slip = _slip(session, campaign, obligation) if receipt is not None else b""
    if receipt is not None:
        receipt.write_bytes(slip)
    if json:
        print_json(found)
    else:
        print_case_file(found)


def take(
    unit: UnitName,
    /,
    *,
    why: Annotated[str, Parameter(metavar="GHI-CHÚ", help="Ghi chú, nếu có.")] = "",
    how: Circumstances = USUAL,
) -> None:
    def deed(one: Deed) -> None:
        accept(one.session, one.campaign, one.obligation.id, by=one.by, reason=nfc(why), now=one.now)

    act(unit, deed, how, done="Đã chấp nhận báo cáo")


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
    how: Circumstances = USUAL,
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

    act(unit, deed, how, done="Đã trả lại báo cáo", is_told=True)


def take_off(
    unit: UnitName,
    /,
    *,
    why: Reason = "",
    how: Circumstances = USUAL,
) -> None:
    def deed(one: Deed) -> None:
        withdraw(one.session, one.campaign, one.obligation.id, reason=nfc(why), by=one.by, now=one.now)

    act(unit, deed, how, done="Đã rút bản nộp gần nhất")


def match(
    unit: UnitName,
    /,
    *,
    heading: Annotated[int, Parameter(metavar="VỊ-TRÍ", help="Vị trí của đề mục trong tệp (đoạn số mấy).")],
    section: Annotated[
        str, Parameter(metavar="MỤC", help=f"Mục của đề cương (II.1.3); {NO_SECTION} là không thuộc mục nào.")
    ],
    why: Reason = "",
    how: Circumstances = USUAL,
) -> None:
    place = workplace()
    campaign = place.campaign(how.plan)
    now = worked_at(how.as_of, campaign)
    wanted = _leaf(section, campaign)
    with place.read() as session:
        found, obligation = find_obligation(session, campaign, unit, duty=how.duty, as_of=now)
        submission = _with_file(last_submission(session, obligation.id), found)
        corrections = {**corrections_of(session, submission.id), heading: wanted}
        units = units_of(session, campaign.id)
    check = place.reader.check(
        submission.sha256,
        name=submission.file_name,
        plan=campaign.plan,
        unit=found,
        duty=obligation.duty,
        corrections=corrections,
        units=units,
        received=campaign.local_day(submission.received_at),
    )
    with place.begin() as session:
        correct_match(
            session,
            submission.id,
            position=heading,
            section=wanted,
            check=check,
            by=actor(how.by, place),
            reason=nfc(why),
            now=now,
        )
    if how.json:
        print_json(check)
    else:
        say(f"Đã ghi nhận: {heading_line(check, heading)}.")
        say(f"Đối chiếu bản nộp lần {submission.number} của {found.name}: {check_line(check)}.", hang=2)


def _leaf(section: str, campaign: Campaign) -> str | None:
    """The section meant; None for none of them."""
    leaves = [leaf.id for leaf in campaign.plan.outline.leaves()]
    wanted = nfc(section).strip()
    if wanted == NO_SECTION:
        return None
    if wanted not in leaves:
        raise UsageError(f"Không có mục “{wanted}” để xếp đề mục vào. Các mục: {', '.join(leaves)}.")
    return wanted


def _with_file(submission: SubmissionRow | None, unit: Unit) -> SubmissionRow:
    if submission is None:
        raise RuleBroken(f"{unit.name} chưa có bản nộp nào. Nếu đã nhận được báo cáo, hãy ghi nhận trước.")
    if not submission.sha256:
        raise RuleBroken(
            f"Bản nộp lần {submission.number} của {unit.name} không kèm tệp nên không có đề mục nào để sửa. "
            "Khi có bản chụp hoặc tệp, hãy ghi nhận bằng lệnh: dondoc submit",
        )
    return submission


def _slip(session: Session, campaign: Campaign, obligation: Obligation) -> bytes:
    submission = last_submission(session, obligation.id)
    if submission is None:
        raise RuleBroken("Đơn vị chưa có bản nộp nào nên chưa có phiếu tiếp nhận để ghi.")
    return receipt_slip(session, campaign, submission)


def _section(text: str) -> tuple[str, str]:
    """("II.2", "chưa nêu nguyên nhân") for "II.2: chưa nêu nguyên nhân"."""
    number, _, reason = nfc(text).partition(":")
    return number.strip(), reason.strip()
