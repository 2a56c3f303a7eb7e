"""An alarm for the operator, over any service that Apprise knows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from domain.errors import RuleBroken
from notifications.briefs import plain_brief
from notifications.channels.apprise_service import open_apprise_service_channel
from notifications.envelope import Rendered
from notifications.outcome import Accepted, Ambiguous

if TYPE_CHECKING:
    from notifications.outcome import Outcome

_ANY_MOMENT = datetime(2022, 1, 1, tzinfo=UTC)  # no brief says when it was sent


def send_alarm(url: str, text: str, *, timeout_seconds: float) -> str:
    """Why the alarm did not get out; empty where it did, or may have. The words never repeat the address: it has a secret."""
    channel = open_apprise_service_channel(open_address=lambda _: url, timeout_seconds=timeout_seconds)
    rendered = Rendered("Đôn đốc: báo động", text, "", brief=plain_brief(text))
    try:
        envelope = channel.compose(rendered, key="alarm", to_address="alarm", to_name="", sent_at=_ANY_MOMENT)
        return _why_not(channel.deliver(envelope))
    except RuleBroken as refusal:
        return str(refusal)
    finally:
        channel.close()


def _why_not(outcome: Outcome) -> str:
    return "" if isinstance(outcome, Accepted | Ambiguous) else outcome.detail
