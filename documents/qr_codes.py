"""QR codes (mã QR) for what is printed: a phone's camera opens the address."""

from __future__ import annotations

from io import BytesIO

import segno

DOTS_PER_MODULE = 6


def qr_png(address: str) -> bytes:
    """The same address gives the same bytes."""
    target = BytesIO()
    segno.make(address, micro=False, error="m").save(target, kind="png", scale=DOTS_PER_MODULE, border=2)
    return target.getvalue()
