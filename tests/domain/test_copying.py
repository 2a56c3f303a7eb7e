from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.section_texts import SECTION, planted, section, with_sentences_replaced, with_words_replaced
from domain.copies import Copied, CopyGroup, CopyKind, SectionText
from domain.copy_groups import copy_groups
from domain.copying import find_copies
from domain.likeness import Thresholds
from domain.stock_phrases import LONGEST_PHRASE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.sentences import Span

USUAL = Thresholds()
HINTS = (
    "Tổ chức lực lượng, cơ sở vật chất, phương tiện kỹ thuật làm công tác thông tin cơ sở của sở, ban, ngành và địa phương",
    "Công tác phối hợp giữa các sở, ban, ngành của tỉnh với cấp ủy, chính quyền địa phương trong tổ chức cung cấp thông tin",
)
OUTLINE = [SectionText("", SECTION, hint) for hint in HINTS]
TEXTS = st.lists(
    st.sampled_from(["cấp", "ủy", "đã", "họp", "bàn", "nhiệm", "vụ", "năm", "2022", "Loa"]), max_size=90
).map(" ".join)


def random(seed: int) -> Random:
    return Random(seed)  # noqa: S311 -- the same texts in every run, nothing secret


def of(unit: str, lines: Sequence[str], section_id: str = SECTION) -> SectionText:
    return SectionText(unit, section_id, "\n".join(lines))


def unrelated(count: int, seed: int = 1) -> list[list[str]]:
    draw = random(seed)
    return [section(draw, HINTS) for _ in range(count)]


def units_of(copies: Sequence[Copied]) -> list[tuple[str, str]]:
    return [(one.first.unit, one.second.unit) for one in copies]


def test_unrelated_reports_on_one_subject_are_no_copies() -> None:
    texts = [of(f"U{number}", lines) for number, lines in enumerate(unrelated(60))]

    assert find_copies(texts, USUAL, outline=OUTLINE) == ()


def test_planted_copies_are_found_and_nothing_else() -> None:
    made = planted(11, HINTS, units=90, copies=6)

    found = find_copies(made.texts, USUAL, outline=OUTLINE)

    pairs = {frozenset(pair) for pair in units_of(found)}
    truth = {frozenset(pair) for pair in made.truth}
    assert len(pairs & truth) >= 0.95 * len(truth)
    assert len(pairs & truth) >= 0.95 * len(pairs)


def test_likeness_is_the_share_of_the_words_that_were_left() -> None:
    draw = random(2)
    lines = section(draw, HINTS, least=9)

    (half,) = find_copies([of("A", lines), of("B", with_words_replaced(draw, lines, 0.2))], USUAL)

    assert 0.7 <= half.likeness <= 0.88


def test_copy_shows_the_same_words_in_both_texts() -> None:
    first, other = unrelated(2)
    texts = [of("A", first), of("B", [*other[:3], *first[3:]])]

    (found,) = find_copies(texts, replace(USUAL, copy=0.3))

    (one, two) = found.stretches[-1]
    assert one.of(texts[0].text) == two.of(texts[1].text)
    assert first[-1].removesuffix(".") in one.of(texts[0].text)


def test_copy_inside_a_longer_report_counts_by_the_shorter_one() -> None:
    first, other = unrelated(2)

    (found,) = find_copies([of("A", [*other, *first]), of("B", first)], USUAL)

    assert found.likeness > 0.95


def test_paragraphs_in_another_order_are_still_a_copy() -> None:
    lines = unrelated(1)[0]

    (found,) = find_copies([of("A", lines), of("B", lines[::-1])], USUAL)

    assert found.likeness > 0.9


def test_texts_of_different_sections_are_not_compared() -> None:
    lines = unrelated(1)[0]

    assert find_copies([of("A", lines, "I.1"), of("B", lines, "I.2")], USUAL) == ()


def test_words_of_the_outline_make_no_copy_between_units() -> None:
    texts = [of("A", HINTS), of("B", HINTS)]

    assert {one.kind for one in find_copies(texts, USUAL, outline=OUTLINE)} == {CopyKind.OUTLINE}
    assert units_of(find_copies(texts, USUAL)) == [("A", "B")]


def test_hint_handed_back_as_an_answer_is_found() -> None:
    own = unrelated(1)[0]
    texts = [of("A", [HINTS[1] + " được thực hiện tốt."]), of("B", own)]

    (found,) = find_copies(texts, USUAL, outline=OUTLINE)

    assert (found.kind, found.first, found.second.unit) == (CopyKind.OUTLINE, texts[0], "")
    assert found.stretches[0][1].of(found.second.text) == HINTS[1]


def test_report_of_the_last_campaign_handed_in_again_is_found() -> None:
    old, new, other = unrelated(3)
    draw = random(3)
    previous = [of("B", other), of("A", old)]

    (found,) = find_copies([of("A", with_sentences_replaced(draw, old, 0.2)), of("C", new)], USUAL, previous=previous)

    assert (found.kind, found.first.unit, found.second) == (CopyKind.PREVIOUS, "A", previous[1])


def test_own_old_report_is_named_before_an_equal_one_of_another_unit() -> None:
    lines = unrelated(1)[0]

    (found,) = find_copies([of("B", lines)], USUAL, previous=[of("A", lines), of("B", lines)])

    assert found.second.unit == "B"


def test_sentence_that_everybody_writes_makes_no_copy() -> None:
    phrase = " ".join(["Toàn Đảng bộ quyết tâm phấn đấu hoàn thành thắng lợi các mục tiêu đề ra"] * 2)
    own = ["một hai ba bốn", "năm sáu bảy tám", "chín mười trăm nghìn", "vạn triệu tỷ nửa", "đôi cặp tá chục"]
    words = [" ".join(f"{word}{place}" for place in "abcdefghijk" for word in piece.split()) for piece in own]
    texts = [of(f"U{place}", [phrase, piece]) for place, piece in enumerate(words)]
    assert len(phrase.split()) <= LONGEST_PHRASE

    assert find_copies(texts, replace(USUAL, copy=0.3)) == ()
    assert len(find_copies(texts[:4], replace(USUAL, copy=0.3))) == 3


def test_same_text_from_many_units_is_told_once_for_each() -> None:
    lines = unrelated(1)[0]
    texts = [of(f"U{number}", lines) for number in range(300)]

    found = find_copies(texts, USUAL, outline=OUTLINE)

    assert units_of(found) == [("U0", f"U{number}") for number in range(1, 300)]
    assert {one.likeness for one in found} == {1.0}


def test_many_near_copies_of_one_text_are_one_group() -> None:
    draw = random(5)
    lines = section(draw, HINTS, least=9)
    texts = [of(f"U{number}", with_words_replaced(draw, lines, 0.1)) for number in range(40)]

    found = find_copies(texts, USUAL, outline=OUTLINE)

    (group,) = copy_groups(found, [text.unit for text in texts])
    assert len(group.units) == 40
    assert len(found) == 39


def test_groups_do_not_depend_on_the_order_of_the_reports() -> None:
    made = planted(12, HINTS, units=40, copies=3)
    order = sorted(text.unit for text in made.texts)

    there, back = (find_copies(texts, USUAL, outline=OUTLINE) for texts in (made.texts, made.texts[::-1]))

    assert members(there, order) == members(back, order)


def members(copies: Sequence[Copied], order: Sequence[str]) -> list[tuple[str, ...]]:
    return [group.units for group in copy_groups(copies, order)]


def test_groups_and_their_units_follow_the_given_order() -> None:
    copies = [pair("D", "B", 0.7), pair("A", "C", 0.9), pair("D", "E", 0.5)]

    assert copy_groups(copies, ["C", "B", "E", "D", "A"]) == (
        CopyGroup(SECTION, ("C", "A"), 0.9, 0.9),
        CopyGroup(SECTION, ("B", "E", "D"), 0.5, 0.7),
    )


def test_copies_of_the_outline_make_no_group() -> None:
    assert copy_groups([replace(pair("A", "", 1.0), kind=CopyKind.OUTLINE)], ["A"]) == ()


def pair(first: str, second: str, share: float) -> Copied:
    return Copied(CopyKind.UNITS, SECTION, of(first, []), of(second, []), share)


@settings(max_examples=40)
@given(st.lists(TEXTS, max_size=6), st.lists(TEXTS, max_size=2), st.lists(TEXTS, max_size=2))
def test_copies_are_consistent_whatever_the_texts(said: list[str], asked: list[str], old: list[str]) -> None:
    texts = [SectionText(f"U{place}", SECTION, text) for place, text in enumerate(said)]
    outline = [SectionText("", SECTION, text) for text in asked]
    previous = [SectionText(f"U{place}", SECTION, text) for place, text in enumerate(old)]

    found = find_copies(texts, replace(USUAL, copy=0.3, copy_words=12), outline=outline, previous=previous)

    for one in found:
        assert 0.3 <= one.likeness <= 1.0
        assert in_order([span for span, _ in one.stretches], one.first.text)
        assert in_order(sorted(span for _, span in one.stretches), one.second.text)
    assert len([one for one in found if one.kind is CopyKind.UNITS]) < max(len(texts), 1)


def in_order(spans: Sequence[Span], text: str) -> bool:
    return all(one.end <= other.start for one, other in pairwise(spans)) and all(span.of(text) for span in spans)


@settings(max_examples=40)
@given(TEXTS, TEXTS)
def test_likeness_is_the_same_whoever_comes_first(one: str, other: str) -> None:
    texts = [SectionText("A", SECTION, one), SectionText("B", SECTION, other)]

    there, back = (find_copies(order, replace(USUAL, copy_words=12)) for order in (texts, texts[::-1]))

    assert [found.likeness for found in there] == [found.likeness for found in back]


@settings(max_examples=40)
@given(TEXTS.filter(lambda text: len(text.split()) >= 12))
def test_text_is_wholly_like_itself(text: str) -> None:
    (found,) = find_copies(
        [SectionText("A", SECTION, text), SectionText("B", SECTION, text)], replace(USUAL, copy_words=12)
    )

    assert found.likeness == 1.0
    assert [(one.of(text), two.of(text)) for one, two in found.stretches] == [(text, text)]
