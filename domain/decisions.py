"""Decisions: for every rung that is due, what is done for whom, and why; also when the answer is no."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from domain.chains import chains, first_usable, for_a_list
from domain.ladder import Audience
from domain.obligations import Cause, State
from domain.rung_names import rung_text
from domain.vietnamese_dates import day_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from domain.ladder import Notice, Step
    from domain.obligations import Promise, Standing, Version
    from domain.units import Contact

NOBODY = "-"


class Outcome(StrEnum):
    """What was decided. Only SEND puts a message into the outbox."""

    SEND = "send"
    SUPERSEDED = "superseded"
    ALREADY_SUBMITTED = "already_submitted"
    PROMISED = "promised"
    NO_CHANNEL = "no_channel"
    UNREACHED = "unreached"
    NOT_OWED = "not_owed"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision, unique by (obligation version, rung, recipient, channel); a person has one, for the first usable way.

    `recipient` is the code of a contact, or "-/" and the audience where there was nobody to write to.
    """

    rung: str
    audience: Audience
    message: str
    recipient: str
    channel: str
    outcome: Outcome
    reason: str
    moment: datetime
    urgent: bool = False
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """All that a decision may depend on: one obligation as it is at `now`.

    `recipients` are the contacts of each audience; `broken` the addresses that were refused for good; `was_reached`
    says that the unit can be written to and that at least one message to it was taken over by a transport.
    """

    version: Version
    standing: Standing
    recipients: Mapping[Audience, Sequence[Contact]]
    broken: frozenset[str] = frozenset()
    was_reached: bool = True
    promise: Promise | None = None


def decide(case: Case, due: Sequence[Step], *, now: datetime, today: date) -> tuple[Decision, ...]:
    """Decide every due step, in the order of time. Of several that are due at once, each audience hears the last.

    The ones passed over are decided too: SUPERSEDED, with the step that took their place.
    """
    last = {notice.audience: step.key for step in due if _has_begun(case, step) for notice in step.rung.notices}
    decided = (
        decision
        for step in due
        for notice in step.rung.notices
        for decision in _decide_notice(case, step, notice, last=last.get(notice.audience), now=now, today=today)
    )
    # A person who belongs to two audiences of one rung hears it once, as the first of them.
    return tuple({(one.rung, one.recipient, one.channel): one for one in reversed(list(decided))}.values())[::-1]


def _has_begun(case: Case, step: Step) -> bool:
    return step.moment >= case.version.effective_from


def _decide_notice(
    case: Case,
    step: Step,
    notice: Notice,
    *,
    last: str | None,
    now: datetime,
    today: date,
) -> Iterator[Decision]:
    refusal = _refusal(case, step, notice, last=last, now=now, today=today)
    contacts = case.recipients.get(notice.audience, ())
    if refusal is None and not contacts:
        refusal = (Outcome.NO_CHANNEL, "Chưa có đầu mối liên hệ nào cho người nhận này.")
    if not contacts:
        yield _decision(case, step, notice, recipient=f"{NOBODY}/{notice.audience}", channel=NOBODY, outcome=refusal)
        return
    for chain in chains(contacts):
        contact = first_usable(chain if notice.audience is Audience.UNIT else for_a_list(chain), case.broken)
        outcome = refusal or _for_contact(contact, case.broken)
        yield _decision(case, step, notice, recipient=contact.code, channel=contact.channel, outcome=outcome)


_SENT = (Outcome.SEND, "Đến mốc của thang nhắc việc.")


def _for_contact(contact: Contact, broken: frozenset[str]) -> tuple[Outcome, str]:
    if contact.address in broken:
        return Outcome.NO_CHANNEL, f"Địa chỉ {contact.address} đã bị máy chủ thư từ chối; cần sửa đầu mối liên hệ."
    return _SENT


def _refusal(
    case: Case,
    step: Step,
    notice: Notice,
    *,
    last: str | None,
    now: datetime,
    today: date,
) -> tuple[Outcome, str] | None:
    if not case.standing.state.is_owed:
        return _nothing_owed(case.standing)
    if not _has_begun(case, step):
        return Outcome.SUPERSEDED, _BEFORE_IT_BEGAN[case.version.cause]
    if last != step.key:
        return Outcome.SUPERSEDED, f"Mốc {rung_text(last or '')} cũng đã đến; chỉ gửi thông báo của mốc sau cùng."
    if _is_held_by_promise(case, step, notice, now=now, today=today):
        return Outcome.PROMISED, f"Đơn vị đã hẹn nộp ngày {_day(case.promise)}; chưa đôn đốc cho đến hết ngày đó."
    if notice.audience is Audience.OFFICE and not case.was_reached:
        return (
            Outcome.UNREACHED,
            "Chưa liên lạc được với đơn vị; chuyển vào danh sách gọi điện thoại, chưa báo cáo lên.",
        )
    return None


_BEFORE_IT_BEGAN = {
    Cause.OPENED: "Mốc này đã qua khi mở đợt.",
    Cause.EXTENDED: "Mốc này đã qua khi gia hạn.",
    Cause.RETURNED: "Mốc này đã qua khi trả lại báo cáo.",
}


def _nothing_owed(standing: Standing) -> tuple[Outcome, str]:
    if standing.state is State.EXEMPT:
        return Outcome.NOT_OWED, "Đơn vị được miễn báo cáo."
    return Outcome.ALREADY_SUBMITTED, _already_submitted(standing)


def _already_submitted(standing: Standing) -> str:
    submission = standing.submission
    if submission is None:
        return "Đơn vị đã nộp báo cáo."
    number = f", số {submission.document_number}" if submission.document_number else ""
    received = submission.received_at.astimezone(ZoneInfo(standing.deadline.timezone))
    return f"Đơn vị đã nộp báo cáo ngày {day_text(received)}{number}."


def _is_held_by_promise(case: Case, step: Step, notice: Notice, *, now: datetime, today: date) -> bool:
    """A promise spares the unit itself from urging until its day is over; those above still see the unit named."""
    if case.promise is None or notice.audience is not Audience.UNIT or case.promise.day < today:
        return False
    return step.rung.offset is not None and not case.standing.deadline.is_met_by(now)


def _day(promise: Promise | None) -> str:
    return f"{day_text(promise.day)}" if promise else ""


def _decision(
    case: Case,
    step: Step,
    notice: Notice,
    *,
    recipient: str,
    channel: str,
    outcome: tuple[Outcome, str] | None,
) -> Decision:
    answer, reason = outcome or _SENT
    return Decision(
        rung=step.key,
        audience=notice.audience,
        message=notice.message,
        recipient=recipient,
        channel=channel,
        outcome=answer,
        reason=reason,
        moment=step.moment,
        urgent=step.rung.urgent,
        expires_at=_expires_at(case, step, notice),
    )


def _expires_at(case: Case, step: Step, notice: Notice) -> datetime | None:
    """What reminds of a deadline to come is wrong once the deadline has passed."""
    offset = step.rung.offset
    is_before = offset is None or offset.days < 0
    return case.version.deadline.end if is_before and notice.audience is Audience.UNIT else None
