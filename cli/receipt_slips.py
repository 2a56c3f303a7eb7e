"""Receipts (phiếu tiếp nhận) written to a file that a person names."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from domain.errors import RuleBroken

SUFFIX = ".docx"
SlipFile = Annotated[
    Path | None,
    Parameter(name="--receipt", metavar="TỆP", help="Ghi phiếu tiếp nhận (.docx) vào tệp này; tệp chưa được có sẵn."),
]


def check_slip_file(path: Path | None) -> None:
    """Refuse, before anything is done, a file that could not be written, or that would take the place of another."""
    if path is None:
        return
    if path.is_dir():
        raise RuleBroken(
            f"{path} là một thư mục; hãy ghi tên tệp, ví dụ --receipt {path / 'phieu-tiep-nhan.docx'}",
        )
    if path.suffix.lower() != SUFFIX:
        raise RuleBroken(
            f"Phiếu tiếp nhận là tệp Word; hãy ghi tên có đuôi .docx, ví dụ --receipt {path.with_suffix(SUFFIX)}"
        )
    if not path.parent.is_dir():
        raise RuleBroken(f"Không có thư mục {path.parent} để ghi phiếu tiếp nhận; hãy tạo thư mục hoặc chọn chỗ khác.")
    if path.exists():
        raise RuleBroken(f"Đã có tệp {path}; hãy chọn tên khác cho phiếu tiếp nhận.")
