"""The mail server: reached and greeted as for a letter, and left again without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notifications.channels.email import EmailChannel
from notifications.channels.smtp_session import Security
from notifications.outcome import Accepted
from operation.checks.certificates import certificate_result
from operation.checks.settings import is_this_machine
from operation.results import fault, not_applicable, ok, warning

if TYPE_CHECKING:
    from datetime import datetime

    from config.wiring import Workplace
    from operation.results import Result

ADVICE = "Hãy kiểm tra DONDOC_MAIL_URL và mạng; thư chờ trong hộp thư đi, không mất."
OPEN_LINE = "Hãy dùng mailtos:// để mã hóa đường truyền."


def look(place: Workplace, *, now: datetime) -> list[Result]:
    channel = place.channels.get("email")
    if not isinstance(channel, EmailChannel):
        return [not_applicable("Chưa cấu hình máy chủ thư (DONDOC_MAIL_URL), hoặc đây là bản diễn tập.")]
    server = channel.server
    where = f"{server.host}:{server.port}"
    try:
        outcome, ends = channel.knock()
    finally:
        channel.close()
    if not isinstance(outcome, Accepted):
        code, detail = getattr(outcome, "code", ""), getattr(outcome, "detail", "")
        return [fault(f"Không vào được máy chủ thư {where}: {detail} ({code})", ADVICE)]
    found = [ok(f"Máy chủ thư {where} trả lời{' và nhận tài khoản' if server.user else ''}.")]
    if server.security is Security.NONE and not is_this_machine(server.host):
        found.append(warning("Thư và mật khẩu đi đến máy chủ thư không được mã hóa.", OPEN_LINE))
    elif server.security is not Security.NONE and not server.verify_certificate:
        found.append(warning("Chứng chỉ của máy chủ thư không được kiểm tra (verify=no).", "Hãy bỏ verify=no."))
    return [*found, *certificate_result("máy chủ thư", ends, now=now)]
