"""One's own tokens of the API: made, shown once, taken back."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from config import clock
from database.queries.api_tokens import tokens_of
from domain.api_tokens import scopes_on_offer
from domain.audit_log import Action
from domain.errors import RuleBroken
from services.api_tokens import issue_token, revoke_token
from services.wording_of_scopes import SCOPE_NAMES
from web.desks import Desk
from web.ids import Id
from web.permits import SignedIn

if TYPE_CHECKING:
    from collections.abc import Sequence

router = APIRouter(prefix="/account/tokens")
USUAL_LIFE = timedelta(days=180)


@router.get("")
def list_tokens(desk: SignedIn) -> HTMLResponse:
    return _page(desk)


@router.post("")
def create(
    desk: SignedIn,
    name: Annotated[str, Form(max_length=200)] = "",
    scopes: Annotated[list[str] | None, Form()] = None,
    until: Annotated[str, Form(max_length=20)] = "",
) -> HTMLResponse:
    now, chosen = clock.now(), scopes or []
    try:
        with desk.begin() as session:
            row, token = issue_token(
                session, desk.visitor.user_id, name=name, scopes=chosen, expires_at=_end(until), now=now
            )
            desk.record(session, Action.TOKEN_ISSUED, about=f"token:{row.id}", name=row.name, scopes=sorted(chosen))
    except RuleBroken as refused:
        return _page(desk, name=name, chosen=chosen, until=until, error=str(refused), status=409)
    return desk.page("account/token.html", row=row, token=token, site=desk.place.settings.web_url.rstrip("/"))


@router.post("/{token_id}/revoke")
def revoke(desk: SignedIn, token_id: Id) -> Response:
    with desk.begin() as session:
        row = revoke_token(session, token_id, user_id=desk.visitor.user_id, by=desk.by, now=clock.now())
        desk.record(session, Action.TOKEN_REVOKED, about=f"token:{row.id}", name=row.name)
    return desk.back("/account/tokens", f"Đã thu hồi mã “{row.name}”; chương trình dùng mã này không vào được nữa.")


def _page(
    desk: Desk,
    *,
    name: str = "",
    chosen: Sequence[str] = ("watch",),
    until: str = "",
    error: str = "",
    status: int = 200,
) -> HTMLResponse:
    now = clock.now()
    with desk.read() as session:
        tokens = tokens_of(session, desk.visitor.user_id)
    return desk.page(
        "account/tokens.html",
        status=status,
        tokens=tokens,
        names=SCOPE_NAMES,
        offered=scopes_on_offer(desk.visitor.role),
        name=name,
        chosen=chosen,
        until=until or (now + USUAL_LIFE).date().isoformat(),
        error=error,
        present=now,
    )


def _end(until: str) -> datetime:
    """The last moment of that day, as people mean it."""
    return datetime.combine(clock.day_of(until), time.max, tzinfo=clock.now().tzinfo)
