"""The two ways in which a report is headed, titled and closed: the Party's, and that of the State's bodies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from documents.letterhead import write_letterhead, write_signature, write_title
from documents.state_letterhead import write_state_letterhead, write_state_signature, write_state_title

if TYPE_CHECKING:
    from collections.abc import Callable

    from documents.letterhead import Letterhead, Signature
    from documents.party_document import PartyDocument


class WriteTitle(Protocol):
    def __call__(self, document: PartyDocument, *, kind: str, abstract: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Layout:
    head: Callable[[PartyDocument, Letterhead], None]
    title: WriteTitle
    close: Callable[[PartyDocument, Signature], None]


PARTY = Layout(write_letterhead, write_title, write_signature)
STATE = Layout(write_state_letterhead, write_state_title, write_state_signature)
