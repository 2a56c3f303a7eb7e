"""What needs a decision now, by name and day, and where it is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.queries import today as ask
from database.queries.answers import open_answers
from database.queries.consolidations import runs_of
from database.queries.units import unit_names
from domain.answers import ANSWER_NAMES, AnswerKind
from domain.consolidation import RunState
from domain.obligations import State
from domain.vietnamese_dates import day_text, moment_text
from notifications.messages import MESSAGE_NAMES
from services.audit_rounds import last_round
from services.phone_list import phone_list
from services.standings import obligations_at
from services.triage import waiting_for_triage
from services.wording import standing_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from services.audit_rounds import Finding, Round
    from services.overview import TierOverview
    from services.standings import Obligation

SHOWN = 5
SOON = 2  # working days within which a day is coming due
# Beyond so many obligations the phone list is not worked out for this page.
SMALL = 1_000
TOLD_ELSEWHERE = frozenset({"mail", "not_called", "refused", "unknown", "unproven"})


@dataclass(frozen=True, slots=True)
class Item:
    """One thing: about whom, what is said of it, and the page on which it is done."""

    name: str
    text: str
    path: str


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of thing to decide. `total` counts those that are not shown as well."""

    key: str
    title: str
    items: tuple[Item, ...]
    total: int
    path: str
    action: str


def is_small(tiers: Iterable[TierOverview]) -> bool:
    """Whether `matters` work out the phone list as well."""
    return sum(tier.expected + tier.exempt for tier in tiers) <= SMALL


def matters(session: Session, campaign: Campaign, tiers: Sequence[TierOverview], *, as_of: datetime) -> list[Matter]:
    """Every kind of which there is anything; none where nobody has to decide. What the overview has counted is not counted again."""
    desk = _Desk(session, campaign, as_of)
    found = [
        desk.returned(sum(tier.returned for tier in tiers)),
        desk.reviews(sum(tier.waiting for tier in tiers)),
        desk.promises(),
        desk.silent(),
        desk.unknown(),
        *([desk.calls()] if is_small(tiers) else []),
        desk.flaws(),
        desk.answers(),
        desk.mails(),
        desk.proposals(),
        desk.runs(),
    ]
    return [one for one in found if one.total]


class _Desk:
    def __init__(self, session: Session, campaign: Campaign, as_of: datetime) -> None:
        self._session, self._campaign, self._as_of = session, campaign, as_of
        self._soon = campaign.plan.calendar.shift(campaign.local_day(as_of), SOON)

    def returned(self, number: int) -> Matter:
        """Returned reports, those first whose own day comes first; none is looked for where the overview counts none."""
        found = ask.returned_reports(self._session, self._campaign, as_of=self._as_of, limit=SHOWN) if number else []
        items = [
            Item(one.name, f"nộp lại chậm nhất ngày {day_text(one.last_day)}{_late(one.days_late)}", _unit(one.unit))
            for one in found
        ]
        return Matter(
            "returned", "Báo cáo trả lại, chờ nộp lại", tuple(items), number, "/units?state=returned", "Xem tất cả"
        )

    def reviews(self, number: int) -> Matter:
        """The same of those that wait: to find that there are none is as much work as to find all."""
        campaign = self._campaign.id
        found = ask.reports_awaiting_review(self._session, campaign, as_of=self._as_of, limit=SHOWN) if number else []
        items = [Item(one.name, f"nhận ngày {self._day(one.at)}", f"/reports/{one.id}") for one in found]
        return Matter("reviews", "Báo cáo chờ xem xét", tuple(items), number, "/reports", "Xem xét")

    def promises(self) -> Matter:
        ids = ask.promised_until(self._session, self._campaign.id, until=self._soon, as_of=self._as_of)
        held = [
            (one, name, one.promise.day)
            for one, name in self._named(ids)
            if one.promise is not None and one.standing.state.is_owed
        ]
        today = self._campaign.local_day(self._as_of)
        items = [
            Item(name, f"hẹn {'đã qua, ' if day < today else ''}ngày {day_text(day)}", _unit(one.unit))
            for one, name, day in held
        ]
        return Matter(
            "promises",
            "Hẹn nộp sắp đến hoặc đã qua",
            tuple(items[:SHOWN]),
            len(items),
            "/units?promised=1",
            "Xem tất cả",
        )

    def silent(self) -> Matter:
        found, total = ask.units_to_reach(self._session, self._campaign.id, limit=SHOWN)
        items = [Item(name, "không còn kênh liên lạc nào dùng được", _unit(code)) for code, name in found]
        return Matter(
            "silent", "Đơn vị không có kênh liên lạc", tuple(items), total, "/units?no_channel=1", "Xem tất cả"
        )

    def unknown(self) -> Matter:
        found, total = ask.unknown_deliveries(self._session, self._campaign.id, as_of=self._as_of, limit=SHOWN)
        items = [
            Item(one.name, f"{MESSAGE_NAMES.get(one.what, one.what)}, ngày {self._day(one.at)}", "/messages")
            for one in found
        ]
        return Matter("unknown", "Tin gửi chưa rõ kết quả", tuple(items), total, "/messages", "Xác định kết quả")

    def calls(self) -> Matter:
        lines = phone_list(self._session, self._campaign, as_of=self._as_of)
        items = [Item(one.name, "; ".join(one.reasons), _unit(one.unit)) for one in lines]
        return Matter("calls", "Cần gọi điện thoại", tuple(items[:SHOWN]), len(items), "/phone", "Mở danh sách gọi")

    def flaws(self) -> Matter:
        """What the last round found and no other list on the page names: of calls, addresses, unclear messages there are some."""
        last = last_round(self._session, self._campaign, as_of=self._as_of)
        found = [one for one in last.findings if one.flaw.code not in TOLD_ELSEWHERE] if last is not None else []
        found.sort(key=lambda one: not one.is_new)
        names = unit_names(self._session, self._campaign.id, {one.flaw.unit for one in found if one.flaw.unit})
        items = [
            Item(
                names.get(one.flaw.unit, one.flaw.unit) or "Cả đợt",
                f"{one.flaw.text} {_since(one)}",
                _unit(one.flaw.unit) if one.flaw.unit else "/messages",
            )
            for one in found[:SHOWN]
        ]
        return Matter(
            "flaws", f"Sai sót hệ thống phát hiện{_when(last)}", tuple(items), len(found), "/findings", "Xem tất cả"
        )

    def answers(self) -> Matter:
        found = open_answers(self._session, self._campaign.id, as_of=self._as_of)
        names = unit_names(self._session, self._campaign.id, {one.unit for one in found})
        items = [
            Item(
                names.get(one.unit, one.unit),
                f"{ANSWER_NAMES[AnswerKind(one.kind)]}, ngày {self._day(one.at)}",
                "/answers",
            )
            for one in found[:SHOWN]
        ]
        return Matter("answers", "Trả lời của đơn vị chờ xử lý", tuple(items), len(found), "/answers", "Xử lý")

    def mails(self) -> Matter:
        found = [one for one in waiting_for_triage(self._session) if one.row.taken_in_at <= self._as_of]
        items = [
            Item(
                one.row.sender_name or one.row.sender,
                f"{one.row.subject}, ngày {self._day(one.row.arrived_at)}",
                "/triage",
            )
            for one in found[:SHOWN]
        ]
        return Matter("mails", "Thư đến chưa rõ của đơn vị nào", tuple(items), len(found), "/triage", "Phân loại")

    def proposals(self) -> Matter:
        found = ask.open_proposals(self._session, self._campaign.id, as_of=self._as_of)
        names = unit_names(self._session, self._campaign.id, {one.unit for one in found})
        items = [
            Item(names.get(one.unit, one.unit), f"đề nghị {one.name}, ngày {self._day(one.at)}", "/contacts")
            for one in found[:SHOWN]
        ]
        return Matter("proposals", "Đơn vị đề nghị đổi đầu mối", tuple(items), len(found), "/contacts", "Xem đề nghị")

    def runs(self) -> Matter:
        found = [one for one in runs_of(self._session, self._campaign) if one.state is RunState.WAITING]
        items = [
            Item(f"Lượt {one.id}: {one.name}", "chờ phê duyệt", f"/consolidation/{one.id}") for one in found[:SHOWN]
        ]
        return Matter("runs", "Lượt tổng hợp chờ phê duyệt", tuple(items), len(found), "/consolidation", "Xem các lượt")

    def _named(self, ids: Sequence[int]) -> Iterable[tuple[Obligation, str]]:
        """These obligations in this order, each with the name of its unit."""
        if not ids:
            return []
        found = {one.id: one for one in obligations_at(self._session, self._campaign, as_of=self._as_of, only=ids)}
        names = unit_names(self._session, self._campaign.id, {one.unit for one in found.values()})
        return [(found[one], names[found[one].unit]) for one in ids]

    def _day(self, moment: datetime) -> str:
        day: date = self._campaign.local_day(moment)
        return day_text(day)


def _late(days: int) -> str:
    return ", " + standing_text(State.OVERDUE, is_overdue=True, days_late=days) if days else ""


def _since(one: Finding) -> str:
    return "(mới hôm nay)" if one.is_new else f"(từ ngày {day_text(one.since.date())})"


def _when(last: Round | None) -> str:
    return f", lượt kiểm tra {moment_text(last.at)}" if last is not None else ""


def _unit(code: str) -> str:
    return f"/units/{code}"
