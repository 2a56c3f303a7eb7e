"""Writing to some units at once: whom it reaches, the very letter that one of them gets, and then the sending."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from database.queries.notices import units_owing
from database.queries.unit_lists import Wanted, find_obligations
from database.queries.units import unit_names
from domain.audit_log import Action
from domain.channels import EMAIL, channel_name
from domain.errors import RuleBroken
from domain.notices import LONGEST_TEXT, LONGEST_TITLE, words
from services.notices import preview, reach, send_notice
from services.unit_choice import unit_meant
from services.wording import STATES
from web.desks import Desk
from web.pages.units import Asked, query_of
from web.permits import Reminding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from notifications.envelope import Rendered

router = APIRouter(prefix="/reminders/write")
MOST_UNITS = 20_000
FEWEST_LETTERS_OF_A_KEY = 16


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form. `key` was drawn with it, `units` are codes, `sample` the one whose letter is shown."""

    key: str
    units: tuple[str, ...] = ()
    title: str = ""
    text: str = ""
    sample: str = ""


@router.get("")
def form(desk: Reminding, wanted: Asked) -> HTMLResponse:
    """The units named in the address (`?unit=`), and those that its filters find, as on the page of units."""
    asked = query_of(wanted)
    with desk.read() as session:
        named = _known(session, desk, desk.request.query_params.getlist("unit"))
        found = _found(session, desk, wanted) if any(asked.values()) else []
    typed = Typed(secrets.token_hex(16), tuple(dict.fromkeys([*named, *found])))
    return _page(desk, typed, asked=asked)


@router.post("")
def write(  # noqa: PLR0917 -- the fields of the form
    desk: Reminding,
    step: Annotated[str, Form(max_length=10)] = "preview",
    key: Annotated[str, Form(max_length=64)] = "",
    units: Annotated[str, Form(max_length=1_000_000)] = "",
    add: Annotated[str, Form(max_length=100)] = "",
    title: Annotated[str, Form(max_length=1_000)] = "",
    text: Annotated[str, Form(max_length=50_000)] = "",
    sample: Annotated[str, Form(max_length=60)] = "",
) -> Response:
    drawn = key if len(key) >= FEWEST_LETTERS_OF_A_KEY else secrets.token_hex(16)
    typed = Typed(
        drawn, tuple(dict.fromkeys(units.upper().replace(",", " ").split()))[:MOST_UNITS], title, text, sample
    )
    try:
        if add.strip():
            with desk.read() as session:
                one = unit_meant(session, desk.campaign, add)
            return _page(desk, replace(typed, units=tuple(dict.fromkeys([*typed.units, one]))))
        found = words(title, text)
        if step != "send":
            return _page(desk, typed)
        with desk.begin() as session:
            sent = send_notice(
                session,
                desk.campaign,
                found,
                key=typed.key,
                units=_known(session, desk, typed.units),
                channels=set(desk.place.channels),
                by=desk.by,
                now=desk.now,
            )
            if sent.is_new:
                about = f"notice:{sent.notice_id}"
                desk.record(session, Action.NOTICE_SENT, about=about, title=found.title, messages=sent.messages)
    except RuleBroken as refused:
        return _page(desk, typed, error=str(refused), status=409)
    if not sent.is_new:
        return desk.back("/reminders", "Thông báo này đã được gửi từ trước; không gửi lần thứ hai.", view="sent")
    return desk.back("/reminders", f"Đã đưa {sent.messages} thông báo vào hộp thư đi.", view="sent")


def _found(session: Session, desk: Desk, wanted: Asked) -> list[str]:
    ids, _ = find_obligations(session, desk.campaign, wanted, as_of=desk.as_of, limit=MOST_UNITS)
    return units_owing(session, ids)


def _known(session: Session, desk: Desk, codes: Iterable[str]) -> list[str]:
    """Those that there are, in the order asked for."""
    wanted = [one.replace("\0", "") for one in codes]
    names = unit_names(session, desk.campaign.id, wanted)
    return [one for one in wanted if one in names]


def _page(
    desk: Desk, typed: Typed, *, asked: dict[str, object] | None = None, error: str = "", status: int = 200
) -> HTMLResponse:
    letter, said = None, error
    with desk.read() as session:
        units = _known(session, desk, typed.units)
        try:
            found = reach(session, desk.campaign, units, set(desk.place.channels), now=desk.now)
        except RuleBroken as refused:  # a channel that cannot be opened
            found, said = None, said or str(refused)
        sample = typed.sample if typed.sample in units else next(iter(units), "")
        if typed.title.strip() and typed.text.strip() and sample and not error:
            letter, said = _letter(session, desk, sample, typed)
        names = unit_names(session, desk.campaign.id, units)
    return desk.page(
        "notices/write.html",
        status=status,
        typed=replace(typed, units=tuple(units), sample=sample),
        reach=found,
        names=names,
        letter=letter,
        error=said,
        asked=asked or query_of(Wanted()),
        tiers=desk.campaign.plan.tiers,
        states=STATES,
        channel_name=channel_name,
        email=EMAIL,
        most_title=LONGEST_TITLE,
        most_text=LONGEST_TEXT,
    )


def _letter(session: Session, desk: Desk, unit: str, typed: Typed) -> tuple[Rendered | None, str]:
    try:
        found = words(typed.title, typed.text)
        links = desk.place.answer_links
        return preview(session, desk.campaign, unit, found, now=desk.now, links=links), ""
    except RuleBroken as refused:
        return None, str(refused)
