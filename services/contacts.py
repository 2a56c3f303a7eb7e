"""Changing the list of contacts: what a new list changes, and writing it down, each change with its before and after."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from typing import TYPE_CHECKING

from database.models import ContactChangeRow, ContactRow
from database.queries.contacts import contact_rows
from domain.contact_addresses import SEALED, is_secret
from domain.errors import RuleBroken
from domain.units import Contact, ContactRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.cipher import Cipher
    from domain.campaigns import Campaign


class ChangeKind(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


CHANGE_NAMES = {ChangeKind.ADDED: "thêm", ChangeKind.CHANGED: "sửa", ChangeKind.REMOVED: "bỏ"}


@dataclass(frozen=True, slots=True)
class Placed:
    """A contact with its place among the channels of its person, from 1: the first is tried first."""

    contact: Contact
    order: int


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the list that changes. `before` is None for what is added, `after` for what is removed."""

    kind: ChangeKind
    before: Placed | None
    after: Placed | None

    @property
    def contact(self) -> Contact:
        placed = self.after or self.before
        if placed is None:
            raise ValueError("a change of nothing")
        return placed.contact


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """All changes, and the channels of everybody whom they touch as they are to be, in the order of trying."""

    changes: tuple[Change, ...]
    people: Mapping[str, tuple[Contact, ...]]


def find_changes(
    session: Session, campaign: Campaign, wanted: Sequence[Contact], *, cipher: Cipher, replace: bool = False
) -> ChangeSet:
    """What the list `wanted` would change; only with `replace` does it remove what it does not name.

    Raises RuleBroken, with every one of them, for people who stand under another unit.
    """
    before = _by_person(map(_value, contact_rows(session, campaign.id)))
    _refuse_moved(wanted, before)
    named = _by_person(_sealed(one, before.get(one.code, ()), cipher) for one in wanted)
    codes = dict.fromkeys((*named, *(before if replace else ())))
    after = {code: _whole(before.get(code, ()), named.get(code, ()), replace=replace) for code in codes}
    found = [change for code in codes for change in _of_person(before.get(code, ()), after[code])]
    touched = dict.fromkeys(change.contact.code for change in found)
    return ChangeSet(tuple(found), {code: after[code] for code in touched})


def save_changes(session: Session, campaign: Campaign, found: ChangeSet, *, who: str, now: datetime) -> None:
    """Write the changes down, and the rows of everybody whom they touch in the new order."""
    rows: dict[str, list[ContactRow]] = {code: [] for code in found.people}
    for row in contact_rows(session, campaign.id):
        rows.get(row.code, []).append(row)
    for code, people in found.people.items():
        _write_person(session, campaign, rows[code], people)
    session.add_all(_note(campaign, one, who=who, now=now) for one in found.changes)
    session.flush()


def _write_person(session: Session, campaign: Campaign, rows: Sequence[ContactRow], people: Sequence[Contact]) -> None:
    """The rows keep their ids, in ascending order: the place of a person in the list stays, the channels change theirs."""
    ids = [row.id for row in rows]
    for row in rows:
        session.delete(row)
    session.flush()
    for row_id, one in zip_longest(ids, people):
        if one is not None:
            session.add(_row(campaign, one, row_id))
            session.flush()  # one after another, so that new ids follow the order


def _by_person(contacts: Iterable[Contact]) -> dict[str, tuple[Contact, ...]]:
    found: dict[str, list[Contact]] = {}
    for one in contacts:
        found.setdefault(one.code, []).append(one)
    return {code: tuple(people) for code, people in found.items()}


def _refuse_moved(wanted: Sequence[Contact], before: dict[str, tuple[Contact, ...]]) -> None:
    moved = dict.fromkeys(
        f"Mã “{one.code}” đang thuộc đơn vị {before[one.code][0].unit}, danh sách ghi {one.unit}; hãy dùng mã khác "
        "cho người ở đơn vị mới."
        for one in wanted
        if one.code in before and before[one.code][0].unit != one.unit
    )
    if moved:
        raise RuleBroken("\n".join(moved))


def _sealed(one: Contact, before: Sequence[Contact], cipher: Cipher) -> Contact:
    """With its address as it is to be kept. What is sealed already and says the same stays as it is."""
    if not is_secret(one.channel):
        return one
    known = next((known.address for known in before if known.channel == one.channel), "")
    address = known if known.startswith(SEALED) and cipher.open(known) == one.address else cipher.seal(one.address)
    return Contact(one.code, one.unit, one.name, one.role, one.channel, address, one.phone)


def seal_contacts(contacts: Iterable[Contact], cipher: Cipher) -> tuple[Contact, ...]:
    """For the list that a plan opens with."""
    return tuple(_sealed(one, (), cipher) for one in contacts)


def _whole(before: Sequence[Contact], after: Sequence[Contact], *, replace: bool) -> tuple[Contact, ...]:
    """The channels of one person as they are to be: those of the list first, in its order."""
    named = {one.channel for one in after}
    return (*after, *(() if replace else (one for one in before if one.channel not in named)))


def _of_person(before: Sequence[Contact], after: Sequence[Contact]) -> list[Change]:
    old = {one.channel: Placed(one, place) for place, one in enumerate(before, 1)}
    new = {one.channel: Placed(one, place) for place, one in enumerate(after, 1)}
    moved = _moved(list(old), list(new))
    found = []
    for channel, placed in new.items():
        known = old.get(channel)
        if known is None:
            found.append(Change(ChangeKind.ADDED, None, placed))
        elif known.contact != placed.contact or channel in moved:
            found.append(Change(ChangeKind.CHANGED, known, placed))
    found += [Change(ChangeKind.REMOVED, placed, None) for channel, placed in old.items() if channel not in new]
    return found


def _moved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The channels whose turn is another one; what is only added or taken away moves nobody."""
    stayed = [one for one in old if one in new]
    return {now for was, now in zip(stayed, (one for one in new if one in old), strict=True) if was != now}


def _value(row: ContactRow) -> Contact:
    return Contact(row.code, row.unit, row.name, ContactRole(row.role), row.channel, row.address, row.phone)


def _row(campaign: Campaign, one: Contact, row_id: int | None) -> ContactRow:
    row = ContactRow(
        campaign_id=campaign.id,
        unit=one.unit,
        code=one.code,
        name=one.name,
        role=one.role.value,
        channel=one.channel,
        address=one.address,
        phone=one.phone,
    )
    if row_id is not None:
        row.id = row_id
    return row


def _note(campaign: Campaign, one: Change, *, who: str, now: datetime) -> ContactChangeRow:
    contact = one.contact
    return ContactChangeRow(
        campaign_id=campaign.id,
        at=now,
        who=who,
        unit=contact.unit,
        contact=contact.code,
        channel=contact.channel,
        before=_json(one.before),
        after=_json(one.after),
    )


def _json(placed: Placed | None) -> str:
    """The address as it is kept: sealed where there is a secret in it."""
    if placed is None:
        return ""
    one = placed.contact
    values = {"name": one.name, "role": one.role.value, "address": one.address, "phone": one.phone}
    return json.dumps({**values, "order": placed.order}, ensure_ascii=False)
