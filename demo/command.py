"""`dondoc demo`: the main job on embedded defaults, from an empty folder to a summary."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.printing import say
from config.preparing import prepare_plan
from config.wiring import workplace
from demo.cast import cast
from demo.handing_in import Desk
from demo.leaving import laid_runs, leave_letters
from demo.mail_sink import MailSink
from demo.reviewing import review
from demo.serving import Pages, free_site, make_accounts, rehearsal_place, tell_accounts
from demo.summary import Places, summarise
from demo.telling import tell_summary
from domain.errors import RuleBroken
from operation.prefect_server import QUIET, prefect_server
from rehearsal.acting import Actors
from rehearsal.scenarios import unreachable_addresses
from services.campaigns import open_campaign
from services.unit_list import unit_list

if TYPE_CHECKING:
    from config.wiring import Workplace
    from demo.serving import Site
    from domain.campaigns import Campaign
    from services.campaigns import Prepared

PLAN = "ke-hoach-15-kh-tu"
END = time(17, 0)  # on the last day, when the pages take over
FOLDER = Path("var") / "demo"
SENDER = "nhac-viec@tuyengiao.hanam.example"
SENDER_NAME = "Ban Tuyên giáo Tỉnh ủy Hà Nam"
ANSWERS = "theo-doi@tuyengiao.hanam.example"  # every letter asks for an answer, and a person must get it


def demo(
    *,
    folder: Annotated[Path, Parameter(help="Thư mục làm việc; được làm trống trước khi chạy.")] = FOLDER,
    ui: Annotated[bool, Parameter(negative="", help="Chỉ mở lại giao diện Prefect của lượt đã chạy.")] = False,
    pages: Annotated[bool, Parameter(negative="", help="Chỉ mở lại trang web của lượt đã chạy.")] = False,
    no_pages: Annotated[
        bool, Parameter(name="--no-pages", negative="", help="Kết thúc sau bản tóm tắt, không mở trang web.")
    ] = False,
) -> None:
    """Trình diễn trọn đợt sơ kết theo Kế hoạch 15-KH/TU, từ 24/6/2022 đến 30/9/2022."""
    if ui:
        _show_prefect(folder)
        return
    if pages:
        _show_pages(folder)
        return
    _empty(folder)
    site = free_site()
    prepared = prepare_plan(PLAN)
    scenario = cast(prepared.units)
    refused = dict.fromkeys(unreachable_addresses(prepared, scenario), "550 5.1.1 No such user here")
    with MailSink(folder / "thu", refuse=refused) as sink:
        _settle_environment(folder, mail_url=sink.url(sender=SENDER, name=SENDER_NAME, reply_to=ANSWERS))
        os.environ["DONDOC_WEB_URL"] = site.url
        place, campaign = _open(prepared)
        say("Đang khởi động máy chủ Prefect trên máy này…")
        with prefect_server(folder / "prefect") as api:
            os.environ["PREFECT_API_URL"] = api
            desk = Desk(campaign, prepared.units, place.store)
            # Only now: Prefect reads its settings when it is imported.
            from demo.playing import play_campaign  # noqa: PLC0415

            say("Đợt sơ kết bắt đầu:")
            play_campaign(place, campaign, Actors(campaign, scenario, desk.report, review), desk)
            _finish(place, campaign, folder, desk=desk, prefect=api.removesuffix("/api"))
            if not no_pages:
                _serve(campaign, site)


def _serve(campaign: Campaign, site: Site) -> None:
    """Until Ctrl+C. The clock of the pages goes on from the last day of the campaign, and nothing is sent any more."""
    place = rehearsal_place(campaign.plan.calendar.at(campaign.plan.closes, END))
    make_accounts(place, now=place.now())
    with Pages(place, site) as served:
        tell_accounts(place, campaign, site, now=place.now())
        served.wait()


def _show_pages(folder: Path) -> None:
    if not (folder / "dondoc.db").exists():
        raise RuleBroken("Chưa có lượt trình diễn nào; hãy chạy: make demo")
    site = free_site()
    _settle_environment(folder, mail_url="")
    os.environ["DONDOC_WEB_URL"] = site.url
    _serve(workplace().campaign(PLAN), site)


def _empty(folder: Path) -> None:
    """Only a folder of an earlier demonstration is emptied: anything else may be somebody's work."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / "dondoc.db").exists() and folder != FOLDER:
            raise RuleBroken(f"Thư mục {folder} không phải của một lượt trình diễn; hãy chọn một thư mục trống.")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)


def _settle_environment(folder: Path, *, mail_url: str) -> None:
    """What tasks will read when they put their own workplace together."""
    os.environ.update(QUIET)
    os.environ.update(
        {
            "PREFECT_HOME": str((folder / "prefect").resolve()),
            "DONDOC_DATA": str(folder),
            "DONDOC_DATABASE_URL": "",
            "DONDOC_PLAN": PLAN,
            "DONDOC_MAIL_URL": mail_url,
        },
    )


def _open(prepared: Prepared) -> tuple[Workplace, Campaign]:
    place = workplace()
    place.prepare()
    plan = prepared.plan
    with place.begin() as session:
        campaign = open_campaign(session, prepared, now=plan.calendar.opening(plan.opens))
    return place, campaign


def _finish(place: Workplace, campaign: Campaign, folder: Path, *, desk: Desk, prefect: str) -> None:
    as_of = campaign.plan.calendar.at(campaign.plan.closes, time(23, 59))
    with place.read() as session:
        summary = summarise(session, campaign, as_of=as_of, refused=desk.refused)
        table = unit_list(session, campaign, summary.status)
        runs = laid_runs(session, campaign)
        letters = leave_letters(session, campaign, place.store, folder / "van-ban", as_of=as_of)
    listed = folder / "danh-sach-don-vi.xlsx"
    listed.write_bytes(table)
    tell_summary(summary, Places(folder / "thu", listed, runs, letters, f"{prefect} (mở lại sau: make demo-ui)"))


def _show_prefect(folder: Path) -> None:
    if not (folder / "prefect").exists():
        raise RuleBroken("Chưa có lượt trình diễn nào; hãy chạy: make demo")
    with prefect_server(folder / "prefect") as api:
        _linger(f"Giao diện Prefect đang mở tại {api.removesuffix('/api')}.")


def _linger(text: str) -> None:
    """Keep the pages open for a person; without one at the keyboard there is nobody to keep them for."""
    if sys.stdin.isatty():
        say(text)
        input("Nhấn Enter để kết thúc. ")
