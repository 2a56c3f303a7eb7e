"""The rows of a list that somebody typed: a workbook of any office program, or CSV with the habits of Excel."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, PasswordError, load_workbook

from documents.package import MAX_PART_BYTES, MEBIBYTE
from domain.errors import RuleBroken

MOST_BYTES = 8 * MEBIBYTE
MOST_ROWS = 50_000
# A spreadsheet keeps no more digits of a number; a longer one has lost its end.
EXACT_BELOW = 10**15

_ZIP, _COMPOUND_FILE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_DELIMITERS = (",", ";", "\t")
_LOOKED_AT = 20  # rows, for the delimiter
_TOO_LARGE = "Tệp “{}” quá lớn để là một danh sách; hãy kiểm tra có chọn đúng tệp không."

Rows = list[tuple[int, list[str]]]


def read_sheet(content: bytes, *, name: str) -> Rows:
    """The rows that hold anything, each with its number in the file, from 1, and its cells as text.

    Of a workbook it is the first sheet with anything in it. Raises RuleBroken, which names the file and says what to do.
    """
    if not content.strip():
        raise RuleBroken(f"Tệp “{name}” trống.")
    if len(content) > MOST_BYTES:
        raise RuleBroken(_TOO_LARGE.format(name))
    rows = _of_workbook(content, name) if content.startswith((_ZIP, _COMPOUND_FILE)) else _of_csv(content, name)
    if len(rows) > MOST_ROWS:
        raise RuleBroken(_TOO_LARGE.format(name))
    return [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]


def sheet_values(content: bytes, *, name: str, sheet: str = "") -> list[list[Any]]:
    """The cells of a workbook's sheet as they are, row by row; without `sheet` of the first one with anything in it.

    Raises RuleBroken, which names the file and says what to do.
    """
    if content.startswith(_ZIP):
        _check_size(content, name)
    try:
        with load_workbook(io.BytesIO(content)) as workbook:
            for one in [sheet] if sheet else workbook.sheet_names:
                rows = workbook.get_sheet_by_name(one).to_python(skip_empty_area=False, nrows=MOST_ROWS + 1)
                if any(cell != "" for row in rows for cell in row):
                    return rows
    except PasswordError:
        raise RuleBroken(f"Tệp “{name}” có mật khẩu nên không mở được; hãy bỏ mật khẩu, lưu lại rồi nhập.") from None
    # A damaged zip makes the reader fail in more ways than it declares.
    except (CalamineError, ValueError, OSError, KeyError) as error:
        raise RuleBroken(
            f"Tệp “{name}” bị hỏng hoặc không phải bảng tính; hãy mở bằng Excel và lưu lại dạng .xlsx."
        ) from error
    raise RuleBroken(f"Tệp “{name}” không có ô nào có nội dung.")


def _of_workbook(content: bytes, name: str) -> Rows:
    rows = sheet_values(content, name=name)
    return [(line, [_text(cell) for cell in row]) for line, row in enumerate(rows, 1)]


def _check_size(content: bytes, name: str) -> None:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            total = sum(entry.file_size for entry in archive.infolist())
    except (BadZipFile, NotImplementedError, ValueError, OSError):
        return  # whoever reads it says so
    if total > MAX_PART_BYTES:
        raise RuleBroken(_TOO_LARGE.format(name))


def _text(cell: object) -> str:
    """A whole number without its ".0"; one that is too long for a spreadsheet as one shows it, so that it is noticed."""
    match cell:
        case bool():
            return str(cell).upper()
        case float() if cell.is_integer():
            return str(int(cell)) if abs(cell) < EXACT_BELOW else f"{cell:.5E}"
        case datetime() | date():
            return cell.isoformat()
        case _:
            return str(cell)


def _of_csv(content: bytes, name: str) -> Rows:
    lines = _decoded(content, name)
    first, _, rest = lines.partition("\n")
    told = first.strip().lower()
    if told.startswith("sep=") and len(told) == len("sep=;"):  # Excel's own way of naming the delimiter
        return [(number + 1, cells) for number, cells in _cells(rest, name, told[-1], skipped=1)]
    head = "\n".join(lines.split("\n")[:_LOOKED_AT])
    delimiter = max(_DELIMITERS, key=lambda one: max(len(row) for row in csv.reader(io.StringIO(head), delimiter=one)))
    return _cells(lines, name, delimiter)


def _decoded(content: bytes, name: str) -> str:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise RuleBroken(
            f"Tệp “{name}” không phải CSV UTF-8; trong Excel hãy chọn “Lưu thành”, loại “CSV UTF-8 (*.csv)” hoặc .xlsx.",
        ) from None


def _cells(text: str, name: str, delimiter: str, *, skipped: int = 0) -> Rows:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, line = [], 1
    try:
        for cells in reader:
            rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error:
        raise RuleBroken(
            f"{name}, dòng {line + skipped}: không đọc được thành các ô; hãy kiểm tra dấu nháy kép ở dòng này và các dòng trước.",
        ) from None
    return rows
