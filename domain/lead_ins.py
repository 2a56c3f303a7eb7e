"""Lead-ins (lời dẫn): how a draft says who says something; read again where a report was itself made from such a draft.

A district's report counts its communes ("2/4 đơn vị (Hợp Lý, Chính Lý) nêu: …"). At the province the sentence behind these
words is compared with those of other districts, and the count goes on beside the name of the district.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

QUOTED_BY = "{counted} đơn vị ({names}) nêu: "
NOTHING_FROM = "{counted} đơn vị ({names}) trả lời: "
COUNTED_BELOW = "{name}: {counted} đơn vị"
# Who sends a draft on may write the space as Word does, or none; names have brackets of their own at times.
_LEAD_IN = re.compile(r"\s*(\d{1,5}/\d{1,5}) đơn vị \([^\n]*?\) (?:nêu|trả lời):\s+")


@dataclass(frozen=True, slots=True)
class LeadIn:
    """The words before a sentence, which begins at `end`; `counted` is what they count, as "2/4"."""

    counted: str
    end: int


def lead_in_of(text: str) -> LeadIn | None:
    found = _LEAD_IN.match(text)
    return None if found is None else LeadIn(found[1], found.end())


def without_lead_in(text: str) -> str:
    found = lead_in_of(text)
    return text if found is None else text[found.end :]
