"""The mailbox that gets a copy of every letter: what is asked after a crash whether a letter had left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from operation.checks.intake import look_into
from operation.results import not_applicable, warning

if TYPE_CHECKING:
    from datetime import datetime

    from config.wiring import Workplace
    from operation.results import Result


def look(place: Workplace, *, now: datetime) -> list[Result]:
    url = place.settings.journal_url.get_secret_value()
    if url:
        return look_into(url, "DONDOC_JOURNAL_URL", now=now)
    if place.settings.journal_address:
        return [
            warning(
                "Có gửi bản sao (DONDOC_JOURNAL_ADDRESS) nhưng chưa đặt DONDOC_JOURNAL_URL.",
                "Hãy đặt DONDOC_JOURNAL_URL để sau sự cố tra được thư nào đã đi.",
            )
        ]
    return [not_applicable("Chưa cấu hình (DONDOC_JOURNAL_URL).")]
