"""Zalo as far as an Official Account meets it: consent, messages of the account, template messages by number.

One port serves all three hosts, for their paths never meet. Facts as documented in 2026: errors inside HTTP 200, numbers
as text, `msg_id` on one host and `message_id` on the other, no memory for a `tracking_id`, lengths counted as received.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes import zalo_account, zalo_consent, zalo_phone
from tests.fakes.far_server import FarServer
from tests.fakes.zalo_world import APP_SECRET, CALLS_PER_MINUTE, HANOI, Grant, Sent, Template, User

if TYPE_CHECKING:
    from datetime import datetime

    from tests.fakes.far_server import Call


@dataclass(eq=False)
class FakeZalo(FarServer):
    users: dict[str, User] = field(default_factory=dict)
    phones: dict[str, int] = field(default_factory=dict)  # 0 for a good number, otherwise the error that it gives
    templates: dict[str, Template] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    codes: dict[str, tuple[str, datetime]] = field(default_factory=dict)  # code: PKCE challenge, end
    grant: Grant | None = None
    pairs: int = 0
    daily_quota: int = 500
    sent_by_day: dict[str, int] = field(default_factory=dict)
    calls_left: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()
        zalo_consent.serve(self)
        zalo_account.serve(self)
        zalo_phone.serve(self)

    @property
    def local(self) -> datetime:
        return self.clock.now.astimezone(HANOI)

    @property
    def is_night(self) -> bool:
        return not 6 <= self.local.hour < 22

    def is_known(self, call: Call) -> bool:
        """Whether the call has the token in force, in its own header; Zalo knows no Bearer."""
        grant = self.grant
        token = call.headers.get("access_token")
        return grant is not None and token == grant.access and self.clock.now < grant.access_until

    def take(self, to: str, body: dict[str, Any]) -> Sent:
        """Take a message over, also one that came before: nothing of it is remembered as a key."""
        sent = Sent(to, f"m{len(self.sent) + 1:08}", body)
        self.sent.append(sent)
        return sent

    def fault_of(self, template: Template, data: dict[str, Any]) -> int:
        """The error that parameters give. Lengths count on what was received: decomposed letters count double."""
        if set(data) - set(template.parameters):
            return -1123
        if set(template.parameters) - set(data):
            return -1122
        return -1121 if any(len(str(data[name])) > longest for name, longest in template.parameters.items()) else 0

    def rate_headers(self) -> dict[str, str]:
        return {"X-RateLimit-Limit": str(CALLS_PER_MINUTE), "X-RateLimit-Remain": str(self._calls_left())}

    def is_over_the_rate(self) -> bool:
        minute = f"{self.local:%Y%m%d%H%M}"
        left = self.calls_left.setdefault(minute, CALLS_PER_MINUTE)
        self.calls_left[minute] = max(left - 1, 0)
        return left <= 0

    def _calls_left(self) -> int:
        return self.calls_left.get(f"{self.local:%Y%m%d%H%M}", CALLS_PER_MINUTE)

    def assert_tidy(self) -> None:
        """What must hold of every call that ever came: no Bearer, no secret in an address, composed letters only."""
        secrets = [APP_SECRET, *({self.grant.access, self.grant.refresh} if self.grant else ())]
        for call in self.calls:
            assert "authorization" not in call.headers
            assert not any(secret in f"{call.path}?{call.query}" for secret in secrets)
            text = call.body.decode()
            assert unicodedata.is_normalized("NFC", text)

    def called(self, path: str) -> list[Call]:
        return [call for call in self.calls if call.path == path]
