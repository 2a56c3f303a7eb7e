from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from database.cipher import Cipher
from database.models import ContactChangeRow
from database.queries.contacts import contact_rows
from database.queries.units import all_contacts
from domain.errors import RuleBroken
from domain.units import Contact, ContactRole
from rehearsal.recording import RecordingChannel
from rehearsal.rehearsing import RehearsalRoom
from services.campaigns import Prepared
from services.contacts import ChangeKind, find_changes, save_changes, seal_contacts
from tests.small_plan import CONTACTS, PLAN, UNITS
from tests.stories.story import Story

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.contacts import ChangeSet

CIPHER = Cipher(b"a secret of the tests")
URL = "tgram://123456789:AAplanted/5/"


def person(code: str, channel: str = "email", address: str = "", *, unit: str = "X1", name: str = "A") -> Contact:
    return Contact(code, unit, name, ContactRole.FOCAL, channel, address or f"{code}@hanam.example")


def take_in(story: Story, wanted: Sequence[Contact], *, replace: bool = False) -> ChangeSet:
    with story.workplace.begin() as session:
        found = find_changes(session, story.campaign, wanted, cipher=CIPHER, replace=replace)
        save_changes(session, story.campaign, found, who="An", now=story.at())
    return found


def listed(story: Story, unit: str = "X1") -> list[tuple[str, str]]:
    with story.workplace.read() as session:
        return [(one.code, one.channel) for one in all_contacts(session, story.campaign.id).get(unit, [])]


def test_list_adds_and_mends_and_leaves_others_alone(story: Story) -> None:
    found = take_in(story, [person("x1", address="moi@hanam.example"), person("x1-2")])

    assert [(one.kind, one.contact.code) for one in found.changes] == [
        (ChangeKind.CHANGED, "x1"),
        (ChangeKind.ADDED, "x1-2"),
    ]
    assert listed(story) == [("x1", "email"), ("x1-2", "email")]
    assert listed(story, "X2") == [("x2", "email")]


def test_same_list_again_changes_nothing_even_with_a_sealed_address(story: Story) -> None:
    wanted = [person("x1", "apprise", URL), person("x1")]
    take_in(story, wanted)

    assert take_in(story, wanted).changes == ()
    assert take_in(story, wanted[::-1]).changes != ()


def test_order_of_the_list_is_the_order_of_trying_and_the_person_keeps_the_place(story: Story) -> None:
    take_in(story, [person("x1", "zbs", "84912345678"), person("x1")])

    with story.workplace.read() as session:
        rows = [(row.code, row.channel) for row in contact_rows(session, story.campaign.id)]
    mine = [row for row in rows if row[0] == "x1"]
    assert mine == [("x1", "zbs"), ("x1", "email")]
    assert rows.index(mine[0]) == [one.code for one in CONTACTS].index("x1")


def test_only_replacing_removes(story: Story) -> None:
    found = take_in(story, [person("x1")], replace=True)

    removed = [one.contact.code for one in found.changes if one.kind is ChangeKind.REMOVED]
    assert removed == [one.code for one in CONTACTS if one.code != "x1"]
    assert listed(story, "X2") == []


def test_each_change_is_on_record_with_who_when_before_and_after(story: Story) -> None:
    take_in(story, [person("x1", name="B")])

    with story.workplace.read() as session:
        (row,) = session.scalars(select(ContactChangeRow))
        assert (row.who, row.unit, row.contact, row.channel, row.at) == ("An", "X1", "x1", "email", story.at())
        assert [json.loads(text)["name"] for text in (row.before, row.after)] == ["Đầu mối X1", "B"]


def test_secret_is_sealed_in_the_list_and_in_its_record(story: Story) -> None:
    take_in(story, [person("x1", "apprise", URL)])

    with story.workplace.read() as session:
        kept = [row.address for row in contact_rows(session, story.campaign.id) if row.channel == "apprise"]
        noted = [row.after for row in session.scalars(select(ContactChangeRow))]
    assert [CIPHER.open(address) for address in kept] == [URL]
    assert "AAplanted" not in "".join((*kept, *noted))


def test_person_of_another_unit_is_refused_and_nothing_saved(story: Story) -> None:
    with pytest.raises(RuleBroken, match="Mã “x1” đang thuộc đơn vị X1"):
        take_in(story, [person("moi"), person("x1", unit="X2")])

    assert listed(story) == [("x1", "email")]


def test_list_of_a_plan_is_sealed_before_it_is_frozen() -> None:
    plain, sealed = seal_contacts([person("x1"), person("x1", "apprise", URL)], CIPHER)

    assert plain == person("x1")
    assert sealed.address.startswith("sealed:")
    assert CIPHER.open(sealed.address) == URL


ROWS = st.lists(
    st.tuples(st.sampled_from(["x1", "x1-2", "x1-3"]), st.sampled_from(["email", "zbs", "zalobot"]), st.booleans()),
    unique_by=lambda row: row[:2],
    max_size=6,
)


@settings(max_examples=5, deadline=None)
@given(lists=st.lists(ROWS, min_size=1, max_size=3))
def test_whatever_lists_come_the_last_one_holds_in_its_order(lists: list[list[tuple[str, str, bool]]]) -> None:
    story = Story(RehearsalRoom(RecordingChannel("email")), Prepared(PLAN, UNITS, CONTACTS, "{}", "sha"))
    for rows in lists:
        take_in(story, [person(code, channel, f"{channel}-{old}") for code, channel, old in rows], replace=True)

    for code in ("x1", "x1-2", "x1-3"):
        mine = [channel for one, channel in listed(story) if one == code]
        assert mine == [channel for one, channel, _ in lists[-1] if one == code]
    story.workplace.engine.dispose()


def test_f11_a_list_that_comes_in_mid_campaign_widens_the_recipients_of_its_unit_alone(story: Story) -> None:
    story.skip(to=PLAN.opens)
    story.decide()
    take_in(story, [person("x1-moi")])
    gone = [one for one in CONTACTS if one.code not in {"x1", "btg-ld"}]
    take_in(story, [*gone, person("x1-moi")], replace=True)

    story.deliver()
    story.skip(to=date(2022, 7, 15))
    story.run()

    opening, *_ = story.messages(to="x1")
    assert (opening.state, opening.note) == ("superseded", "Đầu mối liên hệ này không còn trong danh sách.")
    assert [row.message for row in story.messages(to="x1-moi") if row.sent_at] == ["reminder"]
    heard = {(one.unit, one.message.recipient) for one in story.decisions("X1") if one.message}
    assert heard == {("X1", "x1"), ("X1", "x1-moi")}
    assert {row.recipient for row in story.messages() if "/X1/" in row.key} == {"x1", "x1-moi"}
