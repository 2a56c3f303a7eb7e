"""What a rehearsal found out, as the file that is kept of it, and back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from rehearsal.comparison import Comparison, Moved
from rehearsal.rehearsing import Message, Rehearsal, Silence


@dataclass(frozen=True, slots=True)
class Answer:
    """`compared` says how the messages differ from those without the change, where there was one."""

    rehearsal: Rehearsal
    compared: Comparison | None = None


def answer_to_bytes(answer: Answer) -> bytes:
    return json.dumps(asdict(answer), ensure_ascii=False, default=_iso).encode()


def answer_from_bytes(content: bytes) -> Answer:
    found = json.loads(content)
    compared = found["compared"]
    return Answer(_rehearsal(found["rehearsal"]), _comparison(compared) if compared else None)


def _rehearsal(found: dict[str, Any]) -> Rehearsal:
    return Rehearsal(
        plan=found["plan"],
        scenario=found["scenario"],
        opens=date.fromisoformat(found["opens"]),
        through=date.fromisoformat(found["through"]),
        messages=tuple(_message(one) for one in found["messages"]),
        decisions=tuple(Silence(**{**one, "at": datetime.fromisoformat(one["at"])}) for one in found["decisions"]),
    )


def _comparison(found: dict[str, Any]) -> Comparison:
    return Comparison(
        added=tuple(_message(one) for one in found["added"]),
        dropped=tuple(_message(one) for one in found["dropped"]),
        moved=tuple(Moved(_message(one["before"]), _message(one["after"])) for one in found["moved"]),
        unchanged=found["unchanged"],
    )


def _message(found: dict[str, Any]) -> Message:
    return Message(**{**found, "at": datetime.fromisoformat(found["at"]), "about": tuple(found["about"])})


def _iso(value: date | datetime) -> str:
    return value.isoformat()
