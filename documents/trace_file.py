"""`trace.json`: the source of every sentence of a draft, one line for each, written as the draft grows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from domain.traces import Origin, Place, Source, TracedSentence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from io import TextIOWrapper
    from pathlib import Path
    from types import TracebackType

_PLACE = ("paragraph", "start", "end", "row", "column", "note", "part")
_OPTIONAL = {"row": None, "column": None, "note": None, "part": 0}


class TraceFile:
    """Writes the file from top to bottom; `head` are the plan, the unit and the versions that went in."""

    def __init__(self, path: Path, head: Mapping[str, object]) -> None:
        self._path, self._head = path, head

    def __enter__(self) -> Self:
        self._file: TextIOWrapper = self._path.open("w", encoding="utf-8", newline="\n")
        head = "".join(f"{_text(name)}: {_text(value)},\n" for name, value in self._head.items())
        self._file.write(f'{{\n{head}"sentences": [')
        self._separator = "\n"
        return self

    def add(self, sentence: TracedSentence) -> None:
        self._file.write(f"{self._separator}{_text(_sentence(sentence))}")
        self._separator = ",\n"

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.write("\n]\n}\n")
        self._file.close()


@dataclass(frozen=True, slots=True)
class Trace:
    """A trace as it was written: `head` as given to `TraceFile`."""

    head: Mapping[str, Any]
    sentences: tuple[TracedSentence, ...]


def read_trace(content: bytes) -> Trace:
    found: dict[str, Any] = json.loads(content)
    sentences = tuple(_read_sentence(one) for one in found.pop("sentences"))
    return Trace(found, sentences)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _sentence(one: TracedSentence) -> dict[str, object]:
    return {
        "section": one.section,
        **_place(one.place),
        "text": one.text,
        "origin": one.origin.value,
        "sources": [
            {"unit": source.unit, "version": source.version, "section": source.section}
            | _place(source.place)
            | {"text": source.text}
            for source in one.sources
        ],
    }


def _place(place: Place) -> dict[str, object]:
    found = {name: getattr(place, name) for name in _PLACE}
    return {name: value for name, value in found.items() if name not in _OPTIONAL or value != _OPTIONAL[name]}


def _read_sentence(one: Mapping[str, Any]) -> TracedSentence:
    sources = tuple(
        Source(source["unit"], source["version"], source["section"], _read_place(source), source["text"])
        for source in one["sources"]
    )
    return TracedSentence(one["section"], _read_place(one), one["text"], Origin(one["origin"]), sources)


def _read_place(one: Mapping[str, Any]) -> Place:
    return Place(**{name: one.get(name, _OPTIONAL.get(name)) for name in _PLACE})
