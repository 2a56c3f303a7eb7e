from __future__ import annotations

import email
import unicodedata
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.policy import default
from email.utils import parseaddr
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from domain.errors import RuleBroken
from notifications.channels.email_message import Sender, compose_message, message_id
from notifications.envelope import Attachment, Rendered

if TYPE_CHECKING:
    from email.message import EmailMessage

SECRET = b"a secret of the test"
SENDER = Sender("nhachan@hanam.example", "Ban Tuyên giáo Tỉnh ủy", reply_to=("bao-cao@hanam.example",))
SENT_AT = datetime(2022, 7, 28, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
FORM = Attachment("Mau-bao-cao.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK")
RENDERED = Rendered("Nhắc việc", "Kính gửi đồng chí.\n", "<p>Kính gửi đồng chí.</p>\n", (FORM,))
LONG_SUBJECT = (
    "Đôn đốc lần 2: đề nghị Đảng ủy xã Thanh Hà gửi báo cáo sơ kết 01 năm thực hiện Kế hoạch số 15-KH/TU "
    "về đẩy mạnh tuyên truyền chuyển đổi số, thời hạn hết ngày 31/7/2022 (đã quá hạn 03 ngày làm việc)"
)


def compose(
    rendered: Rendered = RENDERED,
    *,
    sender: Sender = SENDER,
    to_address: str = "thanhha@hanam.example",
    to_name: str = "Đảng ủy xã Thanh Hà",
    key: str = "kh15:thanh-ha:truoc-han-3:email",
    follows: str = "",
) -> bytes:
    return compose_message(
        rendered,
        sender=sender,
        to_address=to_address,
        to_name=to_name,
        key=key,
        secret=SECRET,
        sent_at=SENT_AT,
        follows=follows,
    )


def read(payload: bytes) -> EmailMessage:
    return email.message_from_bytes(payload, policy=default)


def mailbox(payload: bytes, header: str) -> tuple[str, str]:
    """Read as an old mail program reads it: Python's newer parser puts spaces between the parts of a long name."""
    name, address = parseaddr(email.message_from_bytes(payload)[header].replace("\r\n", ""))
    return str(make_header(decode_header(name))), address


def test_compose_message_says_who_when_and_what() -> None:
    message = read(compose())

    assert mailbox(compose(), "From") == ("Ban Tuyên giáo Tỉnh ủy", "nhachan@hanam.example")
    assert mailbox(compose(), "To") == ("Đảng ủy xã Thanh Hà", "thanhha@hanam.example")
    assert message["Reply-To"] == "bao-cao@hanam.example"
    assert message["Subject"] == "Nhắc việc"
    assert message["Date"].datetime == SENT_AT
    assert message["Date"] == "Thu, 28 Jul 2022 08:00:00 +0700"


def test_compose_message_says_that_it_is_automatic() -> None:
    message = read(compose())

    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert message["List-Id"] == "<dondoc.hanam.example>"
    assert message["X-Dondoc-Key"] == "kh15:thanh-ha:truoc-han-3:email"


def test_compose_message_has_one_of_each_header() -> None:
    names = [name.lower() for name in read(compose(follows="<mo-dau@hanam.example>")).keys()]  # noqa: SIM118 -- with repetitions

    assert len(names) == len(set(names))


def test_compose_message_carries_text_html_and_files() -> None:
    message = read(compose())

    text, html = message.get_body(("plain",)), message.get_body(("html",))
    (form,) = message.iter_attachments()
    assert text is not None
    assert text.get_content() == "Kính gửi đồng chí.\r\n"
    assert html is not None
    assert html.get_content() == "<p>Kính gửi đồng chí.</p>\r\n"
    assert (form.get_filename(), form.get_content_type()) == (FORM.name, FORM.media_type)
    assert form.get_payload(decode=True) == b"PK"


def test_compose_message_without_html_is_plain_text() -> None:
    message = read(compose(Rendered("Nhắc việc", "Kính gửi đồng chí.\n", "")))

    assert message.get_content_type() == "text/plain"


def test_compose_message_twice_gives_the_same_bytes() -> None:
    assert compose() == compose()


def test_compose_message_with_another_key_has_other_boundaries() -> None:
    boundaries = {read(compose(key=key)).get_boundary() for key in ("mot", "hai")}

    assert len(boundaries) == 2


def test_compose_message_is_ascii_with_crlf_only() -> None:
    text = "Dòng một\nDòng hai\r\nDòng ba " + "rất dài " * 200
    file = Attachment("so-lieu.pdf", "application/pdf", b"%PDF" * 100)

    payload = compose(Rendered(LONG_SUBJECT, text, f"<p>{text}</p>", (file,)))

    assert payload.isascii()
    assert b"\n" not in payload.replace(b"\r\n", b"")
    assert b"\r" not in payload.replace(b"\r\n", b"")
    assert max(map(len, payload.split(b"\r\n"))) <= 78


def test_compose_message_long_subject_is_folded_and_reads_the_same() -> None:
    for length in range(1, len(LONG_SUBJECT)):
        subject = LONG_SUBJECT[:length].strip()

        payload = compose(Rendered(subject, "", ""))

        assert read(payload)["Subject"] == subject
        assert max(map(len, payload.split(b"\r\n"))) <= 78


@pytest.mark.parametrize(
    "name", ["Đảng ủy Khối các cơ quan tỉnh " * 4, 'Phòng "Lý luận", Ban Tuyên giáo (Hà Nam)', "VP; HU <Bình Lục>", ""]
)
def test_compose_message_names_read_the_same(name: str) -> None:
    payload = compose(to_name=name)

    assert mailbox(payload, "To") == (name.strip(), "thanhha@hanam.example")


def test_compose_message_composes_its_letters() -> None:
    apart = unicodedata.normalize("NFD", "Đảng ủy xã Thanh Hà gửi báo cáo")

    message = read(compose(Rendered(apart, apart, apart), to_name=apart))

    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    for written in (message["Subject"], text.get_content(), html.get_content()):
        assert unicodedata.is_normalized("NFC", written)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\u2028", "\x85", "\x0b", "\x00\n"])
def test_compose_message_line_break_cannot_begin_a_header(line_break: str) -> None:
    evil = f"Nhắc việc{line_break}Bcc: ke-xau@example.net"
    rendered = Rendered(evil, "Kính gửi", "", (Attachment(evil, "text/plain", b"x"),))

    payload = compose(rendered, sender=Sender(SENDER.address, evil, headers=(("X-A", evil),)), to_name=evil, key=evil)

    message = read(payload)
    assert message["Bcc"] is None
    assert message["Subject"] == "Nhắc việc Bcc: ke-xau@example.net"
    assert b"\nBcc:" not in payload


@pytest.mark.parametrize("evil", ["=?utf-8?q?x=0ABcc:_ke-xau=40example.net?=", "=?utf-8?b?eApCY2M6IGE=?= đ"])
def test_compose_message_quoted_encoded_word_stays_what_was_typed(evil: str) -> None:
    payload = compose(Rendered(evil, "Kính gửi", ""), to_name=evil, key=evil)

    subject = email.message_from_bytes(payload)["Subject"]
    assert str(make_header(decode_header(subject))) == evil
    assert mailbox(payload, "To") == (evil, "thanhha@hanam.example")
    assert b"\nBcc:" not in payload


@pytest.mark.parametrize(
    "address",
    [
        "",
        "thanhha",
        "thanhha@",
        "a b@hanam.example",
        "xã@hanam.example",
        "a@hanam.example\r\nBcc: b@example.net",
        "a@b@c",
    ],
)
def test_compose_message_impossible_address_is_refused_in_vietnamese(address: str) -> None:
    with pytest.raises(RuleBroken, match="không hợp lệ"):
        compose(to_address=address)


def test_compose_message_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        compose_message(
            RENDERED,
            sender=SENDER,
            to_address="a@hanam.example",
            to_name="",
            key="k",
            secret=SECRET,
            sent_at=datetime(2022, 7, 28),  # noqa: DTZ001 -- the fault under test
        )


def test_compose_message_follow_up_names_the_first_mail() -> None:
    first = message_id("kh15:thanh-ha:mo-dau", secret=SECRET, domain="hanam.example")

    message = read(compose(follows=first))

    assert (message["In-Reply-To"], message["References"]) == (first, first)


def test_compose_message_folds_no_id_whatever_its_length() -> None:
    sender = Sender("nhachan@bantuyengiao.tinhuy.hanam.dcs.example")
    key = "ke-hoach-15-kh-tu/DU-13297/commune/v1/returned-weekly#12@2022-08-25/du-13297-dau-moi/email"
    first = message_id("ke-hoach-15-kh-tu:dang-uy-xa-thanh-ha:mo-dau", secret=SECRET, domain=sender.domain)

    lines = compose(sender=sender, key=key, follows=first).decode().split("\r\n")

    own = message_id(key, secret=SECRET, domain=sender.domain)
    ids = {"Message-ID": own, "In-Reply-To": first, "References": first, "X-Dondoc-Key": key}
    assert [f"{name}: {value}" in lines for name, value in ids.items()] == [True] * 4


def test_compose_message_key_of_many_words_is_folded_as_text() -> None:
    key = "nấc riêng của đơn vị " * 8

    payload = compose(Rendered("Nhắc việc", "", ""), key=key)

    assert max(map(len, payload.split(b"\r\n"))) <= 78
    assert read(payload)["X-Dondoc-Key"] == key.strip()


def test_compose_message_first_of_its_thread_follows_nothing() -> None:
    message = read(compose())

    assert message["In-Reply-To"] is None
    assert message["References"] is None


def test_compose_message_extra_header_never_replaces_ours() -> None:
    sender = Sender(SENDER.address, headers=(("message-id", "<mine@example>"), ("X-Don-Vi", "BTG")))

    message = read(compose(sender=sender))

    assert message.get_all("Message-ID") == [
        message_id("kh15:thanh-ha:truoc-han-3:email", secret=SECRET, domain="hanam.example")
    ]
    assert message["X-Don-Vi"] == "BTG"


def test_compose_message_vietnamese_file_name_becomes_ascii() -> None:
    file = Attachment("Mẫu báo cáo Đảng ủy.docx", FORM.media_type, b"PK")

    (attached,) = read(compose(Rendered("Mẫu", "Kính gửi", "", (file,)))).iter_attachments()

    assert attached.get_filename() == "mau-bao-cao-dang-uy.docx"


def test_message_id_is_readable_and_depends_on_key_and_secret() -> None:
    name = message_id("KH15:Đảng ủy xã Thanh Hà", secret=SECRET, domain="hanam.example")

    assert name.startswith("<kh15-dang-uy-xa-than.")
    assert name.endswith("@hanam.example>")
    assert name == message_id("KH15:Đảng ủy xã Thanh Hà", secret=SECRET, domain="hanam.example")
    assert name != message_id("KH15:Đảng ủy xã Thanh Ha", secret=SECRET, domain="hanam.example")
    assert name != message_id("KH15:Đảng ủy xã Thanh Hà", secret=b"another", domain="hanam.example")


@pytest.mark.parametrize("key", ["x" * 300, "???", "Đ" * 80])
def test_message_id_of_an_unusual_key_is_short_and_whole(key: str) -> None:
    name = message_id(key, secret=SECRET, domain="hanam.example")

    assert name.isascii()
    assert len(name) <= 70
    assert not name.startswith("<.")


def test_compose_message_date_keeps_utc() -> None:
    payload = compose_message(
        RENDERED,
        sender=SENDER,
        to_address="a@hanam.example",
        to_name="",
        key="k",
        secret=SECRET,
        sent_at=datetime(2022, 7, 28, 1, 0, tzinfo=UTC),
    )

    assert read(payload)["Date"].datetime == SENT_AT
