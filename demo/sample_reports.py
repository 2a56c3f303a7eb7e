"""Reports as units might write them, for demonstrations and tests: Word files on the outline, the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from documents.letterhead import Letterhead, Signature, number_line, write_letterhead, write_signature, write_title
from documents.party_document import Column, PartyDocument

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from domain.outline import Outline, Section

TEXTS = Path(__file__).parent / "sample_texts.yaml"

# How often a unit answers "Không." where it may, and how often it leaves a sentence of its bank unsaid.
SHARE_OF_NONE = 0.3
LEAST_WILLINGNESS = 0.45
# A district writes more than a commune: it says every sentence of its bank.
SCALE_OF_A_FULL_REPORT = 10
_TABLE_WIDTHS_MM = (12, 73, 30, 25, 25)


@dataclass(frozen=True, slots=True)
class SampleUnit:
    """`kind` as in sample_texts.yaml: "xã", "Huyện ủy", "Báo"…; `report_number` like "05-BC/ĐU", empty when not given."""

    name: str
    kind: str
    superior_name: str
    report_number: str
    place: str
    day: date | None


@dataclass(frozen=True, slots=True)
class _Author:
    """Who writes: the words and figures of the unit, and the dice that choose among the sentences."""

    words: Mapping[str, str]
    bank: Mapping[str, list[list[str]]]
    willingness: float
    random: Random

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
) -> bytes:
    """A .docx. `sections` limits it to these leaves, otherwise it holds all that have no owner; `without` leaves some out."""
    author = _author(unit, seed)
    document = PartyDocument(f"Báo cáo của {unit.name}")
    _write_head(document, unit, author)
    chosen = {leaf.id for leaf in outline.leaves() if _is_chosen(leaf, sections)} - set(without)
    for section in outline.walk():
        if any(part.id in chosen for part in section.walk()):
            document.heading(section.heading, level=section.level)
            if not section.sections:
                _write_section(document, section, author)
    write_signature(document, _signature(unit, author))
    return document.to_bytes()


def _is_chosen(leaf: Section, sections: tuple[str, ...] | None) -> bool:
    return not leaf.owners if sections is None else leaf.id in sections


def _author(unit: SampleUnit, seed: str) -> _Author:
    random = Random(seed)  # noqa: S311 -- sample texts are no secret
    kind = _kind(unit)
    words = {
        "committee": unit.name,
        "area": kind["area"],
        "below": kind["below"],
        **_figures(kind["scale"], random),
    }
    is_full = kind["scale"] >= SCALE_OF_A_FULL_REPORT
    willingness = 1.0 if is_full else random.uniform(LEAST_WILLINGNESS, 1)
    return _Author(words, _texts()[kind["group"]], willingness, random)


def _figures(scale: int, random: Random) -> dict[str, str]:
    """Drawn once for each report, so that a figure named twice is the same figure."""
    drawn = {
        name: random.randint(span["least"], span["most"]) * (1 if span.get("flat") else scale)
        for name, span in _texts()["figures"].items()
    }
    drawn["speakers_more"] = drawn["speakers"] - drawn["speakers_before"]
    drawn["boards_before"] = drawn["boards"] // 2
    return {name: _number(value) for name, value in drawn.items()}


def _number(value: int) -> str:
    """1.350 for a thousand and more, 05 for a count below ten."""
    return f"{value:,}".replace(",", ".") if value > 9 else f"{value:02d}"  # noqa: PLR2004 -- one digit


def _write_head(document: PartyDocument, unit: SampleUnit, author: _Author) -> None:
    code = "/".join(filter(None, ("BC", _kind(unit)["symbol"])))
    number = f"Số {unit.report_number}" if unit.report_number else number_line(None, code=code)
    write_letterhead(document, Letterhead(unit.superior_name, unit.name, number, unit.place, unit.day))
    write_title(document, kind="Báo cáo", abstract=_texts()["abstract"])
    document.paragraph(f"{author.says(author.random.choice(_texts()['introduction']))}:")


def _write_section(document: PartyDocument, section: Section, author: _Author) -> None:
    texts = _texts()
    if section.id in texts["may_be_none"] and author.random.random() < SHARE_OF_NONE:
        document.paragraph(texts["none"])
        return
    for sentence in _sentences(author.bank.get(section.id, texts["other"]), author):
        document.paragraph(author.says(sentence))
    if section.id in texts["table"]["sections"] and author.bank is texts["local"]:
        _write_figures(document, author)


def _sentences(slots: Sequence[Sequence[str]], author: _Author) -> list[str]:
    """One out of each slot; the first always, the others as far as the unit is willing to write."""
    return [
        author.random.choice(slot)
        for place, slot in enumerate(slots)
        if place == 0 or author.random.random() < author.willingness
    ]


def _write_figures(document: PartyDocument, author: _Author) -> None:
    """A table in every other report."""
    table = _texts()["table"]
    if author.random.random() < 0.5:  # noqa: PLR2004 -- heads or tails
        return
    document.paragraph(table["caption"])
    columns = [
        Column(title, width, centred=title != "Nội dung")
        for title, width in zip(table["head"], _TABLE_WIDTHS_MM, strict=True)
    ]
    rows = [[str(n), *(cell.format_map(author.words) for cell in row)] for n, row in enumerate(table["rows"], start=1)]
    document.table(columns, rows)


def _signature(unit: SampleUnit, author: _Author) -> Signature:
    kind, names = _kind(unit), _texts()["names"]
    name = " ".join(author.random.choice(names[part]) for part in ("family", "middle", "given"))
    return Signature(
        kind.get("authority", "T/M BAN THƯỜNG VỤ"),
        kind.get("position", "PHÓ BÍ THƯ"),
        name=name,
        recipients=(*_texts()["recipients"], f"Lưu {unit.name}"),
    )


def _kind(unit: SampleUnit) -> dict[str, Any]:
    kind: dict[str, Any] = _texts()["kinds"][unit.kind.casefold()]
    return kind


@cache
def _texts() -> dict[str, Any]:
    texts: dict[str, Any] = YAML(typ="safe").load(TEXTS)
    return texts
