"""Whether a program wrote the mail. What one sign alone cannot prove is still looked at by a person if a file came along."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domain.mail import Sign
from domain.spelling import fold
from notifications.mailbox.headers import one_text

if TYPE_CHECKING:
    from email.message import Message

    from domain.mail import Bounce

ROBOTS = ("mailer-daemon", "postmaster", "microsoftexchange")
OWN_HEADER = "X-Dondoc-Key"
_BULK = ("bulk", "junk", "auto_reply", "list")
_DECLARATIONS = ("X-Autoreply", "X-Autorespond", "X-AutoReply-From", "X-Auto-Response")
# How Outlook, Gmail, Zimbra and Vietnamese offices begin the subject of such a mail, folded.
_SUBJECTS = re.compile(
    r"(automatic reply|auto(matic)?[ -]?(reply|response|responder)|out of (the )?office|ooo\b|vacation|away from|"
    r"(thu )?tra loi tu dong|tu dong tra loi|phan hoi tu dong|vang mat|toi dang di vang|thong bao vang|nghi phep|"
    r"undeliver|undelivered mail|delivery (status notification|failure|has failed)|mail delivery (failed|subsystem)|"
    r"khong gui duoc|khong the gui|returned mail|failure notice)"
)


def sign_of(message: Message, *, bounce: Bounce | None, sender: str) -> Sign | None:
    """The strongest sign that nobody wrote this by hand."""
    if bounce is not None or sender.partition("@")[0].startswith(ROBOTS):
        return Sign.BOUNCE
    if one_text(message, OWN_HEADER):
        return Sign.OUR_OWN
    if _is_declared(message):
        return Sign.DECLARED
    if one_text(message, "Return-Path").replace(" ", "") == "<>":
        return Sign.NO_RETURN_PATH
    if one_text(message, "Precedence").lower() in _BULK:
        return Sign.BULK
    return Sign.SUBJECT if _SUBJECTS.match(fold(one_text(message, "Subject"))) else None


def _is_declared(message: Message) -> bool:
    """Also a receipt of reading (RFC 8098), whatever else it says of itself."""
    if message.get_content_type() == "multipart/report":
        return True
    declared = one_text(message, "Auto-Submitted").partition(";")[0].strip().lower()
    return declared not in ("", "no") or any(one_text(message, name) for name in _DECLARATIONS)
