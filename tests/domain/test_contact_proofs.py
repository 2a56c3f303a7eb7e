from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from domain.contact_proofs import COLOURS, CONTACT_TEST, PROOF_NAMES, Heard, Proof, standing
from domain.outbox import MessageState
from domain.signals import SignalKind

START = datetime(2022, 6, 24, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def at(hour: float) -> datetime:
    return START + timedelta(hours=hour)


def sent(hour: float = 0, *signals: tuple[SignalKind, float], message: str = CONTACT_TEST) -> Heard:
    heard = tuple((kind, at(when)) for kind, when in signals)
    return Heard(message, MessageState.ACCEPTED, at(hour), at(hour), signals=heard)


def refused(hour: float, *, sent_at: float | None = None, scope: str = "recipient") -> Heard:
    went = None if sent_at is None else at(sent_at)
    return Heard(CONTACT_TEST, MessageState.FAILED, went, at(hour), scope, "5.1.1")


WAITS = Heard(CONTACT_TEST, MessageState.QUEUED, None, None)
ANSWER = (SignalKind.ANSWERED, 2.0)


def proof(*messages: Heard, hour: float = 100) -> tuple[Proof, float | None]:
    found = standing(messages, as_of=at(hour))
    return found.proof, None if found.since is None else (found.since - START) / timedelta(hours=1)


def test_address_to_which_nothing_went_is_untested() -> None:
    assert proof() == (Proof.UNTESTED, None)


def test_message_on_its_way_or_of_unknown_fate_leaves_the_address_waiting() -> None:
    unknown = Heard(CONTACT_TEST, MessageState.UNKNOWN, None, at(1))

    assert proof(WAITS) == proof(unknown) == (Proof.WAITING, None)


def test_acceptance_by_a_transport_is_no_proof() -> None:
    assert proof(sent(1)) == (Proof.REACHED, 1)
    assert proof(sent(1, (SignalKind.DELIVERED, 3))) == (Proof.REACHED, 3)


def test_answer_proves_from_the_first_on_and_whatever_it_answers() -> None:
    assert proof(sent(1, ANSWER), sent(5, (SignalKind.ANSWERED, 6))) == (Proof.PROVEN, 2)
    assert standing([sent(1, ANSWER, message="opening")], as_of=at(9)).by == "đã trả lời"
    assert proof(sent(1, (SignalKind.SEEN, 2))) == (Proof.PROVEN, 2)


def test_earlier_day_knows_nothing_of_a_later_answer() -> None:
    assert proof(sent(1, ANSWER), hour=1.5) == (Proof.REACHED, 1)


def test_refusal_and_bounce_fail_the_address_with_the_reason() -> None:
    assert proof(refused(1)) == (Proof.FAILED, 1)
    assert standing([refused(3, sent_at=1)], as_of=at(9)).by == "5.1.1"


def test_letter_that_came_back_is_mended_by_an_answer_and_not_by_a_relay() -> None:
    bounced = refused(3, sent_at=1)

    assert proof(bounced, sent(5)) == (Proof.FAILED, 3)
    assert proof(bounced, sent(5, (SignalKind.ANSWERED, 6))) == (Proof.PROVEN, 6)
    assert proof(refused(3), sent(5)) == (Proof.REACHED, 5)


def test_answer_before_the_failure_no_longer_proves() -> None:
    assert proof(sent(1, ANSWER), refused(4)) == (Proof.FAILED, 4)
    assert proof(sent(1, ANSWER), refused(4), hour=3) == (Proof.PROVEN, 2)


def test_refused_text_says_nothing_of_the_address() -> None:
    assert proof(refused(1, scope="payload")) == (Proof.UNTESTED, None)


def test_every_standing_has_its_words_and_its_colour() -> None:
    assert set(PROOF_NAMES) == set(COLOURS) == set(Proof)


MESSAGES = st.lists(
    st.one_of(
        st.just(WAITS),
        st.builds(refused, st.integers(0, 9), scope=st.sampled_from(["recipient", "payload"])),
        st.builds(sent, st.integers(0, 9)),
        st.builds(lambda hour: sent(hour, (SignalKind.ANSWERED, hour + 1)), st.integers(0, 9)),
    ),
    max_size=5,
)


@given(messages=MESSAGES, hour=st.integers(0, 12))
def test_only_what_the_person_did_ever_proves_and_the_order_of_rows_does_not_matter(
    messages: list[Heard], hour: int
) -> None:
    found = standing(messages, as_of=at(hour))

    answered = any(moment <= at(hour) for one in messages for _, moment in one.signals)
    assert not found.is_proven or answered
    assert standing(messages[::-1], as_of=at(hour)).proof == found.proof
    assert found.since is None or found.since <= at(hour)
