"""Certificates of the other side."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime
from typing import Any


def certificate_end(connection: Any) -> datetime | None:  # noqa: ANN401 -- a socket, encrypted or not, or none
    """Until when the certificate holds that was shown on this connection; None where none was, or none was looked at."""
    if not isinstance(connection, ssl.SSLSocket):
        return None
    ends = (connection.getpeercert() or {}).get("notAfter")
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), tz=UTC) if isinstance(ends, str) else None
