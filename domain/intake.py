"""Intake (thư đến): what becomes of a mail that came, by which clue it was matched, and why a person must look."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.errors import RuleBroken

# So many automatic answers may go to a unit in a day because of mail; more of them mean two programs writing to each other.
MOST_ANSWERS_PER_DAY = 10


class IntakeState(StrEnum):
    """Where a mail is. Nothing is ever removed: what is no report stays on record as ignored or dismissed."""

    RECEIVED = "received"  # kept, not yet judged
    ACCEPTED = "accepted"  # filed as a submission, with a receipt
    REPEATED = "repeated"  # the very file that stands already; answered, not filed again
    TRIAGE = "triage"  # a person must look
    IGNORED = "ignored"  # automatic: an absence note, a bounce, a second copy
    DISMISSED = "dismissed"  # a person looked, and it is no report


MOVES: dict[IntakeState, frozenset[IntakeState]] = {
    IntakeState.RECEIVED: frozenset(
        {IntakeState.ACCEPTED, IntakeState.REPEATED, IntakeState.TRIAGE, IntakeState.IGNORED}
    ),
    IntakeState.TRIAGE: frozenset({IntakeState.ACCEPTED, IntakeState.DISMISSED}),
    IntakeState.ACCEPTED: frozenset(),
    IntakeState.REPEATED: frozenset(),
    IntakeState.IGNORED: frozenset({IntakeState.ACCEPTED}),  # a program's mail that a person found to be a report
    IntakeState.DISMISSED: frozenset({IntakeState.ACCEPTED}),  # dismissed by mistake
}

STATE_NAMES = {
    IntakeState.RECEIVED: "mới đến",
    IntakeState.ACCEPTED: "đã ghi nhận",
    IntakeState.REPEATED: "đã có từ trước",
    IntakeState.TRIAGE: "chờ phân loại",
    IntakeState.IGNORED: "không phải báo cáo",
    IntakeState.DISMISSED: "đã xem, không xử lý",
}


def check_move(before: IntakeState, after: IntakeState) -> None:
    """Refuse a move that the table does not have."""
    if after not in MOVES[before]:
        raise RuleBroken(f"Thư này {STATE_NAMES[before]}; không thể chuyển thành “{STATE_NAMES[after]}”.")


class MatchedBy(StrEnum):
    """The clue that led to the duty, the strongest first."""

    TOKEN = "token"  # noqa: S105 -- the name of a clue, no password
    THREAD = "thread"
    CODE = "code"
    SENDER = "sender"
    PERSON = "person"


MATCH_NAMES = {
    MatchedBy.TOKEN: "mã trong địa chỉ nhận",
    MatchedBy.THREAD: "thư trả lời",
    MatchedBy.CODE: "mã hoặc số văn bản trong tiêu đề",
    MatchedBy.SENDER: "địa chỉ người gửi",
    MatchedBy.PERSON: "cán bộ phân loại",
}


class Why(StrEnum):
    """Why a mail was not filed at once. Stable codes; the words for them are written down with each mail."""

    QUESTION = "question"
    UNREADABLE = "unreadable"
    SEVERAL_FILES = "several_files"
    PICTURES = "pictures"
    UNKNOWN_SENDER = "unknown_sender"
    SEVERAL_UNITS = "several_units"
    NO_DUTY = "no_duty"
    SEVERAL_DUTIES = "several_duties"
    ALREADY_IN = "already_in"
    ANSWERS_A_LIST = "answers_a_list"
    TOO_MANY = "too_many"
    TOO_LARGE = "too_large"
    REFUSED = "refused"
    FAILED = "failed"
    AUTOMATIC = "automatic"
    AUTOMATIC_WITH_FILE = "automatic_with_file"
    BOUNCE = "bounce"
    COPY = "copy"
    CONTACT_TEST = "contact_test"


NO_OBLIGATION = 0  # of a letter that asks for no report


@dataclass(frozen=True, slots=True)
class Matter:
    """What a letter asks for, and so what an answer to it is about."""

    campaign_id: int
    obligation_id: int

    @property
    def is_about_no_report(self) -> bool:
        return self.obligation_id == NO_OBLIGATION
