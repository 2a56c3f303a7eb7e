"""Files that go with a message: the list of overdue units for the Provincial Party Office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.escalation_list import EscalationEntry, EscalationList, Notice, write_escalation_list
from documents.letterhead import Letterhead, Signature, number_line
from domain.vietnamese_dates import day_text
from notifications.envelope import Attachment
from notifications.messages import SENT
from services.letters import letter_name, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.campaigns import Campaign
    from notifications import contexts
    from services.digests import Lists
    from services.standings import Obligation

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def escalation_file(
    context: contexts.EscalationList,
    lists: Lists,
    overdue: Sequence[Obligation],
    campaign: Campaign,
) -> Attachment:
    """The list as a Word file in the Party's layout, with every message that went out."""
    value = escalation_value(context, lists, overdue, campaign)
    return Attachment(f"Danh-sach-qua-han-{value.as_of:%Y-%m-%d}.docx", WORD, write_escalation_list(value))


def escalation_value(
    context: contexts.EscalationList,
    lists: Lists,
    overdue: Sequence[Obligation],
    campaign: Campaign,
) -> EscalationList:
    """What the list says, however it is written. Its number is left blank: numbers are given by people."""
    named = {lists.name(one.unit): one for one in (*lists.obligations, *overdue)}
    identity = campaign.plan.identity
    bodies = campaign.plan.bodies
    superior_line, issuer_line = bodies.letterhead
    day = campaign.local_day(lists.now)
    return EscalationList(
        letterhead=Letterhead(
            superior_line=superior_line,
            issuer_line=issuer_line,
            number_line=number_line(None, code=f"BC/{lists.unit(bodies.coordinator).symbol}"),
            place=identity.place,
            day=day,
        ),
        abstract=f"danh sách các đơn vị quá hạn gửi {identity.task} tính đến ngày {day_text(day)}",
        plan=identity.citation,
        issuer=lists.name(bodies.coordinator),
        as_of=day,
        expected=sum(tier.expected for tier in context.tiers),
        received=sum(tier.received for tier in context.tiers),
        entries=tuple(_entry(line, named[line.unit], lists, campaign) for line in context.overdue),
        unreached=tuple(_entry(line, named[line.unit], lists, campaign) for line in context.unreached),
        signature=Signature(
            "", bodies.position, recipients=(context.recipient, f"Lưu {lists.name(bodies.coordinator)}")
        ),
    )


def _entry(line: contexts.Line, one: Obligation, lists: Lists, campaign: Campaign) -> EscalationEntry:
    return EscalationEntry(
        unit=line.unit,
        deadline=line.last_day,
        days_late=line.days_late,
        notices=_notices(one, lists, campaign),
        last_contact=line.last_contact,
        contact=line.contact,
        promise=day_text(line.promised) if line.promised else None,
        is_returned=line.is_returned,
    )


def _notices(one: Obligation, lists: Lists, campaign: Campaign) -> tuple[Notice, ...]:
    """Every message about this duty that was tried, with how it ended."""
    return tuple(
        Notice(letter.day, letter_name(letter), letter.result, is_sent=letter.result == SENT)
        for letter in written(lists.settled(one.unit), one, campaign)
    )
