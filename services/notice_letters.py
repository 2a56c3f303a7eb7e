"""What a notice says to one unit: the words of staff, in the frame of the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.notices import Words
from notifications.contexts import StaffNotice
from services.letters import duty_facts, plan_facts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from database.models import NoticeRow, OutboxRow
    from domain.campaigns import Campaign
    from services.standings import Obligation


def staff_notice(
    row: OutboxRow, notice: NoticeRow, own: Sequence[Obligation], campaign: Campaign, *, names: Mapping[str, str]
) -> StaffNotice:
    return notice_to(row.unit, Words(notice.subject, notice.text), own, campaign, names=names)


def notice_to(
    unit: str, words: Words, own: Sequence[Obligation], campaign: Campaign, *, names: Mapping[str, str]
) -> StaffNotice:
    """`own` are the duties of the unit; those that it has done need no deadline any more."""
    return StaffNotice(
        plan=plan_facts(campaign, names),
        unit=names[unit],
        title=words.title,
        paragraphs=words.paragraphs,
        duties=tuple(duty_facts(one, campaign, names) for one in own if one.standing.state.is_owed),
    )
