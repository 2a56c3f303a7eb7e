"""Single signs that Word writes by the number of a glyph in a font of symbols."""

from __future__ import annotations

UNKNOWN = "\ufffd"

# The private area in which Word puts the glyphs of such fonts.
_PRIVATE = 0xF000
_GLYPHS = {
    "symbol": {
        0xB7: "•", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xB0: "°", 0xD7: "⋅", 0xDE: "⇒",
        0xAE: "→", 0xAC: "←", 0x2D: "−", 0xA5: "∞", 0x61: "α", 0x62: "β", 0x44: "Δ", 0x53: "Σ", 0x6D: "μ", 0x70: "π",
    },
    "wingdings": {
        0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0xA8: "☐", 0x6F: "☐", 0xA7: "▪", 0x6E: "■", 0xD8: "➢", 0xE0: "→",
        0x28: "☎", 0x2A: "✉", 0xAB: "★", 0x76: "❖", 0x71: "❑", 0x9F: "•", 0x6C: "●",
    },
    "wingdings 2": {0x50: "✓", 0x52: "☑", 0x4F: "✗", 0x54: "☒", 0xA3: "☐"},
}  # fmt: skip


_CONTROLS, _SURROGATES = 0x20, 0xD800


def sign(font: str, code: str) -> str:
    """What a reader sees for `<w:sym w:font w:char>`; `UNKNOWN` where it cannot be said."""
    try:
        number = int(code, 16)
    except ValueError:
        return UNKNOWN
    glyphs = _GLYPHS.get(font.strip().lower())
    if glyphs is not None:
        return glyphs.get(number - _PRIVATE if number >= _PRIVATE else number, UNKNOWN)
    return chr(number) if _CONTROLS <= number < _SURROGATES else UNKNOWN
