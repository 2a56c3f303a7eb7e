"""The list of contacts as an Excel file: who can be reached how, green or red in words, and the count for each tier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.workbooks import Book, Tinted
from domain.contact_proofs import PROOF_NAMES, Proof
from domain.vietnamese_dates import day_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

# In all about as many characters as a page turned sideways holds at the size of the text.
_COLUMNS = (
    ("STT", 5),
    ("Mã", 10),
    ("Đơn vị", 26),
    ("Cấp", 13),
    ("Đầu mối", 22),
    ("Vai trò", 11),
    ("Kênh", 12),
    ("Địa chỉ", 26),
    ("Điện thoại", 14),
    ("Màu", 7),
    ("Tình trạng", 22),
    ("Từ lúc", 12),
)
_TIER_COLUMNS = (
    ("Cấp", 22),
    ("Số đơn vị", 10),
    ("Đơn vị có kênh đã xác nhận", 14),
    ("Đơn vị chưa có kênh nào", 14),
    *((f"Kênh {PROOF_NAMES[proof]}", 14) for proof in Proof),
)
# Pale, so that the word on it stays legible in print without colours.
_GROUNDS = {"Xanh": "#C6E0B4", "Vàng": "#FFE699", "Đỏ": "#F8CBAD"}
_LEGEND = (
    "Xanh: đầu mối đã trả lời trên kênh này. Vàng: đã gửi, chưa có trả lời. Đỏ: chưa kiểm tra hoặc không gửi được; "
    "cần gọi điện thoại và xin địa chỉ đúng."
)


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One person on one channel, as shown; empty texts for a unit that has nobody."""

    code: str
    unit: str
    tier: str
    person: str
    role: str
    channel: str
    address: str
    phone: str
    colour: str
    standing: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class TierLine:
    """How many units a tier has, in how many somebody is proven, and how many rows stand how (in the order of Proof)."""

    tier: str
    units: int
    proven_units: int
    rows: tuple[int, ...]


def contact_workbook_file(
    lines: Sequence[ContactLine], tiers: Sequence[TierLine], *, plan: str, as_of: datetime
) -> bytes:
    caption = f"Kế hoạch {plan}; tính đến {as_of:%H:%M} ngày {day_text(as_of)}"
    book = Book("Đầu mối liên hệ")
    sheet = book.sheet("Đầu mối", _COLUMNS, caption=caption, legend=_LEGEND)
    for number, one in enumerate(lines, 1):
        sheet.append(
            (
                number,
                one.code,
                one.unit,
                one.tier,
                one.person,
                one.role,
                one.channel,
                one.address,
                one.phone,
                Tinted(one.colour, _GROUNDS[one.colour]),
                one.standing,
                one.since,
            ),
        )
    sheet.filter()
    summary = book.sheet("Theo cấp", _TIER_COLUMNS, caption=caption)
    for tier in tiers:
        summary.append((tier.tier, tier.units, tier.proven_units, tier.units - tier.proven_units, *tier.rows))
    return book.to_bytes()
