"""What can be said of requirements.lock without asking anybody: every package pinned, with hashes, from no named place."""

from __future__ import annotations

import re
from pathlib import Path

LOCK = (Path(__file__).parents[2] / "requirements.lock").read_text(encoding="utf-8")
ENTRY = re.compile(
    r"^([a-z0-9][a-z0-9._-]*)==(\S+)(?: ; [^\\\n]+)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE
)


def test_every_package_is_pinned_with_hashes_and_nothing_else_stands_there() -> None:
    assert ENTRY.sub("", f"{LOCK.rstrip()}\n") == ""
    assert len(ENTRY.findall(LOCK)) > 100


def test_no_address_of_any_place_is_in_the_lock() -> None:
    assert re.findall(r"https?://|file:|^-|@ ", LOCK, re.MULTILINE) == []
