from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pyotp
import pytest

from database.cipher import Cipher
from database.queries.users import user_named
from domain.access import Role
from domain.errors import RuleBroken
from services import second_factors, web_sessions
from services.passwords import SHORTEST, check_password, first_password, is_right
from services.sign_in import LOCKED, WRONG, Admitted, Turned, known_hash, show_code, sign_in
from services.users import Person, create_user
from services.web_sessions import IDLE, LASTS, SECOND_FACTOR_WITHIN, Browser, meet
from tests.flows.live import OPENED

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.models import UserRow
    from rehearsal.rehearsing import RehearsalRoom

SENTENCE, BROWSER, CIPHER = "mùa thu năm ấy rất đẹp", Browser("10.0.0.7", "Firefox"), Cipher(b"secret of the test")


@pytest.fixture
def lan(room: RehearsalRoom) -> RehearsalRoom:
    """An installation in which "lan" of the board has an account."""
    with room.begin() as session:
        person = Person("Trần Thị Lan", "", Role.BOARD)
        create_user(session, "lan", person, units=(), by="quản trị", now=OPENED, password=SENTENCE)
    return room


def come(room: RehearsalRoom, password: str, *, now: datetime, name: str = "lan") -> Admitted | Turned:
    """As the page does it: looked at outside of any transaction."""
    with room.begin() as session:
        known = known_hash(session, name=name, browser=BROWSER, now=now)
    proven = known if known and is_right(password, known) else ""
    with room.begin() as session:
        return sign_in(session, name=name, password=password, proven=proven, browser=BROWSER, now=now)


def test_a_right_password_opens_a_browser_until_it_is_left_alone(lan: RehearsalRoom) -> None:
    came = come(lan, SENTENCE, now=OPENED, name="  LAN ")

    assert isinstance(came, Admitted)
    with lan.begin() as session:
        assert meet(session, came.cookie, now=OPENED + IDLE - timedelta(seconds=1)) is not None
        assert meet(session, came.cookie, now=OPENED + IDLE) is None
        assert meet(session, "another", now=OPENED) is None


def test_a_browser_that_is_always_used_ends_all_the_same_after_a_week(lan: RehearsalRoom) -> None:
    came = come(lan, SENTENCE, now=OPENED)
    assert isinstance(came, Admitted)
    with lan.begin() as session:
        found = meet(session, came.cookie, now=OPENED)
        assert found is not None
        web_sessions.note_seen(session, found.session_id, now=OPENED + LASTS)

        assert meet(session, came.cookie, now=OPENED + LASTS) is None


def test_a_wrong_name_and_a_wrong_password_are_refused_in_the_same_words(lan: RehearsalRoom) -> None:
    assert come(lan, "sai", now=OPENED) == Turned(WRONG)
    assert come(lan, SENTENCE, now=OPENED, name="hoa") == Turned(WRONG)


def test_after_five_failures_even_the_right_password_must_wait(lan: RehearsalRoom) -> None:
    for minute in range(5):
        come(lan, "sai", now=OPENED + timedelta(minutes=minute))

    locked = come(lan, SENTENCE, now=OPENED + timedelta(minutes=5))
    later = come(lan, SENTENCE, now=OPENED + timedelta(minutes=15))

    assert locked == Turned(LOCKED.format(10))
    assert isinstance(later, Admitted)


def test_a_code_is_asked_for_and_good_once(lan: RehearsalRoom) -> None:
    secret = second_factors.new_secret()
    with lan.begin() as session:
        second_factors.turn_on(_lan(session), secret, _code(secret, OPENED), cipher=CIPHER, now=OPENED)
    now = OPENED + timedelta(minutes=5)

    half = come(lan, SENTENCE, now=now)
    assert isinstance(half, Admitted)
    with lan.begin() as session:
        found = meet(session, half.cookie, now=now)
        assert found is not None
        wrong = show_code(session, _lan(session), found.session_id, "000000", browser=BROWSER, cipher=CIPHER, now=now)
        code = _code(secret, now)
        came = show_code(session, _lan(session), found.session_id, code, browser=BROWSER, cipher=CIPHER, now=now)
        again = show_code(session, _lan(session), found.session_id, code, browser=BROWSER, cipher=CIPHER, now=now)

    assert not half.is_complete
    assert (wrong, again) == (Turned(second_factors.WRONG), Turned(second_factors.WRONG))
    assert isinstance(came, Admitted)
    with lan.begin() as session:
        assert meet(session, half.cookie, now=now) is None
        assert meet(session, came.cookie, now=now) is not None


def test_a_right_password_in_between_gives_no_more_guesses_at_the_code(lan: RehearsalRoom) -> None:
    secret = second_factors.new_secret()
    with lan.begin() as session:
        second_factors.turn_on(_lan(session), secret, _code(secret, OPENED), cipher=CIPHER, now=OPENED)

    told = [_guess(lan, now=OPENED + timedelta(seconds=10 * number)) for number in range(6)]

    assert told == [second_factors.WRONG] * 5 + [LOCKED.format(15)]


def _guess(room: RehearsalRoom, *, now: datetime) -> str:
    """Somebody who stole the password begins anew for every code that he tries; what he is told."""
    half = come(room, SENTENCE, now=now)
    if isinstance(half, Turned):
        return half.sentence
    with room.begin() as session:
        found = meet(session, half.cookie, now=now)
        assert found is not None
        came = show_code(session, _lan(session), found.session_id, "000000", browser=BROWSER, cipher=CIPHER, now=now)
    assert isinstance(came, Turned)
    return came.sentence


def test_guesses_made_at_the_same_time_are_counted_like_those_one_after_another(lan: RehearsalRoom) -> None:
    with lan.begin() as session:
        known = known_hash(session, name="lan", browser=BROWSER, now=OPENED)
        assert known is not None
        for _ in range(5):
            sign_in(session, name="lan", password="sai", proven="", browser=BROWSER, now=OPENED)  # noqa: S106 -- wrong

        late = sign_in(session, name="lan", password=SENTENCE, proven=known, browser=BROWSER, now=OPENED)

    assert late == Turned(LOCKED.format(15))


def test_a_browser_waits_for_its_code_only_for_minutes(lan: RehearsalRoom) -> None:
    secret = second_factors.new_secret()
    with lan.begin() as session:
        second_factors.turn_on(_lan(session), secret, _code(secret, OPENED), cipher=CIPHER, now=OPENED)
    half = come(lan, SENTENCE, now=OPENED)
    assert isinstance(half, Admitted)

    with lan.begin() as session:
        assert meet(session, half.cookie, now=OPENED + SECOND_FACTOR_WITHIN) is None


def test_a_second_factor_is_turned_on_only_by_a_code_of_its_own(lan: RehearsalRoom) -> None:
    secret = second_factors.new_secret()

    with lan.begin() as session, pytest.raises(RuleBroken, match="Mã không đúng"):
        second_factors.turn_on(_lan(session), secret, "000000", cipher=CIPHER, now=OPENED)

    with lan.begin() as session:
        assert not second_factors.is_asked(_lan(session))


@pytest.mark.parametrize("password", ["ngắn", "aaaaaaaaaaaaaaaa", "toi la lan day ma", "x" * 201])
def test_what_is_guessed_too_easily_is_no_password(password: str) -> None:
    with pytest.raises(RuleBroken):
        check_password(password, name="lan")


def test_a_first_password_is_long_enough_and_never_the_same() -> None:
    first, second = first_password(), first_password()

    check_password(first, name="lan")
    assert len(first) > SHORTEST
    assert first != second


def _lan(session: Session) -> UserRow:
    found = user_named(session, "lan")
    assert found is not None
    return found


def _code(secret: str, now: datetime) -> str:
    return pyotp.TOTP(secret).at(int(now.timestamp()))
