"""Links in our letters: to say with one tap that a letter arrived, and to the pages of the unit that is written to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from domain.taps import tap_link, tap_token, tapped_message
from domain.unit_links import unit_address

if TYPE_CHECKING:
    from domain.unit_links import UnitLink

SUBJECT = "Đã nhận thư kiểm tra liên lạc"
_IN_SUBJECT = re.compile(r"\[#\s*(\d{1,9}-[a-z2-7]{16})\s*\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AnswerLinks:
    """Where answers can go: `web_url` is the public address, `intake` the mailbox for reports; each may be empty."""

    web_url: str = ""
    intake: str = ""
    secret: bytes = field(default=b"", repr=False)

    def tap(self, outbox_id: int) -> str:
        return tap_link(self.web_url, outbox_id, secret=self.secret)

    def unit_page(self, link: UnitLink) -> str:
        return unit_address(self.web_url, link, secret=self.secret)

    def subject(self, outbox_id: int) -> str:
        """What a letter must be called to count as the answer to this message; empty where nobody would read it."""
        return f"{SUBJECT} [#{tap_token(outbox_id, secret=self.secret)}]" if self.intake else ""

    def mailto(self, outbox_id: int) -> str:
        """The same as a link (RFC 6068): the letter opens ready to be sent."""
        subject = self.subject(outbox_id)
        return f"mailto:{quote(self.intake, safe='@')}?subject={quote(subject, safe='')}" if subject else ""


NO_LINKS = AnswerLinks()


def message_in_subject(subject: str, *, secret: bytes) -> int | None:
    """The id of the message that the subject of a letter confirms; nothing when we did not sign it."""
    found = (tapped_message(token, secret=secret) for token in _IN_SUBJECT.findall(subject))
    return next((number for number in found if number is not None), None)
