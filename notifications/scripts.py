"""What is said on the telephone: a script for each unit, filled in from a context of its own like any letter."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from notifications.rendering import fill

if TYPE_CHECKING:
    from datetime import date

    from notifications.contexts import Duty, PlanFacts

FOLDER = "phone_script"


@dataclass(frozen=True, slots=True)
class PhoneScript:
    """Who calls whom about what. `caller` and `callee` are empty where nobody is known yet.

    `is_through_superior` where the person called belongs to the unit's superior; `addresses` are those on record,
    `intake` the one that reports may be mailed to, if there is one.
    """

    plan: PlanFacts
    duty: Duty
    caller: str
    callee: str
    is_through_superior: bool
    days_late: int
    is_returned: bool
    promised: date | None
    addresses: tuple[str, ...]
    intake: str


def phone_script(context: PhoneScript) -> str:
    """The words to say, a paragraph for each thing. Raises jinja2.UndefinedError like `render`."""
    return fill(f"{FOLDER}/body.txt", {field.name: getattr(context, field.name) for field in fields(context)})
