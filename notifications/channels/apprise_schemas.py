"""Which plugin Apprise takes for the scheme of an address."""

from __future__ import annotations

from typing import Any

from apprise import NotificationManager


def take(plugin: type) -> None:
    """Makes the schemes of this plugin mean it for all of Apprise in this process, also where Apprise has one of its own."""
    schemas: Any = NotificationManager()  # type: ignore[no-untyped-call]
    schemas.add(plugin, force=True)
