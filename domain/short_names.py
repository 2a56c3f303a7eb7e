"""Units by the name of their place, as a sentence lists them: "Lý Nhân, Kim Bảng"; in full where two would be one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from domain.letterhead import place_name
from domain.spelling import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from domain.units import Unit


def short_names(units: Iterable[Unit]) -> Mapping[str, str]:
    """By code, for units that are named side by side."""
    found = {unit.code: (place_name(unit.name), unit.name) for unit in units}
    counts = Counter(short for short, _ in found.values())
    return {code: short if counts[short] == 1 else name for code, (short, name) in found.items()}


# As Party and State documents abbreviate, the least intrusive first. Longer ones come before those that begin them.
_ABBREVIATIONS = (
    ("Ủy ban nhân dân", "UBND"),
    ("Hội đồng nhân dân", "HĐND"),
    ("Mặt trận Tổ quốc", "MTTQ"),
    ("Liên đoàn Lao động", "LĐLĐ"),
    ("Phát thanh - Truyền hình", "PT-TH"),
    ("Phát thanh – Truyền hình", "PT-TH"),
    ("Phát thanh và Truyền hình", "PT-TH"),
    ("Thông tin và Truyền thông", "TT&TT"),
    ("Văn hóa, Thể thao và Du lịch", "VHTT&DL"),
    ("Khoa học và Công nghệ", "KH&CN"),
    ("Lao động - Thương binh và Xã hội", "LĐ-TB&XH"),
    ("Ban cán sự đảng", "BCSĐ"),
    ("Ban Thường vụ", "BTV"),
    ("Ban Tuyên giáo", "BTG"),
    ("các cơ quan", "CCQ"),
    ("Đảng ủy", "ĐU"),
    ("Huyện ủy", "HU"),
    ("Văn phòng", "VP"),
)


def short_official_name(name: str, *, most: int) -> str:
    """The name within `most` letters: abbreviated no further than it takes, cut behind a word where that is not enough.

    "Đảng ủy Khối các cơ quan tỉnh Hà Nam" is "Đảng ủy Khối CCQ tỉnh Hà Nam" within 30.
    """
    name = nfc(name)
    for whole, short in _ABBREVIATIONS:
        if len(name) <= most:
            return name
        name = name.replace(whole, short)
    if len(name) <= most:
        return name
    return f"{name[: most - 1].rpartition(' ')[0] or name[: most - 1]}…"
