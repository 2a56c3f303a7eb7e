"""What a run changes in the last draft, and that draft as people edited it with what is new put in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.carrying_over import carry_over
from documents.run_changes_list import RunChangesList, write_run_changes
from documents.trace_file import read_trace
from domain.run_causes import causes
from domain.run_changes import Run, changes, reasons_by_position
from domain.run_files import CLEAN, DRAFT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from database.store import Store
    from documents.carrying_over import CarriedOver
    from documents.letterhead import Letterhead, Signature
    from domain.consolidation import Preflight
    from domain.run_changes import Change
    from services.edited_drafts import FormerRun


@dataclass(frozen=True, slots=True)
class RunChanges:
    """What changed between two runs, and the moments of the two (local, by their pre-flights)."""

    before: Preflight
    after: Preflight
    found: tuple[Change, ...]

    @property
    def reasons(self) -> Mapping[int, str]:
        """Why a block of the last draft is not in the new one as it was, by its position."""
        return reasons_by_position(self.found)


def run_changes(former: FormerRun, found: Preflight, trace: Path, store: Store) -> RunChanges:
    """`trace` is that of the new draft."""
    old = read_trace(store.get(former.trace))
    new = read_trace(trace.read_bytes())
    before = Run(former.number, former.preflight, old.sentences)
    return RunChanges(former.preflight, found, changes(before, Run(former.number + 1, found, new.sentences)))


def changes_list(
    changed: RunChanges, *, letterhead: Letterhead, abstract: str, titles: dict[str, str], signature: Signature
) -> bytes:
    """A .docx that names every change and its reason."""
    return write_run_changes(
        RunChangesList(
            letterhead=letterhead,
            abstract=abstract,
            previous=changed.before.as_of,
            current=changed.after.as_of,
            titles=titles,
            reports=tuple(causes(changed.before, changed.after).values()),
            changes=changed.found,
            signature=signature,
        ),
    )


def onto_edited(
    base: FormerRun,
    after: Preflight,
    *,
    edited: str,
    files: Mapping[str, Path],
    store: Store,
    reasons: Mapping[int, str],
) -> CarriedOver:
    """`edited` is the SHA-256 of the file that people edited, `base` the run it was made from, `files` those of the new run."""
    draft = files[CLEAN if base.is_clean else DRAFT]
    return carry_over(store.get(base.draft), store.get(edited), draft.read_bytes(), at=after.as_of, reasons=reasons)
