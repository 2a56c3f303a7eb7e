from __future__ import annotations

from domain.chains import chains, first_usable, for_a_list, next_usable
from domain.units import Contact, ContactRole


def contact(code: str, channel: str, address: str = "") -> Contact:
    return Contact(code, "X1", "Nguyễn Văn A", ContactRole.FOCAL, channel, address or f"{code}-{channel}")


MAIL, ZALO, SMS = (contact("a", channel) for channel in ("email", "zalobot", "esms"))


def test_people_keep_the_order_of_the_list_and_their_channels_theirs() -> None:
    other = contact("b", "email")

    assert chains([ZALO, other, MAIL]) == [(ZALO, MAIL), (other,)]


def test_first_usable_is_the_first_whose_address_was_not_refused() -> None:
    assert first_usable((MAIL, ZALO), {"a-email"}) is ZALO


def test_first_usable_is_the_first_of_all_when_every_address_was_refused() -> None:
    assert first_usable((MAIL, ZALO), {"a-email", "a-zalobot"}) is MAIL


def test_next_usable_passes_over_what_was_tried_what_was_refused_and_what_rests() -> None:
    chain = (MAIL, ZALO, SMS)

    assert next_usable(chain, tried={"email"}, unusable=set()) is ZALO
    assert next_usable(chain, tried={"email"}, unusable={"a-zalobot"}) is SMS
    assert next_usable(chain, tried={"email"}, unusable={"zalobot"}) is SMS
    assert next_usable(chain, tried={"email", "esms"}, unusable={"zalobot"}) is None


def test_list_of_names_goes_by_mail_where_the_person_has_it() -> None:
    assert for_a_list((ZALO, MAIL, SMS)) == (MAIL, ZALO, SMS)
    assert for_a_list((ZALO, SMS)) == (ZALO, SMS)
