from __future__ import annotations

from dataclasses import replace

import pytest

from documents.blocks import Paragraph, Table
from documents.layouts import STATE
from documents.letterhead import Signature
from documents.party_document import PartyDocument
from documents.reading import read_report
from documents.state_letterhead import state_number_line
from tests.documents.examples import LETTERHEAD


@pytest.mark.parametrize(("number", "line"), [(81, "Số: 81/BC-STTTT"), (None, "Số:        /BC-STTTT")])
def test_number_of_a_state_body_has_a_colon_and_a_slash_first(number: int | None, line: str) -> None:
    assert state_number_line(number, code="BC-STTTT") == line


def test_state_letterhead_names_the_nation_where_the_party_names_itself() -> None:
    document = PartyDocument("Báo cáo")
    letterhead = replace(
        LETTERHEAD, superior_line="Ủy ban nhân dân tỉnh Hà Nam", issuer_line="Sở Thông tin và Truyền thông"
    )

    STATE.head(document, letterhead)

    (table,) = read_report(document.to_bytes()).blocks
    assert isinstance(table, Table)
    assert table.rows == (
        (
            "ỦY BAN NHÂN DÂN\nTỈNH HÀ NAM\nSỞ THÔNG TIN VÀ\nTRUYỀN THÔNG\nSố -BC/BTGTU",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nHà Nam, ngày 25 tháng 8 năm 2022",
        ),
    )


def test_state_title_ends_with_a_rule_not_with_hyphens() -> None:
    document = PartyDocument("Báo cáo")

    STATE.title(document, kind="Báo cáo", abstract="sơ kết 05 năm")

    assert read_report(document.to_bytes()).blocks == (Paragraph("BÁO CÁO", 1), Paragraph("sơ kết 05 năm", 2))


def test_state_signature_ends_its_recipients_with_semicolons() -> None:
    document = PartyDocument("Báo cáo")
    document.paragraph("Hết./.")

    STATE.close(document, Signature("", "Giám đốc", recipients=("Như trên", "Lưu: VT")))

    closing = read_report(document.to_bytes()).blocks[-1]
    assert isinstance(closing, Table)
    assert closing.rows == (("Nơi nhận:\n- Như trên;\n- Lưu: VT.", "GIÁM ĐỐC"),)


def test_state_signature_without_recipients_has_no_list() -> None:
    document = PartyDocument("Báo cáo")
    document.paragraph("Hết./.")

    STATE.close(document, Signature("", "Giám đốc"))

    closing = read_report(document.to_bytes()).blocks[-1]
    assert isinstance(closing, Table)
    assert closing.rows == (("", "GIÁM ĐỐC"),)
