"""What becomes of each mail."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from config.intake import take_in_one
from database.models import IntakeRow, OutboxRow
from database.queries.intakes import files_of, moves_of
from database.queries.outline_checks import check_of
from domain.mail import Arrival
from tests import mails
from tests.mails import mail, word
from tests.post_office import ARRIVES, NOW, REPORT, Post
from tests.small_plan import CALENDAR

if TYPE_CHECKING:
    from pathlib import Path


def test_a_report_under_a_token_is_filed_and_answered(post: Post) -> None:
    row = post.arrives(mail(("bao-cao.docx", REPORT), to=post.to("X1"), subject="Re: 45-BC/ĐU"))

    assert row is not None
    assert (row.state, row.matched_by, row.unit, row.note) == ("accepted", "token", "X1", "Nhận qua thư điện tử.")
    (submission,) = post.submissions()
    assert (submission.received_at, submission.registered_at) == (ARRIVES, NOW)
    assert (submission.file_name, submission.document_number) == ("bao-cao.docx", "45-BC/ĐU")
    assert post.answers() == [("receipt", "x1")]


def test_a_report_by_mail_is_laid_along_the_outline_and_tells_how_it_came(post: Post) -> None:
    post.arrives(mail(("a.docx", mails.word_on_form("X2")), to=post.to("X1")))

    (submission,) = post.submissions()
    assert (submission.sending_way, submission.kind, submission.registered_by) == ("email", "docx", "x1@hanam.example")
    assert submission.note == (
        "Nhận qua thư điện tử. Tệp được viết trên mẫu báo cáo của Đảng ủy xã Nhân Mỹ; cần xác nhận."
    )
    with post.room.read() as session:
        check = check_of(session, submission.id)
    assert check is not None
    assert [(one.number, one.state) for one in check.sections] == [
        ("I", "missing"),
        ("II", "missing"),
        ("IV", "missing"),
    ]


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (mails.RFC_2231, "Báo cáo sơ kết.docx"),
        (mails.RFC_2047, "Báo cáo sơ kết.docx"),
        (mails.BARE_UTF_8, "Báo cáo sơ kết.docx"),
        (mails.BARE_NFD, "Báo cáo sơ kết.docx"),
        (mails.BROKEN_WORD, "=?utf-9?X?khong-co?= bao-cao.docx"),
        (mails.PATH, "bao-cao.docx"),
    ],
)
def test_the_name_of_a_file_is_kept_legible(post: Post, lines: str, name: str) -> None:
    post.arrives(mails.raw_named(lines, REPORT, to=post.to("X1")))

    assert [one.file_name for one in post.submissions()] == [name]


def test_nothing_is_written_outside_the_store(post: Post, tmp_path: Path) -> None:
    post.arrives(mails.raw_named(mails.PATH, REPORT, to=post.to("X1")))

    assert {path.name for path in tmp_path.iterdir()} == {"var"}
    assert {path.name for path in (tmp_path / "var").iterdir()} == {"files"}


def test_an_answer_to_our_letter_is_matched_by_it(post: Post) -> None:
    post.story.advance(to=date(2022, 7, 19))
    name = post.named(post.story.messages(to="x2")[-1])

    row = post.arrives(mail(("a.docx", REPORT), sender="ai@do.example", answers=["<khac@do.example>", name]))

    assert row is not None
    assert (row.state, row.matched_by, row.unit) == ("accepted", "thread", "X2")
    assert row.note == (
        "Nhận qua thư điện tử. Địa chỉ gửi ai@do.example không có trong danh sách đầu mối của Đảng ủy xã Nhân Mỹ; "
        "cần xác nhận."
    )


def test_an_answer_to_a_list_is_nobodys_report(post: Post) -> None:
    post.story.advance(to=date(2022, 8, 1))
    digest = next(row for row in post.story.messages(to="hu1") if row.message == "district_digest")

    row = post.arrives(mail(("a.docx", REPORT), sender="hu1@hanam.example", answers=[post.named(digest)]))

    assert row is not None
    assert (row.state, row.why) == ("triage", "answers_a_list")
    assert post.submissions() == []


def test_the_stronger_clue_wins_and_the_weaker_is_told(post: Post) -> None:
    row = post.arrives(mail(("a.docx", REPORT), to=post.to("X2"), sender="x1@hanam.example", subject="Báo cáo X3"))

    assert row is not None
    assert row.unit == "X2"
    assert row.note == (
        "Nhận qua thư điện tử. Gửi từ địa chỉ của Đảng ủy xã Hợp Lý, không phải của Đảng ủy xã Nhân Mỹ; cần xác nhận. "
        "Tiêu đề thư nêu Đảng ủy xã An Lão, không phải Đảng ủy xã Nhân Mỹ; cần xác nhận."
    )


def test_the_same_mail_is_taken_in_once(post: Post) -> None:
    raw = mail(("a.docx", REPORT), to=post.to("X1"))
    post.arrives(raw)

    assert post.arrives(raw) is None
    assert len(post.submissions()) == 1


def test_a_second_delivery_of_a_mail_is_recorded_and_not_answered(post: Post) -> None:
    raw = mail(("a.docx", REPORT), to=post.to("X1"))
    post.arrives(raw)

    row = post.arrives(b"Received: from another way\r\n" + raw)

    assert row is not None
    assert (row.state, row.why) == ("ignored", "copy")
    assert post.answers() == [("receipt", "x1")]


def test_the_same_file_in_another_mail_gets_its_receipt_again(post: Post) -> None:
    post.arrives(mail(("a.docx", REPORT), to=post.to("X1")))

    row = post.arrives(mail(("b.docx", REPORT), message_id="<2@hanam.example>"))

    assert row is not None
    assert (row.state, row.note) == (
        "repeated",
        "Tệp này đã được ghi nhận, phiếu tiếp nhận số 0001/TN-15-KH/TU.",
    )
    assert len(post.submissions()) == 1
    assert post.answers() == [("receipt", "x1"), ("receipt", "x1")]


def test_a_mended_report_under_a_token_is_a_second_version(post: Post) -> None:
    post.arrives(mail(("a.docx", REPORT), to=post.to("X1")))

    row = post.arrives(mail(("a.docx", word("bản sửa")), to=post.to("X1"), message_id="<2@hanam.example>"))

    assert row is not None
    assert row.state == "accepted"
    assert [one.number for one in post.submissions()] == [1, 2]


def test_a_second_report_by_sender_alone_waits_for_a_person(post: Post) -> None:
    post.arrives(mail(("a.docx", REPORT)))

    row = post.arrives(mail(("a.docx", word("bản sửa")), message_id="<2@hanam.example>"))

    assert row is not None
    assert (row.state, row.why) == ("triage", "already_in")
    assert len(post.submissions()) == 1


@pytest.mark.parametrize(
    ("arrived", "received"),
    [
        (CALENDAR.at(date(2022, 7, 31), time(23, 59)), CALENDAR.at(date(2022, 7, 31), time(23, 59))),
        (NOW + timedelta(days=90), CALENDAR.at(date(2022, 8, 3), time(8))),
        (CALENDAR.at(date(2022, 6, 1), time(8)), CALENDAR.at(date(2022, 6, 24), time(7, 30))),
        (None, CALENDAR.at(date(2022, 8, 3), time(8))),
    ],
)
def test_a_report_counts_from_its_coming_into_the_box(post: Post, arrived: datetime | None, received: datetime) -> None:
    later = CALENDAR.at(date(2022, 8, 3), time(8))

    post.arrives(mail(("a.docx", REPORT), to=post.to("X1")), at=arrived, now=later)

    assert [one.received_at for one in post.submissions()] == [received]


def test_two_programs_that_answer_each_other_stop(post: Post) -> None:
    for number in range(13):
        post.arrives(mail(("a.docx", word(str(number))), to=post.to("X1"), message_id=f"<{number}@hanam.example>"))

    assert len(post.answers()) == 10
    assert len(post.submissions()) == 10
    with post.room.read() as session:
        assert session.scalar(select(func.count()).where(IntakeRow.why == "too_many")) == 3


def test_a_bounce_is_noted_beside_the_letter(post: Post) -> None:
    post.story.advance(to=date(2022, 7, 19))
    letter = post.story.messages(to="x1")[-1]

    row = post.arrives(mails.postfix_bounce(post.named(letter)))

    assert row is not None
    assert (row.failed_address, row.failed_status, row.unit) == ("x1@hanam.example", "5.1.1", "X1")
    with post.room.read() as session:
        note = session.get_one(OutboxRow, letter.id).note
    assert note == "Máy chủ thư báo lại lúc 09 giờ 00 ngày 20/7/2022: Không giao được thư tới x1@hanam.example (5.1.1)."


def test_every_mail_keeps_its_bytes_its_files_and_its_moves(post: Post) -> None:
    raw = mail(("a.docx", REPORT), ("b.docx", word("khác")), to=post.to("X1"))

    row = post.arrives(raw)

    assert row is not None
    assert post.room.store.get(row.raw_sha256) == raw
    with post.room.read() as session:
        files = files_of(session, [row.id])[row.id]
        moves = [(move.before, move.after, move.who) for move in moves_of(session, row.id)]
    assert [(file.number, file.file_name, file.kind) for file in files] == [
        (1, "a.docx", "docx"),
        (2, "b.docx", "docx"),
    ]
    assert post.room.store.get(files[0].sha256) == REPORT
    assert moves == [("received", "triage", "")]


def test_a_mail_too_large_to_fetch_is_left_to_a_person(post: Post) -> None:
    arrival = Arrival("1", mail(to=post.to("X1")), ARRIVES, is_cut=True)

    row = take_in_one(post.room, [post.campaign], arrival, now=NOW)

    assert row is not None
    assert (row.state, row.why) == ("triage", "too_large")


@given(raw=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "ignore"))))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_arrives_is_kept(post: Post, raw: bytes) -> None:
    row = post.arrives(raw)

    with post.room.read() as session:
        kept = session.scalars(select(IntakeRow.raw_sha256)).all()
    assert raw in [post.room.store.get(sha256) for sha256 in kept]
    assert row is None or row.why != "failed"


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_spoilt_mail_is_kept_and_never_fails(post: Post, data: st.DataObject) -> None:
    good = bytearray(mail(("báo cáo.docx", REPORT[:500]), to=post.to("X1"), answers=["<a@b.example>"]))
    for _ in range(data.draw(st.integers(1, 12))):
        good[data.draw(st.integers(0, min(len(good), 1500) - 1))] = data.draw(st.integers(0, 255))

    row = post.arrives(bytes(good))

    assert row is None or row.why != "failed"
