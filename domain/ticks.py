"""Ticks: the runs of the clockwork, and how late they are."""

from __future__ import annotations

from enum import StrEnum


class TickKind(StrEnum):
    DAY = "day"  # the morning round: decide for every tier, send, audit
    DELIVER = "deliver"  # every few minutes: decide what fell due since, and send what waits
    INTAKE = "intake"  # take in what lies in the mailbox


class TickOutcome(StrEnum):
    RUNNING = ""
    DONE = "done"
    FAILED = "failed"
