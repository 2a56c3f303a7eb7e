from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.sms_text import parts, sms_text

# One place each in GSM 7-bit (3GPP TS 23.038), as far as Vietnamese texts need them.
GSM = re.compile(r"[\n !-#%&'()*+,\-./0-9:;<=>?A-Z_a-z]*")


@pytest.mark.parametrize(
    ("text", "sms"),
    [
        ("Đảng ủy xã Chân Lý", "Dang uy xa Chan Ly"),
        ("“Đề nghị” – gửi…", '"De nghi" - gui...'),
        ("hạn\u00a0gửi\u202f20/8", "han gui 20/8"),
        ("mục [II.1]_a", "muc (II.1)_a"),
        ("họp 😀 lúc ½", "hop ? luc 1?2"),
    ],
)
def test_text_is_written_without_marks(text: str, sms: str) -> None:
    assert sms_text(text) == sms
    assert sms_text(unicodedata.normalize("NFD", text)) == sms


@settings(max_examples=30)
@given(st.text(max_size=60))
def test_no_letter_costs_more_than_one_place(text: str) -> None:
    assert GSM.fullmatch(sms_text(text))


@pytest.mark.parametrize(("length", "number"), [(0, 1), (160, 1), (161, 2), (306, 2), (307, 3)])
def test_parts_are_counted_as_the_operator_charges_them(length: int, number: int) -> None:
    assert parts("x" * length) == number
