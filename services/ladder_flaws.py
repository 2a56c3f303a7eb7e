"""What the auditor looks for in the ladders: duties that nobody measures, rungs undecided, promises forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from database.queries import ladder_flaws as ask
from database.queries.obligations import version_value
from database.queries.units import unit_names
from domain.flaws import Flaw
from domain.obligations import Promise
from domain.schedule import Scheduler
from domain.vietnamese_dates import day_text, moment_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.queries.ladder_flaws import Promised, Waiting
    from domain.campaigns import Campaign

# The ladders are asked every working morning: what came due just after that is decided on the next one, within two hours.
LATE_AFTER = timedelta(hours=9, minutes=30)
NAMED = 3

NO_NEXT_STEP = "Nhiệm vụ còn mở nhưng không còn mốc nhắc việc nào."
NO_CLOCK = (
    "Báo cáo đã bị trả lại nhưng không có hạn nộp lại, nên không ai được nhắc. Hãy gia hạn cho đơn vị: dondoc extend"
)
UNDECIDED = (
    "{} mốc đã quá hạn mà chưa được xử lý, từ {}: {}. Hãy chạy dondoc day, rồi xem vì sao lượt chạy hằng ngày đã dừng."
)
FORGOTTEN = (
    "Đã qua ngày hẹn nộp {} mà đơn vị không được đôn đốc lại. Hãy gọi cho đơn vị và ghi ngày hẹn mới: dondoc promise"
)


def ladder_flaws(session: Session, campaign: Campaign, *, now: datetime) -> list[Flaw]:
    late = campaign.plan.calendar.before_work(now, LATE_AFTER)
    no_clock = ask.returned_without_clock(session, campaign.id)
    unmeasured = {obligation_id for obligation_id, _ in no_clock}
    return [
        *(
            Flaw("no_next_step", unit, NO_NEXT_STEP, unit)
            for obligation_id, unit in ask.without_next_step(session, campaign.id)
            if obligation_id not in unmeasured
        ),
        *(Flaw("returned_no_clock", unit, NO_CLOCK, unit) for _, unit in no_clock),
        *_undecided(session, campaign, late),
        *_forgotten(session, campaign, late),
    ]


def _undecided(session: Session, campaign: Campaign, late: datetime) -> list[Flaw]:
    """Of a clockwork that stands still everybody is undecided: one line, with the first names."""
    tiers = [tier.id for tier in campaign.plan.tiers]
    found = ask.undecided_since(session, campaign.id, tiers=tiers, before=late)
    if not found:
        return []
    since = moment_text(campaign.plan.calendar.local(found[0].since))
    text = UNDECIDED.format(len(found), since, _first_names(session, campaign, found))
    return [Flaw("undecided", campaign.plan.identity.id, text)]


def _first_names(session: Session, campaign: Campaign, found: Sequence[Waiting]) -> str:
    units = list(dict.fromkeys(one.unit for one in found))
    names = unit_names(session, campaign.id, units[:NAMED])
    more = f" và {len(units) - NAMED} đơn vị khác" if len(units) > NAMED else ""
    return ", ".join(names.get(unit, unit) for unit in units[:NAMED]) + more


def _forgotten(session: Session, campaign: Campaign, late: datetime) -> Iterable[Flaw]:
    """A promised day that passed puts the unit back on the ladder, on rungs of its own."""
    promised = ask.promises_past(session, campaign.id, before=campaign.local_day(late))
    if not promised:
        return
    decided = ask.rungs_decided(session, (one.version_id for one in promised))
    scheduler = Scheduler(campaign)
    for one in promised:
        if _is_forgotten(one, campaign, scheduler, decided=decided.get(one.version_id, set()), late=late):
            yield Flaw("promise_forgotten", one.unit, FORGOTTEN.format(day_text(one.day)), one.unit)


def _is_forgotten(
    one: Promised, campaign: Campaign, scheduler: Scheduler, *, decided: set[str], late: datetime
) -> bool:
    """Whether a rung of the promise came due, was not decided, and will not be asked for either."""
    version = version_value(one, one.duty, campaign)
    own = {step.key for step in scheduler.schedule(version).steps}
    asks = one.next_step_at
    return any(
        step.key not in decided and (asks is None or asks > step.moment)
        for step in scheduler.schedule(version, promise=Promise(one.day, one.made_at)).steps
        if step.key not in own and not step.rung.every_days and step.moment < late
    )
