"""The doctor asks real servers, reads a real database, and survives what his own checks do."""

from __future__ import annotations

import json
import os
import sqlite3
import ssl
import sys
import threading
from contextlib import closing
from datetime import timedelta
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr
from sqlalchemy import update

from config import clock
from config.calendar import known_until
from database.models import OutboxRow
from domain.errors import RuleBroken, UsageError
from domain.ticks import TickKind, TickOutcome
from operation.checks import CHECKS, Check
from operation.checks import calendar as calendar_check
from operation.doctor import Examined, examine, is_ill
from operation.results import Level, ok
from services.decisions import decide_tier
from services.ticks import begin_tick, end_tick
from tests.fakes.far_server import FarServer, Reply
from tests.flows.live import OPENED
from tests.imap_server import PASSWORD, USER
from tests.notifications.channels.scripted_server import ScriptedServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from config.wiring import Workplace
    from tests.imap_server import ImapServer

NOW = OPENED + timedelta(hours=3)
MINUTE = timedelta(minutes=1)


def looked(place: Workplace, name: str, *, now: datetime = NOW, **options: Any) -> Examined:
    (found,) = examine(place, now=now, only=[name], **options)
    return found


def levels(found: Examined) -> list[Level]:
    return [one.level for one in found.results]


def said(found: Examined) -> str:
    return " ".join(f"{one.text} {one.advice}" for one in found.results)


@pytest.fixture
def made_check() -> Iterator[Callable[[str, Callable[[], None]], Check]]:
    """A check of the tests' own, found as all others are."""
    made: list[str] = []

    def make(name: str, act: Callable[[], None]) -> Check:
        def look(_: Workplace, *, now: datetime) -> list[Any]:
            act()
            return [ok(f"{now:%H:%M}")]

        module = ModuleType(f"made_checks.{name}")
        vars(module)["look"] = look
        sys.modules[module.__name__] = module
        made.append(module.__name__)
        return Check(name, name, package="made_checks")

    sys.modules["made_checks"] = ModuleType("made_checks")
    yield make
    for name in (*made, "made_checks"):
        del sys.modules[name]


def fail() -> None:
    raise LookupError("mật khẩu là M4tKh4u")


def refuse() -> None:
    raise RuleBroken("Hãy đặt DONDOC_X.")


def test_a_check_that_hangs_or_fails_is_a_fault_and_stops_no_other(
    place: Workplace, made_check: Callable[[str, Callable[[], None]], Check]
) -> None:
    over = threading.Event()
    checks = [made_check("treo", over.wait), made_check("hong", fail), made_check("tu-choi", refuse)]  # type: ignore[arg-type]
    checks.append(made_check("lanh", lambda: None))

    found = examine(place, now=NOW, checks=checks, limit=0.2)
    over.set()

    assert [one.level for one in found] == [Level.FAULT, Level.FAULT, Level.FAULT, Level.OK]
    assert "chưa kiểm tra xong" in said(found[0]).lower()
    assert "LookupError" in said(found[1])
    assert "M4tKh4u" not in said(found[1])
    assert said(found[2]).strip() == "Hãy đặt DONDOC_X."
    assert is_ill(found)


def test_a_name_that_no_check_has_is_refused_with_those_there_are(place: Workplace) -> None:
    with pytest.raises(UsageError, match=r"“thu”.*mail"):
        examine(place, now=NOW, only=["thu"])


def test_every_check_says_something_and_what_to_do_about_what_is_wrong(place: Workplace) -> None:
    found = examine(place, now=NOW, offline=True)

    assert [one.name for one in found] == [one.name for one in CHECKS if not one.is_online]
    wrong = [one for each in found for one in each.results if one.level in (Level.FAULT, Level.WARNING)]
    assert [one.text for one in wrong if not one.advice] == []
    assert all(one.text for each in found for one in each.results)


def test_without_a_database_that_alone_is_told(tmp_path: Path, place: Workplace) -> None:
    place.engine.dispose()
    place.settings.data = tmp_path / "khong-co"

    found = {one.name: one.level for one in examine(place, now=NOW, offline=True)}

    assert found["database"] is Level.FAULT
    assert found["contacts"] is found["plan"] is found["tick"] is Level.NOT_APPLICABLE
    assert not (tmp_path / "khong-co").exists()


def test_a_database_of_an_older_form_is_told_and_left_alone(place: Workplace) -> None:
    with closing(sqlite3.connect(place.settings.data / "dondoc.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '20261123'")

    found = looked(place, "database")
    others = looked(place, "contacts")

    assert found.level is Level.FAULT
    assert "dạng cũ" in said(found)
    assert others.level is Level.NOT_APPLICABLE
    with closing(sqlite3.connect(place.settings.data / "dondoc.db")) as connection, connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("20261123",)


def test_a_row_that_leads_nowhere_is_a_fault(place: Workplace) -> None:
    assert looked(place, "database").level is Level.OK
    with closing(sqlite3.connect(place.settings.data / "dondoc.db")) as connection, connection:
        connection.execute("UPDATE obligation_versions SET obligation_id = 999999 WHERE id = 1")

    found = looked(place, "database")

    assert found.level is Level.FAULT
    assert "obligation_versions" in said(found)


def test_a_clock_behind_the_newest_row_is_a_fault(place: Workplace) -> None:
    with place.begin() as session:
        begin_tick(session, TickKind.DELIVER, now=NOW, owner="a")

    behind, right = looked(place, "zone", now=NOW - timedelta(hours=1)), looked(place, "zone")

    assert behind.level is Level.FAULT
    assert "chậm" in said(behind)
    assert Level.FAULT not in levels(right)


def test_runs_are_held_against_when_they_should_have_been(place: Workplace) -> None:
    for kind, age in ((TickKind.DAY, 100), (TickKind.DELIVER, 20)):
        with place.begin() as session:
            number = begin_tick(session, kind, now=NOW - age * MINUTE, owner="a")
            end_tick(session, number, outcome=TickOutcome.DONE, now=NOW - age * MINUTE)

    on_time, late = looked(place, "tick"), looked(place, "tick", now=NOW + 11 * MINUTE)

    assert levels(on_time) == [Level.OK, Level.OK]
    assert levels(late) == [Level.OK, Level.FAULT]
    assert "dondoc deliver" in said(late)


def test_the_days_off_must_be_known_some_months_ahead(place: Workplace) -> None:
    last = known_until()
    at = OPENED.replace(year=last.year, month=last.month, day=last.day)

    found = [calendar_check.look(place, now=at - timedelta(days=ahead))[0].level for ahead in (130, 100, -1)]

    assert found == [Level.OK, Level.WARNING, Level.FAULT]


def test_a_mail_server_is_greeted_and_gets_no_letter(place: Workplace) -> None:
    with ScriptedServer(EHLO="250-localhost\n250 AUTH PLAIN LOGIN") as server:
        place.settings.mail_url = SecretStr(f"mailto://a:M4tKh4u@{server.address}/?from=a@coquan.example")
        taken = looked(place, "mail")
        vars(place).pop("channels")
        server.replies["AUTH"] = "535 5.7.8 Bad credentials"
        refused = looked(place, "mail")
        commands = " ".join(server.commands)

    assert taken.level is Level.OK
    assert refused.level is Level.FAULT
    assert "535" in said(refused)
    assert "M4tKh4u" not in said(refused)
    assert "AUTH" in commands
    assert "MAIL" not in commands


def test_a_mailbox_is_opened_and_counted(place: Workplace, imap: ImapServer) -> None:
    place.settings.intake_url = SecretStr(f"imap://{USER}:{PASSWORD}@127.0.0.1:{imap.port}/INBOX")
    place.settings.intake_address = "baocao@coquan.example"
    opened = looked(place, "intake")
    place.settings.intake_url = SecretStr(f"imap://{USER}:sai@127.0.0.1:{imap.port}/INBOX")

    assert opened.level is Level.OK
    assert "0 thư" in said(opened)
    assert looked(place, "intake").level is Level.FAULT


def prefect(far: FarServer, deployments: list[dict[str, Any]], starts: dict[str, timedelta]) -> None:
    runs = [
        {"deployment_id": one, "expected_start_time": (clock.now() + ahead).isoformat()}
        for one, ahead in starts.items()
    ]
    far.route("GET", "/api/health", lambda _: Reply.of(True))  # noqa: FBT003 -- what Prefect answers
    flows = [{"id": f"f-{one}", "name": one} for one in ("morning-round", "delivery-round", "consolidate")]
    far.route("POST", "/api/flows/filter", lambda _: Reply.of(flows))
    far.route("POST", "/api/deployments/filter", lambda _: Reply.of(deployments))
    far.route("POST", "/api/flow_runs/filter", lambda _: Reply.of(runs))


def test_schedules_are_asked_of_the_prefect_server(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("morning-round", "delivery-round", "consolidate")
    deployments: list[dict[str, Any]] = [
        {"id": one, "name": "serve", "flow_id": f"f-{one}", "paused": False} for one in names
    ]
    with FarServer() as far:
        monkeypatch.setenv("PREFECT_API_URL", f"{far.url}/api")
        prefect(far, deployments, {"morning-round": timedelta(hours=2), "delivery-round": timedelta(minutes=3)})
        well = looked(place, "schedules")
        deployments[0]["paused"] = True
        del deployments[2]
        ill = looked(place, "schedules")
    gone = looked(place, "schedules")

    assert levels(well) == [Level.OK, Level.OK]
    assert levels(ill) == [Level.FAULT, Level.OK, Level.FAULT]
    assert levels(gone) == [Level.FAULT]


def test_a_run_that_is_long_due_and_has_not_begun_is_a_fault(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    deployments = [
        {"id": one, "name": "serve", "flow_id": f"f-{one}", "paused": False}
        for one in ("morning-round", "delivery-round", "consolidate")
    ]
    with FarServer() as far:
        monkeypatch.setenv("PREFECT_API_URL", f"{far.url}/api")
        prefect(far, deployments, {"morning-round": timedelta(hours=-1), "delivery-round": timedelta(minutes=3)})
        found = looked(place, "schedules")

    assert levels(found) == [Level.FAULT, Level.OK]


def test_a_service_that_ended_is_told_by_what_it_left(place: Workplace) -> None:
    told, nobody = place.settings.data / "serve.json", 2**22 + 1
    never = looked(place, "serve")
    children = [{"name": "web", "pid": os.getpid()}, {"name": "runner", "pid": nobody}, {"name": "work", "pid": None}]
    told.write_text(json.dumps({"pid": os.getpid(), "children": children}))
    running = looked(place, "serve")
    told.write_text(json.dumps({"pid": nobody, "children": []}))

    assert [never.level, looked(place, "serve").level] == [Level.WARNING, Level.FAULT]
    assert levels(running) == [Level.OK, Level.WARNING, Level.WARNING]


def test_weak_settings_are_named_without_their_values(place: Workplace) -> None:
    place.settings.secret, place.settings.host = SecretStr("ngan"), "0.0.0.0"  # noqa: S104 -- it is what is warned of
    place.settings.web_url = "http://dondoc.tinh.example"

    found = looked(place, "settings")

    assert levels(found)[:3] == [Level.FAULT] * 3
    assert "DONDOC_SECRET" in said(found)
    assert "ngan " not in said(found)


def test_a_key_that_others_can_read_is_a_fault(place: Workplace) -> None:
    place.settings.data.chmod(0o755)
    key = place.settings.data / "secret"
    key.write_text("x" * 64)
    key.chmod(0o644)
    (place.settings.data / "dondoc.db").chmod(0o600)
    place.settings.data.parent.chmod(0o755)

    assert looked(place, "secrets").level is Level.FAULT
    key.chmod(0o600)
    assert looked(place, "secrets").level is Level.OK


def test_backups_must_be_there_and_young(place: Workplace, tmp_path: Path) -> None:
    folder = tmp_path / "sao-luu"
    assert looked(place, "backups").level is Level.WARNING
    place.settings.backup_folder = str(folder)
    missing = looked(place, "backups")
    folder.mkdir()
    empty = looked(place, "backups")
    file = folder / "dondoc-2022-06-24.tar"
    file.touch()
    young = looked(place, "backups")
    os.utime(file, (0, 0))

    assert [missing.level, empty.level, young.results[0].level] == [Level.FAULT, Level.FAULT, Level.OK]
    assert looked(place, "backups").level is Level.FAULT


def test_what_is_stuck_or_unknown_in_the_outbox_is_told(place: Workplace) -> None:
    with place.begin() as session:
        decide_tier(session, place.campaign(), tier="commune", now=NOW)
    waiting = looked(place, "outbox", now=NOW + timedelta(days=5))
    with place.begin() as session:
        session.execute(update(OutboxRow).values(state="unknown"))

    assert levels(waiting) == [Level.WARNING]
    assert "chưa rõ đã đến" in said(looked(place, "outbox"))


def test_the_end_of_a_certificate_is_read_from_the_connection() -> None:
    from notifications.certificates import certificate_end  # noqa: PLC0415 -- only here
    from operation.checks.certificates import certificate_result  # noqa: PLC0415 -- the same

    assert certificate_end(None) is None
    soon = certificate_result("máy chủ thư", NOW + timedelta(days=5), now=NOW)
    assert [one.level for one in soon] == [Level.WARNING]
    assert ssl.cert_time_to_seconds("Jun 24 00:30:00 2022 GMT") == OPENED.timestamp()
