"""Turns (lượt xử lý): whoever acts on a report acts on what the page showed. What others did meanwhile comes first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from database.queries.campaigns import hold
from database.queries.events import events_after

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from database.models import EventRow
    from domain.campaigns import Campaign
    from domain.lifecycle import Move


class Turn(StrEnum):
    """FREE: nothing happened since. DONE: the same person did this very thing. TAKEN: something else happened."""

    FREE = "free"
    DONE = "done"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody is about to do: the move, who makes it, and the words that will stand in the log."""

    move: Move
    by: str
    reason: str = ""

    def is_in(self, event: EventRow) -> bool:
        return (event.move, event.by, event.reason) == (self.move.value, self.by, self.reason)


def take_turn(session: Session, campaign: Campaign, obligation_id: int, deed: Deed, *, seen: int) -> Turn:
    """Whether the deed may be done now, on a page that showed everything up to the event `seen`.

    Others who want to move anything in the campaign wait until this transaction ends, so that two who press at the same
    moment come one after the other.
    """
    hold(session, campaign)
    since = events_after(session, obligation_id, seen=seen)
    if not since:
        return Turn.FREE
    return Turn.DONE if len(since) == 1 and deed.is_in(since[0]) else Turn.TAKEN
