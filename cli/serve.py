"""`dondoc serve`: the whole service as one command, supervised."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.first_administrator import see_to_an_administrator
from cli.printing import say
from config.logs import set_up_logs
from config.wiring import workplace
from domain.errors import RuleBroken, UsageError
from operation.heartbeat import watch_once
from operation.nightly import back_up_nightly
from operation.only_one import only_one
from operation.service import PARTS, children
from operation.supervising import Chore, Supervisor
from operation.weak_settings import weaknesses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config.settings import Settings
    from config.wiring import Workplace

PORTS = range(1, 65_536)
A_MINUTE = 60.0  # between two looks of the heartbeat


def serve(
    *,
    port: Annotated[int, Parameter(name="--port", metavar="CỔNG", help="Cổng; mặc định theo DONDOC_PORT (8000).")] = 0,
    host: Annotated[
        str, Parameter(name="--host", metavar="ĐỊA-CHỈ", help="Địa chỉ nghe; mặc định theo DONDOC_HOST (127.0.0.1).")
    ] = "",
    only: Annotated[
        str,
        Parameter(
            name="--only", metavar="PHẦN", help="Chỉ chạy những phần này: web,work,runner,prefect; mặc định: tất cả."
        ),
    ] = "",
) -> None:
    parts = _parts(only)
    place = workplace()
    settings = _with(place.settings, port=port, host=host)
    place.campaigns()  # refuses where nothing is open, and brings an older database up to date
    _refuse_weak(settings)
    see_to_an_administrator(place)
    place.secret  # noqa: B018 -- made here, before several processes want it
    set_up_logs(settings)
    with only_one(settings.data):
        _supervise(place, settings, parts)


def _parts(only: str) -> Sequence[str]:
    wanted = [name.strip() for name in only.split(",") if name.strip()] or list(PARTS)
    if unknown := [name for name in wanted if name not in PARTS]:
        raise UsageError(f"Không có phần “{unknown[0]}”; hãy chọn trong: {', '.join(PARTS)}.")
    return wanted


def _with(settings: Settings, *, port: int, host: str) -> Settings:
    if port and port not in PORTS:
        raise UsageError(f"Cổng {port} không hợp lệ; hãy chọn từ 1 đến {PORTS[-1]}.")
    return settings.model_copy(update={"port": port or settings.port, "host": host or settings.host})


def _refuse_weak(settings: Settings) -> None:
    found = weaknesses(settings, folder=Path())
    if found:
        raise RuleBroken("\n".join(("Chưa chạy dịch vụ, vì cấu hình chưa an toàn:", *(f"- {one}" for one in found))))


def _supervise(place: Workplace, settings: Settings, parts: Sequence[str]) -> None:
    is_over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: is_over.set())
    _tell(place, settings, parts)
    chores = [
        Chore("heartbeat", A_MINUTE, lambda: watch_once(place, now=place.now())),
        Chore("backup", 5 * A_MINUTE, lambda: back_up_nightly(place, now=place.now())),
    ]
    Supervisor(children(settings, parts), chores=chores, book=settings.data / "serve.json").run(is_over)
    say("Đã dừng dịch vụ.")


def _tell(place: Workplace, settings: Settings, parts: Sequence[str]) -> None:
    if "web" in parts:
        say(f"Trang web: {settings.web_url or f'http://{settings.host}:{settings.port}'}")
    if not place.may_send:
        say("Bản diễn tập, chạy theo DONDOC_CLOCK: không gửi gì ra ngoài.")
    elif not place.channels:
        say("Chưa cấu hình kênh gửi nào (DONDOC_MAIL_URL): thông báo chờ trong hộp thư đi.")
    say(f"Dịch vụ đang chạy: {', '.join(parts)} (dừng bằng Ctrl+C).", at_once=True)
