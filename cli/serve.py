"""`dondoc serve`: answer other servers that report to us, and people who tap a link."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from cli.printing import say
from config.wiring import workplace
from domain.errors import UsageError

PORTS = range(1, 65_536)


def serve(
    *,
    port: Annotated[int, Parameter(name="--port", metavar="CỔNG", help="Cổng, mặc định 8000.")] = 8000,
    host: Annotated[
        str, Parameter(name="--host", metavar="ĐỊA-CHỈ", help="Địa chỉ nghe, mặc định 127.0.0.1 (sau một proxy HTTPS).")
    ] = "127.0.0.1",
) -> None:
    import uvicorn  # noqa: PLC0415 -- only where it serves

    if port not in PORTS:
        raise UsageError(f"Cổng {port} không hợp lệ; hãy chọn từ 1 đến {PORTS[-1]}.")
    workplace().campaigns()  # refuses where nothing is open, and brings an older database up to date
    say(f"Đang phục vụ tại http://{host}:{port} (dừng bằng Ctrl+C).", at_once=True)
    # Paths carry what lets people in, so no line is written for each call.
    # The application is named and not imported, because pages and commands know nothing of each other.
    uvicorn.run(
        "web.app:here", factory=True, host=host, port=port, access_log=False, server_header=False, log_level="warning"
    )
