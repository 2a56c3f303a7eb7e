"""Proposals are split by addressee: labels, sentences that ask somebody, lists, and what names nobody."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.plan_file import find_plan, load_plan
from domain.addressees import OTHER, Addressee
from domain.proposals import Addressed, addressees_of
from domain.sentences import sentence_spans

_SECTION = load_plan(find_plan("ke-hoach-15-kh-tu")).plan.outline.section("IV")
ADDRESSEES: tuple[Addressee, ...] = _SECTION.addressees if _SECTION else ()


def read(*lines: str) -> list[Addressed]:
    """A line with a "#" before it is a heading."""
    texts = [(place, line.removeprefix("#"), line.startswith("#")) for place, line in enumerate(lines)]
    return list(addressees_of(texts, ADDRESSEES))


def by_line(*lines: str) -> list[str]:
    """The addressee of each line; several, with a stroke between, where its sentences differ."""
    found = read(*lines)
    return [
        "/".join(dict.fromkeys(one.addressee for one in found if one.position == place)) for place in range(len(lines))
    ]


def test_a_label_on_its_own_line_governs_until_the_next() -> None:
    lines = ("#1. Với Trung ương", "- Ban hành cơ chế.", "- Bố trí vốn.", "* Đối với tỉnh:", "- Hỗ trợ.", "Tập huấn.")

    assert by_line(*lines) == ["central"] * 3 + ["province"] * 3
    assert [one.position for one in read(*lines) if one.is_label] == [0, 3]


def test_a_label_of_another_body_ends_the_one_before() -> None:
    lines = ("1. Với tỉnh", "- A.", "2. Với các huyện, thị xã, thành phố:", "- B.", "3. Kiến nghị khác:", "- C.")

    assert by_line(*lines) == ["province", "province", OTHER, OTHER, OTHER, OTHER]


def test_numbers_that_go_on_at_the_level_of_a_label_end_it() -> None:
    assert by_line("1. Với Trung ương", "- A.", "2. Về kinh phí cần tăng.") == ["central", "central", OTHER]


def test_numbers_below_a_label_do_not_end_it() -> None:
    lines = ("1. Với Trung ương", "1. Ban hành cơ chế.", "- Cụ thể.", "2. Bố trí vốn.", "2. Với tỉnh", "Hỗ trợ.")

    assert by_line(*lines) == ["central"] * 4 + ["province"] * 2


def test_a_label_with_its_proposal_behind_it_governs_its_paragraph_and_what_is_below() -> None:
    lines = ("- Với tỉnh: Hỗ trợ kinh phí. Tổ chức tập huấn.", "+ Mỗi năm một lớp.", "- Điều chỉnh thời gian.")

    assert by_line(*lines) == ["province", "province", OTHER]


def test_one_paragraph_for_each_addressee() -> None:
    lines = ("1. Với Trung ương: Ban hành luật.", "- Sớm.", "2. Với tỉnh: Cấp kinh phí.", "- Hằng năm.")

    assert by_line(*lines) == ["central", "central", "province", "province"]


def test_sentences_of_one_paragraph_go_each_to_whom_it_asks() -> None:
    text = (
        "Đề nghị Trung ương ban hành cơ chế. Đề nghị UBND tỉnh hỗ trợ. Tổ chức tập huấn. Đề nghị UBND huyện phối hợp."
    )

    found = read(text)

    assert [one.addressee for one in found] == ["central", "province", "province", OTHER]
    assert [one.span.of(text) for one in found][2:] == ["Tổ chức tập huấn.", "Đề nghị UBND huyện phối hợp."]


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        ("Đề nghị Trung ương và tỉnh quan tâm.", "central"),
        ("Đề nghị UBND tỉnh, Chính phủ quan tâm.", "central"),
        ("Đề nghị UBND huyện và UBND tỉnh quan tâm.", "province"),
        ("Đề nghị tỉnh hỗ trợ kinh phí; đề nghị Trung ương ban hành cơ chế.", "central"),
        ("Đề nghị huyện phối hợp; đề nghị tỉnh hỗ trợ kinh phí; tổ chức tập huấn.", "province"),
        ("Đề nghị tỉnh kiến nghị với Chính phủ ban hành chế độ.", "province"),
        ("Đảng ủy xã đề nghị Tỉnh uỷ quan tâm.", "province"),
        ("KÍNH ĐỀ NGHỊ BỘ TT&TT HƯỚNG DẪN.", "central"),
        ("Kinh phí sửa chữa: đề nghị các sở, ngành của tỉnh hỗ trợ.", "province"),
        ("Đối với Trung ương, cần sớm ban hành luật.", "central"),
        ("Ban Thường vụ Tỉnh ủy quan tâm chỉ đạo.", "province"),
        ("Đề nghị Mặt trận Tổ quốc huyện phối hợp.", OTHER),
        # What only looks like a name: "tính" is no "tỉnh", "bố trí" no "bộ", "xã hội hóa" no commune.
        ("Đề nghị tính toán lại định mức.", OTHER),
        ("Đề nghị bố trí kinh phí.", OTHER),
        ("Đề nghị xã hội hóa.", OTHER),
        ("Thực hiện theo Nghị quyết của Chính phủ.", OTHER),
        ("Không.", OTHER),
    ],
)
def test_a_sentence_by_itself(text: str, addressee: str) -> None:
    assert by_line(text) == [addressee]


@pytest.mark.parametrize(
    "text",
    [
        "- Xã còn khó khăn, đề nghị bố trí kinh phí.",
        "- Đối với các xã chưa có đài: hỗ trợ kinh phí.",
        "- Cơ sở vật chất: đầu tư đồng bộ.",
        "- Trung ương đã ban hành quy định, cần sớm cụ thể hóa.",
        "- Đề nghị các cấp, các ngành quan tâm.",
    ],
)
def test_what_a_proposal_speaks_of_does_not_take_it_from_its_label(text: str) -> None:
    assert by_line("* Đối với tỉnh:", text) == ["province", "province"]


def test_every_sentence_is_given_once_in_order() -> None:
    found = read("1. Với tỉnh: A. B.", "", "- C; d.", "2. Đề nghị Trung ương: E.")

    places = [(one.position, one.span) for one in found]
    assert places == sorted(set(places))
    assert {one.addressee for one in found if one.position == 3} == {"central"}


PIECES = st.sampled_from(
    ("1. ", "- ", "Với tỉnh", "Đề nghị ", "Trung ương", ": ", ". ", "; ", "huyện ", "hỗ trợ", "\n", "")
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(PIECES, max_size=8).map("".join), max_size=5))
def test_no_sentence_is_lost_whatever_the_text(lines: list[str]) -> None:
    found = read(*lines)

    assert [(one.position, one.span) for one in found] == [
        (place, span) for place, line in enumerate(lines) for span in sentence_spans(line)
    ]
    assert {one.addressee for one in found} <= {OTHER, "central", "province"}
