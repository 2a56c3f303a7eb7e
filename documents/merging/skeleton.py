"""The document around the sections: letterhead and title before them, signature behind, made by whoever writes documents."""

from __future__ import annotations

import copy
import re
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

from lxml import etree

from documents.merging.names import NAMESPACES
from documents.word_names import PARAGRAPH, TABLE, WORD

if TYPE_CHECKING:
    from lxml.etree import _Element

# The text of the paragraph in the place of which the sections are written.
BODY_MARK = "Nội dung tổng hợp được chèn vào đây"
DOCUMENT, STYLES, SETTINGS = "word/document.xml", "word/styles.xml", "word/settings.xml"
TYPES, LINKS = "[Content_Types].xml", "word/_rels/document.xml.rels"
_HERE = "BODY"
_ROOT = re.compile(r"<w:document\b[^>]*>")
_TURNED_PAGE = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
_FOLLOWING = tuple(f"{WORD}{name}" for name in ("headerReference", "footerReference", "titlePg", "pgNumType", "type"))
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Skeleton:
    """`parts` are those of the file but for what is written anew; `position` is that of the last block before the mark."""

    def __init__(self, content: bytes) -> None:
        with ZipFile(BytesIO(content)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        root = etree.fromstring(self.parts.pop(DOCUMENT))
        body = root.find(f"{WORD}body")
        mark = None if body is None else _marked(body)
        if body is None or mark is None:
            raise ValueError("The skeleton has no paragraph with the mark of the body.")
        before = list(mark.itersiblings(PARAGRAPH, TABLE, preceding=True))
        self.position = len(before)
        section = body.find(f"{WORD}sectPr")
        if section is None:
            raise ValueError("The skeleton does not say what its pages are like.")
        self._section = section
        self.ends_before_table = _is_table(mark.getnext())
        body.replace(mark, etree.Comment(_HERE))
        self._head, _, self._tail = etree.tostring(root, encoding="unicode").partition(f"<!--{_HERE}-->")
        names: dict[str | None, str] = dict(root.nsmap)
        self._names = names | dict(NAMESPACES.items())
        self._ignorable = root.get("{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable", "")
        self.styles = etree.fromstring(self.parts.pop(STYLES))
        self.links = etree.fromstring(self.parts.pop(LINKS))
        self.types = etree.fromstring(self.parts.pop(TYPES))

    @property
    def head(self) -> str:
        """The document up to the first section, with all names that passages may use declared."""
        names = "".join(f' xmlns:{prefix}="{name}"' for prefix, name in sorted(self._names.items(), key=str))
        ignorable = f' mc:Ignorable="{self._ignorable}"' if self._ignorable else ""
        return _DECLARATION + _ROOT.sub(f"<w:document{names}{ignorable}>", self._head, count=1)

    def tail(self, *, is_turned: bool) -> str:
        """From the last section on; where pages were turned before, the last pages have a number from the first on."""
        if not is_turned:
            return self._tail
        start = self._tail.rindex("<w:sectPr")
        return f"{self._tail[:start]}{self._section_xml(is_first=False, is_across=False)}</w:body></w:document>"

    def section_end(self, *, is_first: bool, is_across: bool) -> str:
        """A paragraph that ends a run of pages: the first, upright ones, or ones on their side, or upright ones between."""
        section = self._section_xml(is_first=is_first, is_across=is_across)
        return f'<w:p><w:pPr><w:pStyle w:val="Gap"/>{section}</w:pPr></w:p>'

    def _section_xml(self, *, is_first: bool, is_across: bool) -> str:
        section = copy.deepcopy(self._section)
        for child in list(section):
            if not is_first and child.tag in _FOLLOWING:
                section.remove(child)
        xml = _bare(section)
        return re.sub(r"<w:pgSz[^>]*/>", _TURNED_PAGE, xml) if is_across else xml


def _marked(body: _Element) -> _Element | None:
    for paragraph in body.iterchildren(PARAGRAPH):
        if "".join(text.text or "" for text in paragraph.iter(f"{WORD}t")) == BODY_MARK:
            return paragraph
    return None


def _is_table(element: _Element | None) -> bool:
    return element is not None and element.tag == TABLE


def _bare(element: _Element) -> str:
    """Its XML without declarations: the root has them."""
    return re.sub(r' xmlns:\w+="[^"]*"', "", etree.tostring(element, encoding="unicode", with_tail=False))
