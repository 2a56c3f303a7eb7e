"""The channels of an installation, each from an Apprise address in the settings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domain.errors import RuleBroken

if TYPE_CHECKING:
    from config.settings import Settings

EMAIL = "email"
OWN = ("zalobot", "zbs", "zalooa", "esms")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9]*)://\S+")


def channel_urls(settings: Settings) -> dict[str, str]:
    """The address of each channel that is set up, by the channel's name. An address has secrets in it: never show one.

    Raises RuleBroken for what is no address, or is named twice; the message does not repeat it.
    """
    found: dict[str, str] = {}
    if mail := settings.mail_url.get_secret_value().strip():
        found[EMAIL] = mail
    for place, url in enumerate(settings.channels.get_secret_value().split(), start=1):
        scheme = _SCHEME.fullmatch(url)
        if scheme is None:
            raise RuleBroken(
                f"DONDOC_CHANNELS: địa chỉ thứ {place} không đọc được; cần dạng zalobot://…, zbs://…, zalooa://…, esms://…, "
                "các địa chỉ cách nhau bằng dấu cách."
            )
        name = channel_of(scheme[1])
        if name in found:
            raise RuleBroken(f"DONDOC_CHANNELS: kênh “{name}” được khai hai lần; mỗi kênh chỉ một địa chỉ.")
        found[name] = url
    return found


def channel_of(scheme: str) -> str:
    """The name of the channel behind the scheme of an address."""
    scheme = scheme.lower()
    if scheme in ("mailto", "mailtos"):
        return EMAIL
    return scheme


def rates(settings: Settings) -> dict[str, float]:
    """How many messages a minute each channel may send, from "email=30 esms=60". Raises RuleBroken for anything else."""
    found = {}
    for part in settings.rates.replace(",", " ").split():
        name, _, number = part.partition("=")
        if not name or not re.fullmatch(r"\d{1,6}", number) or number == "0":
            raise RuleBroken(f"DONDOC_RATES: “{part}” không đọc được; cần dạng email=30 (số thông báo mỗi phút).")
        found[name] = float(number)
    return found
