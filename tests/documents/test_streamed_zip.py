from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

from documents.zip_files import streamed_zip

if TYPE_CHECKING:
    from pathlib import Path


def test_zip_made_piece_by_piece_holds_every_file_and_no_more_than_a_piece_at_once(tmp_path: Path) -> None:
    small, large, empty = tmp_path / "a", tmp_path / "b", tmp_path / "c"
    small.write_bytes(b"nho")
    large.write_bytes(bytes(range(256)) * 8192)
    empty.touch()

    pieces = list(streamed_zip({"Báo cáo.docx": small, "so-lieu.xlsx": large, "trong": empty}))

    with ZipFile(BytesIO(b"".join(pieces))) as archive:
        assert archive.testzip() is None
        assert archive.read("Báo cáo.docx") == b"nho"
        assert archive.read("so-lieu.xlsx") == large.read_bytes()
        assert archive.read("trong") == b""
    assert max(map(len, pieces)) < large.stat().st_size / 2
