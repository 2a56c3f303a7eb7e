"""What happened to the obligations of a played campaign on one day."""

from __future__ import annotations

from typing import NamedTuple


class Events(NamedTuple):
    """What came in, went back, was promised and was accepted on one day; and which units something rarer happened to."""

    received: int = 0
    returned: int = 0
    promised: int = 0
    accepted: int = 0
    refused: tuple[str, ...] = ()
    extended: tuple[str, ...] = ()
    exempted: tuple[str, ...] = ()
