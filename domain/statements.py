"""Statements: what several units say alike, to be said once with all their names.

Two sentences are alike if they have the same words, or nearly the same in the same order, and nothing in them stands against
it: figures, dates, numbers of documents, negations, names. Every sentence of a statement is alike to the one that is quoted;
that it is alike to one that is alike to it is not enough.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domain.alike_sentences import AlikeSentences, likeness
from domain.likeness import Said, Statement
from domain.sentence_meaning import meaning

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from domain.likeness import Thresholds
    from domain.sentence_meaning import Meaning

# Of a thousand ways to say one thing only the most frequent can be the one most like all others.
MOST_QUOTED = 30


@dataclass(frozen=True, slots=True, eq=False)
class _Form:
    """Sentences with the same words: the `places` where they stand, and the units that say them, in order."""

    meaning: Meaning
    places: list[int] = field(default_factory=list)
    units: dict[str, None] = field(default_factory=dict)


def group_alike(said: Sequence[Said], thresholds: Thresholds) -> tuple[Statement, ...]:
    """What at least `statement_units` units say alike: what most units say first, then in the order of the text.

    The sentence quoted is the one most like all others of its statement; of equal ones, the first.
    """
    groups = _groups(_forms(said, thresholds.statement_words), thresholds.statement)
    found = [_statement(group, said) for group in groups if _units_of(group) >= thresholds.statement_units]
    found.sort(key=lambda one: (-len(one[1].said), one[0]))
    return tuple(statement for _, statement in found)


def _forms(said: Sequence[Said], least_words: int) -> list[_Form]:
    """Those with the most units first, then as they come."""
    forms: dict[Meaning, _Form] = {}
    for place, one in enumerate(said):
        meant = meaning(one.text)
        if len(meant.words) >= least_words:
            form = forms.setdefault(meant, _Form(meant))
            form.places.append(place)
            form.units[one.unit] = None
    return _by_weight(forms.values())


def _by_weight(forms: Iterable[_Form]) -> list[_Form]:
    return sorted(forms, key=lambda form: (-len(form.units), form.places[0]))


def _groups(forms: Sequence[_Form], least: float) -> Iterator[list[_Form]]:
    """The form to quote first, then those alike to it.

    What is alike to the rest of its group only is grouped once more, together with all that stood alone.
    """
    while forms:
        alone: list[_Form] = []
        left: list[_Form] = []
        for gathered in _gathered(forms, least):
            quoted = _most_like_all(gathered)
            others = [one for one in gathered if one is not quoted]
            alike = [one for one in others if likeness(quoted.meaning, one.meaning) >= least]
            left += [one for one in others if likeness(quoted.meaning, one.meaning) < least]
            if alike:
                yield [quoted, *alike]
            else:
                alone.append(quoted)
        if not left:
            yield from ([form] for form in alone)
        forms = _by_weight([*alone, *left]) if left else []


def _gathered(forms: Sequence[_Form], least: float) -> list[list[_Form]]:
    """Each form beside the first one that leads a group and is most like it; one that finds none leads its own."""
    leaders = AlikeSentences([form.meaning for form in forms], least)
    groups: dict[int, list[_Form]] = {}
    for place, form in enumerate(forms):
        leader = leaders.most_like(form.meaning)
        if leader is None:
            leaders.add(place)
            groups[place] = [form]
        else:
            groups[leader].append(form)
    return list(groups.values())


def _most_like_all(group: Sequence[_Form]) -> _Form:
    if len(group) == 1:
        return group[0]
    return max(
        group[:MOST_QUOTED],
        key=lambda one: sum(len(other.units) * likeness(one.meaning, other.meaning) for other in group),
    )


def _units_of(group: Sequence[_Form]) -> int:
    return len({unit for form in group for unit in form.units})


def _statement(group: Sequence[_Form], said: Sequence[Said]) -> tuple[int, Statement]:
    """With the place of the sentence quoted. Of a unit that says it twice, the words most like it; the others are repeats."""
    quoted = group[0]
    places = [(-likeness(quoted.meaning, form.meaning), place) for form in group for place in form.places]
    chosen: dict[str, int] = {}
    for _, place in sorted(places):
        chosen.setdefault(said[place].unit, place)
    first = quoted.places[0]
    others = sorted(place for place in chosen.values() if place != first)
    repeats = sorted({place for _, place in places}.difference(chosen.values()))
    return first, Statement(tuple(said[at] for at in (first, *others)), tuple(said[at] for at in repeats))
