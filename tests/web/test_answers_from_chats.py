"""From a chat to the list of staff: bound by a code, written, worked off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from config.clock import now as present
from config.hooks import work_off_hooks
from database.models import AnswerRow, ContactRow, HookRow, OutboxRow
from services.bindings import issue_code
from tests.web.calls import BOT_SECRET, ask, bot_event

if TYPE_CHECKING:
    from config.wiring import Workplace


def write(url: str, text: str, number: int) -> None:
    headers = {"X-Bot-Api-Secret-Token": BOT_SECRET}
    body = bot_event(text, number=f"b{number}", date=0)
    assert ask("POST", f"{url}/hooks/zalobot", content=body, headers=headers).status_code == 200


def work(place: Workplace) -> list[str]:
    work_off_hooks(place, now=present())
    with place.read() as session:
        return list(session.scalars(select(HookRow.note).order_by(HookRow.id)))


@pytest.fixture
def code(place: Workplace) -> str:
    campaign = place.campaign()
    with place.begin() as session:
        contact = session.scalars(select(ContactRow).where(ContactRow.code == "x1")).one()
        issued = issue_code(
            session,
            campaign,
            contact,
            channel="zalobot",
            by="Lan",
            draw=lambda: "482913",
            secret=place.secret.encode(),
            now=present(),
        )
    return issued.code


def test_person_binds_a_chat_and_what_is_written_there_reaches_staff(place: Workplace, url: str, code: str) -> None:
    for number, text in enumerate(("DA NOP", f"liên kết {code}", "DA NOP", "Gửi về đâu?")):
        write(url, text, number)

    assert work(place) == [
        "Người gửi chưa liên kết với đầu mối nào: zalobot chat-1.",
        "Đã liên kết zalobot với Đầu mối X1 (X1).",
        "Trả lời của X1: claims_submitted.",
        "Trả lời của X1: asks.",
    ]
    with place.read() as session:
        rows = [(row.unit, row.channel, row.kind, row.text) for row in session.scalars(select(AnswerRow))]
    assert rows == [("X1", "zalobot", "claims_submitted", "DA NOP"), ("X1", "zalobot", "asks", "Gửi về đâu?")]


def test_who_bound_an_account_is_written_to_over_it_at_once(place: Workplace, url: str, code: str) -> None:
    write(url, f"LIENKET {code}", 1)
    work(place)
    work(place)

    with place.read() as session:
        (row,) = session.scalars(select(OutboxRow).where(OutboxRow.channel == "zalobot")).all()
    assert (row.message, row.address, row.state) == ("contact_test", "chat-1", "queued")


def test_code_that_came_in_time_binds_although_it_is_worked_off_later(place: Workplace, url: str, code: str) -> None:
    write(url, f"LIENKET {code}", 1)

    work_off_hooks(place, now=present().replace(year=present().year + 1))

    with place.read() as session:
        assert session.scalars(select(ContactRow.address).where(ContactRow.channel == "zalobot")).all() == ["chat-1"]
