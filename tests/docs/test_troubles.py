"""The operators' table of troubles quotes the program: each sentence in it is one that the program can say."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "van-hanh" / "su-co.md"
SPEAKING = ("cli", "config", "database", "domain", "operation", "services", "web")
JOINED = re.compile(r'"\s*\n\s*f?"')  # a sentence over two lines of code


def quoted() -> list[str]:
    """The first cells of the tables that quote something."""
    cells = re.findall(r"^\| (“.*?)” .*?\|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return [cell.removeprefix("“") for cell in cells]


@cache
def said() -> str:
    texts = (
        path.read_text(encoding="utf-8") for package in SPEAKING for path in sorted((ROOT / package).rglob("*.py"))
    )
    return JOINED.sub("", "\n".join(texts))


@pytest.mark.parametrize("sentence", quoted())
def test_a_sentence_of_the_table_is_one_of_the_program(sentence: str) -> None:
    parts = [part.strip() for part in sentence.split("…") if part.strip()]

    assert parts
    assert [part for part in parts if part not in said()] == []


def test_the_table_quotes_something() -> None:
    assert len(quoted()) > 15
