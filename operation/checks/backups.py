"""How old the newest backup is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from config import clock
from domain.vietnamese_dates import day_text
from operation.backups import last_backup
from operation.results import fault, ok, warning

if TYPE_CHECKING:
    from config.wiring import Workplace
    from operation.results import Result

TOO_OLD = timedelta(hours=50)  # two nights, and a backup that took its time
MAKE = "Hãy chạy: dondoc backup, và xem vì sao lượt ban đêm không chạy."


def look(place: Workplace, *, now: datetime) -> list[Result]:  # noqa: ARG001 -- files bear the real time
    last = last_backup(place)
    if last is not None and not last.is_done:
        return [fault(f"Lần sao lưu gần nhất không thành: {last.note}", MAKE)]
    wanted = place.settings.backup_folder.strip()
    if not wanted:
        text = "Chưa đặt DONDOC_BACKUP_FOLDER: không có bản sao lưu nào được làm mỗi đêm."
        return [warning(text, "Hãy đặt một thư mục, tốt nhất ở ổ đĩa hoặc máy khác.")]
    folder = Path(wanted)
    if not folder.is_dir():
        return [fault(f"Không có thư mục sao lưu {folder}.", "Hãy tạo thư mục hoặc sửa DONDOC_BACKUP_FOLDER.")]
    moments = [datetime.fromtimestamp(one.stat().st_mtime, tz=UTC) for one in folder.iterdir() if _is_backup(one)]
    return [_newest(moments, folder), *_same_disk(folder, place.settings.data)]


def _newest(moments: list[datetime], folder: Path) -> Result:
    if not moments:
        return fault(f"Chưa có bản sao lưu nào trong {folder}.", MAKE)
    newest = clock.in_viet_nam(max(moments))
    text = f"{len(moments)} bản sao lưu, mới nhất lúc {day_text(newest.date())}, {newest:%H:%M}."
    return fault(text, MAKE) if clock.now() - newest > TOO_OLD else ok(text)


def _is_backup(file: Path) -> bool:
    """Finished ones: what is still being written bears another name."""
    return file.name.startswith("dondoc-") and not file.name.endswith((".part", ".tmp"))


def _same_disk(folder: Path, data: Path) -> list[Result]:
    if not data.exists() or folder.stat().st_dev != data.stat().st_dev:
        return []
    text = "Bản sao lưu nằm cùng ổ đĩa với dữ liệu: hỏng ổ đĩa là mất cả hai."
    return [warning(text, "Hãy chép thêm sang máy khác, hoặc đặt DONDOC_BACKUP_FOLDER ở ổ đĩa khác.")]
