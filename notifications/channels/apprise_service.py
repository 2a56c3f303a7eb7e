"""Any other service that Apprise knows (ntfy, Telegram, Gotify, a webhook …): one URL for each person.

Apprise tells yes or no and nothing else, so this channel cannot tell whose fault a no is; and unless the plugin's own words
leave no doubt that the message did not go, it counts as unknown and is not sent again. It is an extension of the channels
that give evidence, never their place.
"""

from __future__ import annotations

import json
import logging
import threading
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from apprise import Apprise, NotifyFormat
from apprise.plugins import url_to_dict

from domain.errors import RuleBroken
from domain.spelling import nfc
from notifications.briefs import plain_brief
from notifications.channels import esms, zalo_bot
from notifications.channels.apprise_listener import listen_to
from notifications.channels.brief_channel import BriefChannel, brief_of_letter
from notifications.channels.protocol import AmbiguityPolicy
from notifications.envelope import Envelope, Rendered
from notifications.messages import MESSAGE_NAMES
from notifications.outcome import Accepted, Ambiguous, Deferred, Rejected, Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from domain.intake import Matter
    from notifications.briefs import Brief
    from notifications.outcome import Outcome

# They show a message on the screen of this very machine, and report success though nobody may be there.
_THIS_MACHINE = {"dbus", "qt", "kde", "glib", "gio", "gnome", "macosx", "windows", "syslog"}
# The libraries that write whole addresses into their logs, with topics, tokens and passwords.
_LOGGERS = ("apprise", "urllib3.connectionpool")
_OF_THE_ACCOUNT = {Scope.CHANNEL, Scope.AUTH, Scope.QUOTA}
_ANY_MOMENT = datetime(2022, 1, 1, tzinfo=UTC)  # no brief says when it was sent
_here = threading.local()


class AppriseServiceChannel:
    """The address of a person is a whole URL of Apprise, sealed where it is stored; `open_address` opens it."""

    name = "apprise"
    ambiguity = AmbiguityPolicy.NEXT_CHANNEL
    rate_per_minute = 0.0
    gives_receipts = False

    def __init__(self, *, open_address: Callable[[str], str], timeout_seconds: float) -> None:
        self._open_address, self._timeout = open_address, timeout_seconds
        for name in _LOGGERS:
            logging.getLogger(name).addFilter(_is_said_elsewhere)

    def compose(
        self,
        rendered: Rendered,
        *,
        key: str,
        to_address: str,
        to_name: str,  # noqa: ARG002 -- the brief names whom it is for
        sent_at: datetime,  # noqa: ARG002
        follows: str = "",  # noqa: ARG002
        matter: Matter | None = None,  # noqa: ARG002
    ) -> Envelope:
        brief = brief_of_letter(rendered)
        text = nfc(brief.one_way or brief.text)
        service = self._service(to_address)
        said = {"title": _title(brief), "body": text, "sms": brief.sms}
        if isinstance(service, BriefChannel):
            _envelope_for(service, said, key=key)
        payload = json.dumps(said, ensure_ascii=False).encode()
        return Envelope(key=key, channel=self.name, address=to_address, message_id="", payload=payload, text=text)

    def deliver(self, envelope: Envelope) -> Outcome:
        said = json.loads(envelope.payload)
        try:
            service = self._service(envelope.address)
            if isinstance(service, BriefChannel):
                return _deliver_over(service, said, key=envelope.key)
        except RuleBroken as refusal:  # sealed with a secret that has changed since it was composed
            return Deferred(Scope.CHANNEL, "address", str(refusal))
        listener = listen_to(service)
        if _notify(service, title=said["title"], body=said["body"]):
            return Accepted("apprise")
        if listener.knows_it_did_not_go():
            detail = f"Dịch vụ {service.service_name} không nhận tin; đề nghị kiểm tra URL bằng lệnh apprise."
            return Deferred(Scope.UNCLEAR, "apprise", detail)
        return Ambiguous(f"Dịch vụ {service.service_name} không xác nhận đã nhận tin; chưa rõ tin đã đi hay chưa.")

    def look_for(self, message_id: str) -> Accepted | None:  # noqa: ARG002 -- Apprise cannot ask
        return None

    def close(self) -> None:
        """Nothing is kept open."""

    def _service(self, address: str) -> Any:  # noqa: ANN401 -- whatever plugin the URL names
        """Raises RuleBroken for a URL that names no service for this channel, and never repeats the URL."""
        url = self._open_address(address).strip()
        schema = url.partition("://")[0].lower()
        if schema in _THIS_MACHINE:
            raise RuleBroken(f"{schema}:// chỉ hiện tin trên chính máy chủ này, không đến được người nhận.")
        service = _instance(url, timeout_seconds=self._timeout)
        if service is None:
            raise RuleBroken("URL của đầu mối không phải URL mà Apprise đọc được; đề nghị thử bằng lệnh apprise.")
        return service


def open_apprise_service_channel(
    *, open_address: Callable[[str], str], timeout_seconds: float
) -> AppriseServiceChannel:
    """`open_address` turns a stored address into a URL; it raises RuleBroken for one that it cannot open."""
    zalo_bot.register()
    esms.register()
    return AppriseServiceChannel(open_address=open_address, timeout_seconds=timeout_seconds)


def _instance(url: str, *, timeout_seconds: float) -> Any:  # noqa: ANN401
    """A `cto=` or `rto=` in the URL goes before `timeout_seconds`. None where there is no such service."""
    limits = {"cto": timeout_seconds, "rto": timeout_seconds, "timeout_seconds": timeout_seconds}
    with _silence():
        try:
            settings = url_to_dict(url)  # type: ignore[no-untyped-call]
            return Apprise.instantiate({**limits, **settings}) if settings else None
        except Exception:  # noqa: BLE001 -- 140 parsers by as many authors, and an odd URL must not stop a run
            return None


def _notify(service: Any, *, title: str, body: str) -> bool:  # noqa: ANN401
    """One attempt. What a plugin raises is a no, as everywhere in Apprise."""
    with _silence():
        try:
            return bool(service.notify(title=title, body=body, body_format=NotifyFormat.TEXT))
        except Exception:  # noqa: BLE001 -- the same
            return False


def _envelope_for(service: BriefChannel, said: dict[str, str], *, key: str) -> Envelope:
    """Raises RuleBroken for a URL that names nobody, or several people at once."""
    if len(service.targets) != 1:
        raise RuleBroken(f"URL {service.secure_protocol}://… của một đầu mối phải ghi đúng một người nhận.")
    rendered = Rendered("", said["body"], "", brief=replace(plain_brief(said["body"]), sms=said["sms"]))
    return service.compose(rendered, key=key, to_address=service.targets[0], to_name="", sent_at=_ANY_MOMENT)


def _deliver_over(service: BriefChannel, said: dict[str, str], *, key: str) -> Outcome:
    """One of our own channels through an account of this person's: it tells more than yes or no.

    What is wrong with that account is wrong for this person only, and holds up nobody else.
    """
    with closing(service):
        outcome = service.deliver(_envelope_for(service, said, key=key))
    if isinstance(outcome, Rejected | Deferred) and outcome.scope in _OF_THE_ACCOUNT:
        return replace(outcome, scope=Scope.RECIPIENT)
    return outcome


def _title(brief: Brief) -> str:
    return " ".join(part for part in (brief.plan_number, MESSAGE_NAMES.get(brief.message, "")) if part)


@contextmanager
def _silence() -> Iterator[None]:
    """What the libraries log in this thread meanwhile is dropped: their texts cannot be told to leave the URL out."""
    _here.is_silent = True
    try:
        yield
    finally:
        _here.is_silent = False


def _is_said_elsewhere(_: logging.LogRecord) -> bool:
    return not getattr(_here, "is_silent", False)
