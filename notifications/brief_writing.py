"""From a context to its brief: what of the letter may leave the house, as a chat and as an SMS say it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING

from domain.short_names import short_official_name
from domain.spelling import nfc
from notifications.briefs import Brief
from notifications.contexts import (
    DISTANT,
    BoardDigest,
    ContactTest,
    DistrictDigest,
    EscalationList,
    Exempted,
    Extended,
    LastReminder,
    Receipt,
    Reminder,
    Returned,
    SecondUrging,
    StaffNotice,
    Urging,
)
from notifications.messages import FOLDERS
from notifications.sms_text import EACH_OF_SEVERAL, ONE_PART, sms_text
from notifications.wording import STAFF, writer

if TYPE_CHECKING:
    from notifications.contexts import Context

Fill = Callable[[str, Mapping[str, object]], str]
"""A template filled in with facts."""

ASKED = {
    "opening": "Đề nghị quan tâm chỉ đạo, tổ chức thực hiện và gửi báo cáo đúng hạn.",
    "reminder": "Đề nghị quan tâm hoàn thiện và gửi báo cáo đúng hạn.",
    "last_reminder": "Đề nghị khẩn trương hoàn thành và gửi báo cáo đúng hạn.",
    "urging": "Đề nghị khẩn trương hoàn thành, gửi báo cáo trong thời gian sớm nhất.",
    "second_urging": "Đề nghị tập trung chỉ đạo, hoàn thành và gửi báo cáo trong thời gian sớm nhất.",
    "district_digest": "Đề nghị quan tâm chỉ đạo, đôn đốc các đơn vị trực thuộc gửi báo cáo.",
    "board_digest": "Đề nghị theo dõi, đôn đốc các đơn vị và cập nhật kết quả.",
    "escalation_list": "Trân trọng đề nghị xem xét, báo cáo cấp có thẩm quyền cho ý kiến chỉ đạo.",
    "receipt": "Trân trọng cảm ơn; nếu nội dung cần bổ sung, sẽ có thông báo riêng.",
    "returned": "Đề nghị bổ sung, hoàn thiện và gửi lại báo cáo đúng hạn.",
    "extended": "Đề nghị gửi báo cáo theo hạn mới.",
    "exempted": "Từ nay không còn thông báo nhắc việc nào về báo cáo này.",
    "unreadable": "Đề nghị gửi lại báo cáo bằng tệp Word (.docx) hoặc PDF.",
    "fresh_link": "Đề nghị mở liên kết để nộp báo cáo và xem tình hình.",
    "contact_test": "Đề nghị đồng chí xác nhận đã nhận được tin này.",
    "notice": "Đề nghị quan tâm đọc và thực hiện.",
}
_NAME_LIMIT = 30  # letters: what a ZBS template takes for a name
_SENDER_LIMIT = 20
_SHORTEST_NAME = 20
_TWO_PARTS = 2 * EACH_OF_SEVERAL
_DAYS_TO_ANSWER = timedelta(days=3)
_SATURDAY = 5


def brief_of(context: Context, facts: Mapping[str, object], *, fill: Fill) -> Brief:
    """`facts` are the fields of the context by name, as its templates get them."""
    message, unit, last_day = FOLDERS[type(context)], _unit(context), _last_day(context)
    asked = _asked(context)
    known: dict[str, object] = {
        **facts,
        "unit": unit,
        "writes": _writer(context),
        "asked": asked,
        "last_day": last_day,
        "answer_day": _answer_day(context),
        "page": page_url(context),
    }
    text, one_way = (fill(f"{message}/brief.txt", known | {"can_answer": can}).strip() for can in (True, False))
    return Brief(
        message=message,
        plan_number=nfc(context.plan.number),
        task=nfc(context.plan.task),
        unit=nfc(unit),
        short_unit=short_official_name(unit, most=_NAME_LIMIT),
        asked=asked,
        text=text,
        sms=_sms(context, known, fill=fill),
        last_day=last_day,
        days=_days(context),
        one_way=one_way if one_way != text else "",
    )


def _sms(context: Context, known: Mapping[str, object], *, fill: Fill) -> str:
    """The fullest wording that fits into one part, or else into two. Names give way, a date or a number never does.

    The link goes behind it where two parts hold both.
    """
    template = f"{FOLDERS[type(context)]}/sms.txt"
    written = [sms_text(fill(template, {**known, **words})) for words in _wordings(context)]
    fitting = (text for limit, text in product((ONE_PART, _TWO_PARTS), written) if len(text) <= limit)
    text = next(fitting, written[-1])
    linked = f"{text} {known['page']}" if known["page"] else text
    return linked if len(linked) <= _TWO_PARTS else text


def page_url(context: Context) -> str:
    """The link to the unit's own pages, in what is written to a unit about its duty."""
    if isinstance(context, DISTANT):
        return ""
    page = context.page if isinstance(context, StaffNotice) else context.duty.page
    return page.url if page else ""


def _wordings(context: Context) -> list[dict[str, str]]:
    """Who writes, of which report of which unit: from the fullest wording to the barest."""
    unit = _unit(context)
    who = short_official_name(_writer(context), most=_SENDER_LIMIT)
    short = short_official_name(unit, most=_NAME_LIMIT)
    shortest = short_official_name(unit, most=_SHORTEST_NAME)
    return [
        {"who": who, "unit": unit, "report": context.plan.task},
        {"who": who, "unit": short, "report": context.plan.task},
        {"who": who, "unit": short, "report": "báo cáo"},
        {"who": who, "unit": shortest, "report": "báo cáo"},
    ]


def _unit(context: Context) -> str:
    """Whom the brief is for and about; the list of the board is for the board itself."""
    if isinstance(context, BoardDigest):
        return f"Lãnh đạo {context.plan.sender}" if context.for_leaders else context.plan.sender
    if isinstance(context, ContactTest | StaffNotice):
        return context.unit
    return context.recipient if isinstance(context, DistrictDigest | EscalationList) else context.duty.unit


def _writer(context: Context) -> str:
    """The board; to the board itself only its staff."""
    if isinstance(context, BoardDigest):
        return STAFF
    if isinstance(context, DistrictDigest | EscalationList | ContactTest | StaffNotice):
        return context.plan.sender
    return writer(context.plan, context.duty)


def _asked(context: Context) -> str:
    if isinstance(context, BoardDigest) and context.for_leaders:
        return "Kính báo cáo để theo dõi, cho ý kiến chỉ đạo."
    return ASKED[FOLDERS[type(context)]]


def _last_day(context: Context) -> date | None:
    match context:
        case BoardDigest() | EscalationList() | Exempted() | ContactTest():
            return None
        case DistrictDigest():
            return context.figures.last_day
        case StaffNotice():
            return min((duty.deadline.last_day for duty in context.duties), default=None)
        case Receipt():
            return context.last_day
        case Returned() | Extended():
            return context.new_last_day
    return context.duty.deadline.last_day


def _days(context: Context) -> int:
    """To the deadline, as far as the letter counts them."""
    match context:
        case Reminder() | LastReminder():
            return context.days_left
        case Urging() | SecondUrging() | Receipt():
            return -context.days_late
        case DistrictDigest():
            return (context.figures.last_day - context.as_of.date()).days
    return 0


def _answer_day(context: Context) -> date | None:
    """The day that the brief names as an example of a promise: the deadline, or a working day soon after today."""
    if not isinstance(context, Urging | SecondUrging):
        return _last_day(context)
    day = context.today + _DAYS_TO_ANSWER
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= _SATURDAY else day
