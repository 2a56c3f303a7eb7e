"""From a context to what is said: the templates of its folder, filled in, and nothing else."""

from __future__ import annotations

import re
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from domain import vietnamese_dates
from domain.spelling import nfc
from notifications import wording
from notifications.brief_writing import brief_of
from notifications.envelope import Rendered
from notifications.messages import FOLDERS
from notifications.typography import keep_numbers_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from notifications.contexts import Context

_FILTERS = (
    vietnamese_dates.day_text,
    vietnamese_dates.moment_text,
    vietnamese_dates.month_text,
    vietnamese_dates.weekday_name,
    vietnamese_dates.weekday_text,
    wording.acknowledgement,
    wording.addressed,
    wording.by_superior,
    wording.citation,
    wording.clause_name,
    wording.days_left_text,
    wording.destination,
    wording.earlier_lines,
    wording.figures_text,
    wording.headline,
    wording.reading_text,
    wording.signature,
    wording.time_limit,
    wording.writer,
)
_TESTS = (wording.falls_on_weekend,)
_BLANK_LINES = re.compile(r"\n{3,}")


def render(context: Context, *, with_brief: bool = True) -> Rendered:
    """The letter for this context; its brief costs as much again, and a channel that carries the letter needs none.

    Raises jinja2.UndefinedError when a template asks for what the context lacks.
    """
    folder = FOLDERS[type(context)]
    facts: dict[str, object] = {field.name: getattr(context, field.name) for field in fields(context)}
    subject = " ".join(fill(f"{folder}/subject.txt", facts).split())
    text = fill(f"{folder}/body.txt", facts)
    page = fill(f"{folder}/body.html", facts | {"subject": subject})
    head, body = page[: page.index("<body")], page[page.index("<body") :]
    html = head + keep_numbers_whole(body, opening='<span style="white-space:nowrap">')
    brief = brief_of(context, facts, fill=fill) if with_brief else None
    return Rendered(subject=subject, text=text, html=html, brief=brief)


def fill_from(template: str, context: Context) -> str:
    """One template by itself, for what a letter carries beside its text."""
    return fill(template, {field.name: getattr(context, field.name) for field in fields(context)}).strip()


def fill(template: str, facts: Mapping[str, object]) -> str:
    """One template with these facts in it, in composed letters and without blank lines in a row."""
    filled = _environment().get_template(template).render(facts)
    return nfc(_BLANK_LINES.sub("\n\n", filled).strip() + "\n")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("notifications"),
        autoescape=select_autoescape(enabled_extensions=("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters |= {function.__name__: function for function in _FILTERS}
    environment.tests |= {function.__name__: function for function in _TESTS}
    return environment
