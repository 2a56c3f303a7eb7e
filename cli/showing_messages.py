"""Messages in words: a line each, or one by one with every step."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from cli.printing import moment_text, print_table, say
from domain.channels import channel_name
from domain.signals import FATE_NAMES
from services.message_histories import STEP_NAMES, counts
from services.wording import notice_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from services.message_histories import MessageHistory, Step

NOTHING = "Không có thông báo nào như vậy."
MAY_HAVE_COME_TWICE = "có thể đã đến hai lần"


def as_json(found: MessageHistory) -> dict[str, object]:
    """The documented shape: every field by its name."""
    return {one.name: getattr(found, one.name) for one in fields(found)}


def print_table_of(found: Sequence[MessageHistory], moment: datetime) -> None:
    if not found:
        say(NOTHING)
        return
    rows = [
        (one.number, moment_text(one.steps[-1].at), one.unit, _kind(one), channel_name(one.channel), _fate(one))
        for one in found
    ]
    title = f"{len(found)} thông báo, tính đến {moment_text(moment)}"
    print_table(title, ("Số", "Lúc", "Đơn vị", "Thông báo", "Kênh", "Tình trạng"), rows, right=(0,))
    say("; ".join(f"{FATE_NAMES[fate]}: {number}" for fate, number in counts(found).items()))
    say("Từng việc của một thông báo, và nguyên văn: dondoc messages show SỐ")


def print_blocks(found: Sequence[MessageHistory]) -> None:
    """Each message with what happened to it."""
    for one in found:
        _print_head(one)
        _print_steps(one.steps)
        say()
    if not found:
        say(NOTHING)


def print_message(found: MessageHistory, subject: str, text: str) -> None:
    """One message, with the very text that went."""
    _print_head(found)
    say(f"   Mã: {found.key}")
    if found.replaces:
        say(f"   Gửi thay: {found.replaces}")
    if found.replaced_by:
        say(f"   Được thay bằng: {found.replaced_by}")
    _print_steps(found.steps)
    say()
    say(f"{subject}\n\n{text}" if text else "Chưa có nội dung: nội dung được soạn ngay trước khi gửi.")


def _print_head(one: MessageHistory) -> None:
    to = f"{one.recipient_name} ({one.address})" if one.recipient_name else one.address
    say(f"{one.number}. {_kind(one)}, {channel_name(one.channel)}, gửi {to}: {_fate(one)}", hang=3)


def _print_steps(steps: Sequence[Step]) -> None:
    for step in steps:
        said = " ".join(filter(None, (step.code, step.text)))
        say(f"   {moment_text(step.at)}  {STEP_NAMES[step.what]}{f': {said}' if said else ''}", hang=3)


def _kind(one: MessageHistory) -> str:
    return notice_name(one.message, one.rung)


def _fate(one: MessageHistory) -> str:
    name = FATE_NAMES[one.fate]
    return f"{name}, {MAY_HAVE_COME_TWICE}" if one.is_doubtful else name
