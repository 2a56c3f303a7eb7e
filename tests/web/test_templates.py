"""What templates may not do, read from the templates themselves."""

from __future__ import annotations

import re

from web.static_files import STATIC

FOLDER = STATIC.with_name("templates")
TEXTS = {str(path.relative_to(FOLDER)): path.read_text() for path in sorted(FOLDER.rglob("*.html"))}
FORBIDDEN = re.compile(r"<style|\sstyle=|<script(?![^>]* src=)|\son[a-z]+=|javascript:|(?:src|href|action)=.https?://")


def classes(text: str) -> set[str]:
    """The classes that are written out; what `pill-{{ look }}` becomes cannot be read from here."""
    plain = re.sub(r"\{\{.*?\}\}", "§", re.sub(r"\{%.*?%\}", " ", text, flags=re.DOTALL), flags=re.DOTALL)
    written = " ".join(re.findall(r'class="([^"]*)"', plain))
    return {name for name in written.split() if "§" not in name}


def test_templates_use_the_classes_that_a_sheet_knows() -> None:
    sheets = " ".join(sheet.read_text() for sheet in STATIC.glob("*.css"))
    known = set(re.findall(r"\.([a-z][\w-]*)", sheets))

    unknown = {name: found for name, text in TEXTS.items() if (found := classes(text) - known)}
    assert unknown == {}


def test_templates_bring_no_style_and_no_script_of_their_own() -> None:
    assert {name: found for name, text in TEXTS.items() if (found := FORBIDDEN.findall(text))} == {}
