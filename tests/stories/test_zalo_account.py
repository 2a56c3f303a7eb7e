"""A campaign over the Official Account: by template while the right to send holds, by mail when it is lost."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest

from database.cipher import Cipher
from domain.units import Contact, ContactRole
from notifications.channels.http_session import HttpSession
from notifications.channels.zalo_template import open_zbs_channel
from notifications.zalo.hosts import Hosts
from notifications.zalo.oauth import OauthClient, Pair
from notifications.zalo.templates import Parameter, Template
from services.audit import audit
from services.campaigns import Prepared
from services.zalo_grants import keep_grant
from services.zalo_tokens import GrantTokens
from tests.fakes.zalo import FakeZalo
from tests.fakes.zalo_consent import PATH, new_pair
from tests.fakes.zalo_phone import SEND
from tests.fakes.zalo_world import APP_ID, APP_SECRET, OA_ID
from tests.fakes.zalo_world import Template as KnownTemplate
from tests.small_plan import CONTACTS, PLAN, UNITS
from tests.stories.lines import Line, Switchboard
from tests.stories.story import Story

if TYPE_CHECKING:
    from collections.abc import Iterator

OPENING = date(2022, 6, 24)
PHONE = "84912000001"
CIPHER = Cipher(b"a secret of the test")
TEMPLATES = {"opening": Template("70001", {"unit": Parameter("unit", 30), "deadline": Parameter("deadline", 20)})}
# The person of X1 has Zalo first, then mail; everybody else has mail alone.
ZALO_FIRST = tuple(
    one
    for contact in CONTACTS
    for one in (
        (Contact("x1", "X1", contact.name, ContactRole.FOCAL, "zbs", PHONE), contact)
        if contact.unit == "X1"
        else (contact,)
    )
)


@pytest.fixture
def zalo() -> Iterator[FakeZalo]:
    with FakeZalo() as running:
        running.templates["70001"] = KnownTemplate({"unit": 30, "deadline": 20})
        running.phones[PHONE] = 0
        yield running
        running.assert_tidy()


@pytest.fixture
def story(zalo: FakeZalo) -> Iterator[Story]:
    board = Switchboard(Line())
    story = Story(board, Prepared(PLAN, UNITS, ZALO_FIRST, "{}", "sha"))
    story.skip(to=OPENING)
    hosts = Hosts(zalo.url, zalo.url, zalo.url)
    tokens = GrantTokens(
        OA_ID,
        begin=board.begin,
        read=board.read,
        oauth=OauthClient(HttpSession(timeout_seconds=2), app_id=APP_ID, app_secret=APP_SECRET, hosts=hosts),
        cipher=CIPHER,
        owner="story",
        clock=lambda: zalo.clock.now,
    )
    url = f"zbs://{APP_ID}:{APP_SECRET}@{OA_ID}/?zbs_url={zalo.url}"
    channel = open_zbs_channel(url, tokens=tokens, templates=TEMPLATES, timeout_seconds=2)
    board.channels["zbs"] = channel
    yield story
    channel.close()


def connect(story: Story, zalo: FakeZalo, *, ago: timedelta) -> None:
    """The account was connected so long before the opening's run, and nothing was sent since."""
    zalo.clock.now = story.at(time(8)) - ago
    access, refresh = new_pair(zalo)
    with story.workplace.begin() as session:
        pair = Pair(access, refresh)
        keep_grant(session, OA_ID, app_id=APP_ID, pair=pair, cipher=CIPHER, now=zalo.clock.now)
    zalo.clock.now = story.at(time(8))


def run(story: Story) -> list[tuple[str, str]]:
    story.decide()
    story.deliver()
    return [(row.channel, row.state) for row in story.messages(to="x1")]


def flaws(story: Story) -> list[str]:
    with story.workplace.read() as session:
        return [flaw.code for flaw in audit(session, story.campaign, now=story.at())]


def test_a_person_is_written_to_by_template_and_renewal_happens_on_the_way(story: Story, zalo: FakeZalo) -> None:
    connect(story, zalo, ago=timedelta(hours=30))

    assert run(story) == [("zbs", "accepted")]
    assert (len(zalo.called(PATH)), [sent.to for sent in zalo.sent]) == (1, [PHONE])
    assert set(zalo.sent[0].body["template_data"]) == {"unit", "deadline"}
    assert flaws(story) == []


def test_a_lost_renewal_stops_zalo_alone_and_the_letter_goes_by_mail(story: Story, zalo: FakeZalo) -> None:
    connect(story, zalo, ago=timedelta(hours=30))
    zalo.fail(PATH, "drop_after")

    fates = run(story)

    assert fates == [("zbs", "superseded"), ("email", "accepted")]
    assert {row.state for row in story.messages(to="x2")} == {"accepted"}
    assert (len(zalo.called(PATH)), zalo.sent) == (1, [])
    assert flaws(story) == ["channel_down", "reconsent"]


def test_a_lost_answer_is_never_sent_again_and_the_letter_goes_by_mail_later(story: Story, zalo: FakeZalo) -> None:
    connect(story, zalo, ago=timedelta(hours=1))
    zalo.fail(SEND, "drop_after")

    first = run(story)
    story.deliver(time(9))

    assert first == [("zbs", "unknown")]
    assert [(row.channel, row.state) for row in story.messages(to="x1")] == [("zbs", "unknown"), ("email", "accepted")]
    assert len(zalo.sent) == 1
