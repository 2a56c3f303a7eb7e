"""The messages of a campaign, counted from its ledger: what became of each, and which may have gone twice."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from database.queries import proof as ask
from domain.contact_proofs import CONTACT_TEST
from domain.decisions import Outcome
from domain.holds import order_over
from domain.message_past import state_by
from domain.notices import NOTICE
from domain.outbox import MessageState
from domain.signals import SignalKind
from services.replies import REPLIES
from services.signals import ARRIVED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.queries.proof import DecidedRow, MessageRow
    from domain.holds import HoldOrder

_ANSWERS = (*REPLIES, CONTACT_TEST)  # what goes out at any hour
_CAME_BACK = ((SignalKind.DENIED, "denied"), (SignalKind.BOUNCED, "bounced"))


class Messages:
    """The messages that the decisions `decided` led to, and those that none of `every` decision led to.

    `unit` narrows the latter to the messages to that unit.
    """

    def __init__(
        self,
        session: Session,
        campaign_id: int,
        decided: Sequence[DecidedRow],
        *,
        every: Sequence[DecidedRow],
        as_of: datetime,
        unit: str,
    ) -> None:
        self._as_of, self._decided = as_of, decided
        self._attempts = ask.attempt_rows(session, campaign_id)
        self._heard = ask.signal_rows(session, campaign_id)
        self._all = {row.id: row for row in ask.message_rows(session, campaign_id)}
        self._founded = {one.message_key for one in every}
        keys = {one.message_key for one in decided}
        self.rows = [row for row in self._all.values() if row.key in keys or self._is_notice(row, unit)]
        self.without_decision = [
            row for row in self._all.values() if self.is_stray(row) and row.moment <= as_of and unit in ("", row.unit)
        ]
        self.state = {row.id: self._state(row) for row in (*self.rows, *self.without_decision)}

    def is_stray(self, row: MessageRow) -> bool:
        """Whether no decision at all led to it. What staff alone ask for is about no rung."""
        return row.key not in self._founded and row.message not in (CONTACT_TEST, NOTICE)

    def _is_notice(self, row: MessageRow, unit: str) -> bool:
        return row.message == NOTICE and row.moment <= self._as_of and unit in ("", row.unit)

    def counted(self) -> Counter[MessageState]:
        return Counter(self.state.values())

    def in_state(self, state: MessageState) -> list[MessageRow]:
        return [row for row in (*self.rows, *self.without_decision) if self.state[row.id] is state]

    def not_sent(self) -> Counter[str]:
        """The refused ones: at once, handed back later (`bounced`), or said by the person not to have come (`denied`)."""
        return Counter(self._refusal(row) for row in self.in_state(MessageState.FAILED))

    def held_under(self, orders: Sequence[HoldOrder]) -> Counter[int]:
        """How many messages wait because of each order, by its number."""
        waiting = (
            [row for row in (*self.rows, *self.without_decision) if self.state[row.id].is_waiting] if orders else []
        )
        found = (
            order_over(orders, row.unit, {row.id, *self._replaced_by(row)}, is_reply=row.message in _ANSWERS)
            for row in waiting
        )
        return Counter(one.id for one in found if one is not None)

    def without_evidence(self) -> list[MessageRow]:
        """Recorded as sent, and neither a transport nor a person has said so."""
        return [row for row in self.in_state(MessageState.ACCEPTED) if not self._has_evidence(row)]

    def without_message(self) -> list[DecidedRow]:
        """Decisions to send whose message is not in the outbox."""
        keys = {row.key for row in self._all.values()}
        return [one for one in self._decided if one.outcome == Outcome.SEND and one.message_key not in keys]

    def since(self, row: MessageRow) -> datetime:
        """When the last attempt was made, by then; of what was never tried, when it was due."""
        tried = [one.at for one in self._attempts.get(row.id, ()) if one.at <= self._as_of]
        return tried[-1] if tried else row.settled_at or row.moment

    def doubled(self) -> list[MessageRow]:
        """Taken over twice without a reason: no unknown result in between, no failure of the channel before."""
        return [
            *(row for row in self.rows if self._times(row) > 1 and not self._was_repeated(row)),
            *(second for first, second in self._successions() if self._had_arrived(first, second)),
        ]

    def possibly_doubled(self) -> list[MessageRow]:
        """Sent again after an unknown result, under the same name; or over another channel, and the first went too."""
        return [
            *(row for row in self.rows if self._was_repeated(row)),
            *(second for first, second in self._successions() if not self._had_arrived(first, second)),
        ]

    def _state(self, row: MessageRow) -> MessageState:
        return state_by(self._as_of, row, self._attempts.get(row.id, ()))

    def _refusal(self, row: MessageRow) -> str:
        heard = self._kinds(row)
        return next((name for kind, name in _CAME_BACK if kind in heard), "refused")

    def _kinds(self, row: MessageRow) -> set[str]:
        return {one.kind for one in self._heard.get(row.id, ()) if one.at <= self._as_of}

    def _outcomes(self, row: MessageRow) -> list[str]:
        return [one.outcome for one in self._attempts.get(row.id, ()) if one.at <= self._as_of]

    def _times(self, row: MessageRow) -> int:
        return self._outcomes(row).count("accepted")

    def _has_evidence(self, row: MessageRow) -> bool:
        return self._times(row) > 0 or bool(self._kinds(row) & ARRIVED)

    def _was_repeated(self, row: MessageRow) -> bool:
        """Whether it may have gone once more after an attempt whose result nobody knew."""
        outcomes = self._outcomes(row)
        unclear = outcomes.index("ambiguous") if "ambiguous" in outcomes else len(outcomes)
        return any(one in ("accepted", "ambiguous") for one in outcomes[unclear + 1 :])

    def _successions(self) -> list[tuple[MessageRow, MessageRow]]:
        """Two messages that both went to one person for one rung, the later one second; each pair once."""
        by_key = {row.key: row for row in self.rows if self.state[row.id] is MessageState.ACCEPTED}
        groups: dict[tuple[int, str, str], dict[int, MessageRow]] = {}
        for one in self._decided:
            if one.message_key in by_key:
                row = by_key[one.message_key]
                groups.setdefault((one.version_id, one.rung, one.recipient), {})[row.id] = row
        pairs = {
            (first.id, second.id): (first, second)
            for group in groups.values()
            for first, second in pairwise(sorted(group.values()))
        }
        return list(pairs.values())

    def _had_arrived(self, first: MessageRow, second: MessageRow) -> bool:
        """Whether nothing called for the second: it does not follow the first, or that had been heard of as arrived."""
        if first.id not in self._replaced_by(second):
            return True
        went = min((one.at for one in self._attempts.get(second.id, ())), default=self._as_of)
        return any(one.kind in ARRIVED and one.at < went for one in self._heard.get(first.id, ()))

    def _replaced_by(self, row: MessageRow) -> set[int]:
        found: set[int] = set()
        place = row.replaces_id
        while place is not None and place not in found:
            found.add(place)
            place = self._all[place].replaces_id if place in self._all else None
        return found
