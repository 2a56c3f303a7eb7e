"""Whether a webhook really comes from Zalo: a digest over the body and a secret that both sides know.

Official Accounts (docs.zaloplatforms.com/docs/OA, "Webhook"): `X-ZEvent-Signature: mac=` and the plain SHA-256, in hex, of
app id + raw body + timestamp + OA secret key. Three things differ from account to account or are told differently: whose
id, which secret, and which timestamp. So the few combinations are all tried, and which of them matched is remembered.

Bots (docs.zaloplatforms.com/docs/BOT, "setWebhook"): `X-Bot-Api-Secret-Token` is the very secret that was set.
"""

from __future__ import annotations

import hashlib
import hmac
from itertools import product
from typing import TYPE_CHECKING

from notifications.zalo.telling import objects, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

SIGNATURE, TIMESTAMP, SERVER = "x-zevent-signature", "x-zevent-timestamp", "x-zevent-server"
BOT_TOKEN = "x-bot-api-secret-token"  # noqa: S105 -- the name of a header, no secret


def is_probe(raw: bytes) -> bool:
    """The console calls once without a signature when the address is saved. It is answered, and nothing follows from it."""
    return raw.strip() in (b"", b"{}")


def matching_variants(
    raw: bytes, headers: Mapping[str, str], told: Mapping[str, object], *, secrets: Mapping[str, str]
) -> frozenset[str]:
    """The ways of signing under which the call is genuine, such as `app_id+oa_secret+body`; none for a forged one.

    `headers` by their names in small letters, `told` the body as it reads, `secrets` by name: `oa_secret`, `app_secret`.
    """
    given = headers.get(SIGNATURE, "").strip().removeprefix("mac=").lower()
    ids = [("app_id", text_of(told, "app_id")), *(("oa_id", one) for one in _accounts(told))]
    times = [("body", text_of(told, "timestamp")), ("header", headers.get(TIMESTAMP, ""))]
    known = [(name, secret) for name, secret in secrets.items() if secret]
    return frozenset(
        f"{whose}+{which}+{when}"
        for (whose, account), (which, secret), (when, time) in product(ids, known, times)
        if account and time and _is_equal(given, _digest(account, raw, time, secret))
    )


def is_bot(headers: Mapping[str, str], *, secret: str) -> bool:
    return bool(secret) and _is_equal(headers.get(BOT_TOKEN, ""), secret)


def _accounts(told: Mapping[str, object]) -> list[str]:
    """Where the id of the Official Account may stand: it receives what people write and sends what they get."""
    found = [text_of(told, "oa_id"), text_of(told, "oaId")]
    found += [text_of(person, "id") for person in objects(told, "recipient", "sender")]
    return [one for one in dict.fromkeys(found) if one]


def _digest(account: str, raw: bytes, time: str, secret: str) -> str:
    return hashlib.sha256(b"".join((_bytes(account), raw, _bytes(time), _bytes(secret)))).hexdigest()


def _is_equal(one: str, other: str) -> bool:
    return hmac.compare_digest(_bytes(one), _bytes(other))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
