"""`dondoc consolidate`: ask for a run, show what it would take in, and make the draft when nothing waits for a person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.actors import actor
from cli.finding_units import find_unit
from cli.moments import looked_at
from cli.options import Actor, AsJson, AsOf, PlanName
from cli.report_files import read_report_file
from cli.working_on_runs import RunAtWork, tell_replaced
from config.wiring import workplace
from domain.consolidation_runs import RunOptions, SourceNotes
from domain.errors import UsageError
from domain.spelling import nfc
from services import consolidation_runs
from services.edited_drafts import check_onto

if TYPE_CHECKING:
    from config.wiring import Workplace

OutFolder = Annotated[
    Path | None,
    Parameter(
        name="--out", metavar="THƯ-MỤC", help="Ghi các tệp vào thư mục nào; bỏ trống là tong-hop/luot-… của dữ liệu."
    ),
]


def consolidate(
    unit: Annotated[
        str,
        Parameter(name="ĐƠN-VỊ", help="Đơn vị tổng hợp (một huyện): mã hoặc tên; bỏ trống là báo cáo của tỉnh."),
    ] = "",
    /,
    *,
    as_of: AsOf = "",
    approve: Annotated[
        str,
        Parameter(
            name="--approve",
            metavar="LÝ-DO",
            help="Phê duyệt tổng hợp ngay dù còn thiếu, vì lý do này; không hỏi lại.",
        ),
    ] = "",
    out: OutFolder = None,
    sources: Annotated[
        str,
        Parameter(
            name="--sources",
            metavar="CÁCH",
            help="Ghi nguồn từng đoạn bằng gì: comments (chú thích Word), footnotes (cước chú), none (không ghi).",
        ),
    ] = SourceNotes.COMMENTS.value,
    onto: Annotated[
        Path | None,
        Parameter(
            name="--onto", metavar="TỆP", help="Dự thảo đã sửa bằng Word (.docx); nội dung mới được đưa vào bản này."
        ),
    ] = None,
    by: Actor = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    wanted = _sources(sources)
    place = workplace()
    campaign = place.campaign(plan)
    now = looked_at(as_of, campaign)
    who = actor(by, place)
    tell_replaced(place, out, json=json)
    options = _options(place, wanted, onto)
    with place.begin() as session:
        code = find_unit(session, campaign, unit).code if unit else campaign.plan.bodies.coordinator
        if options.onto:
            check_onto(session, campaign, place.store, unit=code, edited=place.store.get(options.onto))
        run_id = consolidation_runs.request(session, campaign, unit=code, by=who, options=options, now=now)
    RunAtWork(place, campaign, run_id, out=out, json=json).work(reason=nfc(approve), by=who, now=now)


def _sources(sources: str) -> SourceNotes:
    if sources not in {one.value for one in SourceNotes}:
        raise UsageError(f"Không có cách ghi nguồn “{sources}”; hãy ghi một trong: {', '.join(SourceNotes)}.")
    return SourceNotes(sources)


def _options(place: Workplace, sources: SourceNotes, onto: Path | None) -> RunOptions:
    """The edited draft is kept in the store, so that a run that is resumed finds it as it was."""
    if onto is None:
        return RunOptions(sources)
    return RunOptions(sources, place.store.put(read_report_file(onto)), nfc(onto.name))
