"""The names of XML in the draft: every namespace has one prefix, declared once at the root of each part."""

from __future__ import annotations

from functools import lru_cache

from documents.word_names import WORD

PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup": "wpg",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas": "wpc",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "urn:schemas-microsoft-com:office:word": "w10",
}
NAMESPACES = {prefix: namespace for namespace, prefix in PREFIXES.items()}
DECLARED = "".join(f' xmlns:{prefix}="{namespace}"' for prefix, namespace in NAMESPACES.items())
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML = "http://www.w3.org/XML/1998/namespace"
# What later versions of Word add to the standard: looks and numbers of editing, no content.
_LATER = (
    "http://schemas.microsoft.com/office/word/20",
    "http://schemas.microsoft.com/office/drawing/20",
)
_REVISION = "rsid"
_IN_TEXT = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;"))
_IN_VALUES = (*_IN_TEXT, ('"', "&quot;"), ("\t", "&#9;"), ("\n", "&#10;"))


def escaped(text: str) -> str:
    for sign, written in _IN_TEXT:  # faster than one translation: most texts have none of them
        if sign in text:
            text = text.replace(sign, written)
    return text


def value(text: str) -> str:
    """The text between the quotation marks of an attribute."""
    for sign, written in _IN_VALUES:
        if sign in text:
            text = text.replace(sign, written)
    return text


@lru_cache(maxsize=4096)
def short(tag: str) -> tuple[str, str]:
    """The name with its prefix, and the declaration that it needs; both empty for what the draft does not take over."""
    namespace, _, local = tag.removeprefix("{").rpartition("}")
    prefix = PREFIXES.get(namespace)
    if prefix == "w" and local.startswith(_REVISION):
        return "", ""
    if prefix is not None:
        return f"{prefix}:{local}", ""
    if not namespace:
        return local, ""
    if namespace == _XML:
        return f"xml:{local}", ""
    if namespace.startswith(_LATER):
        return "", ""
    return f"x:{local}", f' xmlns:x="{value(namespace)}"'


def word(*names: str) -> frozenset[str]:
    """These names of Word's own, as the parser gives them."""
    return frozenset(f"{WORD}{name}" for name in names)
