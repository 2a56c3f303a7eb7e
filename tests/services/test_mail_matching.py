"""Whose report a mail brings, and which of its files is the report: a table of mails as they come."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests import mails
from tests.mails import mail, pdf, word, zipped
from tests.post_office import REPORT, Post

if TYPE_CHECKING:
    from collections.abc import Callable


class Case(NamedTuple):
    """A mail, made when the post is there, and what becomes of it."""

    raw: Callable[[Post], bytes]
    state: str
    matched_by: str = ""
    unit: str = ""
    why: str = ""


CASES = {
    "mã trong tiêu đề": Case(
        lambda post: mail(("a.docx", REPORT), subject=f"Báo cáo [#{post.token('X1').upper()}]", sender="la@xa.example"),
        "accepted",
        "token",
        "X1",
    ),
    "mã giả, người gửi đúng": Case(
        lambda post: mail(("a.docx", REPORT), to=post.to("X2").replace("-", "-9", 1)), "accepted", "sender", "X1"
    ),
    "hai mã": Case(
        lambda post: mail(("a.docx", REPORT), to=f"{post.to('X1')}, {post.to('X2')}"), "triage", why="several_units"
    ),
    "mã của X2, gửi từ X1": Case(lambda post: mail(("a.docx", REPORT), to=post.to("X2")), "accepted", "token", "X2"),
    "mã đơn vị sau dấu thăng": Case(
        lambda _: mail(("a.docx", REPORT), subject="Báo cáo #x2", sender="x1@hanam.example"), "accepted", "code", "X2"
    ),
    "số văn bản và tên đơn vị": Case(
        lambda _: mail(("a.docx", REPORT), subject="45 - BC/ĐU của Đảng ủy xã Nhân Mỹ", sender="ai@do.example"),
        "accepted",
        "code",
        "X2",
    ),
    "số văn bản của nhiều đơn vị": Case(
        lambda _: mail(("a.docx", REPORT), subject="45-BC/ĐU", sender="ai@do.example"), "triage", why="unknown_sender"
    ),
    "chỉ có địa chỉ gửi": Case(lambda _: mail(("a.docx", REPORT)), "accepted", "sender", "X1"),
    "số văn bản trái với người gửi": Case(
        lambda _: mail(("a.docx", REPORT), subject="45-BC/ĐU", sender="hu1@hanam.example"),
        "triage",
        why="several_units",
    ),
    "mẫu của đơn vị mình": Case(lambda _: mail(("a.docx", mails.word_on_form("X1"))), "accepted", "sender", "X1"),
    "mẫu của đơn vị khác, không có mã": Case(
        lambda _: mail(("a.docx", mails.word_on_form("X2"))), "triage", "sender", "X1", "several_units"
    ),
    "mẫu của đơn vị khác, có mã": Case(
        lambda post: mail(("a.docx", mails.word_on_form("X2")), to=post.to("X1")), "accepted", "token", "X1"
    ),
    "người lạ": Case(lambda _: mail(("a.docx", REPORT), sender="ai@do.example"), "triage", why="unknown_sender"),
    "người gửi không nợ gì": Case(
        lambda _: mail(("a.docx", REPORT), sender="vp@hanam.example"), "triage", "sender", "VP", "no_duty"
    ),
    "không tệp": Case(lambda post: mail(to=post.to("X1")), "triage", "token", "X1", "question"),
    "thư trống": Case(lambda _: b"", "triage", why="question"),
    "chỉ có HTML và ảnh chữ ký": Case(
        lambda post: mails.with_logo(to=post.to("X1")), "triage", "token", "X1", "question"
    ),
    "ảnh chữ ký và tệp": Case(
        lambda post: mails.with_logo(("a.docx", REPORT), to=post.to("X1")), "accepted", "token", "X1"
    ),
    "Word và PDF cùng tên": Case(
        lambda post: mail(("Báo cáo.pdf", pdf()), ("bao cao.docx", REPORT), to=post.to("X1")), "accepted", "token", "X1"
    ),
    "hai báo cáo": Case(
        lambda post: mail(("a.docx", REPORT), ("b.docx", word("khác")), to=post.to("X1")),
        "triage",
        "token",
        "X1",
        "several_files",
    ),
    "một tệp gửi hai lần": Case(
        lambda post: mail(("a.docx", REPORT), ("b.docx", REPORT), to=post.to("X1")), "accepted", "token", "X1"
    ),
    "báo cáo và phụ lục không mở được": Case(
        lambda post: mail(("a.docx", REPORT), ("phu-luc.xyz", b"abc"), to=post.to("X1")), "accepted", "token", "X1"
    ),
    "tệp nén có một báo cáo": Case(
        lambda post: mail(("bao-cao.zip", zipped(("x/a.docx", REPORT))), to=post.to("X1")), "accepted", "token", "X1"
    ),
    "tệp nén có hai báo cáo": Case(
        lambda post: mail(("a.zip", zipped(("a.docx", REPORT), ("b.docx", word("khác")))), to=post.to("X1")),
        "triage",
        "token",
        "X1",
        "several_files",
    ),
    "tệp nén quá lớn": Case(
        lambda post: mail(("bom.zip", zipped(("a.docx", b"\0" * 70_000_000))), to=post.to("X1")),
        "triage",
        "token",
        "X1",
        "unreadable",
    ),
    "rar": Case(
        lambda post: mail(("a.rar", b"Rar!\x1a\x07\x01\x00"), to=post.to("X1")), "triage", "token", "X1", "unreadable"
    ),
    "winmail.dat": Case(
        lambda post: mail(("winmail.dat", mails.TNEF), to=post.to("X1")), "triage", "token", "X1", "unreadable"
    ),
    "có mật khẩu": Case(
        lambda post: mail(("a.docx", mails.OLE), to=post.to("X1")), "triage", "token", "X1", "unreadable"
    ),
    "chuyển tiếp thành tệp": Case(
        lambda post: mails.forwarded(mail(("a.docx", REPORT)), to=post.to("X1")), "accepted", "token", "X1"
    ),
    "vắng mặt, Outlook": Case(
        lambda _: mail(
            subject="Automatic reply: [15-KH/TU] Nhắc việc",
            headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
        ),
        "ignored",
        why="automatic",
    ),
    "vắng mặt, Gmail": Case(
        lambda _: mail(
            subject="Out of office Re: [15-KH/TU]", headers={"Auto-Submitted": "auto-replied", "Precedence": "bulk"}
        ),
        "ignored",
        why="automatic",
    ),
    "vắng mặt, Zimbra tiếng Việt": Case(
        lambda _: mail(subject="Trả lời tự động: Tôi đang đi công tác", headers={"Precedence": "bulk"}),
        "ignored",
        why="automatic",
    ),
    "vắng mặt, chỉ có tiêu đề": Case(lambda _: mail(subject="Vắng mặt: nghỉ phép"), "ignored", why="automatic"),
    "chương trình gửi kèm tệp": Case(
        lambda post: mail(("a.docx", REPORT), to=post.to("X1"), headers={"Auto-Submitted": "auto-generated"}),
        "triage",
        why="automatic_with_file",
    ),
    "thư của chính mình": Case(
        lambda post: mail(("a.docx", REPORT), to=post.to("X1"), headers={"X-Dondoc-Key": "k"}),
        "ignored",
        why="automatic",
    ),
    "Postfix không giao được": Case(lambda _: mails.postfix_bounce(), "ignored", why="bounce"),
    "Exchange không giao được": Case(lambda _: mails.exchange_bounce(), "ignored", why="bounce"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_becomes_of_a_mail(post: Post, case: Case) -> None:
    row = post.arrives(case.raw(post))

    assert row is not None
    found = (row.state, row.matched_by, row.unit, row.why)
    assert found == (case.state, case.matched_by, case.unit, case.why), row.note
    assert len(post.submissions()) == (case.state == "accepted")
    expected = {"accepted": [("receipt", case.unit.lower())]}.get(case.state, [])
    expected += [("unreadable", "x1")] if case.why == "unreadable" else []
    assert post.answers() == expected
