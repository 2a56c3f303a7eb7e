"""A text for SMS: Vietnamese without its marks, in letters that every telephone has and that cost one place each."""

from __future__ import annotations

import re
import unicodedata

from domain.spelling import nfc

ONE_PART = 160
EACH_OF_SEVERAL = 153  # some places of each part tell which part it is (3GPP TS 23.040)

# The letters of GSM 7-bit (3GPP TS 23.038) that one writes in Vietnamese; those of its extension cost two places.
_GSM = re.compile(r"[^\n !-#%&'()*+,\-./0-9:;<=>?A-Z_a-z]")
_REPLACED = str.maketrans(
    {"đ": "d", "Đ": "D", "–": "-", "—": "-", "−": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "…": "..."}
    | {
        "[": "(",
        "]": ")",
        "{": "(",
        "}": ")",
        "\\": "/",
        "|": "/",
        "~": "-",
        "^": "",
        "€": "EUR",
        "@": "(a)",
        "$": "USD",
    }
)
_SPACES = re.compile(r"[^\S\n]+")


def sms_text(text: str) -> str:
    """The same in 7-bit letters: "Đảng ủy xã" is "Dang uy xa". A letter that has no likeness becomes a question mark."""
    plain = unicodedata.normalize("NFKD", nfc(text).translate(_REPLACED))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _GSM.sub("?", _SPACES.sub(" ", bare)).strip()


def parts(sms: str) -> int:
    """How many messages the operator counts (and charges) for this text."""
    return 1 if len(sms) <= ONE_PART else -(-len(sms) // EACH_OF_SEVERAL)
