from __future__ import annotations

import pytest

from documents.blocks import Footnote, Heading, Image, Paragraph
from documents.reading import UNREAD_PART
from tests.documents.test_legacy_fonts import to_tcvn3, to_vni
from tests.documents.word_files import Parts, blocks, bold, in_font, line, run, style, texts

_SENTENCE = "Huyện ủy đã tổ chức hội nghị, sương mù dày đặc"
_TIME = '<w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr>'


def _box(inner: str) -> str:
    shape = f"<wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx>"
    old = f"<v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox>"
    choice = f"<mc:Choice Requires='wps'><w:drawing><wp:anchor>{shape}</wp:anchor></w:drawing></mc:Choice>"
    return f"<w:r><mc:AlternateContent>{choice}<mc:Fallback><w:pict>{old}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"


def _picture(description: str) -> str:
    inner = "<a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip/></pic:blipFill></pic:pic></a:graphicData></a:graphic>"
    return f'<w:r><w:drawing><wp:inline><wp:docPr descr="{description}"/>{inner}</wp:inline></w:drawing></w:r>'


def _note(kind: str, number: int, text: str) -> str:
    return f'<w:{kind} w:id="{number}"><w:p><w:r><w:{kind}Ref/></w:r>{run(f" {text}")}</w:p></w:{kind}>'


def _cites(kind: str, number: int) -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<w:smartTag><w:r><w:t>Hà Nam</w:t></w:r></w:smartTag>", "Hà Nam"),
        ("<w:customXml><w:r><w:t>Hà Nam</w:t></w:r></w:customXml>", "Hà Nam"),
        ('<w:fldSimple w:instr=" DATE "><w:r><w:t>24/6</w:t></w:r></w:fldSimple>', "24/6"),
        ('<w:hyperlink w:anchor="x"><w:r><w:t>Kế hoạch</w:t></w:r></w:hyperlink>', "Kế hoạch"),
        ("<w:moveTo><w:r><w:t>đã chuyển đến</w:t></w:r></w:moveTo>", "đã chuyển đến"),
        ('<w:r><w:t>Có</w:t><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "Có☑"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t></w:r>", "a b\nc\nd"),
        ("<w:r><w:t>thông</w:t><w:softHyphen/><w:t>tin</w:t></w:r>", "thôngtin"),
        ("<w:r><w:t>07</w:t><w:noBreakHyphen/><w:t>CT/TW</w:t></w:r>", "07-CT/TW"),
        ("<w:r><w:t>07\u2011CT/TW</w:t></w:r>", "07-CT/TW"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:t>hiện</w:t></w:r>", "hiện"),
        ("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>hiện</w:t></w:r>", "hiện"),
        ("<mc:AlternateContent><mc:Fallback><w:r><w:t>cũ</w:t></w:r></mc:Fallback></mc:AlternateContent>", "cũ"),
        ("<w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>hiện</w:t></w:r>", "hiện"),
    ],
)
def test_text_is_what_a_reader_sees(inner: str, text: str) -> None:
    assert blocks(f"<w:p>{inner}</w:p>") == (Paragraph(text, 1),)


def test_tab_stops_are_no_tabs() -> None:
    assert texts(line("x", properties='<w:tabs><w:tab w:val="left" w:pos="1"/></w:tabs>')) == ["x"]


def test_style_that_hides_its_text_hides_it() -> None:
    hidden = Parts(styles=style("An", inner="<w:rPr><w:vanish/></w:rPr>"))

    assert texts(line("ẩn", style="An") + line("hiện"), hidden) == ["hiện"]


def test_deleted_end_of_a_paragraph_joins_it_with_the_next() -> None:
    deleted = "<w:rPr><w:del/></w:rPr>"
    body = line("Xã đã ", properties=deleted) + line("tổ chức ", properties=deleted) + line("12 lớp.") + line("Hết.")

    assert texts(body) == ["Xã đã tổ chức 12 lớp.", "Hết."]
    assert texts(line("Cuối cùng", properties=deleted)) == ["Cuối cùng"]


def test_deleted_rows_and_cells_are_gone() -> None:
    cell = f"<w:tc><w:tcPr><w:cellDel/></w:tcPr>{line('bỏ')}</w:tc><w:tc>{line('giữ')}</w:tc>"

    assert texts(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>") == ["giữ"]


def test_cells_behind_skipped_columns_keep_their_place() -> None:
    row = f"<w:tr><w:tc>{line('a')}</w:tc><w:tc>{line('b')}</w:tc></w:tr>"
    skipping = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:tc>{line("c")}</w:tc></w:tr>'

    assert texts(f"<w:tbl>{row}{skipping}</w:tbl>") == ["a", "b", "", "c"]


def test_nested_table_is_flattened_into_its_cell() -> None:
    nested = f"<w:tbl><w:tr><w:tc>{line('1')}</w:tc><w:tc>{line('2')}</w:tc></w:tr></w:tbl>"
    row = f"<w:tr><w:tc>{line('trên')}{nested}{line('dưới')}</w:tc><w:tc>{line('bên')}</w:tc></w:tr>"
    controlled = f"<w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt>"

    assert texts(f"<w:tbl>{controlled}</w:tbl>{line('sau')}") == ["trên\n1\n2\ndưới", "bên", "sau"]


def test_text_box_is_read_once_behind_its_paragraph() -> None:
    inner = line(bold("1. Trong khung")) + f"<w:tbl><w:tr><w:tc>{line('ô')}</w:tc></w:tr></w:tbl>"

    found = blocks(f"<w:p>{run('Ngoài khung')}{_box(inner)}</w:p>{line('Sau')}")

    assert [(getattr(block, "text", "bảng"), block.position) for block in found] == [
        ("Ngoài khung", 1),
        ("1. Trong khung", 1),
        ("bảng", 1),
        ("Sau", 2),
    ]
    assert not any(isinstance(block, Heading) for block in found)


def test_text_box_in_a_text_box_and_in_a_table_is_read() -> None:
    within = f"<w:p>{run('giữa')}{_box(line('trong'))}</w:p>"
    table = f"<w:tbl><w:tr><w:tc><w:p>{run('ô')}{_box(within)}</w:p></w:tc></w:tr></w:tbl>"

    assert texts(table) == ["ô", "giữa", "trong"]


def test_pictures_old_pictures_and_charts_have_their_description() -> None:
    chart = '<w:r><w:drawing><wp:inline><wp:docPr title="Biểu đồ"/><c:chart/></wp:inline></w:drawing></w:r>'
    old = '<w:r><w:pict><v:shape alt="Sơ đồ"><v:imagedata/></v:shape></w:pict></w:r>'

    assert blocks(f"<w:p>{_picture('Hội  nghị')}</w:p><w:p>{chart}{old}</w:p>") == (
        Image(1, "Hội nghị"),
        Image(2, "Biểu đồ"),
        Image(2, "Sơ đồ"),
    )


def test_notes_stand_behind_what_cites_them_and_are_numbered_by_kind() -> None:
    parts = Parts(
        footnotes=_note("footnote", 7, "Nguồn A") + _note("footnote", 2, "Nguồn B") + _note("footnote", -1, "vạch"),
        endnotes=_note("endnote", 2, "Cuối"),
    )
    table = f"<w:tbl><w:tr><w:tc><w:p>{run('ô')}{_cites('footnote', 2)}</w:p></w:tc></w:tr></w:tbl>"
    body = f"<w:p>{run('Một')}{_cites('footnote', 7)}{_cites('endnote', 2)}</w:p>{table}{line('Hết', _cites('footnote', 99))}"

    found = [block for block in blocks(body, parts) if isinstance(block, Footnote)]

    assert found == [Footnote(1, "Nguồn A", 1), Footnote(1, "Cuối", 1), Footnote(2, "Nguồn B", 2)]
    assert texts(body, parts) == ["Một", "Nguồn A", "Cuối", "ô", "Nguồn B", "Hết"]


def test_table_of_contents_is_left_out_and_a_link_within_a_sentence_is_not() -> None:
    styles = Parts(styles=style("TOC1", name="toc 1"))
    linked = '<w:hyperlink w:anchor="_Toc12"><w:r><w:t>I- Tình hình</w:t><w:tab/><w:t>2</w:t></w:r></w:hyperlink>'
    sentence = f"<w:p>{run('Xem ')}{linked}</w:p>"
    body = line("I- Tình hình\t2", style="TOC1") + f"<w:p>{linked}</w:p>" + sentence + line("Lời dẫn", style="TOC1")

    assert texts(body, styles) == ["Xem I- Tình hình 2", "Lời dẫn"]


def test_file_put_in_from_elsewhere_leaves_a_note_in_its_place() -> None:
    assert texts(f'{line("Trước")}<w:altChunk r:id="x"/>{line("Sau")}') == ["Trước", UNREAD_PART, "Sau"]


@pytest.mark.parametrize("where", ["run", "character", "paragraph", "based", "defaults", "theme"])
def test_font_of_before_unicode_is_found_wherever_it_is_set(where: str) -> None:
    theme = '<w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/></w:rPr>'
    default = {"defaults": _TIME, "theme": theme}.get(where, "")
    styles = "".join(
        [
            f"<w:docDefaults><w:rPrDefault>{default}</w:rPrDefault></w:docDefaults>",
            style("Doan", inner=_TIME),
            style("Con", based_on="Doan"),
            style("Chu", kind="character", inner=_TIME),
        ]
    )
    typed = to_tcvn3(_SENTENCE)
    body = {
        "run": line(in_font(typed, ".VnTime")),
        "character": line(run(typed, '<w:rStyle w:val="Chu"/>')),
        "paragraph": line(typed, style="Doan"),
        "based": line(typed, style="Con"),
    }.get(where, line(typed))
    fonts = '<a:minorFont><a:latin typeface=".VnTime"/></a:minorFont>' if where == "theme" else ""

    assert texts(body, Parts(styles=styles), theme=fonts) == [_SENTENCE]


def test_only_the_runs_in_an_old_font_are_converted() -> None:
    body = line(in_font(to_tcvn3("hội"), ".VnTime"), run(" µ "), in_font(to_vni("nghị"), "VNI-Times"))

    assert texts(body) == ["hội µ nghị"]


def test_vowel_and_mark_of_vni_may_stand_in_two_runs() -> None:
    assert texts(line(in_font("ba", "VNI-Times"), in_font("ùo caùo", "VNI-Times"))) == ["báo cáo"]


def test_soft_hyphen_in_an_old_font_is_a_letter() -> None:
    hyphen = '<w:r><w:rPr><w:rFonts w:hAnsi=".VnTime"/></w:rPr><w:softHyphen/></w:r>'

    assert texts(line(in_font("s", ".VnTime"), hyphen, in_font("¬ng th\u00ad", ".VnTime"))) == ["sương thư"]


def test_font_of_capitals_shows_capitals() -> None:
    assert texts(line(in_font(to_tcvn3("báo cáo"), ".VnTimeH"))) == ["BÁO CÁO"]
