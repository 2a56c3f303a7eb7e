from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, get_args

from sqlalchemy import update

from config.plan_schema import Message
from database.models import OutboxRow
from database.queries.units import unit_names
from domain.deadlines import Deadline, Reading
from domain.ladder import Audience
from domain.ladder_changes import MESSAGES_FOR
from domain.outbox import MessageState
from notifications.messages import FOLDERS
from services.campaigns import Prepared
from services.letters import deadline_facts, letter
from services.standings import obligations_at
from tests.small_plan import CALENDAR, CONTACTS, PLAN, UNITS, contact
from tests.stories.story import Story

if TYPE_CHECKING:
    from rehearsal.rehearsing import RehearsalRoom
    from tests.stories.lines import Line


def test_letter_is_addressed_to_the_superior_where_the_duty_says_so(story: Story) -> None:
    story.advance(to=date(2022, 6, 24))

    assert "Huyện ủy Lý Nhân (qua Ban Tuyên giáo Tỉnh ủy)" in story.letter("x1", day=date(2022, 6, 24)).text
    assert "Ban Thường vụ Tỉnh ủy (qua Ban Tuyên giáo Tỉnh ủy)" in story.letter("hu1", day=date(2022, 6, 24)).text


def test_every_letter_of_a_ladder_has_its_own_context(story: Story) -> None:
    today = PLAN.opens
    with story.workplace.begin() as session:
        owed = obligations_at(session, story.campaign, as_of=CALENDAR.at(today, time(8)))[0]
        names = unit_names(session, story.campaign.id, [unit.code for unit in UNITS])

    filled = {
        message: FOLDERS[type(letter(message, owed, story.campaign, names=names, earlier=(), today=today))]
        for message in MESSAGES_FOR[Audience.UNIT]
    }

    # Whether an urging is the first goes by what went out.
    assert filled == {message: message for message in filled} | {"second_urging": "urging"}


def test_ladders_in_files_know_the_messages_of_the_rules() -> None:
    assert set(get_args(Message)) == {message for messages in MESSAGES_FOR.values() for message in messages}


def test_reminder_counts_the_days_left(story: Story) -> None:
    story.advance(to=date(2022, 7, 15))

    assert story.letter("x1", day=date(2022, 7, 15)).subject.startswith("[15-KH/TU] Nhắc nộp báo cáo: còn 16 ngày")


def test_second_urging_counts_what_really_went_out(story: Story, line: Line) -> None:
    story.advance(to=date(2022, 7, 31))
    line.is_down = True
    story.advance(to=date(2022, 8, 11))
    line.is_down = False

    story.advance(to=date(2022, 8, 19))

    kinds = [story.letter("x1", day=day).subject for day in (date(2022, 8, 12), date(2022, 8, 19))]
    assert kinds[0].startswith("[15-KH/TU] Đôn đốc nộp báo cáo: quá hạn 12 ngày")
    assert kinds[1].startswith("[15-KH/TU] Đôn đốc lần 2: quá hạn 19 ngày")


def test_urging_counts_a_letter_once_however_many_people_get_it(room: RehearsalRoom) -> None:
    people = [*CONTACTS, contact("X1", suffix="-2")]
    story = Story(room, Prepared(PLAN, UNITS, people, "{}", "sha"))

    story.advance(to=date(2022, 8, 19))

    for person in ("x1", "x1-2"):
        subjects = [row.subject for row in story.messages(to=person)][-2:]
        assert [subject.split(":")[0] for subject in subjects] == [
            "[15-KH/TU] Đôn đốc lần 2",
            "[15-KH/TU] Đôn đốc lần 3",
        ]
    text = story.letter("x1", day=date(2022, 8, 19)).text
    assert "Tiếp theo thư đôn đốc lần 2 ngày 12/8/2022" in text
    assert "- Đôn đốc: lần 1 ngày 01/8/2022, lần 2 ngày 12/8/2022\n" in text


def test_lists_name_an_urging_as_its_subject_does(story: Story) -> None:
    story.advance(to=date(2022, 8, 24))

    assert "Lần liên hệ gần nhất: Đôn đốc lần 3, 19/8/2022" in story.letter("btg", day=date(2022, 8, 22)).text


def test_urging_cites_the_earlier_letters_with_how_they_fared(story: Story) -> None:
    story.advance(to=date(2022, 7, 29))
    with story.workplace.begin() as session:
        reminders = OutboxRow.key == "ke-hoach-nho/X1/commune/v1/-7d/x1/email"
        session.execute(update(OutboxRow).where(reminders).values(state=MessageState.UNKNOWN))

    story.advance(to=date(2022, 8, 1))

    text = story.letter("x1", day=date(2022, 8, 1)).text
    assert "15/7/2022" in text
    assert "chưa rõ kết quả" in text


def test_deadline_facts_carry_the_reading() -> None:
    before = deadline_facts(Deadline(date(2022, 8, 20), Reading.BEFORE, clause="III.1", assumed=True))

    assert (before.last_day, before.whole_day_counts, before.is_assumed) == (date(2022, 8, 19), False, True)
