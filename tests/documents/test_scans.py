from __future__ import annotations

from documents.page_layout import report_of
from documents.scans import pages_of

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


def table(*words: tuple[int, int, int, int, int, int, str]) -> str:
    """One page of 1654 by 2339 dots; of each word its page, its line, its box and its text."""
    rows, seen = [HEAD], set()
    for page, number, left, top, width, height, text in words:
        if page not in seen:
            rows.append(f"1\t{page}\t0\t0\t0\t0\t0\t0\t1654\t2339\t-1\t")
            seen.add(page)
        rows.append(f"5\t{page}\t1\t1\t{number}\t1\t{left}\t{top}\t{width}\t{height}\t90\t{text}")
    return "\n".join(rows)


def test_words_of_a_line_are_one_line_as_high_as_the_usual_word() -> None:
    said = table(
        (1, 1, 300, 200, 60, 26, "Báo"),
        (1, 1, 370, 205, 60, 21, "cáo"),
        (1, 2, 300, 260, 60, 62, 'Ủy"'),
    )

    (page,) = pages_of(said)

    assert [line.text for line in page.lines] == ["Báo cáo", 'Ủy"']
    assert [line.height for line in page.lines] == [26, 26]
    assert page.lines[0].bottom > page.lines[1].top


def test_letters_are_composed_and_specks_left_out() -> None:
    said = table((1, 1, 300, 200, 60, 26, "Ba\u0301o"), (1, 2, 300, 260, 10, 3, "_"), (1, 3, 300, 300, 10, 3, " "))

    (page,) = pages_of(said)

    assert [line.text for line in page.lines] == ["Báo"]


def test_columns_of_a_scanned_table_are_no_running_text() -> None:
    said = table((1, 1, 300, 200, 60, 26, "Loa"), (1, 1, 900, 200, 60, 26, "27"))

    (page,) = pages_of(said)

    assert page.lines[0].columns


def test_pages_stay_apart_and_an_empty_one_is_a_page() -> None:
    blank = "1\t2\t0\t0\t0\t0\t0\t0\t1654\t2339\t-1\t"
    said = "\n".join((table((1, 1, 300, 200, 60, 26, "Một.")), blank))

    pages = list(pages_of(said))

    assert [len(page.lines) for page in pages] == [1, 0]
    assert len(report_of(pages).blocks) == 1
    assert list(pages_of("")) == []
