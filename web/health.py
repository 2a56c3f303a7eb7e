"""Whether the service is well, for whoever watches over it: no name, no secret, asked as often as one likes.

`/health/live`: the process answers. `/health/ready`: pages can be served, so a load balancer may send people here.
`/health`: besides, the clockwork goes; for whoever is to be woken when it does not.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from database.queries.hooks import open_hooks
from operation.readiness import readiness
from web.permits import OPEN
from web.places import Place

if TYPE_CHECKING:
    from config.wiring import Workplace
    from operation.readiness import Readiness

router = APIRouter(dependencies=[OPEN])
MOST_COUNTED = 1_000
KEPT_SECONDS = 2.0  # several balancers may ask at once


@router.get("/health")
def health(request: Request, place: Place) -> JSONResponse:
    """`hooks_waiting`: how many reports of other servers are still to be worked off."""
    found = _look(request, place)
    waiting = {"hooks_waiting": _hooks(place)} if found.is_ready else {}
    late = [one.value for one in found.late]
    return _answer(found.is_well, {"database": found.database.value, "late": late, **waiting})


@router.get("/health/live")
def live() -> JSONResponse:
    return _answer(True, {})  # noqa: FBT003 -- that it answers is all there is to say


@router.get("/health/ready")
def ready(request: Request, place: Place) -> JSONResponse:
    found = _look(request, place)
    return _answer(found.is_ready, {"database": found.database.value})


def _answer(is_well: bool, told: dict[str, object]) -> JSONResponse:  # noqa: FBT001 -- it is what is answered
    return JSONResponse({"ok": is_well, **told}, status_code=200 if is_well else 503)


def _look(request: Request, place: Workplace) -> Readiness:
    """The last look, for a moment: whoever asks often shall not keep the database busy."""
    state = request.app.state
    kept: tuple[Workplace, float, Readiness] | None = getattr(state, "readiness", None)
    if kept is None or kept[0] is not place or monotonic() - kept[1] > KEPT_SECONDS:
        kept = (place, monotonic(), readiness(place, now=place.now()))
        state.readiness = kept
    return kept[2]


def _hooks(place: Workplace) -> int:
    with place.read() as session:
        return len(open_hooks(session, limit=MOST_COUNTED))
