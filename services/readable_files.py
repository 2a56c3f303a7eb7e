"""Files of the store made readable on a page: worked out once, kept as derived, and never two large ones at a time."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from documents.blocks import Footnote, Heading, Paragraph, Table
from documents.page_pictures import PictureFile, shown_picture
from documents.readable_pages import MadeReadable, Picture, ReadablePages, make_readable

if TYPE_CHECKING:
    from database.derived import Derived
    from database.store import Store
    from documents.programs import Programs
    from documents.readable_pages import ReadableBlock

# Change it whenever a report would come out differently, and what was kept is worked out anew.
FORM = "readable-1"
PAGES = "pages.json"
# A file of the old Word takes seconds; who waits longer is told to come again.
WAIT_SECONDS = 30
BUSY = "Máy đang đọc tệp khác; hãy mở lại trang này sau ít phút, hoặc tải tệp về."
LOST = "Không còn tệp này trong kho (mã {}…). Hãy báo quản trị khôi phục tệp từ bản sao lưu."
SHOWN_OF_SHA256 = 12
_KINDS: dict[str, type[ReadableBlock]] = {
    "heading": Heading,
    "paragraph": Paragraph,
    "table": Table,
    "picture": Picture,
    "footnote": Footnote,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


@dataclass(frozen=True, slots=True)
class ReadableFiles:
    """`programs` as in services.handing_in."""

    store: Store
    derived: Derived
    programs: Programs | None = None
    _turn: Lock = field(default_factory=Lock)

    def pages(self, sha256: str, *, name: str) -> ReadablePages:
        """Whatever the file is: what cannot be shown says so in a sentence."""
        kept = self.derived.get(sha256, PAGES)
        return self._made(sha256, name).pages if kept is None else _pages(json.loads(kept))

    def picture(self, sha256: str, number: int, *, name: str) -> PictureFile | None:
        """One of the pictures that the pages show, by its number; None where there is none."""
        if self.derived.get(sha256, PAGES) is None:
            made = self._made(sha256, name)
            return made.pictures[number - 1] if 0 < number <= len(made.pictures) else None
        contents = (self.derived.get(sha256, f"{number}.{kind}") for kind in ("png", "jpeg"))
        content = next((one for one in contents if one is not None), None)
        return None if content is None else shown_picture(content)

    def _made(self, sha256: str, name: str) -> MadeReadable:
        try:
            content = self.store.get(sha256)
        except OSError:
            return MadeReadable(ReadablePages(notes=(LOST.format(sha256[:SHOWN_OF_SHA256]),)))
        if not self._turn.acquire(timeout=WAIT_SECONDS):
            return MadeReadable(ReadablePages(notes=(BUSY,)))
        try:
            made = make_readable(content, name=name, programs=self.programs)
        finally:
            self._turn.release()
        if made.pages.blocks:  # what could not be read may be readable with a program that is installed tomorrow
            self.derived.put(sha256, _parts(made))
        return made


def _parts(made: MadeReadable) -> dict[str, bytes]:
    pages = {"notes": made.pages.notes, "blocks": [_written(block) for block in made.pages.blocks]}
    pictures = {f"{number}.{one.kind}": one.content for number, one in enumerate(made.pictures, start=1)}
    return {PAGES: json.dumps(pages, ensure_ascii=False).encode(), **pictures}


def _written(block: ReadableBlock) -> dict[str, Any]:
    fields = asdict(block)
    fields.pop("recognised", None)  # of interest to who looks for headings, not to who reads them
    if isinstance(block, Table):
        fields["centred"] = sorted(block.centred)
    return {"kind": _NAMES[type(block)], **fields}


def _pages(kept: dict[str, Any]) -> ReadablePages:
    return ReadablePages(tuple(map(_block, kept["blocks"])), tuple(kept["notes"]))


def _block(fields: dict[str, Any]) -> ReadableBlock:
    kind = _KINDS[fields.pop("kind")]
    if kind is Table:
        return Table(tuple(map(tuple, fields["rows"])), fields["position"], frozenset(fields["centred"]))
    return kind(**fields)
