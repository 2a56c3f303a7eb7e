"""Settling an unknown result on the word of a person: staff asked the recipient, and write down what they heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from database.queries.message_histories import message_called
from domain.errors import RuleBroken
from domain.outbox import MessageState
from domain.restorations import RESTORED
from domain.signals import FATE_NAMES, SignalKind, fate_of
from services.restored_messages import send_after_all
from services.signals import hear

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.models import OutboxRow
    from domain.campaigns import Campaign

SEE_UNKNOWN = "Xem các thông báo chưa rõ kết quả: dondoc messages --state unknown"


def find_message(session: Session, campaign: Campaign, name: str) -> OutboxRow:
    """The message of the campaign with this number or key."""
    found = message_called(session, campaign.id, name.strip())
    if found is None:
        raise RuleBroken(f"Đợt này không có thông báo nào mang số hoặc mã “{name}”. Xem danh sách: dondoc messages")
    return found


def settle(
    session: Session, campaign: Campaign, name: str, *, arrived: bool, note: str, by: str, now: datetime
) -> OutboxRow:
    """Write down who was told what, and when. Refuses what is not unknown: a person's word replaces no transport's.

    What may have gone before a restoration, and did not, goes out after all.
    """
    row = find_message(session, campaign, name)
    if not note.strip():
        raise RuleBroken("Cần ghi đã hỏi ai, bằng cách nào (--note), ví dụ: --note 'Gọi đồng chí Lan, đã nhận được'.")
    _check_unknown(row)
    if row.settled_at is not None and now < row.settled_at:
        raise RuleBroken("Thời điểm ghi sớm hơn lúc thông báo được gửi; hãy ghi đúng thời điểm bằng --as-of.")
    is_restored = row.state == MessageState.UNKNOWN and row.code == RESTORED
    hear(
        session,
        row,
        SignalKind.CONFIRMED if arrived else SignalKind.DENIED,
        at=now,
        event_key=f"{'restored' if is_restored else 'settled'}/{row.key}",
        detail=f"{note.strip()} ({by} ghi)",
        scope="",  # that a message did not come says nothing against the address
    )
    row.doubtful = False
    if is_restored and not arrived:
        send_after_all(row, now=now)
    return row


def _check_unknown(row: OutboxRow) -> None:
    """What went twice, perhaps, is unknown as well: whether once or twice."""
    state = MessageState(row.state)
    if state is MessageState.UNKNOWN or (row.doubtful and state is MessageState.ACCEPTED):
        return
    words = FATE_NAMES[fate_of(state)]
    raise RuleBroken(f"Thông báo này {words}, không phải chưa rõ kết quả, nên không cần ghi. {SEE_UNKNOWN}")
