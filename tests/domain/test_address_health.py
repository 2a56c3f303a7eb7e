from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.address_health import SOFT_FAILURES, Failed, Failure, Mending, bad_since, kind_of

BEGAN = datetime(2022, 7, 1, tzinfo=UTC)
moments = st.integers(0, 60).map(lambda days: BEGAN + timedelta(days=days))
failures = st.lists(st.builds(Failed, moments, st.sampled_from(Failure)), max_size=6)
mendings = st.builds(Mending, st.none() | moments, st.none() | moments)


def day(number: int) -> datetime:
    return BEGAN + timedelta(days=number)


def failed(kind: Failure, *days: int) -> list[Failed]:
    return [Failed(day(number), kind) for number in days]


@pytest.mark.parametrize("status", ["5.1.1", "5.1.0", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"])
def test_no_such_mailbox_weighs_hard(status: str) -> None:
    assert kind_of(status) is Failure.HARD


@pytest.mark.parametrize(
    "status", ["", "5.2.2", "5.4.4", "5.7.1", "5.1.5", "5.1.7", "5.1.8", "4.4.7", "4.1.1", "5.2.10"]
)
def test_what_may_pass_weighs_soft(status: str) -> None:
    assert kind_of(status) is Failure.SOFT


@pytest.mark.parametrize(
    ("found", "mending", "since"),
    [
        (failed(Failure.HARD, 3), Mending(), day(3)),
        (failed(Failure.HARD, 3), Mending(accepted_at=day(9)), day(3)),
        (failed(Failure.HARD, 3), Mending(alive_at=day(4)), None),
        (failed(Failure.REFUSED, 3), Mending(), day(3)),
        (failed(Failure.REFUSED, 3), Mending(accepted_at=day(2)), day(3)),
        (failed(Failure.REFUSED, 3), Mending(accepted_at=day(4)), None),
        (failed(Failure.SOFT, 1, 2), Mending(), None),
        (failed(Failure.SOFT, 1, 2, 15), Mending(accepted_at=day(16)), day(15)),
        (failed(Failure.SOFT, 1, 8, 16), Mending(), None),
        (failed(Failure.SOFT, 1, 8, 16, 20), Mending(), day(20)),
        (failed(Failure.SOFT, 1, 2, 15), Mending(alive_at=day(3)), None),
    ],
)
def test_since_when_an_address_is_bad(found: list[Failed], mending: Mending, since: datetime | None) -> None:
    assert bad_since(found, mending) == since


@given(failures, mendings)
@settings(max_examples=50)
def test_the_order_in_which_failures_are_read_does_not_matter(found: list[Failed], mending: Mending) -> None:
    assert bad_since(found[::-1], mending) == bad_since(found, mending)


@given(failures, st.builds(Failed, moments, st.sampled_from(Failure)), mendings)
@settings(max_examples=50)
def test_one_more_failure_never_mends_an_address(found: list[Failed], more: Failed, mending: Mending) -> None:
    before, after = bad_since(found, mending), bad_since([*found, more], mending)

    assert before is None or (after is not None and after <= before)


@given(failures, mendings)
@settings(max_examples=50)
def test_a_sign_of_life_after_everything_mends_an_address(found: list[Failed], mending: Mending) -> None:
    assert bad_since(found, Mending(mending.accepted_at, day(61))) is None


@given(failures, mendings)
@settings(max_examples=50)
def test_a_bad_address_has_a_reason_that_stands(found: list[Failed], mending: Mending) -> None:
    since = bad_since(found, mending)
    standing = [one for one in found if mending.alive_at is None or one.at >= mending.alive_at]

    assert (since is None) or any(one.at == since for one in standing)
    if since is None:
        assert all(one.kind is not Failure.HARD for one in standing)
    elif all(one.kind is Failure.SOFT for one in standing):
        assert len(standing) >= SOFT_FAILURES
