"""The journal: a mailbox with a copy of every letter, asked after a crash whether a letter had left.

The copy is a second recipient in the same SMTP transaction, so it is in the server's hands exactly when the letter is.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from notifications.mailbox.imap_mailbox import ImapMailbox

if TYPE_CHECKING:
    from notifications.mailbox.imap_address import ImapAddress

_NAME = re.compile(r"<[!#-;=?-\[\]-~]{1,200}>")  # one that no IMAP command would have to escape
TIMEOUT_SECONDS = 10.0  # for each step; a delivery run that finds no journal goes on without its evidence


class Journal:
    """`copy_to` is the address that gets the copies, empty where the mail server itself keeps them in `mailbox`."""

    def __init__(
        self, copy_to: str = "", mailbox: ImapAddress | None = None, *, timeout_seconds: float = TIMEOUT_SECONDS
    ) -> None:
        self.copy_to = copy_to
        self._box = ImapMailbox(mailbox, timeout_seconds=timeout_seconds) if mailbox is not None else None
        self._is_open = self._is_out_of_reach = False

    def find(self, message_id: str) -> bool:
        """Whether the letter with this Message-ID lies in the journal. No, also where nobody can tell; it never raises.

        A journal that cannot be asked is not asked again before `close`: its time-out is waited for once in a run, and
        a password that it refuses is tried once.
        """
        if self._box is None or self._is_out_of_reach or not _NAME.fullmatch(message_id):
            return False
        try:
            if not self._is_open:
                self._box.__enter__()
                self._is_open = True
            return self._box.has(message_id)
        except Exception:  # noqa: BLE001 -- whatever a mail server answers, the letters of the others go on
            self.close()
            self._is_out_of_reach = True
            return False

    def close(self) -> None:
        """Hang up. The next `find` dials again."""
        if self._box is not None and self._is_open:
            with suppress(Exception):
                self._box.__exit__(None, None, None)
        self._is_open = self._is_out_of_reach = False
