"""The audit log (nhật ký): each entry is chained to the one before it, so that none can be changed or taken out unseen."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

BEGINNING = "0" * 64  # what stands before the first entry


class Action(StrEnum):
    """What was done. Every member has a name in services/wording_of_actions.py."""

    SIGNED_IN = "signed-in"
    SIGNED_OUT = "signed-out"
    SIGN_IN_REFUSED = "sign-in-refused"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 -- the name of a deed
    PASSWORD_RESET = "password-reset"  # noqa: S105 -- the name of a deed
    SECOND_FACTOR_SET = "second-factor-set"
    SECOND_FACTOR_REMOVED = "second-factor-removed"
    SESSION_REVOKED = "session-revoked"
    USER_CREATED = "user-created"
    USER_CHANGED = "user-changed"
    USER_CLOSED = "user-closed"
    USER_REOPENED = "user-reopened"
    CONTACTS_IMPORTED = "contacts-imported"
    CONTACTS_TESTED = "contacts-tested"
    CHANNEL_TESTED = "channel-tested"
    CHANNEL_REOPENED = "channel-reopened"
    FILE_TAKEN = "file-taken"
    TOKEN_ISSUED = "token-issued"  # noqa: S105 -- the name of a deed
    TOKEN_REVOKED = "token-revoked"  # noqa: S105 -- the name of a deed
    API_CALLED = "api-called"
    SUBSCRIPTION_ADDED = "subscription-added"
    SUBSCRIPTION_ENDED = "subscription-ended"
    SUBSCRIPTION_TESTED = "subscription-tested"
    CALL_REPLAYED = "call-replayed"
    HAND_IN_BEGUN = "hand-in-begun"
    HANDED_IN = "handed-in"
    DAY_PROMISED = "day-promised"
    CONTACT_PROPOSED = "contact-proposed"
    CONTACT_PROPOSAL_ACCEPTED = "contact-proposal-accepted"
    CONTACT_PROPOSAL_DECLINED = "contact-proposal-declined"
    UNIT_LINK_ASKED = "unit-link-asked"
    UNIT_LINK_GIVEN = "unit-link-given"
    UNIT_LINK_REVOKED = "unit-link-revoked"
    OWN_RUN_REQUESTED = "own-run-requested"
    OWN_RUN_APPROVED = "own-run-approved"
    RUN_REQUESTED = "run-requested"
    RUN_APPROVED = "run-approved"
    RUN_CANCELLED = "run-cancelled"
    RUN_RESUMED = "run-resumed"
    REPORT_TRANSMITTED = "report-transmitted"
    ESCALATION_ACKNOWLEDGED = "escalation-acknowledged"
    REPORT_ACCEPTED = "report-accepted"
    REPORT_RETURNED = "report-returned"
    REPORT_WITHDRAWN = "report-withdrawn"
    REPORT_REGISTERED = "report-registered"
    MATCH_CORRECTED = "match-corrected"
    MAIL_ASSIGNED = "mail-assigned"
    MAIL_DISMISSED = "mail-dismissed"
    PLAN_CHANGED = "plan-changed"
    REHEARSAL_REQUESTED = "rehearsal-requested"
    DEADLINE_EXTENDED = "deadline-extended"
    PROMISE_NOTED = "promise-noted"
    UNIT_EXEMPTED = "unit-exempted"
    UNIT_REINSTATED = "unit-reinstated"
    UNIT_LINK_SHOWN = "unit-link-shown"
    UNIT_LINKS_REVOKED = "unit-links-revoked"
    MESSAGES_HELD = "messages-held"
    MESSAGES_RELEASED = "messages-released"
    MESSAGE_SETTLED = "message-settled"
    NOTICE_SENT = "notice-sent"
    CALL_TAKEN = "call-taken"
    CALL_RECORDED = "call-recorded"
    CALL_WANTED = "call-wanted"
    ANSWER_SETTLED = "answer-settled"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it is hashed. `detail` is JSON text, `campaign_id` None for what belongs to no campaign."""

    id: int
    at: datetime
    who: str
    role: str
    campaign_id: int | None
    action: str
    about: str
    detail: str
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain does not hold, and what is wrong there in words."""

    entry_id: int
    what: str


def entry_hash(entry: Entry) -> str:
    """SHA-256 over everything in the entry but its own hash, in a form in which no two entries read the same."""
    content = [
        entry.id,
        entry.at.timestamp().hex(),
        entry.who,
        entry.role,
        entry.campaign_id,
        entry.action,
        entry.about,
        entry.detail,
        entry.previous_hash,
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def detail_text(detail: Mapping[str, object]) -> str:
    """The detail as it is kept: the same content gives the same text."""
    return json.dumps(detail, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def first_break(
    entries: Iterable[Entry], *, head: tuple[int, str], before: tuple[int, str] = (0, BEGINNING)
) -> Break | None:
    """The first place where the chain is broken; None while it holds. `head` is the id and hash that should be last.

    `before` is the id and hash that the first entry follows, where not all of them are walked.
    """
    last_id, last_hash = before
    for entry in entries:
        if entry.id != last_id + 1:
            return Break(entry.id, f"thiếu mục ngay sau mục {last_id}")
        if entry.previous_hash != last_hash:
            return Break(entry.id, "không nối với mục trước")
        if entry_hash(entry) != entry.hash:
            return Break(entry.id, "nội dung đã bị sửa")
        last_id, last_hash = entry.id, entry.hash
    if (last_id, last_hash) != head:
        return Break(head[0], f"mất các mục cuối, chỉ còn đến mục {last_id}")
    return None
