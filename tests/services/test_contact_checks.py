"""Tests of contacts as they live: queued, sent, answered by mail, and never counted as anything else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, select, update

from config.day import deliver
from database.models import AnswerRow, BindingCodeRow, ContactRow, OutboxRow
from domain.answer_links import AnswerLinks, message_in_subject
from domain.answers import Answer, AnswerKind
from domain.contact_proofs import Proof
from domain.intake import NO_OBLIGATION, Matter
from domain.tokens import answer_address
from rehearsal.rehearsing import RehearsalRoom
from services.answers import respondent_to, take_answer
from services.audit import audit
from services.campaigns import Prepared
from services.contact_checks import Scope, Skipped, queue_tests
from services.contact_proofs import contact_proofs, unproven_before_opening, unproven_units
from tests.mails import INTAKE, mail
from tests.post_office import REPORT, Post
from tests.small_plan import CALENDAR, CONTACTS, PLAN, UNITS
from tests.stories.story import Story

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from database.models import IntakeRow
    from services.contact_checks import Checked
    from tests.stories.lines import Line

EMAIL = Scope(channels={"email"})
NIGHT, EIGHT, NINE = time(5), time(8), time(9)


def check(story: Story, units: Sequence[str] = ("X1",), *, scope: Scope = EMAIL, hour: time = EIGHT) -> list[Checked]:
    now = story.at(hour)
    with story.workplace.begin() as session:
        proofs = contact_proofs(session, story.campaign, as_of=now)
        rows = [row for one in proofs for row in one.rows if one.unit.code in units]
        return queue_tests(session, story.campaign, rows, scope=scope, now=now)


def proof(story: Story, unit: str = "X1", *, hour: time = time(23)) -> Proof:
    with story.workplace.read() as session:
        found = contact_proofs(session, story.campaign, as_of=story.at(hour))
    (row,) = next(one.rows for one in found if one.unit.code == unit)
    return row.standing.proof


@pytest.fixture
def opened(story: Story) -> Story:
    story.skip(to=PLAN.opens)
    return story


def test_test_goes_out_when_people_are_at_work_and_says_whom_it_asks(opened: Story) -> None:
    (queued,) = check(opened, hour=NIGHT)

    assert deliver(opened.workplace, opened.campaign, now=opened.at(NIGHT)) == {}
    assert opened.deliver(NINE) == {"accepted": 1}
    (row,) = opened.messages(to="x1")
    assert (row.key, row.message) == (queued.key, "contact_test")
    assert "Trả lời thư này." in row.text


def test_test_says_its_links_where_they_are_set(opened: Story) -> None:
    opened.workplace.settings.web_url = "https://dondoc.hanam.example/"
    opened.workplace.settings.intake_address = INTAKE
    check(opened)

    opened.deliver(NINE)

    (row,) = opened.messages(to="x1")
    links = AnswerLinks("https://dondoc.hanam.example", INTAKE, opened.workplace.secret.encode())
    assert links.tap(row.id) in row.text
    assert links.subject(row.id) in row.text


def test_check_again_waits_for_the_first_answer_unless_told_otherwise(opened: Story) -> None:
    check(opened)
    opened.deliver(NINE)

    assert [one.skipped for one in check(opened)] == [Skipped.WAITING]
    assert [one.key[-2:] for one in check(opened, scope=Scope({"email"}, again=True))] == ["/2"]


def test_refused_address_is_tested_again_once_it_is_mended(opened: Story, line: Line) -> None:
    line.refused.add("x1@hanam.example")
    check(opened)
    opened.deliver(NINE)

    assert proof(opened) is Proof.FAILED
    assert [one.skipped for one in check(opened, hour=NINE)] == [Skipped.FAILED]
    with opened.workplace.begin() as session:
        session.execute(update(ContactRow).where(ContactRow.code == "x1").values(address="moi@hanam.example"))
    assert [one.skipped for one in check(opened, hour=NINE)] == [None]


def test_channel_that_is_not_set_up_gets_no_test(opened: Story) -> None:
    assert [one.skipped for one in check(opened, scope=Scope(channels=()))] == [Skipped.NO_CHANNEL]


def test_test_is_no_message_of_the_day_and_reaches_nobody_for_the_ladder(opened: Story) -> None:
    check(opened)
    opened.deliver(EIGHT)

    opened.run(NINE)

    assert [row.message for row in opened.messages(to="x1") if row.sent_at] == ["contact_test", "opening"]


def test_unit_that_got_nothing_but_a_test_is_not_blamed(story: Story, line: Line) -> None:
    story.skip(to=PLAN.opens)
    check(story, ["HU1"])
    story.deliver(EIGHT)
    line.refused.add("hu1@hanam.example")

    for day in (PLAN.opens, date(2022, 8, 22), date(2022, 8, 24)):
        story.skip(to=day)
        story.run()

    escalated = [one.decision.outcome for one in story.decisions("HU1") if one.decision.audience == "office"]
    assert escalated == ["unreached"]


def test_test_to_somebody_removed_is_withdrawn_with_a_reason(opened: Story) -> None:
    check(opened)
    with opened.workplace.begin() as session:
        session.execute(delete(ContactRow).where(ContactRow.code == "x1"))

    opened.deliver(NINE)

    (row,) = opened.messages(to="x1")
    assert (row.state, row.note) == ("superseded", "Đầu mối liên hệ này không còn trong danh sách.")


def test_person_who_bound_an_account_with_a_code_has_proven_it(opened: Story) -> None:
    account = {"unit": "X1", "channel": "zalobot", "address": "6ede9afa66b8"}
    with opened.workplace.begin() as session:
        told = {"contact": "x1", "digest": "d", "issued_at": opened.at(EIGHT), "issued_by": "An"}
        session.add(
            BindingCodeRow(
                campaign_id=opened.campaign.id, expires_at=opened.at(NINE), used_at=opened.at(NINE), **told, **account
            )
        )
        session.execute(update(ContactRow).where(ContactRow.code == "x1").values(**account))

    assert proof(opened, hour=EIGHT) is Proof.UNTESTED
    assert proof(opened) is Proof.PROVEN


def test_units_are_unproven_until_the_first_notice_has_gone(opened: Story) -> None:
    with opened.workplace.read() as session:
        owing = [unit.code for unit in unproven_units(session, opened.campaign, as_of=opened.at())]
        before = unproven_before_opening(session, opened.campaign, now=opened.at(EIGHT))
        flaws = [flaw.subject for flaw in audit(session, opened.campaign, now=opened.at(EIGHT))]
    assert [unit.code for unit in before] == owing == flaws
    assert "X1" in owing

    opened.run(NINE)

    with opened.workplace.read() as session:
        assert unproven_before_opening(session, opened.campaign, now=opened.at()) == []
        assert audit(session, opened.campaign, now=opened.at()) == []


def arrives(post: Post, *files: tuple[str, bytes], at: datetime, **about: object) -> IntakeRow:
    row = post.arrives(mail(*files, **about), at=at, now=at)  # type: ignore[arg-type]
    assert row is not None
    return row


@pytest.fixture
def tested(post: Post) -> OutboxRow:
    """A test that has gone to the commune X1 on the morning of the opening."""
    post.story.skip(to=PLAN.opens)
    check(post.story)
    post.story.deliver(EIGHT)
    (row,) = post.story.messages(to="x1")
    return row


MORNING = CALENDAR.at(PLAN.opens, time(9, 30))


def test_letter_under_the_subject_asked_for_proves_the_address(post: Post, tested: OutboxRow) -> None:
    subject = AnswerLinks("", INTAKE, post.room.secret.encode()).subject(tested.id)
    assert proof(post.story, hour=NINE) is Proof.REACHED

    row = arrives(post, at=MORNING, sender="canhan@mail.example", subject=f"Re: {subject}")

    assert (row.state, row.why, row.unit) == ("ignored", "contact_test", "X1")
    assert proof(post.story) is Proof.PROVEN
    assert proof(post.story, hour=NINE) is Proof.REACHED
    assert post.answers() == [("contact_test", "x1")]
    assert post.submissions() == []


def test_reply_to_the_test_proves_it_and_the_same_reply_again_changes_nothing(post: Post, tested: OutboxRow) -> None:
    raw = mail(subject="Re: Kiểm tra", headers={"In-Reply-To": post.named(tested)})

    first, second = post.arrives(raw, at=MORNING, now=MORNING), post.arrives(raw, at=MORNING, now=MORNING)

    assert first is not None
    assert (first.state, second) == ("ignored", None)
    assert proof(post.story) is Proof.PROVEN


def test_reply_without_its_thread_is_known_by_its_sender(post: Post, tested: OutboxRow) -> None:
    to = answer_address(INTAKE, Matter(tested.campaign_id, NO_OBLIGATION), secret=post.room.secret.encode())

    row = arrives(post, at=MORNING, sender="X1@hanam.example", to=to, subject="da nhan")

    assert row.why == "contact_test"
    assert proof(post.story) is Proof.PROVEN


def test_report_sent_in_answer_to_a_test_is_still_a_report(post: Post, tested: OutboxRow) -> None:
    row = arrives(post, ("bao-cao.docx", REPORT), at=MORNING, headers={"In-Reply-To": post.named(tested)})

    assert (row.state, row.unit) == ("accepted", "X1")
    assert len(post.submissions()) == 1
    assert proof(post.story) is Proof.PROVEN


def test_forged_token_and_automatic_answers_prove_nothing(post: Post, tested: OutboxRow) -> None:
    forged = f"Đã nhận [#{tested.id}-aaaaaaaaaaaaaaaa]"
    arrives(post, at=MORNING, subject=forged, sender="ai-do@mail.example")
    arrives(post, at=MORNING, headers={"In-Reply-To": post.named(tested), "Auto-Submitted": "auto-replied"})

    assert message_in_subject(forged, secret=post.room.secret.encode()) is None
    assert proof(post.story) is Proof.REACHED


def test_reply_to_any_letter_proves_the_address_it_went_to(post: Post) -> None:
    post.story.advance(to=PLAN.opens)
    (opening,) = post.story.messages(to="x1")

    row = arrives(post, at=MORNING, subject="Re: hỏi", headers={"In-Reply-To": post.named(opening)})

    assert proof(post.story) is Proof.PROVEN
    assert row.state == "triage"


def test_new_address_is_unproven_again(post: Post, tested: OutboxRow) -> None:
    arrives(post, at=MORNING, headers={"In-Reply-To": post.named(tested)})
    with post.room.begin() as session:
        session.execute(update(ContactRow).where(ContactRow.code == "x1").values(address="moi@hanam.example"))

    assert proof(post.story) is Proof.UNTESTED


def test_confirmed_test_asks_nothing_of_staff_and_a_question_does(opened: Story) -> None:
    check(opened)
    opened.deliver(NINE)
    (row,) = opened.messages(to="x1")

    with opened.workplace.begin() as session:
        asker = respondent_to(session.merge(row))
        for kind, words in ((AnswerKind.ACKNOWLEDGED, ""), (AnswerKind.ASKS, "Gửi về đâu?")):
            take_answer(session, asker, Answer(kind), text=words, at=opened.at(), event_key=f"tap:{kind}")
        settled = {one.kind: one.settled_at is not None for one in session.scalars(select(AnswerRow))}

    assert settled == {"acknowledged": True, "asks": False}


def test_every_channel_of_a_person_is_tested_by_itself(open_two_ways: Story) -> None:
    check(open_two_ways, scope=Scope(channels={"email", "zalobot"}))

    open_two_ways.deliver(NINE)

    assert [(row.channel, row.state) for row in open_two_ways.messages(to="x1")] == [
        ("email", "accepted"),
        ("zalobot", "accepted"),
    ]


@pytest.fixture
def open_two_ways(line: Line) -> Story:
    chat = replace(next(one for one in CONTACTS if one.unit == "X1"), channel="zalobot", address="chat-1")
    story = Story(RehearsalRoom(line), Prepared(PLAN, UNITS, (*CONTACTS, chat), "{}", "sha"))
    story.skip(to=PLAN.opens)
    return story
