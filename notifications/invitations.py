"""Invitations: what a letter puts into the calendar of who reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notifications.envelope import Invitation
from notifications.rendering import fill_from

if TYPE_CHECKING:
    from notifications.contexts import Exempted, Extended, LastReminder, Opening, Receipt, Reminder, Returned

    Inviting = Opening | Reminder | LastReminder | Extended | Returned | Receipt | Exempted


def invitation(context: Inviting, *, uid: str, sequence: int, over: str = "") -> Invitation:
    """The event of this letter's duty, in words that the letter itself uses. `over` says why it is cancelled: "đã nộp"."""
    summary = fill_from("_invitation_summary.txt", context)
    return Invitation(
        uid=uid,
        sequence=sequence,
        day=context.duty.deadline.last_day,
        summary=f"{summary} ({over})" if over else summary,
        description=fill_from("_invitation.txt", context),
        is_cancelled=bool(over),
    )
