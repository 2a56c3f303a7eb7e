"""Names that Prefect accepts: artifact keys know lower-case letters, digits and dashes only."""

from __future__ import annotations

import re


def artifact_key(*parts: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", "-".join(parts).lower()).strip("-")
