"""The rungs of a campaign, counted from its ledger: each that came due, held against what was decided."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from database.queries import proof as ask
from database.queries.obligations import histories
from domain.decisions import NOBODY
from domain.due_rungs import Life, steps_due
from domain.ladder import Audience
from domain.schedule import Scheduler
from services.posting import thread_of
from services.replies import REPLIES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.queries.obligations import History
    from database.queries.proof import DecidedRow
    from domain.campaigns import Campaign
    from domain.deadlines import Deadline


class Missing(NamedTuple):
    """A rung that came due for an audience and has no decision, nor any to come. `key` begins that of its letters."""

    unit: str
    rung: str
    audience: str
    message: str
    due: datetime
    key: str

    @property
    def order(self) -> tuple[datetime, str, str, str]:
        return self.due, self.unit, self.rung, self.audience


class _Due(NamedTuple):
    rung: str
    audience: Audience
    message: str
    moment: datetime


class Rungs:
    """What came due, obligation by obligation, held against what was decided."""

    def __init__(
        self, session: Session, campaign: Campaign, every: Sequence[DecidedRow], *, as_of: datetime, unit: str
    ) -> None:
        self._campaign, self._as_of, self._decided = campaign, as_of, every
        self._scheduler = Scheduler(campaign)
        self._moves = ask.moves_by_obligation(session, campaign.id)
        self._asks = ask.next_steps(session, campaign.id)
        self._by_then: dict[int, set[tuple[str, str]]] = {}
        self._later: dict[int, set[tuple[str, str]]] = {}
        for one in every:
            if unit not in ("", one.unit):
                continue
            sort = self._by_then if one.decided_at <= as_of else self._later
            sort.setdefault(one.version_id, set()).add((one.rung, one.audience))
        self._alike: dict[tuple[str, Deadline], dict[tuple[str, str], _Due]] = {}
        self.missing: list[Missing] = []
        self.undecided = 0
        self.total = sum(map(len, self._by_then.values()))
        for history in histories(session, campaign).values():
            if unit in ("", history.unit):
                self._look_at(history)

    def _look_at(self, history: History) -> None:
        life = Life(history.versions, history.promises, history.exemptions, self._moves.get(history.obligation_id, ()))
        for place, version_id in enumerate(history.version_ids):
            due = self._due(life, place, history.tier)
            decided = self._by_then.get(version_id, set())
            for rung in due.keys() - decided:
                if not self._is_told_otherwise(history, due[rung], decided):
                    self._miss(history, place, due[rung])

    def _due(self, life: Life, place: int, tier: str) -> dict[tuple[str, str], _Due]:
        """Where nothing happened, the ladder and the deadline say all, so one answer serves every unit under them."""
        if life.moves or len(life.versions) > 1:
            return self._work_out(life, place, tier)
        terms = life.versions[0].ladder, life.versions[0].deadline
        if terms not in self._alike:
            self._alike[terms] = self._work_out(life, place, tier)
        return self._alike[terms]

    def _work_out(self, life: Life, place: int, tier: str) -> dict[tuple[str, str], _Due]:
        steps = steps_due(life, place, self._scheduler, runs=self._runs.get(tier, ()), as_of=self._as_of)
        return {
            (step.key, notice.audience.value): _Due(step.key, notice.audience, notice.message, step.moment)
            for step in steps
            for notice in step.rung.notices
        }

    @cached_property
    def _runs(self) -> dict[str, list[datetime]]:
        """When the ladders of each tier were asked: every decision that a person was named in, but for replies."""
        found: dict[str, set[datetime]] = {}
        for one in self._decided:
            if one.channel != NOBODY and one.message not in REPLIES:
                found.setdefault(one.tier, set()).add(one.decided_at)
        return {tier: sorted(moments) for tier, moments in found.items()}

    def _is_told_otherwise(self, history: History, due: _Due, decided: set[tuple[str, str]]) -> bool:
        """Who belongs to two audiences of one rung hears it once, so the decision bears the name of the other one."""
        bodies = {audience: self._body(history, audience) for audience in Audience}
        alike = [one for one in Audience if one is not due.audience and bodies[one] == bodies[due.audience]]
        return any((due.rung, one.value) in decided for one in alike)

    def _body(self, history: History, audience: Audience) -> str:
        named = self._campaign.plan.bodies
        return {
            Audience.UNIT: history.unit,
            Audience.SUPERIOR: history.superior or "",
            Audience.BOARD: named.coordinator,
            Audience.LEADERS: f"{named.coordinator}/{Audience.LEADERS}",
            Audience.OFFICE: named.office,
        }[audience]

    def _miss(self, history: History, place: int, due: _Due) -> None:
        self.total += 1
        version_id, rung = history.version_ids[place], (due.rung, due.audience.value)
        asks = self._asks.get(version_id)
        if rung in self._later.get(version_id, ()) or (asks is not None and asks <= due.moment):
            self.undecided += 1
            return
        task = f"{self._campaign.plan.identity.id}/{thread_of(history.unit, history.duty)}"
        key = f"{task}/v{history.versions[place].number}/{due.rung}/"
        self.missing.append(Missing(history.unit, due.rung, due.audience.value, due.message, due.moment, key))
