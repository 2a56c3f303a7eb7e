"""An installation with the small campaign in a database file, served over real HTTP, and calls to it signed as Zalo signs."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx
import uvicorn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

APP, OA = "4321", "9876"
OA_SECRET, BOT_SECRET, ESMS_SECRET = "planted-oa-secret", "planted-bot-secret", "planted-esms-secret"
MILLISECONDS = "1658300400000"  # 20/7/2022, 14:00 in Hà Nội
SETTINGS = {
    "DONDOC_ZALO_OA_SECRET": OA_SECRET,
    "DONDOC_ZALOBOT_HOOK_SECRET": BOT_SECRET,
    "DONDOC_ESMS_HOOK_SECRET": ESMS_SECRET,
    "DONDOC_SECRET": "a secret of the tests",
}


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The address at which the application answers."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", access_log=False, server_header=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


def ask(method: str, url: str, **more: Any) -> httpx.Response:
    return httpx.request(method, url, verify=False, **more)  # noqa: S501 -- no TLS on loopback, and no certificates to load


def oa_event(name: str, **more: Any) -> bytes:
    return json.dumps(
        {
            "event_name": name,
            "app_id": APP,
            "sender": {"id": OA},
            "recipient": {"id": "84912000001"},
            "timestamp": MILLISECONDS,
            **more,
        },
        ensure_ascii=False,
    ).encode()


def delivered(tracking_id: str = "", *, msg_id: str = "m1") -> bytes:
    message = {"delivery_time": MILLISECONDS, "msg_id": msg_id, "tracking_id": tracking_id}
    return oa_event("user_received_message", message=message)


def seen(*msg_ids: str) -> bytes:
    return oa_event("user_seen_message", message={"msg_ids": list(msg_ids)})


def signed(
    body: bytes, *, account: str = APP, secret: str = OA_SECRET, timestamp: str = MILLISECONDS
) -> dict[str, str]:
    mac = hashlib.sha256(account.encode() + body + timestamp.encode() + secret.encode()).hexdigest()
    return {"X-ZEvent-Signature": f"mac={mac}", "Content-Type": "application/json"}


def bot_event(text: str, *, chat: str = "chat-1", number: str = "b1", **more: Any) -> bytes:
    return json.dumps(
        {
            "event_name": "message.text.received",
            "message": {
                "from": {"id": chat, "display_name": "Lan", "is_bot": False},
                "chat": {"id": chat, "chat_type": "PRIVATE"},
                "text": text,
                "message_id": number,
                "date": int(MILLISECONDS),
                **more,
            },
        },
        ensure_ascii=False,
    ).encode()
