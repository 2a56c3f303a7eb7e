"""The file of a report, as somebody names it on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.errors import RuleBroken

if TYPE_CHECKING:
    from pathlib import Path


def read_report_file(file: Path) -> bytes:
    if file.is_dir():
        raise RuleBroken(f"{file} là một thư mục; hãy ghi đường dẫn của tệp báo cáo.")
    if not file.is_file():
        raise RuleBroken(f"Không tìm thấy tệp {file}; hãy kiểm tra lại đường dẫn.")
    return file.read_bytes()
