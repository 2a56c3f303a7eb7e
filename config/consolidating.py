"""A consolidation run from claim to files, for whoever works on it: a flow, or the command line."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING

from config import clock
from config.laying_out import check_room, lay_out
from config.likeness import thresholds
from domain.consolidation_runs import RunCancelled
from domain.errors import RuleBroken
from services import consolidation_runs
from services.consolidation import Consolidation
from services.consolidation_materials import gather
from services.preflight import preflight
from services.run_manifests import Approval

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from config.wiring import Workplace
    from domain.campaigns import Campaign
    from domain.consolidation import Preflight
    from domain.consolidation_runs import Progress, Run
    from services.consolidation import Consolidated

# How often progress is written: often enough for somebody who watches, seldom enough to keep nobody from handing in.
SECONDS_BETWEEN_NOTES = 0.25
NOTE = "{} đơn vị có báo cáo, {} đơn vị chưa có"
NOT_LAID = (
    "Lượt {0} đã hoàn thành và các tệp được giữ trong kho, nhưng chưa ghi được vào thư mục {1}: {2} "
    "Ghi ra chỗ khác: dondoc runs show {0} --out THƯ-MỤC"
)
LOST = "Không đọc hoặc ghi được {}; hãy kiểm tra ổ đĩa và quyền truy cập."
UNFORESEEN = "Có lỗi ngoài dự kiến ({}); hãy báo người phụ trách kỹ thuật, rồi chạy tiếp."


@dataclass(frozen=True, slots=True)
class Attempt:
    """A run that is ours to work on."""

    run_id: int
    number: int


def claim(workplace: Workplace, run_id: int) -> Attempt | None:
    """None where the run is not to be worked on, or another worker was quicker."""
    with workplace.begin() as session:
        number = consolidation_runs.claim(session, run_id, now=clock.now())
    return None if number is None else Attempt(run_id, number)


def find(workplace: Workplace, campaign: Campaign, run_id: int) -> Run:
    with workplace.read() as session:
        return consolidation_runs.find_run(session, campaign, run_id)


def check(workplace: Workplace, campaign: Campaign, attempt: Attempt) -> Run:
    """Make the pre-flight, unless it was made, and pin it. The run then waits for approval, or is still ours."""
    with _ending(workplace, attempt):
        run = find(workplace, campaign, attempt.run_id)
        found = run.preflight
        if found is None:
            with workplace.read() as session:
                found = preflight(session, campaign, workplace.store, unit=run.unit, as_of=run.as_of)
        with workplace.begin() as session:
            consolidation_runs.pin(session, attempt.run_id, attempt.number, found, now=clock.now())
    return find(workplace, campaign, attempt.run_id)


def merge(
    workplace: Workplace,
    campaign: Campaign,
    attempt: Attempt,
    *,
    out: Path | None = None,
    told: Progress | None = None,
) -> Run:
    """Make the files from what was pinned, keep them in the store, and lay them into `out` (the run's own folder without).

    No transaction is open while the reports are read: nobody who hands in meanwhile has to wait.
    """
    with _ending(workplace, attempt):
        run = find(workplace, campaign, attempt.run_id)
        if run.preflight is None:
            raise RuleBroken(f"Lượt này chưa được kiểm tra trước; hãy chạy tiếp: dondoc runs resume {run.id}")
        with workplace.read() as session:
            materials = gather(session, campaign, workplace.store, run)
        folder = out or usual_folder(workplace, run.id)
        check_room(workplace, folder)
        with TemporaryDirectory(dir=_work_folder(workplace)) as work:
            made = Consolidation(
                campaign,
                workplace.store,
                run.preflight,
                materials,
                options=run.options,
                approval=Approval(run.approved_by, run.reason),
                thresholds=thresholds(),
                folder=Path(work),
            ).run(_Notes(workplace, attempt, told))
            outputs = {name: workplace.store.put_file(path) for name, path in made.files.items()}
        note = " ".join([_counted(run.preflight, made), *made.left])
        with workplace.begin() as session:
            consolidation_runs.publish(
                session, attempt.run_id, attempt.number, outputs=outputs, note=note, now=clock.now()
            )
    lay(workplace, attempt.run_id, outputs, folder=folder)
    return find(workplace, campaign, attempt.run_id)


def lay(workplace: Workplace, run_id: int, outputs: Mapping[str, str], *, folder: Path) -> None:
    """Lay the files of a finished run into a folder. They are in the store by now, whatever becomes of the folder."""
    try:
        lay_out(workplace, folder, outputs)
    except (RuleBroken, OSError) as failure:
        raise RuleBroken(NOT_LAID.format(run_id, folder, _sentence(failure))) from failure
    with workplace.begin() as session:
        consolidation_runs.lay(session, run_id, path=str(folder))


def usual_folder(workplace: Workplace, run_id: int) -> Path:
    return workplace.settings.data / "tong-hop" / f"luot-{run_id:03d}"


def _work_folder(workplace: Workplace) -> Path:
    """Beside the store, so that moving a file there is only a change of its name."""
    folder = workplace.settings.data / "tong-hop"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _counted(found: Preflight, made: Consolidated) -> str:
    read = len(found.inputs) - len(made.unreadable)
    return NOTE.format(read, len(found.absent) + len(made.unreadable))


class _Notes:
    """Writes progress into the row, each time in a short transaction of its own, and tells whoever listens."""

    def __init__(self, workplace: Workplace, attempt: Attempt, told: Progress | None) -> None:
        self._workplace, self._attempt, self._told = workplace, attempt, told
        self._stage, self._noted = "", 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Raises RunCancelled where the work is to stop."""
        present = monotonic()
        if stage != self._stage or done == total or present - self._noted >= SECONDS_BETWEEN_NOTES:
            self._stage, self._noted = stage, present
            self._note(stage, done, total)
        if self._told is not None:
            self._told(stage, done, total)

    def _note(self, stage: str, done: int, total: int) -> None:
        run_id, number = self._attempt.run_id, self._attempt.number
        with self._workplace.begin() as session:
            consolidation_runs.progress(session, run_id, number, stage=stage, done=done, total=total, now=clock.now())


@contextmanager
def _ending(workplace: Workplace, attempt: Attempt) -> Iterator[None]:
    """However the work ends, the row says so: what was stopped or failed can be resumed at once, without a lease to wait for."""
    try:
        yield
    except (RunCancelled, KeyboardInterrupt):
        with workplace.begin() as session:
            consolidation_runs.stop(session, attempt.run_id, attempt.number, now=clock.now())
        raise
    except Exception as error:
        with workplace.begin() as session:
            consolidation_runs.fail(session, attempt.run_id, attempt.number, error=_sentence(error), now=clock.now())
        raise


def _sentence(error: Exception) -> str:
    match error:
        case RuleBroken():
            return str(error)
        case OSError(filename=str(name)):
            return LOST.format(name)
        case _:
            return UNFORESEEN.format(type(error).__name__)
