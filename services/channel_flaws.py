"""What the auditor looks for among the channels: what nobody knows, what is refused, what may not send any more."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from database.models import ContactRow
from database.queries.attempts import last_accepted
from database.queries.channels import channels_named
from database.queries.hooks import notes_since
from database.queries.zalo_grants import grant_rows
from domain.channels import channel_name
from domain.contact_addresses import shown_address
from domain.flaws import Flaw
from domain.vietnamese_dates import day_text, moment_text
from services.breakers import breakers
from services.hooks import FAILED
from services.templates import unusable_templates
from services.zalo_grants import times_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.queries.addresses import BadAddress
    from domain.breakers import Breaker
    from domain.campaigns import Campaign

DOWN_FOR = timedelta(hours=2)  # what is shorter mends itself


def channels_in_use(session: Session, campaign: Campaign, *, now: datetime) -> dict[str, Breaker]:
    """How each channel that somebody can be written to on may be used."""
    names = channels_named(session, campaign.id)
    return breakers(session, names, now=now, calendar=campaign.plan.calendar)


def channel_flaws(
    session: Session,
    campaign: Campaign,
    bad: Mapping[str, BadAddress],
    channels: Mapping[str, Breaker],
    *,
    now: datetime,
) -> list[Flaw]:
    """`bad` are the addresses that take nothing any more, `channels` how each channel may be used."""
    return [
        *_refused(session, campaign, bad),
        *_down(campaign, channels, now),
        *_without_consent(session, now),
        *_templates(session),
        *_failed_hooks(session, campaign),
        *_without_copies(session, campaign),
    ]


def _refused(session: Session, campaign: Campaign, bad: Mapping[str, BadAddress]) -> list[Flaw]:
    """An address that messages do not reach, for as long as it stands in the list of contacts: a task for staff."""
    if not bad:
        return []
    found = session.execute(
        select(ContactRow.unit, ContactRow.name, ContactRow.address)
        .where(ContactRow.campaign_id == campaign.id, ContactRow.address.in_(bad))
        .order_by(ContactRow.id),
    )
    return [
        Flaw("refused", unit, _to_be_mended(campaign, bad[address], person=person, address=address), unit)
        for unit, person, address in found
    ]


def _to_be_mended(campaign: Campaign, bad: BadAddress, *, person: str, address: str) -> str:
    day = day_text(campaign.local_day(bad.since))
    return (
        f"Địa chỉ {shown_address(address)} của {person} không nhận được tin từ ngày {day}. {bad.note.rstrip('. ')}. "
        "Hãy gọi điện thoại và xin địa chỉ đúng."
    )


def _down(campaign: Campaign, channels: Mapping[str, Breaker], now: datetime) -> list[Flaw]:
    """A channel of ours that has failed as a whole for hours: only a person can mend it."""
    calendar = campaign.plan.calendar
    return [
        Flaw(
            "channel_down",
            name,
            f"Kênh {channel_name(name)} không gửi được từ {moment_text(calendar.local(found.down_since))}: "
            f"{found.detail.rstrip('. ')}. Sửa xong hãy chạy: dondoc channels reopen {name}",
        )
        for name, found in channels.items()
        if found.down_since is not None and now >= found.down_since + DOWN_FOR
    ]


def _without_consent(session: Session, now: datetime) -> list[Flaw]:
    """An Official Account whose right to send is lost, or whose renewal somebody began and nobody finished."""
    return [
        Flaw("reconsent", row.oa_id, f"Official Account Zalo {row.oa_id} cần được cấp quyền lại: dondoc zalo grant")
        for row in grant_rows(session)
        if times_of(row).needs_reconsent(now)
    ]


def _templates(session: Session) -> list[Flaw]:
    """A template of Zalo's that may not be used any more: nothing goes out by it until staff mend it."""
    return [
        Flaw(
            "template",
            one.template,
            f"Zalo không cho dùng mẫu tin {one.template} ({one.status}). {one.reason} Hãy sửa mẫu trên trang quản trị.",
        )
        for one in unusable_templates(session)
    ]


def _failed_hooks(session: Session, campaign: Campaign) -> list[Flaw]:
    number = notes_since(session, FAILED)
    text = f"{number} báo cáo phát của máy chủ ngoài chưa xử lý được vì chương trình gặp lỗi; hãy báo người phụ trách kỹ thuật."
    return [Flaw("hook", campaign.plan.identity.id, text)] if number else []


def _without_copies(session: Session, campaign: Campaign) -> list[Flaw]:
    """The journal did not take the copy of the last letter that went: after a crash there would be nothing to look in."""
    last = last_accepted(session, campaign.id)
    return [Flaw("no_copy", campaign.plan.identity.id, f"{last.detail}.")] if last is not None and last.code else []
