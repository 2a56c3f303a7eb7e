"""A run for one district, all of whose communes have reported, out of a whole country's database; each report counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from bench.measuring import Spent, medians_spent, peak_megabytes, spent
from bench.nation import TICK_DAY, at, district_code
from bench.sizes.cells import Cell
from bench.sizes.reports import report_of
from config import consolidating
from database.models import ObligationRow
from database.queries.units import units_of
from documents.reading import read_report
from domain.consolidation import RunState
from services import consolidation_runs
from services.handing_in import Reader
from services.submissions import submit

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bench.sizes.grounds import Ground

DISTRICT = district_code(0)


def measure(ground: Ground) -> dict[str, Cell]:
    rounds = Rounds(ground)
    idle = peak_megabytes()
    first = rounds.run()
    peak = peak_megabytes()
    ours, bare = medians_spent(max(1, ground.rounds - 1), rounds.run, rounds.read)
    number = len(rounds.files)
    del first  # warms up: the first run of a process also loads what writes Word files
    return {"consolidation": Cell.of(ours, bare, peak=peak, idle=idle, sample=f"the {number} reports of a district")}


class Rounds:
    def __init__(self, ground: Ground) -> None:
        file = ground.morning("consolidating")
        self._place, self._campaign = ground.place(file.path.parent), file.campaign
        self._now = at(file.campaign.plan, TICK_DAY)
        self.files: list[bytes] = []
        with self._place.begin() as session:
            for owed in session.scalars(select(ObligationRow).where(ObligationRow.superior == DISTRICT)):
                self._hand_in(session, owed)

    def _hand_in(self, session: Session, owed: ObligationRow) -> None:
        plan, content = self._campaign.plan, report_of(owed.unit)
        unit = next(one for one in units_of(session, self._campaign.id) if one.code == owed.unit)
        reader = Reader(self._place.store)
        handed = reader.hand(content, name="bao-cao.docx", plan=plan, unit=unit, duty=plan.duty(owed.duty))
        submit(session, self._campaign, owed.id, handed, received_at=self._now, now=self._now)
        self.files.append(content)

    def run(self) -> Spent:
        """Asked for, checked, merged, written, kept, laid out."""
        return spent(self._run).over(len(self.files))

    def _run(self) -> None:
        with self._place.begin() as session:
            run_id = consolidation_runs.request(session, self._campaign, unit=DISTRICT, now=self._now)
        attempt = consolidating.claim(self._place, run_id)
        assert attempt is not None
        assert consolidating.check(self._place, self._campaign, attempt).state is RunState.RUNNING
        consolidating.merge(self._place, self._campaign, attempt)

    def read(self) -> Spent:
        return spent(lambda: [read_report(one) for one in self.files]).over(len(self.files))
