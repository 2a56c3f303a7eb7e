"""What a plugin of Apprise says to its log about one attempt: it returns yes or no, and only there it says which no.

The words are those of Apprise's plugins in general: "Socket Exception: …" with the text of requests for a call that
failed, "error=404" for one that was answered. A plugin with words of its own is not understood, and then nothing is known.
"""

from __future__ import annotations

import logging
import re
from typing import Any

_ANSWERED_NO = re.compile(r"\berror=4\d\d\b")
_FAILED = re.compile(r"\b(?:Socket|I/O)\b.*\bException\b", re.IGNORECASE)
# How urllib3 and the resolver word that nobody was reached, so that nothing can have been said.
_NEVER_REACHED = re.compile(
    r"NewConnectionError|ConnectTimeoutError|NameResolutionError|Failed to establish a new connection|"
    r"Connection refused|Name or service not known|certificate verify failed",
)


class Listener(logging.Handler):
    """Takes the place of a plugin's log. What it hears stays in it, for there may be a URL with a secret in the words."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self._heard: list[str] = []
        self.logger = logging.Logger("one attempt", logging.DEBUG)  # noqa: LOG001 -- nobody else shall hear it, by any name
        self.logger.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self._heard.append(record.getMessage())

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 -- the name that logging gives it
        """What a plugin words wrongly is not heard."""

    def knows_it_did_not_go(self) -> bool:
        """Whether after a no it is certain that nobody has taken the message."""
        failures = [words for words in self._heard if _FAILED.search(words)]
        if failures:
            return all(_NEVER_REACHED.search(words) for words in failures)
        return any(_ANSWERED_NO.search(words) for words in self._heard)


def listen_to(service: Any) -> Listener:  # noqa: ANN401 -- whatever plugin
    listener = Listener()
    service.logger = listener.logger
    return listener
