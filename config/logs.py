"""Logs for the operator: lines of text or of JSON, each with what it is about, and never with a secret."""

from __future__ import annotations

import logging
import re
import sys
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from pydantic import SecretStr
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from config.log_facts import facts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from config.settings import Settings

# They bring handlers of their own, which would say everything twice, in another form.
WITH_HANDLERS = ("uvicorn", "prefect", "alembic")
# They tell of every call, some with the address, of which a token is a part.
TALKATIVE = ("httpx", "httpcore", "urllib3", "apprise", "alembic", "asyncio")
SHORTEST_SECRET = 6  # shorter ones would black out half of every line
_PIECES = re.compile(r"[\s/:@?&=,;#]+")


def set_up_logs(settings: Settings) -> None:
    """One handler for the whole process, on the standard error. May be called again: the last call counts."""
    handler = _Stderr()
    handler.setFormatter(_Discreet(_json() if settings.log_format == "json" else _text(), secrets_of(settings)))
    handler.addFilter(_add_facts)
    root = logging.getLogger()
    root.handlers = [one for one in root.handlers if not _speaks_twice(one)] + [handler]
    root.setLevel(settings.log_level)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    for name in [*WITH_HANDLERS, *logging.root.manager.loggerDict]:
        if name.partition(".")[0] in WITH_HANDLERS:
            _hand_over(logging.getLogger(name))


def _speaks_twice(handler: logging.Handler) -> bool:
    """An earlier one of ours, or that which Prefect gives to all loggers as soon as it is imported."""
    return isinstance(handler, _Stderr) or type(handler).__module__.partition(".")[0] in WITH_HANDLERS


def _hand_over(logger: logging.Logger) -> None:
    """Its lines go our way; what sends them elsewhere (to Prefect's server) stays."""
    logger.handlers = [one for one in logger.handlers if not isinstance(one, logging.StreamHandler)]
    logger.propagate = True


def secrets_of(settings: Settings) -> frozenset[str]:
    """Whatever in the settings must not be read in a log: keys and passwords, as they are and as addresses have them."""
    values = [getattr(settings, name) for name in type(settings).model_fields]
    given = [one.get_secret_value() for one in values if isinstance(one, SecretStr)]
    found = {piece for one in given for url in one.split() for piece in _pieces(url)} | set(given)
    try:
        found.add(make_url(settings.database).password or "")
    except ArgumentError:
        found.add(settings.database_url)
    return frozenset(one for one in found if len(one) >= SHORTEST_SECRET)


def _pieces(url: str) -> Iterator[str]:
    """The password, and of what else stands in an address all that is no name of a machine or a mailbox."""
    try:
        password = urlsplit(url).password or ""
    except ValueError:
        password = ""
    yield from (password, unquote(password))
    yield from (piece for piece in _PIECES.split(url) if "." not in piece and len(piece) > len("username"))


class _Stderr(logging.StreamHandler["TextIO"]):
    """Ours, and always the standard error of the moment."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        return sys.stderr


class _Discreet(logging.Formatter):
    """Around another formatter: what is secret is blacked out in whatever that has written, stack traces included."""

    def __init__(self, inner: logging.Formatter, secrets: frozenset[str]) -> None:
        super().__init__()
        self._inner = inner
        longest_first = sorted(secrets, key=len, reverse=True)
        self._secrets = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def format(self, record: logging.LogRecord) -> str:
        text = self._inner.format(record)
        return self._secrets.sub("***", text) if self._secrets else text


class _WithFacts(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        about = " ".join(f"{name}={value}" for name, value in facts().items())
        head, line, rest = super().format(record).partition("\n")
        return f"{head} [{about}]{line}{rest}" if about else f"{head}{line}{rest}"


def _text() -> logging.Formatter:
    return _WithFacts("%(asctime)s %(levelname)s %(name)s: %(message)s")


def _json() -> logging.Formatter:
    from pythonjsonlogger.json import JsonFormatter  # noqa: PLC0415 -- only where lines are for machines

    return JsonFormatter(
        "%(levelname)s %(name)s %(message)s",
        rename_fields={"levelname": "level", "name": "logger", "exc_info": "trace"},
        timestamp="time",
        json_ensure_ascii=False,
    )


def _add_facts(record: logging.LogRecord) -> bool:
    vars(record).update(facts())
    return True
