"""Another ladder for a running campaign: what its rungs must be, and what they are called."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.errors import RuleBroken
from domain.ladder import FURTHEST, Audience

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.ladder import Ladder, Rung

BEFORE = ("opening", "reminder", "last_reminder")
AFTER = ("urging", "second_urging")
# Which messages make sense for whom: a list is for those above, a letter for the unit itself.
MESSAGES_FOR: dict[Audience, tuple[str, ...]] = {
    Audience.UNIT: (*BEFORE, *AFTER),
    Audience.SUPERIOR: ("district_digest",),
    Audience.BOARD: ("board_digest",),
    Audience.LEADERS: ("board_digest",),
    Audience.OFFICE: ("escalation_list",),
}
MOST_RUNGS = 40
# The names of the rungs of these ladders begin with that of the ladder.
PREFIXED = ("returned", "promise")


def named_rungs(rungs: Sequence[Rung], old: Ladder) -> tuple[Rung, ...]:
    """A rung that stands where it stood keeps its name; any other is called by where it stands.

    So a name means one place for as long as the campaign runs, and what was decided for one rung never stands for another.
    """
    known = {(rung.offset, rung.every_days): rung.id for rung in old.rungs}
    return tuple(replace(rung, id=known.get((rung.offset, rung.every_days)) or _name(rung, old)) for rung in rungs)


def _name(rung: Rung, ladder: Ladder) -> str:
    if rung.offset is None:
        return "opening"
    prefix = ladder.id if ladder.id in PREFIXED else ""
    return f"{prefix}{rung.offset}{f'.every{rung.every_days}d' if rung.every_days else ''}"


def check_rungs(rungs: Sequence[Rung], old: Ladder) -> None:
    if not rungs:
        raise RuleBroken("Thang nhắc việc phải có ít nhất một nấc; nếu không sẽ không nhắc ai.")
    if len(rungs) > MOST_RUNGS:
        raise RuleBroken(f"Thang nhắc việc có quá nhiều nấc; nhiều nhất là {MOST_RUNGS} nấc.")
    names = [rung.id for rung in rungs]
    if doubled := next((name for name in names if names.count(name) > 1), None):
        raise RuleBroken(f"Có hai nấc cùng mốc “{doubled}”; hãy gộp thành một nấc.")
    for rung in rungs:
        if rung not in old.rungs:
            check_rung(rung)


def check_rung(rung: Rung) -> None:
    """Raises RuleBroken for one that would tell somebody something that is none of his, or not so on that day."""
    place = f"Nấc “{rung.id}”"
    if not rung.notices:
        raise RuleBroken(f"{place} chưa gửi cho ai; hãy chọn người nhận, hoặc bỏ nấc này.")
    if not 0 <= rung.every_days <= FURTHEST or (rung.every_days and rung.offset is None):
        raise RuleBroken(f"{place}: số ngày lặp lại không hợp lệ; nấc mở đợt không lặp lại.")
    is_after = rung.offset is not None and rung.offset.days > 0
    if rung.every_days and not is_after:
        raise RuleBroken(f"{place} lặp lại thì mốc phải ở sau hạn.")
    for notice in rung.notices:
        if notice.message not in MESSAGES_FOR[notice.audience]:
            raise RuleBroken(f"{place}: thông báo đã chọn không dành cho người nhận đó; hãy chọn lại.")
        if notice.message in BEFORE and is_after:
            raise RuleBroken(f"{place} ở sau hạn thì phải gửi đôn đốc, không gửi nhắc việc trước hạn.")
        if notice.message not in BEFORE and not is_after:
            raise RuleBroken(f"{place} ở trước hạn thì chỉ gửi nhắc việc cho đơn vị; chưa ai quá hạn.")
