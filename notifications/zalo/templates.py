"""Which of Zalo's approved templates says what, and with which parameters: filled from a brief, checked before sending.

Limits are Zalo's own, in characters of composed text (NFC): names 30, addresses 200, labels 30, dates 20 and so on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domain.spelling import nfc
from domain.vietnamese_dates import day_text
from notifications.messages import MESSAGE_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from notifications.briefs import Brief

LONGEST = 400  # no parameter of any kind may be longer


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a template: what of the brief goes into it, and how many characters Zalo takes."""

    says: str
    longest: int


@dataclass(frozen=True, slots=True)
class Template:
    """`template_id` is the number that Zalo gave when it approved the template; empty while there is none.

    `is_reply` lets the Official Account answer with free text where the person wrote within 48 hours.
    """

    template_id: str = ""
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    is_reply: bool = False


Templates = dict[str, Template]


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a message cannot go out this way: known before anything is sent."""

    code: str
    detail: str


SAYS: dict[str, Callable[[Brief, int], str]] = {
    "title": lambda brief, _: MESSAGE_NAMES.get(brief.message, brief.message),
    "plan": lambda brief, _: brief.plan_number,
    "task": lambda brief, longest: _cut(brief.task, longest),
    "asked": lambda brief, longest: _cut(brief.asked, longest),
    "unit": lambda brief, longest: brief.unit if len(nfc(brief.unit)) <= longest else brief.short_unit,
    "deadline": lambda brief, _: day_text(brief.last_day) if brief.last_day else "",
    "days": lambda brief, _: str(abs(brief.days)),
}
"""What a parameter may say. Only a task and a request are ever cut: a unit or a day cut short would be another one."""


def fill(template: Template, brief: Brief) -> dict[str, str] | Unfit:
    """The parameters with their values; Unfit for the first that Zalo would not take."""
    filled = {}
    for name, parameter in sorted(template.parameters.items()):
        value = nfc(SAYS[parameter.says](brief, parameter.longest)).strip()
        if not value:
            return Unfit("empty", f"Tham số “{name}” của mẫu tin không có nội dung cho thông báo này.")
        if len(value) > parameter.longest:
            return Unfit("too_long", _too_long(name, value, parameter))
        filled[name] = value
    return filled


def missing_templates(templates: Mapping[str, Template], messages: Iterable[str], *, may_reply: bool) -> list[str]:
    """The kinds of message that cannot go out: to be said before a campaign, not found out in it.

    `may_reply` holds for a channel that can also answer with free text.
    """
    return [message for message in messages if not carries(templates.get(message), may_reply=may_reply)]


def carries(template: Template | None, *, may_reply: bool) -> bool:
    return template is not None and (bool(template.template_id) or (may_reply and template.is_reply))


def _too_long(name: str, value: str, parameter: Parameter) -> str:
    advice = " Hãy đặt tên ngắn cho đơn vị." if parameter.says == "unit" else ""
    return f"Tham số “{name}” dài {len(value)} ký tự, mẫu tin chỉ nhận {parameter.longest}: “{value}”.{advice}"


def _cut(text: str, longest: int) -> str:
    """Cut at a word, with a sign that it goes on."""
    whole = nfc(text)
    if len(whole) <= longest:
        return whole
    kept = whole[: longest - 1]
    at_a_word = kept.rpartition(" ")[0] if " " in kept else kept
    return f"{at_a_word.rstrip(' ,;.')}…"
