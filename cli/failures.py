"""Failures that are no rule's: of the disk, the database, the settings, and of the program itself."""

from __future__ import annotations

import errno
import sqlite3
import traceback
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from config.settings import Settings

LOG = "loi-ngoai-du-kien.log"
DISK = {
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENOSPC: "ổ đĩa đã đầy",
    errno.ENOENT: "không tìm thấy",
    errno.ENOTDIR: "trên đường dẫn có một tệp, không phải thư mục",
    errno.EEXIST: "trên đường dẫn có một tệp, không phải thư mục",
    errno.EISDIR: "đó là một thư mục",
}
FOREIGN = (
    "Tệp cơ sở dữ liệu {path} bị hỏng hoặc không phải của chương trình này nên không được đọc tiếp; "
    "chương trình không sửa gì. Hãy khôi phục từ bản sao lưu hoặc đặt DONDOC_DATA cho đúng thư mục."
)
NOT_WRITABLE = (
    "Không mở hoặc không ghi được cơ sở dữ liệu {path}. Hãy kiểm tra quyền truy cập và chỗ trống của thư mục."
)
BUSY = "Cơ sở dữ liệu {path} đang được chương trình khác sử dụng; hãy chạy lại sau ít phút."
# By the beginning of SQLite's own names for its errors. A plain SQLITE_ERROR speaks of tables that are not there.
DATABASE = {
    "SQLITE_NOTADB": FOREIGN,
    "SQLITE_CORRUPT": FOREIGN,
    "SQLITE_ERROR": FOREIGN,
    "SQLITE_READONLY": NOT_WRITABLE,
    "SQLITE_CANTOPEN": NOT_WRITABLE,
    "SQLITE_FULL": NOT_WRITABLE,
    "SQLITE_IOERR": NOT_WRITABLE,
    "SQLITE_BUSY": BUSY,
    "SQLITE_LOCKED": BUSY,
}


REMOTE = (
    "Không làm việc được với máy chủ cơ sở dữ liệu: {}. Hãy kiểm tra địa chỉ, tài khoản, mật khẩu, và máy chủ có đang chạy "
    "không; rồi chạy lại."
)
NOT_ALLOWED = "Tài khoản cơ sở dữ liệu không đủ quyền: {}. Hãy cho tài khoản đó làm chủ cơ sở dữ liệu (ALTER DATABASE … OWNER TO …)."
READ_ONLY_SERVER = (
    "Máy chủ cơ sở dữ liệu đang chỉ cho đọc: {}. Có thể đó là bản sao dự phòng, hoặc người quản trị đã khóa ghi; "
    "hãy kiểm tra địa chỉ trong DONDOC_DATABASE_URL và máy chủ, rồi chạy lại."
)
PRIVILEGE = "42501"  # PostgreSQL's code of "insufficient privilege"
READ_ONLY = "25006"  # and of "read-only transaction"


def explain_failure(error: Exception) -> str:
    """What happened and what to do, in Vietnamese. A failure that nobody foresaw is kept for the engineers."""
    return _outside(error) or _keep_for_engineers(error)


def _outside(error: Exception) -> str:
    """The words for a cause outside the program; empty where there is none."""
    match error:
        case DBAPIError(orig=cause):
            return _of_database(cause) if isinstance(cause, sqlite3.Error) else _of_server(error)
        case ArgumentError():
            return (
                "DONDOC_DATABASE_URL không đọc được; cần dạng sqlite:////thư-mục/dondoc.db "
                "hoặc postgresql://tài-khoản@máy-chủ/dondoc."
            )
        case ModuleNotFoundError() if _database_kind() != "sqlite":
            return (
                f"DONDOC_DATABASE_URL chọn loại cơ sở dữ liệu “{_database_kind()}” nhưng máy này chưa có phần kết nối "
                f"({error.name}). Hãy dùng dạng sqlite:////thư-mục/dondoc.db, hoặc cài thêm: pip install 'dondoc[postgres]'."
            )
        case ValidationError(title="Settings"):
            names = ", ".join(f"DONDOC_{'_'.join(map(str, one['loc']))}".upper() for one in error.errors())
            return f"Cấu hình {names} không hợp lệ; hãy sửa biến môi trường hoặc tệp .env."
        case OSError() if error.errno in DISK and error.filename:
            return f"Không đọc hoặc ghi được {error.filename}: {DISK[error.errno]}."
        case _:
            return ""


def _of_server(error: DBAPIError) -> str:
    known = {PRIVILEGE: NOT_ALLOWED, READ_ONLY: READ_ONLY_SERVER}
    if words := known.get(getattr(error.orig, "sqlstate", "")):
        return words.format(_first_line(error.orig))
    return REMOTE.format(_first_line(error.orig)) if isinstance(error, OperationalError) else ""


def _first_line(cause: BaseException | None) -> str:
    """What the server itself says, in its own language; there is no password in it."""
    return str(cause).strip().split("\n", 1)[0].rstrip(".")


def _database_kind() -> str:
    return make_url(Settings().database).get_backend_name()


def _of_database(cause: sqlite3.Error) -> str:
    name = getattr(cause, "sqlite_errorname", "")
    text = next((text for beginning, text in DATABASE.items() if name.startswith(beginning)), "")
    return text.format(path=make_url(Settings().database).database)


def _keep_for_engineers(error: Exception) -> str:
    what = f"Có lỗi ngoài dự kiến ({type(error).__name__}); những gì đã ghi trước đó vẫn còn nguyên."
    try:
        path = _write_down(error)
    except OSError:
        return f"{what} Hãy báo cho người phụ trách kỹ thuật dòng này: {error}"
    return f"{what} Chi tiết đã ghi tại {path}; hãy gửi tệp này cho người phụ trách kỹ thuật."


def _write_down(error: Exception) -> Path:
    path = Settings().data / LOG
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as log:
        traceback.print_exception(error, file=log)
    return path
