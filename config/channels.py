"""The channels of an installation, each from an Apprise address in the settings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from config.zalo import grant_tokens, templates_of
from domain.channels import EMAIL
from domain.contact_addresses import APPRISE
from domain.errors import RuleBroken
from notifications.channels.apprise_service import open_apprise_service_channel
from notifications.channels.email import open_email_channel
from notifications.channels.esms import open_esms_channel
from notifications.channels.opening import OpenChannels
from notifications.channels.zalo_bot import open_zalo_bot_channel
from notifications.channels.zalo_oa import open_zalooa_channel
from notifications.channels.zalo_template import open_zbs_channel

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.wiring import Workplace
    from notifications.channels.protocol import Channel

ADDRESS = "{address}"  # in the address of a service, where the person's own part of it stands


def open_channels(place: Workplace) -> OpenChannels:
    """Every channel that is set up, by name; what is meant for the others waits. Nothing is dialled yet."""
    opened = OpenChannels({name: _OPENERS[name](place, url) for name, url in place.channel_urls.items()})
    if APPRISE not in opened:
        opened[APPRISE] = _open_service(place, "")
    for name, rate in place.rates.items():
        if name not in opened:
            raise RuleBroken(f"DONDOC_RATES nêu kênh “{name}” nhưng kênh này chưa được cấu hình.")
        opened[name].rate_per_minute = rate
    return opened


def _open_email(place: Workplace, url: str) -> Channel:
    return open_email_channel(
        url,
        secret=place.secret.encode(),
        timeout_seconds=place.settings.mail_timeout_seconds,
        intake=place.intake_address,
        bounces=place.bounce_address,
        journal=place.journal,
        invitations=place.invitations,
    )


def _open_zalo_bot(place: Workplace, url: str) -> Channel:
    return open_zalo_bot_channel(url, timeout_seconds=place.settings.mail_timeout_seconds)


def _open_esms(place: Workplace, url: str) -> Channel:
    return open_esms_channel(
        url, timeout_seconds=place.settings.mail_timeout_seconds, callback=place.reports_to("esms")
    )


def _open_zbs(place: Workplace, url: str) -> Channel:
    return open_zbs_channel(url, tokens=grant_tokens(place), templates=templates_of(place))


def _open_zalooa(place: Workplace, url: str) -> Channel:
    return open_zalooa_channel(url, tokens=grant_tokens(place), templates=templates_of(place))


def _open_service(place: Workplace, url: str) -> Channel:
    """Any other service. The person's address is a whole URL, or the part that belongs into the service's own."""
    if url and ADDRESS not in url:
        raise RuleBroken(
            "DONDOC_CHANNELS: địa chỉ của dịch vụ khác phải có {address} ở chỗ điền địa chỉ của từng người, "
            "ví dụ tgram://MÃ-BOT/{address}; hoặc ghi cả URL ở từng đầu mối."
        )

    def open_address(address: str) -> str:
        plain = place.cipher.open(address)
        if "://" in plain:
            return plain
        if not url:
            raise RuleBroken("Địa chỉ của đầu mối không phải URL, và chưa cấu hình dịch vụ nào trong DONDOC_CHANNELS.")
        return re.sub(re.escape(ADDRESS), lambda _: quote(plain, safe=""), url)

    return open_apprise_service_channel(open_address=open_address, timeout_seconds=place.settings.mail_timeout_seconds)


_OPENERS: dict[str, Callable[[Workplace, str], Channel]] = {
    EMAIL: _open_email,
    "zalobot": _open_zalo_bot,
    "zbs": _open_zbs,
    "zalooa": _open_zalooa,
    "esms": _open_esms,
    APPRISE: _open_service,
}
