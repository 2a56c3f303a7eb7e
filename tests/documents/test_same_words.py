from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from documents.same_words import COMPARED_WORDS, same_words
from domain.copies import Copied, CopyKind, SectionText
from domain.sentences import Span

WORDS = st.lists(st.sampled_from(["Một", "hai", "ba,", "bốn."]), max_size=8).map(" ".join)


def shared(first: str, second: str, *, within: tuple[Span, Span] | None = None) -> list[tuple[str, str]]:
    stretch = within or (Span(0, len(first)), Span(0, len(second)))
    pair = Copied(CopyKind.UNITS, "I", SectionText("A", "I", first), SectionText("B", "I", second), 0.9, (stretch,))
    return [(one.of(first), other.of(second)) for one, other in same_words(pair)]


def test_replaced_figure_is_not_shared() -> None:
    assert shared("đến nay 100% thôn có loa", "đến nay 98% thôn có loa") == [
        ("đến nay", "đến nay"),
        ("thôn có loa", "thôn có loa"),
    ]


def test_case_marks_and_ways_of_spelling_do_not_count() -> None:
    assert shared("Huyện ủy, (xã)", "HUYỆN UỶ xã;") == [("Huyện ủy, (xã)", "HUYỆN UỶ xã;")]


def test_words_outside_the_stretch_are_not_looked_at() -> None:
    assert shared("a b c", "a b c", within=(Span(2, 3), Span(2, 3))) == [("b", "b")]


def test_texts_without_a_common_word_share_nothing() -> None:
    assert shared("một", "hai") == []
    assert shared("", "") == []


def test_endless_stretch_is_compared_at_its_beginning_and_the_rest_counts_as_shared() -> None:
    rest = "chữ " * (COMPARED_WORDS + 10)

    assert [one.split()[0] for one, _ in shared(f"Một hai {rest}", f"Khác hai {rest}")] == ["hai", "chữ"]


@given(WORDS, WORDS)
def test_what_is_shared_is_the_same_whichever_text_comes_first(first: str, second: str) -> None:
    found = shared(first, second)

    assert sum(len(one.split()) for one, _ in found) == sum(len(one.split()) for one, _ in shared(second, first))
    assert all(len(one.split()) == len(other.split()) for one, other in found)


@given(WORDS)
def test_a_text_shares_all_of_itself(text: str) -> None:
    assert "".join(one for one, _ in shared(text, text)) == text
