"""Reports as units might write them, for demonstrations and tests: Word files on the outline, the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from documents.layouts import PARTY, STATE
from documents.letterhead import Letterhead, Signature, number_line
from documents.party_document import Column, PartyDocument
from domain.letterhead import archive_of, is_state_kind, signing_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from documents.layouts import Layout
    from domain.outline import Outline, Section

TEXTS = Path(__file__).parent / "sample_texts.yaml"

# How often a unit answers "Không." where it may, and how often it leaves a sentence of its bank unsaid.
SHARE_OF_NONE = 0.3
LEAST_WILLINGNESS = 0.45
# A district writes more than a commune: it says every sentence of its bank.
SCALE_OF_A_FULL_REPORT = 10
_TABLE_WIDTHS_MM = (12, 73, 30, 25, 25)
END_OF_DOCUMENT = "./."


@dataclass(frozen=True, slots=True)
class SampleUnit:
    """`kind` as in sample_texts.yaml: "xã", "Huyện ủy", "Báo"…; `report_number` like "05-BC/ĐU", empty when not given.

    `superior_name` and `issuer_name` are the lines of the letterhead, the latter the name unless it is shorter there;
    `recipients` are where the report goes.
    """

    name: str
    kind: str
    superior_name: str
    report_number: str
    place: str
    day: date | None
    issuer_name: str = ""
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Author:
    """Who writes: the words and figures of the unit, and how much it is willing to say.

    Each part of the report has dice of its own, so that leaving one out, or saying more in it, changes no other.
    """

    seed: str
    words: Mapping[str, str]
    figures: Mapping[str, int]
    bank: Mapping[str, list[list[str]]]
    willingness: float

    def may_answer_none(self, section: str) -> bool:
        """The provincial government has something to say on everything."""
        return section in _texts()["may_be_none"] and self.bank is not _texts()["government"]

    def dice(self, part: str) -> Random:
        return _dice(self.seed, part)

    def says(self, text: str) -> str:
        sentence = text.format_map(self.words)
        return sentence[0].upper() + sentence[1:]


def sample_report(
    unit: SampleUnit,
    outline: Outline,
    *,
    sections: tuple[str, ...] | None = None,
    seed: str,
    without: tuple[str, ...] = (),
    thorough: bool = False,
) -> bytes:
    """A .docx. `sections` limits it to these leaves, otherwise it holds all that have no owner; `without` leaves some out.

    A `thorough` report says all that the same unit said before, and what it had left unsaid.
    """
    author = _author(unit, seed, thorough=thorough)
    document = PartyDocument(f"Báo cáo của {unit.name}")
    _write_head(document, unit, author)
    chosen = [leaf.id for leaf in outline.leaves() if _is_chosen(leaf, sections) and leaf.id not in without]
    for section in outline.walk():
        if any(part.id in chosen for part in section.walk()):
            document.heading(section.heading, level=section.level)
            if not section.sections:
                may_be_none = sections is None and author.may_answer_none(section.id)
                _write_section(document, section, author, may_be_none=may_be_none, last=section.id == chosen[-1])
    _layout(unit).close(document, _signature(unit, author))
    return document.to_bytes()


def _is_chosen(leaf: Section, sections: tuple[str, ...] | None) -> bool:
    return not leaf.owners if sections is None else leaf.id in sections


def _author(unit: SampleUnit, seed: str, *, thorough: bool) -> _Author:
    kind = _kind(unit)
    figures = _figures(kind["scale"], _dice(seed, "figures"))
    words = {
        "committee": unit.name,
        **{word: kind[word] for word in ("area", "below", "branches")},
        **{name: _number(value) for name, value in figures.items()},
    }
    is_full = thorough or kind["scale"] >= SCALE_OF_A_FULL_REPORT
    willingness = 1.0 if is_full else _dice(seed, "willingness").uniform(LEAST_WILLINGNESS, 1)
    return _Author(seed, words, figures, _texts()[kind["group"]], willingness)


def _dice(seed: str, part: str) -> Random:
    return Random(f"{seed}/{part}")  # noqa: S311 -- sample texts are no secret


def _figures(scale: int, dice: Random) -> dict[str, int]:
    """Drawn once for each report, so that a figure named twice is the same figure."""
    drawn = {
        name: sum(dice.randint(span["least"], span["most"]) for _ in range(1 if span.get("flat") else scale))
        for name, span in _texts()["figures"].items()
    }
    for name, share in _texts()["shares"].items():
        drawn[name] = max(1, drawn[share["of"]] * dice.randint(share["least"], share["most"]) // 100)
    drawn["speakers_more"] = drawn["speakers"] - drawn["speakers_before"]
    return drawn


def _number(value: int) -> str:
    """1.350 for a thousand and more; in a sentence a count below ten is written 05."""
    return _in_table(value) if value > 9 else f"{value:02d}"  # noqa: PLR2004 -- one digit


def _in_table(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _write_head(document: PartyDocument, unit: SampleUnit, author: _Author) -> None:
    layout, given = _layout(unit), unit.report_number
    code = "/".join(filter(None, ("BC", _kind(unit)["symbol"])))
    number = f"{'Số:' if layout is STATE else 'Số'} {given}" if given else number_line(None, code=code)
    layout.head(document, Letterhead(unit.superior_name, unit.issuer_name or unit.name, number, unit.place, unit.day))
    layout.title(document, kind="Báo cáo", abstract=_texts()["abstract"])
    document.paragraph(f"{author.says(author.dice('introduction').choice(_texts()['introduction']))}:")


def _write_section(
    document: PartyDocument, section: Section, author: _Author, *, may_be_none: bool, last: bool
) -> None:
    texts, dice = _texts(), author.dice(section.id)
    if may_be_none and dice.random() < SHARE_OF_NONE:
        sentences = [texts["none"]]
    else:
        said = _sentences(author.bank.get(section.id, texts["other"]), author, dice)
        sentences = [author.says(sentence) for sentence in said]
    if last:
        sentences[-1] = f"{sentences[-1].removesuffix('.')}{END_OF_DOCUMENT}"
    for sentence in sentences:
        document.paragraph(sentence)
    if section.id == texts["table"]["section"] and author.bank is texts["local"]:
        _write_figures(document, author)


def _sentences(slots: Sequence[Sequence[str]], author: _Author, dice: Random) -> list[str]:
    """One out of each slot; the first always, the others as far as the unit is willing to write."""
    thrown = [(dice.choice(slot), dice.random()) for slot in slots]
    return [text for place, (text, luck) in enumerate(thrown) if place == 0 or luck < author.willingness]


def _write_figures(document: PartyDocument, author: _Author) -> None:
    """A table in every other report."""
    table = _texts()["table"]
    if author.dice("table").random() < 0.5:  # noqa: PLR2004 -- heads or tails
        return
    document.paragraph(table["caption"])
    columns = [
        Column(title, width, centred=title != "Nội dung")
        for title, width in zip(table["head"], _TABLE_WIDTHS_MM, strict=True)
    ]
    words = {name: _in_table(value) for name, value in author.figures.items()}
    rows = [[str(n), *(cell.format_map(words) for cell in row)] for n, row in enumerate(table["rows"], start=1)]
    document.table(columns, rows)


def _signature(unit: SampleUnit, author: _Author) -> Signature:
    signing = signing_of(name=unit.name, kind=unit.kind)
    return Signature(
        signing.authority,
        signing.position,
        name=person(author.seed),
        recipients=(*unit.recipients, archive_of(name=unit.name, kind=unit.kind)),
    )


def _layout(unit: SampleUnit) -> Layout:
    return STATE if is_state_kind(unit.kind) else PARTY


def person(seed: str) -> str:
    """A name, always the same for the same seed."""
    dice, names = _dice(seed, "name"), _texts()["names"]
    given = dice.choice(names["people"])
    return " ".join((dice.choice(names["family"]), dice.choice(given["middle"]), dice.choice(given["given"])))


def _kind(unit: SampleUnit) -> dict[str, Any]:
    kind: dict[str, Any] = _texts()["kinds"][unit.kind.casefold()]
    return kind


@cache
def _texts() -> dict[str, Any]:
    texts: dict[str, Any] = YAML(typ="safe").load(TEXTS)
    return texts
