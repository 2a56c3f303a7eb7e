from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from config.clock import now as present
from config.hooks import work_off_hooks
from database.models import HookRow, HookVariantRow, OutboxRow, SignalRow
from database.queries.signals import kinds_of
from domain.outbox import MessageState
from domain.signals import Fate, fate_of
from notifications.channels.protocol import AmbiguityPolicy
from notifications.outcome import Ambiguous
from services.settling import record
from tests.small_plan import CALENDAR
from tests.web.calls import APP, BOT_SECRET, ESMS_SECRET, OA, ask, bot_event, delivered, seen, signed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.wiring import Workplace

TRACKED = 1


@pytest.fixture(autouse=True)
def _messages(place: Workplace) -> None:
    """The first message went by a template of Zalo, under the name t1 and Zalo's m1; the second by text message."""
    with place.begin() as session:
        for number, values in (
            (TRACKED, {"channel": "zbs", "message_id": "t1", "provider_id": "m1"}),
            (2, {"channel": "esms", "message_id": "r2", "provider_id": "s2"}),
        ):
            session.execute(update(OutboxRow).where(OutboxRow.id == number).values(**values))


def post(url: str, body: bytes, **headers: str) -> int:
    return ask("POST", f"{url}/hooks/zalo", content=body, headers=headers or signed(body)).status_code


def hooks(place: Workplace) -> list[HookRow]:
    with place.read() as session:
        rows = list(session.scalars(select(HookRow).order_by(HookRow.id)))
        session.expunge_all()
    return rows


def heard(place: Workplace) -> list[tuple[int, str]]:
    with place.read() as session:
        found = session.execute(select(SignalRow.outbox_id, SignalRow.kind).order_by(SignalRow.id))
        return [(number, kind) for number, kind in found]


def work(place: Workplace, *, after: timedelta = timedelta()) -> int:
    return work_off_hooks(place, now=present() + after)


def test_delivery_told_five_times_is_one_transition(place: Workplace, url: str) -> None:
    body = delivered("t1")

    assert [post(url, body) for _ in range(5)] == [200] * 5
    assert [work(place), work(place)] == [1, 0]

    assert heard(place) == [(TRACKED, "delivered")]
    (hook,) = hooks(place)
    assert (hook.body, hook.source, hook.variant) == (body, "zalo", "app_id+oa_secret+body")


@pytest.mark.parametrize(
    "call",
    [
        ("zalo", signed(delivered("t1"), secret="guessed")),  # noqa: S106 -- made up
        ("zalo", {}),
        ("zalobot", {"X-Bot-Api-Secret-Token": "guessed"}),
        ("esms/guessed", {}),
    ],
)
def test_forged_call_is_refused_and_leaves_nothing_but_a_count(
    place: Workplace, url: str, call: tuple[str, dict[str, str]], caplog: pytest.LogCaptureFixture
) -> None:
    path, headers = call

    with caplog.at_level(logging.WARNING):
        answer = ask("POST", f"{url}/hooks/{path}", content=delivered("t1"), headers=headers)

    assert answer.status_code == 403
    assert "Traceback" not in answer.text
    assert hooks(place) == []
    assert "refused" in caplog.text
    assert "t1" not in caplog.text


def test_probe_of_the_console_is_answered_and_changes_nothing(place: Workplace, url: str) -> None:
    assert [post(url, body, accept="*/*") for body in (b"{}", b"")] == [200, 200]
    assert hooks(place) == []


def test_after_the_first_genuine_call_only_its_way_of_signing_is_accepted(place: Workplace, url: str) -> None:
    first, second = delivered("t1", msg_id="a"), delivered("t1", msg_id="b")

    assert post(url, first) == 200
    assert post(url, second, **signed(second, account=OA)) == 403
    assert post(url, second) == 200

    with place.read() as session:
        assert session.scalars(select(HookVariantRow.variant)).all() == ["app_id+oa_secret+body"]


def test_two_ways_that_look_alike_are_told_apart_by_a_later_call(place: Workplace, url: str) -> None:
    first, second = delivered("t1", msg_id="a"), delivered("t1", msg_id="b")

    assert post(url, first, **signed(first), **{"X-ZEvent-Timestamp": "1658300400000"}) == 200
    assert post(url, second, **signed(second, timestamp="77"), **{"X-ZEvent-Timestamp": "77"}) == 200

    with place.read() as session:
        assert session.scalars(select(HookVariantRow.variant)).all() == ["app_id+oa_secret+header"]


def test_received_after_seen_takes_nothing_back(place: Workplace, url: str) -> None:
    assert [post(url, seen("m1")), post(url, delivered("t1"))] == [200, 200]
    work(place)

    with place.read() as session:
        kinds = kinds_of(session, [TRACKED])[TRACKED]
    assert fate_of(MessageState.ACCEPTED, kinds) is Fate.SEEN


def test_report_about_a_message_in_mid_sending_is_kept_and_counts(place: Workplace, url: str) -> None:
    with place.begin() as session:
        session.execute(update(OutboxRow).where(OutboxRow.id == TRACKED).values(state="sending", provider_id=""))
    post(url, seen("m1"))
    post(url, delivered("t1"))

    assert work(place) == 1  # Zalo's own id is not written down so far, so that report waits
    with place.begin() as session:
        session.execute(update(OutboxRow).where(OutboxRow.id == TRACKED).values(state="accepted", provider_id="m1"))
    assert work(place) == 1

    assert heard(place) == [(TRACKED, "delivered"), (TRACKED, "seen")]


def test_report_about_a_message_that_never_was_ours_is_laid_aside_after_a_while(place: Workplace, url: str) -> None:
    assert post(url, delivered("nobody", msg_id="nobody")) == 200

    assert [work(place), work(place, after=timedelta(hours=1))] == [0, 1]
    assert heard(place) == []
    assert hooks(place)[0].note == "Không có thông báo nào của chương trình mang mã này."


def test_unknown_result_is_settled_by_the_report_of_its_delivery(place: Workplace, url: str) -> None:
    with place.begin() as session:
        session.execute(update(OutboxRow).where(OutboxRow.id == TRACKED).values(state="unknown", sent_at=None))
    post(url, delivered("t1"))
    work(place)

    with place.read() as session:
        assert session.get_one(OutboxRow, TRACKED).state == "accepted"


def test_answer_that_is_lost_after_the_delivery_was_told_leaves_nothing_unknown(place: Workplace, url: str) -> None:
    with place.begin() as session:
        values = {"state": "sending", "sent_at": None, "lease_owner": "we"}
        session.execute(update(OutboxRow).where(OutboxRow.id == TRACKED).values(**values))
    post(url, delivered("t1"))
    work(place)

    with place.begin() as session:
        record(
            session,
            TRACKED,
            Ambiguous("lost"),
            owner="we",
            policy=AmbiguityPolicy.NEXT_CHANNEL,
            calendar=CALENDAR,
            now=present(),
        )

    with place.read() as session:
        assert session.get_one(OutboxRow, TRACKED).state == "accepted"


def test_four_workers_work_each_hook_off_once(place: Workplace, url: str) -> None:
    for number in range(12):
        post(url, delivered("t1", msg_id=f"d{number}"))

    with ThreadPoolExecutor(4) as workers:
        done = list(workers.map(lambda _: work(place), range(4)))

    assert sum(done) == 12
    assert len(heard(place)) == 12


def spooled(place: Workplace) -> list[str]:
    return [path.name for path in (place.settings.data / "hooks").iterdir()]


@contextmanager
def busy(place: Workplace) -> Iterator[None]:
    """Another process is in the middle of writing."""
    with place.begin() as session:
        session.execute(select(1))
        yield


def test_call_is_answered_within_two_seconds_while_the_database_is_being_written(place: Workplace, url: str) -> None:
    with busy(place):
        begun = time.monotonic()
        assert post(url, delivered("t1")) == 200
        assert time.monotonic() - begun < 2
        assert hooks(place) == []
        assert len(spooled(place)) == 1

    work(place)
    assert heard(place) == [(TRACKED, "delivered")]
    assert spooled(place) == []


def test_text_message_is_reported_by_a_get_whose_address_is_the_proof(place: Workplace, url: str) -> None:
    query = "SMSID=s2&SendFailed=0&SendStatus=5&SendSuccess=1&RequestId=r2"

    assert ask("GET", f"{url}/hooks/esms/{ESMS_SECRET}?{query}").status_code == 200
    work(place)

    assert heard(place) == [(2, "delivered")]


def test_bot_message_is_kept_without_the_secret_that_proved_it(place: Workplace, url: str) -> None:
    answer = ask(
        "POST", f"{url}/hooks/zalobot", content=bot_event("xin chào"), headers={"X-Bot-Api-Secret-Token": BOT_SECRET}
    )

    assert answer.status_code == 200
    work(place)
    (hook,) = hooks(place)
    assert BOT_SECRET not in hook.headers
    assert hook.note == "Người gửi chưa liên kết với đầu mối nào: zalobot chat-1."


def test_body_that_is_too_large_is_refused(place: Workplace, url: str) -> None:
    assert post(url, b"x" * (256 * 1024 + 1), **signed(b"", account=APP)) == 413
    assert hooks(place) == []


def test_hook_over_which_the_program_fails_is_laid_aside_and_the_others_go_on(place: Workplace, url: str) -> None:
    for name in ("a", "b"):
        post(url, delivered("t1", msg_id=name))
    with place.begin() as session:
        session.execute(update(HookRow).where(HookRow.id == 1).values(source="nobody"))

    assert work(place) == 2
    assert heard(place) == [(TRACKED, "delivered")]
    assert hooks(place)[0].note.startswith("Chương trình gặp lỗi khi xử lý (ValueError)")


def test_moment_of_a_report_is_what_was_told_but_never_in_the_future(place: Workplace, url: str) -> None:
    early, late = delivered("t1", msg_id="a"), delivered("t1", msg_id="b").replace(b"1658300400000", b"9658300400000")
    post(url, early)
    post(url, late, **signed(late, timestamp="9658300400000"))
    work(place)

    with place.read() as session:
        moments = session.scalars(select(SignalRow.at).order_by(SignalRow.id)).all()
    assert moments[0] == datetime.fromisoformat("2022-07-20T14:00+07:00")
    assert moments[1] <= present()
