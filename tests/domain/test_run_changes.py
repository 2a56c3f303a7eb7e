from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.consolidation import Absence, Absent, Preflight, RunInput
from domain.run_causes import Cause
from domain.run_changes import NO_CHANGE, Change, ChangeKind, Run, changes, reasons_by_position, summary
from domain.traces import Origin, Place, Source, TracedSentence

HANOI = timezone(timedelta(hours=7))
NAMES = {"LN": "Huyện ủy Lý Nhân", "KB": "Huyện ủy Kim Bảng", "TL": "Huyện ủy Thanh Liêm"}
ALIKE = "Các chi bộ đã quán triệt Chỉ thị số 07-CT/TW đến toàn thể đảng viên."
OTHER = "Hệ thống loa truyền thanh được nâng cấp ở mười hai thôn."


def received(unit: str, version: int = 1, *, day: int = 18, days_late: int = 0) -> RunInput:
    moment = datetime(2022, 8, day, 9, tzinfo=HANOI)
    return RunInput(
        unit, NAMES[unit], version, f"0{version}-BC/HU", moment, days_late, f"{unit}{version}", f"{unit}.docx", "docx"
    )


def absent(unit: str, reason: Absence) -> Absent:
    return Absent(unit, NAMES[unit], reason, date(2022, 8, 20), 5)


def own(text: str, *units: str, section: str = "II.1", paragraph: int = 1, words: str = "") -> TracedSentence:
    place = Place(paragraph, 0, len(text))
    sources = tuple(Source(unit, 1, section, place, words or text) for unit in units)
    return TracedSentence(section, place, text, Origin.UNIT if units else Origin.PROGRAM, sources)


def run(*sentences: TracedSentence, inputs: tuple[RunInput, ...], missing: tuple[Absent, ...] = ()) -> Run:
    as_of = datetime(2022, 8, 25, 8, tzinfo=HANOI)
    return Run(1, Preflight("BTG", "Ban Tuyên giáo Tỉnh ủy", as_of, inputs, missing), sentences)


def one(before: Run, after: Run) -> Change:
    (found,) = changes(before, after)
    return found


def test_equal_runs_change_nothing() -> None:
    same = run(own(ALIKE, "LN"), inputs=(received("LN"),))

    assert changes(same, replace(same, number=2)) == ()
    assert summary(()) == NO_CHANGE


def test_late_report_brings_its_sentences_and_is_the_reason() -> None:
    before = run(own(ALIKE, "LN"), inputs=(received("LN"),), missing=(absent("KB", Absence.MISSING),))
    after = run(own(ALIKE, "LN"), own(OTHER, "KB"), inputs=(received("LN"), received("KB", day=24, days_late=4)))

    assert one(before, after).sentence == (
        f"Mục II.1: thêm “{OTHER}”. Lý do: Huyện ủy Kim Bảng mới nộp báo cáo số 01-BC/HU, nhận ngày 24/8/2022, chậm 04 ngày."
    )


def test_newer_version_changes_the_words_of_its_unit() -> None:
    old, new = own("Có 12 cụm loa ở xã.", "LN"), own("Có 15 cụm loa ở xã.", "LN")
    before, after = run(old, inputs=(received("LN"),)), run(new, inputs=(received("LN", 3, day=23),))

    change = one(before, after)
    assert (change.kind, change.before, change.after) == (ChangeKind.CHANGED, (old,), (new,))
    assert change.why == "Huyện ủy Lý Nhân nộp lại ngày 23/8/2022: bản nộp lần 3 thay bản lần 1."


@pytest.mark.parametrize(
    ("missing", "why"),
    [
        ((absent("KB", Absence.RETURNED),), "Báo cáo của Huyện ủy Kim Bảng đã bị trả lại, chưa nộp lại."),
        ((absent("KB", Absence.MISSING),), "Báo cáo của Huyện ủy Kim Bảng đã được rút, chưa có bản khác."),
        ((absent("KB", Absence.PAPER),), "Bản mới nhất của Huyện ủy Kim Bảng là văn bản giấy, chưa có tệp."),
        ((absent("KB", Absence.UNREADABLE),), "Bản mới nhất của Huyện ủy Kim Bảng chưa đọc được bằng máy."),
        ((), "Huyện ủy Kim Bảng được miễn hoặc không còn phải báo cáo."),
    ],
    ids=["returned", "withdrawn", "paper", "unreadable", "exempt"],
)
def test_sentence_that_went_says_what_became_of_its_report(missing: tuple[Absent, ...], why: str) -> None:
    before = run(own(OTHER, "KB"), inputs=(received("KB"),))

    change = one(before, run(inputs=(), missing=missing))
    assert (change.kind, change.why) == (ChangeKind.WENT, why)


def test_passage_that_a_person_put_under_another_section_moved() -> None:
    corrected = replace(received("LN"), corrections=((4, "II.2"),))
    before = run(own(OTHER, "LN"), inputs=(received("LN"),))
    after = run(own(OTHER, "LN", section="II.2"), inputs=(corrected,))

    change = one(before, after)
    assert (change.kind, change.moved_from, change.section) == (ChangeKind.MOVED, "II.1", "II.2")
    assert change.why == "Người xem xét đã sửa việc xếp đề mục trong báo cáo của Huyện ủy Lý Nhân."


def test_unit_that_joins_a_statement_is_named_with_those_it_joins() -> None:
    old, new = own(ALIKE, "LN"), own(ALIKE, "LN", "KB")
    lead = own("2/3 đơn vị (Lý Nhân, Kim Bảng) nêu:")
    before = run(old, inputs=(received("LN"),))
    after = run(lead, new, inputs=(received("LN"), received("KB", day=19)))

    change = one(before, after)
    assert (change.before, change.after) == ((old,), (lead, new))
    assert change.why == (
        "Huyện ủy Kim Bảng mới có báo cáo số 01-BC/HU, nhận ngày 19/8/2022. Đơn vị này nêu cùng ý với Huyện ủy Lý Nhân."
    )


def test_reason_names_three_of_the_units_that_said_it_before() -> None:
    units = [f"U{number}" for number in range(5)]
    inputs = tuple(replace(received("LN"), unit=unit, name=f"Đảng ủy {unit}") for unit in units)
    before = run(own(ALIKE, *units), inputs=inputs)
    after = run(own(ALIKE, *units, "LN", "KB"), inputs=(*inputs, received("LN"), received("KB")))

    assert one(before, after).reasons[-1].text == (
        "Các đơn vị này nêu cùng ý với Đảng ủy U0, Đảng ủy U1, Đảng ủy U2 và 02 đơn vị khác."
    )


def test_sentences_said_apart_and_now_once_are_one_change_without_a_new_report() -> None:
    first, second = own(ALIKE, "LN"), own(ALIKE, "KB", paragraph=2)
    inputs = (received("LN"), received("KB"))

    change = one(run(first, second, inputs=inputs), run(own(ALIKE, "LN", "KB"), inputs=inputs))
    assert change.before == (first, second)
    assert [reason.cause for reason in change.reasons] == [Cause.REGROUPED]


def test_count_of_the_program_names_the_unit_that_changed_it() -> None:
    old = own("Chưa tổng hợp 01 đơn vị: Huyện ủy Kim Bảng.", section="")
    new = own("Tất cả các đơn vị đã có báo cáo.", section="")
    before, after = run(old, inputs=()), run(new, inputs=(received("KB"),))

    assert {change.why for change in changes(before, after) if change.before} == {
        "Huyện ủy Kim Bảng mới có báo cáo số 01-BC/HU, nhận ngày 18/8/2022."
    }


def test_number_of_equal_answers_that_changed_is_counted_again() -> None:
    old, new = own("Có 4 đơn vị trả lời không có."), own("Có 5 đơn vị trả lời không có.")

    change = one(run(old, inputs=()), run(new, inputs=()))
    assert (change.before, change.after) == ((old,), (new,))
    assert [reason.cause for reason in change.reasons] == [Cause.RECOUNTED]


def test_order_within_a_section_is_no_change() -> None:
    first, second = own(ALIKE, "LN"), own(OTHER, "KB", paragraph=2)
    inputs = (received("LN"), received("KB"))

    assert changes(run(first, second, inputs=inputs), run(second, first, inputs=inputs)) == ()


def test_summary_counts_each_kind() -> None:
    before = run(own(OTHER, "KB"), inputs=(received("KB"),))
    after = run(own(ALIKE, "LN"), inputs=(received("LN"),))

    assert summary(changes(before, after)) == "So với lượt tổng hợp trước, dự thảo có 01 chỗ thêm, 01 chỗ bỏ."


def test_reasons_are_found_by_the_position_in_the_old_draft() -> None:
    before = run(
        own(ALIKE, "LN", paragraph=4), own(OTHER, "LN", paragraph=4), own(OTHER, "KB"), inputs=(received("LN"),)
    )
    after = run(own(OTHER, "KB"), inputs=(received("KB"),))

    reason = "Huyện ủy Lý Nhân được miễn hoặc không còn phải báo cáo."
    assert reasons_by_position(changes(before, after)) == {4: reason}


WORDS = ("Không.", ALIKE, OTHER, "Có 12 cụm loa.", "Có 15 cụm loa.", "Đề nghị tỉnh hỗ trợ kinh phí cho cơ sở.")
SENTENCES = st.lists(
    st.builds(
        lambda text, units, section, paragraph: own(text, *sorted(units), section=section, paragraph=paragraph),
        st.sampled_from(WORDS),
        st.sets(st.sampled_from(tuple(NAMES)), max_size=3),
        st.sampled_from(("I.1", "II.1", "IV")),
        st.integers(1, 3),
    ),
    max_size=12,
)


def identities(sentences: tuple[TracedSentence, ...] | list[TracedSentence]) -> Counter[object]:
    return Counter((s.section, s.text, s.origin, frozenset(source.unit for source in s.sources)) for s in sentences)


@given(SENTENCES, SENTENCES)
def test_every_sentence_that_differs_is_named_exactly_once(
    old: list[TracedSentence], new: list[TracedSentence]
) -> None:
    before = run(*old, inputs=(received("LN"), received("KB")))
    after = run(*new, inputs=(received("LN", 2), received("TL")))

    found = changes(before, after)

    assert identities([s for change in found for s in change.before]) == identities(old) - identities(new)
    assert identities([s for change in found for s in change.after]) == identities(new) - identities(old)
    assert all(change.reasons for change in found)


@given(SENTENCES)
def test_a_run_beside_itself_changes_nothing(sentences: list[TracedSentence]) -> None:
    same = run(*sentences, inputs=(received("LN"),))

    assert changes(same, same) == ()
