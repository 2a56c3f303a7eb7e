"""What the lines of the log are about: request, account, campaign, tick.

It is bound once at the edge and stands in every line that anybody writes inside, whichever thread writes it.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_bound: ContextVar[dict[str, str] | None] = ContextVar("what a line of the log is about", default=None)


@contextmanager
def bound(**more: object) -> Iterator[None]:
    """Everything that is logged inside is about these, besides what was bound around it."""
    token = _bound.set({**facts(), **_known(more)})
    try:
        yield
    finally:
        _bound.reset(token)


def bind(**more: object) -> None:
    """Something more is known of what is being done, until the `bound` around it ends; in all of its threads."""
    known = _bound.get()
    if known is not None:
        known.update(_known(more))


def facts() -> Mapping[str, str]:
    return _bound.get() or {}


def fact(name: str) -> str:
    """What is bound under this name; empty where nothing is."""
    return facts().get(name, "")


def _known(more: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in more.items() if value not in (None, "")}
