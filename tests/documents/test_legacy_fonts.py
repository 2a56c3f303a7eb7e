from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.legacy_fonts import Encoding, encoding_of, to_unicode

_MARKED = "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ"
LETTERS = _MARKED + _MARKED.upper()
SENTENCES = (
    "Báo cáo kết quả 05 năm thực hiện Chỉ thị số 07-CT/TW của Ban Bí thư",
    "Huyện ủy Lý Nhân đã tổ chức 12 hội nghị, với 1.350 lượt cán bộ, đảng viên tham dự.",
    "Hộp mứt tết, nguyễn huệ, khuya khoắt, thuở xưa, giếng nước, quyết nghị, ưỡn ẹo, ỷ lại",
)
# Lower-case TCVN3 as the keyboard drivers of the time put it: the bytes, read as Latin letters.
_TCVN3_SMALL = dict(
    zip(
        _MARKED,
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊËÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ®",
        strict=True,
    )
)
_VNI_TONES = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_VNI_HAT = {"": "â", "\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
_VNI_BREVE = {"": "ê", "\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
_VNI_SINGLE = {"í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "đ": "ñ", "ỵ": "î"}
_vietnamese = st.text(alphabet=LETTERS + "bcdghklmnpqrstvxaeiouy BCDĐ.,;:-/()0123456789")


def to_tcvn3(text: str) -> str:
    return "".join(_TCVN3_SMALL.get(letter, letter) for letter in text)


def to_vni(text: str) -> str:
    return "".join(_vni(letter) for letter in text)


def _vni(letter: str) -> str:
    """Taken apart into vowel, hat and tone, the other way round from the table under test."""
    small = letter.lower()
    if small in _VNI_SINGLE:
        typed = _VNI_SINGLE[small]
    else:
        vowel, *marks = list(unicodedata.normalize("NFD", small))
        tone = next((mark for mark in marks if mark in _VNI_TONES), "")
        if "\u0302" in marks:
            typed = vowel + _VNI_HAT[tone]
        elif "\u0306" in marks:
            typed = vowel + _VNI_BREVE[tone]
        else:
            base = {"o": "ô", "u": "ö"}[vowel] if "\u031b" in marks else vowel
            typed = base + _VNI_TONES.get(tone, "")
    return typed.upper() if letter != small else typed


def test_there_are_134_letters() -> None:
    assert len(set(LETTERS)) == 134


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", Encoding.TCVN3),
        (".VnTimeH", Encoding.TCVN3_CAPITALS),
        (".VnArial NarrowH", Encoding.TCVN3_CAPITALS),
        ("VNI-Times", Encoding.VNI),
        ("Times New Roman", Encoding.UNICODE),
        ("Vni Roman", Encoding.UNICODE),
        ("", Encoding.UNICODE),
    ],
)
def test_encoding_is_told_by_the_name_of_the_font(font: str, encoding: Encoding) -> None:
    assert encoding_of(font) is encoding


@pytest.mark.parametrize("letter", LETTERS)
def test_each_letter_comes_back_from_both_encodings(letter: str) -> None:
    capitals = Encoding.TCVN3_CAPITALS if letter.isupper() else Encoding.TCVN3

    assert to_unicode(to_vni(letter), Encoding.VNI) == letter
    assert to_unicode(to_tcvn3(letter.lower()), capitals) == letter


def test_capitals_of_the_old_standard_are_known_without_a_font_of_capitals() -> None:
    assert to_unicode("\u00a7\u00a1\u00a2\u00a3\u00a4\u00a5\u00a6", Encoding.TCVN3) == "ĐĂÂÊÔƠƯ"


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentences_come_back_from_both_encodings(sentence: str) -> None:
    assert to_unicode(to_vni(sentence), Encoding.VNI) == sentence
    assert to_unicode(to_vni(sentence.upper()), Encoding.VNI) == sentence.upper()
    assert to_unicode(to_tcvn3(sentence.lower()), Encoding.TCVN3) == sentence.lower()
    assert to_unicode(to_tcvn3(sentence.lower()), Encoding.TCVN3_CAPITALS) == sentence.upper()


@pytest.mark.parametrize(
    ("typed", "encoding", "shown"),
    [
        ("hép møt tÕt", Encoding.TCVN3, "hộp mứt tết"),
        ("b¸o c¸o s\u00ad¬ng mï", Encoding.TCVN3, "báo cáo sương mù"),
        ("Baùo caùo keát quaû", Encoding.VNI, "Báo cáo kết quả"),
        ("ÑAÛNG BOÄ", Encoding.VNI, "ĐẢNG BỘ"),
        ("Aâm thanh", Encoding.VNI, "Âm thanh"),
        ("120 m² ± 5°", Encoding.TCVN3, "120 m² ± 5°"),
        ("“Năm” – 2022…", Encoding.TCVN3, "“Năm” – 2022…"),
    ],
)
def test_text_as_people_typed_it(typed: str, encoding: Encoding, shown: str) -> None:
    assert to_unicode(typed, encoding) == shown


@pytest.mark.parametrize(
    ("typed", "shown"), [("aâ", "â"), ("aÂ", "â"), ("Aâ", "Â"), ("AÂ", "Â"), ("ÖÙ", "Ứ"), ("Öù", "Ứ")]
)
def test_case_is_that_of_the_vowel_and_not_of_its_mark(typed: str, shown: str) -> None:
    assert to_unicode(typed, Encoding.VNI) == shown


@given(_vietnamese)
def test_any_text_comes_back_from_vni(text: str) -> None:
    assert to_unicode(to_vni(text), Encoding.VNI) == text


@given(_vietnamese)
def test_any_text_comes_back_from_tcvn3(text: str) -> None:
    assert to_unicode(to_tcvn3(text.lower()), Encoding.TCVN3) == text.lower()


@given(_vietnamese, st.sampled_from(Encoding))
def test_text_in_ascii_is_the_same_in_each_encoding_but_for_its_case(text: str, encoding: Encoding) -> None:
    plain = "".join(letter for letter in text if letter.isascii())

    assert to_unicode(plain, encoding).lower() == plain.lower()
