"""Errands: what one person goes to a page for, step by step over HTTP, and comes back for when the page does not answer."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

import httpx

from demo.serving import PASSWORD
from domain.unit_links import PATH, UnitLink, last_day_of, unit_token
from soak.journal import Deed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from random import Random

    from soak.clock_file import ClockFile

STAFF = "ban"
BEHIND = "trước việc gần nhất"  # what a machine says whose clock was set back: people come again later
BUSY = frozenset({408, 429, 500, 502, 503, 504})
DOUBLE_CLICKS = 0.3
MOST_PIECES = 4
_RECEIPT = re.compile(r"Phiếu tiếp nhận số ([^<\s]+)")
_FIELD = '<input type="hidden" name="{}" value="'
PAGES = ("/today", "/units", "/reports", "/reminders", "/messages", "/plan", "/phone", "/health")


class End(StrEnum):
    DONE = "done"
    AGAIN = "again"
    REFUSED = "refused"


@dataclass
class Errand:
    """`ahead` is how many days from now the day lies that the deed names. The rest is what is remembered between tries."""

    deed: Deed
    unit: str
    obligation: int
    dice: Random
    ahead: int = 0
    report: bytes = b""
    tries: int = 0
    tried: tuple[datetime, int] | None = None
    last: tuple[datetime, int] | None = None
    key: str = ""
    seen: str = ""
    day: date | None = None
    receipt: str = ""
    unclear: bool = False
    said: str = ""

    @property
    def digest(self) -> str:
        return sha256(self.report).hexdigest()


@dataclass
class Site:
    """The pages of one server as one person uses them."""

    url: str
    clock: ClockFile
    secret: bytes
    campaign_id: int
    client: httpx.Client = field(
        default_factory=lambda: httpx.Client(timeout=20, trust_env=False, verify=False)  # noqa: S501 -- plain http on this machine
    )
    form_key: str = ""

    def own(self, unit: str) -> str:
        """The address of the unit's pages, as in a letter of today."""
        link = UnitLink(self.campaign_id, unit, 0, last_day_of(self.clock.now().date()))
        return f"{self.url}{PATH}{unit_token(link, secret=self.secret)}"

    def page(self, path: str) -> str:
        """A page of staff; who is not signed in signs in."""
        answer = self.client.get(f"{self.url}{path}")
        if answer.status_code == 303:  # noqa: PLR2004 -- off to the page for signing in
            form = {"name": STAFF, "password": PASSWORD}
            self.client.post(f"{self.url}/sign-in", data=form)
            answer = self.client.get(f"{self.url}{path}")
        _check(answer)
        self.form_key = hidden(answer.text, "csrf") or self.form_key
        return answer.text

    def send(self, path: str, **fields: object) -> httpx.Response:
        form = {name: str(value) for name, value in fields.items()} | {"csrf": self.form_key}
        return self.client.post(f"{self.url}{path}", data=form)


class NoAnswer(Exception):  # noqa: N818 -- it says what happened
    """The page could not be had: `status` 0 where there was not even a connection."""

    def __init__(self, status: int, path: str) -> None:
        super().__init__(f"{status} {path}")
        self.status = status


def run(errand: Errand, site: Site) -> End:
    """One try. Whatever cannot be reached is tried again later."""
    errand.tries += 1
    errand.last = site.clock.now(), site.clock.slot()
    if errand.tried is None:
        errand.tried = errand.last
    try:
        return DEEDS[errand.deed](errand, site)
    except httpx.TransportError as error:
        raise NoAnswer(0, type(error).__name__) from error


def _hand_in(errand: Errand, site: Site) -> End:
    own = site.own(errand.unit)
    if not errand.key:
        files = {"files": [{"name": f"bao-cao-{errand.unit}.docx", "size": len(errand.report)}]}
        begun = site.client.post(f"{own}/duties/{errand.obligation}/hand-ins/begin", json=files)
        if begun.status_code == 422:  # noqa: PLR2004 -- a rule, said in a sentence
            return _refused(errand, begun)
        errand.key = str(_check(begun).json()["key"])
    _send_pieces(errand, site, own)
    _check(site.client.get(f"{own}/hand-ins/{errand.key}"))
    errand.unclear = True
    finished = _click(errand, lambda: site.client.post(f"{own}/hand-ins/{errand.key}/finish", data={}))
    if finished.status_code in {409, 422} and BEHIND not in finished.text:
        return _refused(errand, finished)
    where = _check(finished).headers["location"]
    shown = _check(site.client.get(f"{site.url}{where}"))
    found = _RECEIPT.search(shown.text)
    errand.receipt = found[1] if found else ""
    return End.DONE


def _send_pieces(errand: Errand, site: Site, own: str) -> None:
    """In several pieces, going on where the line broke off."""
    progress = _check(site.client.get(f"{own}/hand-ins/{errand.key}/files")).json()
    (file,) = progress["files"]
    received, size = int(file["received"]), len(errand.report)
    length = -(-size // errand.dice.randint(1, MOST_PIECES))
    while received < size:
        piece = errand.report[received : received + length]
        headers = {"Upload-Offset": str(received), "Content-Type": "application/octet-stream"}
        answer = site.client.patch(f"{site.url}{file['url']}", content=piece, headers=headers)
        received = int(_check(answer, also=409).headers["Upload-Offset"])


def _click(errand: Errand, press: Callable[[], httpx.Response]) -> httpx.Response:
    """At times twice, as people do; the second answer is the one that is seen."""
    if errand.dice.random() > DOUBLE_CLICKS:
        return press()
    with ThreadPoolExecutor(2) as fingers:
        first, second = fingers.submit(press), fingers.submit(press)
        answers = [first.result(), second.result()]
    return next((one for one in answers if one.status_code == 303), answers[-1])  # noqa: PLR2004 -- off to what was done


def _review(errand: Errand, site: Site) -> End:
    path = f"/reports/{errand.obligation}"
    shown = site.page(path)
    errand.seen = errand.seen or hidden(shown, "seen")
    if f'action="{path}/{errand.deed}' not in shown and not errand.unclear:
        errand.said = "không có biểu mẫu"
        return End.REFUSED
    errand.day = errand.day or site.clock.now().date() + timedelta(days=errand.ahead)
    errand.unclear = True
    fields = {"seen": errand.seen, "reason": f"Soak {errand.deed}", "new_day": errand.day.isoformat()}
    return _end(errand, _click(errand, lambda: site.send(f"{path}/{errand.deed}", **fields)))


def _extend(errand: Errand, site: Site) -> End:
    site.page(f"/units/{errand.unit}")
    errand.day = errand.day or site.clock.now().date() + timedelta(days=errand.ahead)
    fields = {"obligation": errand.obligation, "day": errand.day.isoformat(), "approver": "Thường trực"}
    was_unclear, errand.unclear = errand.unclear, True
    answer = _click(errand, lambda: site.send(f"/units/{errand.unit}/extend", **fields, document_number="7-CV/TU"))
    return _end(errand, answer, is_done=was_unclear and "Hạn hiện nay đã là" in answer.text)


def _promise(errand: Errand, site: Site) -> End:
    errand.day = errand.day or site.clock.now().date() + timedelta(days=errand.ahead)
    address = f"{site.own(errand.unit)}/duties/{errand.obligation}/promise"
    errand.unclear = True
    return _end(errand, site.client.post(address, data={"day": errand.day.isoformat(), "reason": "Soak"}))


def _hold(errand: Errand, site: Site) -> End:
    site.page("/reminders?view=held")
    until = site.clock.now().date() + timedelta(days=errand.ahead)
    return _end(errand, site.send("/reminders/holds", unit=errand.unit, reason="Soak", until=until.isoformat()))


def _read(errand: Errand, site: Site) -> End:
    path = errand.dice.choice((*PAGES, f"/units/{errand.unit}", f"/reports/{errand.obligation}"))
    site.page(path)
    _check(site.client.get(site.own(errand.unit)))
    return End.DONE


def _end(errand: Errand, answer: httpx.Response, *, is_done: bool = False) -> End:
    if is_done or answer.status_code == 303:  # noqa: PLR2004 -- off to what was done
        return End.DONE
    _check(answer, also=answer.status_code if answer.status_code in {409, 422} and BEHIND not in answer.text else 0)
    return _refused(errand, answer)


def _refused(errand: Errand, answer: httpx.Response) -> End:
    errand.said = _sentence(answer.text)
    return End.REFUSED


def _check(answer: httpx.Response, *, also: int = 0) -> httpx.Response:
    if answer.status_code in BUSY or (answer.is_error and answer.status_code != also):
        raise NoAnswer(answer.status_code, answer.request.url.path)
    return answer


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of a page."""
    _, found, rest = page.partition(_FIELD.format(name))
    return rest.partition('"')[0] if found else ""


def _sentence(page: str) -> str:
    """What a page says of a refusal, near enough for a report."""
    found = re.search(r'(?:role="alert"|class="[^"]*error[^"]*")[^>]*>\s*(?:<[^>]+>\s*)*([^<]{3,200})', page)
    return found[1].strip() if found else page[:200]


DEEDS: dict[Deed, Callable[[Errand, Site], End]] = {
    Deed.HAND_IN: _hand_in,
    Deed.ACCEPT: _review,
    Deed.RETURN: _review,
    Deed.EXTEND: _extend,
    Deed.PROMISE: _promise,
    Deed.HOLD: _hold,
    Deed.READ: _read,
}
