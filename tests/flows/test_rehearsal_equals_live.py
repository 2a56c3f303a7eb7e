"""The promise of the rehearsal: what it shows is what goes out, byte for byte."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from config.day import run_day
from database.models import DecisionRow, OutboxRow
from database.queries.obligations import has_rung_due
from demo.mail_sink import MailSink
from flows.campaign_day import campaign_day
from flows.deliver_outbox import deliver_outbox
from notifications.channels.email import open_email_channel
from rehearsal.acting import Actors
from rehearsal.playing import play
from rehearsal.recording import RecordingChannel
from rehearsal.rehearsing import RehearsalRoom, plain_reports
from rehearsal.scenarios import Behaviour, Conduct, ExemptionGrant, ExtensionGrant, Scenario
from services.campaigns import open_campaign
from tests.flows.live import OPENED, PREFECT, PREPARED, SECRET, open_small_campaign
from tests.small_plan import PLAN

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    import pytest
    from sqlalchemy.orm import Session

    from config.wiring import Workplace
    from domain.campaigns import Campaign

pytestmark = PREFECT
SCENARIO = Scenario(
    "every behaviour once",
    Behaviour(),
    {
        "X1": Behaviour(conduct=Conduct.PROMISING, days=3),
        "X2": Behaviour(conduct=Conduct.RETURNED_ONCE),
        "X3": Behaviour(conduct=Conduct.UNREACHABLE),
        "HU1": Behaviour(conduct=Conduct.AFTER_URGINGS, urgings=2),
        "HU2": Behaviour(conduct=Conduct.SILENT),
    },
    extensions={
        "HU2": ExtensionGrant(
            on=date(2022, 8, 16), to=date(2022, 8, 31), approver="Thường trực Tỉnh ủy", document_number="812-CV/TU"
        )
    },
    exemptions={"X3": ExemptionGrant(on=date(2022, 7, 20), by="Ban Tuyên giáo", reason="Cấp trên báo cáo chung.")},
)
REFUSED = "x3@hanam.example"


def test_rehearsal_equals_live_byte_for_byte(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    prefect_api: str,  # noqa: ARG001 -- the server must run
) -> None:
    with MailSink(tmp_path / "mails", refuse={REFUSED: "550 5.1.1 No such user here"}) as sink:
        url = sink.url(sender="board@hanam.example", name="Ban Tuyên giáo")
        monkeypatch.setenv("DONDOC_DATA", str(tmp_path))
        monkeypatch.setenv("DONDOC_SECRET", SECRET)
        monkeypatch.setenv("DONDOC_MAIL_URL", url)
        live, campaign = open_small_campaign()
        _play_through_prefect(live, campaign)
        mails = [file.read_bytes() for file in sink.files]

    room, channel = _rehearse(url)

    assert mails == [envelope.payload for envelope in channel.sent]
    with live.read() as played, room.read() as rehearsed:
        assert _ledger(played) == _ledger(rehearsed)
    live.engine.dispose()


def _play_through_prefect(live: Workplace, campaign: Campaign) -> None:
    with asyncio.Runner() as runner:

        def through_prefect(now: datetime) -> object:
            with live.read() as session:
                is_due = has_rung_due(session, campaign.id, now=now)
            return runner.run((campaign_day if is_due else deliver_outbox)(PLAN.identity.id, now))

        actors = Actors(campaign, SCENARIO, plain_reports(PREPARED.units))
        played = list(play(live, campaign, actors, through=PLAN.closes, run_day=through_prefect))
    assert sum(one.result is not None for one in played) > 20


def _rehearse(url: str) -> tuple[RehearsalRoom, RecordingChannel]:
    email = open_email_channel(url, secret=SECRET.encode(), timeout_seconds=5)
    channel = RecordingChannel("email", refused=frozenset({REFUSED}), compose=email.compose)
    room = RehearsalRoom(channel)
    with room.begin() as session:
        campaign = open_campaign(session, PREPARED, now=OPENED)
    actors = Actors(campaign, SCENARIO, plain_reports(PREPARED.units))
    list(play(room, campaign, actors, through=PLAN.closes, run_day=lambda now: run_day(room, campaign, now=now)))
    return room, channel


def _ledger(session: Session) -> list[tuple[object, ...]]:
    """Every decision, with what became of its message."""
    found = session.execute(
        select(
            DecisionRow.decided_at,
            DecisionRow.rung,
            DecisionRow.message,
            DecisionRow.recipient,
            DecisionRow.outcome,
            DecisionRow.reason,
            OutboxRow.key,
            OutboxRow.state,
            OutboxRow.sent_at,
            OutboxRow.text,
        )
        .outerjoin(OutboxRow, DecisionRow.message_key == OutboxRow.key)
        .order_by(DecisionRow.id),
    )
    return [tuple(row) for row in found]
