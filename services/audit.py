"""The auditor: what should never be, looked for every day and told to staff by name."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from database.models import DecisionRow, ObligationRow, OutboxRow, SubmissionRow, VersionRow
from database.queries.events import is_exempt
from database.models import ContactRow, DecisionRow, ObligationRow, OutboxRow, SubmissionRow, UnitRow, VersionRow
from database.queries.addresses import bad_addresses
from database.queries.attempts import last_accepted
from database.queries.events import is_exempt
from database.queries.hooks import notes_since
from database.queries.outbox import WAITING
from database.queries.submissions import is_standing
from domain.flaws import Flaw
from domain.outbox import MessageState
from services.channel_flaws import channel_flaws
from services.contact_flaws import contact_flaws
from domain.vietnamese_dates import day_text
from services.contact_proofs import unproven_before_opening
from services.hooks import FAILED
from services.phone_list import not_called
from services.templates import unusable_templates
from services.zalo_grants import times_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign

STUCK_AFTER = timedelta(days=4)  # longer than any week-end: a message still here was not merely held


def audit(session: Session, campaign: Campaign, *, now: datetime) -> list[Flaw]:
    """Every flaw of the campaign at `now`; none is the usual answer."""
    refused = refused_addresses(session, campaign.id)
    return [
        *_without_next_step(session, campaign),
        *_undecided(session, campaign, now),
        *_stuck(session, campaign, now),
        *channel_flaws(session, campaign, now=now),
        *contact_flaws(session, campaign, now=now),
        *_unknown(session, campaign),
        *_refused(session, campaign, refused),
        *_not_called(session, campaign, refused, now),
    ]


def _without_next_step(session: Session, campaign: Campaign) -> list[Flaw]:
    """An obligation without a standing report, not exempt, and whose ladder asks no more: a deadline that nobody measures."""
    asking = select(VersionRow.obligation_id).where(VersionRow.next_step_at.is_not(None))
    received = select(SubmissionRow.obligation_id).where(is_standing(SubmissionRow))
    units = session.scalars(
        select(ObligationRow.unit).where(
            ObligationRow.campaign_id == campaign.id,
            ObligationRow.id.not_in(asking),
            ObligationRow.id.not_in(received),
            ~is_exempt(ObligationRow.id),
        ),
    )
    return [Flaw("no_next_step", unit, "Nhiệm vụ còn mở nhưng không còn mốc nhắc việc nào.", unit) for unit in units]


def _undecided(session: Session, campaign: Campaign, now: datetime) -> list[Flaw]:
    late = session.scalar(
        select(func.count())
        .select_from(VersionRow)
        .join(ObligationRow, VersionRow.obligation_id == ObligationRow.id)
        .where(ObligationRow.campaign_id == campaign.id, VersionRow.next_step_at < now - STUCK_AFTER),
    )
    return [Flaw("undecided", campaign.plan.identity.id, f"{late} mốc đã quá hạn mà chưa được xử lý.")] if late else []


def _stuck(session: Session, campaign: Campaign, now: datetime) -> list[Flaw]:
    """Counted from the decision: what was decided late, after an outage, has not waited since its rung."""
    found = session.execute(
        select(OutboxRow.key, OutboxRow.unit, OutboxRow.message)
        .join(DecisionRow, DecisionRow.message_key == OutboxRow.key)
        .where(
            OutboxRow.campaign_id == campaign.id,
            OutboxRow.state.in_((*WAITING, MessageState.SENDING)),
            DecisionRow.decided_at < now - STUCK_AFTER,
        )
        .distinct(),
    )
    return [Flaw("stuck", key, "Thông báo nằm trong hộp thư đi quá lâu.", *about) for key, *about in found]


def _unknown(session: Session, campaign: Campaign) -> list[Flaw]:
    found = session.execute(
        select(OutboxRow.key, OutboxRow.unit, OutboxRow.message).where(
            OutboxRow.campaign_id == campaign.id,
            (OutboxRow.state == MessageState.UNKNOWN) | OutboxRow.doubtful,
        ),
    )
    return [Flaw("unknown", key, "Chưa rõ thư đã đến hay chưa; cần kiểm tra.", *about) for key, *about in found]


def _refused(session: Session, campaign: Campaign) -> list[Flaw]:
    """An address that messages do not reach, for as long as it stands in the list of contacts: a task for staff."""
    bad = bad_addresses(session, campaign.id)
def _refused(session: Session, campaign: Campaign, refused: frozenset[str]) -> list[Flaw]:
    """An address that the mail server does not know, for as long as it stands in the list of contacts."""
    if not refused:
        return []
    found = session.execute(
        select(ContactRow.unit, UnitRow.name, ContactRow.name, ContactRow.address)
        .join(UnitRow, and_(UnitRow.campaign_id == ContactRow.campaign_id, UnitRow.code == ContactRow.unit))
        .where(ContactRow.campaign_id == campaign.id, ContactRow.address.in_(bad))
        .order_by(ContactRow.id),
    )
    return [
        Flaw("refused", unit, _to_be_mended(campaign, bad[address], name=name, person=person, address=address), unit)
        for unit, name, person, address in found
    ]


def _to_be_mended(campaign: Campaign, bad: BadAddress, *, name: str, person: str, address: str) -> str:
    day = day_text(campaign.local_day(bad.since))
    return (
        f"{name}: địa chỉ {shown_address(address)} của {person} không nhận được tin từ ngày {day}. {bad.note.rstrip('. ')}. "
        "Hãy gọi điện thoại và xin địa chỉ đúng."
    )


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


def _unproven(session: Session, campaign: Campaign, now: datetime) -> list[Flaw]:
    """Units of which nobody ever answered, for as long as the first notice has not gone."""
    found = unproven_before_opening(session, campaign, now=now)
    return [Flaw(UNPROVEN, unit.code, UNPROVEN_TEXT, unit.code) for unit in found]


def _not_called(session: Session, campaign: Campaign, now: datetime) -> list[Flaw]:
def _not_called(session: Session, campaign: Campaign, refused: frozenset[str], now: datetime) -> list[Flaw]:
    """A unit that no letter reached, or that staff want called, and of which the ledger of calls says nothing since."""
    calendar, today = campaign.plan.calendar, campaign.local_day(now)
    flaws: dict[str, Flaw] = {}
    for unit, since in not_called(session, campaign, as_of=now, refused=refused):
        day = campaign.local_day(since)
        if calendar.working_days(after=day, until=today) > CALLED_WITHIN:
            text = (
                f"Có trong danh sách gọi điện thoại từ ngày {day_text(day)} mà chưa ghi cuộc gọi nào: dondoc phone list"
            )
            flaws.setdefault(unit, Flaw("not_called", unit, text, unit))
    return list(flaws.values())


def _without_copies(session: Session, campaign: Campaign) -> list[Flaw]:
    """The journal did not take the copy of the last letter that went: after a crash there would be nothing to look in."""
    last = last_accepted(session, campaign.id)
    return [Flaw("no_copy", campaign.plan.identity.id, f"{last.detail}.")] if last is not None and last.code else []
