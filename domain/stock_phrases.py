"""Words that prove no copying: those of the outline, and phrases that many write alike."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

OUTLINE_WORDS = 4  # so many words in a row are the outline's
PHRASE_WORDS = 5  # so many in a row are a phrase,
PHRASE_TEXTS = 5  # if so many different texts of the section have them,
PHRASE_SHARE = 0.15  # and this share of all
MOST_PHRASES = 0.5  # of the words that are not the outline's, so many may be of common phrases
LONGEST_PHRASE = 32  # a longer passage is a copied one, however many have it

Gram = tuple[int, ...]
_NEGATED = bytes.maketrans(b"\0\1", b"\1\0")


def grams(words: Sequence[int], length: int) -> Iterator[Gram]:
    """Every run of so many words, by its place."""
    return zip(*(words[start:] for start in range(length)), strict=False)


def common_phrases(texts: Iterable[Sequence[int]]) -> frozenset[Gram]:
    """Runs of PHRASE_WORDS words that many of the texts have; the same text counts once, whoever sent it."""
    different = {tuple(words): None for words in texts}
    counted = Counter(gram for words in different for gram in set(grams(words, PHRASE_WORDS)))
    least = max(PHRASE_TEXTS, PHRASE_SHARE * len(different))
    return frozenset(gram for gram, count in counted.items() if count >= least)


def outline_share(words: Sequence[int], outline: Collection[Gram]) -> float:
    """The share of the words that stand in the outline's runs, in [0, 1]."""
    return _covered(words, outline, OUTLINE_WORDS).count(1) / len(words) if words else 0.0


def own_words(words: Sequence[int], *, outline: Collection[Gram], phrases: Collection[Gram]) -> bytes:
    """For each word, 1 if it is neither the outline's nor of a phrase that many have.

    A text that has little else than what many have is no text with common phrases, but one of many copies: there they count.
    """
    asked = _covered(words, outline, OUTLINE_WORDS)
    others = bytearray(asked)
    for begin, end in _stretches(_covered(words, phrases, PHRASE_WORDS)):
        if end - begin <= LONGEST_PHRASE:
            others[begin:end] = b"\1" * (end - begin)
    phrase_words = others.count(1) - asked.count(1)
    is_copy_of_many = phrase_words > MOST_PHRASES * asked.count(0)
    return bytes(asked if is_copy_of_many else others).translate(_NEGATED)


def _covered(words: Sequence[int], known: Collection[Gram], length: int) -> bytearray:
    """For each word, 1 if it stands in a run that is known."""
    covered = bytearray(len(words))
    if known:
        for place, gram in enumerate(grams(words, length)):
            if gram in known:
                covered[place : place + length] = b"\1" * length
    return covered


def _stretches(covered: bytearray) -> Iterator[tuple[int, int]]:
    """From where to before where the ones stand in a row."""
    end = 0
    while (begin := covered.find(1, end)) >= 0:
        end = covered.find(0, begin)
        end = len(covered) if end < 0 else end
        yield begin, end
