from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import compat32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.mailbox.own_words import own_words


def written(text: str, *, subtype: str = "plain") -> str:
    message = EmailMessage()
    message.set_content(text, subtype=subtype)
    return own_words(message_from_bytes(message.as_bytes(), policy=compat32))


@pytest.mark.parametrize(
    "earlier",
    [
        "> Hạn nộp: 31/7/2022",
        "On Mon, 1 Aug 2022, Ban Tuyên giáo wrote:\nHạn nộp",
        "Vào 08:00, 1/8/2022, Ban Tuyên giáo đã viết:\nHạn nộp",
        "-----Original Message-----\nFrom: ban",
        "________________________________\nFrom: ban",
        "Từ: Ban Tuyên giáo\nHạn nộp",
    ],
)
def test_letter_that_is_answered_is_left_out(earlier: str) -> None:
    assert written(f"Hẹn 25/8.\nTrân trọng\n\n{earlier}\n") == "Hẹn 25/8.\nTrân trọng"


def test_page_is_read_as_its_text() -> None:
    page = "<html><head><style>p{}</style></head><p>Đã nộp<b> rồi</b></p><blockquote>Hạn nộp</blockquote></html>"

    assert written(page, subtype="html") == "Đã nộp rồi"


@settings(max_examples=50)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_failing(raw: bytes) -> None:
    own_words(message_from_bytes(b"Content-Type: text/html; charset=x\r\n\r\n" + raw, policy=compat32))
