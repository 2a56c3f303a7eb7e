from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import get_args

import pytest

import notifications
from notifications.contexts import Context
from notifications.messages import FOLDERS, MESSAGE_NAMES
from tests.notifications.examples import EXAMPLES

PACKAGE = Path(notifications.__file__).parent
FILES = {
    *("subject.txt", "body.txt", "body.html", "expected.txt", "expected.html"),
    *("brief.txt", "sms.txt", "expected_brief.txt"),
}


def test_folders_have_one_for_every_context() -> None:
    assert set(FOLDERS) == set(get_args(Context))


def test_folders_are_those_on_disk() -> None:
    folders = [path for path in (PACKAGE / "templates").iterdir() if path.is_dir()]
    on_disk = {path.name for path in folders if (path / "subject.txt").exists()}  # what is only spoken has no subject

    assert sorted(FOLDERS.values()) == sorted(on_disk)


def test_message_names_title_every_folder() -> None:
    assert set(MESSAGE_NAMES) == set(FOLDERS.values())
    assert all(unicodedata.is_normalized("NFC", title) for title in MESSAGE_NAMES.values())


def test_examples_show_every_message() -> None:
    assert {name: FOLDERS[type(context)] for name, context in EXAMPLES.items()} == {
        name: name for name in MESSAGE_NAMES
    }


@pytest.mark.parametrize("name", MESSAGE_NAMES)
def test_folder_holds_templates_and_expected_letter(name: str) -> None:
    assert {path.name for path in (PACKAGE / "templates" / name).iterdir()} == FILES


@pytest.mark.parametrize(("name", "title"), MESSAGE_NAMES.items())
def test_message_has_its_line_in_the_docs(name: str, title: str) -> None:
    page = (PACKAGE.parent / "docs" / "messages.md").read_text(encoding="utf-8")

    lines = [line for line in page.splitlines() if line.startswith(f"| {title} |")]

    assert len(lines) == 1
    assert f"(../notifications/templates/{name}/" in lines[0]
