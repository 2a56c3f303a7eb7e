from __future__ import annotations

import unicodedata
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.zalo.templates import SAYS, Parameter, Template, Unfit, fill, missing_templates
from tests.notifications.channels.zalo_letters import BRIEF, TEMPLATES

WORDS = st.text(alphabet="aăâđê ộ\u0323\u0302o.", max_size=60)


def test_missing_templates_names_what_cannot_go_out() -> None:
    kinds = ("reminder", "receipt", "opening", "urging")

    assert missing_templates(TEMPLATES, kinds, may_reply=False) == ["receipt", "opening", "urging"]
    assert missing_templates(TEMPLATES, kinds, may_reply=True) == ["opening", "urging"]


def test_fill_says_every_part_of_a_brief() -> None:
    template = Template("1", {says: Parameter(says, 100) for says in SAYS})

    assert fill(template, BRIEF) == {
        "title": "Nhắc việc",
        "plan": "15-KH/TU",
        "task": "Báo cáo sơ kết",
        "asked": "Đề nghị gửi báo cáo trước hạn.",
        "unit": "Đảng ủy xã Thanh Hà",
        "deadline": "31/7/2022",
        "days": "3",
    }


def test_fill_cuts_a_long_task_at_a_word() -> None:
    template = Template("1", {"task": Parameter("task", 20)})

    assert fill(template, replace(BRIEF, task="Báo cáo sơ kết hai năm thực hiện")) == {"task": "Báo cáo sơ kết hai…"}


@settings(max_examples=25, deadline=None)
@given(task=WORDS, unit=WORDS, longest=st.integers(min_value=1, max_value=40))
def test_fill_never_gives_what_zalo_would_refuse(task: str, unit: str, longest: int) -> None:
    template = Template("1", {name: Parameter(name, longest) for name in ("task", "unit", "days")})

    filled = fill(template, replace(BRIEF, task=task, unit=unit, short_unit=unit[:5]))

    if isinstance(filled, Unfit):
        return
    assert all(0 < len(value) <= longest and unicodedata.is_normalized("NFC", value) for value in filled.values())
