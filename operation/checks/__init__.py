"""What the doctor looks at, a file for each check. A check is loaded when it is wanted: some bring heavy libraries."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from datetime import datetime

    from config.wiring import Workplace
    from operation.results import Result


class Look(Protocol):
    def __call__(self, place: Workplace, *, now: datetime) -> list[Result]: ...


@dataclass(frozen=True, slots=True)
class Check:
    """`name` is also that of the module, whose function `look` does it; `is_online` where somebody outside is called."""

    name: str
    title: str
    is_online: bool = False
    package: str = __name__

    def look(self) -> Look:
        return cast("Look", import_module(f"{self.package}.{self.name}").look)


CHECKS = (
    Check("settings", "Cấu hình"),
    Check("secrets", "Tệp có khóa, mật khẩu"),
    Check("disk", "Ổ đĩa"),
    Check("database", "Cơ sở dữ liệu"),
    Check("zone", "Đồng hồ và múi giờ"),
    Check("clock", "Giờ so với máy khác", is_online=True),
    Check("calendar", "Lịch làm việc"),
    Check("serve", "dondoc serve"),
    Check("schedules", "Lịch chạy (Prefect)", is_online=True),
    Check("tick", "Lượt chạy gần nhất"),
    Check("alarms", "Báo động"),
    Check("mail", "Máy chủ thư", is_online=True),
    Check("intake", "Hộp thư nhận báo cáo", is_online=True),
    Check("journal", "Hộp thư lưu bản sao", is_online=True),
    Check("channels", "Kênh gửi"),
    Check("zalo", "Tài khoản Zalo", is_online=True),
    Check("outbox", "Hộp thư đi"),
    Check("contacts", "Đầu mối liên hệ"),
    Check("plan", "Kế hoạch"),
    Check("auditor", "Tự kiểm tra hằng ngày"),
    Check("backups", "Bản sao lưu"),
)
