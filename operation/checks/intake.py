"""The mailbox that reports come into: opened, counted, left as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notifications.mailbox.imap_address import imap_address
from notifications.mailbox.imap_mailbox import ImapMailbox
from operation.checks.certificates import certificate_result
from operation.results import not_applicable, ok, warning

if TYPE_CHECKING:
    from datetime import datetime

    from config.wiring import Workplace
    from operation.results import Result

SECONDS = 15.0
MANY = 500


def look(place: Workplace, *, now: datetime) -> list[Result]:
    url = place.settings.intake_url.get_secret_value()
    if not url:
        return [not_applicable("Chưa cấu hình (DONDOC_INTAKE_URL).")]
    found = look_into(url, "DONDOC_INTAKE_URL", now=now, crowded=True)
    if not place.intake_address:
        found.append(
            warning("Chưa đặt DONDOC_INTAKE_ADDRESS: thư gửi đi không ghi nơi trả lời.", "Hãy đặt địa chỉ hộp thư.")
        )
    return found


def look_into(url: str, setting: str, *, now: datetime, crowded: bool = False) -> list[Result]:
    """Raises RuleBroken, with the way out, where the mailbox cannot be opened."""
    with ImapMailbox(imap_address(url, setting=setting), timeout_seconds=SECONDS) as box:
        number, ends = box.count(), box.certificate_ends
    text = f"Mở được hộp thư, đang có {number} thư."
    is_crowded = crowded and number > MANY
    advice = "Thư đã nhận phải rời hộp thư; hãy xem lượt lấy thư có chạy không: dondoc doctor --only tick"
    return [warning(text, advice) if is_crowded else ok(text), *certificate_result("hộp thư", ends, now=now)]
