"""Telling the operator something, over the channel that alarms go by."""

from __future__ import annotations

import logging
import socket
from typing import TYPE_CHECKING

from notifications.alarm import send_alarm

if TYPE_CHECKING:
    from config.wiring import Workplace

SECONDS = 20.0
log = logging.getLogger(__name__)


def tell(place: Workplace, text: str) -> str:
    """Why it did not get out; empty where it did. It names the installation that speaks."""
    settings = place.settings
    url = settings.alarm_url.get_secret_value().strip()
    if not url:
        return "chưa đặt DONDOC_ALARM_URL"
    where = settings.web_url.strip() or socket.gethostname()
    try:
        return send_alarm(url, f"Đôn đốc ({where}): {text}", timeout_seconds=SECONDS)
    except Exception as error:  # whatever a plugin of somebody else does, the book must say that nobody was told
        log.exception("The alarm could not be sent")
        return type(error).__name__
