"""Writing to some units at once: who will get it when, who will not, and then the messages themselves."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import insert

from database.models import NoticeRow, OutboxRow
from database.queries.campaigns import hold
from database.queries.holds import orders_in_force
from database.queries.notices import notice_of_form, obligations_of
from database.queries.outbox import had_messages, refused_addresses
from database.queries.unit_links import series_of
from database.queries.units import contacts_of, unit_names
from domain.answer_links import NO_LINKS
from domain.chains import chains, first_usable, for_a_list
from domain.channels import channel_name
from domain.contact_addresses import shown_address
from domain.errors import RuleBroken
from domain.holds import order_over
from domain.notices import NOTICE, Words
from domain.outbox import Go, Hold, MessageState, Pending, Priority, Withdraw
from domain.outbox import release as ask_at_the_door
from domain.units import ContactRole
from notifications.rendering import render
from services.letters import page_facts
from services.notice_letters import notice_to
from services.standings import obligations_at

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy.orm import Session

    from domain.answer_links import AnswerLinks
    from domain.campaigns import Campaign
    from domain.units import Contact
    from notifications.envelope import Rendered


@dataclass(frozen=True, slots=True)
class Receiver:
    """A person who will get it over this channel: at once, or `waits` says why it goes later."""

    unit: str
    name: str
    contact: Contact
    waits: str = ""

    @property
    def address(self) -> str:
        return shown_address(self.contact.address)


@dataclass(frozen=True, slots=True)
class Unreached:
    """A unit that gets nothing, or one person of it, with the reason."""

    unit: str
    name: str
    why: str
    person: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a notice to these units would get to."""

    receivers: tuple[Receiver, ...]
    unreached: tuple[Unreached, ...]

    @property
    def units(self) -> int:
        return len({one.unit for one in self.receivers})


@dataclass(frozen=True, slots=True)
class Sent:
    """`is_new` is False where the same form had been sent before: nothing was written then."""

    notice_id: int
    messages: int
    is_new: bool


def reach(
    session: Session, campaign: Campaign, units: Iterable[str], channels: Collection[str], *, now: datetime
) -> Reach:
    """A few questions to the database, however many units. `channels` are those that are set up."""
    wanted = sorted(set(units))
    names = unit_names(session, campaign.id, wanted)
    people = contacts_of(session, campaign.id, wanted)
    bad = refused_addresses(session, campaign.id)
    chosen: list[tuple[str, Contact]] = []
    unreached: list[Unreached] = []
    for unit in (one for one in wanted if one in names):
        own = [one for one in people.get(unit, ()) if one.role is not ContactRole.LEADER]
        if not own:
            unreached.append(Unreached(unit, names[unit], "chưa có đầu mối liên hệ nào"))
        for chain in chains(own):
            # By mail if there is any: only there the words themselves go along.
            usable = [one for one in for_a_list(chain) if one.channel in channels]
            contact = first_usable(usable or for_a_list(chain), bad)
            why = _why_not(contact, bad, channels)
            if why:
                unreached.append(Unreached(unit, names[unit], why, contact.name))
            else:
                chosen.append((unit, contact))
    waits = _Door(session, campaign, [contact for _, contact in chosen], now=now)
    receivers = tuple(Receiver(unit, names[unit], contact, waits.why(contact)) for unit, contact in chosen)
    return Reach(receivers, tuple(unreached))


def preview(
    session: Session, campaign: Campaign, unit: str, words: Words, *, now: datetime, links: AnswerLinks = NO_LINKS
) -> Rendered:
    """The very letter that this unit would get."""
    names = unit_names(session, campaign.id, {unit, campaign.plan.bodies.coordinator})
    if unit not in names:
        raise RuleBroken(f"Đợt này không có đơn vị nào mang mã “{unit}”.")
    owed = obligations_of(session, campaign.id, {unit})
    own = obligations_at(session, campaign, as_of=now, only=owed) if owed else []
    superiors = unit_names(session, campaign.id, {one.superior for one in own if one.superior})
    found = notice_to(unit, words, own, campaign, names=names | superiors)
    series = series_of(session, campaign.id, [unit]).get(unit, 0)
    page = page_facts(campaign, unit, links, series=series, day=campaign.local_day(now))
    return render(replace(found, page=page))


def send_notice(
    session: Session,
    campaign: Campaign,
    words: Words,
    *,
    key: str,
    units: Collection[str],
    channels: Collection[str],
    by: str,
    now: datetime,
) -> Sent:
    """Put the notice into the outbox, once for each form: `key` was drawn with it."""
    hold(session, campaign)  # a double click waits here, and then finds what the first has written
    earlier = notice_of_form(session, key)
    if earlier is not None:
        return Sent(earlier.id, 0, is_new=False)
    found = reach(session, campaign, units, channels, now=now)
    if not found.receivers:
        raise RuleBroken("Không đơn vị nào trong danh sách nhận được thông báo; hãy bổ sung đầu mối liên hệ trước.")
    codes = sorted({one.unit for one in found.receivers})
    notice = NoticeRow(
        key=key,
        campaign_id=campaign.id,
        at=now,
        by=by,
        subject=words.title,
        text=words.text,
        units=json.dumps(codes, ensure_ascii=False),
    )
    session.add(notice)
    session.flush()
    session.execute(insert(OutboxRow), [_row(campaign, notice, one, now=now) for one in found.receivers])
    return Sent(notice.id, len(found.receivers), is_new=True)


def _why_not(contact: Contact, bad: Collection[str], channels: Collection[str]) -> str:
    if contact.channel not in channels:
        return f"kênh {channel_name(contact.channel)} chưa được cấu hình"
    if contact.address in bad:
        return f"địa chỉ {shown_address(contact.address)} đã bị từ chối; cần sửa đầu mối liên hệ"
    return ""


class _Door:
    """Asks what the door of delivery will ask of each message, if nothing else happens."""

    def __init__(self, session: Session, campaign: Campaign, people: Sequence[Contact], *, now: datetime) -> None:
        self._now, self._calendar = now, campaign.plan.calendar
        today = campaign.local_day(now)
        since = self._calendar.at(today, datetime.min.time())
        wanted = [(campaign.id, one.code, one.address) for one in people]
        heard = had_messages(session, wanted, since=since, until=since + timedelta(days=1)) if wanted else []
        self._heard = {one.address for one in heard} | {
            one.recipient for one in heard if one.campaign_id == campaign.id
        }
        self._orders = orders_in_force(session, campaign.id, now=now, today=today)

    def why(self, contact: Contact) -> str:
        order = order_over(self._orders, contact.unit, (), is_reply=False)
        pending = Pending(
            Priority.OWN_DUTY,
            ordered=order.text if order else "",
            had_today=bool({contact.address, contact.code} & self._heard),
        )
        match ask_at_the_door(pending, now=self._now, calendar=self._calendar):
            case Hold(_, reason) | Withdraw(reason):
                return reason
            case Go():
                return ""


def _row(campaign: Campaign, notice: NoticeRow, one: Receiver, *, now: datetime) -> dict[str, object]:
    contact = one.contact
    return {
        "campaign_id": campaign.id,
        "key": f"{campaign.plan.identity.id}/{NOTICE}/{notice.id}/{one.unit}/{contact.code}/{contact.channel}",
        "thread": f"{NOTICE}/{notice.id}",  # one notice says nothing of another
        "message": NOTICE,
        "unit": one.unit,
        "recipient": contact.code,
        "recipient_name": contact.name,
        "channel": contact.channel,
        "address": contact.address,
        "priority": Priority.OWN_DUTY.value,
        "moment": now,
        "next_at": now,
        "state": MessageState.QUEUED.value,
        "notice_id": notice.id,
    }
