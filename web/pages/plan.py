"""Kế hoạch: what the plan asks and in whose words, how it is read, its ladders and days off, and what was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from domain.audit_log import Action
from domain.vietnamese_dates import day_text
from services.list_files import Column, list_file
from services.plan_views import plan_view
from services.plan_wording import SEVERITIES
from web.answers import XLSX, file_answer
from web.permits import Watching

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.plan_views import PlanView

router = APIRouter(prefix="/plan")
COLUMNS = (
    Column("Cấp", 16),
    Column("Ai", 44),
    Column("Số đơn vị", 10),
    Column("Việc gì", 30),
    Column("Hạn", 44),
    Column("Câu quy định", 60),
    Column("Gửi ai", 44),
    Column("Mục", 10),
)


@router.get("")
def show(desk: Watching) -> HTMLResponse:
    with desk.read() as session:
        found = plan_view(session, desk.campaign, as_of=desk.as_of)
    return desk.page("plan/show.html", found=found, severities=SEVERITIES, opened=desk.campaign.opened_at)


def duties_file(desk: Watching) -> Response:
    with desk.begin() as session:
        found = plan_view(session, desk.campaign, as_of=desk.as_of)
        desk.record(session, Action.FILE_TAKEN, about=f"plan:{found.plan.identity.id}", file="ke-hoach.xlsx")
    day = desk.campaign.local_day(desk.as_of)
    title = f"Kế hoạch số {found.plan.identity.number}: các nhiệm vụ báo cáo"
    content = list_file(title, [f"Tính đến {day_text(day)}."], COLUMNS, _rows(found))
    return file_answer(content, f"Ke-hoach-{day}.xlsx", XLSX)


def _rows(found: PlanView) -> Iterator[tuple[object, ...]]:
    for tier in found.tiers:
        for one in tier.duties:
            deadline = one.duty.deadline
            yield tier.name, one.who, one.units, one.what, one.when, deadline.quote, one.to, one.duty.clause


# Beside the page, not below it
files = APIRouter()
files.get("/plan.xlsx")(duties_file)
