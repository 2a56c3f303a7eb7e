from __future__ import annotations

from typing import TYPE_CHECKING

from notifications.envelope import Envelope, Rendered
from notifications.outcome import Accepted
from rehearsal.recording import REFUSAL, RecordingChannel
from tests.rehearsal.messages import at

if TYPE_CHECKING:
    from notifications.channels.protocol import Channel

RENDERED = Rendered(subject="Nhắc việc", text="Kính gửi", html="<p>Kính gửi</p>")


def compose(channel: RecordingChannel) -> Envelope:
    return channel.compose(RENDERED, key="k", to_address="x1@hanam.example", to_name="X1", sent_at=at("15"))


def test_recording_channel_is_a_channel() -> None:
    channel: Channel = RecordingChannel("email")

    assert channel.name == "email"


def test_recording_channel_accepts_with_evidence() -> None:
    channel = RecordingChannel("email")

    assert channel.deliver(compose(channel)) == Accepted("rehearsal:k")


def test_recording_channel_refuses_a_refused_address() -> None:
    channel = RecordingChannel("email", refused=frozenset({"x1@hanam.example"}))

    assert channel.deliver(compose(channel)) == REFUSAL


def test_recording_channel_composes_as_the_real_one_does_when_told() -> None:
    def real(rendered: Rendered, *, key: str, to_address: str, **_others: object) -> Envelope:
        return Envelope(key, "email", to_address, "id@hanam.example", rendered.text.encode())

    envelope = compose(RecordingChannel("email", compose=real))

    assert envelope == Envelope("k", "email", "x1@hanam.example", "id@hanam.example", "Kính gửi".encode())
