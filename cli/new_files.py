"""Files that a command writes where a person says: refused before anything is done, never written over unasked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from domain.errors import RuleBroken

Force = Annotated[bool, Parameter(name="--force", negative="", help="Ghi đè tệp đã có.")]


def new_file(out: Path | None, *, usual: str, force: bool) -> Path:
    """Where to write; without `out` the usual name, here. Refuses a folder, another suffix, and a file that is there."""
    path, suffix = out or Path(usual), Path(usual).suffix
    if path.is_dir():
        raise RuleBroken(f"{path} là một thư mục; hãy ghi tên tệp, ví dụ --out {path / usual}")
    if path.suffix.lower() != suffix:
        raise RuleBroken(f"Tên tệp phải có đuôi {suffix}, ví dụ --out {path.with_suffix(suffix)}")
    if path.exists() and not force:
        raise RuleBroken(f"Đã có tệp {path}; hãy chọn chỗ khác, hoặc thêm --force để ghi đè.")
    return path


def write_new_file(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
