"""Which run a draft came from: written into the file, unseen, so that an edited one leads back to its draft."""

from __future__ import annotations

from documents.custom_properties import read_custom_properties
from domain.spelling import nfc

RUN = "dondoc-ban-tong-hop"
# Keys are short. What is longer was not written by us.
_LONGEST_KEY = 100


def draft_properties(run: str) -> dict[str, str]:
    """For `PartyDocument.mark`; `run` is the key of the run that wrote the draft."""
    return {RUN: run}


def run_of(content: bytes) -> str | None:
    """The key of the run. None for what is none of our drafts, and for a damaged file. Never raises.

    A hint, not a proof: anybody can change what a file says of itself, and some programs drop it on saving.
    """
    key = nfc(read_custom_properties(content).get(RUN, ""))
    return key if 0 < len(key) <= _LONGEST_KEY else None
