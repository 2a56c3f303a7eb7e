from __future__ import annotations

from documents.blocks import Block, Heading, Paragraph, Report
from documents.outline_matching import match
from documents.own_words import own_words
from tests.documents.examples import OUTLINE

TITLE = "2. Đánh giá chung"
OWN, COUNTED = "Toàn huyện có 240 loa.", "2/4 đơn vị (Hợp Lý, Chính Lý) nêu: Hiện có 40 loa."
LINE, THEIRS = "Đảng ủy xã Hợp Lý:", "Hiện có 42 loa."


def matched(*texts: str) -> tuple[str, ...]:
    blocks: tuple[Block, ...] = (
        Heading(2, TITLE, 1),
        *(Paragraph(text, 2 + place) for place, text in enumerate(texts)),
    )
    own = own_words(match(Report(blocks), OUTLINE), ["Đảng ủy xã Hợp Lý"])
    return tuple(getattr(block, "text", "") for block in own.sections["II.2"].blocks)


def test_words_counted_or_under_the_name_of_a_unit_below_are_not_the_own_ones() -> None:
    assert matched(OWN, COUNTED, LINE, THEIRS) == (OWN,)


def test_report_that_a_unit_wrote_itself_is_its_own_throughout() -> None:
    assert matched(OWN, "Kết quả cụ thể:", THEIRS) == (OWN, "Kết quả cụ thể:", THEIRS)
