"""Reading the draft of a run: a section at a time, each sentence with the report that it stands in."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from domain.traces import Origin
from services.drafts import draft_page, draft_sentence
from web.ids import Id
from web.pages.consolidation_runs import find
from web.permits import Watching

router = APIRouter(prefix="/consolidation/{run_id:int}/draft")
# So many sources stand with a sentence; the others are a page of their own, so that this one stays small.
SHOWN_SOURCES = 4
NOBODYS = {
    Origin.OUTLINE: "Đề mục của đề cương.",
    Origin.PROGRAM: "Lời của chương trình (số đếm, tên đơn vị, lời dẫn), không phải lời của đơn vị nào.",
}


@router.get("")
def read(desk: Watching, run_id: Id, *, section: str = "", unit: str = "", page: int = 1) -> HTMLResponse:
    run = find(desk, run_id)
    with desk.read() as session:
        found = draft_page(session, desk.campaign, desk.place.store, run, section=section, unit=unit, page=page)
    return desk.page(
        "consolidation/draft.html",
        run=run,
        found=found,
        unit=unit,
        nobodys=NOBODYS,
        most=SHOWN_SOURCES,
    )


@router.get("/{number:int}")
def read_sentence(desk: Watching, run_id: Id, number: Id) -> HTMLResponse:
    run = find(desk, run_id)
    with desk.read() as session:
        sentence, links = draft_sentence(session, desk.campaign, desk.place.store, run, number=number)
    return desk.page("consolidation/sentence.html", run=run, sentence=sentence, links=links, nobodys=NOBODYS)
