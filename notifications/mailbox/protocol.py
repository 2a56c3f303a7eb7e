"""The contract of a mailbox: look, then put aside what has been taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from types import TracebackType

    from domain.mail import Arrival


class Mailbox(Protocol):
    """A box that is opened by `with`. Everything it does may raise RuleBroken, which says what to check.

    `arrivals` gives the mails in the box, the oldest first, at most `most` of them, each fetched only when it is asked
    for. `put_aside` takes one out of the box; it is called only after what came of the mail has been committed, so a
    mail is seen twice rather than never. `bring_back` lays what was put aside and came on or after that day into the box
    again, and returns how many mails that were.
    """

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def count(self) -> int: ...

    def arrivals(self, *, most: int) -> Iterator[Arrival]: ...

    def put_aside(self, uid: str) -> None: ...

    def bring_back(self, *, since: date) -> int: ...
