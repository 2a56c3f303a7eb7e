"""What the channels of an Official Account are given to send in tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from notifications.briefs import Brief
from notifications.envelope import Envelope, Rendered
from notifications.zalo.templates import Parameter, Template
from notifications.zalo.tokens import NoToken, StaticToken, Token
from tests.fakes.zalo_consent import new_pair
from tests.fakes.zalo_world import APP_ID, APP_SECRET, OA_ID, User
from tests.fakes.zalo_world import Template as KnownTemplate

if TYPE_CHECKING:
    from notifications.channels.protocol import Channel
    from tests.fakes.zalo import FakeZalo

PHONE, USER_ID = "84912000111", "5550001"
SENT_AT = datetime(2022, 7, 28, 2, 0, tzinfo=UTC)
BRIEF = Brief(
    message="reminder",
    plan_number="15-KH/TU",
    task="Báo cáo sơ kết",
    unit="Đảng ủy xã Thanh Hà",
    short_unit="ĐU Thanh Hà",
    asked="Đề nghị gửi báo cáo trước hạn.",
    text="Nhắc việc: Đảng ủy xã Thanh Hà gửi báo cáo sơ kết trước ngày 31/7/2022.",
    sms="Nhac viec",
    last_day=date(2022, 7, 31),
    days=3,
)
TEMPLATES = {
    "reminder": Template("70001", {"unit": Parameter("unit", 30), "deadline": Parameter("deadline", 20)}),
    "receipt": Template(is_reply=True),
    "opening": Template(),
}


def prepared(zalo: FakeZalo) -> FakeZalo:
    """By day, with a pair in force, one template, one good number and one follower."""
    zalo.clock.now = SENT_AT
    new_pair(zalo)
    zalo.templates["70001"] = KnownTemplate({"unit": 30, "deadline": 20})
    zalo.phones[PHONE] = 0
    zalo.users[USER_ID] = User(last_interaction=SENT_AT)
    return zalo


def url(scheme: str, zalo: FakeZalo, *, targets: str = "", more: str = "") -> str:
    return f"{scheme}://{APP_ID}:{APP_SECRET}@{OA_ID}/{targets}?oa_url={zalo.url}&zbs_url={zalo.url}{more}"


def letter(brief: Brief | None = BRIEF) -> Rendered:
    return Rendered("Nhắc việc", "Kính gửi", "", brief=brief)


def compose(channel: Channel, *, to: str, brief: Brief | None = BRIEF, key: str = "kh15:thanh-ha:1") -> Envelope:
    return channel.compose(letter(brief), key=key, to_address=to, to_name="", sent_at=SENT_AT)


class Renewing:
    """Hands out a token, and once a newer one; remembers what was asked."""

    def __init__(self, first: str, *, then: Token | NoToken) -> None:
        self._first, self._then = Token(1, first), then
        self.asked: list[Token] = []

    def current(self) -> Token | NoToken:
        return self._first

    def renewed(self, used: Token) -> Token | NoToken:
        self.asked.append(used)
        return self._then


def token_of(zalo: FakeZalo) -> StaticToken:
    assert zalo.grant is not None
    return StaticToken(zalo.grant.access)
