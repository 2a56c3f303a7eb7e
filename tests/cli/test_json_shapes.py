"""What docs/json-shapes.md shows is what the commands print."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import SHIPPED
from tests.documents.examples import paragraph, word_file

if TYPE_CHECKING:
    from collections.abc import Callable

DOCUMENT = Path(__file__).parents[2] / "docs" / "json-shapes.md"
COUNTED = ("obligations_by_tier", "decisions", "deliveries")  # their keys are tiers and outcomes, not fields


def documented(section: str) -> Any:
    text = DOCUMENT.read_text(encoding="utf-8")
    found = re.search(rf"^## `{section}`$.*?```json\n(.*?)```", text, re.DOTALL | re.MULTILINE)
    assert found, f"{DOCUMENT.name} does not show {section}"
    return json.loads(found[1])


def keys(value: Any) -> set[str]:
    """Every key with the way to it: ".units[].name"."""
    if isinstance(value, list):
        return {f"[]{rest}" for one in value for rest in keys(one)}
    if not isinstance(value, dict):
        return set()
    return {f".{name}" for name in value} | {
        f".{name}{rest}"
        for name, one in value.items()
        if not (name in COUNTED and isinstance(one, dict))
        for rest in keys(one)
    }


@pytest.mark.parametrize(
    ("section", "arguments"),
    [
        ("plan check", ("plan", "check", SHIPPED)),
        ("status", ("status",)),
        ("why", ("why", "ly nhan", "--as-of", "2022-07-05")),
        ("units", ("units", "ly nhan")),
        ("outline", ("outline", SHIPPED, "--unit", "BHN", "--out", "mau.docx")),
        ("check", ("check", "thieu-muc.docx", "--unit", "ly nhan")),
        ("submit", ("submit", "ly nhan", "bao-cao.docx", "--on", "2022-07-05")),
        ("day", ("day", "--as-of", "2022-07-05")),
        ("deliver", ("deliver", "--as-of", "2022-07-05")),
        ("consolidate", ("consolidate",)),
    ],
)
@pytest.mark.usefixtures("lived_through", "report", "faulty")
def test_the_documented_keys_are_the_real_keys(
    done: Callable[..., str],
    section: str,
    arguments: tuple[str, ...],
) -> None:
    printed = json.loads(done(*arguments, "--json"))

    assert keys(printed) == keys(documented(section))


@pytest.fixture
def lived_through(opened: Path, done: Callable[..., str]) -> Path:
    """A campaign whose first letters were decided long ago and still wait."""
    done("day", "--as-of", "2022-06-24")
    return opened


@pytest.fixture
def faulty() -> None:
    """A report with something to find in it."""
    chapter = paragraph("IV. Kiến nghị", style="Heading1") + paragraph("Sở Bưu chính, Viễn thông hỗ trợ thiết bị.")
    Path("thieu-muc.docx").write_bytes(word_file(chapter))
