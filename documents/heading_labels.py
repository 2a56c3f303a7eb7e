"""The number that a heading begins with ("II-", "1.2.", "a)"), told from the title behind it."""

from __future__ import annotations

import re

# "I-", "II.", "a)", "1.", "1.2." and "1.2 " begin a heading; the number of "05 năm" does not.
_LABEL = re.compile(r"(?:([IVXLC]+|[A-ZĐa-zđ]|\d+(?:\.\d+)*)(?=\s*[-–./)])|(\d+(?:\.\d+)+)(?=\s))[-–./)\s]*")


def split_label(heading: str) -> tuple[str, str]:
    """The label without its dots and dashes, and the title; no label where none is typed."""
    found = _LABEL.match(heading)
    if found is None:
        return "", heading
    return found[1] or found[2], heading[found.end() :]
