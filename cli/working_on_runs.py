"""Working on a run at the command line: claimed, checked, shown, and, when nothing waits for a person, merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.printing import print_json, say
from cli.showing_progress import ProgressLine
from cli.showing_runs import NEXT, print_files, print_preflight, run_as_json
from config import clock, consolidating
from config.laying_out import check_room
from domain.consolidation import RunState
from domain.errors import RuleBroken
from services import consolidation_runs

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from config.wiring import Workplace
    from domain.campaigns import Campaign
    from domain.consolidation_runs import Run

TAKEN = "Lượt {} vừa được nơi khác chạy; theo dõi: dondoc runs show {}"


class RunAtWork:
    """One run that this command works on. Nothing but JSON is printed where that was asked for."""

    def __init__(self, place: Workplace, campaign: Campaign, run_id: int, *, out: Path | None, json: bool) -> None:
        self._place, self._campaign, self._run_id = place, campaign, run_id
        self._out, self._json = out, json

    def work(self, *, reason: str = "", by: str = "", now: datetime | None = None) -> None:
        """Check, and go on where nothing is missing or an approval with a `reason` was given; otherwise leave it waiting.

        Raises RuleBroken where it is left waiting: the command did not do what it is there for.
        """
        attempt = self._claim()
        run = consolidating.check(self._place, self._campaign, attempt)
        if not self._json:
            print_preflight(run)
        if run.state is RunState.WAITING:
            self._approve(run, reason=reason, by=by, now=now or clock.now())
            attempt = self._claim()
        self._merge(attempt)

    def _claim(self) -> consolidating.Attempt:
        attempt = consolidating.claim(self._place, self._run_id)
        if attempt is None:
            raise RuleBroken(TAKEN.replace("{}", str(self._run_id)))
        return attempt

    def _approve(self, run: Run, *, reason: str, by: str, now: datetime) -> None:
        if not reason.strip():
            if self._json:
                print_json(run_as_json(run))
            raise RuleBroken(NEXT[RunState.WAITING].replace("{}", str(run.id)))
        with self._place.begin() as session:
            consolidation_runs.approve(session, self._campaign, run.id, by=by, reason=reason, now=now)

    def _merge(self, attempt: consolidating.Attempt) -> None:
        line = None if self._json else ProgressLine()
        try:
            run = consolidating.merge(self._place, self._campaign, attempt, out=self._out, told=line)
        finally:
            if line is not None:
                line.finish()
        if self._json:
            print_json(run_as_json(run))
        else:
            print_files(run)


def tell_replaced(place: Workplace, out: Path | None, *, json: bool) -> None:
    """Say which files will be replaced; refuse, before anything is done, to overwrite anybody's work."""
    earlier = check_room(place, out) if out else {}
    if earlier and not json:
        runs = ", ".join(map(str, sorted(set(earlier.values()))))
        say(f"Tệp của lượt {runs} trong {out} sẽ được thay bằng tệp của lượt này: {', '.join(earlier)}.", hang=2)
