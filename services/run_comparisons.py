"""Two runs side by side (so sánh hai lượt tổng hợp): which reports came or went, and what that did to the draft."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from domain.errors import RuleBroken
from domain.run_causes import causes
from domain.run_changes import Run as RunOf
from domain.run_changes import changes, summary
from services.consolidation_runs import find_run
from services.tracing import trace_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from database.store import Store
    from domain.campaigns import Campaign
    from domain.consolidation_runs import Run
    from domain.run_causes import Reason
    from domain.run_changes import Change


@dataclass(frozen=True, slots=True)
class SectionChanges:
    """`heading` as the outline has it."""

    section: str
    heading: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`reports` are those that came, changed or left between the two runs."""

    before: Run
    after: Run
    reports: tuple[Reason, ...]
    sections: tuple[SectionChanges, ...]
    summary: str


def compare(session: Session, campaign: Campaign, store: Store, *, a: int, b: int) -> Comparison:
    """The one before is the one of the earlier moment, in whichever order they were named and made.

    Refuses runs of two units, and unfinished ones.
    """
    found_runs = (find_run(session, campaign, number) for number in (a, b))
    before, after = sorted(found_runs, key=lambda run: (run.as_of, run.id))
    if before.unit != after.unit:
        raise RuleBroken(
            f"Lượt {before.id} là của {before.name}, lượt {after.id} là của {after.name}; chỉ so sánh được hai lượt của cùng "
            "một đơn vị."
        )
    if before.id == after.id:
        raise RuleBroken("Hãy chọn hai lượt khác nhau để so sánh.")
    told = _told(store, before), _told(store, after)
    found = changes(*told)
    headings = {section.id: section.heading for section in campaign.plan.outline.walk()}
    return Comparison(
        before=before,
        after=after,
        reports=tuple(causes(told[0].preflight, told[1].preflight).values()),
        sections=tuple(
            SectionChanges(section, headings.get(section, "Phần đầu, phần cuối"), tuple(of_section))
            for section, of_section in groupby(found, key=lambda change: change.section)
        ),
        summary=summary(found).replace("lượt tổng hợp trước", f"lượt {before.id}"),
    )


def _told(store: Store, run: Run) -> RunOf:
    trace = trace_of(store, run)
    if run.preflight is None:
        raise RuleBroken(f"Lượt {run.id} được lập trước khi có kiểm tra trước nên không so sánh được.")
    return RunOf(run.id, run.preflight, trace.sentences)
