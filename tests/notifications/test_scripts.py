from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import notifications
from notifications.scripts import FOLDER, PhoneScript, phone_script
from tests.notifications.examples import DISTRICT_DUTY, PLAN

EXPECTED = Path(notifications.__file__).parent / "templates" / FOLDER / "expected.txt"
EXAMPLE = PhoneScript(
    plan=PLAN,
    duty=DISTRICT_DUTY,
    caller="Nguyễn Văn A",
    callee="Trần Văn Bình",
    is_through_superior=False,
    days_late=2,
    is_returned=False,
    promised=None,
    addresses=("hu-353@hanam.example",),
    intake="baocao@hanam.example",
)


def test_script_is_the_expected_one() -> None:
    assert phone_script(EXAMPLE) == EXPECTED.read_text(encoding="utf-8")


def test_script_has_few_short_paragraphs_and_no_threat() -> None:
    words = phone_script(EXAMPLE)

    assert len(words.strip().split("\n\n")) == 6
    assert "kỷ luật" not in words
    assert "yêu cầu" not in words


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"caller": ""}, "Tôi là …, gọi thay mặt"),
        ({"callee": ""}, "Chào đồng chí. Tôi là"),
        ({"is_through_superior": True}, "nhờ đồng chí giúp chuyển lời đến Huyện ủy Lý Nhân"),
        ({"days_late": 0}, "Chúng tôi gọi vì chưa có xác nhận là thông báo đã đến Huyện ủy Lý Nhân."),
        (
            {"is_returned": True},
            "Báo cáo đã được trả lại để bổ sung; đến nay chưa nhận được bản nộp lại, đã quá hạn 2 ngày.",
        ),
        ({"promised": date(2022, 8, 25)}, "đã hẹn gửi ngày 25/8/2022"),
        ({"addresses": ()}, "Chúng tôi chưa có địa chỉ để gửi thông báo"),
        ({"intake": ""}, "Đề nghị gửi báo cáo bằng văn bản giấy, qua hệ thống văn bản"),
        ({"duty": replace(DISTRICT_DUTY, sections=("II.1.4. Công tác phối hợp",))}, "(phần II.1.4. Công tác phối hợp)"),
    ],
)
def test_script_says_what_the_case_asks_for(changes: dict[str, object], said: str) -> None:
    assert said in phone_script(replace(EXAMPLE, **changes))  # type: ignore[arg-type]
    assert said not in phone_script(EXAMPLE)
