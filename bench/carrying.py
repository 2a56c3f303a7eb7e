"""Carrying a new draft into the edited one: what it costs beside reading the three files, and how it grows."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from bench.figures import Figure
from bench.measuring import best, cpu_seconds
from documents.carrying_over import carry_over
from documents.party_document import PartyDocument
from documents.reading import read_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

WORDS = "quán triệt chỉ thị đảng viên loa truyền thanh cơ sở thông tin tuyên truyền kết quả đầu tư nâng cấp"
WORDS_OF_A_PARAGRAPH = 40
# One in so many: edited by people, gone from the new draft, or followed by a new one there.
EDITED, GONE, FOLLOWED = 10, 20, 10
AT = datetime(2022, 8, 25, 1, tzinfo=UTC)
PARAGRAPHS, TIMES_MORE, ROUNDS = 5_000, 4, 3
MOST_RATIO = 6
MOST_GROWTH = 1.3


def measure(_folder: Path, *, paragraphs: int = PARAGRAPHS, rounds: int = ROUNDS) -> list[Figure]:
    """Processor time. The second figure is that of one paragraph in a long draft against one in a short draft."""
    short, long = _drafts(paragraphs), _drafts(paragraphs * TIMES_MORE)
    carried, read = best(rounds, _carrying(short), lambda: cpu_seconds(lambda: [read_report(one) for one in short]))
    (grown,) = best(1, _carrying(long))
    what = f"carrying {paragraphs:,} paragraphs over"
    return [
        Figure(what, carried, "reading the three files", read, most_ratio=MOST_RATIO),
        Figure(
            f"one paragraph of {paragraphs * TIMES_MORE:,}",
            grown / paragraphs / TIMES_MORE,
            f"one of {paragraphs:,}",
            carried / paragraphs,
            most_ratio=MOST_GROWTH,
        ),
    ]


def _carrying(drafts: tuple[bytes, bytes, bytes]) -> Callable[[], float]:
    base, edited, new = drafts
    return lambda: cpu_seconds(partial(carry_over, base, edited, new, at=AT, reasons={}))


def _drafts(paragraphs: int) -> tuple[bytes, bytes, bytes]:
    """The last one, what people made of it, the new one."""
    words = WORDS.split()
    dice = Random(paragraphs)  # noqa: S311 -- the same words in every run
    base = [" ".join(dice.choices(words, k=WORDS_OF_A_PARAGRAPH)) for _ in range(paragraphs)]
    late = [" ".join(dice.choices(words, k=WORDS_OF_A_PARAGRAPH)) for _ in range(0, paragraphs, FOLLOWED)]
    edited = [f"{text} đã sửa" if place % EDITED == 0 else text for place, text in enumerate(base)]
    new = [text for place, text in enumerate(base) if place % GONE]
    for place, text in enumerate(late):
        new.insert(place * FOLLOWED, text)
    return _file(base), _file(edited), _file(new)


def _file(paragraphs: Iterable[str]) -> bytes:
    document = PartyDocument("Báo cáo")
    document.paragraph("\n".join(paragraphs))
    return document.to_bytes()
