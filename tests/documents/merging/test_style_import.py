from __future__ import annotations

from typing import TYPE_CHECKING

from tests.documents.merging.drafts import merged
from tests.documents.word_files import Parts, build, line, run, style

if TYPE_CHECKING:
    from pathlib import Path

_BORDER = '<w:top w:val="single" w:sz="{}" w:space="1" w:color="auto"/>'.format


def _boxed(size: int) -> bytes:
    box = f"<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr><w:pBdr>{_BORDER(size)}</w:pBdr></w:pPr>"
    look = '<w:rPr><w:rFonts w:ascii="Arial"/><w:sz w:val="60"/></w:rPr>'
    styled = style("X", name="Khung", inner=box + look).replace("<w:style ", '<w:style w:customStyle="1" ')
    return build(line("Trong khung.", style="X"), Parts(styles=styled))


def test_style_of_one_name_and_two_meanings_gets_two_names(tmp_path: Path) -> None:
    styles = merged(tmp_path, _boxed(4), _boxed(8), _boxed(4)).part("word/styles.xml")

    assert styles.count('<w:name w:val="Khung"/>') == styles.count('<w:name w:val="Khung (2)"/>') == 1


def test_fonts_sizes_and_numbers_of_a_style_stay_behind(tmp_path: Path) -> None:
    styles = merged(tmp_path, _boxed(4)).part("word/styles.xml")

    assert "Arial" not in styles
    assert 'w:val="60"' not in styles
    assert "numPr" not in styles


def test_plain_text_loses_the_looks_of_its_file_and_keeps_its_emphasis(tmp_path: Path) -> None:
    looks = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:b/><w:color w:val="FF0000"/><w:sz w:val="40"/>'
    spaced = '<w:spacing w:before="900"/><w:ind w:left="900"/><w:jc w:val="center"/>'
    normal = style("N", name="Normal", inner="<w:rPr><w:i/></w:rPr>").replace("<w:style ", '<w:style w:default="1" ')
    report = build(line(run("Đậm", looks), properties=spaced), Parts(styles=normal))

    document = merged(tmp_path, report).part("word/document.xml")

    properties = '<w:pPr><w:pStyle w:val="BodyText"/><w:jc w:val="center"/></w:pPr>'
    assert f"<w:p>{properties}<w:r><w:rPr><w:b/><w:i/></w:rPr><w:t>Đậm</w:t></w:r></w:p>" in document


def test_text_in_an_old_font_that_only_the_default_style_names_is_converted(tmp_path: Path) -> None:
    font = '<w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr>'
    normal = style("N", name="Normal", inner=font).replace("<w:style ", '<w:style w:default="1" ')

    draft = merged(tmp_path, build(line("B¸o c¸o"), Parts(styles=normal)))

    assert draft.texts == ["Báo cáo"]
