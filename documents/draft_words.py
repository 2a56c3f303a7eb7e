"""What a draft says of itself: where nothing came, what could be placed nowhere, and how it ends. No answer of anybody.

A unit hands in the draft that was made for it; there these words are left out again.
"""

from __future__ import annotations

# Where passages stand that answer no section.
UNPLACED_TITLE = "Nội dung chưa xếp được vào mục nào của đề cương"
UNPLACED_NOTE = "Đề nghị chuyển các đoạn dưới đây vào mục phù hợp, hoặc bỏ, trước khi trình."
NOTHING_YET = "Chưa có nội dung."
CLOSING = "{} trân trọng báo cáo"
_OWN = {UNPLACED_TITLE, UNPLACED_NOTE, NOTHING_YET}
# A name, no sentence that somebody wrote around these words.
_LONGEST_NAME = 12


def is_of_the_draft(text: str) -> bool:
    """Whether it is nothing but such words, with whatever stops end them."""
    said = text.strip()
    if said in _OWN or f"{said}." in _OWN:
        return True
    name, ending, behind = said.rstrip("./").partition(CLOSING.format(""))
    return bool(ending) and not behind and len(name.split()) <= _LONGEST_NAME
