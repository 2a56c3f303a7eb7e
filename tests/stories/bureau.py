"""An office that writes over every channel there is, by the real adapters, and whose power may fail at any event."""

from __future__ import annotations

import os
from functools import cached_property
from time import sleep
from typing import TYPE_CHECKING, Any, cast

from config.channels import open_channels
from config.settings import Settings
from config.wiring import Workplace
from domain.units import Contact, ContactRole
from notifications.channels.http_session import HttpSession
from notifications.channels.opening import OpenChannels
from notifications.channels.zalo_oa import open_zalooa_channel
from notifications.channels.zalo_template import open_zbs_channel
from notifications.zalo.hosts import Hosts
from notifications.zalo.oauth import OauthClient, Pair
from notifications.zalo.templates import Parameter, Template
from services.campaigns import Prepared
from services.zalo_grants import keep_grant
from services.zalo_tokens import GrantTokens
from tests.fakes.zalo_consent import new_pair
from tests.fakes.zalo_webhooks import OA_SECRET
from tests.fakes.zalo_world import APP_ID, APP_SECRET, OA_ID
from tests.stories.far_sides import TEMPLATE
from tests.stories.larger_plans import province
from tests.stories.power_cuts import Fuse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from domain.campaigns import Campaign
    from notifications.channels.protocol import Channel
    from notifications.envelope import Envelope
    from notifications.outcome import Outcome
    from tests.stories.far_sides import FarSides, Wires

SHORT = 5.0  # seconds to wait for a server of this machine
_TEMPLATE = Template(TEMPLATE, {"unit": Parameter("unit", 30), "deadline": Parameter("deadline", 20)})
TEMPLATES = dict.fromkeys(("opening", "receipt"), _TEMPLATE)
# Whose unit is written to over which channels. "!" marks an address that the far side refuses for good.
CHAINS: dict[str, tuple[str, ...]] = {
    "H0": ("apprise", "email"),
    "X0": ("email",),
    "X1": ("zalobot",),
    "X2": ("zbs",),
    "X3": ("zalooa",),
    "X4": ("esms",),
    "X5": ("apprise",),
    "X6": ("!zbs", "email"),
    "X7": ("zalobot", "esms"),
    "X8": ("!email", "zalobot", "esms"),
}


class FusedChannel:
    """Another channel, whose fuse may blow just before a message leaves and just after it has left."""

    def __init__(self, channel: Channel, fuse: Fuse) -> None:
        self._channel, self._fuse = channel, fuse

    def __getattr__(self, name: str) -> Any:
        return getattr(self._channel, name)

    def deliver(self, envelope: Envelope) -> Outcome:
        self._fuse.burn()
        outcome = self._channel.deliver(envelope)
        self._fuse.burn()
        return outcome


class Bureau(Workplace):
    """`now` is what time it is for the tokens of Zalo; whoever lets it work says so to the rest."""

    def __init__(self, database: str, folder: Path, wires: Wires, *, fuse: Fuse | None = None, rates: str = "") -> None:
        super().__init__(
            Settings(
                data=folder,
                database_url=database,
                mail_url=wires.mail,
                channels=wires.channels,
                rates=rates or "zalobot=600000 esms=600000",
                secret="a secret of the tests",  # noqa: S106 -- as it says
                zalo_oa_secret=OA_SECRET,
                mail_timeout_seconds=SHORT,
                _env_file=None,
            )
        )
        self.moment: datetime | None = None
        self.known: list[Campaign] = []
        self.fuse = fuse or Fuse(0)
        self._wires = wires

    @cached_property
    def channels(self) -> dict[str, Channel]:
        known: dict[str, Channel] = dict(open_channels(self))
        for scheme, open_one in (("zbs", open_zbs_channel), ("zalooa", open_zalooa_channel)):
            url = self._wires.account_as(scheme)
            known[scheme] = open_one(url, tokens=self.tokens, templates=TEMPLATES, timeout_seconds=SHORT)
            known[scheme].rate_per_minute = 0
        return OpenChannels({name: cast("Channel", FusedChannel(one, self.fuse)) for name, one in known.items()})

    @cached_property
    def tokens(self) -> GrantTokens:
        host = open_zalooa_channel(self._wires.account_as("zalooa")).hosts.oauth
        session = HttpSession(timeout_seconds=SHORT)
        return GrantTokens(
            OA_ID,
            begin=self.begin,
            read=self.read,
            oauth=OauthClient(session, app_id=APP_ID, app_secret=APP_SECRET, hosts=Hosts(host, host, host)),
            cipher=self.cipher,
            owner=f"process {os.getpid()}",
            clock=self._clock,
            pause=lambda _: sleep(SHORT / 100),
        )

    def campaigns(self) -> list[Campaign]:
        """What was opened here: the plans of the tests are not in the database."""
        return self.known

    def die(self) -> None:
        """What a process held in its memory is gone with it."""
        for channel in self.channels.values():
            channel.close()
        for name in ("channels", "tokens"):
            self.__dict__.pop(name, None)
        self.fuse = Fuse(0)

    def connect(self, far: FarSides, *, at: datetime) -> None:
        """The Official Account was connected at that moment."""
        far.set_clocks(at)
        access, refresh = new_pair(far.zalo)
        with self.begin() as session:
            keep_grant(session, OA_ID, app_id=APP_ID, pair=Pair(access, refresh), cipher=self.cipher, now=at)

    def _clock(self) -> datetime:
        assert self.moment is not None
        return self.moment


def campaign_of(far: FarSides, chains: Mapping[str, Sequence[str]] = CHAINS, *, now: datetime) -> Prepared:
    """One district and its communes, each with one person, who is written to over these channels."""
    base = province(1, len(chains) - 1)
    own = [one for unit, ways in chains.items() for one in _chain(far, unit, ways, now=now)]
    return Prepared(base.plan, base.units, (*(one for one in base.contacts if one.unit not in chains), *own), "{}", "s")


def _chain(far: FarSides, unit: str, ways: Sequence[str], *, now: datetime) -> list[Contact]:
    code = unit.lower()
    return [
        Contact(code, unit, f"Đầu mối {unit}", ContactRole.FOCAL, way.lstrip("!"), _address(far, code, way, now=now))
        for way in ways
    ]


def _address(far: FarSides, code: str, way: str, *, now: datetime) -> str:
    channel = way.lstrip("!")
    number = f"{int(code[1:]) + (100 if code[0] == 'h' else 0):04}"
    address = {
        "email": f"{code}@hanam.example",
        "zalobot": f"c4a7{number}",
        "zbs": f"8491200{number}",
        "zalooa": f"55500{number}",
        "esms": f"8491300{number}",
        "apprise": far.service.address_of(code),
    }[channel]
    if way == channel:
        far.know(channel, address, now=now)
    elif channel == "email":
        far.mail.refuse[address] = "550 5.1.1 User unknown"
    return address
