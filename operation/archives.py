"""The archive of a backup: one tar file, read and written as a stream, with the SHA-256 of every member at its end."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO

MANIFEST = "manifest.json"  # the last member: an archive without one was never finished
FORM = 1
PIECE = 1024 * 1024
OWN = 0o600  # whoever reads an archive has the key and every report
NOT_WHOLE = "Tệp sao lưu {} không nguyên vẹn ({}). Chưa thay đổi gì; hãy dùng một bản sao lưu khác."


@dataclass(frozen=True, slots=True)
class Member:
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in the archive. `head` is the form of the database, `audit_head` the number and hash of its last deed.

    `receipts` is the number of the last receipt that was given out, by plan.
    """

    version: str
    head: str
    taken_at: str
    database: str
    counts: dict[str, int]
    audit_head: tuple[int, str]
    receipts: dict[str, int] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    form: int = FORM

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.taken_at)


class ArchiveWriter:
    """Adds members one by one; nothing of a member is kept in memory but its name, size and hash."""

    def __init__(self, file: BinaryIO) -> None:
        self._tar = tarfile.open(fileobj=file, mode="w")  # noqa: SIM115 -- closed by `finish`
        self.members: dict[str, Member] = {}

    def add_file(self, name: str, path: Path) -> None:
        """Add a file as long as it is now; what grows meanwhile is taken up to there, what vanishes is left out."""
        try:
            content = path.open("rb")
        except FileNotFoundError:
            return
        with content:
            size = content.seek(0, io.SEEK_END)
            content.seek(0)
            self._add(name, content, size=size, changed=path.stat().st_mtime)

    def add_bytes(self, name: str, content: bytes, *, changed: float = 0) -> None:
        self._add(name, io.BytesIO(content), size=len(content), changed=changed)

    def finish(self, manifest: Manifest) -> None:
        text = json.dumps(asdict(manifest), ensure_ascii=False, sort_keys=True, indent=1)
        self.add_bytes(MANIFEST, text.encode(), changed=manifest.moment.timestamp())
        self._tar.close()

    def _add(self, name: str, content: BinaryIO, *, size: int, changed: float) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode, entry.mtime = size, OWN, int(changed)
        hashing = _Hashing(content)
        self._tar.addfile(entry, hashing)  # it asks for `read` alone
        _forget(self._tar)
        self.members[name] = Member(size, hashing.digest.hexdigest())


def _forget(tar: tarfile.TarFile) -> None:
    """It would keep an entry for each of a million files."""
    tar.members.clear()  # type: ignore[attr-defined]  # known to everybody but the stubs


class _Hashing:
    """A file that is hashed as it is read."""

    def __init__(self, content: BinaryIO) -> None:
        self._content = content
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._content.read(size)
        self.digest.update(piece)
        return piece


def check_archive(path: Path) -> Manifest:
    """Read the whole archive and hold every member to its hash. Refuses one that is not whole, and says where."""
    found: dict[str, Member] = {}
    text = b""
    with _explained(path):
        for name, content in _members(path):
            if name == MANIFEST:
                text = content.read()
            else:
                found[name] = _weigh(content)
    manifest = _manifest(path, text)
    if wrong := next((name for name, one in manifest.members.items() if found.get(name) != one), ""):
        raise RuleBroken(NOT_WHOLE.format(path.name, f"sai hoặc thiếu {wrong}"))
    if found.keys() != manifest.members.keys():
        raise RuleBroken(NOT_WHOLE.format(path.name, "có tệp lạ"))
    return manifest


def unpack(path: Path, folder: Path) -> None:
    """Lay the members down under the folder, which is empty; nothing outside it is touched."""
    for name, content in _members(path):  # which were checked before
        target = folder / PurePosixPath(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            target.chmod(OWN)
            while piece := content.read(PIECE):
                file.write(piece)


def _members(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    with tarfile.open(path, mode="r|") as tar:
        for entry in tar:
            content = tar.extractfile(entry)
            if content is None or entry.name.startswith("/") or ".." in PurePosixPath(entry.name).parts:
                raise RuleBroken(NOT_WHOLE.format(path.name, "có tên tệp không hợp lệ"))
            yield entry.name, content
            _forget(tar)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise RuleBroken(f"Không có tệp sao lưu {path}.") from error
    except (tarfile.TarError, EOFError) as error:
        raise RuleBroken(NOT_WHOLE.format(path.name, "không đọc được hết")) from error


def _weigh(content: IO[bytes]) -> Member:
    digest, size = hashlib.sha256(), 0
    while piece := content.read(PIECE):
        digest.update(piece)
        size += len(piece)
    return Member(size, digest.hexdigest())


def _manifest(path: Path, text: bytes) -> Manifest:
    try:
        known = json.loads(text)
        members = {name: Member(**one) for name, one in known.pop("members").items()}
        manifest = Manifest(**{**known, "audit_head": tuple(known["audit_head"]), "members": members})
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise RuleBroken(NOT_WHOLE.format(path.name, "thiếu bảng kê ở cuối")) from error
    if manifest.form != FORM:
        raise RuleBroken(
            f"Tệp sao lưu {path.name} do một phiên bản mới hơn của chương trình ghi; hãy cập nhật chương trình."
        )
    return manifest
