"""`dondoc backup`: one file with everything, taken while the service runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from cli.options import AsJson
from cli.printing import moment_text, print_json, say
from config.clock import in_viet_nam
from config.wiring import workplace
from operation.backups import back_up, size_text


def backup(
    *,
    to: Annotated[
        str,
        Parameter(name="--to", metavar="THƯ-MỤC", help="Thư mục ghi tệp sao lưu; bỏ trống là DONDOC_BACKUP_FOLDER."),
    ] = "",
    json: AsJson = False,
) -> None:
    place = workplace()
    done = back_up(place, now=place.now(), to=Path(to) if to else None)
    manifest = done.manifest
    if json:
        print_json(
            {
                "archive": str(done.path),
                "size": done.size,
                "files": done.files,
                "taken_at": manifest.taken_at,
                "database": manifest.database,
                "head": manifest.head,
                "counts": manifest.counts,
                "removed": list(done.removed),
            }
        )
        return
    taken = moment_text(in_viet_nam(manifest.moment))
    say(f"Đã sao lưu tính đến {taken}: {done.path} ({size_text(done.size)}, {done.files} tệp). Đã đọc lại và kiểm tra.")
    say(
        "Tệp này chứa khóa bí mật và toàn bộ báo cáo: hãy giữ ở nơi chỉ người quản trị đọc được, và một bản ở máy khác."
    )
    if done.removed:
        say(f"Đã xóa {len(done.removed)} bản sao lưu cũ, theo DONDOC_BACKUP_KEEP.")
