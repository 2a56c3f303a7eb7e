"""Where in a report something stands, in the words in which people look for it: "mục II.1.2, đoạn 48"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.blocks import Table

if TYPE_CHECKING:
    from documents.blocks import Block
    from documents.outline_matching import MatchedReport


class Places:
    """Tables are counted from 1 as a reader counts them: letterhead and signature are no tables to him."""

    def __init__(self, matched: MatchedReport) -> None:
        content = [(section, passages.blocks) for section, passages in matched.sections.items()]
        content += [("", unplaced.blocks) for unplaced in matched.unplaced]
        self._sections = {block.position: section for section, blocks in content for block in blocks}
        self._sections |= {passages.heading.position: section for section, passages in matched.sections.items()}
        tables = sorted(block.position for _, blocks in content for block in blocks if isinstance(block, Table))
        self._tables = {position: number for number, position in enumerate(tables, start=1)}

    def section_of(self, block: Block) -> str:
        """The section of the outline that the block stands in; empty where it answers none."""
        return self._sections.get(block.position, "")

    def of(self, block: Block, *, row: int = 0) -> str:
        section = self.section_of(block)
        paragraph = f"đoạn {block.position}"
        if isinstance(block, Table) and block.position in self._tables:
            paragraph = f"bảng {self._tables[block.position]} ({paragraph})"
        return ", ".join(
            part for part in (f"mục {section}" if section else "", paragraph, f"dòng {row}" if row else "") if part
        )
