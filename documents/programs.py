"""The programs beside this one that read older files and scans. Each may be absent; then a person reads those files."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_OFFICE_NAMES = ("soffice", "libreoffice")
_LISTING_SECONDS = 20
VIETNAMESE = "vie"


@dataclass(frozen=True, slots=True)
class Program:
    """What it is called, what is read by it, and the packages of Debian and Ubuntu that bring it."""

    name: str
    reads: str
    packages: str


OFFICE = Program("LibreOffice", "tệp .doc, .odt, .rtf", "libreoffice-writer-nogui")
TESSERACT = Program("Tesseract tiếng Việt", "bản chụp (ảnh, PDF chụp)", "tesseract-ocr tesseract-ocr-vie")


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

    def missing(self) -> tuple[Program, ...]:
        places = {OFFICE: self.office, TESSERACT: self.tesseract}
        return tuple(program for program, place in places.items() if place is None)


def told(programs: Programs) -> list[str]:
    """A line for each: what is read by it, or what is lost without it and how to get it."""
    missing = programs.missing()
    return [
        f"Chưa có {program.name}: {program.reads} vẫn được nhận nhưng phải có người đọc. Cài đặt: "
        f"sudo apt-get install --no-install-recommends {program.packages}"
        if program in missing
        else f"Đã có {program.name}: đọc được {program.reads}."
        for program in (OFFICE, TESSERACT)
    ]


@cache
def _reads_vietnamese(tesseract: str) -> bool:
    try:
        listed = subprocess.run(  # noqa: S603 -- the program that was found on the search path
            [tesseract, "--list-langs"], capture_output=True, check=False, timeout=_LISTING_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return VIETNAMESE in listed.stdout.decode(errors="replace").split()


if __name__ == "__main__":
    sys.stdout.write("\n".join(told(Programs.found())) + "\n")
