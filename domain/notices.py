"""Notices (thông báo riêng): what staff write to some units at once, in their own words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.errors import RuleBroken
from domain.spelling import has_control_characters, nfc

NOTICE = "notice"
LONGEST_TITLE = 120
LONGEST_TEXT = 5_000
_BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Words:
    """What is said: composed letters, no control characters, nothing empty."""

    title: str
    text: str

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Each on one line: the letter breaks its lines itself."""
        return tuple(" ".join(part.split()) for part in _BLANK_LINE.split(self.text))


def words(title: str, text: str) -> Words:
    """Refuses what no unit could make use of."""
    found = Words(" ".join(_clean(title).split()), _clean(text).strip())
    if not found.title or not found.text:
        raise RuleBroken("Cần nhập cả tiêu đề và nội dung thông báo.")
    if len(found.title) > LONGEST_TITLE:
        raise RuleBroken(
            f"Tiêu đề dài {len(found.title)} ký tự; nhiều nhất là {LONGEST_TITLE}. Hãy rút gọn, đưa chi tiết vào nội dung."
        )
    if len(found.text) > LONGEST_TEXT:
        raise RuleBroken(f"Nội dung dài {len(found.text)} ký tự; nhiều nhất là {LONGEST_TEXT}. Hãy rút gọn.")
    return found


def _clean(text: str) -> str:
    lines = nfc(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(one for one in line if one == "\t" or not has_control_characters(one)) for line in lines)
