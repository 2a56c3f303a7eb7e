"""Made-up sections of reports on one subject, and copies of them that are alike to a known degree."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from ruamel.yaml import YAML

from domain.copies import SectionText

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PIECES = Path(__file__).with_name("section_texts.yaml")
COLUMNS = ("when", "who", "did", "what", "result")
SECTION = "II.1.1"


@cache
def pieces() -> dict[str, list[str]]:
    found: dict[str, list[str]] = YAML(typ="safe").load(PIECES)
    return found


def sentence(draw: Random) -> str:
    """One of a unit's own: of each column the head of a piece and the tail of another, and a figure."""
    when, who, did, what, result = (_crossed(draw, pieces()[column]) for column in COLUMNS)
    return f"{when[0].upper()}{when[1:]}, {who} {did} {draw.randint(2, 40)} {what}, {result}."


def _crossed(draw: Random, column: Sequence[str]) -> str:
    """No five words in a row are then as common among unrelated texts as what everybody says."""
    head, tail = (draw.choice(column).split() for _ in range(2))
    return " ".join([*head[: (len(head) + 1) // 2], *tail[(len(tail) + 1) // 2 :]])


def section(draw: Random, outline: Sequence[str], *, least: int = 4, most: int = 9) -> list[str]:
    """What a unit writes: words of the outline, what everybody says, and sentences of its own."""
    own = [sentence(draw) for _ in range(draw.randint(least, most))]
    said = [*draw.sample(pieces()["stock"], draw.randint(1, 2)), *own]
    return [f"{draw.choice(outline)}:", *said]


@dataclass(frozen=True, slots=True)
class Planted:
    """Texts of one section; `truth` are the pairs of units of which the second was made from the first."""

    texts: list[SectionText]
    truth: dict[tuple[str, str], str]


def with_sentences_replaced(draw: Random, lines: Sequence[str], share: float) -> list[str]:
    places = set(draw.sample(range(len(lines)), round(share * len(lines))))
    return [sentence(draw) if place in places else line for place, line in enumerate(lines)]


def with_words_replaced(draw: Random, lines: Sequence[str], share: float) -> list[str]:
    words = [line.split() for line in lines]
    places = [(row, at) for row, line in enumerate(words) for at in range(len(line))]
    for row, at in draw.sample(places, round(share * len(places))):
        words[row][at] = draw.choice(sentence(draw).split())
    return [" ".join(line) for line in words]


def planted(seed: int, outline: Sequence[str], *, units: int, copies: int) -> Planted:
    """`units` unrelated texts and, for each way and degree of copying, `copies` made from some of them, in any order."""
    draw = Random(seed)  # noqa: S311 -- figures that can be repeated, nothing secret
    written = {f"U{number:04}": section(draw, outline) for number in range(units)}
    truth: dict[tuple[str, str], str] = {}
    for way, share, lines, unit in _copies(draw, written, copies):
        name = f"C{len(truth):04}"
        written[name] = lines
        truth[unit, name] = f"{way} {1 - share:.0%}"
    texts = [SectionText(unit, SECTION, "\n".join(lines)) for unit, lines in written.items()]
    draw.shuffle(texts)
    return Planted(texts, truth)


def _copies(draw: Random, written: dict[str, list[str]], copies: int) -> Iterator[tuple[str, float, list[str], str]]:
    originals = iter(draw.sample(sorted(written), 6 * copies))
    for way, change in (("sentences", with_sentences_replaced), ("words", with_words_replaced)):
        for share in (0.0, 0.2, 0.4):
            for _ in range(copies):
                unit = next(originals)
                yield way, share, change(draw, written[unit], share), unit


def renamed(texts: Sequence[SectionText], section_id: str) -> list[SectionText]:
    """The same texts under another section."""
    return [SectionText(text.unit, section_id, text.text) for text in texts]
