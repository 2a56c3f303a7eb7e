"""Settings from files: one for each, named like its variable, in a folder that only the service can read."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterator

# The second is systemd's: LoadCredential= lays files there that no other process sees. Where both have one, it wins.
FOLDERS = ("DONDOC_SECRETS_DIR", "CREDENTIALS_DIRECTORY")
PREFIX = "dondoc_"
ENV_FILE = Path(".env")


def secret_folders() -> list[Path]:
    """The folders that the environment names."""
    named = [(name, Path(text)) for name in FOLDERS if (text := os.environ.get(name, "").strip())]
    for name, folder in named:
        if not folder.is_dir():
            raise RuleBroken(f"{name} chỉ đến {folder} nhưng không có thư mục ấy; hãy tạo thư mục hoặc sửa lại biến.")
    return [folder for _, folder in named]


def files_open_to_others() -> list[Path]:
    """Files with settings that other accounts of this machine can read: passwords are no longer secrets there."""
    return [path for path in _files() if path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH)]


def _files() -> Iterator[Path]:
    if ENV_FILE.is_file():
        yield ENV_FILE.resolve()
    for folder in secret_folders():
        yield from sorted(path for path in folder.iterdir() if path.is_file() and path.name.lower().startswith(PREFIX))
