"""Writing Vietnamese in the fonts of before Unicode, for the corpus: by other tables than those that read it."""

from __future__ import annotations

import unicodedata

TCVN3, TCVN3_CAPITALS, VNI, TIMES = ".VnTime", ".VnTimeH", "VNI-Times", "Times New Roman"

# As the C library's converter to TCVN5712-1 gives them.
_LETTERS = "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵăâêôơưđĂÂÊÔƠƯĐ"
_CODES = (
    "b5 b6 b7 b8 b9 bb bc bd be c6 c7 c8 c9 ca cb cc ce cf d0 d1 d2 d3 d4 d5 d6 d7 d8 dc dd de df e1 e2 e3 e4 e5 e6 e7 e8 e9 "
    "ea eb ec ed ee ef f1 f2 f3 f4 f5 f6 f7 f8 f9 fa fb fc fd fe a8 a9 aa ab ac ad ae a1 a2 a3 a4 a5 a6 a7"
)
_TCVN3 = dict(zip(_LETTERS, bytes.fromhex(_CODES).decode("latin-1"), strict=True))

_HAT, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_TONES = "\u0301\u0300\u0309\u0303\u0323"
_PLAIN: dict[str, str] = dict(zip(("", *_TONES), ("", *"ùøûõï"), strict=True))
_WITH_HAT: dict[str, str] = dict(zip(("", *_TONES), "âáàåãä", strict=True))
_WITH_BREVE: dict[str, str] = dict(zip(("", *_TONES), "êéèúüë", strict=True))
_ALONE = {"í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "đ": "ñ"}


def in_tcvn3(text: str) -> list[tuple[str, str]]:
    """Runs of text and font. The fonts have no capitals with tones but in a font of capitals."""
    if text.isupper():
        return [(_tcvn3(text.lower()), TCVN3_CAPITALS)]
    runs: list[tuple[str, str]] = []
    for letter in text:
        known = letter in _TCVN3 or letter.isascii() or not letter.isalpha()
        font = TCVN3 if known else TCVN3_CAPITALS
        typed = _tcvn3(letter if known else letter.lower())
        if runs and runs[-1][1] == font:
            runs[-1] = (runs[-1][0] + typed, font)
        else:
            runs.append((typed, font))
    return runs


def in_vni(text: str) -> list[tuple[str, str]]:
    return [("".join(map(_vni, text)), VNI)]


def _tcvn3(text: str) -> str:
    return "".join(_TCVN3.get(letter, letter) for letter in text)


def _vni(letter: str) -> str:
    if letter != letter.lower():
        return _vni(letter.lower()).upper()
    if letter in _ALONE:
        return _ALONE[letter]
    decomposed = unicodedata.normalize("NFD", letter)
    base: str = decomposed[0]
    accents: str = decomposed[1:]
    tone = next((accent for accent in accents if accent in _TONES), "")
    if _HAT in accents:
        return base + _WITH_HAT[tone]
    if _BREVE in accents:
        return base + _WITH_BREVE[tone]
    if _HORN in accents:
        return {"o": "ô", "u": "ö"}[base] + _PLAIN[tone]
    return base + _PLAIN[tone] if tone else letter
