"""F28 with two web processes beside two workers on one PostgreSQL, and two people who meet now this process, now that."""

from __future__ import annotations

import hashlib
import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as hour
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, text

from config.settings import Settings
from config.unit_links import unit_path
from config.wiring import Workplace
from database.models import AuditEntryRow, DecisionRow, EventRow, OutboxRow, SubmissionRow
from database.pieces import Pieces
from database.queries.uploads import uploads_of
from domain.access import Role
from domain.audit_log import Action
from domain.uploads import Announced
from services.audit_log import verify
from services.campaigns import open_campaign
from services.proving import prove
from services.reviews import accept
from services.submissions import Handed, submit
from services.uploads import announce, keep_whole, piece_name, receive
from services.users import Person, create_user
from tests.flows.live import OPENED, PREPARED, SECRET
from tests.small_plan import CALENDAR
from tests.stories.many_processes import LOG, many_processes
from tests.stories.process import Office, live
from tests.stories.rooms import new_database
from tests.stories.web_process import PATIENCE, until_there
from tests.web.handed_in import owed_by
from tests.web.people import csrf_of
from tests.web.unit_visits import MOMENT, client_of, report
from web.visitors import COOKIE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import httpx

    from domain.campaigns import Campaign
    from tests.stories.many_processes import Processes

pytestmark = pytest.mark.xdist_group("postgres")
# What people do concerns the district, of which nothing comes due between its opening and 29/7: the ledger is the same
# whoever is quicker.
OPENINGS = (date(2022, 6, 24), date(2022, 7, 15))
OF_COMMUNES = (date(2022, 7, 22), date(2022, 7, 28))
OF_ALL = (date(2022, 7, 29), date(2022, 8, 2), date(2022, 8, 24))
NAME, PASSWORD = "lan.tran", "mot cau du dai de vao"
STAFF = Person("Trần Thị Lan", "", Role.BOARD)


@dataclass(frozen=True)
class Played:
    """`told` is what people were answered, by what they did; `alone` where a single worker lived the same days."""

    place: Workplace
    campaign: Campaign
    folder: Path
    alone: Office
    told: dict[str, list[httpx.Response]]


@pytest.fixture(scope="module")
def played(postgresql: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    folder, alone = tmp_path_factory.mktemp("together"), Office(tmp_path_factory.mktemp("alone"))
    settings = {"DONDOC_DATA": str(folder), "DONDOC_DATABASE_URL": new_database(postgresql), "DONDOC_SECRET": SECRET}
    place = Workplace(
        Settings(
            data=folder,
            database_url=settings["DONDOC_DATABASE_URL"],
            secret=SECRET,
            clock=MOMENT,
            _env_file=None,
        )
    )
    with place.begin() as session:
        campaign = open_campaign(session, PREPARED, now=OPENED)
        create_user(session, NAME, STAFF, units=(), by="kiểm thử", now=OPENED, password=PASSWORD)
    play_alone(alone)
    with many_processes(folder, settings) as processes:
        told = play(processes, place, campaign)
    yield Played(place, campaign, folder, alone, told)
    for one in (place, alone):
        one.engine.dispose()


def play_alone(office: Office) -> None:
    office.prepare()
    with office.begin() as session:
        campaign = open_campaign(session, PREPARED, now=OPENED)
    live(office, OPENINGS)
    owed, at = owed_by(office, "HU1"), datetime.fromisoformat(f"{MOMENT}+07:00")
    with office.begin() as session:
        handed = Handed(file_name="bao-cao.docx", size=9, sha256="a" * 64)
        submit(session, campaign, owed, handed, received_at=at, now=at)
    live(office, OF_COMMUNES)
    with office.begin() as session:
        accept(session, campaign, owed, by=STAFF.display_name, now=at)
    live(office, OF_ALL)


def play(processes: Processes, place: Workplace, campaign: Campaign) -> dict[str, list[httpx.Response]]:
    """Each person has a browser for either process."""
    for address in processes.addresses:
        until_there(address)
    owed = owed_by(place, "HU1")
    with place.read() as session:
        path = unit_path(place, session, campaign, "HU1", now=place.now())
    with ExitStack() as opened:
        staff, unit = ([opened.enter_context(client_of(one)) for one in processes.addresses] for _ in range(2))
        with processes.living(*OPENINGS):
            told = {"signed in": sign_in(*staff), "sent": send_in_pieces(f"{path}/duties/{owed}", *unit)}
        hand_in = told["sent"][0].json()["next"]
        with processes.living(*OF_COMMUNES):
            told["looked"] = at_once(unit, lambda one: one.get(hand_in))
            told["pressed"] = at_once(unit, lambda one: one.post(f"{hand_in}/finish", data={"document_number": "1"}))
        with processes.living(*OF_ALL):
            told["accepted"] = accept_on_pages(f"/reports/{owed}", *staff)
            told["signed out"] = sign_out(*staff)
    return told


def at_once(browsers: list[httpx.Client], act: Callable[[httpx.Client], httpx.Response]) -> list[httpx.Response]:
    """Twice in each browser, all in the same moment."""
    together = Barrier(2 * len(browsers))

    def press(one: httpx.Client) -> httpx.Response:
        together.wait()
        return act(one)

    with ThreadPoolExecutor(together.parties) as people:
        return list(people.map(press, browsers * 2))


def sign_in(first: httpx.Client, second: httpx.Client) -> list[httpx.Response]:
    before = second.get("/today")
    entered = first.post("/sign-in", data={"name": NAME, "password": PASSWORD})
    second.cookies.set(COOKIE, entered.cookies[COOKIE])
    return [before, entered, second.get("/today")]


def send_in_pieces(path: str, first: httpx.Client, second: httpx.Client) -> list[httpx.Response]:
    content = report()
    half = len(content) // 2
    begun = first.post(f"{path}/hand-ins/begin", json={"files": [{"name": "Báo cáo.docx", "size": len(content)}]})
    address = begun.json()["files"][0]["url"]
    pieces = ((first, 0, content[:half]), (second, half, content[half:]))
    sent = [one.patch(address, content=piece, headers={"Upload-Offset": str(at)}) for one, at, piece in pieces]
    return [begun, *sent]


def accept_on_pages(path: str, first: httpx.Client, second: httpx.Client) -> list[httpx.Response]:
    """The same form at one process, and then at the other, where the page was opened before."""
    page = second.get(path).text
    form = dict(re.findall(r'name="(csrf|seen)" value="([0-9a-f]+)"', page))
    return [first.post(f"{path}/accept", data=form), second.get(path), second.post(f"{path}/accept", data=form)]


def sign_out(first: httpx.Client, second: httpx.Client) -> list[httpx.Response]:
    left = second.post("/sign-out", data={"csrf": csrf_of(second)})
    return [left, first.get("/today")]


def test_a_session_holds_at_the_other_process_and_ends_there_too(played: Played) -> None:
    before, entered, after = played.told["signed in"]
    left, ended = played.told["signed out"]

    assert (before.headers["location"], entered.headers["location"]) == ("/sign-in?then=%2Ftoday", "/today")
    assert after.status_code == 200
    assert (left.status_code, ended.headers["location"]) == (303, "/sign-in?then=%2Ftoday")


def test_pieces_may_come_to_either_process(played: Played) -> None:
    assert [one.status_code for one in played.told["sent"]] == [201, 204, 204]
    assert [one.status_code for one in played.told["looked"]] == [200] * 4
    assert all("Đủ 3/3 mục" in one.text for one in played.told["looked"])


def test_of_two_who_keep_the_same_files_the_second_finds_them_kept(played: Played) -> None:
    place, pieces = played.place, Pieces(played.folder / "uploads")
    now, file = place.now(), Announced("Báo cáo.docx", 5)
    with place.begin() as session:
        owed = owed_by(place, "HU2")
        hand_in = announce(session, played.campaign, [file], unit="HU2", obligation_id=owed, key="k", now=now)
        (upload,) = uploads_of(session, hand_in.id)
        receive(session, pieces, upload, b"12345", at=0, now=now)

    def keep() -> list[str]:
        with place.begin() as session:
            return [one.sha256 for one in keep_whole(session, pieces, place.store, hand_in)]

    with ThreadPoolExecutor(1) as other:
        with place.begin() as session:
            keep_whole(session, pieces, place.store, hand_in)
            pieces.drop(piece_name(upload))  # as whoever keeps files does in the end
            second = other.submit(keep)
            assert is_waited_for(place)

        assert second.result() == [hashlib.sha256(b"12345").hexdigest()]


def is_waited_for(place: Workplace) -> bool:
    """Whether somebody comes to wait for a row that another transaction holds."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with place.read() as session:
            if session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                return True
        time.sleep(0.01)
    return False


def test_a_button_pressed_at_both_processes_at_once_counts_once(played: Played) -> None:
    assert [one.status_code for one in played.told["pressed"]] == [303] * 4
    assert len({one.headers["location"] for one in played.told["pressed"]}) == 1
    with played.place.read() as session:
        kept = [tuple(row) for row in session.query(SubmissionRow.receipt_number, SubmissionRow.sha256)]
        told = session.query(OutboxRow.state).filter_by(message="receipt").all()
        noted = Counter(session.scalars(select(AuditEntryRow.action)))
    assert kept == [("0001/TN-15-KH/TU", hashlib.sha256(report()).hexdigest())]
    assert [tuple(one) for one in told] == [("accepted",)]
    assert (noted[Action.HAND_IN_BEGUN], noted[Action.HANDED_IN]) == (1, 1)


def test_what_is_accepted_at_one_process_is_seen_at_the_other_at_once(played: Played) -> None:
    done, seen, again = played.told["accepted"]

    assert (done.status_code, again.status_code) == (303, 303)
    assert "<strong>đã chấp nhận</strong>" in seen.text
    with played.place.read() as session:
        assert session.query(EventRow).filter_by(move="accept").count() == 1


def test_the_ledger_is_that_of_a_single_worker(played: Played) -> None:
    assert ledger(played.place) == ledger(played.alone)
    wire = Office(played.folder).wire
    assert sorted(wire.carried) == sorted(played.alone.wire.carried)
    with played.place.read() as session:
        proof = prove(session, played.campaign, as_of=CALENDAR.at(OF_ALL[-1], hour(23, 59)))
        assert verify(session)[1] is None
    assert (proof.undecided, proof.lost_items, proof.doubled_items, proof.possible_doubles) == (0, (), (), ())


def ledger(place: Workplace) -> tuple[Counter[Any], ...]:
    """Every decision, and every message with what became of it."""
    decided = (
        DecisionRow.version_id,
        DecisionRow.rung,
        DecisionRow.recipient,
        DecisionRow.channel,
        DecisionRow.outcome,
    )
    with place.read() as session:
        return tuple(
            Counter(tuple(row) for row in session.execute(select(*columns)))
            for columns in (decided, (OutboxRow.key, OutboxRow.state))
        )


def test_nothing_went_wrong_that_nobody_was_told(played: Played) -> None:
    log = (played.folder / LOG).read_text(encoding="utf-8").splitlines()
    assert len(log) > 20
    assert [line for line in log if " INFO " not in line] == []
