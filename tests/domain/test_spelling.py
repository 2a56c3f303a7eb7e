from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.spelling import fold, has_control_characters, nfc, spoken

VIETNAMESE = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ ")


@pytest.mark.parametrize("text", ["Huyện ủy Lý Nhân", "huyện uỷ lý nhân", "HUYỆN ỦY LÝ NHÂN", " Huyen  uy\tLy Nhan "])
def test_fold_makes_every_spelling_one(text: str) -> None:
    assert fold(text) == "huyen uy ly nhan"


@pytest.mark.parametrize(("text", "key"), [("Đảng ủy xã Đồng Du", "dang uy xa dong du"), ("", ""), ("Ð", "ð")])
def test_fold_takes_the_vietnamese_d_for_d(text: str, key: str) -> None:
    assert fold(text) == key


@given(VIETNAMESE)
def test_fold_does_not_see_how_letters_are_composed(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)

    assert fold(decomposed) == fold(nfc(text)) == fold(text.upper())


@given(VIETNAMESE)
def test_fold_leaves_plain_letters_alone(text: str) -> None:
    key = fold(text)

    assert key.isascii()
    assert fold(key) == key


@given(st.text())
def test_nfc_is_settled_at_once(text: str) -> None:
    assert nfc(nfc(text)) == nfc(text)


def test_nfc_composes_what_was_typed_apart() -> None:
    assert nfc("Huyện ủy") == "Huyện ủy"


@pytest.mark.parametrize("letter", ["\x00", "\n", "\t", "\x7f", "\u2028", "\ud800"])
def test_control_characters_are_seen(letter: str) -> None:
    assert has_control_characters(f"Đảng ủy{letter}xã")


def test_vietnamese_letters_are_no_control_characters() -> None:
    assert not has_control_characters(unicodedata.normalize("NFD", "Đảng ủy xã Hợp Lý – “05 năm”"))


def test_spoken_words_are_kept_apart_by_their_marks_alone() -> None:
    assert spoken("Tỉnh  UỶ") == spoken(unicodedata.normalize("NFD", "tỉnh ủy")) == "tinhR uyR"
    assert len({spoken(word) for word in ("tỉnh", "tính", "tinh", "bộ", "bố", "bo", "sở", "số")}) == 8
    assert spoken("07-CT/TW, 98%") == "07-ct/tw, 98%"


@given(VIETNAMESE)
def test_spoken_words_do_not_depend_on_how_letters_are_composed(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)

    assert spoken(decomposed) == spoken(text) == spoken(nfc(text).upper())
