"""What every route must declare: who may call it. A route that declares nothing fails a test."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, HTTPException, Request

from config import clock
from config.log_facts import bind
from domain.access import Permission
from domain.errors import RuleBroken
from web.campaigns import Campaigns
from web.desks import FORM_KEY, Desk
from web.visitors import Visitor, cookie_of, visitor

if TYPE_CHECKING:
    from datetime import datetime

    from config.wiring import Workplace
    from domain.campaigns import Campaign

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
HEADER = "X-CSRF-Token"
OLD_FORM = "Biểu mẫu đã cũ; hãy mở lại trang rồi làm lại."
OWN_PAGES = ("/account/password", "/sign-out")
WITHOUT_CAMPAIGN = frozenset({Permission.ACCOUNT, Permission.ADMINISTER})


class SignInNeeded(Exception):  # noqa: N818 -- it names what is needed, and the handler sends people there
    """Nobody is signed in; `path` is where the person wanted to go."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class PasswordToChange(Exception):  # noqa: N818 -- the same
    """Signed in with a password that somebody else knows: it must be changed before anything else."""


async def _key_sent(request: Request) -> str:
    """Read here, beside the event loop's work; everything after it may wait for the database in a thread."""
    if request.method in SAFE or not cookie_of(request):
        return ""  # who is not signed in is refused anyway
    if not request.headers.get("content-type", "").startswith(FORMS):
        return request.headers.get(HEADER, "")
    sent = (await request.form()).get(FORM_KEY, "")
    return sent if isinstance(sent, str) else ""


SentKey = Annotated[str, Depends(_key_sent)]


class Needs:
    """The route is for people with any one of these permissions."""

    def __init__(self, *any_of: Permission) -> None:
        self.any_of = frozenset(any_of)

    def __call__(self, request: Request, sent: SentKey) -> Desk:
        return self.desk(request, admit(request, sent))

    def desk(self, request: Request, found: Visitor) -> Desk:
        place: Workplace = request.app.state.place
        if not self.any_of & found.permissions:
            raise HTTPException(403, detail="Tài khoản này không có quyền làm việc đó.")
        now = place.now()
        campaign = self._campaign(request)
        bind(account=found.user_id, campaign=campaign.plan.identity.id if campaign else "")
        return Desk(request, place, found, now, _as_of(request, campaign, now), campaign)

    def _campaign(self, request: Request) -> Campaign | None:
        """Accounts can be looked after before anything is open."""
        try:
            return campaigns_of(request).find(request.query_params.get("plan", ""))
        except RuleBroken:
            if self.any_of <= WITHOUT_CAMPAIGN:
                return None
            raise


def admit(request: Request, sent: str) -> Visitor:
    """Who it is; and for what changes something, that the form is ours."""
    found = visitor(request, request.app.state.place)
    if found is None:
        if request.method in SAFE and request.headers.get("HX-Request") is None:
            raise SignInNeeded(request.url.path + (f"?{request.url.query}" if request.url.query else ""))
        raise HTTPException(401)
    if request.method not in SAFE and not hmac.compare_digest(sent.encode(), found.form_key.encode()):
        raise HTTPException(403, detail=OLD_FORM)
    if found.must_change and not request.url.path.startswith(OWN_PAGES):
        raise PasswordToChange
    return found


def campaigns_of(request: Request) -> Campaigns:
    """Kept with the application, and made anew where that serves another installation."""
    state = request.app.state
    kept: tuple[Workplace, Campaigns] | None = getattr(state, "campaigns", None)
    if kept is None or kept[0] is not state.place:
        kept = (state.place, Campaigns(state.place))
        state.campaigns = kept
    return kept[1]


def _as_of(request: Request, campaign: Campaign | None, now: datetime) -> datetime:
    """`?as_of=2022-08-22` is the end of that day; a day that is not over, or to come, is now."""
    asked = request.query_params.get("as_of", "").strip()
    if not asked or campaign is None:
        return now
    return min(clock.end_of_day(asked, campaign.plan.calendar), now)


def _open() -> None:
    """Anybody may call it."""


OPEN = Depends(_open)

Watching = Annotated[Desk, Depends(Needs(Permission.WATCH))]
Reviewing = Annotated[Desk, Depends(Needs(Permission.REVIEW))]
Reminding = Annotated[Desk, Depends(Needs(Permission.REMIND))]
Consolidating = Annotated[Desk, Depends(Needs(Permission.CONSOLIDATE))]
Planning = Annotated[Desk, Depends(Needs(Permission.PLAN))]
Rehearsing = Annotated[Desk, Depends(Needs(Permission.REHEARSE))]
KeepingContacts = Annotated[Desk, Depends(Needs(Permission.CONTACTS))]
Overseeing = Annotated[Desk, Depends(Needs(Permission.OVERSEE))]
Administering = Annotated[Desk, Depends(Needs(Permission.ADMINISTER))]
SignedIn = Annotated[Desk, Depends(Needs(Permission.ACCOUNT))]
