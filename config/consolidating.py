"""A consolidation run from claim to file, for whoever runs it: a flow, or the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services import consolidation

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from config.wiring import Workplace
    from domain.campaigns import Campaign


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft report: where it lies, and the names of the units in it and not in it."""

    path: Path
    received: tuple[str, ...]
    missing: tuple[str, ...]
    unreadable: tuple[str, ...]


def claim(workplace: Workplace, run_id: int) -> bool:
    with workplace.begin() as session:
        return consolidation.claim(session, run_id)


def merge(workplace: Workplace, campaign: Campaign, *, run_id: int, now: datetime) -> Draft:
    """Merge what stands at `now`. The draft is kept in the store, and under a readable name for people."""
    # Reading a hundred files takes its time, and nobody who hands in meanwhile should have to wait.
    with workplace.read() as session:
        found = consolidation.consolidate(session, campaign, workplace.store, run_id=run_id, now=now)
    sha256 = workplace.store.put(found.content)
    path = workplace.settings.data / "tong-hop" / f"bao-cao-tong-hop-{run_id:03d}.docx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(found.content)
    with workplace.begin() as session:
        consolidation.publish(session, run_id, found, sha256=sha256, path=str(path), now=now)
    return Draft(path, found.received, found.missing, found.unreadable)
