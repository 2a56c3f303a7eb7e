"""How a unit heads its documents (tiêu đề văn bản), told from its name: the line above it, its own line, its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.spelling import fold

if TYPE_CHECKING:
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
_STATE_KINDS = ("so", "dai", "uy ban nhan dan")
# "Huyện ủy" in "Huyện ủy Lý Nhân"; the rest is the name of the place.
_WORDS_OF_A_COMMITTEE = 2


@dataclass(frozen=True, slots=True)
class Heading:
    """The two lines on the left of a document, and the place beside its date."""

    superior: str
    issuer: str
    place: str


def heading_of(unit: Unit, superior: Unit | None, *, province: str) -> Heading:
    """`province` is the place of the plan: that of every unit that has none of its own."""
    above = _above(unit, superior)
    return Heading(above, _issuer(unit, above, province), _place(unit, province))


def is_state_body(unit: Unit) -> bool:
    """Whether the unit writes in the form of the State: it numbers 81/BC-STTTT where the Party writes 81-BC/STTTT."""
    return fold(unit.kind) in _STATE_KINDS


def report_number(unit: Unit, number: int) -> str:
    """05-BC/HU; a unit whose symbol is not known is cited by its code."""
    symbol = unit.symbol or unit.code
    return f"{number:02d}/BC-{symbol}" if is_state_body(unit) else f"{number:02d}-BC/{symbol}"


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


def _without_speaker(name: str) -> str:
    speaker = next((one for one in _SPEAKERS if name.startswith(one)), "")
    return name.removeprefix(speaker)
