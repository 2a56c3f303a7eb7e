"""The doctor: every check side by side, each within its time. One that hangs or fails is a fault and stops no other."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLong
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from domain.errors import RuleBroken, UsageError
from operation.campaigns import NotReady
from operation.checks import CHECKS
from operation.results import Level, fault, not_applicable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from config.wiring import Workplace
    from operation.checks import Check
    from operation.results import Result

LIMIT_SECONDS = 25.0  # longer than the mail server may take to answer
_ORDER = (Level.FAULT, Level.WARNING, Level.OK, Level.NOT_APPLICABLE)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Examined:
    """What one check found."""

    name: str
    title: str
    results: tuple[Result, ...]

    @property
    def level(self) -> Level:
        return next(level for level in _ORDER if any(one.level is level for one in self.results))


def examine(
    place: Workplace,
    *,
    now: datetime,
    only: Collection[str] = (),
    offline: bool = False,
    limit: float = LIMIT_SECONDS,
    checks: Iterable[Check] = CHECKS,
) -> list[Examined]:
    """Every check in its order. `offline` leaves out those that call anybody outside of this machine."""
    wanted = [one for one in chosen(checks, only) if not (offline and one.is_online)]
    with suppress(Exception):  # opened once for all; what is wrong with it, each check says by itself
        _ = place.engine
    begun = monotonic()
    answers = [(one, _begin(one, place, now)) for one in wanted]
    return [_examined(one, answer, until=begun + limit, limit=limit) for one, answer in answers]


def chosen(checks: Iterable[Check], only: Collection[str]) -> list[Check]:
    known = list(checks)
    names = [one.name for one in known]
    strangers = [name for name in only if name not in names]
    if strangers:
        raise UsageError(f"Không có mục kiểm tra “{strangers[0]}”; các mục: {', '.join(names)}.")
    return [one for one in known if not only or one.name in only]


def is_ill(found: Iterable[Examined]) -> bool:
    return any(one.level is Level.FAULT for one in found)


def _begin(check: Check, place: Workplace, now: datetime) -> Future[list[Result]]:
    """In a thread that dies with the process: a pool would wait for one that hangs."""
    answer: Future[list[Result]] = Future()

    def look() -> None:
        try:
            answer.set_result(check.look()(place, now=now))
        except BaseException as error:  # noqa: BLE001 -- handed over to whoever waits for the answer
            answer.set_exception(error)

    threading.Thread(target=look, name=f"doctor-{check.name}", daemon=True).start()
    return answer


def _examined(check: Check, answer: Future[list[Result]], *, until: float, limit: float) -> Examined:
    return Examined(check.name, check.title, tuple(_results(check, answer, until=until, limit=limit)))


def _results(check: Check, answer: Future[list[Result]], *, until: float, limit: float) -> list[Result]:
    try:
        return answer.result(max(0.0, until - monotonic())) or [not_applicable("Không có gì để kiểm tra.")]
    except TookTooLong:
        return [
            fault(f"Chưa kiểm tra xong sau {limit:.0f} giây.", "Hãy chạy riêng: dondoc doctor --only " + check.name)
        ]
    except NotReady as reason:
        return [not_applicable(f"Chưa kiểm tra được: {reason}.")]
    except RuleBroken as refusal:
        return [fault(str(refusal), "")]
    except Exception as error:
        log.exception("The check %s failed", check.name)
        return [
            fault(
                f"Không kiểm tra được ({type(error).__name__}).",
                "Hãy báo người phụ trách kỹ thuật; chi tiết ở nhật ký vận hành.",
            )
        ]
