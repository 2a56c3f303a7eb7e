"""Text without the characters that no XML file may hold, so that a strange one in a report never stops a document."""

from __future__ import annotations

import re

# The hyphen at which no line may end. It looks as any other, and newer programs put it into PDFs: "07-CT/TW" is one number.
KEPT_TOGETHER = "\u2011"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    return _UNPRINTABLE.sub("", text)
