"""What a played campaign leaves behind, in figures and places, for the propaganda board to read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.queries.decisions import decided
from database.queries.outbox import counts_by_message, unknown, waiting
from database.queries.units import unit_names
from demo.hand_ins import gather_hand_ins
from domain.decisions import Outcome
from domain.ladder import Audience
from notifications.messages import MESSAGE_NAMES
from services.proving import prove
from services.rendering import lists_at
from services.status import status

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from pathlib import Path

    from sqlalchemy.orm import Session

    from database.queries.decisions import Decided
    from demo.hand_ins import HandIns
    from demo.handing_in import Refused
    from domain.campaigns import Campaign
    from services.proving import Proof
    from services.status import Status


@dataclass(frozen=True, slots=True)
class Escalated:
    """One list that went to the Party Office: the day, and the units named in it."""

    day: date
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """The files of a consolidation run: whose it is, in which folder they lie, and their names."""

    unit: str
    folder: Path
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """Where things lie."""

    mails: Path
    unit_list: Path
    runs: tuple[Laid, ...]
    letters: tuple[Path, ...]
    prefect: str


@dataclass(frozen=True, slots=True)
class Summary:
    """`messages` counts by (title, state); `unreached` names units that nobody could write to; `waiting` what waits.

    `unknown` counts the messages of which nobody knows whether they arrived; `proof` is the count from the ledger.
    """

    status: Status
    hand_ins: HandIns
    messages: dict[tuple[str, str], int]
    escalations: tuple[Escalated, ...]
    unreached: tuple[str, ...]
    silences: dict[str, int]
    waiting: int
    unknown: int
    proof: Proof


def summarise(session: Session, campaign: Campaign, *, as_of: datetime, refused: Sequence[Refused] = ()) -> Summary:
    found = decided(session, campaign.id)
    lists = lists_at(session, campaign, now=as_of)
    names = unit_names(session, campaign.id, {each.unit for each in found})
    counted = counts_by_message(session, campaign.id)
    return Summary(
        status=status(session, campaign, as_of=as_of),
        hand_ins=gather_hand_ins(session, campaign, refused),
        messages={(MESSAGE_NAMES[message], state): number for (message, state), number in counted.items()},
        escalations=tuple(_escalations(found, campaign, names)),
        unreached=tuple(sorted({names[one.unit] for one in lists.unreached()})),
        silences=dict(Counter(each.decision.outcome for each in found if each.decision.outcome != Outcome.SEND)),
        waiting=len(waiting(session, campaign.id)),
        unknown=len(unknown(session, campaign.id)),
        proof=prove(session, campaign, as_of=as_of),
    )


def _escalations(found: Sequence[Decided], campaign: Campaign, names: dict[str, str]) -> list[Escalated]:
    """The lists that went out, in the order of time, each with the units that it was about."""
    named: dict[datetime, list[str]] = {}
    for each in found:
        sent = each.message.sent_at if each.message and each.decision.audience == Audience.OFFICE else None
        if sent is not None:
            named.setdefault(sent, []).append(names[each.unit])
    return [Escalated(campaign.local_day(sent), tuple(units)) for sent, units in sorted(named.items())]
