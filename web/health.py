"""Whether the service is well, for whoever watches over it."""

from __future__ import annotations

from fastapi import APIRouter

from database.queries.hooks import open_hooks
from web.permits import OPEN
from web.places import Place

router = APIRouter(dependencies=[OPEN])
MOST_COUNTED = 1_000


@router.get("/health")
def health(place: Place) -> dict[str, object]:
    """`hooks_waiting`: how many reports of other servers are still to be worked off."""
    with place.read() as session:
        return {"ok": True, "hooks_waiting": len(open_hooks(session, limit=MOST_COUNTED))}
