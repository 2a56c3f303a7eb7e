from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from domain.composition import Piece, compose
from domain.likeness import Thresholds
from domain.sentences import Span, sentence_spans

if TYPE_CHECKING:
    from domain.composition import Kept

THRESHOLDS = Thresholds()
TRAINED = "Cấp ủy đã mở lớp bồi dưỡng cho đội ngũ báo cáo viên, tuyên truyền viên cơ sở."
AWARE = "Nhận thức của cán bộ, đảng viên về vị trí của thông tin cơ sở được nâng lên rõ rệt."
OWN = "Riêng xã có mô hình loa truyền thanh thông minh đặt tại nhà văn hóa thôn Đoài."


def test_what_two_units_say_is_stated_once_and_the_rest_stays_theirs() -> None:
    first, second = (_piece("A", 5, f"{TRAINED} {OWN}"),), (_piece("B", 9, TRAINED),)

    made = compose([first, second], thresholds=THRESHOLDS)

    assert [[(one.unit, one.number, one.text) for one in stated.said] for stated in made.statements[""]] == [
        [("A", 5, TRAINED), ("B", 9, TRAINED)]
    ]
    assert _words(first, made.kept(first)) == [OWN]
    assert made.kept(second) == ()


def test_statement_of_more_units_comes_first() -> None:
    units = [(_piece("A", 1, AWARE), _piece("A", 2, TRAINED)), (_piece("B", 1, AWARE), _piece("B", 2, TRAINED))]

    made = compose([*units, (_piece("C", 1, TRAINED),)], thresholds=THRESHOLDS)

    assert [len(stated.said) for stated in made.statements[""]] == [3, 2]
    assert made.statements[""][0].said[0].text == TRAINED


def test_units_that_answer_nothing_are_counted_together() -> None:
    silent = (_piece("A", 4, "Không./.", is_nothing=True),)

    made = compose([silent, (_piece("B", 4, OWN),)], thresholds=THRESHOLDS)

    assert [(one.unit, one.text) for one in made.nothing] == [("A", "Không.")]
    assert made.kept(silent) == ()


def test_mark_that_ends_a_document_is_no_part_of_a_sentence() -> None:
    last = (_piece("A", 7, f"{OWN.removesuffix('.')}./."),)

    made = compose([last], thresholds=THRESHOLDS)

    assert _words(last, made.kept(last)) == [OWN]


def test_line_that_leads_in_goes_where_all_that_it_led_is_stated_elsewhere() -> None:
    emptied = (_piece("A", 1, "Đảng ủy xã Hợp Lý:"), _piece("A", 2, TRAINED), _piece("A", 3, "Xã Nhân Mỹ:"))
    other = (_piece("B", 1, TRAINED), _piece("B", 2, "Kết quả cụ thể:"), _piece("B", 3, OWN), _piece("B", 4, AWARE))

    made = compose([emptied, other], thresholds=THRESHOLDS)

    assert [one.number for one in made.kept(emptied)] == [3]
    assert [one.number for one in made.kept(other)] == [2, 3, 4]


def test_line_that_leads_in_proposals_stays_though_they_went_to_their_addressees() -> None:
    proposals = (_piece("A", 1, "Đề nghị các cấp:"), replace(_piece("A", 2, OWN), part="province"))

    assert [one.number for one in compose([proposals], thresholds=THRESHOLDS).kept(proposals)] == [1, 2]


def test_sentence_behind_a_lead_in_is_stated_with_what_the_unit_counted() -> None:
    lead = "2/4 đơn vị (Hợp Lý, Chính Lý) nêu: "
    text = f"{lead}{TRAINED}"
    sentence = (Span(len(lead), len(text)), "")
    counted = (Piece(3, "A", text, sentences=(sentence,), is_plain=True, counted="2/4"),)

    made = compose([counted, (_piece("B", 9, TRAINED),)], thresholds=THRESHOLDS)
    alone = compose([counted], thresholds=THRESHOLDS)

    (stated,) = made.statements[""]
    assert [(one.unit, one.text, one.counted) for one in stated.said] == [("A", TRAINED, "2/4"), ("B", TRAINED, "")]
    assert made.kept(counted) == ()
    assert [one.spans for one in alone.kept(counted)] == [None]


def test_own_heading_goes_where_all_below_it_is_stated_elsewhere() -> None:
    emptied = (_heading("A", 1), _piece("A", 2, TRAINED))
    kept = (_heading("B", 1), _piece("B", 2, TRAINED), _piece("B", 3, OWN))

    made = compose([emptied, kept], thresholds=THRESHOLDS)

    assert made.kept(emptied) == ()
    assert [one.number for one in made.kept(kept)] == [1, 3]


def test_bare_heading_stays_for_it_is_all_that_the_unit_wrote() -> None:
    bare = (_heading("A", 1),)

    assert [one.number for one in compose([bare], thresholds=THRESHOLDS).kept(bare)] == [1]


def test_tables_and_divided_paragraphs_stay_whole() -> None:
    table, odd = Piece(3, "A", ""), _piece("A", 4, TRAINED, is_plain=False)
    units = [(table, odd), (_piece("B", 1, TRAINED),)]

    made = compose(units, thresholds=THRESHOLDS)

    assert made.statements[""] == ()
    assert [(one.number, one.spans) for one in made.kept(units[0])] == [(3, None), (4, None)]


def test_sentence_that_announces_what_follows_is_nobody_elses() -> None:
    announced = "Kết quả thực hiện công tác thông tin cơ sở của địa phương cụ thể như sau:"

    made = compose([(_piece(unit, 1, announced),) for unit in "ABC"], thresholds=THRESHOLDS)

    assert made.statements[""] == ()


def test_parts_hold_the_sentences_addressed_to_them_and_no_labels() -> None:
    spans = sentence_spans(f"{TRAINED} {AWARE}")
    label = Piece(1, "A", "Với tỉnh", "tinh", ((Span(0, 8), "tinh"),), is_label=True, level=3)
    mixed = Piece(2, "A", f"{TRAINED} {AWARE}", "tinh", ((spans[0], "tinh"), (spans[1], "other")), is_plain=True)

    made = compose([(label, mixed)], thresholds=THRESHOLDS, parts=("tw", "tinh", "other"))

    assert made.kept((label, mixed), "tw") == ()
    assert _words((mixed,), made.kept((label, mixed), "tinh")) == [TRAINED]
    assert _words((mixed,), made.kept((label, mixed), "other")) == [AWARE]


_SENTENCES = st.lists(
    st.sampled_from([TRAINED, AWARE, OWN, "Kinh phí còn hạn hẹp, chưa đáp ứng yêu cầu nhiệm vụ."]), min_size=1
)


@given(st.lists(st.lists(_SENTENCES, min_size=1, max_size=3), max_size=4))
def test_every_sentence_is_stated_or_kept_and_none_twice(units: list[list[list[str]]]) -> None:
    pieces = [
        tuple(_piece(f"U{unit}", number, " ".join(said)) for number, said in enumerate(paragraphs, start=1))
        for unit, paragraphs in enumerate(units)
    ]

    made = compose(pieces, thresholds=THRESHOLDS)

    stated = [
        (one.unit, one.number, one.span) for found in made.statements[""] for one in (*found.said, *found.repeats)
    ]
    kept = [
        (piece.unit, piece.number, span)
        for unit in pieces
        for one in made.kept(unit)
        for piece in unit
        if piece.number == one.number
        for span in (one.spans or [span for span, _ in piece.sentences])
    ]
    everything = [(piece.unit, piece.number, span) for unit in pieces for piece in unit for span, _ in piece.sentences]
    assert sorted(stated + kept) == sorted(everything)


def _piece(unit: str, number: int, text: str, *, is_plain: bool = True, is_nothing: bool = False) -> Piece:
    sentences = tuple((span, "") for span in sentence_spans(text))
    return Piece(number, unit, text, "", sentences, is_plain=is_plain, is_nothing=is_nothing)


def _heading(unit: str, number: int) -> Piece:
    text = "a) Ưu điểm"
    return Piece(number, unit, text, "", ((Span(0, len(text)), ""),), level=3)


def _words(pieces: tuple[Piece, ...], kept: tuple[Kept, ...]) -> list[str]:
    texts = {piece.number: piece.text for piece in pieces}
    return [span.of(texts[one.number]) for one in kept for span in one.spans or [Span(0, len(texts[one.number]))]]
