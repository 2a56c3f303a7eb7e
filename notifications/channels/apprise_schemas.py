"""Which plugin Apprise takes for the scheme of an address."""

from __future__ import annotations

import warnings
from typing import Any

from apprise import NotificationManager


def take(plugin: type) -> None:
    """Makes the schemes of this plugin mean it for all of Apprise in this process, also where Apprise has one of its own."""
    schemas: Any = NotificationManager()  # type: ignore[no-untyped-call]
    with warnings.catch_warnings():
        # All plugins are loaded here, and PGP support of one imports `imghdr`, which Python 3.11 and 3.12 deprecate.
        warnings.simplefilter("ignore", DeprecationWarning)
        schemas.add(plugin, force=True)
