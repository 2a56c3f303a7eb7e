"""Rungs as people say them, in Vietnamese."""

from __future__ import annotations

import re
from datetime import date

from domain.vietnamese_dates import day_text

REPLIES = {
    "receipt": "phiếu tiếp nhận",
    "returned": "thông báo trả lại",
    "extended": "thông báo gia hạn",
    "exempted": "thông báo miễn báo cáo",
    "unreadable": "thông báo tệp không mở được",
}
NUMBERED = ("receipt", "returned")  # an extension is numbered by its version, which says nothing to people
# What the rungs of these two ladders are counted from; those of all others from the deadline.
ANCHORS = {"returned": "hạn nộp lại", "promise": "ngày hẹn"}
SIDES = {"+": "sau", "-": "trước"}
DISTANCES = {"wd": "ngày làm việc", "d": "ngày"}

_ANSWERED = re.compile(r"(?P<rung>.+)/mail#\d+")  # an answer to a mail bears its number
_KEY = re.compile(r"(?P<name>[^#@]+)(#(?P<number>\d+))?(@(?P<day>\d{4}-\d\d-\d\d))?")
_OFFSET = re.compile(
    r"(?P<ladder>returned|promise)?(?P<side>[+-])(?P<count>\d+)(?P<unit>wd|d)(\.every(?P<every>\d+)d)?",
)
_WEEKLY = re.compile(r"((?P<ladder>returned|promise)-)?weekly")


def rung_text(rung: str) -> str:
    """A rung as people say it: "+3wd" is three working days after the deadline. A name of the plan's own stays."""
    answered = _ANSWERED.fullmatch(rung)
    if answered is not None:
        return f"{rung_text(answered['rung'])}, trả lời thư đến"
    key = _KEY.fullmatch(rung)
    if key is None:
        return rung
    name, number = key["name"], key["number"]
    if name in REPLIES:
        is_alone = name not in NUMBERED or (name, number) == ("receipt", "1")
        return REPLIES[name] if is_alone else f"{REPLIES[name]} lần {number}"
    text = _step_text(name, promised=day_text(date.fromisoformat(key["day"])) if key["day"] else "")
    # Not "lần": the letter of the rung counts urgings in its subject, and the two numbers differ.
    return f"{text}, kỳ {number}" if number else text


def _step_text(name: str, *, promised: str) -> str:
    if name == "opening":
        return "triển khai"
    if weekly := _WEEKLY.fullmatch(name):
        return f"hằng tuần sau {_anchor(weekly, promised)}" if weekly["ladder"] else "hằng tuần"
    if offset := _OFFSET.fullmatch(name):
        text = f"{SIDES[offset['side']]} {_anchor(offset, promised)} {offset['count']} {DISTANCES[offset['unit']]}"
        return f"cứ {offset['every']} ngày kể từ mốc {text}" if offset["every"] else text
    return name


def _anchor(found: re.Match[str], promised: str) -> str:
    return f"{ANCHORS.get(found['ladder'], 'hạn')} {promised}".strip()
