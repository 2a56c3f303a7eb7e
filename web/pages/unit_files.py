"""The page of one unit: what it owes and where it stands, whom to reach, and all that happened on one line of time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response

from database.queries.intakes import owed_by
from database.queries.units import unit_named
from domain.audit_log import Action
from domain.channels import channel_name
from domain.contact_addresses import shown_address
from domain.contact_proofs import PROOF_NAMES
from notifications.messages import MESSAGE_NAMES
from services.contact_proofs import Proven, proofs_of_unit
from services.evidence_pack import evidence_pack
from services.explanations import Coming
from services.next_steps import steps_ahead
from services.unit_stories import KIND_NAMES, Happening, Kind, unit_story
from services.units import UnitLine, unit_lines
from services.wording import AUDIENCES, standing_text
from web.answers import ZIP, file_answer
from web.desks import Desk
from web.permits import Watching

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from domain.units import Unit
    from services.unit_stories import Story

router = APIRouter(prefix="/units/{code}")
STEPS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class UnitFile:
    """All that the page shows of a unit."""

    unit: Unit
    superior: Unit | None
    lines: list[UnitLine]
    ahead: dict[int, list[Coming]]
    people: list[Proven]
    story: Story

    def shown(self, kind: str) -> list[Happening]:
        return [one for one in self.story.happenings if not kind or one.kind.value == kind]


@router.get("")
def show(desk: Watching, code: str, kind: str = "") -> HTMLResponse:
    return unit_page_of(desk, code, kind=kind)


@router.get("/evidence.zip")
def take_evidence(desk: Watching, code: str) -> Response:
    with desk.begin() as session:
        unit = find_unit(session, desk, code)
        pack = evidence_pack(session, desk.campaign, desk.place.store, unit, as_of=desk.as_of)
        desk.record(session, Action.FILE_TAKEN, about=f"unit:{unit.code}", file="evidence.zip")
    return file_answer(pack.content, f"ho-so-{unit.code}.zip", ZIP)


def unit_page_of(
    desk: Desk,
    code: str,
    *,
    kind: str = "",
    typed: dict[str, str] | None = None,
    error: str = "",
    failed: str = "",
    address: str = "",
    picture: str = "",
) -> HTMLResponse:
    """The page; with what was typed into the form `failed` and the sentence why it was refused, after a refusal."""
    with desk.read() as session:
        found = unit_file(session, desk, code)
    chosen = kind if kind in set(Kind) else ""
    return desk.page(
        "units/unit.html",
        status=409 if error else 200,
        found=found,
        happenings=found.shown(chosen),
        kind=chosen,
        kinds=KIND_NAMES,
        proofs=PROOF_NAMES,
        standing_text=standing_text,
        messages=MESSAGE_NAMES,
        audiences=AUDIENCES,
        channel_name=channel_name,
        shown_address=shown_address,
        typed=defaultdict(str, typed or {}),
        untyped=defaultdict(str),
        error=error,
        failed=failed,
        address=address,
        picture=picture,
    )


def unit_file(session: Session, desk: Desk, code: str) -> UnitFile:
    campaign, as_of = desk.campaign, desk.as_of
    unit = find_unit(session, desk, code)
    ids = owed_by(session, campaign.id, unit.code)
    return UnitFile(
        unit=unit,
        superior=unit_named(session, campaign.id, unit.superior) if unit.superior else None,
        lines=unit_lines(session, campaign, ids, as_of=as_of),
        ahead=steps_ahead(session, campaign, ids, as_of=as_of, most=STEPS_SHOWN),
        people=proofs_of_unit(session, campaign, unit.code, as_of=as_of),
        story=unit_story(session, campaign, unit, as_of=as_of),
    )


def find_unit(session: Session, desk: Desk, code: str) -> Unit:
    found = unit_named(session, desk.campaign.id, code)
    if found is None:
        raise HTTPException(404)
    return found
