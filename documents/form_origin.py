"""Where a report form belongs: written into the file, unseen, so that one that comes back tells it by itself."""

from __future__ import annotations

from dataclasses import dataclass

from documents.custom_properties import read_custom_properties
from domain.spelling import nfc

PLAN, UNIT, DUTY = "dondoc-plan", "dondoc-unit", "dondoc-duty"
# Codes are short. What is longer was not written by us.
_LONGEST_CODE = 100


@dataclass(frozen=True, slots=True)
class FormOrigin:
    """The id of the plan, the code of the unit and the id of the duty.

    A hint, not a proof: anybody can fill in the form of another unit, or change what the file says of itself.
    """

    plan: str
    unit: str
    duty: str

    def properties(self) -> dict[str, str]:
        return {PLAN: self.plan, UNIT: self.unit, DUTY: self.duty}


def form_of(content: bytes) -> FormOrigin | None:
    """None for a file that was not written on one of our forms, and for one that is damaged. Never raises."""
    found = read_custom_properties(content)
    codes = [nfc(found.get(name, "")) for name in (PLAN, UNIT, DUTY)]
    if not all(0 < len(code) <= _LONGEST_CODE for code in codes):
        return None
    return FormOrigin(*codes)
