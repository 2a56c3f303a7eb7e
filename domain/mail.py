"""A mail that came (thư đến), as the rules know it: read from its bytes, with nothing taken on trust."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Sign(StrEnum):
    """By what a mail shows that a program wrote it."""

    BOUNCE = "bounce"
    DECLARED = "declared"  # Auto-Submitted and its like
    NO_RETURN_PATH = "no_return_path"
    BULK = "bulk"
    SUBJECT = "subject"
    OUR_OWN = "our_own"


SIGN_NAMES = {
    Sign.BOUNCE: "Thư báo của máy chủ về một thư không giao được.",
    Sign.DECLARED: "Thư tự động (thư tự khai là do chương trình gửi).",
    Sign.NO_RETURN_PATH: "Thư tự động (không có địa chỉ trả về).",
    Sign.BULK: "Thư gửi hàng loạt.",
    Sign.SUBJECT: "Thư báo vắng mặt hoặc thư trả lời tự động.",
    Sign.OUR_OWN: "Thư của chính chương trình quay lại.",
}


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that came with a mail. `name` is for people to read and never a path; `holder` is the zip it lay in.

    `is_inline` marks what the text of the mail shows in itself: a logo, a scanned signature.
    """

    name: str
    content: bytes
    is_inline: bool = False
    holder: str = ""


class Report(StrEnum):
    """What a mail server tells of a letter, in the words of RFC 3464, 2.3.3."""

    FAILED = "failed"  # it gave up
    DELAYED = "delayed"  # it goes on trying
    DELIVERED = "delivered"  # the letter lies in the mailbox
    RELAYED = "relayed"  # handed to a server that reports nothing: no word of its arrival
    EXPANDED = "expanded"  # handed to the members of a list


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a mail server said of a letter: of whom, with which status (5.1.1), and which letter it was.

    `message_id` and `envelope_id` are both our Message-ID of the letter: as its headers came back with the report, and as
    the server was given it to be named by (ENVID, RFC 3461). Either may be empty.
    """

    address: str
    status: str
    message_id: str
    report: Report = Report.FAILED
    envelope_id: str = ""

    @property
    def is_final(self) -> bool:
        return self.report is Report.FAILED


@dataclass(frozen=True, slots=True)
class Mail:
    """`recipients` are all addresses that it was sent or delivered to; `references` the mails it answers, nearest first.

    `sign` is None for what a person wrote, and `text` is what that person wrote, without the letter that it answers. Empty texts stand for what the mail does not say, or not legibly.
    """

    message_id: str = ""
    sender: str = ""
    sender_name: str = ""
    recipients: tuple[str, ...] = ()
    subject: str = ""
    written_at: datetime | None = None
    references: tuple[str, ...] = ()
    sign: Sign | None = None
    bounce: Bounce | None = None
    enclosures: tuple[Enclosure, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail in the box. `raw` are its bytes, only those of its headers when it `is_cut` because of its size.

    `arrived_at` is when the mail came into the box, which is no fault of the sender's; None when the server does not say.
    """

    uid: str
    raw: bytes
    arrived_at: datetime | None
    is_cut: bool = False
