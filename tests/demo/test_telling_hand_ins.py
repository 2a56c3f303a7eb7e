from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from demo.hand_ins import Excused, ForReader, HandIns, OnPaper, Prolonged, SentBack, Unusable
from demo.telling_hand_ins import tell_hand_ins

if TYPE_CHECKING:
    import pytest

CAME = HandIns(
    units=112,
    kinds={"doc": 2, "docx": 97, "picture": 1},
    complete=90,
    gaps=9,
    missing={"II.2": 3, "IV": 1, "I.4": 5},
    accepted=110,
    for_reader=(ForReader("Đài Phát thanh", "picture", "Đọc bằng máy từ bản chụp, cần người đọc lại."),),
    on_paper=(OnPaper("Đảng ủy phường Duy Hải", "45-BC/ĐU"),),
    sent_back=(
        SentBack("Đảng ủy xã Phù Vân", ("I.4", "II.2"), date(2022, 7, 28)),
        SentBack("Huyện ủy Thanh Liêm", (), None),
    ),
    prolonged=(
        Prolonged(
            "Huyện ủy Bình Lục",
            date(2022, 8, 20),
            date(2022, 8, 31),
            "Thường trực Tỉnh ủy",
            "812-CV/TU",
            date(2022, 8, 30),
        ),
    ),
    excused=(Excused("Đảng ủy xã Tiên Tân", "Thành ủy báo cáo chung.", "Ban Tuyên giáo"),),
    unusable=(Unusable("Đảng ủy phường Châu Giang", date(2022, 7, 26), "Tệp bị hỏng.", date(2022, 7, 27)),),
)
TOLD = """\
Báo cáo: 101 bản nộp của 112 đơn vị; 110 đơn vị được chấp nhận
  Tệp           .docx 97, .doc 2, ảnh chụp 1; bản giấy 1
  Máy đọc       99 tệp; 1 tệp cần người đọc
                Đài Phát thanh (ảnh chụp): Đọc bằng máy từ bản chụp, cần người đọc lại.
  Đề cương      90 bản đủ mục, 9 bản thiếu mục (nhiều nhất: I.4 5, II.2 3)
  Trả lại       2 bản, đã nộp lại 1
                bổ sung mục: xã Phù Vân (I.4, II.2)
                làm lại cả bản: Huyện ủy Thanh Liêm
                chưa nộp lại: Huyện ủy Thanh Liêm
  Gia hạn       Huyện ủy Bình Lục, 20/8/2022 → 31/8/2022 (Thường trực Tỉnh ủy, số 812-CV/TU); nộp ngày 30/8/2022
  Miễn báo cáo  Đảng ủy xã Tiên Tân (Ban Tuyên giáo): Thành ủy báo cáo chung.
  Bản giấy      Đảng ủy phường Duy Hải, số 45-BC/ĐU
  Tệp hỏng      Đảng ủy phường Châu Giang, ngày 26/7/2022, nộp lại ngày 27/7/2022. Đã báo đơn vị: Tệp bị hỏng.

"""


def test_what_came_in_is_told_in_a_few_lines_with_names(capsys: pytest.CaptureFixture[str]) -> None:
    tell_hand_ins(CAME)

    assert capsys.readouterr().out == TOLD


def test_nothing_is_told_of_what_did_not_happen(capsys: pytest.CaptureFixture[str]) -> None:
    tell_hand_ins(HandIns(units=1, kinds={"docx": 1}, complete=1, gaps=0, missing={}, accepted=1))

    assert [line[:16].strip() for line in capsys.readouterr().out.splitlines()[1:-1]] == ["Tệp", "Máy đọc", "Đề cương"]
