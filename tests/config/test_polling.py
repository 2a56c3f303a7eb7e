from __future__ import annotations

import json
from collections import deque
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from config.clock import now as present
from config.polling import Poll, poll_bot
from database.models import HookRow
from domain.errors import RuleBroken
from tests.fakes.far_server import FarServer, Reply
from tests.flows.live import open_small_campaign
from tests.web.calls import bot_event

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from config.wiring import Workplace
    from tests.fakes.far_server import Call

TOKEN = "123:planted-token"  # noqa: S105 -- made up


class FakeBot(FarServer):
    """As much of the Bot API as asking for updates needs: one object a call, gone once it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.updates: deque[object] = deque()
        self.refusal = 0
        self.route("POST", r"/bot123:planted-token/getUpdates", self._next)

    def _next(self, _: Call) -> Reply:
        if self.refusal:
            return Reply.of({"ok": False, "error_code": self.refusal, "description": "no"})
        if not self.updates:
            return Reply.of({"ok": False, "error_code": 408, "description": "Request timeout"})
        return Reply.of({"ok": True, "result": self.updates.popleft()})


@pytest.fixture
def bot() -> Iterator[FakeBot]:
    with FakeBot() as server:
        yield server


@pytest.fixture
def place(bot: FakeBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workplace]:
    monkeypatch.setenv("DONDOC_DATA", str(tmp_path / "du-lieu"))
    monkeypatch.setenv("DONDOC_CHANNELS", f"zalobot://{TOKEN}/?base={bot.url}")
    found, _ = open_small_campaign()
    yield found
    found.engine.dispose()
    found.hasty_engine.dispose()


def poll(place: Workplace) -> Poll:
    return poll_bot(place, seconds=0, now=present())


def test_every_update_is_kept_before_the_next_is_asked_for(place: Workplace, bot: FakeBot) -> None:
    bot.updates.extend(json.loads(bot_event("OK", number=f"b{number}")) for number in range(3))

    assert poll(place) == Poll(received=3, worked_off=3)
    assert poll(place) == Poll(received=0, worked_off=0)

    with place.read() as session:
        assert len(session.scalars(select(HookRow.id)).all()) == 3


def test_update_that_was_given_is_kept_when_the_line_breaks_after_it(place: Workplace, bot: FakeBot) -> None:
    bot.updates.append(json.loads(bot_event("OK")))
    bot.updates.append(json.loads(bot_event("OK", number="b2")))
    bot.fail("getUpdates", None, "drop")

    with pytest.raises(RuleBroken, match="Không hỏi được máy chủ bot Zalo"):
        poll(place)

    with place.read() as session:
        assert session.scalars(select(HookRow.event_key)).all() == ["zalobot:message.text.received:chat-1:b1"]


@pytest.mark.parametrize(("code", "sentence"), [(401, "không nhận mã bot"), (400, "đang đặt webhook"), (429, "mã 429")])
def test_refusal_says_what_to_do_and_never_the_token(place: Workplace, bot: FakeBot, code: int, sentence: str) -> None:
    bot.refusal = code

    with pytest.raises(RuleBroken, match=sentence) as refused:
        poll(place)

    assert "planted" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "sentence"), [("", "Chưa cấu hình bot Zalo"), ("zalobot://no-token", "không đọc được")]
)
def test_bot_that_is_not_configured_is_not_asked(place: Workplace, url: str, sentence: str) -> None:
    place.settings.channels = SecretStr(url)

    with pytest.raises(RuleBroken, match=sentence):
        poll(place)
