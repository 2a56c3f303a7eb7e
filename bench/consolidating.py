"""A whole run over sample reports, from the pinned versions to all files: each stage beside reading the same reports and no more."""

from __future__ import annotations

from datetime import date, time, timedelta
from time import process_time
from typing import TYPE_CHECKING

from bench.figures import Figure, Unit
from bench.measuring import cpu_seconds, peak_megabytes
from bench.nation import Size, nation
from database.store import Store
from demo.sample_reports import SampleUnit, sample_report
from documents.reading import read_report
from domain.campaigns import Campaign
from domain.consolidation import Preflight, RunInput
from domain.consolidation_runs import RunOptions
from domain.likeness import Thresholds
from services.consolidation import COMPARING, FINISHING, READING, WRITING, Consolidation
from services.consolidation_materials import Materials
from services.run_manifests import Approval

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

REPORTS = 120
RECEIVED, RUN = date(2022, 7, 28), date(2022, 8, 1)
DISTRICT = "HU-000"
STAGES = {
    READING: "reading them and taking them in",
    WRITING: "writing the draft and its trace",
    COMPARING: "comparing, looking for copies",
    FINISHING: "annexes, workbook, letter",
}


def measure(folder: Path, *, reports: int = REPORTS) -> list[Figure]:
    """Processor time. The baseline reads the files, without so much as matching their headings."""
    run = SampleRun(folder / "consolidating", reports)
    before = peak_megabytes()
    stages = run.seconds_by_stage()
    peak = peak_megabytes()
    read = cpu_seconds(lambda: [read_report(one) for one in run.files])
    against = f"reading the {reports} reports"
    return [
        Figure(f"consolidating {reports} reports", sum(stages.values()), against, read),
        *(Figure(what, stages[stage], against, read) for stage, what in STAGES.items()),
        Figure(f"peak memory of consolidating {reports}", peak, "process before it", before, unit=Unit.MEGABYTES),
    ]


class SampleRun:
    """Communes of one district, all of which have reported; pinned by hand, so that no database is measured."""

    def __init__(self, folder: Path, reports: int) -> None:
        prepared = nation(Size(provinces=1, districts=1, communes=reports), due=reports)
        plan = prepared.plan
        communes = [unit for unit in prepared.units if unit.superior == DISTRICT]
        self._campaign = Campaign(1, plan, plan.calendar.at(plan.opens, time(8)))
        self._store = Store(folder / "store")
        self._folder = folder / "run"
        self.files = [
            sample_report(_sample(unit.name, number), plan.outline, seed=unit.code)
            for number, unit in enumerate(communes, start=1)
        ]
        received = plan.calendar.at(RECEIVED, time(8))
        inputs = tuple(
            RunInput(
                unit=unit.code,
                name=unit.name,
                version=1,
                document_number=f"{number}-BC/ĐU",
                received_at=received + timedelta(minutes=number),
                days_late=0,
                sha256=self._store.put(content),
                file_name="bao-cao.docx",
                kind="docx",
            )
            for number, (unit, content) in enumerate(zip(communes, self.files, strict=True), start=1)
        )
        name = prepared.units[DISTRICT].name
        self._found = Preflight(DISTRICT, name, plan.calendar.at(RUN, time(8)), inputs, ())
        deadlines = {unit.code: plan.duty("commune").deadline.last_day for unit in communes}
        self._materials = Materials(tuple(prepared.units), {}, (), {}, (), deadlines, None, None)

    def seconds_by_stage(self) -> Mapping[str, float]:
        """Makes every file of the run, once."""
        begun: dict[str, float] = {}

        def heard(stage: str, _done: int, _total: int) -> None:
            begun.setdefault(stage, process_time())

        self._folder.mkdir(parents=True)
        Consolidation(
            self._campaign,
            self._store,
            self._found,
            self._materials,
            options=RunOptions(),
            approval=Approval("", ""),
            thresholds=Thresholds(),
            folder=self._folder,
        ).run(heard)
        moments = [*(begun[stage] for stage in STAGES), process_time()]
        return {stage: moments[place + 1] - moments[place] for place, stage in enumerate(STAGES)}


def _sample(name: str, number: int) -> SampleUnit:
    return SampleUnit(name, "xã", "Huyện ủy 000", f"{number}-BC/ĐU", "Hà Nam", RECEIVED)
