"""Source notes (ghi chú nguồn): who wrote a passage of the draft, and where, in the words that stand in its margin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.traces import Source

SHOWN_OF_SHA256 = 12


@dataclass(frozen=True, slots=True)
class Cited:
    """A report as a note cites it. `short` is the name of its unit in a list; `owed` the sections that the unit owes.

    `key` tells it from the other reports of a run: the code of its unit, and more where a unit owes two.
    """

    key: str
    unit: str
    name: str
    short: str
    version: int
    document_number: str
    sha256: str
    owed: frozenset[str]

    @property
    def as_version(self) -> str:
        number = f"số {self.document_number}, " if self.document_number else ""
        return f"{number}bản nộp {self.version}, mã {self.sha256[:SHOWN_OF_SHA256]}"


def passage_note(cited: Cited, section: str, positions: Sequence[int]) -> str:
    """Nguồn: Huyện ủy Lý Nhân (số 123-BC/HU, bản nộp 2, mã 0123456789ab), mục II.1.2, đoạn 48–52."""
    first, last = positions[0], positions[-1]
    places = f"đoạn {first}" if first == last else f"đoạn {first}–{last}"
    within = f"mục {section}, " if section else ""
    return f"Nguồn: {cited.name} ({cited.as_version}), {within}{places}."


def statement_note(sources: Sequence[Source], reports: Mapping[tuple[str, int], Cited]) -> str:
    """The unit quoted first; the others with their own words where these differ. `reports` by unit and version."""
    first, *others = sources
    cited = reports[first.unit, first.version]
    quoted = (
        f"Nguồn: nguyên văn của {cited.name} ({cited.as_version}), mục {first.section}, đoạn {first.place.paragraph}."
    )
    if not others:
        return quoted
    same = "; ".join(_also(one, reports[one.unit, one.version], quoted=first.text) for one in others)
    return f"{quoted} Cùng nêu: {same}."


def _also(source: Source, cited: Cited, *, quoted: str) -> str:
    own = "" if source.text == quoted else f", viết: “{source.text}”"
    return f"{cited.name} (bản nộp {cited.version}, đoạn {source.place.paragraph}{own})"
