"""The pictures of the users' handbook: which page each shows, to whom, and how wide."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from domain.access import Role
from tests.web.browser import PHONE, WIDE

HANDBOOK = Path(__file__).parents[2] / "docs" / "huong-dan-su-dung"
FOLDER = HANDBOOK / "hinh"


@dataclass(frozen=True)
class Picture:
    """`path` may name {unit_page}, the address of a unit's own pages, {own}, its duty there, {obligation} and {run}."""

    name: str
    path: str
    role: Role | None
    width: int = WIDE


PICTURES = (
    Picture("hom-nay", "/today", Role.BOARD),
    Picture("danh-sach-don-vi", "/units", Role.BOARD),
    Picture("mot-don-vi", "/units/{unit}", Role.BOARD),
    Picture("xem-xet", "/reports/{obligation}", Role.BOARD),
    Picture("nhac-viec", "/reminders", Role.BOARD),
    Picture("tong-hop", "/consolidation", Role.BOARD),
    Picture("du-thao", "/consolidation/{run}/draft?section=I.1", Role.BOARD),
    Picture("ke-hoach", "/plan", Role.BOARD),
    Picture("dien-tap", "/rehearsal", Role.BOARD),
    Picture("dau-moi", "/contacts", Role.BOARD),
    Picture("van-phong", "/office", Role.OFFICE),
    Picture("tai-khoan", "/admin/users", Role.ADMINISTRATOR),
    Picture("kenh", "/admin/channels", Role.ADMINISTRATOR),
    Picture("nhat-ky", "/admin/audit-log", Role.ADMINISTRATOR),
    Picture("don-vi", "{unit_page}", None, PHONE),
    Picture("nop-bao-cao", "{unit_page}/duties/{own}/hand-in", None, PHONE),
)
