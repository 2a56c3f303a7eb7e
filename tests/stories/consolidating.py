"""What staff do with reports in a story: hand them in, put them together, edit the draft, ask who wrote a sentence."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from documents.reading import read_report
from domain.consolidation_runs import RunOptions
from domain.likeness import Thresholds
from domain.run_files import DRAFT
from services import consolidation_runs
from services.consolidation import Consolidation
from services.consolidation_materials import gather
from services.preflight import preflight
from services.run_manifests import Approval
from services.submissions import Handed, submit
from services.tracing import trace_words

if TYPE_CHECKING:
    from database.store import Store
    from documents.blocks import Block
    from services.tracing import Traced
    from tests.stories.story import Story

REASON = "Đến hạn trình."


class Staff:
    """Works on the day of the story. Runs go by their numbers."""

    def __init__(self, story: Story, store: Store) -> None:
        self._story, self._store = story, store

    def hand_in(self, unit: str, content: bytes) -> None:
        story, sha256 = self._story, self._store.put(content)
        handed = Handed(file_name="bao-cao.docx", size=len(content), sha256=sha256, document_number=f"7-BC/{unit}")
        with story.workplace.begin() as session:
            owed = story.obligation(unit).id
            submit(session, story.campaign, owed, handed, received_at=story.at(), now=story.at())

    def consolidate(self, unit: str) -> int:
        campaign, now = self._story.campaign, self._story.at()
        with self._story.workplace.begin() as session:
            run_id = consolidation_runs.request(session, campaign, unit=unit, by="Lan", now=now)
            attempt = consolidation_runs.claim(session, run_id, now=now)
            assert attempt
            found = preflight(session, campaign, self._store, unit=unit, as_of=now)
            consolidation_runs.pin(session, run_id, attempt, found, now=now)
            if not found.is_complete:
                consolidation_runs.approve(session, campaign, run_id, by="Lan", reason=REASON, now=now)
                attempt = consolidation_runs.claim(session, run_id, now=now)
                assert attempt
            run = consolidation_runs.find_run(session, campaign, run_id)
            materials = gather(session, campaign, self._store, run)
            with TemporaryDirectory() as folder:
                made = Consolidation(
                    campaign,
                    self._store,
                    found,
                    materials,
                    options=RunOptions(),
                    approval=Approval("Lan", REASON),
                    thresholds=Thresholds(),
                    folder=Path(folder),
                ).run(lambda _stage, _done, _total: None)
                outputs = {name: self._store.put(path.read_bytes()) for name, path in made.files.items()}
            consolidation_runs.publish(session, run_id, attempt, outputs=outputs, note="", now=now)
        return run_id

    def draft(self, run_id: int) -> bytes:
        with self._story.workplace.read() as session:
            run = consolidation_runs.find_run(session, self._story.campaign, run_id)
        return self._store.get(run.outputs[DRAFT])

    def said(self, run_id: int) -> list[str]:
        """The draft from its first heading on, a line for each paragraph."""
        blocks: tuple[Block, ...] = read_report(self.draft(run_id)).blocks
        texts = [getattr(block, "text", "") for block in blocks]
        begin = next(place for place, text in enumerate(texts) if text.startswith("I- "))
        return [text for text in texts[begin:] if text]

    def trace(self, run_id: int, words: str) -> tuple[Traced, ...]:
        with self._story.workplace.read() as session:
            run = consolidation_runs.find_run(session, self._story.campaign, run_id)
            return trace_words(session, self._story.campaign, self._store, run, words=words)
