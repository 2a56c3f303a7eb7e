"""Which file of a mail is the report. One that opens is; where it might be several, a person decides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from documents.form_origin import form_of
from documents.opening import FileKind, open_report
from documents.package import UnreadableReport
from documents.zip_files import files_in_zip, is_plain_zip
from domain.intake import Why
from domain.mail import Enclosure
from domain.spelling import fold
from notifications.mailbox.enclosures import safe_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from database.store import Store
    from documents.form_origin import FormOrigin
    from documents.opening import Opened

EDITABLE = (FileKind.DOCX, FileKind.DOC, FileKind.ODT, FileKind.RTF)
IN_THE_TEXT = "Ảnh nằm trong nội dung thư, không tính là báo cáo."
WINMAIL = (
    "Tệp “winmail.dat” do Outlook đóng gói, chương trình khác không mở được. Đề nghị gửi lại thư ở dạng HTML hoặc văn bản "
    "thuần (trong Outlook: Định dạng văn bản, HTML) và đính kèm tệp báo cáo."
)
PACKED = "Tệp nén “{}” thuộc loại không mở được. Đề nghị gửi thẳng tệp báo cáo, hoặc nén thành .zip."
# The first bytes of archives that are not opened here, and of what Outlook packs files into.
_OTHER_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
_TNEF = b"\x78\x9f\x3e\x22"


@dataclass(frozen=True, slots=True)
class Examined:
    """A file, kept and looked at. `kind` is empty where it is no report; `note` then says why, and what to do.

    `opened` is what was read, and `form` the unit's own form that it says it was written on.
    """

    name: str
    sha256: str
    size: int
    kind: str = ""
    note: str = ""
    opened: Opened | None = None
    form: FormOrigin | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What the files of a mail come to: the report, or why there is none and the words for it. `others` went with it."""

    files: tuple[Examined, ...] = ()
    report: Examined | None = None
    why: Why | None = None
    note: str = ""

    @property
    def refused(self) -> tuple[Examined, ...]:
        """What was sent as a file and could not be taken for a report."""
        return tuple(one for one in self.files if one.note and not one.kind and one.note != IN_THE_TEXT)


def examine(enclosures: Iterable[Enclosure], store: Store) -> Choice:
    """Keep every file, open each, and choose."""
    found = tuple(_examined(one, store) for enclosure in enclosures for one in _unpacked(enclosure))
    return choose(found)


def choose(files: Sequence[Examined]) -> Choice:
    """No silent guess: exactly one file that opens, apart from the PDF of the same Word file, or a person looks."""
    kept = tuple(files)
    readable = [one for place, one in enumerate(kept) if one.kind and _is_first(one, kept[:place])]
    reports = _without_twins([one for one in readable if one.kind != FileKind.PICTURE])
    if len(reports) == 1:
        return Choice(kept, reports[0])
    if reports:
        names = ", ".join(f"“{one.name}”" for one in reports)
        return Choice(kept, None, Why.SEVERAL_FILES, f"Thư có nhiều tệp có thể là báo cáo: {names}.")
    if readable:
        return Choice(kept, None, Why.PICTURES, "Thư chỉ có ảnh; cần người xem có phải bản chụp báo cáo không.")
    refused = Choice(kept).refused
    if refused:
        return Choice(kept, None, Why.UNREADABLE, " ".join(one.note for one in refused))
    return Choice(kept, None, Why.QUESTION, "Thư không có tệp báo cáo đính kèm.")


def _unpacked(enclosure: Enclosure) -> list[Enclosure]:
    """The files of a zip in its place; a zip that cannot be opened stays what it is."""
    if not is_plain_zip(enclosure.content):
        return [enclosure]
    try:
        files = files_in_zip(enclosure.content, name=enclosure.name)
    except UnreadableReport:
        return [enclosure]
    return [Enclosure(safe_name(name), content, holder=enclosure.name) for name, content in files] or [enclosure]


def _examined(enclosure: Enclosure, store: Store) -> Examined:
    name, content = enclosure.name, enclosure.content
    plain = Examined(name, store.put(content), len(content))
    if enclosure.is_inline:
        return replace(plain, note=IN_THE_TEXT)
    refusal = _refusal(enclosure)
    if refusal:
        return replace(plain, note=refusal)
    try:
        opened = open_report(content, name=name)
    except UnreadableReport as unreadable:
        return replace(plain, note=str(unreadable))
    within = f"Trong tệp nén “{enclosure.holder}”." if enclosure.holder else ""
    note = " ".join(filter(None, (within, opened.note)))
    return replace(plain, kind=opened.kind.value, note=note, opened=opened, form=form_of(content))


def _refusal(enclosure: Enclosure) -> str:
    """The words for what is a package of files, and none that can be opened."""
    if fold(enclosure.name) == "winmail.dat" or enclosure.content.startswith(_TNEF):
        return WINMAIL
    if enclosure.content.startswith(_OTHER_ARCHIVES):
        return PACKED.format(enclosure.name)
    if is_plain_zip(enclosure.content):
        return _why_closed(enclosure)
    return ""


def _why_closed(enclosure: Enclosure) -> str:
    try:
        files_in_zip(enclosure.content, name=enclosure.name)
    except UnreadableReport as unreadable:
        return str(unreadable)
    return f"Tệp nén “{enclosure.name}” không có tệp nào. Đề nghị gửi thẳng tệp báo cáo."


def _without_twins(reports: list[Examined]) -> list[Examined]:
    """A PDF beside the Word file of the same name is its printed form."""
    stems = {_stem(one) for one in reports if one.kind in EDITABLE}
    return [one for one in reports if one.kind != FileKind.PDF or _stem(one) not in stems]


def _is_first(one: Examined, before: Sequence[Examined]) -> bool:
    """Whether the same bytes did not come before under another name."""
    return all(one.sha256 != earlier.sha256 for earlier in before)


def _stem(one: Examined) -> str:
    return fold(PurePath(one.name).stem)
