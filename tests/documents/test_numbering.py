"""The expected numbers are those that LibreOffice writes for the same files, but for "isLgl" and "lvlRestart".

LibreOffice knows neither; there they are those of the standard.
"""

from __future__ import annotations

import pytest

from tests.documents.word_files import Parts, abstract, blocks, level, line, listing, numbered, style, texts

_PARTY = abstract(
    0,
    level(0, "upperRoman", "%1-"),
    level(1, "decimal", "%2."),
    level(2, "decimal", "%2.%3."),
    level(3, "lowerLetter", "%4)"),
    level(4, "decimalZero", "%5."),
    level(5, "lowerRoman", "(%6)"),
)
_OTHERS = abstract(
    1,
    level(0, "upperRoman", "Phần %1."),
    level(1, "decimal", "%1.%2.", "<w:isLgl/>"),
    level(2, "decimal", "%3.", '<w:lvlRestart w:val="0"/>'),
    level(3, "upperLetter", "%4.", '<w:lvlRestart w:val="1"/>'),
    level(4, "decimal", "Điều %5:", '<w:suff w:val="nothing"/>'),
) + abstract(2, level(0, "bullet", "-"), level(1, "none", "Mục"))
_SECOND_ONE_AGAIN = '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/></w:lvlOverride>'
_FROM_FOUR = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride>'
_OTHER_LEVEL = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1/")}</w:lvlOverride>'
_LISTS = "".join(
    [
        listing(1, 0),
        listing(2, 0, _SECOND_ONE_AGAIN),
        listing(3, 1),
        listing(4, 2),
        listing(5, 0, _FROM_FOUR),
        listing(6, 0),
        listing(7, 0, _OTHER_LEVEL),
        listing(8, 99),
    ]
)
PARTS = Parts(numbering=_PARTY + _OTHERS + _LISTS)


def _numbers(*given: tuple[int, int], parts: Parts = PARTS) -> list[str]:
    """The numbers of paragraphs "x" in these lists and levels."""
    body = "".join(numbered("x", level=at, list_id=list_id, is_bold=False) for list_id, at in given)
    return [text.removesuffix("x").rstrip() for text in texts(body, parts)]


def test_numbers_go_on_and_begin_anew_below_each_number_above() -> None:
    given = [(1, at) for at in (0, 1, 2, 2, 1, 3, 3, 0, 2, 1, 4, 5)]

    assert _numbers(*given) == ["I-", "1.", "1.1.", "1.2.", "2.", "a)", "b)", "II-", "1.1.", "2.", "01.", "(i)"]


def test_number_that_comes_before_the_one_above_it_counts_from_there() -> None:
    assert _numbers(*[(1, at) for at in (1, 1, 0, 1, 0, 2, 3)]) == ["1.", "2.", "II-", "1.", "III-", "1.1.", "a)"]


def test_lists_of_one_definition_count_together_unless_they_begin_anew() -> None:
    given = [(1, 0), (1, 1), (1, 1), (2, 1), (2, 1), (1, 1), (5, 0), (1, 1), (5, 0), (6, 0), (7, 0)]

    assert _numbers(*given) == ["I-", "1.", "2.", "1.", "2.", "3.", "IV-", "1.", "V-", "VI-", "G/"]


def test_legal_numbering_is_in_digits_throughout() -> None:
    assert _numbers((3, 0), (3, 0), (3, 1)) == ["Phần I.", "Phần II.", "2.1."]


def test_level_may_say_itself_below_what_it_begins_anew() -> None:
    given = [(3, at) for at in (0, 1, 2, 1, 2, 3, 1, 3, 0, 2, 3)]

    assert _numbers(*given) == ["Phần I.", "1.1.", "1.", "1.2.", "2.", "A.", "1.3.", "B.", "Phần II.", "3.", "A."]


def test_number_without_a_space_behind_it() -> None:
    assert _numbers((3, 4)) == ["Điều 1:"]
    assert texts(numbered("x", level=4, list_id=3), PARTS) == ["Điều 1:x"]


def test_bullet_is_not_text_but_a_word_in_its_place_is() -> None:
    assert texts(numbered("Loa", list_id=4) + numbered("x", level=1, list_id=4), PARTS) == ["Loa", "Mục x"]


@pytest.mark.parametrize("properties", ['<w:numId w:val="77"/>', '<w:numId w:val="8"/>', "<w:numId/>", ""])
def test_list_that_is_not_defined_gives_no_number(properties: str) -> None:
    assert texts(line("x", properties=f"<w:numPr>{properties}</w:numPr>"), PARTS) == ["x"]


@pytest.mark.parametrize("at", ["x", "-1", "9", "999999999999", ""])
def test_level_that_is_none_counts_as_the_first(at: str) -> None:
    listed = f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="1"/></w:numPr>'

    assert texts(line("x", properties=listed), PARTS) == ["I- x"]


def test_file_without_numbering_has_no_numbers() -> None:
    assert texts(numbered("x")) == ["x"]


def test_empty_paragraph_counts_and_is_no_text() -> None:
    assert texts(numbered("x") + numbered("") + numbered("x"), PARTS) == ["I- x", "III- x"]


def _tied(style_id: str, at: int) -> str:
    return level(at, "decimal", "%1." if at == 0 else "%1.%2.", f'<w:pStyle w:val="{style_id}"/>')


def test_style_brings_the_list_and_the_list_ties_the_level_to_the_style() -> None:
    in_list = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = style("Mot", inner=in_list) + style("Hai", inner=in_list) + style("HaiNho", based_on="Hai")
    parts = Parts(styles=styles, numbering=abstract(0, _tied("Mot", 0), _tied("Hai", 1)) + listing(1, 0))

    body = "".join(line("x", style=name) for name in ("Mot", "Hai", "HaiNho"))

    assert texts(body, parts) == ["1. x", "1.1. x", "1.2. x"]


def test_paragraph_takes_itself_out_of_the_list_of_its_style() -> None:
    styles = style("Mot", inner='<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    parts = Parts(styles=styles, numbering=PARTS.numbering)

    body = line("x", style="Mot") + line("x", style="Mot", properties='<w:numPr><w:numId w:val="0"/></w:numPr>')

    assert texts(body, parts) == ["I- x", "x"]


def test_list_style_leads_to_the_list_that_it_names() -> None:
    list_style = style("Kieu", kind="numbering", inner='<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    linked = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="Kieu"/></w:abstractNum>'
    parts = Parts(styles=list_style, numbering=linked + _PARTY + listing(1, 0) + listing(2, 5))

    assert texts(numbered("x", list_id=2), parts) == ["I- x"]


def test_list_styles_that_lead_in_a_circle_give_no_number() -> None:
    list_style = style("Kieu", kind="numbering", inner='<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>')
    linked = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="Kieu"/></w:abstractNum>'

    assert texts(numbered("x", list_id=2), Parts(styles=list_style, numbering=linked + listing(2, 5))) == ["x"]


def test_number_in_an_old_font_is_converted() -> None:
    fonts = '<w:rPr><w:rFonts w:ascii=".VnTimeH" w:hAnsi=".VnTimeH"/></w:rPr>'
    old = level(0, "upperRoman", "phÇn %1.").replace("</w:lvl>", f"{fonts}</w:lvl>")

    assert texts(numbered("x"), Parts(numbering=abstract(0, old) + listing(1, 0))) == ["PHẦN I. x"]


def test_numbers_of_a_table_stand_in_its_cells_even_alone() -> None:
    rows = "".join(f"<w:tr><w:tc>{numbered('', level=1)}</w:tc><w:tc>{line('Loa')}</w:tc></w:tr>" for _ in range(2))

    assert texts(f"<w:tbl>{rows}</w:tbl>", PARTS) == ["1.", "Loa", "2.", "Loa"]


def test_number_of_a_deleted_paragraph_end_is_not_counted() -> None:
    deleted = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>'

    assert texts(line("Một ", properties=deleted) + numbered("hai") + numbered("ba"), PARTS) == ["I- Một hai", "II- ba"]


def test_list_of_weird_values_does_not_break_the_reader() -> None:
    weird = abstract(
        0,
        '<w:lvl w:ilvl="0"><w:start w:val="x"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1%9%0%%"/></w:lvl>',
        '<w:lvl w:ilvl="x"/><w:lvl/>',
        '<w:lvl w:ilvl="1"><w:start w:val="999999999"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl>',
    )
    parts = Parts(
        numbering=weird + listing(1, 0, '<w:lvlOverride w:ilvl="z"><w:startOverride w:val="q"/></w:lvlOverride>')
    )

    assert len(blocks(numbered("x") + numbered("y", level=1), parts)) == 2
