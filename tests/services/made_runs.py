"""Runs of a consolidation from the request to the files, by the services alone: nothing is laid out, and nothing published."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from domain.consolidation_runs import RunOptions
from domain.likeness import Thresholds
from domain.run_files import DRAFT
from services import consolidation_runs
from services.consolidation import Consolidation
from services.consolidation_materials import gather
from services.preflight import preflight
from services.run_manifests import Approval
from services.submissions import Handed, submit
from tests.documents.examples import paragraph, word_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from database.store import Store
    from domain.consolidation_runs import Progress
    from domain.outline_check import OutlineCheck
    from tests.stories.story import Story


def report(sentence: str) -> bytes:
    return word_file(paragraph("II- Kết quả", style="Heading1") + paragraph(sentence))


def hand_in(
    story: Story,
    store: Store,
    unit: str,
    *,
    content: bytes,
    name: str = "bao-cao.docx",
    check: OutlineCheck | None = None,
) -> None:
    """Without a check the file is opened by the pre-flight as well."""
    digest = store.put(content)
    handed = Handed(
        file_name=name, size=len(content), sha256=digest, document_number=f"7-BC/{unit}", kind=name[-4:], check=check
    )
    with story.workplace.begin() as session:
        submit(session, story.campaign, story.obligation(unit).id, handed, received_at=story.at(), now=story.at())


def unheard(_stage: str, _done: int, _total: int) -> None:
    """Nobody follows."""


@dataclass(frozen=True)
class Made:
    """`reports` are the SHA-256 of what went in, by unit."""

    files: dict[str, bytes]
    received: tuple[str, ...]
    unreadable: tuple[str, ...]
    reports: dict[str, str]

    @property
    def content(self) -> bytes:
        return self.files[DRAFT]


def consolidated(
    story: Story, store: Store, unit: str, *, progress: Progress = unheard, between: Callable[[], object] = int
) -> Made:
    """A run from its request to its files; as if it were approved where anything is missing.

    `between` is what happens to the store once the versions are pinned.
    """
    campaign, now = story.campaign, story.at()
    with story.workplace.begin() as session:
        run_id = consolidation_runs.request(session, campaign, unit=unit, now=now)
        attempt = consolidation_runs.claim(session, run_id, now=now)
        assert attempt
        found = preflight(session, campaign, store, unit=unit, as_of=now)
        consolidation_runs.pin(session, run_id, attempt, found, now=now)
        materials = gather(session, campaign, store, consolidation_runs.find_run(session, campaign, run_id))
    between()
    with TemporaryDirectory() as folder:
        made = Consolidation(
            campaign,
            store,
            found,
            materials,
            options=RunOptions(),
            approval=Approval("Lan", "Đến hạn trình."),
            thresholds=Thresholds(),
            folder=Path(folder),
        ).run(progress)
        files = {name: path.read_bytes() for name, path in made.files.items()}
    return Made(
        files, tuple(one.name for one in found.inputs), made.unreadable, {one.unit: one.sha256 for one in found.inputs}
    )
