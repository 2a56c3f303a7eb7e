"""The addresses of the channels, and how fast each may send, as the settings have them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domain.channels import EMAIL
from domain.errors import RuleBroken

if TYPE_CHECKING:
    from config.settings import Settings

_OWN = {"mailto": EMAIL, "mailtos": EMAIL, "zalobot": "zalobot", "zbs": "zbs", "zalooa": "zalooa", "esms": "esms"}
_ANY_OTHER = "apprise"
_URL = re.compile(r"([A-Za-z][A-Za-z0-9]*)://\S+")


def channel_urls(settings: Settings) -> dict[str, str]:
    """The address of each channel that is set up, by the channel's name. An address has secrets in it: never show one.

    Raises RuleBroken for what is no address, or is named twice; the message does not repeat it.
    """
    found: dict[str, str] = {}
    if mail := settings.mail_url.get_secret_value().strip():
        found[EMAIL] = mail
    for place, url in enumerate(settings.channels.get_secret_value().split(), start=1):
        scheme = _URL.fullmatch(url)
        if scheme is None:
            forms = ", ".join(f"{own}://…" for own, name in _OWN.items() if name != EMAIL)
            raise RuleBroken(
                f"DONDOC_CHANNELS: địa chỉ thứ {place} không đọc được; cần dạng {forms}, "
                "các địa chỉ cách nhau bằng dấu cách."
            )
        name = _OWN.get(scheme[1].lower(), _ANY_OTHER)
        if name in found:
            raise RuleBroken(f"DONDOC_CHANNELS: kênh “{name}” được khai hai lần; mỗi kênh chỉ một địa chỉ.")
        found[name] = url
    return found


def official_account_url(settings: Settings) -> str:
    """The Official Account as zalooa://…, whichever of its two channels is set up; empty where none is."""
    urls = channel_urls(settings)
    url = urls.get("zalooa") or urls.get("zbs") or ""
    return "zalooa" + url[url.index(":") :] if url else ""


def rates(settings: Settings) -> dict[str, float]:
    """How many messages a minute each channel may send, from "email=30 esms=60". Raises RuleBroken for anything else."""
    found = {}
    for part in settings.rates.replace(",", " ").split():
        name, _, number = part.partition("=")
        if not name or not re.fullmatch(r"[1-9]\d{0,5}", number):
            raise RuleBroken(f"DONDOC_RATES: “{part}” không đọc được; cần dạng email=30 (số thông báo mỗi phút).")
        found[name] = float(number)
    return found
