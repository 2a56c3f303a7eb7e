"""`dondoc work`: does what pages ask for. The web only writes requests down; this claims and works on them."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.printing import say
from config import consolidation_work, subscription_work
from config.log_facts import bound
from config.logs import set_up_logs
from config.wiring import workplace
from rehearsal import working

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.wiring import Workplace

REST = 0.5  # seconds between two looks when there was nothing to do
LONGEST_REST = 2.0  # and when there was not for long
GROWS = 1.05  # by so much with each look, so that whoever works on the pages is served quickly for a while
log = logging.getLogger(__name__)


def work(
    *,
    once: Annotated[
        bool, Parameter(name="--once", help="Làm hết những gì đang chờ rồi dừng, không chờ việc mới.")
    ] = False,
) -> None:
    place = workplace()
    set_up_logs(place.settings)
    place.campaigns()  # refuses where nothing is open, and brings an older database up to date
    if once:
        while work_round(place):
            pass
        return
    say("Đang chờ việc: lượt tổng hợp, diễn tập, tin báo cho hệ thống khác (dừng bằng Ctrl+C).", at_once=True)
    work_until(place, lambda: False)


def work_until(place: Workplace, is_over: Callable[[], bool]) -> None:
    """Round after round, with a rest when there is nothing to do: a service is idle for most of its months."""
    rest = REST
    while not is_over():
        if work_round(place):
            rest = REST
        else:
            time.sleep(rest)
            rest = min(LONGEST_REST, rest * GROWS)


def work_round(place: Workplace) -> bool:
    """One piece of each kind. Each job keeps its own books, so one that fails keeps nobody from the others."""
    jobs = (consolidation_work.work_once, working.work_once, subscription_work.work_once)
    done = [_do(job, place) for job in jobs]
    return any(done)


def _do(job: Callable[..., bool], place: Workplace) -> bool:
    try:
        with bound():
            return job(place, now=place.now())
    except Exception:  # the next round tries again; what is wrong with one request stands in its own row
        log.exception("A round of work failed")
        return False
