"""Figures for Prometheus, worked out from the database when they are asked for: every process of the web says the same."""

from __future__ import annotations

from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from sqlalchemy.exc import SQLAlchemyError

from database.queries import measures as ask
from database.queries.alarms import open_alarms
from database.queries.tallies import tallies
from database.queries.ticks import last_done
from domain.breakers import Use
from domain.errors import RuleBroken
from domain.ticks import TickKind
from operation.campaigns import NotReady, running_campaigns
from services.breakers import breakers
from services.contact_proofs import unproven_units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from config.wiring import Workplace
    from domain.campaigns import Campaign

# Seconds from the rung to the transport: minutes within a round, hours within a working day, days over a week-end.
BOUNDS = (60.0, 300.0, 900.0, 3_600.0, 14_400.0, 43_200.0, 86_400.0, 259_200.0)
DAY = timedelta(days=1)
KEPT, KEPT_LONG = 5.0, 60.0  # seconds; what looks at every unit and every message is asked once a minute


class DatabaseFigures:
    """A collector of prometheus_client. What it found is kept for some seconds, however many scrape."""

    def __init__(self, place: Workplace) -> None:
        self._place = place
        self._kept: dict[str, tuple[float, list[Metric]]] = {}

    def describe(self) -> list[Metric]:
        """Nothing beforehand: the collector must not be asked when it is registered."""
        return []

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("dondoc_database_up", "1 while the database can be read.")
        try:
            found = [*self._once("quick", KEPT, _quick), *self._once("slow", KEPT_LONG, _slow)]
        except (NotReady, RuleBroken, SQLAlchemyError, OSError):
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        yield from found

    def _once(self, name: str, seconds: float, look: Callable[[Workplace, datetime], list[Metric]]) -> list[Metric]:
        kept = self._kept.get(name)
        if kept is None or monotonic() - kept[0] > seconds:
            kept = (monotonic(), look(self._place, self._place.now()))
            self._kept[name] = kept
        return kept[1]


def _quick(place: Workplace, now: datetime) -> list[Metric]:
    campaigns = running_campaigns(place, now)
    with place.read() as session:
        return [
            *_outbox(session, now),
            *_ticks(session, now),
            _hand_ins(session),
            _breakers(session, place, campaigns, now),
            _alarms(session),
        ]


def _slow(place: Workplace, now: datetime) -> list[Metric]:
    campaigns = running_campaigns(place, now)
    with place.read() as session:
        return [
            _dwell(session),
            _decisions(session),
            _obligations(session, campaigns, now),
            _unproven(session, campaigns, now),
        ]


def _dwell(session: Session) -> Metric:
    family = HistogramMetricFamily(
        "dondoc_message_dwell_seconds",
        "From the moment a message was due until a transport took it.",
        labels=("channel", "message"),
    )
    for one in ask.dwells(session, BOUNDS):
        counted = [(str(bound), number) for bound, number in zip(BOUNDS, one.within, strict=True)]
        family.add_metric((one.channel, one.message), [*counted, ("+Inf", one.number)], sum_value=one.seconds)
    return family


def _outbox(session: Session, now: datetime) -> Iterator[Metric]:
    states = GaugeMetricFamily("dondoc_outbox_messages", "Messages by state.", labels=("state", "channel"))
    for state, channel, number in ask.outbox_states(session):
        states.add_metric((state, channel), number)
    yield states
    oldest = GaugeMetricFamily(
        "dondoc_outbox_oldest_seconds", "Since when the oldest waiting message has been due.", labels=("channel",)
    )
    for channel, moment in ask.oldest_by_channel(session):
        oldest.add_metric((channel,), max(0.0, (now - moment).total_seconds()))
    yield oldest


def _decisions(session: Session) -> Metric:
    """A counter: decisions are only ever added."""
    family = CounterMetricFamily(
        "dondoc_decisions", "Decisions by what was decided and about which message.", labels=("outcome", "message")
    )
    for outcome, message, number in ask.decisions_made(session):
        family.add_metric((outcome, message), number)
    return family


def _ticks(session: Session, now: datetime) -> Iterator[Metric]:
    age = GaugeMetricFamily("dondoc_tick_age_seconds", "Since the last round of a kind was done.", labels=("kind",))
    for kind in TickKind:
        last = last_done(session, kind)
        if last is not None:
            age.add_metric((kind.value,), max(0.0, (now - (last.ended_at or last.started_at)).total_seconds()))
    found = ask.tick_measures(session, since=now - DAY)
    yield age
    yield _by_kind("dondoc_ticks_done_last_day", "Rounds done in the last 24 hours.", [(o.kind, o.done) for o in found])
    yield _by_kind(
        "dondoc_ticks_failed_last_day", "Rounds that failed in the last 24 hours.", [(o.kind, o.failed) for o in found]
    )
    yield _by_kind(
        "dondoc_tick_lateness_seconds",
        "By how much the latest round of the last 24 hours began behind its time.",
        [(o.kind, o.latest) for o in found if o.latest is not None],
    )


def _by_kind(name: str, about: str, found: Sequence[tuple[str, float]]) -> Metric:
    family = GaugeMetricFamily(name, about, labels=("kind",))
    for kind, value in found:
        family.add_metric((kind,), value)
    return family


def _hand_ins(session: Session) -> Metric:
    family = CounterMetricFamily("dondoc_hand_ins", "Reports handed in, by the way they came.", labels=("way",))
    for way, number in ask.hand_ins(session):
        family.add_metric((way,), number)
    return family


def _breakers(session: Session, place: Workplace, campaigns: Sequence[Campaign], now: datetime) -> Metric:
    family = GaugeMetricFamily(
        "dondoc_channel_breaker_open", "1 while a channel rests because it failed as a whole.", labels=("channel",)
    )
    if campaigns:
        found = breakers(session, sorted(place.channel_urls), now=now, calendar=campaigns[0].plan.calendar)
        for name, one in found.items():
            family.add_metric((name,), int(one.use is not Use.FREELY))
    return family


def _obligations(session: Session, campaigns: Sequence[Campaign], now: datetime) -> Metric:
    family = GaugeMetricFamily(
        "dondoc_obligations", "Obligations by how they stand.", labels=("campaign", "tier", "status")
    )
    for campaign in campaigns:
        numbers: dict[tuple[str, str], int] = {}
        for one in tallies(session, campaign, as_of=now):
            key = one.tier, one.state.value
            numbers[key] = numbers.get(key, 0) + one.number
        for (tier, status), number in sorted(numbers.items()):
            family.add_metric((campaign.plan.identity.id, tier, status), number)
    return family


def _unproven(session: Session, campaigns: Sequence[Campaign], now: datetime) -> Metric:
    family = GaugeMetricFamily(
        "dondoc_units_unproven", "Units of which nobody has answered on any channel.", labels=("campaign",)
    )
    for campaign in campaigns:
        family.add_metric((campaign.plan.identity.id,), len(unproven_units(session, campaign, as_of=now)))
    return family


def _alarms(session: Session) -> Metric:
    return GaugeMetricFamily(
        "dondoc_alarms_open", "Alarms that were raised and are not over.", value=len(open_alarms(session))
    )
