"""All that lies outside of the house: a mail server, Zalo with its bots, eSMS, and a service that Apprise knows.

Each is a server on this machine with a memory of its own, against which the ledger is held.
"""

from __future__ import annotations

import email
import json
import pickle
from contextlib import ExitStack
from email.policy import default
from typing import TYPE_CHECKING, NamedTuple, Self

from demo.mail_sink import Fault, MailSink
from tests.fakes import zalo_account, zalo_phone
from tests.fakes.esms import API_KEY, BRAND, SECRET_KEY, FakeEsms
from tests.fakes.far_server import FarServer, Reply
from tests.fakes.zalo import FakeZalo
from tests.fakes.zalo_bot import TOKEN, FakeZaloBot
from tests.fakes.zalo_world import APP_ID, APP_SECRET, OA_ID, Template, User

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

TEMPLATE = "70001"


class Reached(NamedTuple):
    """One message that the far side took: over which channel, to whom, what it is known by there, and what it says."""

    channel: str
    to: str
    name: str
    content: bytes


class Wires(NamedTuple):
    """Where the far sides are, as the settings of an installation name them."""

    mail: str
    channels: str
    account: str  # zalooa:// and zbs:// without their scheme

    def account_as(self, scheme: str) -> str:
        return f"{scheme}://{self.account}"


class Service(FarServer):
    """What `json://` of Apprise calls: it takes everything, and each address is a person."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[str, bytes]] = []
        self.route("POST", r"/(?P<person>\w+)", lambda call: self._take(call.found["person"], call.body))

    def _take(self, person: str, body: bytes) -> Reply:
        self.sent.append((person, body))
        return Reply.of({})

    def address_of(self, person: str) -> str:
        return f"{self.url.replace('http', 'json')}/{person}"


class Sink(MailSink):
    """Calls `before` and `after` around keeping the next mail, and forgets them then."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.around: dict[str, Callable[[], None]] = {}

    def keep(self, content: bytes, *, recipient: str) -> Path:
        around, self.around = self.around, {}
        around.get("before", _nothing)()
        file = super().keep(content, recipient=recipient)
        around.get("after", _nothing)()
        return file


class FarSides:
    def __init__(self, folder: Path) -> None:
        self.mail = Sink(folder)
        self.zalo, self.bot, self.esms, self.service = FakeZalo(), FakeZaloBot(), FakeEsms(), Service()
        self.zalo.templates[TEMPLATE] = Template({"unit": 30, "deadline": 20})
        self._opened = ExitStack()

    @property
    def servers(self) -> tuple[FarServer, ...]:
        return self.zalo, self.bot, self.esms, self.service

    @property
    def wires(self) -> Wires:
        bot = f"zalobot://{TOKEN}/?base={self.bot.url}"
        esms = f"esms://{API_KEY}:{SECRET_KEY}@{BRAND}/?base={self.esms.url}"
        hosts = "&".join(f"{name}_url={self.zalo.url}" for name in ("oauth", "oa", "zbs"))
        return Wires(
            self.mail.url(sender="tuyengiao@hanam.example", name="Ban Tuyên giáo"),
            f"{bot} {esms}",
            f"{APP_ID}:{APP_SECRET}@{OA_ID}/?{hosts}",
        )

    def know(self, channel: str, address: str, *, now: datetime) -> None:
        """Let the far side know this person, as somebody who can be written to."""
        match channel:
            case "zbs":
                self.zalo.phones[address] = 0
            case "zalooa":
                self.zalo.users[address] = User(last_interaction=now)
            case "zalobot":
                self.bot.chats.append(address)

    def do_at_next(self, channel: str, when: str, do: Callable[[], None]) -> None:
        """Call `do` just before or just after ("before", "after") the next message over the channel is taken."""
        if channel == "email":
            self.mail.around[when] = do
        else:
            server, path = self._doors[channel]
            server.fail(path, (when, do))

    def fail_once_each(self, fault: str, calls: Mapping[str, int]) -> None:
        """Let so many calls of each channel meet a fault, "drop" or "drop_after"; and every mail, until it is mended."""
        self.mail.fault = Fault.DROP_STORED if fault == "drop_after" else Fault.DROP_UNSTORED
        for channel, number in calls.items():
            server, path = self._doors[channel]
            server.fail(path, *[fault] * number)

    @property
    def _doors(self) -> dict[str, tuple[FarServer, str]]:
        return {
            "zbs": (self.zalo, zalo_phone.SEND),
            "zalooa": (self.zalo, zalo_account.PROACTIVE),
            "zalobot": (self.bot, "/sendMessage"),
            "esms": (self.esms, "/SendMultipleMessage"),
            "apprise": (self.service, "/"),
        }

    def set_clocks(self, now: datetime) -> None:
        for server in self.servers:
            server.clock.now = now

    def memory(self) -> bytes:
        """All that the far side remembers of what was sent, to be taken back to by `remember`."""
        mails = [file.read_bytes() for file in self.mail.files]
        return pickle.dumps((mails, [[getattr(one, name) for name in names] for one, names in self._remembered]))

    def remember(self, memory: bytes) -> None:
        mails, found = pickle.loads(memory)  # noqa: S301 -- our own bytes
        for file in self.mail.files:
            file.unlink()
        for mail in mails:
            self.mail.keep(mail, recipient="")
        for (one, names), values in zip(self._remembered, found, strict=True):
            for name, value in zip(names, values, strict=True):
                setattr(one, name, value)

    @property
    def _remembered(self) -> tuple[tuple[FarServer, tuple[str, ...]], ...]:
        return (
            (self.zalo, ("sent", "grant", "pairs", "sent_by_day", "calls_left", "phones")),
            (self.bot, ("sent", "_this_month")),
            (self.esms, ("sent", "_requests")),
            (self.service, ("sent",)),
        )

    def reached(self) -> list[Reached]:
        return [
            *(self._mail(file.read_bytes()) for file in self.mail.files),
            *(
                Reached("zbs" if sent.tracking_id else "zalooa", sent.to, sent.tracking_id, _canonical(sent.body))
                for sent in self.zalo.sent
            ),
            *(Reached("zalobot", chat, "", text.encode()) for chat, text in self.bot.sent),
            *(Reached("esms", phone, "", text.encode()) for phone, text in self.esms.sent),
            *(Reached("apprise", self.service.address_of(one), "", body) for one, body in self.service.sent),
        ]

    @staticmethod
    def _mail(content: bytes) -> Reached:
        found = email.message_from_bytes(content, policy=default)
        (to,) = found["To"].addresses
        return Reached("email", to.addr_spec, str(found["Message-ID"]), content)

    def __enter__(self) -> Self:
        self._opened.enter_context(self.mail)
        for server in self.servers:
            self._opened.enter_context(server)
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()


def _nothing() -> None:
    """What happens around most mails."""


def _canonical(body: object) -> bytes:
    return json.dumps(body, sort_keys=True, ensure_ascii=False).encode()
