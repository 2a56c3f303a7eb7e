"""Subscriptions: other servers that are told of changes, for administrators."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import HTMLResponse, Response

from database.models import SubscriptionRow
from database.queries.subscriptions import call_counts, calls_of, subscriptions_of
from domain.audit_log import Action
from domain.changes import CALL_STATES, CHANGE_NAMES, CallState, ChangeKind
from domain.errors import RuleBroken
from services.subscriptions import end_subscription, find_subscription, queue_test, replay_call, subscribe
from web.desks import Desk
from web.ids import Id
from web.list_answers import Column, list_answer
from web.permits import Administering

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from database.models import SubscriptionCallRow

router = APIRouter(prefix="/admin/subscriptions")
SHOWN_CALLS = 50
MOST_CALLS = 20_000  # rows of an export
SECRET_BYTES = 32
COLUMNS = (
    Column("Địa chỉ", 50),
    Column("Được báo", 50),
    Column("Đã nhận", 9),
    Column("Chờ gửi", 9),
    Column("Không gửi được", 9),
    Column("Người thêm", 24),
    Column("Thêm lúc", 17),
    Column("Ngừng lúc", 17),
)
CALL_COLUMNS = (
    Column("Thay đổi", 34),
    Column("Mã sự kiện", 30),
    Column("Ghi lúc", 17),
    Column("Kết quả", 22),
    Column("Nhận lúc", 17),
    Column("Số lần gọi", 9),
    Column("Ghi chú", 50),
)
ALL_CHANGES = "mọi thay đổi"
CHOICES = {kind: name for kind, name in CHANGE_NAMES.items() if kind is not ChangeKind.TEST}
NOTHING_OPEN = "Chưa mở đợt nào nên chưa có thay đổi nào để báo."


@router.get("")
def list_subscriptions(desk: Administering) -> HTMLResponse:
    return _list(desk)


@router.post("")
def add(
    desk: Administering,
    address: Annotated[str, Form(max_length=1000)] = "",
    kinds: Annotated[list[str] | None, Form()] = None,
) -> HTMLResponse:
    chosen, secret = kinds or [], secrets.token_urlsafe(SECRET_BYTES)
    try:
        with desk.begin() as session:
            row = subscribe(
                session,
                _campaign_of(desk).campaign,
                address,
                kinds=chosen,
                secret=secret,
                cipher=desk.place.cipher,
                by=desk.by,
                now=desk.now,
            )
            desk.record(session, Action.SUBSCRIPTION_ADDED, about=f"subscription:{row.id}", address=row.shown)
    except RuleBroken as refused:
        return _list(desk, address=address, chosen=chosen, error=str(refused), status=409)
    return desk.page("admin/subscription_secret.html", row=row, secret=secret)


@router.get(".xlsx")
def export(desk: Administering) -> Response:
    found = _subscriptions(desk)
    rows = [
        [
            row.shown,
            "; ".join(kinds) or ALL_CHANGES,
            *(counts.get(state, 0) for state in (CallState.DELIVERED, CallState.QUEUED, CallState.FAILED)),
            row.created_by,
            row.created_at,
            row.ended_at,
        ]
        for row, kinds, counts in found
    ]
    title, name = "Hệ thống khác nhận báo thay đổi", "dang-ky.xlsx"
    return list_answer(desk, COLUMNS, rows, title=title, name=name, about="subscriptions", as_of=desk.now)


@router.get("/{number}/calls.xlsx")
def export_calls(desk: Administering, number: Id) -> Response:
    with desk.read() as session:
        row = _found(session, desk, number)
        calls = calls_of(session, row.id, limit=MOST_CALLS)
    title, about = f"Lời gọi tới {row.shown}", f"subscription:{number}"
    return list_answer(
        desk, CALL_COLUMNS, map(_call_row, calls), title=title, name="loi-goi.xlsx", about=about, as_of=desk.now
    )


@router.get("/{number}")
def show(desk: Administering, number: Id) -> HTMLResponse:
    with desk.read() as session:
        row = _found(session, desk, number)
        calls = calls_of(session, row.id, limit=SHOWN_CALLS)
    return desk.page(
        "admin/subscription.html",
        row=row,
        kinds=_kinds(row),
        calls=calls,
        names=CHANGE_NAMES,
        states=CALL_STATES,
        may_send=desk.place.may_send,
    )


@router.post("/{number}/test")
def test_call(desk: Administering, number: Id) -> Response:
    with desk.begin() as session:
        row = _found(session, desk, number)
        queue_test(session, desk.campaign, row, site=desk.place.settings.web_url.strip(), now=desk.now)
        desk.record(session, Action.SUBSCRIPTION_TESTED, about=f"subscription:{number}")
    return desk.back(
        f"/admin/subscriptions/{number}", "Lời gọi thử đang chờ gửi; tải lại trang sau ít giây để xem kết quả."
    )


@router.post("/{number}/end")
def end(desk: Administering, number: Id) -> Response:
    with desk.begin() as session:
        end_subscription(session, _found(session, desk, number), by=desk.by, now=desk.now)
        desk.record(session, Action.SUBSCRIPTION_ENDED, about=f"subscription:{number}")
    return desk.back("/admin/subscriptions", "Đã ngừng đăng ký; máy nhận không được báo gì thêm.")


@router.post("/{number}/calls/{call_id}/replay")
def replay(desk: Administering, number: Id, call_id: Id) -> Response:
    with desk.begin() as session:
        call = replay_call(session, _found(session, desk, number), call_id, now=desk.now)
        desk.record(session, Action.CALL_REPLAYED, about=f"subscription:{number}", event=call.event_key)
    return desk.back(f"/admin/subscriptions/{number}", "Lời gọi đang chờ gửi lại.")


def _list(
    desk: Desk, *, address: str = "", chosen: Sequence[str] = (), error: str = "", status: int = 200
) -> HTMLResponse:
    return desk.page(
        "admin/subscriptions.html",
        status=status,
        rows=_subscriptions(desk),
        choices=CHOICES,
        address=address,
        chosen=chosen,
        error=error,
        failed=CallState.FAILED,
        delivered=CallState.DELIVERED,
        queued=CallState.QUEUED,
        may_send=desk.place.may_send,
    )


def _subscriptions(desk: Desk) -> list[tuple[SubscriptionRow, list[str], dict[CallState, int]]]:
    """Each with what it is told of, and how its calls stand."""
    if desk.found is None:
        return []
    with desk.read() as session:
        rows, counts = subscriptions_of(session, desk.found.id), call_counts(session, desk.found.id)
    return [(row, _kinds(row), counts.get(row.id, {})) for row in rows]


def _call_row(call: SubscriptionCallRow) -> list[object]:
    name, state = CHANGE_NAMES[ChangeKind(call.kind)], CALL_STATES[CallState(call.state)]
    return [name, call.event_key, call.at, state, call.sent_at, call.attempts, call.note]


def _campaign_of(desk: Desk) -> Desk:
    if desk.found is None:
        raise RuleBroken(NOTHING_OPEN)
    return desk


def _found(session: Session, desk: Desk, number: int) -> SubscriptionRow:
    try:
        return find_subscription(session, _campaign_of(desk).campaign, number)
    except RuleBroken as refused:
        raise HTTPException(404, detail=str(refused)) from None


def _kinds(row: SubscriptionRow) -> list[str]:
    """What the subscriber is told of, in words; empty for everything."""
    return [CHANGE_NAMES[ChangeKind(kind)] for kind in json.loads(row.kinds)]
