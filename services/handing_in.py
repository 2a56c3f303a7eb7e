"""From a file to what can be handed in: kept, opened, and laid along the outline. Asks nothing of the database.

Opening an older file may take seconds, so whoever hands in does this first and begins the transaction afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.opening import open_report
from documents.outline_checking import check_opened
from documents.package import UnreadableReport
from domain.spelling import nfc
from services.submissions import Handed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from database.store import Store
    from documents.programs import Programs
    from domain.outline_check import OutlineCheck
    from domain.plans import Duty, Plan
    from domain.units import Unit

KEPT = "Tệp đã được giữ nguyên trạng (mã {}) nhưng chưa được tính là đã nộp."
SHOWN_OF_SHA256 = 12
_NO_CORRECTIONS: Mapping[int, str | None] = {}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads files for one installation; `programs` are those found for older formats and scans, None for the usual."""

    store: Store
    programs: Programs | None = None

    def hand(
        self,
        content: bytes,
        *,
        name: str,
        plan: Plan,
        unit: Unit,
        duty: Duty,
        units: Iterable[Unit] = (),
        received: date | None = None,
    ) -> Handed:
        """Keep the file, whatever it is, and say what it is worth as this unit's report; `units` as in check_outline.

        Raises UnreadableReport for what is no report; one that the unit meant as such is kept, and the text says so.
        """
        sha256 = self.store.put(content)
        try:
            opened = open_report(content, name=name, programs=self.programs)
        except UnreadableReport as refusal:
            if not refusal.code.is_kept:
                raise
            kept = KEPT.format(sha256[:SHOWN_OF_SHA256])
            raise UnreadableReport(f"{refusal} {kept}", code=refusal.code) from refusal
        return Handed(
            file_name=nfc(name),
            size=len(content),
            sha256=sha256,
            kind=opened.kind.value,
            note=opened.note,
            check=check_opened(opened, plan, unit, duty, units=units, received=received),
        )

    def check(
        self,
        sha256: str,
        *,
        name: str,
        plan: Plan,
        unit: Unit,
        duty: Duty,
        corrections: Mapping[int, str | None] = _NO_CORRECTIONS,
        units: Iterable[Unit] = (),
        received: date | None = None,
    ) -> OutlineCheck:
        """Check a file of the store once more, with the matches that people corrected."""
        opened = open_report(self.store.get(sha256), name=name, programs=self.programs)
        return check_opened(opened, plan, unit, duty, corrections=corrections, units=units, received=received)
