"""Contacts: who is written to over which channel, whether anybody ever answered there, and a new list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, File, Form, UploadFile
from fastapi.responses import HTMLResponse, Response

from database.queries.units import units_of
from domain.audit_log import Action
from domain.contact_addresses import masked
from domain.contact_proofs import COLOURS, PROOF_NAMES
from domain.errors import RuleBroken
from domain.spelling import fold
from domain.units import UnitTree
from services.contact_checks import Scope, queue_tests
from services.contact_lists import contact_workbook, read_list
from services.contact_proofs import contact_proofs
from services.contacts import CHANGE_NAMES, find_changes, save_changes
from web.answers import XLSX, file_answer
from web.desks import Desk
from web.permits import KeepingContacts

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from services.contact_proofs import UnitProofs
    from services.contacts import ChangeSet

router = APIRouter(prefix="/contacts")
PER_PAGE = 50
LARGEST = 5_000_000  # bytes of a list


@router.get("")
def show(desk: KeepingContacts, *, q: str = "", tier: str = "", unproven: bool = False, page: int = 1) -> HTMLResponse:
    found = _chosen(desk, q, tier, is_unproven=unproven)
    at = max(1, page)
    return desk.page(
        "contacts/list.html",
        units=found[(at - 1) * PER_PAGE : at * PER_PAGE],
        total=len(found),
        at_page=at,
        pages=max(1, -(-len(found) // PER_PAGE)),
        q=q,
        tier=tier,
        unproven=unproven,
        proofs=PROOF_NAMES,
        colours=COLOURS,
        shown=masked,
    )


@router.get(".xlsx")
def export(desk: KeepingContacts, *, q: str = "", tier: str = "", unproven: bool = False) -> Response:
    found = _chosen(desk, q, tier, is_unproven=unproven)
    with desk.begin() as session:
        desk.record(session, Action.FILE_TAKEN, about="contacts", units=len(found))
    return file_answer(contact_workbook(found, desk.campaign, as_of=desk.as_of), "dau-moi-lien-he.xlsx", XLSX)


@router.get("/import")
def choose(desk: KeepingContacts) -> HTMLResponse:
    return desk.page("contacts/import.html", error="")


@router.post("/import")
def preview(
    desk: KeepingContacts,
    file: Annotated[UploadFile, File()],
    *,
    replace: Annotated[bool, Form()] = False,
) -> HTMLResponse:
    """What the list would change. It is kept in the store meanwhile, so that what is confirmed is what was shown."""
    try:
        content = file.file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise RuleBroken("Tệp quá lớn; danh sách đầu mối không quá 5 MB.")  # noqa: TRY301 -- shown like any fault of the list
        with desk.read() as session:
            changes, rows = _changes(session, desk, content, file.filename or "", replace=replace)
    except RuleBroken as refused:
        return desk.page("contacts/import.html", status=409, error=str(refused))
    return desk.page(
        "contacts/changes.html",
        changes=changes.changes,
        rows=rows,
        digest=desk.place.store.put(content),
        name=file.filename or "",
        replace=replace,
        names=CHANGE_NAMES,
        shown=masked,
    )


@router.post("/import/confirm")
def confirm(
    desk: KeepingContacts,
    *,
    digest: Annotated[str, Form(pattern=r"^[0-9a-f]{64}$")],
    name: Annotated[str, Form(max_length=300)] = "",
    replace: Annotated[bool, Form()] = False,
) -> Response:
    if not desk.place.store.has(digest):
        raise RuleBroken("Tệp danh sách không còn; hãy chọn lại tệp.")
    with desk.begin() as session:
        changes, rows = _changes(session, desk, desk.place.store.get(digest), name, replace=replace)
        save_changes(session, desk.campaign, changes, who=desk.by, now=desk.now)
        desk.record(
            session, Action.CONTACTS_IMPORTED, about="contacts", file=name, rows=rows, changes=len(changes.changes)
        )
    return desk.back("/contacts", f"Đã ghi {len(changes.changes)} thay đổi từ danh sách {rows} dòng.")


@router.post("/check")
def check(desk: KeepingContacts, unit: Annotated[str, Form(max_length=100)] = "") -> Response:
    """A short letter to every address that nobody answered from yet; one tap there proves it."""
    with desk.begin() as session:
        proofs = contact_proofs(session, desk.campaign, as_of=desk.now)
        rows = [row for one in proofs for row in one.rows if unit in ("", one.unit.code)]
        queued = queue_tests(session, desk.campaign, rows, scope=Scope(set(desk.place.channels)), now=desk.now)
        count = sum(bool(one.key) for one in queued)
        desk.record(session, Action.CONTACTS_TESTED, about=f"unit:{unit}" if unit else "contacts", letters=count)
    return desk.back("/contacts", f"Đã xếp {count} thư kiểm tra; ai nhận được chỉ cần bấm một lần.")


def _chosen(desk: Desk, words: str, tier: str, *, is_unproven: bool) -> list[UnitProofs]:
    with desk.read() as session:
        every = contact_proofs(session, desk.campaign, as_of=desk.as_of)
    wanted = fold(words)
    return [
        one
        for one in every
        if (not wanted or wanted in fold(one.unit.name) or wanted in fold(one.unit.code))
        and tier in ("", one.unit.tier)
        and not (is_unproven and (one.is_proven or not one.owes))
    ]


def _changes(session: Session, desk: Desk, content: bytes, name: str, *, replace: bool) -> tuple[ChangeSet, int]:
    units = UnitTree(units_of(session, desk.campaign.id))
    wanted = read_list(content, name=name, units=units)
    return find_changes(session, desk.campaign, wanted, cipher=desk.place.cipher, replace=replace), len(wanted)
