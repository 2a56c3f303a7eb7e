from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.spelling import fold, nfc

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
