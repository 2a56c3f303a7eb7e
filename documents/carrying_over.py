"""Passages of a new draft carried into the last one as people edited it in Word (--onto): tracked, and nothing of theirs lost."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from documents.carrying.comments import Comments, anchor, renew_sources
from documents.carrying.importing import Importing
from documents.carrying.insertion import Insertion
from documents.carrying.run_mark import mark_run
from documents.carrying.three_drafts import Fate, ThreeDrafts
from documents.carrying.tracked import Stamp, mark_deleted, next_id
from documents.carrying.word_parts import WordParts
from documents.draft_origin import run_of
from documents.package import Refusal, UnreadableReport
from domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from documents.carrying.body_blocks import BodyBlock

# A file that has less of the draft than this, by letters, is another document, whatever it says of itself.
LEAST_KINSHIP = 0.2
_SHOWN = 80
_NOT_THE_DRAFT = (
    "Tệp này không phải bản sửa từ dự thảo của lượt tổng hợp trước (gần như không còn đoạn nào của dự thảo). "
    "Đề nghị chọn đúng tệp, hoặc tổng hợp không kèm --onto để có dự thảo mới."
)
_OF_ANOTHER_RUN = (
    "Tệp này được sửa từ một dự thảo khác: của đơn vị khác, hoặc làm trên kho dữ liệu khác. "
    "Đề nghị chọn tệp sửa từ dự thảo của đơn vị này, hoặc tổng hợp không kèm --onto."
)
_UNREADABLE = {
    Refusal.OTHER_KIND: "Tệp không phải .docx, hoặc có mật khẩu. Đề nghị mở bằng Word, bỏ mật khẩu, lưu thành .docx rồi chạy lại.",
    Refusal.PASSWORD: "Tệp có mật khẩu. Đề nghị mở bằng Word, bỏ mật khẩu, lưu lại rồi chạy lại.",
    Refusal.TOO_LARGE: "Tệp giải nén ra quá lớn nên không được mở. Đề nghị thu nhỏ ảnh trong Word, lưu lại rồi chạy lại.",
}
_DAMAGED = "Tệp bị hỏng, không đọc được. Đề nghị mở bằng Word, lưu thành tệp .docx mới rồi chạy lại."
_GONE = "Lượt tổng hợp mới không còn đoạn này."
_CHANGED = "Lượt tổng hợp mới đã thay đoạn này; bản mới chèn ngay dưới."
_KEPT = "Đoạn đã được người biên tập sửa nên chương trình giữ nguyên; đề nghị xem lại."


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """`inserted` and `removed` count paragraphs and tables with words, `left` tells what was left because people had edited it."""

    content: bytes
    inserted: int
    removed: int
    left: tuple[str, ...]


def carry_over(base: bytes, edited: bytes, new: bytes, *, at: datetime, reasons: Mapping[int, str]) -> CarriedOver:
    """The edited file with what is new inserted and what is gone struck through, for people to accept or reject.

    `base` is the draft that people edited, `new` that of this run, made `at`. `reasons` say why a block of `base` changed,
    by position as the reader counts it. Raises `RuleBroken` for a file that is damaged or no edited form of `base`.
    The same files give the same bytes.
    """
    base_parts, new_parts = WordParts(base), WordParts(new)
    _check_run(base, edited)
    with _told_to_editors():
        target = WordParts(edited)
        drafts = _compared(base_parts, target, new_parts)
        result = _carried(base_parts, target, new_parts, drafts=drafts, at=at, reasons=reasons)
        if (key := run_of(new)) is not None:
            mark_run(target, key)
        return replace(result, content=target.to_bytes())


def check_edited(base: bytes, edited: bytes) -> None:
    """Raises `RuleBroken` for a file that `carry_over` would refuse: to be told before the work on the new draft begins."""
    base_parts = WordParts(base)
    _check_run(base, edited)
    with _told_to_editors():
        _compared(base_parts, WordParts(edited), base_parts)


@contextmanager
def _told_to_editors() -> Iterator[None]:
    """What is wrong with the file is said to those who edit it, not to a unit that hands in."""
    try:
        yield
    except UnreadableReport as refusal:
        raise RuleBroken(_UNREADABLE.get(refusal.code, _DAMAGED)) from refusal


def _compared(base: WordParts, edited: WordParts, new: WordParts) -> ThreeDrafts:
    drafts = ThreeDrafts(base, edited, new)
    if drafts.kinship < LEAST_KINSHIP:
        raise RuleBroken(_NOT_THE_DRAFT)
    return drafts


def _carried(
    base: WordParts,
    edited: WordParts,
    new: WordParts,
    *,
    drafts: ThreeDrafts,
    at: datetime,
    reasons: Mapping[int, str],
) -> CarriedOver:
    """Changes `edited`, whose bytes are yet to be written."""
    stamp = Stamp(at, first=next_id(edited.body))
    importing = Importing(new, edited)
    insertion = Insertion(drafts, importing, stamp)
    striking = _Striking(drafts, importing.comments, stamp, reasons)
    renew_sources(drafts.kept(), base=Comments(base), edited=importing.comments, new=importing.source_comments)
    striking.run()
    inserted = insertion.run(edited.body)
    return CarriedOver(b"", inserted, striking.removed, tuple(striking.left))


def _check_run(base: bytes, edited: bytes) -> None:
    """A file that has lost the key is judged by its text."""
    wanted, found = run_of(base), run_of(edited)
    if wanted is not None and found is not None and wanted != found:
        raise RuleBroken(_OF_ANOTHER_RUN)


class _Striking:
    """Strikes out what the new draft has no more if nobody touched it; where somebody did, a comment says what happened."""

    def __init__(self, drafts: ThreeDrafts, comments: Comments, stamp: Stamp, reasons: Mapping[int, str]) -> None:
        self._drafts = drafts
        self._comments = comments
        self._stamp = stamp
        self._reasons = reasons
        self.removed = 0
        self.left: list[str] = []

    def run(self) -> None:
        for place, changed in list(self._drafts.gone()):
            there = self._drafts.in_edited(place)
            if there is None:
                continue
            if self._drafts.fate(place) is Fate.UNTOUCHED:
                mark_deleted(there.element, self._stamp)
                self.removed += not there.is_empty
            elif changed is None or changed.words != there.words:
                self._leave(self._drafts.base[place], there, _GONE if changed is None else _CHANGED)

    def _leave(self, old: BodyBlock, there: BodyBlock, what: str) -> None:
        reason = self._reasons.get(old.position, "")
        why = [f"Lý do: {reason}"] if reason else []
        text = "\n".join([what, *why, _KEPT])
        anchor(self._comments.add(text, day=self._stamp.day), there.element, there.element)
        self.left.append(" ".join([f"“{_shortened(there.shown)}”: {what}", *why]))


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"
