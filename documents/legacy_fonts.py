"""Text typed in the fonts of before Unicode, TCVN3 (.VnTime) and VNI (VNI-Times), as the letters that such a font shows.

The signs of these fonts are ordinary Latin letters in any other, so text is converted run by run, by its font.
"""

from __future__ import annotations

import re
from enum import Enum
from itertools import product

from domain.spelling import nfc

# Code 0x80 and up of TCVN 5712:1993 VN1, of which the fonts show the lower half (VN3). The codes of the five combining
# marks, 0xB0 to 0xB4, are left out: reports have "m²" and "25°" there. 0xA0 is a space.
_TCVN3_CODES = {
    0x80: "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ",
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđẰ",
    0xB5: "àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ",
}
_TCVN3 = {first + place: letter for first, letters in _TCVN3_CODES.items() for place, letter in enumerate(letters)}

_TONES = "\u0301\u0300\u0309\u0303\u0323"
# A vowel that takes a mark behind it, as typed, with the vowel it stands for; then the marks, with the accents they stand for.
_VNI_VOWELS = {"a": "a", "e": "e", "o": "o", "u": "u", "y": "y", "ô": "ơ", "ö": "ư"}
_VNI_TONES = dict(zip("ùøûõï", _TONES, strict=True))
_VNI_HATS = dict(zip("âáàåãä", ("", *_TONES), strict=True))
_VNI_BREVES = dict(zip("êéèúüë", ("", *_TONES), strict=True))
_VNI_SINGLE = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "ñ": "đ", "î": "ỵ"}
_HAT, _BREVE = "\u0302", "\u0306"


class Encoding(Enum):
    """The last shows capitals whatever was typed, as the fonts whose name ends in H do."""

    UNICODE = "unicode"
    VNI = "vni"
    TCVN3 = "tcvn3"
    TCVN3_CAPITALS = "tcvn3_capitals"


def encoding_of(font: str) -> Encoding:
    """Told by the name of the font: ".VnTime", ".VnArialH", "VNI-Times"."""
    name = font.strip().lower()
    if name.startswith(".vn"):
        return Encoding.TCVN3_CAPITALS if name.endswith("h") else Encoding.TCVN3
    return Encoding.VNI if name.startswith("vni-") else Encoding.UNICODE


def to_unicode(text: str, encoding: Encoding) -> str:
    """The text in composed letters. What is no letter of the encoding stays as it is."""
    match encoding:
        case Encoding.UNICODE:
            return text
        case Encoding.VNI:
            return _VNI_SIGN.sub(lambda found: _VNI[found[0]], text)
        case Encoding.TCVN3:
            return text.translate(_TCVN3)
        case Encoding.TCVN3_CAPITALS:
            return text.translate(_TCVN3).upper()


def _vni_marked() -> dict[str, str]:
    """Each vowel and mark as typed, in small letters, with the letter shown."""
    marked = {
        vowel + mark: nfc(shown + accent)
        for (vowel, shown), (mark, accent) in product(_VNI_VOWELS.items(), _VNI_TONES.items())
    }
    marked |= {
        vowel + mark: nfc(nfc(vowel + _HAT) + accent) for vowel, (mark, accent) in product("aeo", _VNI_HATS.items())
    }
    return marked | {f"a{mark}": nfc(nfc(f"a{_BREVE}") + accent) for mark, accent in _VNI_BREVES.items()}


def _vni() -> dict[str, str]:
    """All of them. The case of the first sign is that of the letter: marks are often left small behind a capital."""
    small = _vni_marked() | _VNI_SINGLE
    all_cases = {case(typed): shown for typed, shown in small.items() for case in (str, _with_capital_mark)}
    return all_cases | {typed[0].upper() + typed[1:]: shown.upper() for typed, shown in all_cases.items()}


def _with_capital_mark(typed: str) -> str:
    return typed[0] + typed[1:].upper()


_VNI = _vni()
# The longest first: a vowel with its mark before the sign alone.
_VNI_SIGN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
