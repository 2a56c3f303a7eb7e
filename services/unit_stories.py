"""The story of a unit: all that happened about it on one line of time, each with its moment, who, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from database.queries.answers import answers_of
from database.queries.contacts import changes_of
from database.queries.message_histories import texts_of
from domain.answers import ANSWER_NAMES, AnswerKind
from domain.calls import CALL_NAMES
from domain.channels import channel_name
from domain.ladder import Audience
from domain.lifecycle import Move
from domain.obligations import Cause
from domain.rung_names import rung_text
from domain.signals import FATE_NAMES, Fate
from domain.vietnamese_dates import day_text
from notifications.messages import MESSAGE_NAMES
from services.evidence import evidence
from services.message_histories import STEP_NAMES
from services.wording import AUDIENCES, MOVES, NAMED_DAYS, NOT_SENT, OUTCOMES, notice_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.models import AnswerRow, ContactChangeRow
    from domain.calls import Call
    from domain.campaigns import Campaign
    from domain.units import Unit
    from services.case_files import FiledEvent
    from services.evidence import DutyEvidence, Evidence, NoticeEvidence
    from services.explanations import Explained


class Kind(StrEnum):
    """What the story can be narrowed to."""

    REPORT = "report"
    DEADLINE = "deadline"
    MESSAGE = "message"
    DECISION = "decision"
    CALL = "call"
    ANSWER = "answer"
    CONTACT = "contact"


KIND_NAMES = {
    Kind.REPORT: "báo cáo",
    Kind.DEADLINE: "hạn, hẹn, miễn",
    Kind.MESSAGE: "tin đã gửi",
    Kind.DECISION: "vì sao không gửi",
    Kind.CALL: "cuộc gọi",
    Kind.ANSWER: "trả lời",
    Kind.CONTACT: "đầu mối",
}
_ABOUT_REPORTS = (Move.SUBMIT, Move.ACCEPT, Move.RETURN, Move.WITHDRAW)


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened, at a local moment. `text` is what was written or said, `proofs` what shows that it was."""

    at: datetime
    kind: Kind
    title: str
    who: str = ""
    why: str = ""
    text: str = ""
    proofs: tuple[str, ...] = ()
    path: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """`happenings` with the newest first; `evidence` is what they were told from."""

    evidence: Evidence
    happenings: tuple[Happening, ...]


def unit_story(session: Session, campaign: Campaign, unit: Unit, *, as_of: datetime) -> Story:
    found = evidence(session, campaign, unit, as_of=as_of)
    ids = [notice.outbox_id for duty in found.duties for notice in duty.notices]
    texts, local = texts_of(session, ids), campaign.plan.calendar.local
    changes = changes_of(session, campaign.id, unit=unit.code, as_of=as_of)
    answers = answers_of(session, campaign.id, unit.code, as_of=as_of)
    told = [
        *(one for duty in found.duties for one in _of_duty(duty, texts)),
        *_calls(found),
        *(_answer(row, at=local(row.at)) for row in answers),
        *(_change(row, at=local(row.at)) for row in changes),
    ]
    return Story(found, tuple(sorted(told, key=lambda one: one.at, reverse=True)))


def _of_duty(duty: DutyEvidence, texts: Mapping[int, tuple[str, str]]) -> Iterator[Happening]:
    path = f"/reports/{duty.obligation_id}"
    for deadline in duty.deadlines:
        if deadline.cause is Cause.OPENED:
            title = f"giao nhiệm vụ: {duty.case.duty_name}, hạn {day_text(deadline.deadline)}"
            yield Happening(deadline.since, Kind.DEADLINE, title, why=f"theo {duty.clause}")
    for event in duty.case.events:
        yield _event(event, path)
    for notice in duty.notices:
        yield _notice(notice, texts)
    for explained in (*duty.told, *duty.silences):
        yield _decision(explained)


def _event(event: FiledEvent, path: str) -> Happening:
    parts = [MOVES[event.move], f"văn bản số {event.document_number}" if event.document_number else ""]
    if event.day is not None and event.move in NAMED_DAYS:
        parts.append(NAMED_DAYS[event.move].format(day_text(event.day)))
    is_report = event.move in _ABOUT_REPORTS
    return Happening(
        event.at,
        Kind.REPORT if is_report else Kind.DEADLINE,
        ", ".join(filter(None, parts)),
        who=event.by,
        why=event.reason,
        path=path if is_report else "",
    )


def _notice(notice: NoticeEvidence, texts: Mapping[int, tuple[str, str]]) -> Happening:
    subject, text = texts.get(notice.outbox_id, ("", ""))
    fate = FATE_NAMES[Fate(notice.fate)]
    proofs = [
        *(
            (one.at, f"{STEP_NAMES.get(one.outcome, OUTCOMES.get(one.outcome, one.outcome))} {one.detail}")
            for one in notice.attempts
        ),
        *((one.at, f"{STEP_NAMES.get(one.kind, one.kind)} {one.detail}") for one in notice.signals),
    ]
    return Happening(
        notice.sent_at or notice.decided_at,
        Kind.MESSAGE,
        f"{notice_name(notice.message, notice.rung)}: {fate}",
        who=f"gửi {notice.recipient_name} qua {channel_name(notice.channel)}, {notice.address}",
        why=notice.reason,
        text="\n\n".join(filter(None, (subject, text))),
        proofs=tuple(f"{at:%H:%M} ngày {day_text(at.date())}: {words.strip()}" for at, words in sorted(proofs)),
    )


def _decision(one: Explained) -> Happening:
    is_sent = one.outcome == "sent"
    name = MESSAGE_NAMES.get(one.message, one.message)
    said = "đã gửi" if is_sent else f"không gửi, {NOT_SENT.get(one.outcome, OUTCOMES.get(one.outcome, one.outcome))}"
    audience = AUDIENCES.get(one.audience, one.audience)
    return Happening(
        one.sent_at or one.at,
        Kind.MESSAGE if is_sent else Kind.DECISION,
        f"{name} ({rung_text(one.rung)}): {said}",
        who="" if one.audience == Audience.UNIT else f"gửi {audience}",
        why=one.reason,
    )


def _calls(found: Evidence) -> list[Happening]:
    """Those about the unit stand in the file of each of its duties; they are told once."""
    calls: Iterable[Call] = found.duties[0].case.calls if found.duties else ()
    return [
        Happening(
            call.at,
            Kind.CALL,
            f"gọi điện: {CALL_NAMES[call.result]}" + (f", hẹn ngày {day_text(call.day)}" if call.day else ""),
            who=call.who,
            why=call.note,
        )
        for call in calls
    ]


def _answer(row: AnswerRow, *, at: datetime) -> Happening:
    return Happening(
        at,
        Kind.ANSWER,
        f"đơn vị trả lời: {ANSWER_NAMES[AnswerKind(row.kind)]}" + (f", ngày {day_text(row.day)}" if row.day else ""),
        who=f"qua {channel_name(row.channel)}",
        why=row.settlement,
        text=row.text,
    )


def _change(row: ContactChangeRow, *, at: datetime) -> Happening:
    """Addresses stay out of it: they may be sealed, and the list of contacts shows them masked."""
    what = "thêm" if not row.before else "bỏ" if not row.after else "đổi"
    return Happening(
        at, Kind.CONTACT, f"{what} kênh {channel_name(row.channel)} của đầu mối {row.contact}", who=row.who
    )
