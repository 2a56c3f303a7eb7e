"""A mailbox over IMAP. Nothing is marked, moved or removed but by `put_aside`.

imap-tools does the talking: folder names in their own UTF-7, MOVE or COPY with EXPUNGE, errors for every answer that
is not OK. The mails themselves are fetched as they are, because their exact bytes and the moment at which they came
into the box are what counts here.
"""

from __future__ import annotations

import contextlib
import imaplib
import re
import ssl
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from imap_tools.errors import ImapToolsError, MailboxFolderSelectError
from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.query import AND, H

from domain.errors import RuleBroken
from domain.mail import Arrival
from notifications.certificates import certificate_end

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from types import TracebackType

    from notifications.mailbox.imap_address import ImapAddress

DONE_FOLDER = "DaXuLy"
TIMEOUT_SECONDS = 30.0
ONE_DAY = timedelta(days=1)
MOST_BYTES = 100 * 1024 * 1024  # of one mail; mail servers refuse far smaller ones

# RFC 5530: the server's own trouble, which says nothing about the password.
_PASSING = re.compile(r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG|CONTACTADMIN)\]", re.IGNORECASE)
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_ARRIVED = re.compile(rb'INTERNALDATE "([^"]{1,40})"')


class WrongPassword(RuleBroken):
    """The server knows the account or the password not. To try again with the same ones may lock the account."""


class ImapMailbox:
    def __init__(
        self, address: ImapAddress, *, timeout_seconds: float = TIMEOUT_SECONDS, most_bytes: int = MOST_BYTES
    ) -> None:
        self._address, self._timeout, self._most_bytes = address, timeout_seconds, most_bytes
        self._box: BaseMailBox | None = None

    def __enter__(self) -> Self:
        with self._explained():
            self._box = self._dial()
        try:
            self._introduce(self._box)
        except BaseException:
            self._hang_up()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def has(self, message_id: str) -> bool:
        """Whether a mail with this Message-ID lies in the folder; what came since the box was opened is seen, too."""
        with self._explained():
            self._open.folder.set(self._address.folder, readonly=True)
            return bool(self._open.uids(AND(header=[H("Message-ID", message_id)]), charset=None))

    @property
    def certificate_ends(self) -> datetime | None:
        """Until when the certificate of the server holds; None without one."""
        return certificate_end(self._open.client.socket())

    def count(self) -> int:
        return len(self._uids())

    def arrivals(self, *, most: int) -> Iterator[Arrival]:
        for uid in self._uids()[:most]:
            arrival = self._fetch(uid)
            if arrival is not None:
                yield arrival

    def put_aside(self, uid: str) -> None:
        with self._explained():
            if not self._open.folder.exists(DONE_FOLDER):
                self._open.folder.create(DONE_FOLDER)
            self._open.move(uid, DONE_FOLDER)

    def bring_back(self, *, since: date) -> int:
        """The day is the server's, whose clock may be of another zone; so one day more is brought back."""
        with self._explained():
            box = self._open
            if not box.folder.exists(DONE_FOLDER):
                return 0
            box.folder.set(DONE_FOLDER)
            found = box.uids(AND(date_gte=since - ONE_DAY), charset=None)
            if found:
                box.move(found, self._address.folder)
            box.folder.set(self._address.folder)
            return len(found)

    @property
    def _open(self) -> BaseMailBox:
        if self._box is None:
            raise LookupError("The mailbox is used outside its `with`")
        return self._box

    def _uids(self) -> list[str]:
        with self._explained():
            return sorted(self._open.uids("ALL", charset=None), key=int)

    def _fetch(self, uid: str) -> Arrival | None:
        """The mail with this number; None when somebody took it away in the meantime."""
        facts = self._ask(uid, "(UID RFC822.SIZE INTERNALDATE)")[0]
        size = _SIZE.search(facts)
        is_cut = size is not None and int(size[1]) > self._most_bytes
        _, raw = self._ask(uid, f"(UID BODY.PEEK[{'HEADER' if is_cut else ''}])")
        return None if raw is None else Arrival(uid, raw, _arrived_at(facts), is_cut=is_cut)

    def _ask(self, uid: str, parts: str) -> tuple[bytes, bytes | None]:
        """The server's words about a mail, and the literal among them if there was one."""
        with self._explained():
            status, answer = self._open.client.uid("FETCH", uid, parts)
            if status != "OK":
                raise imaplib.IMAP4.error(status)
        literal: bytes | None = None
        words = []
        for one in answer:
            if isinstance(one, tuple):
                words.append(one[0])
                literal = one[1]
            elif one:
                words.append(one)
        return b" ".join(words), literal

    def _dial(self) -> BaseMailBox:
        address = self._address
        if not address.is_encrypted:
            return MailBoxUnencrypted(address.host, address.port, timeout=self._timeout)
        return MailBox(address.host, address.port, timeout=self._timeout, ssl_context=ssl.create_default_context())

    def _introduce(self, box: BaseMailBox) -> None:
        address = self._address
        with self._explained():
            try:
                self._log_in(box)
            except (ImapToolsError, imaplib.IMAP4.error) as refusal:
                if isinstance(refusal, imaplib.IMAP4.abort) or _PASSING.search(str(refusal)):
                    raise
                raise WrongPassword(
                    f"Hộp thư {address.host} không nhận tài khoản {address.user} hoặc mật khẩu. Hãy kiểm tra "
                    "DONDOC_INTAKE_URL, và trên máy chủ thư: tài khoản còn hoạt động, được phép dùng IMAP, có cần mật khẩu "
                    "ứng dụng hay không."
                ) from refusal
            try:
                box.folder.set(address.folder)
            except MailboxFolderSelectError as refusal:
                raise RuleBroken(
                    f"Hộp thư {address.host} không có thư mục “{address.folder}”; hãy kiểm tra phần cuối của DONDOC_INTAKE_URL."
                ) from refusal

    def _log_in(self, box: BaseMailBox) -> None:
        """LOGIN knows only ASCII; a password with other letters goes by SASL."""
        address = self._address
        if f"{address.user}{address.password}".isascii():
            box.login(address.user, address.password, initial_folder=None)
        else:
            box.login_utf8(address.user, address.password, initial_folder=None)

    def _hang_up(self) -> None:
        box, self._box = self._box, None
        if box is not None:
            with contextlib.suppress(OSError, ImapToolsError, imaplib.IMAP4.error):
                box.logout()
            with contextlib.suppress(OSError):
                box.client.shutdown()

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """Put the failures of network and server into words that say what to check."""
        where = f"{self._address.host}:{self._address.port}"
        try:
            yield
        except ssl.SSLCertVerificationError as error:
            raise RuleBroken(
                f"Không tin được chứng chỉ của hộp thư {where} ({error.verify_message}); chưa gửi mật khẩu. Hãy kiểm tra tên "
                "máy chủ trong DONDOC_INTAKE_URL, hoặc cài chứng chỉ của cơ quan vào máy này."
            ) from error
        except OSError as error:
            raise RuleBroken(
                f"Không nối được với hộp thư {where} ({error.strerror or error or 'hết thời gian chờ'}). Hãy kiểm tra mạng, "
                "tên máy chủ và cổng trong DONDOC_INTAKE_URL; thư đến vẫn ở trên máy chủ."
            ) from error
        except (ImapToolsError, imaplib.IMAP4.error) as error:
            raise RuleBroken(
                f"Hộp thư {where} trả lời không như mong đợi: {_short(error)}. Thư đến vẫn ở trên máy chủ; hãy chạy lại sau, "
                "nếu vẫn vậy hãy hỏi người quản trị máy chủ thư."
            ) from error


def _arrived_at(facts: bytes) -> datetime | None:
    found = _ARRIVED.search(facts)
    try:
        return datetime.strptime((found[1] if found else b"").decode("ascii").strip(), "%d-%b-%Y %H:%M:%S %z")
    except ValueError:
        return None


def _short(error: Any) -> str:  # noqa: ANN401 -- whatever the library raised
    return " ".join(str(error).split())[:200]
