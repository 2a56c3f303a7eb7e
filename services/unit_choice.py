"""Which unit a person means by what was typed into a form: its code, or enough of its name to tell it from all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from database.queries.message_list import units_alike
from database.queries.units import unit_names
from domain.errors import RuleBroken
from domain.spelling import fold, nfc

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign

NAMED = 5


def unit_meant(session: Session, campaign: Campaign, text: str) -> str:
    wanted = nfc(" ".join(text.replace("\0", "").split()))
    if not wanted:
        raise RuleBroken("Hãy ghi mã hoặc tên đơn vị.")
    names = unit_names(session, campaign.id, units_alike(session, campaign.id, wanted))
    exact = [code for code, name in names.items() if fold(wanted) in (fold(code), fold(name))]
    found = exact or list(names)
    if len(found) == 1:
        return found[0]
    if not found:
        raise RuleBroken(f"Không có đơn vị nào tên “{wanted}”; hãy xem lại danh sách đơn vị.")
    some = ", ".join(f"{names[code]} ({code})" for code in sorted(found)[:NAMED])
    raise RuleBroken(f"Có {len(found)} đơn vị khớp với “{wanted}”: {some}… Hãy ghi rõ hơn, hoặc ghi mã đơn vị.")
