"""The desk: all that a page needs to do its work for one person at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from fastapi.responses import RedirectResponse
from markupsafe import Markup

from services.audit_log import Doer, write_entry
from web.notes import put_note, take_note
from web.rendering import environment, page
from web.ways import on_pages

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import datetime

    from fastapi import Request
    from fastapi.responses import HTMLResponse
    from sqlalchemy.orm import Session

    from config.wiring import Workplace
    from domain.access import Permission
    from domain.audit_log import Action
    from domain.campaigns import Campaign
    from web.visitors import Visitor

KEPT = ("as_of", "plan")  # what an address says of time and campaign, handed on to every link
FORM_KEY = "csrf"


@dataclass(frozen=True, slots=True)
class Desk:
    """`now` is the moment for writing, `as_of` the one that is looked at."""

    request: Request
    place: Workplace
    visitor: Visitor
    now: datetime
    as_of: datetime
    found: Campaign | None

    @property
    def campaign(self) -> Campaign:
        if self.found is None:
            raise AssertionError("A route without a campaign asked for one")
        return self.found

    @property
    def by(self) -> str:
        return self.visitor.name

    @property
    def is_past(self) -> bool:
        """An earlier moment is looked at: nothing can be done there."""
        return self.as_of < self.now

    def may(self, permission: Permission) -> bool:
        return permission in self.visitor.permissions

    def acts(self, permission: Permission) -> bool:
        """Whether the page shows forms for that: who only looks, or looks back, gets none."""
        return self.may(permission) and not self.is_past

    def read(self) -> AbstractContextManager[Session]:
        return self.place.read()

    def begin(self) -> AbstractContextManager[Session]:
        return self.place.begin()

    def page(self, template: str, *, status: int = 200, **facts: object) -> HTMLResponse:
        note = take_note(self.request)
        if isinstance(error := facts.get("error"), str):
            facts["error"] = on_pages(error)
        answer = page(
            template,
            status=status,
            desk=self,
            link=self.link,
            csrf=self.csrf,
            note=note,
            **facts,
        )
        if note:
            put_note(self.request, answer, "")
        return answer

    def part(self, template: str, **facts: object) -> str:
        """A piece of a page as text, for what is sent bit by bit."""
        return environment().get_template(template).render(desk=self, link=self.link, csrf=self.csrf, **facts)

    def link(self, path: str, **query: object) -> str:
        """An address on this site that keeps the moment and the campaign that are looked at; `as_of=None` leaves one out.

        A list gives its name several times; what is empty is left out.
        """
        kept = {name: self.request.query_params.get(name, "") for name in KEPT}
        pairs = {name: value for name, value in {**kept, **query}.items() if value not in (None, "", [], ())}
        asked = urlencode(pairs, doseq=True)
        where = quote(path, safe="/#:@!$&'()*+,;=~%")
        return f"{where}?{asked}" if asked else where

    def csrf(self) -> Markup:
        return Markup('<input type="hidden" name="{}" value="{}">').format(FORM_KEY, self.visitor.form_key)

    def back(self, path: str, sentence: str = "", **query: object) -> RedirectResponse:
        """Off to a page after something was done, which says so once."""
        answer = RedirectResponse(self.link(path, **query) if path.startswith("/") else path, status_code=303)
        if sentence:
            put_note(self.request, answer, sentence)
        return answer

    def record(self, session: Session, action: Action, /, *, about: str, **detail: object) -> None:
        """Into the audit log, in the transaction of the deed."""
        write_entry(
            session,
            Doer(self.visitor.name, self.visitor.role),
            action,
            about=about,
            now=self.now,
            campaign_id=self.found.id if self.found else None,
            detail=detail,
        )
