"""Good files spoilt in ways in which files are spoilt: cut off, overwritten, with pieces missing, doubled or swapped."""

from __future__ import annotations

from io import BytesIO
from random import Random
from typing import TYPE_CHECKING
from zipfile import ZipFile

from tests.documents.examples import zip_file

if TYPE_CHECKING:
    from collections.abc import Callable


def mutated(content: bytes, seed: str) -> bytes:
    """Always the same for the same seed; never the same as the file."""
    dice = Random(seed)  # noqa: S311 -- spoilt files are no secret
    spoilt = content
    while spoilt == content:
        spoilt = dice.choice(_WAYS)(content, dice)
    return spoilt


def mutated_part(content: bytes, seed: str) -> bytes:
    """A zip that is whole, with one part spoilt inside."""
    dice = Random(seed)  # noqa: S311 -- the same
    with ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = dice.choice([name for name, part in parts.items() if part])
    return zip_file({**parts, name: mutated(parts[name], seed)})


def _flipped(content: bytes, dice: Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(dice.choice((1, 4, 40))):
        spoilt[dice.randrange(len(spoilt))] ^= 1 << dice.randrange(8)
    return bytes(spoilt)


def _cut_off(content: bytes, dice: Random) -> bytes:
    return content[: dice.randrange(1, len(content))]


def _without_a_piece(content: bytes, dice: Random) -> bytes:
    start, end = _piece(content, dice)
    return content[:start] + content[end:]


def _with_a_piece_doubled(content: bytes, dice: Random) -> bytes:
    start, end = _piece(content, dice)
    return content[:end] + content[start:]


def _with_a_piece_elsewhere(content: bytes, dice: Random) -> bytes:
    start, end = _piece(content, dice)
    place = dice.randrange(len(content))
    return content[:place] + content[start:end] + content[place + end - start :]


def _with_a_piece_of_zeros(content: bytes, dice: Random) -> bytes:
    start, end = _piece(content, dice)
    return content[:start] + bytes(end - start) + content[end:]


def _piece(content: bytes, dice: Random) -> tuple[int, int]:
    start = dice.randrange(len(content))
    return start, min(len(content), start + dice.choice((1, 16, 512, 4096)))


_WAYS: tuple[Callable[[bytes, Random], bytes], ...] = (
    _flipped,
    _cut_off,
    _without_a_piece,
    _with_a_piece_doubled,
    _with_a_piece_elsewhere,
    _with_a_piece_of_zeros,
)
