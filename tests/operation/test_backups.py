"""A backup of a place that works, and its restoration into an empty one."""

from __future__ import annotations

import errno
import json
import sqlite3
import tarfile
import threading
from contextlib import closing
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr
from sqlalchemy import select, text

from config.frozen_plan import plan_to_json
from config.settings import Settings
from config.wiring import UNDER_WAY, Workplace
from database.file_copies import copy_beside
from database.models import RestorationRow, SubmissionRow
from domain.errors import RuleBroken
from domain.outbox import MessageState
from notifications.channels.opening import OpenChannels
from operation import backups, database_copies
from operation.archives import check_archive
from operation.backups import back_up, last_backup
from operation.restoring import restore
from services.campaigns import Prepared
from services.submissions import Handed, submit
from tests.postgres import server
from tests.small_plan import CALENDAR, CONTACTS, PLAN, UNITS
from tests.stories.lines import Line
from tests.stories.story import Story

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from notifications.channels.protocol import Channel
    from operation.restoring import Restored

NOW = CALENDAR.at(date(2022, 7, 28), time(8, 30))
LATER = NOW + timedelta(hours=30)
REPORT = b"b\xc3\xa1o c\xc3\xa1o" * 4_000


class Place(Workplace):
    """An installation in a folder, on a line that carries everything."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.line = Line()

    @property
    def channels(self) -> dict[str, Channel]:
        return OpenChannels({self.line.name: self.line})


def place_in(folder: Path, *, secret: str = "", url: str = "") -> Place:
    copies = str(folder.parent / "copies")
    return Place(
        Settings(_env_file=None, data=folder, backup_folder=copies, secret=SecretStr(secret), database_url=url)
    )


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """One morning was worked, one report came, a webhook waits in the spool."""
    place = place_in(tmp_path / "var")
    begin(place)
    assert place.spool is not None
    place.spool.put("a-call", b"{}")
    (place.settings.data / "tong-hop" / "luot-001").mkdir(parents=True)
    (place.settings.data / "tong-hop" / "luot-001" / "du-thao.docx").write_bytes(b"draft")
    (place.settings.data / "derived").mkdir()
    (place.settings.data / "derived" / "page.html").write_text("made again by itself")
    yield place
    place.engine.dispose()


def begin(place: Place) -> None:
    place.prepare()
    story = Story(place, Prepared(PLAN, UNITS, CONTACTS, plan_to_json(PLAN), "sha"))
    story.skip(to=NOW.date())
    story.run()
    hand_in(place, story, REPORT)


def hand_in(place: Workplace, story: Story, content: bytes) -> str:
    digest = place.store.put(content)
    handed = Handed(file_name="a.docx", size=len(content), sha256=digest, document_number="7-BC")
    with place.begin() as session:
        return submit(session, story.campaign, story.obligation("X1").id, handed, received_at=NOW, now=NOW).sha256


def names_in(archive: Path) -> set[str]:
    with tarfile.open(archive) as tar:
        return set(tar.getnames())


def restored(folder: Path, archive: Path) -> tuple[Place, Restored]:
    place = place_in(folder)
    return place, restore(place, archive, now=LATER, by="quan.tri")


def test_a_backup_has_everything_that_would_be_missed(place: Place, tmp_path: Path) -> None:
    done = back_up(place, now=NOW)

    names = names_in(done.path)
    digest = place.store.put(REPORT)
    assert done.path == tmp_path / "copies" / "dondoc-2022-07-28T0830.tar"
    assert done.path.stat().st_mode & 0o777 == 0o600
    assert names == {
        "database.db.gz",
        "manifest.json",
        "data/secret",
        f"data/files/{digest[:2]}/{digest}",
        "data/hooks/a-call.json",
        "data/tong-hop/luot-001/du-thao.docx",
    }
    assert done.manifest.counts["submissions"] == 1
    assert done.manifest.receipts == {PLAN.identity.id: 1}
    assert [path.name for path in (tmp_path / "copies").iterdir()] == [done.path.name]
    last = last_backup(place)
    assert last is not None
    assert (last.is_done, last.done_at) == (True, NOW.isoformat())


def test_the_newest_are_kept(place: Place) -> None:
    place.settings.backup_keep = 2

    paths = [back_up(place, now=NOW + timedelta(days=number)).path for number in range(3)]
    again = back_up(place, now=NOW + timedelta(days=2)).path

    assert [path.exists() for path in (*paths, again)] == [False, False, True, True]


def test_whoever_writes_meanwhile_waits_for_nothing_and_every_row_has_its_file(place: Place, tmp_path: Path) -> None:
    story = Story.__new__(Story)
    story.workplace, story.campaign, story.calendar, story.day = place, place.campaign(), CALENDAR, NOW.date()
    stop = threading.Event()

    def keep_handing_in() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            digest = place.store.put(b"%d" % number)
            with place.begin() as session:
                row = session.scalars(select(SubmissionRow)).first()
                assert row is not None
                row.sha256 = digest

    writer = threading.Thread(target=keep_handing_in)
    writer.start()
    try:
        archives = [back_up(place, now=NOW + timedelta(minutes=number)).path for number in range(3)]
    finally:
        stop.set()
        writer.join()

    for number, archive in enumerate(archives):
        other, _ = restored(tmp_path / f"other{number}", archive)
        with other.read() as session:
            row = session.scalars(select(SubmissionRow)).one()
        assert other.store.has(row.sha256)
        other.engine.dispose()


def test_a_full_disk_leaves_nothing_behind_and_a_word_for_the_doctor(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(backups, "check_archive", full)
    with pytest.raises(RuleBroken, match="đầy giữa chừng"):
        back_up(place, now=NOW)

    last = last_backup(place)
    assert list((tmp_path / "copies").iterdir()) == []
    assert last is not None
    assert (last.is_done, last.done_at) == (False, "")
    monkeypatch.setattr(backups, "SPARE", 1 << 60)
    with pytest.raises(RuleBroken, match="Không đủ chỗ"):
        back_up(place, now=NOW)


def test_without_a_folder_the_backup_says_where_to_name_one(place: Place) -> None:
    place.settings.backup_folder = ""

    with pytest.raises(RuleBroken, match="--to"):
        back_up(place, now=NOW)


def test_a_restored_place_goes_on_where_the_backup_was(place: Place, tmp_path: Path) -> None:
    archive = back_up(place, now=NOW).path
    secret = place.secret

    other, done = restored(tmp_path / "other", archive)

    campaign = other.campaign()
    with other.read() as session:
        row = session.scalars(select(RestorationRow)).one()
        assert session.scalars(select(SubmissionRow.receipt_number)).all() == ["0001/TN-15-KH/TU"]
    assert (row.taken_at, row.restored_at, row.by) == (NOW, LATER, "quan.tri")
    assert done.manifest.counts["outbox"] > 0
    assert other.secret == secret
    assert (other.settings.data / "secret").stat().st_mode & 0o777 == 0o600
    assert other.store.get(other.store.put(REPORT)) == REPORT
    assert other.spool is not None
    assert dict(other.spool.waiting()) == {"a-call": b"{}"}
    assert not (other.settings.data / UNDER_WAY).exists()
    story = Story.__new__(Story)
    story.workplace, story.campaign, story.calendar, story._seen = other, campaign, CALENDAR, set()
    story.day = date(2022, 7, 31)
    other.spool.drop("a-call")
    story.run()
    assert story.is_proved()
    assert {row.state for row in story.messages() if row.key.endswith("T-1/x2/email")} <= {MessageState.UNKNOWN}
    other.engine.dispose()


def test_nothing_is_touched_where_something_is(place: Place, tmp_path: Path) -> None:
    archive = back_up(place, now=NOW).path
    before = sorted(place.settings.data.rglob("*"))

    with pytest.raises(RuleBroken, match="nơi trống"):
        restore(place, archive, now=LATER, by="quan.tri")

    assert sorted(place.settings.data.rglob("*")) == before
    other = place_in(tmp_path / "empty", secret="another")  # noqa: S106 -- none that opens anything
    with pytest.raises(RuleBroken, match="DONDOC_SECRET"):
        restore(other, archive, now=LATER, by="quan.tri")
    assert list(other.settings.data.iterdir()) == []


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda content: content[: len(content) // 2], id="cut"),
        pytest.param(lambda content: content.replace(REPORT[:100], b"x" * 100, 1), id="changed"),
        pytest.param(lambda content: content.replace(b"data/hooks/a-call", b"data/hooks/b-call"), id="renamed"),
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda _: b"\0" * 4096, id="zeros"),
    ],
)
def test_an_archive_that_is_not_whole_is_refused(place: Place, tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    archive = back_up(place, now=NOW).path
    archive.write_bytes(spoil(archive.read_bytes()))

    with pytest.raises(RuleBroken, match="nguyên vẹn"):
        restored(tmp_path / "other", archive)

    assert not (tmp_path / "other").exists()


def test_a_restoration_that_was_broken_off_is_done_again(place: Place, tmp_path: Path) -> None:
    archive = back_up(place, now=NOW).path
    folder = tmp_path / "other"
    (folder / UNDER_WAY).mkdir(parents=True)
    (folder / "files").mkdir()
    with pytest.raises(RuleBroken, match="chưa xong"):
        place_in(folder).campaign()

    other, _ = restored(folder, archive)

    assert other.campaign().plan.identity.id == PLAN.identity.id
    other.engine.dispose()


def test_a_backup_of_a_newer_program_is_refused(place: Place, tmp_path: Path) -> None:
    with place.begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '29991231'"))
    archive = back_up(place, now=NOW).path

    with pytest.raises(RuleBroken, match="phiên bản mới hơn"):
        restored(tmp_path / "other", archive)

    assert list((tmp_path / "other").iterdir()) == []


def test_a_copy_beside_is_one_moment_of_the_database(place: Place, tmp_path: Path) -> None:
    copy_beside(place.settings.data / "dondoc.db", tmp_path / "copy.db")

    with closing(sqlite3.connect(tmp_path / "copy.db")) as connection:
        assert connection.execute("SELECT count(*) FROM submissions").fetchone() == (1,)


def test_the_manifest_names_the_hash_of_every_member(place: Place) -> None:
    archive = back_up(place, now=NOW).path

    with tarfile.open(archive) as tar:
        file = tar.extractfile("manifest.json")
        assert file is not None
        known = json.load(file)

    assert known["members"].keys() == names_in(archive) - {"manifest.json"}
    assert check_archive(archive).members.keys() == known["members"].keys()


@pytest.mark.xdist_group("postgres")
def test_postgresql_is_dumped_and_put_back_by_its_own_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with server() as url:
        place = place_in(tmp_path / "var", url=url)
        begin(place)
        done = back_up(place, now=NOW)
        same = place_in(tmp_path / "other", url=url)
        with pytest.raises(RuleBroken, match="nơi trống"):
            restore(same, done.path, now=LATER, by="quan.tri")
        with place.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CREATE DATABASE other"))
        other = place_in(tmp_path / "other", url=url.replace("/postgres?", "/other?"))

        restore(other, done.path, now=LATER, by="quan.tri")

        with other.read() as session:
            assert session.scalars(select(RestorationRow.taken_at)).one() == NOW
            assert session.scalars(select(SubmissionRow.receipt_number)).all() == ["0001/TN-15-KH/TU"]
        assert "database.dump" in names_in(done.path)
        assert done.manifest.counts["submissions"] == 1
        with pytest.raises(RuleBroken, match="cùng loại"):
            restored(tmp_path / "lite", done.path)
        monkeypatch.setenv("PATH", "")
        monkeypatch.setattr(database_copies, "PROGRAMS", tmp_path)
        with pytest.raises(RuleBroken, match="pg_dump"):
            back_up(place, now=NOW)
        for one in (place, same, other):
            one.engine.dispose()
