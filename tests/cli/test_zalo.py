from __future__ import annotations

import json
import logging
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from cli.main import WRONG_USAGE
from config import clock
from config.wiring import workplace
from config.zalo import grant_tokens, keep_zalo_connected
from database.models import ZaloGrantRow
from notifications.zalo.tokens import Token
from services.audit import audit
from tests.cli.test_json_shapes import documented, keys
from tests.fakes.zalo import FakeZalo
from tests.fakes.zalo_consent import PATH, new_code, new_pair
from tests.fakes.zalo_world import APP_ID, APP_SECRET, OA_ID, Template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.cli.conftest import Dondoc

VERIFIER = "v" * 43
MAP = """
reminder:
  template_id: 70001
  parameters:
    unit: { says: unit, longest: 30 }
    days: { says: days, longest: 20 }
"""


@pytest.fixture
def zalo(monkeypatch: pytest.MonkeyPatch, data: Path) -> Iterator[FakeZalo]:  # noqa: ARG001 -- the folder must be named
    with FakeZalo() as running:
        running.clock.now = clock.now()
        bases = "&".join(f"{name}_url={running.url}" for name in ("oa", "zbs", "oauth"))
        monkeypatch.setenv("DONDOC_CHANNELS", f"zalooa://{APP_ID}:{APP_SECRET}@{OA_ID}/?{bases}")
        monkeypatch.setenv("DONDOC_ZALO_VERIFIER", VERIFIER)
        yield running
        running.assert_tidy()


@pytest.fixture
def pair(zalo: FakeZalo, tmp_path: Path) -> Path:
    access, refresh = new_pair(zalo)
    path = tmp_path / "token.json"
    path.write_text(json.dumps({"access_token": access, "refresh_token": refresh, "expires_in": "90000"}))
    return path


@pytest.fixture
def connected(pair: Path, done: Callable[..., str]) -> None:
    done("zalo", "grant", "--tokens-file", str(pair))


def test_grant_takes_a_code_and_keeps_the_pair_sealed(
    zalo: FakeZalo, done: Callable[..., str], data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    printed = done("zalo", "grant", "--code", new_code(zalo, verifier=VERIFIER))

    assert grant_tokens(workplace()).current() == Token(1, "planted-access-1")
    stored = b"".join(path.read_bytes() for path in data.glob("dondoc.db*"))
    assert b"planted" not in stored
    assert "planted" not in printed + caplog.text
    assert APP_SECRET not in printed + caplog.text
    assert APP_SECRET.encode() not in stored


def test_grant_takes_a_file_and_says_to_delete_it(pair: Path, done: Callable[..., str]) -> None:
    printed = done("zalo", "grant", "--tokens-file", str(pair))

    assert f"xóa tệp {pair}" in printed
    assert grant_tokens(workplace()).current() == Token(1, "planted-access-1")


def test_grant_once_more_takes_the_place_of_what_was_there(
    zalo: FakeZalo, connected: None, done: Callable[..., str]
) -> None:
    assert connected is None

    printed = json.loads(done("zalo", "grant", "--code", new_code(zalo, verifier=VERIFIER), "--json"))

    assert printed == {"version": 2, "state": "ok"}


@pytest.mark.parametrize("content", ["", "{}", "[]", "planted-token", '{"access_token": "planted"}', "\udcff"])
def test_grant_of_a_file_without_a_pair_is_refused(
    zalo: FakeZalo, content: str, refused: Callable[..., str], tmp_path: Path
) -> None:
    path = tmp_path / "sai.json"
    path.write_bytes(content.encode(errors="surrogateescape"))

    said = refused("zalo", "grant", "--tokens-file", str(path))

    assert "planted" not in said
    assert zalo.calls == []


@pytest.mark.usefixtures("zalo")
@pytest.mark.parametrize("arguments", [(), ("--code", "x", "--tokens-file", "y")])
def test_grant_in_no_way_or_in_two_is_wrong_usage(dondoc: Dondoc, arguments: tuple[str, ...]) -> None:
    assert dondoc("zalo", "grant", *arguments).code == WRONG_USAGE


def test_grant_of_a_used_code_is_refused_with_the_way_out(zalo: FakeZalo, refused: Callable[..., str]) -> None:
    assert "10 phút" in refused("zalo", "grant", "--code", "code-9")
    assert len(zalo.called(PATH)) == 1


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("command", [("grant", "--code", "x"), ("check",)])
def test_without_an_account_the_setting_is_named(refused: Callable[..., str], command: tuple[str, ...]) -> None:
    assert "DONDOC_CHANNELS" in refused("zalo", *command)


@pytest.mark.usefixtures("connected")
def test_status_of_a_lost_right_tells_the_way_out(zalo: FakeZalo, done: Callable[..., str]) -> None:
    place = workplace()
    with place.begin() as session:
        session.execute(update(ZaloGrantRow).values(access_expires_at=clock.now()))
    zalo.fail(PATH, "drop_after")
    keep_zalo_connected(place)

    printed = done("zalo", "status")

    assert "MẤT QUYỀN GỬI TIN" in printed
    assert "dondoc zalo grant" in printed


@pytest.mark.usefixtures("opened", "connected")
def test_an_idle_account_keeps_its_right_by_the_daily_run(zalo: FakeZalo, done: Callable[..., str]) -> None:
    with workplace().begin() as session:
        session.execute(update(ZaloGrantRow).values(refresh_issued_at=clock.now() - timedelta(days=7)))

    done("deliver", "--as-of", "2022-06-24")
    done("deliver", "--as-of", "2022-06-24")

    assert len(zalo.called(PATH)) == 1


@pytest.mark.usefixtures("opened", "connected")
def test_a_lost_right_is_a_flaw_for_the_auditor() -> None:
    place = workplace()
    campaign = place.campaign()
    with place.begin() as session:
        session.execute(update(ZaloGrantRow).values(state="needs_reconsent"))
    with place.read() as session:
        flaws = audit(session, campaign, now=campaign.opened_at)

    assert [flaw.subject for flaw in flaws if flaw.code == "reconsent"] == [OA_ID]


@pytest.mark.usefixtures("connected")
def test_status_names_the_messages_without_a_template(
    done: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "mau.yaml").write_text(MAP, encoding="utf-8")
    monkeypatch.setenv("DONDOC_ZALO_TEMPLATES", str(tmp_path / "mau.yaml"))

    printed = json.loads(done("zalo", "status", "--json"))

    assert keys(printed) == keys(documented("zalo status"))
    assert [(one["oa_id"], one["state"], one["version"]) for one in printed["accounts"]] == [(OA_ID, "ok", 1)]
    assert "reminder" not in printed["missing_templates"]["zbs"]
    assert "urging" in printed["missing_templates"]["zalooa"]
    assert "Kênh zbs chưa có mẫu tin cho: Thông báo triển khai" in done("zalo", "status")


@pytest.mark.usefixtures("connected")
def test_check_asks_zalo_for_everything_that_a_campaign_needs(
    zalo: FakeZalo, dondoc: Dondoc, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "mau.yaml").write_text(MAP, encoding="utf-8")
    monkeypatch.setenv("DONDOC_ZALO_TEMPLATES", str(tmp_path / "mau.yaml"))
    zalo.templates["70001"] = Template({"unit": 20, "deadline": 20}, status="PENDING_REVIEW")

    printed = dondoc("zalo", "check", "--json")

    found = json.loads(printed.out)
    assert keys(found) == keys(documented("zalo check"))
    assert printed.code == 1
    assert (found["oa_id"], found["is_verified"], found["quota_left"]) == (OA_ID, True, "500")
    assert [len(one["faults"]) for one in found["templates"]] == [4]


@pytest.mark.usefixtures("connected")
def test_check_of_a_sound_account_is_content(zalo: FakeZalo, done: Callable[..., str]) -> None:
    assert "đã xác thực, gói Nâng cao" in done("zalo", "check")
    assert {call.headers["access_token"] for call in zalo.calls} == {"planted-access-1"}


@pytest.mark.usefixtures("zalo")
def test_check_before_the_account_is_connected_tells_how(refused: Callable[..., str]) -> None:
    assert "dondoc zalo grant" in refused("zalo", "check")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("remynder: {}", "không có loại thông báo"),
        ("reminder: { template_id: abc }", "template_id"),
        ("reminder: { parameters: { x: { says: secret, longest: 3 } } }", "says"),
        ("reminder: { parameters: { x: { says: unit, longest: 900 } } }", "longest"),
        ("- a", "dòng 1"),
        ("reminder: [", "dòng 1"),
    ],
)
@pytest.mark.usefixtures("zalo")
def test_a_faulty_map_is_refused_with_its_line(
    content: str, words: str, refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("mau.yaml").write_text(content, encoding="utf-8")
    monkeypatch.setenv("DONDOC_ZALO_TEMPLATES", "mau.yaml")

    said = refused("zalo", "status")

    assert "mau.yaml" in said
    assert words in said
