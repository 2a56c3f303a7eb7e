"""The programs beside this one that read older files and scans. Each may be absent; then a person reads those files."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_OFFICE_NAMES = ("soffice", "libreoffice")
_LISTING_SECONDS = 20
VIETNAMESE = "vie"


@dataclass(frozen=True, slots=True)
class MissingProgram:
    """What is not there, what is lost without it, and how to get it on Debian and Ubuntu."""

    name: str
    loss: str
    packages: str


@dataclass(frozen=True, slots=True)
class Programs:
    """Where they are; None for one that is absent. Tesseract without Vietnamese reads no report, and counts as absent."""

    office: Path | None = None
    tesseract: Path | None = None

    @classmethod
    def found(cls) -> Programs:
        """Those on the search path."""
        office = next((path for name in _OFFICE_NAMES if (path := shutil.which(name))), None)
        tesseract = shutil.which("tesseract")
        return cls(
            Path(office) if office else None,
            Path(tesseract) if tesseract and _reads_vietnamese(tesseract) else None,
        )

    def missing(self) -> tuple[MissingProgram, ...]:
        office = MissingProgram(
            "LibreOffice", "tệp .doc, .odt, .rtf vẫn được nhận nhưng phải có người đọc", "libreoffice-writer-nogui"
        )
        tesseract = MissingProgram(
            "Tesseract (tiếng Việt)",
            "bản chụp (ảnh, PDF chụp) vẫn được nhận nhưng phải có người đọc",
            "tesseract-ocr tesseract-ocr-vie",
        )
        places = ((office, self.office), (tesseract, self.tesseract))
        return tuple(program for program, place in places if place is None)


@cache
def _reads_vietnamese(tesseract: str) -> bool:
    try:
        listed = subprocess.run(  # noqa: S603 -- the program that was found on the search path
            [tesseract, "--list-langs"], capture_output=True, check=False, timeout=_LISTING_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return VIETNAMESE in listed.stdout.decode(errors="replace").split()
