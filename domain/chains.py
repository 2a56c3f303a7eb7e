"""A person's chain: the channels on which the person can be written to, in the order in which they are tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.channels import EMAIL

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from domain.units import Contact


def chains(contacts: Iterable[Contact]) -> list[tuple[Contact, ...]]:
    """One chain for each person, in the order of the list; a person is a code within a unit."""
    people: dict[tuple[str, str], list[Contact]] = {}
    for contact in contacts:
        people.setdefault((contact.unit, contact.code), []).append(contact)
    return [tuple(chain) for chain in people.values()]


def first_usable(chain: Sequence[Contact], broken: Collection[str]) -> Contact:
    """The first whose address was not refused for good; the first of all when every one was."""
    return next((contact for contact in chain if contact.address not in broken), chain[0])


def for_a_list(chain: Sequence[Contact]) -> tuple[Contact, ...]:
    """The same people, e-mail first: only there a list of names and its file can go along."""
    return tuple(sorted(chain, key=lambda contact: contact.channel != EMAIL))


def next_usable(chain: Sequence[Contact], *, tried: Collection[str], unusable: Collection[str]) -> Contact | None:
    """The next way to this person: a channel not `tried` for the message, neither it nor its address `unusable`."""
    return next(
        (
            contact
            for contact in chain
            if contact.channel not in tried and not {contact.channel, contact.address} & set(unusable)
        ),
        None,
    )
