"""A running campaign as it stands, copied into memory, so that what is still to come can be played and nothing touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, null, select, text

from config.day import run_day
from database.base import Base
from database.models import ObligationRow, OutboxRow
from database.queries.units import all_contacts, units_of
from domain.channels import EMAIL
from domain.units import UnitTree
from rehearsal.acting import Actors
from rehearsal.playing import play
from rehearsal.recording import RecordingChannel
from rehearsal.rehearsing import RehearsalRoom, gather, plain_reports

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from sqlalchemy import Column
    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from rehearsal.rehearsing import Rehearsal
    from rehearsal.scenarios import Scenario

    DayPlayed = Callable[[], None]

# What ladders and letters do not ask about: people with accounts and their deeds, secrets, files on their way in.
LEFT_OUT = frozenset(
    {
        "api_answers",
        "api_tokens",
        "audit_entries",
        "audit_head",
        "binding_codes",
        "contact_proposals",
        "hand_ins",
        "hook_variants",
        "hooks",
        "intake_files",
        "intake_moves",
        "rehearsals",
        "sign_in_attempts",
        "submission_files",
        "subscription_calls",
        "subscriptions",
        "unit_link_revocations",
        "uploads",
        "users",
        "web_sessions",
        "zalo_grants",
    },
)
ROWS_AT_ONCE = 5_000


class PresentRoom(RehearsalRoom):
    """A workplace in memory with all that the campaign has become, whose only channel records."""

    def __init__(self, source: Session, campaign: Campaign, scenario: Scenario) -> None:
        self.units = UnitTree(units_of(source, campaign.id))
        people = all_contacts(source, campaign.id)
        owing = source.scalars(select(ObligationRow.unit).where(ObligationRow.campaign_id == campaign.id))
        silent = scenario.unreachable(owing)
        refused = frozenset(contact.address for unit in silent for contact in people.get(unit, ()))
        super().__init__(RecordingChannel(EMAIL, refused=refused))
        _copy(source, self)


def play_on(
    room: PresentRoom,
    campaign: Campaign,
    scenario: Scenario,
    *,
    since: datetime,
    through: date,
    on_day: DayPlayed,
) -> Rehearsal:
    """Play the campaign from `since` to `through` as the scenario has it, and gather what happened."""
    actors = Actors(campaign, scenario, plain_reports(room.units), since=since)
    run = play(
        room, campaign, actors, through=through, run_day=lambda now: run_day(room, campaign, now=now), since=since
    )
    for _ in run:
        on_day()
    with room.read() as session:
        return gather(session, campaign, scenario=scenario.name, through=through, since=since)


def _copy(source: Session, room: RehearsalRoom) -> None:
    with room.engine.connect() as target:
        # The copy is of one moment and whole, but for rows that nothing here asks about.
        target.execute(text("PRAGMA foreign_keys = OFF"))
        target.commit()
        for table in Base.metadata.sorted_tables:
            if table.name not in LEFT_OUT:
                found = source.execute(
                    select(*(_taken(column) for column in table.columns)).order_by(*table.primary_key)
                )
                for rows in found.mappings().partitions(ROWS_AT_ONCE):
                    target.execute(insert(table), [dict(row) for row in rows])
        target.commit()


def _taken(column: Column[Any]) -> Any:  # noqa: ANN401 -- a column, or nothing under its name
    """Letters that went out need not be carried along as they went over the line."""
    is_payload = column.table is OutboxRow.__table__ and column.name == "payload"
    return null().label(column.name) if is_payload else column
