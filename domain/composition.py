"""Composition of a section (bố cục một mục): what several units say alike once, what is particular by unit. Words are moved, never made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.likeness import Said
from domain.sentences import Span
from domain.statements import group_alike

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from domain.likeness import Statement, Thresholds

# What ended the report of a unit ends a sentence only.
END_OF_DOCUMENT = "./."
_OF_THE_END_LEFT = 1
_LABEL_ENDS = ":"


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph, heading or table of a unit in a section. `number` is its position in the report; `text` is empty for a table.

    `part` is the part of the section that the whole belongs to, "" where the section has none; `sentences` are those of the
    text, each with its own. Sentences may only be taken from a piece that `is_plain`. One that `is_label` names a part: the
    draft has a heading of its own there. `level` is that of a heading, 0 for anything else. A report made from a draft of ours
    counts its own units before the one sentence of the piece, which begins behind: `counted`, as "2/4".
    """

    number: int
    unit: str
    text: str
    part: str = ""
    sentences: tuple[tuple[Span, str], ...] = ()
    is_plain: bool = False
    is_label: bool = False
    is_nothing: bool = False
    level: int = 0
    counted: str = ""

    @property
    def leads(self) -> bool:
        """Whether it only names what stands below it: "Đảng ủy xã Hợp Lý:"."""
        return self.is_plain and not self.level and self.text.rstrip().endswith(_LABEL_ENDS)


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a piece of a unit: its number, which characters, and the words; `counted` as in the piece."""

    unit: str
    number: int
    span: Span
    text: str
    counted: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What of a piece stays under the name of its unit; None for the whole of it."""

    number: int
    spans: tuple[Span, ...] | None


@dataclass(frozen=True, slots=True)
class Stated:
    """What several units say alike, one sentence for each: the first is quoted, the others say it in their own words.

    `repeats` are further sentences of the same units that say it once more.
    """

    said: tuple[Quoted, ...]
    repeats: tuple[Quoted, ...] = ()


@dataclass(frozen=True, slots=True)
class Composition:
    """A section: who answers "Không.", and by part what several units say alike.

    `nothing` has one answer for each unit that gives no other. What is left of each unit is told by `kept`, unit by unit, so that a section of thousands of
    reports need not be held at once.
    """

    nothing: tuple[Quoted, ...]
    statements: Mapping[str, tuple[Stated, ...]]
    taken: frozenset[Quoted]

    def kept(self, pieces: Sequence[Piece], part: str = "") -> tuple[Kept, ...]:
        """What stays under the name of one unit, of all its pieces in the order of its report."""
        if _is_silent(pieces):
            return ()
        left = [_left(piece, part, self.taken) for piece in pieces]
        return tuple(kept for place, kept in enumerate(left) if kept and _stays(place, pieces, left))


def compose(units: Iterable[Sequence[Piece]], *, thresholds: Thresholds, parts: Sequence[str] = ("",)) -> Composition:
    """`units` gives for each the pieces in the order of its report."""
    nothing: list[Quoted] = []
    quotable: dict[str, list[tuple[Quoted, Said]]] = {part: [] for part in parts}
    for pieces in units:
        if _is_silent(pieces):
            nothing.append(_first_words(pieces[0]))
            continue
        for part, found in quotable.items():
            found.extend(_quotable(pieces, part, first=len(found)))
    statements = {part: _statements(found, thresholds) for part, found in quotable.items()}
    taken = frozenset(
        one for found in statements.values() for stated in found for one in (*stated.said, *stated.repeats)
    )
    return Composition(tuple(nothing), statements, taken)


def _is_silent(pieces: Sequence[Piece]) -> bool:
    return all(piece.is_nothing for piece in pieces)


def _first_words(piece: Piece) -> Quoted:
    first, last = piece.sentences[0][0], piece.sentences[-1][0]
    return _quoted(piece, Span(first.start, _unended(piece, last).end))


def _quoted(piece: Piece, span: Span) -> Quoted:
    return Quoted(piece.unit, piece.number, span, span.of(piece.text), piece.counted)


def _quotable(pieces: Sequence[Piece], part: str, *, first: int) -> list[tuple[Quoted, Said]]:
    """Sentences that may be stated once; `first` is the key of the first of them."""
    found = [
        _quoted(piece, span)
        for piece in pieces
        if piece.is_plain
        for span in _sentences(piece, part)
        if not span.of(piece.text).endswith(_LABEL_ENDS)
    ]
    return [(one, Said(one.unit, one.text, key)) for key, one in enumerate(found, start=first)]


def _statements(quotable: Sequence[tuple[Quoted, Said]], thresholds: Thresholds) -> tuple[Stated, ...]:
    """Those that most units say first, and of as many the one that is said first."""
    groups = group_alike([said for _, said in quotable], thresholds)
    ordered = sorted(groups, key=lambda group: (-len(group.said), _first(group)))
    return tuple(
        Stated(tuple(quotable[one.key][0] for one in group.said), tuple(quotable[one.key][0] for one in group.repeats))
        for group in ordered
    )


def _first(group: Statement) -> int:
    return min(one.key for one in group.said)


def _sentences(piece: Piece, part: str) -> tuple[Span, ...]:
    return tuple(_unended(piece, span) for span, of in piece.sentences if of == part)


def _unended(piece: Piece, span: Span) -> Span:
    """Without the mark that ends a document, which here ends a sentence."""
    is_last = span.of(piece.text).endswith(END_OF_DOCUMENT)
    return Span(span.start, span.end - len(END_OF_DOCUMENT) + _OF_THE_END_LEFT) if is_last else span


def _left(piece: Piece, part: str, taken: frozenset[Quoted]) -> Kept | None:
    """What cannot be divided stays whole or not at all."""
    if piece.is_label and part:
        return None
    if not piece.is_plain:
        return Kept(piece.number, None) if piece.part == part else None
    spans = tuple(span for span in _sentences(piece, part) if _quoted(piece, span) not in taken)
    if not spans:
        return None
    return Kept(piece.number, None if spans == tuple(span for span, _ in piece.sentences) else spans)


def _stays(place: int, pieces: Sequence[Piece], left: Sequence[Kept | None]) -> bool:
    """A heading, or a line that leads in what stands below it, goes where all of that went elsewhere."""
    if pieces[place].level:
        below = [other for other in _below(place, pieces) if not pieces[other].level]
    elif pieces[place].leads:
        below = list(_led_by(place, pieces))
    else:
        return True
    return not below or any(left[other] for other in below)


def _led_by(place: int, pieces: Sequence[Piece]) -> Iterator[int]:
    """Up to the next such line or heading. Where proposals are parted, what went to another addressee does not count."""
    for other in range(place + 1, len(pieces)):
        if pieces[other].level or pieces[other].leads:
            return
        if pieces[other].part == pieces[place].part:
            yield other


def _below(place: int, pieces: Sequence[Piece]) -> Iterator[int]:
    for other in range(place + 1, len(pieces)):
        if 0 < pieces[other].level <= pieces[place].level:
            return
        yield other
