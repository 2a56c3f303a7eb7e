"""The figures for Prometheus, read with its own parser over real HTTP."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from ruamel.yaml import YAML
from sqlalchemy import event, text, update

from database.models import OutboxRow
from database.queries import measures
from domain.ticks import TickKind, TickOutcome
from services.ticks import begin_tick, end_tick
from tests.web.calls import ask
from tests.web.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.wiring import Workplace

DOCS = Path(__file__).parents[2] / "docs"
FIGURE = re.compile(r"dondoc_\w+")
Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]
TOKEN = "m4-doc-so-lieu-cua-kiem-thu"  # noqa: S105 -- opens nothing


def scraped(url: str) -> Samples:
    answer = ask("GET", f"{url}/metrics", timeout=30)
    assert answer.status_code == 200
    return {
        (one.name, tuple(sorted(one.labels.items()))): one.value
        for family in text_string_to_metric_families(answer.text)
        for one in family.samples
    }


def value(found: Samples, name: str, **labels: str) -> float:
    return found[name, tuple(sorted(labels.items()))]


def test_messages_are_counted_by_how_long_they_took(place: Workplace, url: str) -> None:
    with place.begin() as session:
        session.execute(update(OutboxRow).values(sent_at=None, state="queued", moment=NOW - timedelta(hours=2)))
        last = session.execute(text("SELECT max(id) FROM outbox")).scalar_one()
        session.execute(
            update(OutboxRow)
            .where(OutboxRow.id == last)
            .values(state="accepted", moment=NOW - timedelta(seconds=90), sent_at=NOW)
        )
        message = session.get_one(OutboxRow, last).message

    found = scraped(url)

    sent = {"channel": "email", "message": message}
    assert value(found, "dondoc_message_dwell_seconds_bucket", le="60.0", **sent) == 0
    assert value(found, "dondoc_message_dwell_seconds_bucket", le="300.0", **sent) == 1
    assert value(found, "dondoc_message_dwell_seconds_count", **sent) == 1
    assert value(found, "dondoc_message_dwell_seconds_sum", **sent) == pytest.approx(90, abs=0.01)
    assert value(found, "dondoc_outbox_messages", state="accepted", channel="email") == 1
    assert value(found, "dondoc_outbox_oldest_seconds", channel="email") == 7200
    assert value(found, "dondoc_decisions_total", outcome="send", message="opening") > 0


def test_rounds_tell_their_age_and_how_late_they_began(place: Workplace, url: str) -> None:
    with place.begin() as session:
        done = begin_tick(
            session, TickKind.DELIVER, due=NOW - timedelta(seconds=100), now=NOW - timedelta(seconds=70), owner="a"
        )
        end_tick(session, done, outcome=TickOutcome.DONE, now=NOW - timedelta(seconds=60))
        failed = begin_tick(session, TickKind.DAY, now=NOW - timedelta(hours=1), owner="a")
        end_tick(session, failed, outcome=TickOutcome.FAILED, now=NOW)

    found = scraped(url)

    assert value(found, "dondoc_tick_age_seconds", kind="deliver") == 60
    assert value(found, "dondoc_tick_lateness_seconds", kind="deliver") == pytest.approx(30, abs=0.01)
    assert value(found, "dondoc_ticks_failed_last_day", kind="day") == 1
    assert ("dondoc_tick_age_seconds", (("kind", "day"),)) not in found  # none was ever done


def test_units_and_duties_are_counted_by_how_they_stand(url: str) -> None:
    found = scraped(url)

    plan = {"campaign": "ke-hoach-nho"}
    assert value(found, "dondoc_obligations", tier="commune", status="expected", **plan) == 3
    assert value(found, "dondoc_units_unproven", **plan) > 0
    assert value(found, "dondoc_database_up") == 1


def test_a_database_that_is_away_is_a_figure_and_no_failure(place: Workplace, url: str) -> None:
    place.settings.database_url = "sqlite:////nowhere/at/all.db"

    assert value(scraped(url), "dondoc_database_up") == 0


def test_requests_are_counted_by_the_pattern_of_their_route(url: str) -> None:
    ask("GET", f"{url}/t/mot-ma-cho-vao-cua", timeout=30)
    ask("GET", f"{url}/khong/co/gi", timeout=30)

    told = ask("GET", f"{url}/metrics", timeout=30).text

    assert 'route="/t/{token}"' in told
    assert 'route="none"' in told
    assert "mot-ma-cho-vao-cua" not in told
    assert "khong/co" not in told


@pytest.mark.parametrize(
    ("token", "headers", "status"),
    [
        ("", {}, 200),
        ("", {"X-Forwarded-For": "203.0.113.9"}, 403),
        (TOKEN, {}, 401),
        (TOKEN, {"Authorization": "Bearer sai"}, 401),
        (TOKEN, {"Authorization": f"Bearer {TOKEN}", "X-Forwarded-For": "203.0.113.9"}, 200),
    ],
)
def test_figures_are_for_this_machine_or_for_who_knows_the_token(
    place: Workplace, url: str, *, token: str, headers: dict[str, str], status: int
) -> None:
    place.settings.metrics_token = SecretStr(token)

    assert ask("GET", f"{url}/metrics", headers=headers, timeout=30).status_code == status


def test_figures_of_messages_are_read_from_an_index_alone(place: Workplace) -> None:
    """The texts of letters lie in the same rows: to pass over them would cost more than all the rest."""
    with asked_of(place) as asked, place.read() as session:
        measures.outbox_states(session)
        measures.oldest_by_channel(session)
        measures.dwells(session, (60.0,))
        questions = list(asked)
        plans = [
            str(row[3])
            for sql, parameters in questions
            for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters)
        ]

    looks = [one for one in plans if "outbox" in one]
    assert (len(questions), len(looks)) == (3, 3)
    assert [one for one in looks if "COVERING INDEX ix_outbox_figures" not in one] == []


@contextmanager
def asked_of(place: Workplace) -> Iterator[list[tuple[str, Any]]]:
    """What the database is asked meanwhile."""
    heard: list[tuple[str, Any]] = []

    def hear(_: object, __: object, statement: str, parameters: object, *___: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            heard.append((statement, parameters))

    event.listen(place.engine, "before_cursor_execute", hear)
    yield heard
    event.remove(place.engine, "before_cursor_execute", hear)


def test_every_figure_is_explained_to_the_operator_and_no_rule_asks_for_another(url: str) -> None:
    ask("GET", f"{url}/health/live")
    exported = {
        one.name + ("_total" if one.type == "counter" else "")
        for one in text_string_to_metric_families(ask("GET", f"{url}/metrics", timeout=30).text)
        if not one.name.endswith("_created")
    }
    page = (DOCS / "van-hanh" / "theo-doi.md").read_text(encoding="utf-8")
    rules = YAML(typ="safe").load((DOCS / "alerts.yml").read_text(encoding="utf-8"))

    explained = {
        name
        for line in page.splitlines()
        if line.startswith("| `dondoc_")
        for name in FIGURE.findall(line.split("|")[1])
    }
    asked = {
        re.sub("_bucket$", "", name) for rule in rules["groups"][0]["rules"] for name in FIGURE.findall(rule["expr"])
    }
    assert explained == exported
    assert asked <= exported
    assert len(asked) > 5
