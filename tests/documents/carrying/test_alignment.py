from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from documents.carrying.alignment import moved_blocks, same_blocks

LONG = ["Một đoạn văn đủ dài để nhận ra", "Một đoạn văn khác cũng đủ dài", "Đoạn văn thứ ba của báo cáo này"]
WORDS = st.lists(st.sampled_from(("Không.", "", "a", "b", *LONG)), max_size=30)


@given(WORDS, WORDS)
def test_blocks_that_are_the_same_hold_the_same_words_in_order(old: list[str], new: list[str]) -> None:
    same = same_blocks(old, new)

    assert all(old[place] == new[there] for place, there in same.items())
    assert [there for _, there in sorted(same.items())] == sorted(set(same.values()))


@given(WORDS)
def test_draft_beside_itself_is_the_same_throughout(words: list[str]) -> None:
    assert same_blocks(words, words) == {place: place for place in range(len(words))}


@given(WORDS, st.integers(0, 30), st.text("xyz", max_size=3))
def test_what_was_put_in_hides_nothing(words: list[str], place: int, more: str) -> None:
    assert len(same_blocks(words, [*words[:place], *more, *words[place:]])) == len(words)


@given(WORDS, WORDS)
def test_no_block_is_two_others(old: list[str], new: list[str]) -> None:
    same = same_blocks(old, new)
    moved = moved_blocks(old, new, same)

    assert not same.keys() & moved.keys()
    assert len({*same.values(), *moved.values()}) == len(same) + len(moved)
    assert all(old[place] == new[there] for place, there in moved.items())


def test_section_that_moved_takes_its_short_blocks_along() -> None:
    old = [LONG[0], "Không.", LONG[1], "Không.", LONG[2], "Không."]
    new = [LONG[2], "Không.", LONG[0], "Không.", LONG[1], "Không."]

    same = same_blocks(old, new)

    assert same | moved_blocks(old, new, same) == {0: 2, 1: 3, 2: 4, 3: 5, 4: 0, 5: 1}
