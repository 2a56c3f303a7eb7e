"""What a new run changes in the draft of the last one (thay đổi giữa hai lượt tổng hợp), and why: told from the traces."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.run_causes import Cause, Reason, causes
from domain.sentence_pairs import Pair, paired

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from domain.consolidation import Preflight
    from domain.traces import Origin, TracedSentence

NO_CHANGE = "Dự thảo không thay đổi so với lượt tổng hợp trước."
# Shorter sentences ("Không.") stand in many sections: that one is gone here and new there does not mean that it moved.
_WORDS_THAT_TELL_A_MOVE = 4
_QUOTED = 160
# So many of the units that said it before are named.
_NAMED = 3
_SAME_WORDS = Reason(
    Cause.REGROUPED, "", "Chương trình xếp, gộp lại các ý; báo cáo của những đơn vị này không thay đổi."
)
_COUNTED_AGAIN = Reason(
    Cause.RECOUNTED, "", "Chương trình viết lại lời dẫn, số đếm theo các báo cáo của lượt tổng hợp này."
)


class ChangeKind(StrEnum):
    """In the new draft alone; in the old one alone; in both with other words or other units; in another section."""

    CAME = "came"
    WENT = "went"
    CHANGED = "changed"
    MOVED = "moved"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    ChangeKind.CAME: "Thêm",
    ChangeKind.WENT: "Bỏ",
    ChangeKind.CHANGED: "Thay đổi",
    ChangeKind.MOVED: "Chuyển mục",
}


@dataclass(frozen=True, slots=True)
class Run:
    """A run as far as it tells what changed: its number, what went in, and the trace of its draft, in order."""

    number: int
    preflight: Preflight
    sentences: tuple[TracedSentence, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Sentences of the old draft and what stands for them in the new one, either of them empty.

    `section` is where they stand now; what moved stood in `moved_from`. `units` are names, none for the program's own words.
    """

    kind: ChangeKind
    section: str
    before: tuple[TracedSentence, ...]
    after: tuple[TracedSentence, ...]
    units: tuple[str, ...]
    reasons: tuple[Reason, ...]
    moved_from: str = ""

    @property
    def why(self) -> str:
        return " ".join(reason.text for reason in self.reasons)

    @property
    def sentence(self) -> str:
        """For a person: where, what, and why, in one line."""
        old, new = _quoted(self.before), _quoted(self.after)
        what = {
            ChangeKind.CAME: f"thêm {new}",
            ChangeKind.WENT: f"bỏ {old}",
            ChangeKind.CHANGED: f"{old} thay bằng {new}",
            ChangeKind.MOVED: f"nhận {new}, trước ở {place_name(self.moved_from)}",
        }[self.kind]
        return f"{capitalised(place_name(self.section))}: {what}. Lý do: {self.why}"


def changes(before: Run, after: Run) -> tuple[Change, ...]:
    """Each sentence that differs, once: by section in the order of the new draft, then the sections that it lacks.

    A sentence is the same if it has the same words and the same units behind it, wherever it stands within its section.
    """
    lost = _without(before.sentences, after.sentences)
    gained = _without(after.sentences, before.sentences)
    moves = _moves(lost, gained)
    told = {id(one) for move in moves for one in (move.old, move.new)}
    judge = _Judge(causes(before.preflight, after.preflight), _names(before, after))
    found = [judge.change(move) for move in moves]
    for section in _sections(after.sentences, before.sentences):
        old = [one for one in lost if one.section == section and id(one) not in told]
        new = [one for one in gained if one.section == section and id(one) not in told]
        found += [judge.change(pair) for pair in paired(old, new)]
    order = {section: place for place, section in enumerate(_sections(after.sentences, before.sentences))}
    return tuple(sorted(found, key=lambda change: (order[change.section], _place(change))))


def summary(found: Sequence[Change]) -> str:
    """How much changed, in one sentence; that nothing did is said as well."""
    if not found:
        return NO_CHANGE
    counts = Counter(change.kind for change in found)
    told = [f"{counts[kind]:02d} chỗ {kind.label.lower()}" for kind in ChangeKind if counts[kind]]
    return f"So với lượt tổng hợp trước, dự thảo có {', '.join(told)}."


def reasons_by_position(found: Iterable[Change]) -> dict[int, str]:
    """Why a paragraph or table of the old draft is no longer what it was, by its position there; each reason once."""
    reasons: dict[int, dict[str, None]] = {}
    for change in found:
        for one in change.before:
            reasons.setdefault(one.place.paragraph, {}).update(dict.fromkeys(reason.text for reason in change.reasons))
    return {position: " ".join(texts) for position, texts in reasons.items()}


def place_name(section: str) -> str:
    """mục II.1.3; the text before and behind the sections has no number."""
    return f"mục {section}" if section else "phần đầu, phần cuối"


def capitalised(text: str) -> str:
    """With a capital letter at the beginning, the rest as it is."""
    return text[:1].upper() + text[1:]


class _Judge:
    """Finds the reason of each change in what became of the reports of its units."""

    def __init__(self, facts: Mapping[str, Reason], names: Mapping[str, str]) -> None:
        self._facts = facts
        self._names = names

    def change(self, pair: Pair) -> Change:
        units = _units(pair.before + pair.after)
        return Change(
            _kind(pair),
            (pair.after or pair.before)[0].section,
            pair.before,
            pair.after,
            tuple(self._names.get(unit, unit) for unit in units),
            self._reasons(pair, units),
            pair.before[0].section if _kind(pair) is ChangeKind.MOVED else "",
        )

    def _reasons(self, pair: Pair, units: Sequence[str]) -> tuple[Reason, ...]:
        if not units:
            return self._named(pair) or (_COUNTED_AGAIN,)
        old, new = _said(pair.before), _said(pair.after)
        moved = _kind(pair) is ChangeKind.MOVED
        told = [unit for unit in units if unit in self._facts and (moved or old.get(unit) != new.get(unit))]
        facts = [self._facts[unit] for unit in told]
        stayed = [self._names.get(unit, unit) for unit in old if unit in new]
        return (*facts, *_beside(facts, stayed)) or (_SAME_WORDS,)

    def _named(self, pair: Pair) -> tuple[Reason, ...]:
        """The program's own words, as a line with the name of a unit, changed with the units that they name."""
        old, new = (" ".join(one.text for one in side) for side in (pair.before, pair.after))
        return tuple(fact for fact in self._facts.values() if (fact.unit in old) != (fact.unit in new))


def _beside(facts: Sequence[Reason], stayed: Sequence[str]) -> Iterator[Reason]:
    """Beside units whose words stood there before, new ones are said together with theirs."""
    joined = sum(fact.cause is Cause.NEW_REPORT for fact in facts)
    if not joined or not stayed:
        return
    named, others = stayed[:_NAMED], len(stayed) - _NAMED
    more = f" và {others:02d} đơn vị khác" if others > 0 else ""
    who = "Đơn vị này" if joined == 1 else "Các đơn vị này"
    yield Reason(Cause.REGROUPED, "", f"{who} nêu cùng ý với {', '.join(named)}{more}.")


def _without(sentences: Iterable[TracedSentence], others: Iterable[TracedSentence]) -> list[TracedSentence]:
    """Those that have no equal among the others; of equal ones as many as there are too many, the last."""
    left = Counter(map(_identity, others))
    found = []
    for one in sentences:
        identity = _identity(one)
        if left[identity]:
            left[identity] -= 1
        else:
            found.append(one)
    return found


def _identity(one: TracedSentence) -> tuple[str, str, Origin, frozenset[str]]:
    return one.section, one.text, one.origin, frozenset(source.unit for source in one.sources)


def _moves(lost: Iterable[TracedSentence], gained: Iterable[TracedSentence]) -> list[Pair]:
    """The same words of the same units under another section."""
    waiting: dict[object, list[TracedSentence]] = {}
    for one in gained:
        waiting.setdefault(_identity(one)[1:], []).append(one)
    found = []
    for one in lost:
        arrived = waiting.get(_identity(one)[1:])
        if arrived and one.sources and len(one.text.split()) >= _WORDS_THAT_TELL_A_MOVE:
            found.append(Pair((one,), (arrived.pop(0),)))
    return found


def _kind(pair: Pair) -> ChangeKind:
    if not pair.before:
        return ChangeKind.CAME
    if not pair.after:
        return ChangeKind.WENT
    return ChangeKind.CHANGED if pair.old.section == pair.new.section else ChangeKind.MOVED


def _units(sentences: Iterable[TracedSentence]) -> list[str]:
    return list(dict.fromkeys(source.unit for one in sentences for source in one.sources))


def _said(sentences: Iterable[TracedSentence]) -> dict[str, list[str]]:
    """The own words of each unit."""
    found: dict[str, list[str]] = {}
    for one in sentences:
        for source in one.sources:
            found.setdefault(source.unit, []).append(source.text)
    return found


def _names(before: Run, after: Run) -> dict[str, str]:
    return {one.unit: one.name for run in (before, after) for one in run.preflight.inputs}


def _sections(*drafts: Iterable[TracedSentence]) -> list[str]:
    return list(dict.fromkeys(one.section for draft in drafts for one in draft))


def _place(change: Change) -> tuple[int, int, int]:
    """By the new draft; what is gone stands where it stood."""
    place = (change.after or change.before)[0].place
    return place.paragraph, place.start, not change.after


def _quoted(sentences: Iterable[TracedSentence]) -> str:
    text = " ".join(one.text for one in sentences)
    return f"“{text if len(text) <= _QUOTED else text[:_QUOTED].rstrip() + '…'}”"
