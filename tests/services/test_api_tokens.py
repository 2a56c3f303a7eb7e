from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from database.models import ApiTokenRow, UserRow
from database.queries.api_tokens import note_token_used, tokens_of
from domain.access import Permission, Role
from domain.errors import RuleBroken
from services.api_tokens import find_token, issue_token, revoke_token

if TYPE_CHECKING:
    from config.wiring import Workplace
    from tests.stories.story import Story

NOW = datetime(2022, 7, 1, 2, tzinfo=UTC)
A_MONTH = timedelta(days=30)


@pytest.fixture
def place(story: Story) -> Workplace:
    with story.workplace.begin() as session:
        for number, role in enumerate((Role.BOARD, Role.VIEWER), 1):
            session.add(
                UserRow(
                    id=number,
                    name=role.value,
                    display_name=f"Người {number}",
                    role=role.value,
                    password_hash="",
                    password_changed_at=NOW,
                    created_at=NOW,
                    created_by="kiểm thử",
                )
            )
    return story.workplace


def _issue(place: Workplace, *scopes: str, user_id: int = 1, lasts: timedelta = A_MONTH, name: str = "Máy A") -> str:
    with place.begin() as session:
        return issue_token(session, user_id, name=name, scopes=scopes, expires_at=NOW + lasts, now=NOW)[1]


def test_token_opens_what_its_scopes_say(place: Workplace) -> None:
    token = _issue(place, "watch", "review")

    with place.read() as session:
        found = find_token(session, token, now=NOW)

    assert found is not None
    assert (found.user.display_name, found.scopes) == ("Người 1", frozenset({Permission.WATCH, Permission.REVIEW}))


def test_database_keeps_nothing_that_opens_anything(place: Workplace) -> None:
    token = _issue(place, "watch")

    with place.read() as session:
        (row,) = tokens_of(session, 1)

    assert token.startswith(f"dd_{row.id}_")
    assert token.split("_", 2)[2] not in "".join(str(value) for value in vars(row).values())


@pytest.mark.parametrize("text", ["", "dd_1_", "dd_1_" + "a" * 43, "dd_99_" + "a" * 43, "Bearer x", "dd_1_" + "ạ" * 43])
def test_made_up_token_opens_nothing(place: Workplace, text: str) -> None:
    _issue(place, "watch")

    with place.read() as session:
        assert find_token(session, text, now=NOW) is None


def test_token_ends_with_its_time_its_revocation_and_its_user(place: Workplace) -> None:
    expired, revoked, orphan = (_issue(place, "watch", lasts=lasts) for lasts in (A_MONTH, A_MONTH * 2, A_MONTH * 2))
    later = NOW + A_MONTH
    with place.begin() as session:
        revoke_token(session, 2, user_id=1, by="Lan", now=NOW)
    with place.read() as session:
        assert [find_token(session, one, now=later) is None for one in (expired, revoked, orphan)] == [
            True,
            True,
            False,
        ]

    with place.begin() as session:
        session.get_one(UserRow, 1).closed_at = NOW
    with place.read() as session:
        assert find_token(session, orphan, now=later) is None


def test_token_never_allows_more_than_its_user_may(place: Workplace) -> None:
    token = _issue(place, "watch", "review")

    with place.begin() as session:
        session.get_one(UserRow, 1).role = Role.VIEWER.value
    with place.read() as session:
        found = find_token(session, token, now=NOW)

    assert found is not None
    assert found.scopes == {Permission.WATCH}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": " "}, "đặt tên"),
        ({"scopes": ()}, "ít nhất một quyền"),
        ({"scopes": ("review",)}, "tài khoản không có"),
        ({"scopes": ("account",)}, "tài khoản không có"),
        ({"expires_at": NOW}, "hết hạn"),
        ({"expires_at": NOW + timedelta(days=400)}, "hết hạn"),
    ],
)
def test_token_that_nobody_could_account_for_is_refused(
    place: Workplace, change: dict[str, object], words: str
) -> None:
    usual: dict[str, object] = {"name": "Máy", "scopes": ("watch",), "expires_at": NOW + A_MONTH}

    with pytest.raises(RuleBroken, match=words), place.begin() as session:
        issue_token(session, 2, now=NOW, **{**usual, **change})  # type: ignore[arg-type]  # as the case says


def test_token_of_somebody_else_cannot_be_revoked(place: Workplace) -> None:
    _issue(place, "watch")

    with pytest.raises(RuleBroken, match="Không có mã"), place.begin() as session:
        revoke_token(session, 1, user_id=2, by="Lan", now=NOW)


def test_use_is_noted_once_in_a_while(place: Workplace) -> None:
    token = _issue(place, "watch")
    with place.begin() as session:
        note_token_used(session, 1, now=NOW)

    with place.read() as session:
        noted = [find_token(session, token, now=NOW + timedelta(minutes=minutes)) for minutes in (4, 5)]
        assert session.get_one(ApiTokenRow, 1).used_at == NOW

    assert [one is not None and one.is_to_be_noted for one in noted] == [False, True]
