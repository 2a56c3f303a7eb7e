"""Who may do what: roles of people with an account, and what each role is allowed."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    BOARD = "board"
    VIEWER = "viewer"
    OFFICE = "office"
    UNIT = "unit"


class Permission(StrEnum):
    """Each route of the web and each token of the API names one of them."""

    WATCH = "watch"  # see the whole campaign
    REVIEW = "review"  # accept, return, match, register, triage, extend, exempt, promise
    REMIND = "remind"  # hold, release, write, call, settle messages and answers
    CONSOLIDATE = "consolidate"  # start, approve and cancel runs, transmit
    PLAN = "plan"  # change a date, a ladder, a holiday
    REHEARSE = "rehearse"
    CONTACTS = "contacts"  # import contacts, settle proposals, give and take back links of units
    OVERSEE = "oversee"  # see what was escalated and acknowledge it
    ADMINISTER = "administer"  # users, channels, audit log, health
    ACCOUNT = "account"  # one's own password, sessions, tokens


GRANTS: dict[Role, frozenset[Permission]] = {
    # Who looks after the machine reads everything and decides nothing.
    Role.ADMINISTRATOR: frozenset(
        {Permission.WATCH, Permission.CONTACTS, Permission.ADMINISTER, Permission.ACCOUNT},
    ),
    Role.BOARD: frozenset(
        {
            Permission.WATCH,
            Permission.REVIEW,
            Permission.REMIND,
            Permission.CONSOLIDATE,
            Permission.PLAN,
            Permission.REHEARSE,
            Permission.CONTACTS,
            Permission.ACCOUNT,
        },
    ),
    Role.VIEWER: frozenset({Permission.WATCH, Permission.ACCOUNT}),
    Role.OFFICE: frozenset({Permission.OVERSEE, Permission.ACCOUNT}),
    # Leads to the pages of the unit that the person works for, and to nothing else.
    Role.UNIT: frozenset({Permission.ACCOUNT}),
}
BOUND_TO_A_UNIT = frozenset({Role.UNIT})


def permissions_of(role: Role) -> frozenset[Permission]:
    return GRANTS[role]
