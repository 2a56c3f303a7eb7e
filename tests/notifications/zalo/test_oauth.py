from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from notifications.channels.http_session import HttpSession
from notifications.zalo.hosts import Hosts
from notifications.zalo.oauth import LIFETIME, Denied, Lost, NotNow, OauthClient, Pair
from tests.fakes.zalo_consent import PATH, new_code

if TYPE_CHECKING:
    from tests.fakes.zalo import FakeZalo

VERIFIER = "v" * 43


def test_exchange_gives_the_first_pair_for_a_code_once(zalo: FakeZalo, oauth: OauthClient) -> None:
    code = new_code(zalo, verifier=VERIFIER)

    first, second = oauth.exchange(code, verifier=VERIFIER), oauth.exchange(code, verifier=VERIFIER)

    assert first == Pair("planted-access-2", "planted-refresh-2", LIFETIME)
    assert isinstance(second, Denied)


def test_exchange_after_ten_minutes_or_with_another_verifier_is_denied(zalo: FakeZalo, oauth: OauthClient) -> None:
    code = new_code(zalo, verifier=VERIFIER)
    late = new_code(zalo, verifier=VERIFIER)

    assert isinstance(oauth.exchange(code, verifier="w" * 43), Denied)
    zalo.clock.advance(minutes=11)
    assert isinstance(oauth.exchange(late, verifier=VERIFIER), Denied)


def test_refresh_gives_a_new_pair_and_the_old_token_is_good_once(oauth: OauthClient) -> None:
    assert isinstance(oauth.refresh("planted-refresh-1"), Pair)
    assert isinstance(oauth.refresh("planted-refresh-1"), Denied)


def test_refresh_after_three_months_is_denied(zalo: FakeZalo, oauth: OauthClient) -> None:
    zalo.clock.advance(days=91)

    assert isinstance(oauth.refresh("planted-refresh-1"), Denied)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("drop", Lost),
        ("drop_after", Lost),
        (("http", 500, b'{"access_token": "planted", "refresh_token": "planted"}'), Lost),
        (("http", 502, b"<html>Bad Gateway</html>"), Lost),
        (("http", 200, b"<html>Login</html>"), Lost),
        (("wait", 1.5), Lost),
        (("answer", {"access_token": "planted-access"}), Lost),
        (("answer", {"error": -32, "message": "limit"}), NotNow),
        (("answer", {"error": "-32"}), NotNow),
        (("answer", {"error": -118}), Denied),
        (("answer", {"error_name": "invalid_grant"}), Denied),
        (("answer", {"access_token": None, "refresh_token": "x"}), Denied),
    ],
)
def test_refresh_without_a_pair_says_whether_the_token_may_be_gone(
    fault: Any, expected: type, zalo: FakeZalo, oauth: OauthClient
) -> None:
    zalo.fail(PATH, fault)

    assert isinstance(oauth.refresh("planted-refresh-1"), expected)


def test_refresh_that_never_left_keeps_the_token() -> None:
    nowhere = Hosts(oauth="http://127.0.0.1:9")
    client = OauthClient(HttpSession(timeout_seconds=1), app_id="1", app_secret="placeholder", hosts=nowhere)  # noqa: S106 -- no secret

    assert isinstance(client.refresh("planted-refresh"), NotNow)


@pytest.mark.parametrize("seconds", ["90000", 90000, None, "soon", "99999999999", -1, True])
def test_lifetime_that_is_none_is_taken_as_documented(seconds: object, zalo: FakeZalo, oauth: OauthClient) -> None:
    zalo.fail(PATH, ("answer", {"access_token": "planted-a", "refresh_token": "planted-r", "expires_in": seconds}))

    assert oauth.refresh("planted-refresh-1") == Pair("planted-a", "planted-r", LIFETIME)


def test_pairs_are_never_shown() -> None:
    assert "planted" not in repr(Pair("planted-access", "planted-refresh"))
