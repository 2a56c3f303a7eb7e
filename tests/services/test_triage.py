from __future__ import annotations

import pytest

from database.queries.intakes import moves_of
from domain.errors import RuleBroken
from services import triage
from services.submissions import Handed
from tests.mails import OLE, mail, word
from tests.post_office import ARRIVES, NOW, REPORT, Post


def assign(post: Post, intake_id: int, *, unit: str = "X3", file: int = 0) -> str:
    owed = post.story.obligation(unit).id
    with post.room.begin() as session:
        chosen = triage.chosen_file(session, intake_id, number=file)
        handed = Handed(
            file_name=chosen.file_name, size=chosen.size, sha256=chosen.sha256, kind=chosen.kind, by="Nguyễn Văn A"
        )
        return triage.assign(session, post.campaign, intake_id, handed, obligation_id=owed, now=NOW).receipt_number


def waiting(post: Post) -> list[tuple[int, list[str]]]:
    with post.room.read() as session:
        return [(one.row.id, [file.file_name for file in one.files]) for one in triage.waiting_for_triage(session)]


def stranger(post: Post, *files: tuple[str, bytes]) -> int:
    row = post.arrives(mail(*files, sender="ai@do.example"))
    assert row is not None
    assert row.state == "triage"
    return row.id


def test_what_nobody_could_match_waits_with_its_files(post: Post) -> None:
    number = stranger(post, ("a.docx", REPORT))

    assert waiting(post) == [(number, ["a.docx"])]


def test_an_assigned_mail_counts_from_when_it_came(post: Post) -> None:
    number = stranger(post, ("a.docx", REPORT))

    receipt = assign(post, number)

    (submission,) = post.submissions()
    assert (submission.receipt_number, submission.received_at) == (receipt, ARRIVES)
    assert post.answers() == [("receipt", "x3")]
    assert waiting(post) == []
    with post.room.read() as session:
        last = moves_of(session, number)[-1]
        row = triage.intake_of(session, number)
        assert (last.before, last.after, last.who, last.at) == ("triage", "accepted", "Nguyễn Văn A", NOW)
        assert (row.unit, row.matched_by, row.submission_id) == ("X3", "person", submission.id)


def test_a_person_names_the_file_where_there_are_several(post: Post) -> None:
    number = stranger(post, ("a.docx", REPORT), ("b.docx", word("khác")), ("c.docx", OLE))

    with pytest.raises(RuleBroken, match=r"bằng --file:\n  1. a.docx\n  2. b.docx\n  3. c.docx"):
        assign(post, number)
    with pytest.raises(RuleBroken, match="không có tệp số 9"):
        assign(post, number, file=9)
    assign(post, number, file=3)

    assert [one.file_name for one in post.submissions()] == ["c.docx"]


def test_a_mail_is_assigned_once(post: Post) -> None:
    number = stranger(post, ("a.docx", REPORT))
    assign(post, number)

    with pytest.raises(RuleBroken, match="đã ghi nhận"):
        assign(post, number, unit="X2")

    assert len(post.submissions()) == 1


def test_a_mail_without_a_file_cannot_be_a_report(post: Post) -> None:
    number = stranger(post)

    with pytest.raises(RuleBroken, match="không có tệp đính kèm"):
        assign(post, number)


def test_a_dismissed_mail_stays_on_record_and_can_be_taken_back(post: Post) -> None:
    number = stranger(post, ("a.docx", REPORT))

    with post.room.begin() as session:
        triage.dismiss(session, number, why="Thư hỏi.", who="B", now=NOW)

    assert waiting(post) == []
    assign(post, number)
    assert len(post.submissions()) == 1


def test_a_mail_is_dismissed_for_a_reason(post: Post) -> None:
    number = stranger(post)

    with post.room.begin() as session, pytest.raises(RuleBroken, match="--why"):
        triage.dismiss(session, number, why=" ", who="B", now=NOW)
    with post.room.begin() as session, pytest.raises(RuleBroken, match="Không có thư đến số 99"):
        triage.dismiss(session, 99, why="x", who="B", now=NOW)


def test_a_refusal_leaves_the_mail_waiting(post: Post) -> None:
    post.arrives(mail(("a.docx", REPORT)))
    number = stranger(post, ("a.docx", REPORT))

    with pytest.raises(RuleBroken, match="đã được ghi nhận"):
        assign(post, number, unit="X1")

    assert waiting(post) == [(number, ["a.docx"])]
