from __future__ import annotations

import pytest

from domain.hooks import Known, Noticed, Reported
from domain.signals import SignalKind
from notifications.esms_callbacks import read_esms

SENT = b"SMSID=s1&SendFailed=0&SendStatus=5&SendSuccess=1&TotalReceiver=1&RequestId=r1&TypeId=2&phonenumber=0900000001"
KNOWN = Known(("esms",), "r1", "s1")


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        (SENT, SignalKind.DELIVERED),
        (
            SENT.replace(b"SendSuccess=1", b"SendSuccess=0").replace(b"SendFailed=0", b"SendFailed=1"),
            SignalKind.BOUNCED,
        ),
        (
            SENT.replace(b"SendStatus=5", b"SendStatus=4").replace(b"SendSuccess=1", b"SendSuccess=0"),
            SignalKind.BOUNCED,
        ),
    ],
)
def test_report_says_how_a_text_message_ended(query: bytes, kind: SignalKind) -> None:
    (event,) = read_esms(query).events

    assert isinstance(event, Reported)
    assert (event.message, event.kind) == (KNOWN, kind)


@pytest.mark.parametrize("query", [SENT.replace(b"SendStatus=5", b"SendStatus=7"), b"", b"\xff=&&&", b"a=1&" * 99])
def test_report_that_says_nothing_final_changes_nothing(query: bytes) -> None:
    assert isinstance(read_esms(query).events[0], Noticed)


def test_each_stage_is_an_event_of_its_own() -> None:
    assert read_esms(SENT).key == "esms:status:s1:5:1:0"
