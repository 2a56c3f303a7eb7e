"""The log of a command that ends by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.logs import set_up_logs

if TYPE_CHECKING:
    from config.wiring import Workplace


def log_as_asked(place: Workplace) -> None:
    """At a terminal a command says by itself what it has to say; lines of JSON are for whoever collects them."""
    if place.settings.log_format == "json":
        set_up_logs(place.settings)
