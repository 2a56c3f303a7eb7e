from __future__ import annotations

from email import message_from_bytes
from email.policy import default

from domain.intake import Matter
from domain.tokens import answer_address
from notifications.channels.email import open_email_channel
from tests.notifications.channels.correspondence import MAIL, SECRET, SENT_AT

URL = "mailto://thu.hanam.example?from=nhachan@hanam.example&to=a@b.example"
ABOUT = Matter(1, 345)


def reply_to(url: str, *, intake: str, matter: Matter | None) -> str | None:
    channel = open_email_channel(url, secret=SECRET, timeout_seconds=5, intake=intake)
    envelope = channel.compose(MAIL, key="k", to_address="a@b.example", to_name="A", sent_at=SENT_AT, matter=matter)
    found = message_from_bytes(envelope.payload, policy=default)["Reply-To"]
    return None if found is None else str(found)


def test_a_letter_about_a_duty_asks_for_answers_under_its_token() -> None:
    found = reply_to(URL, intake="baocao@hanam.example", matter=ABOUT)

    assert found == answer_address("baocao@hanam.example", ABOUT, secret=SECRET)


def test_the_address_for_answers_goes_before_one_of_the_administrators() -> None:
    found = reply_to(f"{URL}&reply=khac@hanam.example", intake="baocao@hanam.example", matter=ABOUT)

    assert found is not None
    assert "khac" not in found


def test_a_list_is_answered_where_it_always_was() -> None:
    assert reply_to(URL, intake="baocao@hanam.example", matter=None) is None
    assert (
        reply_to(f"{URL}&reply=khac@hanam.example", intake="baocao@hanam.example", matter=None) == "khac@hanam.example"
    )


def test_without_a_mailbox_letters_stay_as_they_were() -> None:
    assert reply_to(URL, intake="", matter=ABOUT) is None
