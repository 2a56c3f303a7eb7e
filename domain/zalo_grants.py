"""Grants: the right to act for an Official Account of Zalo. When a pair of tokens is to be renewed, and when it is lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

RENEW_BEFORE_END = timedelta(hours=5)  # of 25: several runs of a working day come by within it
RENEW_AFTER = timedelta(days=7)  # a refresh token lasts three months, and should never come near that
LEASE = timedelta(seconds=60)  # longer than a call may last


class GrantState(StrEnum):
    """OK also while a worker is just renewing it; NEEDS_RECONSENT when only a person can give the right again."""

    OK = "ok"
    NEEDS_RECONSENT = "needs_reconsent"


@dataclass(frozen=True, slots=True)
class GrantTimes:
    """What is known of a grant besides its tokens. `attempt_at` is set while a renewal is under way."""

    state: GrantState
    access_expires_at: datetime
    refresh_issued_at: datetime
    attempt_at: datetime | None = None
    lease_until: datetime | None = None

    def is_usable(self, now: datetime) -> bool:
        return now < self.access_expires_at

    def is_due(self, now: datetime) -> bool:
        """Whether a renewal should begin."""
        return self.access_expires_at - now < RENEW_BEFORE_END or self.is_idle(now)

    def is_idle(self, now: datetime) -> bool:
        return now - self.refresh_issued_at >= RENEW_AFTER

    def is_broken_off(self, now: datetime) -> bool:
        """Whether a renewal began that nobody finished: the new pair may exist, and nobody here has it."""
        return self.attempt_at is not None and self.lease_until is not None and self.lease_until <= now

    def needs_reconsent(self, now: datetime) -> bool:
        return self.state is GrantState.NEEDS_RECONSENT or self.is_broken_off(now)
