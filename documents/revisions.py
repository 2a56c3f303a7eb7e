"""The text as it stands when every tracked change is accepted and one of several alternatives is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.word_names import CELL, COMPATIBILITY, RUN_PROPERTIES, WORD

if TYPE_CHECKING:
    from lxml.etree import _Element

_ALTERNATIVES, _CHOICE, _FALLBACK = (f"{COMPATIBILITY}{name}" for name in ("AlternateContent", "Choice", "Fallback"))
_DELETED = (f"{WORD}del", f"{WORD}moveFrom")
_DELETED_CELL = f"{WORD}cellDel"
_BEFORE_THE_CHANGE = tuple(
    f"{WORD}{name}Change"
    for name in ("rPr", "pPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "tblPrEx", "numbering")
)
_GONE = (_ALTERNATIVES, *_DELETED, _DELETED_CELL, *_BEFORE_THE_CHANGE)
_ROW_PROPERTIES = f"{WORD}trPr"


def accept(body: _Element) -> dict[_Element, _Element]:
    """Takes what was deleted, moved away, changed or passed over out of the tree.

    The mark of a deleted paragraph end stays: the paragraph goes on in the next one. Returns what was passed over for
    programs that cannot show the choice, by the alternatives it belonged to.
    """
    passed_over: dict[_Element, _Element] = {}
    for element in list(body.iter(*_GONE)):
        if element.tag == _ALTERNATIVES:
            _choose(element, passed_over)
        elif element.tag == _DELETED_CELL:
            _remove(next(element.iterancestors(CELL), None))
        else:
            _delete(element)
    return passed_over


def _choose(alternatives: _Element, passed_over: dict[_Element, _Element]) -> None:
    """The first choice, as Word does; what is for older programs only where there is no other."""
    chosen = alternatives.find(_CHOICE)
    for other in list(alternatives)[1:] if chosen is None else list(alternatives):
        if other is not chosen:
            alternatives.remove(other)
            if other.tag == _FALLBACK:
                passed_over[alternatives] = other


def _delete(element: _Element) -> None:
    """Deleted text goes, and so does a row that is marked as deleted; the mark of a paragraph end stays."""
    parent = element.getparent()
    if parent is None or (element.tag in _DELETED and parent.tag == RUN_PROPERTIES):
        return
    if element.tag in _DELETED and parent.tag == _ROW_PROPERTIES:
        _remove(parent.getparent())
    else:
        parent.remove(element)


def _remove(element: _Element | None) -> None:
    parent = None if element is None else element.getparent()
    if element is not None and parent is not None:
        parent.remove(element)
