from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from demo.hand_ins import HandIns
from demo.summary import Places, Summary
from demo.telling import tell_day, tell_summary
from domain.outbox import MessageState
from rehearsal.events import Events
from services.proving import Proof
from services.status import Status

DAY = date(2022, 8, 22)


@pytest.mark.parametrize(
    ("events", "decisions", "told"),
    [
        (Events(3, 1), {"district": 24}, "nhận 3 báo cáo, trả lại 1 báo cáo; quyết định 24 mốc, gửi 13 thư"),
        (Events(returned=1, accepted=5), {}, "chấp nhận 5 và trả lại 1 báo cáo; gửi 13 thư"),
        (Events(extended=("HU",)), {}, "gia hạn cho Huyện ủy Bình Lục; gửi 13 thư"),
        (Events(exempted=("HU",)), {}, "miễn báo cáo cho Huyện ủy Bình Lục; gửi 13 thư"),
        (
            Events(received=2, refused=("HU",)),
            {},
            "nhận 2 báo cáo, Huyện ủy Bình Lục gửi tệp hỏng, tệp được giữ và đơn vị được báo nộp lại; gửi 13 thư",
        ),
        (Events(received=8), {}, "nhận 8 báo cáo; gửi 13 thư"),
        (Events(promised=2), {}, "2 đơn vị hẹn ngày nộp; gửi 13 thư"),
        (Events(), {"district": 2}, "quyết định 2 mốc, gửi 13 thư"),
    ],
)
def test_a_day_tells_apart_what_came_in_and_what_went_back(
    capsys: pytest.CaptureFixture[str], events: Events, decisions: dict[str, int], told: str
) -> None:
    tell_day(DAY, events=events, decisions=decisions, deliveries={"accepted": 13}, names={"HU": "Huyện ủy Bình Lục"})

    assert capsys.readouterr().out == f"  22/8/2022 (thứ Hai): {told}\n"


def proof() -> Proof:
    return Proof(
        as_of=datetime(2022, 9, 30, tzinfo=UTC),
        plan="15-KH/TU",
        rungs=7,
        undecided=0,
        decisions=9,
        messages=4,
        sent=4,
        held=0,
        waiting=0,
        superseded=0,
        not_sent={},
        unknown=(),
        lost_items=(),
        doubled_items=(),
        possible_doubles=(),
    )


def test_the_summary_lists_messages_in_the_order_of_a_campaign(capsys: pytest.CaptureFixture[str]) -> None:
    titles = ("Thông báo triển khai", "Nhắc việc", "Đôn đốc", "Phiếu tiếp nhận")
    summary = Summary(
        status=Status("15-KH/TU", "Sơ kết", datetime(2022, 9, 30, tzinfo=UTC), (), ()),
        hand_ins=HandIns(0, {}, 0, 0, {}, 0),
        messages={(title, MessageState.ACCEPTED): 1 for title in reversed(titles)},
        escalations=(),
        unreached=(),
        silences={},
        waiting=0,
        unknown=2,
        proof=proof(),
    )

    tell_summary(summary, Places(Path("thu"), Path("ds.xlsx"), (), (), "http://127.0.0.1"))

    printed = capsys.readouterr().out
    assert sorted(titles, key=lambda title: printed.index(f"\n{title} ")) == list(titles)
    assert "Phải\u00a0nộp" in printed
    assert "Chưa rõ 2 thư đã đến hay chưa" in printed
    assert "mất dấu 0; gửi trùng 0" in " ".join(printed.split())
