"""What the channels have in common that carry a brief and nothing else, as plugins of Apprise."""

from __future__ import annotations

import uuid
from email.utils import localtime
from typing import TYPE_CHECKING, Any

from apprise import NotifyType, OverflowMode
from apprise.plugins.base import NotifyBase

from domain.errors import RuleBroken
from domain.spelling import nfc
from notifications.briefs import plain_brief
from notifications.envelope import Rendered
from notifications.outcome import Accepted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from domain.intake import Matter
    from notifications.briefs import Brief
    from notifications.envelope import Envelope
    from notifications.outcome import Outcome


# Apprise's types forbid its own plugins: a schema is None there, and every plugin has one.
_Plugin: Any = NotifyBase


class BriefChannel(_Plugin):  # type: ignore[misc]
    """Half a `Channel`: what is left to each are `compose`, `deliver` and the shape of its URL.

    Plain Apprise gives one text for all; here that text is the brief of each target.
    """

    request_rate_per_sec = 0
    title_maxlen = 0  # Apprise then puts the title above the text
    overflow_mode = OverflowMode.SPLIT
    gives_receipts = False
    rate_per_minute = 60.0

    def __init__(self, targets: Sequence[str] = (), **settings: Any) -> None:  # noqa: ANN401 -- whatever the URL parser found
        super().__init__(**settings)
        self.targets = tuple(targets)

    def compose(
        self,
        rendered: Rendered,
        *,
        key: str,
        to_address: str,
        to_name: str,
        sent_at: datetime,
        follows: str = "",
        matter: Matter | None = None,
    ) -> Envelope:
        raise NotImplementedError

    def deliver(self, envelope: Envelope) -> Outcome:
        raise NotImplementedError

    def look_for(self, message_id: str) -> Accepted | None:  # noqa: ARG002 -- these services cannot be asked
        return None

    def close(self) -> None:
        raise NotImplementedError

    def send(
        self,
        body: str,
        title: str = "",  # noqa: ARG002 -- Apprise has put it into the body
        notify_type: NotifyType = NotifyType.INFO,  # noqa: ARG002
        **more: Any,  # noqa: ANN401, ARG002
    ) -> bool:
        """What plain Apprise calls. It has no `now` to give, so the message carries the moment at which it leaves."""
        if not self.targets:
            self.logger.warning("%s: URL không ghi người nhận nào.", self.service_name)
        rendered = Rendered("", nfc(body), "", brief=plain_brief(body))
        try:
            sent = [self._send_to(target, rendered) for target in self.targets]
            return bool(sent) and all(sent)
        finally:
            self.close()

    def _send_to(self, target: str, rendered: Rendered) -> bool:
        try:
            envelope = self.compose(
                rendered, key=uuid.uuid4().hex, to_address=target, to_name="", sent_at=localtime(), follows=""
            )
        except RuleBroken as refusal:
            self.logger.warning("%s: %s", self.service_name, refusal)
            return False
        outcome = self.deliver(envelope)
        if not isinstance(outcome, Accepted):
            self.logger.warning("%s, %s: %s", self.service_name, target, outcome.detail)
        return isinstance(outcome, Accepted)

    def __len__(self) -> int:
        return max(len(self.targets), 1)


def brief_of_letter(rendered: Rendered) -> Brief:
    """Raises RuleBroken for a letter of which nothing may leave the house this way."""
    if rendered.brief is None:
        raise RuleBroken("Thư này không có bản rút gọn nên chỉ gửi được qua thư điện tử.")
    return rendered.brief
