from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.alike_sentences import likeness
from domain.likeness import Said, Statement, Thresholds
from domain.sentence_meaning import meaning
from domain.statements import group_alike

USUAL = Thresholds()
BASE = "Các đoàn thể đã đưa nhiệm vụ thông tin cơ sở vào tiêu chí thi đua hằng năm."

WORDS = st.sampled_from(
    [
        "cấp",
        "ủy",
        "đã",
        "họp",
        "bàn",
        "nhiệm",
        "vụ",
        "thông",
        "tin",
        "cơ",
        "sở",
        "không",
        "chưa",
        "12",
        "8",
        "Nhân",
        "Khang",
        "tăng",
        "giảm",
    ]
)
SENTENCES = st.lists(WORDS, min_size=5, max_size=9).map(" ".join)
UNITS = st.sampled_from(["A", "B", "C", "D"])
SAID = st.lists(st.tuples(UNITS, SENTENCES), max_size=14)


def said(*sentences: str, units: str = "ABCDEFGHIJ") -> list[Said]:
    return [Said(units[key], text, key) for key, text in enumerate(sentences)]


def keys(statements: tuple[Statement, ...]) -> list[list[int]]:
    return [[one.key for one in statement.said] for statement in statements]


@pytest.mark.parametrize(
    "other",
    [
        BASE,
        "CÁC ĐOÀN THỂ ĐÃ ĐƯA NHIỆM VỤ THÔNG TIN CƠ SỞ VÀO TIÊU CHÍ THI ĐUA HẰNG NĂM",
        f"- {BASE}",
        f"2.1. {BASE}",
        "Các đoàn thể đã đưa nhiệm vụ thông tin cơ sở vào tiêu chí thi đua hàng năm.",
        "Các đoàn thể đã đưa nhiệm vụ thông tin cơ sở vào tiêu chí thi đua của đơn vị hằng năm.",
        "Đoàn thể đã đưa nhiệm vụ thông tin cơ sở vào tiêu chí thi đua hằng năm.",
    ],
)
def test_sentence_is_said_once_where_only_its_form_differs(other: str) -> None:
    assert keys(group_alike(said(BASE, other), USUAL)) == [[0, 1]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Cấp ủy đã tổ chức 12 hội nghị quán triệt Chỉ thị tới đảng viên.",
            "Cấp ủy đã tổ chức 8 hội nghị quán triệt Chỉ thị tới đảng viên.",
        ),
        (
            "Cấp ủy đã tổ chức hai hội nghị quán triệt Chỉ thị tới đảng viên.",
            "Cấp ủy đã tổ chức ba hội nghị quán triệt Chỉ thị tới đảng viên.",
        ),
        (
            "Đã cấp 12 loa và 8 bảng tin cho các thôn xóm trên địa bàn.",
            "Đã cấp 8 loa và 12 bảng tin cho các thôn xóm trên địa bàn.",
        ),
        (
            "Ban hành kế hoạch ngày 05/7/2022 về sơ kết việc thực hiện Chỉ thị.",
            "Ban hành kế hoạch ngày 06/7/2022 về sơ kết việc thực hiện Chỉ thị.",
        ),
        (
            "Đã quán triệt Kế hoạch số 15-KH/TU tới toàn thể cán bộ, đảng viên.",
            "Đã quán triệt Kế hoạch số 15-KH/HU tới toàn thể cán bộ, đảng viên.",
        ),
        (
            "Thiết bị ở các thôn được bảo dưỡng thường xuyên, hoạt động ổn định.",
            "Thiết bị ở các thôn chưa được bảo dưỡng thường xuyên, hoạt động ổn định.",
        ),
        (
            "Số người nghe đài truyền thanh hằng ngày tăng so với cùng kỳ.",
            "Số người nghe đài truyền thanh hằng ngày giảm so với cùng kỳ.",
        ),
        (
            "Việc này đã được Đảng ủy xã Nhân Khang chỉ đạo thực hiện nghiêm túc.",
            "Việc này đã được Đảng ủy xã Bắc Lý chỉ đạo thực hiện nghiêm túc.",
        ),
        (
            "Các đoàn thể huyện đã đưa nhiệm vụ thông tin cơ sở vào tiêu chí thi đua hằng năm.",
            "Các đoàn thể thành phố đã đưa nhiệm vụ thông tin cơ sở vào tiêu chí thi đua hằng năm.",
        ),
        (
            "Mặt trận và các tổ chức chính trị - xã hội xã đã ký chương trình phối hợp tuyên truyền với chính quyền.",
            "Mặt trận và các tổ chức chính trị - xã hội thị trấn đã ký chương trình phối hợp tuyên truyền với chính quyền.",
        ),
        (
            "Nội dung Chỉ thị được phổ biến tới các xã, thị trấn qua hệ thống truyền thanh.",
            "Nội dung Chỉ thị được phổ biến tới các xã, phường qua hệ thống truyền thanh.",
        ),
        (
            "Đảng ủy thực hiện tốt công tác thông tin tới quý II theo kế hoạch.",
            "Đảng ủy thực hiện tốt công tác thông tin tới quý III theo kế hoạch.",
        ),
    ],
)
def test_sentences_that_differ_in_what_counts_stay_apart(one: str, other: str) -> None:
    assert group_alike(said(one, other), replace(USUAL, statement=0.6)) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [("Trong 05 năm đã chi 1.350 triệu đồng.", "Trong 5 năm đã chi 1350 triệu đồng.")],
)
def test_figure_may_be_written_otherwise(one: str, other: str) -> None:
    assert keys(group_alike(said(one, other), USUAL)) == [[0, 1]]


def test_short_answers_are_not_statements() -> None:
    assert group_alike(said("Không.", "Không.", "Kết quả rất tốt.", "Kết quả rất tốt."), USUAL) == ()


def test_unit_counts_once_and_what_it_says_again_is_a_repeat() -> None:
    sentences = said(BASE, BASE, BASE, units="ABA")

    (statement,) = group_alike(sentences, USUAL)

    assert statement == Statement((sentences[0], sentences[1]), (sentences[2],))


def test_what_one_unit_repeats_is_no_statement() -> None:
    assert group_alike(said(BASE, BASE, units="AA"), USUAL) == ()


def test_statement_needs_as_many_units_as_the_threshold_says() -> None:
    assert group_alike(said(BASE, BASE), replace(USUAL, statement_units=3)) == ()


def test_sentence_most_like_all_others_is_quoted() -> None:
    longer = BASE.replace("thi đua", "thi đua của từng đơn vị")
    shorter = BASE.replace("Các đoàn thể", "Đoàn thể")

    (statement,) = group_alike(said(longer, BASE, shorter), replace(USUAL, statement=0.8))

    assert [one.key for one in statement.said] == [1, 0, 2]


def test_no_chain_leads_from_one_sentence_to_another_unlike_it() -> None:
    words = [
        "cấp",
        "ủy",
        "luôn",
        "quan",
        "tâm",
        "lãnh",
        "đạo",
        "công",
        "tác",
        "thông",
        "tin",
        "tuyên",
        "truyền",
        "tại",
        "địa",
        "bàn",
    ]
    chain = [" ".join([*words[: 16 - at], *["vậy"] * at]) for at in range(0, 12, 2)]

    statements = group_alike(said(*chain), USUAL)

    assert len(statements) >= 2
    assert all(alike_to_quoted(statement, USUAL) for statement in statements)


def test_what_most_units_say_comes_first() -> None:
    other = "Kinh phí hoạt động thường xuyên còn hạn hẹp so với nhu cầu."

    assert keys(group_alike(said(other, other, BASE, BASE, BASE), USUAL)) == [[2, 3, 4], [0, 1]]


@settings(max_examples=40)
@given(SAID, st.sampled_from([0.6, 0.75, 0.85, 1.0]))
def test_every_sentence_of_a_statement_is_alike_to_the_one_quoted(pairs: list[tuple[str, str]], least: float) -> None:
    thresholds = replace(USUAL, statement=least)
    sentences = [Said(unit, text, key) for key, (unit, text) in enumerate(pairs)]

    statements = group_alike(sentences, thresholds)

    used = [one.key for statement in statements for one in (*statement.said, *statement.repeats)]
    assert len(used) == len(set(used))
    for statement in statements:
        assert alike_to_quoted(statement, thresholds)
        assert len({one.unit for one in statement.said}) == len(statement.said) >= thresholds.statement_units


@settings(max_examples=40)
@given(SAID, st.sampled_from([0.6, 0.75, 0.85, 1.0]))
def test_two_alike_sentences_never_both_stand_alone(pairs: list[tuple[str, str]], least: float) -> None:
    # Each in a unit of its own: nothing then is left out because one unit said it all.
    thresholds = replace(USUAL, statement=least)
    sentences = [Said(f"U{key}", text, key) for key, (_, text) in enumerate(pairs)]

    statements = group_alike(sentences, thresholds)

    used = {one.key for statement in statements for one in statement.said}
    alone = [one for one in sentences if one.key not in used and len(meaning(one.text).words) >= 6]
    assert not any(alike(one, other, least) for one, other in combinations(alone, 2))


@given(SENTENCES, SENTENCES)
def test_likeness_is_the_same_from_both_sides(one: str, other: str) -> None:
    first, second = meaning(one), meaning(other)

    assert likeness(first, second) == likeness(second, first)
    assert likeness(first, first) == 1.0


def alike_to_quoted(statement: Statement, thresholds: Thresholds) -> bool:
    quoted, *others = (*statement.said, *statement.repeats)
    return all(alike(quoted, other, thresholds.statement) for other in others)


def alike(one: Said, other: Said, least: float) -> bool:
    return likeness(meaning(one.text), meaning(other.text)) >= least
