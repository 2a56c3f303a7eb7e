from __future__ import annotations

from domain.outline import ANSWER_HERE, Section

LEAF = Section("IV", "IV-", "Đề xuất, kiến nghị", 1)


def test_leaf_without_hints_prompts_for_an_answer() -> None:
    assert LEAF.prompts == (ANSWER_HERE,)


def test_hints_are_the_prompts_where_there_are_any() -> None:
    section = Section("I.1", "1.", "Công tác lãnh đạo", 2, hints=("ban hành các văn bản", "Đề án"))

    assert section.prompts == ("Ban hành các văn bản", "Đề án")


def test_section_that_is_divided_asks_for_nothing_itself() -> None:
    assert Section("I", "I-", "Tình hình", 1, sections=(LEAF,)).prompts == ()
    assert Section("I", "I-", "Tình hình", 1, hints=("nêu rõ",), sections=(LEAF,)).prompts == ("Nêu rõ",)
