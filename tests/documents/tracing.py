"""How a trace is held to the draft it is of, and to the reports that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.traced_blocks import placed_sentences, words_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from documents.blocks import Block
    from domain.traces import Place, TracedSentence


def wrong_words(
    sentences: Sequence[TracedSentence], draft: Sequence[Block], reports: Mapping[str, Sequence[Block]]
) -> list[str]:
    """The words of the trace that do not stand where it says, in the draft or in the report of the unit."""
    wrong = [f"dự thảo: {one.text}" for one in sentences if words_at(draft, one.place) != one.text]
    wrong += [
        f"{source.unit}: {source.text}"
        for one in sentences
        for source in one.sources
        if words_at(reports[source.unit], source.place) != source.text
    ]
    return wrong


def untraced(sentences: Sequence[TracedSentence], draft: Sequence[Block]) -> list[str]:
    """The sentences of the draft of which a letter is in no entry of the trace."""
    covered: dict[tuple[int | None, ...], set[int]] = {}
    for one in sentences:
        covered.setdefault(_text(one.place), set()).update(range(one.place.start, one.place.end))
    return [
        placed.text
        for placed in placed_sentences(draft)
        if any(
            not letter.isspace() and place not in covered.get(_text(placed.place), set())
            for place, letter in enumerate(placed.text, start=placed.place.start)
        )
    ]


def _text(place: Place) -> tuple[int | None, ...]:
    """Which text of the draft the characters are counted in."""
    return place.paragraph, place.part, place.row, place.column, place.note
