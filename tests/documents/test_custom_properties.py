from __future__ import annotations

from documents.custom_properties import custom_properties, read_custom_properties
from tests.documents.examples import zip_file


def test_values_come_back_by_name_letter_for_letter() -> None:
    values = {"dondoc-plan": "a&b <ủy>", "khác": "Huyện ủy"}

    assert read_custom_properties(zip_file({"docProps/custom.xml": custom_properties(values)})) == values


def test_numbers_begin_at_two_as_the_format_asks() -> None:
    assert b'pid="2" name="a"' in custom_properties({"a": "1", "b": "2"})
    assert b'pid="3" name="b"' in custom_properties({"a": "1", "b": "2"})


def test_property_of_another_type_is_read_as_text() -> None:
    part = custom_properties({"a": "12"}).replace(b"lpwstr", b"i4")

    assert read_custom_properties(zip_file({"docProps/custom.xml": part})) == {"a": "12"}


def test_property_without_name_or_value_is_none() -> None:
    part = custom_properties({"a": "1", "b": "2"}).replace(b'name="a"', b"")

    assert read_custom_properties(zip_file({"docProps/custom.xml": part})) == {"b": "2"}


def test_file_that_is_no_word_file_has_none() -> None:
    assert read_custom_properties(b"\xd0\xcf\x11\xe0 old") == {}
