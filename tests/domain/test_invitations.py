from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.campaigns import Campaign
from domain.deadlines import Deadline
from domain.exemptions import Exemption
from domain.invitations import sequence, uid_of
from domain.obligations import Cause, Version
from domain.submissions import Submission
from tests.small_plan import CALENDAR, PLAN

START = CALENDAR.at(PLAN.opens, CALENDAR.hours[0][0])
CAMPAIGN = Campaign(1, PLAN, START)
OPENED = Version(1, Deadline(date(2022, 7, 31)), Cause.OPENED, START, "commune")


class Duty:
    """What happens to one duty, an hour apart, and the sequence after each."""

    def __init__(self) -> None:
        self.now = START
        self.versions, self.submissions, self.exemptions = [OPENED], list[Submission](), list[Exemption]()
        self.sequences = [self.sequence()]

    def sequence(self) -> int:
        return sequence(self.versions, self.submissions, self.exemptions, as_of=self.now)

    def happen(self, what: str) -> None:
        self.now += timedelta(hours=1)
        getattr(self, what)()
        self.sequences.append(self.sequence())

    def extend(self) -> None:
        self.versions.append(replace(OPENED, number=len(self.versions) + 1, effective_from=self.now))

    def receive(self) -> None:
        self.submissions.append(Submission(len(self.submissions) + 1, self.now))

    def give_back(self) -> None:
        if not self.submissions:
            self.receive()
        self.submissions[-1] = replace(self.submissions[-1], returned_at=self.now)
        self.extend()

    def withdraw(self) -> None:
        if not self.submissions or self.submissions[-1].withdrawn_at:
            self.receive()
        self.submissions[-1] = replace(self.submissions[-1], withdrawn_at=self.now)

    def exempt(self) -> None:
        self.exemptions.append(Exemption(self.now))

    def reinstate(self) -> None:
        if not self.exemptions or self.exemptions[-1].until:
            self.exempt()
        self.exemptions[-1] = replace(self.exemptions[-1], until=self.now)


@given(st.lists(st.sampled_from(["extend", "receive", "give_back", "withdraw", "exempt", "reinstate"]), max_size=9))
@settings(max_examples=25, deadline=None)
def test_sequence_grows_with_everything_that_changes_the_event(events: list[str]) -> None:
    duty = Duty()

    for event in events:
        duty.happen(event)

    assert duty.sequences[0] == 0
    assert all(earlier < later for earlier, later in pairwise(duty.sequences))


def test_sequence_of_an_earlier_day_does_not_know_what_came_later() -> None:
    duty = Duty()
    duty.happen("extend")

    assert sequence(duty.versions, (), as_of=START) == 0


def test_sequence_does_not_change_when_a_report_is_accepted() -> None:
    came = Submission(1, START)

    found = {sequence([OPENED], [one], as_of=START) for one in (came, replace(came, accepted_at=START))}

    assert found == {1}


def test_uid_names_plan_duty_unit_and_opening() -> None:
    assert uid_of(CAMPAIGN, "commune", "X1") == "ke-hoach-nho.commune.X1.20220624T003000Z@dondoc"


def test_uid_of_a_trial_differs_from_that_of_the_campaign() -> None:
    trial = replace(CAMPAIGN, opened_at=datetime(2022, 6, 23, tzinfo=UTC))

    assert uid_of(trial, "commune", "X1") != uid_of(CAMPAIGN, "commune", "X1")


def test_uid_is_plain_whatever_the_codes_are() -> None:
    uid = uid_of(CAMPAIGN, "cấp xã", "Đ.1/a@b;\r\n")

    assert uid.isascii()
    assert uid.isprintable()
    assert len({uid, uid_of(CAMPAIGN, "cấp xã", "D.1/a@b;\r\n"), uid_of(CAMPAIGN, "cap xa", "Đ.1/a@b;\r\n")}) == 3
