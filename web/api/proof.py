"""The proof: that no message was lost and none sent twice, counted from the ledger alone."""

from __future__ import annotations

from datetime import datetime

from services.proving import prove
from web.api.permits import ApiWatching
from web.api.problems import LOOKS
from web.api.shapes import Shape, UnitFilter, noun

router = noun("proof")


class LostShape(Shape):
    """`why`: no_decision, no_message, without_decision or no_evidence."""

    unit: str
    name: str
    rung: str
    audience: str
    message: str
    due: datetime
    why: str
    key: str


class NamedMessage(Shape):
    unit: str
    name: str
    message: str
    channel: str
    recipient: str
    since: datetime
    key: str


class ProofShape(Shape):
    """The count, as `dondoc prove --json` prints it. It is sound while nothing is lost and nothing doubled."""

    as_of: datetime
    plan: str
    is_sound: bool
    rungs: int
    undecided: int
    decisions: int
    messages: int
    sent: int
    held: int
    waiting: int
    superseded: int
    not_sent: dict[str, int]
    unknown: list[NamedMessage]
    lost: int
    doubled: int
    lost_items: list[LostShape]
    doubled_items: list[NamedMessage]
    possible_doubles: list[NamedMessage]


@router.get("/proof", responses=LOOKS)
def show_proof(desk: ApiWatching, unit: UnitFilter = "") -> ProofShape:
    """Count every rung and every message, of the whole campaign or of one unit's duties."""
    with desk.read() as session:
        return ProofShape.model_validate(prove(session, desk.campaign, as_of=desk.as_of, unit=unit))
