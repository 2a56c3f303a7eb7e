"""Work on consolidation runs that somebody asked for on a page: one run at a time, each to its next halt."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from config import consolidating
from database.queries.consolidations import next_to_work_on
from domain.consolidation import RunState
from domain.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import datetime

    from config.consolidating import Attempt
    from config.wiring import Workplace

log = logging.getLogger(__name__)


def work_once(place: Workplace, *, now: datetime) -> bool:
    """Take the oldest run that may be worked on, of any campaign, and bring it to where it waits for people or ends.

    False where there is none. A run that fails says so in its own row, and keeps nobody from the next one.
    """
    with place.read() as session:
        found = next_to_work_on(session, now=now)
    if found is None:
        return False
    run_id, plan = found
    attempt = consolidating.claim(place, run_id)
    if attempt is not None:  # otherwise another worker was quicker
        _work_on(place, plan, attempt)
    return True


def _work_on(place: Workplace, plan: str, attempt: Attempt) -> None:
    try:
        campaign = place.campaign(plan)
        if consolidating.check(place, campaign, attempt).state is RunState.RUNNING:
            consolidating.merge(place, campaign, attempt)
    except RuleBroken as refusal:
        log.warning("Consolidation run %s stopped: %s", attempt.run_id, refusal)
    except Exception:  # whatever it was, the row tells people of it, and the next run is not to wait for it
        log.exception("Consolidation run %s stopped", attempt.run_id)
