"""Taking in files piece by piece: announced, received in order, and kept whole. What a line breaks off is not lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from database.models import HandInRow, UploadRow
from database.queries.uploads import held_uploads_of, uploads_of
from domain.spelling import nfc
from domain.uploads import LONGEST_NAME, Announced, Offset, check_announced, fits

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.pieces import Pieces
    from database.store import Store
    from domain.campaigns import Campaign


def announce(
    session: Session,
    campaign: Campaign,
    files: Sequence[Announced],
    *,
    unit: str,
    obligation_id: int,
    key: str,
    now: datetime,
) -> HandInRow:
    """Begin a hand-in of these files, the report first. `key` is drawn by chance and tells it from every other."""
    check_announced(files)
    row = HandInRow(key=key, campaign_id=campaign.id, unit=unit, obligation_id=obligation_id, begun_at=now)
    session.add(row)
    session.flush()
    for number, one in enumerate(files, 1):
        upload = UploadRow(
            hand_in_id=row.id,
            number=number,
            file_name=_name(one.name),
            size=one.size,
            begun_at=now,
            touched_at=now,
        )
        session.add(upload)
    session.flush()
    return row


def receive(session: Session, pieces: Pieces, row: UploadRow, content: bytes, *, at: int, now: datetime) -> Offset:
    """Take the next piece. One that is not the next changes nothing: the answer says where to go on.

    The bytes are on the disk before anything says so; whoever sends a piece twice is told that it is there.
    """
    _check_there(pieces, row)
    if row.sha256 or not fits(len(content), at=at, received=row.received, size=row.size):
        return Offset(row.received, row.size, taken=False)
    pieces.write(piece_name(row), content, at=at)
    row.received, row.touched_at = at + len(content), now
    session.flush()
    return Offset(row.received, row.size)


def keep_whole(session: Session, pieces: Pieces, store: Store, hand_in: HandInRow) -> list[UploadRow]:
    """Move every file that is whole into the store. Returns all files of the hand-in; a kept one has its SHA-256.

    Of two who do it at once, the second finds them kept: it must not miss the pieces that the first has put away.
    """
    found = held_uploads_of(session, hand_in.id)
    for row in found:
        _check_there(pieces, row)
        if not row.sha256 and row.received == row.size:
            row.sha256 = store.put_file(pieces.path(piece_name(row)))
    session.flush()
    return found


def keep_at_once(
    session: Session,
    campaign: Campaign,
    store: Store,
    files: Sequence[tuple[str, bytes]],
    *,
    unit: str,
    obligation_id: int,
    key: str,
    now: datetime,
) -> HandInRow:
    """The same for files that came together, from a browser that runs no script."""
    announced = [Announced(name, len(content)) for name, content in files]
    row = announce(session, campaign, announced, unit=unit, obligation_id=obligation_id, key=key, now=now)
    for upload, (_, content) in zip(uploads_of(session, row.id), files, strict=True):
        upload.received, upload.sha256 = upload.size, store.put(content)
    session.flush()
    return row


def _check_there(pieces: Pieces, row: UploadRow) -> None:
    """What was thrown away for its age, or lost with a disk, begins anew: a file with a hole in it must never count."""
    if not row.sha256 and pieces.length(piece_name(row)) < row.received:
        row.received = 0


def piece_name(row: UploadRow) -> str:
    return f"{row.hand_in_id}-{row.number}"


def _name(name: str) -> str:
    """As the person knows it, without the folder that some browsers send along."""
    plain = "".join(letter for letter in nfc(name).replace("\\", "/").rpartition("/")[2] if letter.isprintable())
    stem, dot, ending = plain.strip().rpartition(".")
    if len(plain) <= LONGEST_NAME or not dot:
        return plain.strip()[:LONGEST_NAME] or "tep"
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"[:LONGEST_NAME]
