"""What a look at the installation found: how bad it is, a sentence about it, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is. Only FAULT makes the doctor say that the installation is ill."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that was looked at. `advice` is what the operator does about it, empty where there is nothing to do."""

    level: Level
    text: str
    advice: str = ""


def ok(text: str) -> Result:
    return Result(Level.OK, text)


def warning(text: str, advice: str) -> Result:
    return Result(Level.WARNING, text, advice)


def fault(text: str, advice: str) -> Result:
    return Result(Level.FAULT, text, advice)


def not_applicable(text: str) -> Result:
    return Result(Level.NOT_APPLICABLE, text)
