from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.sentences import sentence_spans

CORPUS = Path(__file__).parent / "corpus" / "sentences.txt"
CUT = "¦"

# Prose with what makes cutting hard: numbers, abbreviations, marks that open and close, line breaks of every kind.
PIECES = st.sampled_from(
    [
        "Cấp ủy",
        "đã họp",
        "TP",
        "Th.S",
        "v.v",
        "1",
        "2022",
        "A",
        ".",
        "...",
        "…",
        "./.",
        "!",
        "?",
        ";",
        ":",
        "(",
        ")",
        "“",
        "”",
        '"',
        "[",
        "]",
        " ",
        "  ",
        "\n",
        "\xa0",
        "\u2028",
        "-",
        "a)",
    ],
)
PROSE = st.lists(PIECES).map("".join)


def cases() -> list[str]:
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_corpus_is_large_enough_to_mean_something() -> None:
    assert len(set(cases())) >= 60


@pytest.mark.parametrize("case", cases())
def test_sentences_are_those_that_a_reader_cuts(case: str) -> None:
    written = case.replace("⏎", "\n")
    expected = [piece.strip() for piece in written.split(CUT)]
    text = written.replace(f" {CUT} ", " ").replace(CUT, "")

    assert [span.of(text) for span in sentence_spans(text)] == expected


def test_text_without_words_has_no_sentence() -> None:
    assert sentence_spans(" \n\u00a0\t") == ()


def test_long_quotation_is_cut_into_its_sentences() -> None:
    speech = " ".join(f"Câu thứ {number} của bài phát biểu dài tại hội nghị sơ kết." for number in range(1, 9))

    assert len(sentence_spans(f"Đồng chí nói: “{speech}”")) == 8


@given(PROSE | st.text())
def test_sentences_hold_all_but_the_space_between_them(text: str) -> None:
    spans = sentence_spans(text)

    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())


@given(PROSE | st.text())
def test_sentences_follow_each_other_and_have_no_space_around_them(text: str) -> None:
    spans = sentence_spans(text)

    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(span.of(text) == span.of(text).strip() != "" for span in spans)


@given(PROSE | st.text(), st.text(max_size=5))
def test_line_is_cut_the_same_whatever_stands_on_the_next_one(text: str, following: str) -> None:
    alone = [span.of(text) for span in sentence_spans(text)]

    longer = f"{text}\n{following}"

    assert [span.of(longer) for span in sentence_spans(longer)][: len(alone)] == alone
