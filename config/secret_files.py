"""Settings from files: one for each, named like its variable, in a folder that only the service can read."""

from __future__ import annotations

import os
from pathlib import Path

from domain.errors import RuleBroken

# The second is systemd's: LoadCredential= lays files there that no other process sees. Where both have one, it wins.
FOLDERS = ("DONDOC_SECRETS_DIR", "CREDENTIALS_DIRECTORY")
PREFIX = "dondoc_"


def secret_folders() -> list[Path]:
    """The folders that the environment names."""
    named = [(name, Path(text)) for name in FOLDERS if (text := os.environ.get(name, "").strip())]
    for name, folder in named:
        if not folder.is_dir():
            raise RuleBroken(f"{name} chỉ đến {folder} nhưng không có thư mục ấy; hãy tạo thư mục hoặc sửa lại biến.")
    return [folder for _, folder in named]
