"""What to say to a unit on the telephone, from where its duty stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.obligations import State
from domain.spelling import fold
from notifications.scripts import PhoneScript, phone_script
from services.letters import duty_facts, plan_facts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.calls import PhoneNumber
    from domain.campaigns import Campaign
    from domain.units import Contact
    from services.standings import Obligation

# Lists of contacts often name a post and not yet a person: nobody is greeted by that.
_POSTS = ("dau moi", "chuyen vien", "van phong", "lanh dao", "so da goi duoc")
_READ_OUT = "email"  # of the channels the only one whose address a person can confirm by ear


def script(
    one: Obligation,
    campaign: Campaign,
    *,
    names: Mapping[str, str],
    dialled: PhoneNumber | None,
    contacts: Sequence[Contact],
    caller: str,
    intake: str,
) -> str:
    return phone_script(
        PhoneScript(
            plan=plan_facts(campaign, names),
            duty=duty_facts(one, campaign, names),
            caller=caller,
            callee=_person(dialled.name) if dialled else "",
            is_through_superior=dialled is not None and not dialled.is_own,
            days_late=one.standing.days_late,
            is_returned=one.standing.state is State.RETURNED,
            promised=one.promise.day if one.promise else None,
            addresses=tuple(dict.fromkeys(person.address for person in contacts if person.channel == _READ_OUT)),
            intake=intake,
        )
    )


def _person(name: str) -> str:
    return "" if fold(name).startswith(_POSTS) else name
