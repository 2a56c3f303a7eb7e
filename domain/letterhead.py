"""How a unit heads and signs its documents (tiêu đề, thể thức ký), told from its name and kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.spelling import fold

if TYPE_CHECKING:
    from domain.plans import Plan
    from domain.units import Unit

# A committee by its first two words, and what the Party organisation that it leads is called: Huyện ủy → Đảng bộ huyện.
_COMMITTEES = {
    "tinh uy": "Đảng bộ tỉnh",
    "huyen uy": "Đảng bộ huyện",
    "thi uy": "Đảng bộ thị xã",
    "thanh uy": "Đảng bộ thành phố",
    "dang uy": "Đảng bộ",
}
# Who speaks for a committee, or works inside a State body, is not named in a letterhead.
_SPEAKERS = ("Thường trực ", "Ban Thường vụ ", "Ban cán sự đảng ")
_TERRITORIES = ("xã ", "phường ", "thị trấn ", "huyện ", "thị xã ", "thành phố ", "quận ", "tỉnh ")
# Kinds of body that have an archive of their own in the office of the committee.
_WITH_AN_OFFICE = ("tinh uy", "huyen uy", "thi uy", "thanh uy")
_STATE_KINDS = ("so", "dai", "uy ban nhan dan")
# "Huyện ủy" in "Huyện ủy Lý Nhân"; the rest is the name of the place.
_WORDS_OF_A_COMMITTEE = 2
# Numbers and symbols are given by people: what the list of units does not know is filled in by hand.
UNKNOWN_SYMBOL = "…"


@dataclass(frozen=True, slots=True)
class Heading:
    """The two lines on the left of a document, and the place beside its date."""

    superior: str
    issuer: str
    place: str


@dataclass(frozen=True, slots=True)
class Signing:
    """On whose behalf a document is signed ("T/M Ban Thường vụ"), and by whom; a head signs on nobody's behalf."""

    authority: str
    position: str


_ON_BEHALF_OF_A_COMMITTEE = Signing("T/M Ban Thường vụ", "Phó Bí thư")
_HEAD = Signing("", "Thủ trưởng cơ quan")
# By what the kind of the unit, or else its name, begins with; the longer one first where one begins another.
_SIGNING = {
    "thuong truc": _ON_BEHALF_OF_A_COMMITTEE,
    "ban thuong vu": _ON_BEHALF_OF_A_COMMITTEE,
    "ban can su": Signing("T/M Ban cán sự đảng", "Bí thư"),
    "dang doan": Signing("T/M Đảng đoàn", "Bí thư"),
    "chi bo": Signing("T/M Chi bộ", "Bí thư"),
    "uy ban nhan dan": Signing("TM. Ủy ban nhân dân", "Chủ tịch"),
    "so": Signing("", "Giám đốc"),
    "dai": Signing("", "Giám đốc"),
    "bao": Signing("", "Tổng Biên tập"),
    "van phong": Signing("", "Chánh Văn phòng"),
    "ban": Signing("", "Trưởng ban"),
}


def signing_of(*, name: str, kind: str) -> Signing:
    """A committee signs through a deputy secretary, any other body as its kind does; of an unknown kind, its head."""
    named = _ON_BEHALF_OF_A_COMMITTEE if _split(name)[0] else _signing(name)
    return _signing(kind) or named or _HEAD


def _signing(text: str) -> Signing | None:
    return next((signing for begins, signing in _SIGNING.items() if _begins(text, begins)), None)


def archive_of(*, name: str, kind: str) -> str:
    """Who keeps a copy, the last line of "Nơi nhận": the office of a large committee, else the unit itself."""
    if is_state_kind(kind):
        return "Lưu: VT"
    committee = " ".join(name.split()[:_WORDS_OF_A_COMMITTEE])
    return f"Lưu Văn phòng {committee}" if fold(committee) in _WITH_AN_OFFICE else f"Lưu {name}"


def heading_of(unit: Unit, superior: Unit | None, *, province: str) -> Heading:
    """`province` is the place of the plan: that of every unit that has none of its own."""
    above = _above(unit, superior)
    return Heading(above, _issuer(unit, above, province), _place(unit, province))


def heading_under(plan: Plan, unit: Unit, superior: Unit | None) -> Heading:
    """As the unit heads its documents in the campaign: the plan itself says so for the board that follows it up."""
    heading = heading_of(unit, superior, province=plan.identity.place)
    if unit.code != plan.bodies.coordinator or not any(plan.bodies.letterhead):
        return heading
    return Heading(*plan.bodies.letterhead, heading.place)


def is_state_body(unit: Unit) -> bool:
    """Whether the unit writes in the form of the State: it numbers 81/BC-STTTT where the Party writes 81-BC/STTTT."""
    return is_state_kind(unit.kind)


def is_state_kind(kind: str) -> bool:
    return fold(kind) in _STATE_KINDS


def report_number(unit: Unit, number: int) -> str:
    """05-BC/HU; a unit whose symbol is not known is cited by its code."""
    symbol = unit.symbol or unit.code
    return f"{number:02d}/BC-{symbol}" if is_state_body(unit) else f"{number:02d}-BC/{symbol}"


def transmittal_number(unit: Unit, number: int) -> str:
    """45-TTr/BTGTU: the letter (tờ trình) that a report is sent on with."""
    return f"{number:02d}-TTr/{unit.symbol or unit.code}"


def report_code(unit: Unit) -> str:
    """What follows the number of a report: BC/HU, in the form of the State BC-STTTT. An unknown symbol is left open."""
    symbol = unit.symbol or UNKNOWN_SYMBOL
    return f"BC-{symbol}" if is_state_body(unit) else f"BC/{symbol}"


def _begins(text: str, words: str) -> bool:
    return f"{fold(text)} ".startswith(f"{words} ")


def _above(unit: Unit, superior: Unit | None) -> str:
    """A committee stands below the Party organisation, any other body below the committee itself."""
    if superior is None:
        return ""
    name = _without_speaker(superior.name)
    organisation, rest = _split(name)
    return f"{organisation} {rest}".strip() if organisation and _split(unit.name)[0] else name


def _issuer(unit: Unit, above: str, province: str) -> str:
    """A province that the line above already names is not named twice."""
    if not above.endswith(province):
        return unit.name
    short = unit.name.removesuffix(f" tỉnh {province}")
    return short if short == unit.name or is_state_body(unit) else f"{short} tỉnh"


def _place(unit: Unit, province: str) -> str:
    organisation, rest = _split(unit.name)
    if organisation == _COMMITTEES["dang uy"]:
        territory = next((one for one in _TERRITORIES if rest.startswith(one)), "")
        return rest.removeprefix(territory) if territory else province
    return rest if organisation and rest else province


def _split(name: str) -> tuple[str, str]:
    """("Đảng bộ huyện", "Lý Nhân") for Huyện ủy Lý Nhân; no organisation for what is not a committee."""
    words = name.split()
    committee = fold(" ".join(words[:_WORDS_OF_A_COMMITTEE]))
    return _COMMITTEES.get(committee, ""), " ".join(words[_WORDS_OF_A_COMMITTEE:])


def place_name(name: str) -> str:
    """Lý Nhân for Huyện ủy Lý Nhân, Chính Lý for Đảng ủy xã Chính Lý; any other body keeps its name."""
    organisation, rest = _split(name)
    territory = next((one for one in _TERRITORIES if rest.startswith(one)), "")
    if not organisation or not rest or (organisation == _COMMITTEES["dang uy"] and not territory):
        return name
    return rest.removeprefix(territory)


def _without_speaker(name: str) -> str:
    speaker = next((one for one in _SPEAKERS if name.startswith(one)), "")
    return name.removeprefix(speaker)
