"""Which letters bring the deadline into the calendar of who reads them, and which take it out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from database.queries.obligations import END_OF_TIME
from domain.invitations import sequence, uid_of
from domain.lifecycle import Stage
from domain.outbox import MessageState
from notifications.contexts import Exempted, Extended, LastReminder, Opening, Receipt, Reminder, Returned
from notifications.invitations import invitation
from services.posting import thread_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from database.queries.obligations import History
    from database.queries.outbox import Settled
    from domain.campaigns import Campaign
    from notifications.contexts import Context
    from notifications.envelope import Invitation
    from services.standings import Obligation

OVER = {
    Stage.RECEIVED: "đã nộp",
    Stage.ACCEPTED: "đã nộp",
    Stage.EXEMPT: "được miễn báo cáo",
}
_INVITING = ("opening", "reminder", "last_reminder", "extended", "returned")
_MAY_HAVE_ARRIVED = (MessageState.ACCEPTED, MessageState.UNKNOWN)


def invitation_in(
    context: Context, obligation: Obligation, campaign: Campaign, *, earlier: Sequence[Settled], now: datetime
) -> Invitation | None:
    """The event as all that is known has it when the letter leaves, where the letter's own words are about that.

    A reminder brings it only where no letter did before, or where one took it away since.

    `earlier` are the settled messages to the unit over the same channel, because others carry no event. What was never put into a calendar is not cancelled: programs ignore
    a cancellation of an event that they do not know, or show their reader one that makes no sense.
    """
    history = obligation.history
    over = OVER.get(history.stage(), "")
    match context:
        case Opening() | Extended() | Returned():
            is_wanted = not over
        case Reminder() | LastReminder():
            # What went to a colleague a moment ago is this very letter, not one before it.
            before = [one for one in earlier if campaign.local_day(one.settled_at) < campaign.local_day(now)]
            is_wanted = not over and (_was_restored(history) or not _was_invited(obligation, before))
        case Receipt() | Exempted():
            is_wanted = bool(over) and _was_invited(obligation, earlier)
        case _:
            return None
    if not is_wanted:
        return None
    return invitation(context, uid=event_uid(obligation, campaign), sequence=event_sequence(history), over=over)


def event_uid(obligation: Obligation, campaign: Campaign) -> str:
    """The same in letters and in feeds, so that a program that has both shows one event."""
    return uid_of(campaign, obligation.duty.id, obligation.unit)


def event_sequence(history: History, as_of: datetime = END_OF_TIME) -> int:
    return sequence(history.versions, history.submissions, history.exemptions, as_of=as_of)


def _was_restored(history: History) -> bool:
    """Whether the duty came back to life after a letter may have cancelled it, with no letter that says so."""
    is_owed_again = any(one.withdrawn_at for one in history.submissions)
    return is_owed_again or any(one.until for one in history.exemptions)


def _was_invited(obligation: Obligation, earlier: Sequence[Settled]) -> bool:
    duty = thread_of(obligation.unit, obligation.duty.id)
    return any(
        one.message in _INVITING
        and one.state in _MAY_HAVE_ARRIVED
        # A returned report is a matter of its own, under the number of its receipt.
        and (one.thread in (duty, f"{one.message}/{duty}") or one.message == "returned")
        for one in earlier
    )
