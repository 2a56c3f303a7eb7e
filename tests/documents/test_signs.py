from __future__ import annotations

import pytest

from documents.signs import UNKNOWN, sign


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [
        ("Wingdings", "F0FE", "☑"),
        ("wingdings", "A8", "☐"),
        ("Symbol", "F0B3", "≥"),
        ("Symbol", "F001", UNKNOWN),
        ("Times New Roman", "20AB", "₫"),
        ("Times New Roman", "D800", UNKNOWN),
        ("", "", UNKNOWN),
        ("Wingdings", "x", UNKNOWN),
        ("Arial", "-5", UNKNOWN),
        ("Arial", "FFFFFFFF", UNKNOWN),
    ],
)
def test_sign_is_what_a_reader_sees(font: str, code: str, shown: str) -> None:
    assert sign(font, code) == shown
