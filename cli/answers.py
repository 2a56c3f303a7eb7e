"""`dondoc answers`: what people wrote back or tapped, and what staff made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.actors import actor
from cli.finding_obligations import find_obligation
from cli.moments import looked_at, worked_at
from cli.options import USUAL, AsJson, AsOf, Circumstances, PlanName
from cli.printing import day_text, moment_text, print_json, print_table, say
from config.wiring import workplace
from database.queries.answers import open_answers
from database.queries.units import unit_names
from domain.answers import ANSWER_NAMES, AnswerKind
from domain.channels import channel_name
from domain.errors import UsageError
from services.answers import readable, settle_by_note, settle_by_promise, waiting_answer
from services.strangers import strangers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from database.models import AnswerRow
    from domain.campaigns import Campaign

Number = Annotated[int, Parameter(name="SỐ", help="Số của trả lời, như trong dondoc answers list.")]


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """`kind` is one of claims_submitted, promises, acknowledged, asks; `message` the number of the message it is about."""

    answer: int
    at: datetime
    unit: str
    name: str
    contact: str
    channel: str
    kind: str
    day: date | None
    text: str
    message: int | None


@dataclass(frozen=True, slots=True)
class ShownStranger:
    """Somebody who is bound to no contact, at `address` of the channel."""

    at: datetime
    channel: str
    address: str
    text: str


def list_answers(*, as_of: AsOf = "", plan: PlanName = "", json: AsJson = False) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    moment = looked_at(as_of, campaign)
    with place.read() as session:
        rows = open_answers(session, campaign.id, as_of=moment)
        names = unit_names(session, campaign.id, {row.unit for row in rows})
        answers = [_shown(row, campaign, names.get(row.unit, row.unit)) for row in rows]
        unknown = [
            ShownStranger(campaign.plan.calendar.local(at), one.channel, one.address, readable(one.text))
            for at, one in strangers(session, as_of=moment)
        ]
    if json:
        print_json({"as_of": moment, "answers": answers, "strangers": unknown})
    else:
        _print(answers)
        _print_strangers(unknown)


def settle(
    number: Number,
    /,
    *,
    promise: Annotated[
        bool, Parameter(name="--promise", help="Ghi ngày trong trả lời là ngày đơn vị hẹn nộp.")
    ] = False,
    note: Annotated[str, Parameter(name="--note", metavar="GHI-CHÚ", help="Đã xử lý trả lời thế nào.")] = "",
    how: Circumstances = USUAL,
) -> None:
    if promise == bool(note.strip()):
        raise UsageError("Hãy chọn một cách xử lý: --promise (ghi ngày hẹn nộp), hoặc --note “đã xử lý thế nào”.")
    place = workplace()
    campaign = place.campaign(how.plan)
    now, who = worked_at(how.as_of, campaign), actor(how.by, place)
    with place.begin() as session:
        if promise:
            unit = waiting_answer(session, campaign, number).unit
            _, owed = find_obligation(session, campaign, unit, duty=how.duty, as_of=now)
            row = settle_by_promise(session, campaign, number, obligation_id=owed.id, who=who, now=now)
        else:
            row = settle_by_note(session, campaign, number, note=note, who=who, now=now)
    if how.json:
        print_json({"answer": row.id, "unit": row.unit, "settled_by": row.settled_by, "settlement": row.settlement})
    else:
        say(f"Trả lời số {row.id} của {row.unit}: {row.settlement}")


def _shown(row: AnswerRow, campaign: Campaign, name: str) -> ShownAnswer:
    return ShownAnswer(
        answer=row.id,
        at=campaign.plan.calendar.local(row.at),
        unit=row.unit,
        name=name,
        contact=row.contact,
        channel=row.channel,
        kind=row.kind,
        day=row.day,
        text=row.text,
        message=row.outbox_id,
    )


def _print(answers: Sequence[ShownAnswer]) -> None:
    if not answers:
        say("Không có trả lời nào chờ xử lý.")
        return
    rows = [
        (one.answer, moment_text(one.at), one.name, channel_name(one.channel), _meaning(one), one.text or "(bấm nút)")
        for one in answers
    ]
    title = f"{len(answers)} trả lời chờ cán bộ; không trả lời nào làm thay đổi hạn hay việc đôn đốc"
    print_table(title, ("Số", "Lúc", "Đơn vị", "Kênh", "Nội dung", "Nguyên văn"), rows)
    say('Ghi ngày hẹn: dondoc answers settle SỐ --promise --by "họ tên"')
    say('Đã xử lý: dondoc answers settle SỐ --note "đã xử lý thế nào" --by "họ tên"')


def _print_strangers(unknown: Sequence[ShownStranger]) -> None:
    if not unknown:
        return
    say()
    rows = [(moment_text(one.at), channel_name(one.channel), one.address, one.text) for one in unknown]
    print_table(f"{len(unknown)} tin của người chưa liên kết", ("Lúc", "Kênh", "Địa chỉ", "Nguyên văn"), rows)
    say("Cấp mã liên kết: dondoc contacts bind ĐƠN-VỊ ĐẦU-MỐI")


def _meaning(one: ShownAnswer) -> str:
    name = ANSWER_NAMES[AnswerKind(one.kind)]
    return f"{name} {day_text(one.day)}" if one.day else name
