"""Pictures, charts, diagrams, shapes, embedded files and formulas, set into the line and within the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from documents.merging.blanks import DRAWING, SHAPE, blank
from documents.merging.copying import Copier, nothing
from documents.merging.names import NAMESPACES, OFFICE, short, value, word
from documents.merging.room import EMU_PER_TWENTIETH, Place, Room
from documents.word_names import COMPATIBILITY, OFFICE_VML, PLACED, VML, WORD
from documents.word_names import DRAWING as DRAWN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lxml.etree import _Element

    from documents.merging.part_import import PartImport
    from documents.merging.room import Carried

LOST_PICTURE = "[Ở đây có một hình mà chương trình không lấy được.]"
LOST_FILE = "[Ở đây có một tệp nhúng mà chương trình không lấy vào vì lý do an toàn.]"
_RELATIONSHIP = f"{{{OFFICE}}}"
_CHOICE = f"{COMPATIBILITY}Choice"
# Shapes that both Word and LibreOffice draw; of anything newer what was meant for older programs is taken.
_KNOWN = tuple(NAMESPACES[prefix] for prefix in ("wps", "wpg", "wpc"))
_TOO_NEW = ("chartex", "model3d", "/ink", "slicer", "wordprocessingDrawing", "svg")
_CONTENT = f"{WORD}txbxContent"
_LEFT_OFF = (f"{OFFICE_VML}relid", f"{OFFICE_VML}gfxdata", f"{OFFICE_VML}spid")
_SIZE = re.compile(r"(?i)(?<![\w-])(width|height):\s*([0-9]+(?:\.[0-9]+)?)(pt|in|cm|mm|px|)")
_PLACING = re.compile(
    r"(?i)(?<![\w-])(?:position|margin-left|margin-top|left|top|z-index|mso-position-[\w-]+|mso-wrap-[\w-]+)\s*:[^;]*;?"
)
_TWENTIETHS = {"pt": 20.0, "in": 1440.0, "cm": 566.93, "mm": 56.693, "px": 15.0, "": 15.0}
_INLINE = '<wp:inline distT="0" distB="0" distL="0" distR="0">'
_USUAL_EXTENT = '<wp:extent cx="3600000" cy="2700000"/>'
_UNNAMED = f'<wp:docPr id="{blank(DRAWING)}" name="Hình"/>'
_MOST_EMU = 50_000_000
_RUN_PROPERTIES_LEFT_OFF = word("lang", "sz", "szCs", "color", "ins", "del", "rStyle")


class ObjectCopier:
    """For one report. `blocks` writes what is in a text box: it is told the element, the room, and what it carries."""

    def __init__(self, passed_over: Mapping[_Element, _Element]) -> None:
        self._passed_over = passed_over
        self.blocks: Callable[[_Element, Room, Carried], str] = lambda _element, _room, _carried: ""
        self._maths = Copier(dict.fromkeys(_RUN_PROPERTIES_LEFT_OFF, nothing))

    def copy(self, element: _Element, room: Room, carried: Carried, parts: PartImport) -> str:
        """A run with it; words in brackets, which are no XML, where it cannot come along; empty where nothing is there."""
        try:
            xml = _Copying(self, room, carried, parts).copied(element)
        except _LostError as lost:
            carried.lost.append(str(lost))
            return str(lost)
        return f"<w:r>{xml}</w:r>" if xml else ""

    def maths(self, element: _Element) -> str:
        return self._maths.whole(element)

    def chosen(self, alternatives: _Element) -> _Element | None:
        """The first choice, unless it is newer than the programs that open a draft."""
        choice = alternatives.find(_CHOICE)
        if choice is None:
            return next(alternatives.iterchildren("*"), None)
        wanted = [choice.nsmap.get(one, "") for one in choice.get("Requires", "").split()]
        if any(new in name for name in wanted for new in _TOO_NEW):
            return self._passed_over.get(alternatives)
        return choice


class _LostError(Exception):
    """Something that cannot come along; the words that stand in its place."""


class _Copying:
    """One object on its way."""

    def __init__(self, copier: ObjectCopier, room: Room, carried: Carried, parts: PartImport) -> None:
        self._objects, self._room, self._carried, self._parts = copier, room, carried, parts
        self._scale = 1.0
        self._is_outermost = True
        self._shapes: dict[str, str] = {}
        self._is_old = False
        self._copier = Copier(
            {
                f"{PLACED}docPr": self._name,
                f"{PLACED}extent": self._extent,
                f"{PLACED}effectExtent": nothing,
                f"{DRAWN}blip": self._blip,
                f"{DRAWN}hlinkClick": nothing,
                f"{DRAWN}hlinkHover": nothing,
                f"{DRAWN}extLst": nothing,
                f"{DRAWN}ext": self._size,
                f"{COMPATIBILITY}AlternateContent": self._alternatives,
                f"{OFFICE_VML}OLEObject": self._embedded,
                f"{OFFICE_VML}lock": nothing,
                f"{WORD}control": nothing,
                _CONTENT: self._box,
            },
            self._attribute,
        )

    def copied(self, element: _Element) -> str:
        if element.tag == f"{WORD}drawing":
            return self._drawing(element)
        if not any(True for _ in element.iterchildren(f"{VML}*")) and element.tag == f"{WORD}pict":
            return ""
        name, _ = short(str(element.tag))
        self._is_old = True
        self._scale = self._fitting(*_vml_size(element))
        return f"<{name}>{self._copier.inner(element)}</{name}>"

    def _drawing(self, element: _Element) -> str:
        placed = next(element.iterchildren(f"{PLACED}inline", f"{PLACED}anchor"), None)
        graphic = None if placed is None else placed.find(f"{DRAWN}graphic")
        if placed is None or graphic is None:
            raise _LostError(LOST_PICTURE)
        extent, name = placed.find(f"{PLACED}extent"), placed.find(f"{PLACED}docPr")
        size = (0.0, 0.0) if extent is None else (_emu(extent.get("cx")), _emu(extent.get("cy")))
        self._scale = self._fitting(*size)
        inner = _USUAL_EXTENT if extent is None else self._extent(extent)
        inner += _UNNAMED if name is None else self._name(name)
        inner += f"<wp:cNvGraphicFramePr/>{self._copier.copy(graphic)}"
        drawing = f"<w:drawing>{_INLINE}{inner}</wp:inline></w:drawing>"
        return _with_choice(drawing, graphic)

    def _fitting(self, width: float, height: float) -> float:
        """By how much it is made smaller, so that it stays within its room; sizes in twentieths of a point."""
        scale = self._room.scale
        if width * scale > self._room.width:
            scale = self._room.width / width
        if height * scale > self._room.height:
            scale = self._room.height / height
        return scale

    def _extent(self, element: _Element) -> str:
        width, height = (_scaled(element.get(one), self._scale) for one in ("cx", "cy"))
        return f'<wp:extent cx="{width}" cy="{height}"/>'

    def _size(self, element: _Element) -> str:
        """Of the drawing as a whole; what is in a group is measured by the group."""
        above = list(element.iterancestors())[3:4]
        if not above or above[0].tag != f"{DRAWN}graphicData":
            return self._copier.whole(element)
        width, height = (_scaled(element.get(one), self._scale) for one in ("cx", "cy"))
        return f'<a:ext cx="{width}" cy="{height}"/>'

    def _name(self, element: _Element) -> str:
        described = "".join(
            f' {one}="{value(stated)}"' for one in ("descr", "title") if (stated := element.get(one)) is not None
        )
        name = value(element.get("name", "Hình"))
        return f'<wp:docPr id="{blank(DRAWING)}" name="{name}"{described}/>'

    def _attribute(self, key: str, stated: str) -> str | None:
        if key.startswith(_RELATIONSHIP):
            return self._related(key.removeprefix(_RELATIONSHIP), stated)
        if key == "style":
            return self._placed(stated)
        if key in _LEFT_OFF:
            return None
        if self._is_old and key in ("id", "ShapeID", "type") and (key != "type" or stated.startswith("#")):
            return self._renamed(stated)
        return stated

    def _renamed(self, name: str) -> str:
        """Old shapes are told apart by their names in the whole document."""
        mark, name = ("#", name[1:]) if name.startswith("#") else ("", name)
        if name not in self._shapes:
            self._shapes[name] = f"hinh{blank(SHAPE, self._carried.shapes)}"
            self._carried.shapes += 1
        return mark + self._shapes[name]

    def _blip(self, element: _Element) -> str:
        """A picture that lies elsewhere is not fetched."""
        if not element.get(f"{_RELATIONSHIP}embed"):
            raise _LostError(LOST_PICTURE)
        return self._copier.whole(element)

    def _related(self, name: str, stated: str) -> str | None:
        if name in ("link", "href", "pict") or not stated:
            return None
        taken = self._parts.take(stated)
        if taken is None:
            raise _LostError(LOST_PICTURE)
        self._carried.ids.append(taken)
        return taken

    def _placed(self, style: str) -> str:
        """The outermost shape of an old drawing stands in the line; those in it keep their places in it."""
        if not self._is_outermost:
            return style
        self._is_outermost = False

        def smaller(found: re.Match[str]) -> str:
            return f"{found[1]}:{float(found[2]) * self._scale:.1f}{found[3] or 'px'}"

        return _SIZE.sub(smaller, _PLACING.sub("", style))

    def _embedded(self, element: _Element) -> str:
        """An embedded file; only its picture stays where the file may hold programs, or lies elsewhere."""
        taken = self._parts.take(element.get(f"{_RELATIONSHIP}id", ""))
        if taken is None or element.get("Type") == "Link":
            self._carried.lost.append(LOST_FILE)
            return ""
        self._carried.ids.append(taken)
        return self._copier.whole(element)

    def _alternatives(self, element: _Element) -> str:
        chosen = self._objects.chosen(element)
        if chosen is None:
            parent = element.getparent()
            is_place = parent is not None and parent.tag in (f"{PLACED}positionH", f"{PLACED}positionV")
            return "<wp:posOffset>0</wp:posOffset>" if is_place else ""
        return self._copier.inner(chosen)

    def _box(self, element: _Element) -> str:
        room = Room(Place.CELL, width=min(self._room.width, 4_500), size=self._room.size, types_numbers=True)
        return f"<w:txbxContent>{self._objects.blocks(element, room, self._carried) or '<w:p/>'}</w:txbxContent>"


def _with_choice(drawing: str, graphic: _Element) -> str:
    """Shapes of the newer kind say which program can draw them."""
    data = graphic.find(f"{DRAWN}graphicData")
    kind = "" if data is None else data.get("uri", "")
    if kind not in _KNOWN:
        return drawing
    prefix = next(prefix for prefix in ("wps", "wpg", "wpc") if NAMESPACES[prefix] == kind)
    return f'<mc:AlternateContent><mc:Choice Requires="{prefix}">{drawing}</mc:Choice></mc:AlternateContent>'


def _emu(stated: str | None) -> float:
    """In twentieths of a point."""
    return int(stated) / EMU_PER_TWENTIETH if stated and stated.isascii() and stated.isdigit() else 0.0


def _scaled(stated: str | None, scale: float) -> int:
    size = int(stated) if stated and stated.isascii() and stated.isdigit() else 0
    return min(round(size * scale), _MOST_EMU)


def _vml_size(element: _Element) -> tuple[float, float]:
    """Of the outermost shape, in twentieths of a point."""
    shape = next((one for one in element.iterchildren(f"{VML}*") if one.get("style")), None)
    found = {} if shape is None else {one[0].lower(): one for one in _SIZE.findall(shape.get("style", ""))}
    sizes = [
        float(found[name][1]) * _TWENTIETHS[found[name][2].lower()] if name in found else 0.0
        for name in ("width", "height")
    ]
    return sizes[0], sizes[1]
