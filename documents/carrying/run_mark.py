"""Puts the key of the new run into a file that was edited from the last one, so that the next run knows its draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.custom_properties import (
    CUSTOM_PROPERTIES,
    CUSTOM_PROPERTIES_RELATION,
    CUSTOM_PROPERTIES_TYPE,
    custom_properties,
    put_custom_property,
)
from documents.draft_origin import RUN, draft_properties

if TYPE_CHECKING:
    from documents.carrying.word_parts import WordParts


def mark_run(parts: WordParts, run: str) -> None:
    """The other properties of the file stay as they are."""
    name = next((link.target for link in parts.links("") if link.kind == "custom-properties"), None)
    if name is not None and name in parts:
        put_custom_property(parts.tree(name), RUN, run)
        return
    made = parts.add(CUSTOM_PROPERTIES, custom_properties(draft_properties(run)), content_type=CUSTOM_PROPERTIES_TYPE)
    parts.connect("", relation_type=CUSTOM_PROPERTIES_RELATION, target=made)
