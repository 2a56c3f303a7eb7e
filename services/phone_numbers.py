"""Numbers to dial: those of a unit's own people, then those of its superior's, each person and number once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domain.calls import PhoneNumber, number_to_dial
from domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from domain.calls import Call
    from domain.units import Contact, Unit, UnitTree

_WRITTEN = re.compile(r"\+?[\d .()\-]+")
FOUND_OUT = "Số đã gọi được"
FEWEST_DIGITS, MOST_DIGITS = 8, 15  # ITU-T E.164 allows no more


def checked_number(text: str) -> str:
    """The number as it was written, without spaces around it. Refuses what nobody could dial."""
    number = text.strip()
    digits = sum(letter.isdigit() for letter in number)
    if not _WRITTEN.fullmatch(number) or not FEWEST_DIGITS <= digits <= MOST_DIGITS:
        raise RuleBroken(f"“{text}” không phải số điện thoại; cần {FEWEST_DIGITS} đến {MOST_DIGITS} chữ số.")
    return number


def numbers_of(
    unit: Unit,
    units: UnitTree,
    contacts: Mapping[str, Sequence[Contact]],
    *,
    calls: Sequence[Call] = (),
    wrong: AbstractSet[tuple[str, str]] = frozenset(),
    not_asked: AbstractSet[str] = frozenset(),
) -> tuple[PhoneNumber, ...]:
    """In the order of the list of contacts, then others at which the unit answered in one of the `calls`.

    Where none of them works, the superior can pass the word on, unless it is one of those `not_asked`.
    """
    own = tuple(_numbers(unit, contacts, wrong, is_own=True))
    found = (*own, *_found_out(unit, calls, wrong, known={_digits(one.number) for one in own}))
    superior = units.superior_of(unit.code)
    if superior is None or superior.code in not_asked:
        return found
    return (*found, *_numbers(superior, contacts, wrong, is_own=False))


def _found_out(
    unit: Unit, calls: Sequence[Call], wrong: AbstractSet[tuple[str, str]], *, known: AbstractSet[str]
) -> Iterator[PhoneNumber]:
    """Numbers of nobody on record, at which somebody of the unit was spoken to."""
    for number in dict.fromkeys(call.number for call in calls if call.result.is_spoken and not call.contact):
        if number and _digits(number) not in known:
            is_wrong = ("", number) in wrong
            yield PhoneNumber("", FOUND_OUT, "", number, unit.code, is_wrong=is_wrong)


def number_meant(numbers: Sequence[PhoneNumber], *, contact: str = "", number: str = "") -> tuple[str, str]:
    """The (contact, number) that was dialled: as named, otherwise what the list says. An unknown number is nobody's yet."""
    if number:
        wanted = _digits(checked_number(number))
        found = next((one for one in numbers if _digits(one.number) == wanted), None)
        return (found.contact, found.number) if found else (contact, number.strip())
    if contact:
        named = next((one for one in numbers if one.contact.casefold() == contact.strip().casefold()), None)
        if named is None:
            known = ", ".join(f"{one.contact} ({one.name}, {one.number})" for one in numbers) or "chưa có ai"
            raise RuleBroken(f"Không có đầu mối nào mã “{contact}” có số điện thoại; đang có: {known}.")
        return named.contact, named.number
    dialled = number_to_dial(numbers)
    return (dialled.contact, dialled.number) if dialled else ("", "")


def _digits(number: str) -> str:
    return "".join(filter(str.isdigit, number))


def _numbers(
    unit: Unit,
    contacts: Mapping[str, Sequence[Contact]],
    wrong: AbstractSet[tuple[str, str]],
    *,
    is_own: bool,
) -> Iterator[PhoneNumber]:
    seen: set[tuple[str, str]] = set()
    for person in contacts.get(unit.code, ()):
        one = (person.code, person.phone)
        if person.phone and one not in seen:
            seen.add(one)
            yield PhoneNumber(
                contact=person.code,
                name=person.name,
                role=person.role.value,
                number=person.phone,
                unit=unit.code,
                is_own=is_own,
                is_wrong=one in wrong,
            )
