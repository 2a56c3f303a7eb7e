"""What the auditor found on its last round, by name, since when, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from database.queries.units import unit_names
from services.audit_rounds import last_round
from services.proof_pages import PROOF_NAME, proof_page
from services.wording_of_flaws import flaw_name, flaw_step
from web.answers import file_answer
from web.permits import Watching

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.audit_rounds import Finding

router = APIRouter(prefix="/findings")
MOST_SHOWN = 500


@router.get("")
def show(desk: Watching) -> HTMLResponse:
    with desk.read() as session:
        last = last_round(session, desk.campaign, as_of=desk.as_of)
        found = new_first(last.findings) if last is not None else []
        names = unit_names(session, desk.campaign.id, {one.flaw.unit for one in found[:MOST_SHOWN] if one.flaw.unit})
    return desk.page(
        "findings/list.html",
        last=last,
        findings=found[:MOST_SHOWN],
        total=len(found),
        names=names,
        flaw_name=flaw_name,
        flaw_step=flaw_step,
    )


@router.get("/proof.html")
def proof(desk: Watching) -> Response:
    """The record of the whole campaign, to be printed and kept."""
    with desk.read() as session:
        pieces = list(proof_page(session, desk.campaign, as_of=desk.as_of))
    return file_answer("".join(pieces).encode(), PROOF_NAME, "text/html; charset=utf-8")


def new_first(found: Sequence[Finding]) -> list[Finding]:
    """What is new today, then what has lasted longest."""
    return sorted(found, key=lambda one: (not one.is_new, one.since))
