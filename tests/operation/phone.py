"""What whoever keeps the service got on the telephone; the fixture `phone` takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.fakes.far_server import FarServer


def told(phone: FarServer) -> list[str]:
    return [str(call.json()["message"]) for call in phone.calls]
