"""The numbers that the handbook shows on real sentences are those that the program finds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config.likeness import thresholds
from domain.alike_sentences import likeness
from domain.copies import SectionText
from domain.copying import find_copies
from domain.likeness import Said
from domain.sentence_meaning import meaning
from domain.statements import group_alike
from domain.word_alignment import order_likeness
from domain.words import folded_words

HANDBOOK = Path(__file__).parents[2] / "docs" / "huong-dan-su-dung" / "dong-lenh.md"
PART = re.compile(r"^### Thế nào là giống nhau\n(.*?)^##", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| (.+) \| (.+) \| (\d+)% \| (viết chung|để riêng)", re.MULTILINE)
QUOTE = re.compile(r"^> (.+)$", re.MULTILINE)
COPY = re.compile(r"trùng (\d+)% \((\d+) trong (\d+) từ")


def part() -> str:
    found = PART.search(HANDBOOK.read_text(encoding="utf-8"))
    assert found
    return found[1]


def examples() -> list[tuple[str, ...]]:
    return ROW.findall(part())


def test_handbook_shows_sentences_of_both_kinds() -> None:
    assert {row[-1] for row in examples()} == {"viết chung", "để riêng"}


@pytest.mark.parametrize(("one", "other", "percent", "result"), examples())
def test_sentences_of_the_handbook_are_as_alike_as_it_says(one: str, other: str, percent: str, result: str) -> None:
    first, second = meaning(one), meaning(other)

    together = group_alike([Said("A", one, 0), Said("B", other, 1)], thresholds())

    assert int(100 * order_likeness(first.words, second.words)) == int(percent)
    assert bool(together) == (result == "viết chung") == (likeness(first, second) >= thresholds().statement)


def test_copy_of_the_handbook_has_the_share_that_it_says() -> None:
    texts = [SectionText(unit, "I.1", text) for unit, text in zip("AB", QUOTE.findall(part()), strict=True)]
    shown = COPY.search(part())
    assert shown
    percent, common, words = map(int, shown.groups())

    (found,) = find_copies(texts, thresholds())

    assert int(100 * found.likeness) == percent
    assert found.likeness == common / words
    assert words == min(len(folded_words(text.text)) for text in texts)


def test_numbers_of_the_handbook_are_those_of_the_file() -> None:
    used = thresholds()

    assert f"từ {used.statement:.0%} số từ" in part()
    assert f"từ {used.statement_words} từ" in part()
    assert f"từ {used.statement_units} đơn vị" in part()
    assert f"đạt từ {used.copy:.0%}" in part()
    assert f"dưới {used.copy_words} từ" in part()
