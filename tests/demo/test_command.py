from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from email import message_from_bytes
from typing import TYPE_CHECKING

import httpx
import pytest
from sqlalchemy import select

from config.preparing import prepare_plan
from config.settings import Settings
from config.wiring import Workplace
from database.models import OutboxRow
from database.queries.consolidations import runs_of
from database.session import open_engine, reading
from demo.cast import cast
from demo.command import PLAN
from demo.leaving import EVIDENCE, OFFICE_LIST, URGING
from demo.serving import PASSWORD
from documents.reading import read_report
from documents.trace_file import read_trace
from domain.outbox import MessageState, Priority
from domain.run_files import CARRIED_OVER, CHANGES, FILE_NAMES
from rehearsal.scenarios import unreachable_addresses
from services.proof_pages import PROOF_NAME
from services.tracing import trace_words

if TYPE_CHECKING:
    from pathlib import Path

# A whole campaign through Prefect: the only test that takes as long as the demonstration itself.
ANSWERED = b"Reply-To: theo-doi@tuyengiao.hanam.example\r\n"
pytestmark = [pytest.mark.xdist_group("prefect"), pytest.mark.timeout(1_200)]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", "demo", "--no-pages"],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=1_150,
    )
    assert done.returncode == 0, done.stderr
    return folder / "var" / "demo", done.stdout


def test_the_played_campaign_is_served_as_pages_until_somebody_stops_them(played: tuple[Path, str]) -> None:
    folder, _ = played
    with subprocess.Popen(  # noqa: S603 -- our own command
        [sys.executable, "-m", "cli.main", "demo", "--pages", "--folder", str(folder)],
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as running:
        try:
            unit, today, earlier = _visited(_until(running, "thanh thời gian"))
        finally:
            running.terminate()
        assert running.wait(timeout=60) == 0

    assert "Huyện ủy Lý Nhân" in unit.text
    assert "Tính đến 30/9/2022" in today.text
    assert "Đang xem tình hình đến hết ngày 22/8/2022" in earlier.text


def _visited(said: str) -> tuple[httpx.Response, httpx.Response, httpx.Response]:
    """A unit by its link; the board after signing in, and on an earlier day."""
    pages = re.findall(r"http://127\.0\.0\.1:\d+/u/\S+", said)
    site = pages[0].partition("/u/")[0]
    with httpx.Client(verify=False, follow_redirects=True, timeout=30) as browser:  # noqa: S501 -- no TLS on loopback
        return (
            browser.get(pages[0]),
            browser.post(f"{site}/sign-in", data={"name": "ban", "password": PASSWORD}),
            browser.get(f"{site}/today?as_of=2022-08-22"),
        )


def _until(running: subprocess.Popen[str], words: str) -> str:
    assert running.stdout is not None
    said = ""
    for line in iter(running.stdout.readline, ""):
        said += line
        if words in line:
            break
    return said


def test_the_summary_counts_every_tier(played: tuple[Path, str]) -> None:
    _, said = played

    figures = {tuple(map(int, re.findall(r"\b\d+\b", line))) for line in said.splitlines() if line.startswith("Cấp")}
    assert {numbers[0] for numbers in figures if numbers} == {108, 13, 1}  # one commune is exempted
    for expected, received, on_time, late, overdue, returned in (numbers for numbers in figures if numbers):
        assert received == on_time + late
        assert received + overdue == expected
        assert returned == 0


def test_the_summary_says_where_things_lie(played: tuple[Path, str]) -> None:
    folder, said = played

    assert len(list((folder / "thu").glob("*.eml"))) > 500
    assert (folder / "danh-sach-don-vi.xlsx").stat().st_size > 5_000
    for words in ("var/demo/thu", "danh-sach-don-vi.xlsx", "Giao diện Prefect"):
        assert words in said


@pytest.mark.parametrize("run", ["luot-001", "luot-002"])
def test_the_district_and_the_province_have_all_files_of_a_run(played: tuple[Path, str], run: str) -> None:
    folder, said = played

    there = {path.name for path in (folder / "tong-hop" / run).iterdir()}
    assert there == set(FILE_NAMES) - {CARRIED_OVER, CHANGES}
    assert all(name in said for name in there)


def test_letters_and_evidence_lie_beside_the_drafts(played: tuple[Path, str]) -> None:
    folder, said = played

    for name in (URGING, OFFICE_LIST, EVIDENCE, PROOF_NAME):
        assert (folder / "van-ban" / name).stat().st_size > 5_000
        assert name in said


def test_a_sentence_of_the_province_leads_to_the_commune_that_wrote_it(played: tuple[Path, str]) -> None:
    """Through the trace of the province and that of the district whose report it took in."""
    folder, _ = played
    place = Workplace(Settings(data=folder, database_url="", plan=PLAN, _env_file=None))
    campaign = place.campaign(PLAN)
    with place.read() as session:
        province = next(run for run in runs_of(session, campaign) if run.unit == campaign.plan.bodies.coordinator)
        told = next(
            one
            for one in read_trace((folder / "tong-hop" / "luot-002" / "trace.json").read_bytes()).sentences
            if [source.unit for source in one.sources] == ["HU-352"] and len(one.text) > 60
        )
        found = trace_words(session, campaign, place.store, province, words=told.text)

    assert {below.unit[:3] for one in found for source in one.sources for below in source.below} == {"DU-"}


def test_the_summary_names_all_whom_nobody_could_reach(played: tuple[Path, str]) -> None:
    _, said = played

    (line,) = re.findall(r"chuyển gọi điện thoại: (.*(?:\n .*)*)", said)
    prepared = prepare_plan(PLAN)
    unreachable = unreachable_addresses(prepared, cast(prepared.units))
    assert "Đảng ủy Quân sự tỉnh Hà Nam" in line
    assert len(line.split(",")) == len(unreachable) > 1


def test_the_summary_tells_what_came_in_and_what_was_said_of_it(played: tuple[Path, str]) -> None:
    _, said = played

    told = {line[2:16].strip(): line[16:] for line in said.splitlines() if re.match(r"  [^ ].{13}[^ ]", line)}
    for kind in (".docx", ".doc", ".odt", ".rtf", ".pdf", "ảnh chụp", "bản giấy"):
        assert re.search(rf"{re.escape(kind)} [1-9]", told["Tệp"])
    returned, again = re.findall(r"\d+", told["Trả lại"])
    assert returned == again
    assert int(re.findall(r"(\d+) bản thiếu mục", told["Đề cương"])[0]) > 5
    assert told["Gia hạn"] == (
        "Huyện ủy Bình Lục, 20/8/2022 → 31/8/2022 (Thường trực Tỉnh ủy, số 812-CV/TU); nộp ngày 30/8/2022"
    )
    assert "Đảng ủy xã Tiên Tân" in told["Miễn báo cáo"]
    assert "nộp lại ngày 27/7/2022" in told["Tệp hỏng"]


def test_whoever_is_extended_exempted_or_sent_back_gets_a_letter_about_it(played: tuple[Path, str]) -> None:
    folder, _ = played

    engine = open_engine(f"sqlite:///{folder / 'dondoc.db'}")
    with reading(engine) as session:
        sent = session.execute(
            select(OutboxRow.unit, OutboxRow.text).where(
                OutboxRow.message == "extended", OutboxRow.state == MessageState.ACCEPTED
            )
        ).all()
        counted = Counter(session.scalars(select(OutboxRow.message).where(OutboxRow.sent_at.is_not(None))))
    engine.dispose()
    ((unit, text),) = sent
    assert unit == "HU-352"
    for words in ("31/8/2022", "812-CV/TU", "Thường trực Tỉnh ủy"):
        assert words in text
    assert counted["exempted"] == 1
    assert counted["returned"] > 10


def test_the_draft_holds_reports_of_every_kind(played: tuple[Path, str]) -> None:
    folder, _ = played

    draft = read_report((folder / "tong-hop" / "luot-002" / "bao-cao-tong-hop-ban-sach.docx").read_bytes())
    texts = {getattr(block, "text", "").rstrip(":") for block in draft.blocks}
    # .docx, .doc, .rtf, .odt, .pdf, a scan
    for unit in ("Thành ủy Phủ Lý", "Thị ủy Duy Tiên", "Huyện ủy Kim Bảng", "Đảng ủy Khối các cơ quan tỉnh Hà Nam"):
        assert unit in texts
    assert {"Đảng ủy Công an tỉnh Hà Nam", "Báo Hà Nam"} <= texts


def test_every_mail_says_where_answers_go(played: tuple[Path, str]) -> None:
    folder, _ = played

    assert [file.name for file in (folder / "thu").glob("*.eml") if ANSWERED not in file.read_bytes()] == []


def test_no_mail_answers_one_that_never_was(played: tuple[Path, str]) -> None:
    folder, _ = played

    mails = [message_from_bytes(file.read_bytes()) for file in (folder / "thu").glob("*.eml")]
    referred = {mail["References"] for mail in mails} - {None}
    assert len(referred) > 100
    assert referred <= {mail["Message-ID"] for mail in mails}


def test_a_broken_promise_is_mentioned(played: tuple[Path, str]) -> None:
    folder, _ = played

    engine = open_engine(f"sqlite:///{folder / 'dondoc.db'}")
    with reading(engine) as session:
        urged = select(OutboxRow.text).where(OutboxRow.unit == "DU-K", OutboxRow.message == "second_urging")
        texts = session.scalars(urged).all()
    engine.dispose()
    assert ["đã hẹn gửi báo cáo ngày 26/8/2022; đến nay" in text for text in texts] == [True]


def test_the_office_hears_of_the_silent_district_and_not_of_the_unreachable_one(played: tuple[Path, str]) -> None:
    _, said = played

    escalated = [line for line in said.splitlines() if re.match(r"  \d\d/\d+/2022: ", line)]
    assert escalated
    assert all("Huyện ủy Lý Nhân" in line and "Đảng ủy Quân sự" not in line for line in escalated)


def test_nobody_gets_two_ordinary_messages_on_one_day(played: tuple[Path, str]) -> None:
    folder, _ = played

    engine = open_engine(f"sqlite:///{folder / 'dondoc.db'}")
    with reading(engine) as session:
        ordinary = session.execute(
            select(OutboxRow.address, OutboxRow.sent_at).where(
                OutboxRow.sent_at.is_not(None),
                OutboxRow.priority > Priority.URGENT,
            ),
        ).all()
    engine.dispose()
    days = Counter((address, sent_at.date()) for address, sent_at in ordinary)
    assert len(days) > 300
    assert set(days.values()) == {1}
