"""What keeps a page readable where a line ends."""

from __future__ import annotations

import re

# A document number: 15-KH/TU, 0107/TN-15-KH/TU. Browsers break a line after a hyphen, and 15- is no number.
_NUMBER = re.compile(r"\b(?=[\w-]*/)\d[\w/]*-[\w/-]*\w")
_TAG = re.compile(r"(<[^>]*>)")


def keep_numbers_whole(html: str, *, opening: str) -> str:
    """The same HTML, with every document number of its text within the `opening` tag of a span and its end."""
    parts = _TAG.split(html)
    parts[::2] = [_whole(text, opening) if "/" in text else text for text in parts[::2]]
    return "".join(parts)


def _whole(text: str, opening: str) -> str:
    return _NUMBER.sub(lambda found: f"{opening}{found[0]}</span>", text)
