"""No secret leaves the settings: a token is planted in each, a small campaign runs into every refusal, and all that it
leaves behind is searched, byte by byte.

A new setting with a secret in it belongs into `PLANTED`, in the form that its setting wants; a test below says so.
"""

from __future__ import annotations

import base64
import imaplib
import json
import logging
import smtplib
import traceback
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from pydantic import SecretStr

from cli.main import DONE, REFUSED, run
from config.settings import Settings
from config.wiring import Workplace
from domain.errors import RuleBroken
from notifications.mailbox.imap_address import imap_address
from tests.fakes.far_server import FarServer, Reply
from tests.notifications.channels.scripted_server import ScriptedServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.imap_server import ImapServer

PLAN = "ke-hoach-15-kh-tu"
DATABASE = "M4tKh4uCsdl"
PLANTED = {
    "mail_url": "M4tKh4uGuiThu",
    "intake_url": "M4tKh4uHopThu",
    "journal_url": "M4tKh4uLuuThu",
    "secret": "Kh0aBiMatCuaChuongTrinh",
    "channels": "M4tKh4uCacKenh",
    "zalo_oa_secret": "Kh0aWebhookCuaOA",
    "zalo_app_secret": "Kh0aCuaUngDung",
    "zalo_verifier": "Ma9KiemChungCuaOA" * 3,
    "zalobot_hook_secret": "Kh0aWebhookCuaBot",
    "esms_hook_secret": "Kh0aCuaESMS",
    "metrics_token": "M4DocSoLieu",
    "alarm_url": "M4tKh4uKenhBaoDong",
}
PERSONAL = "M4tKh4uCuaRiengMotNguoi"  # in the address of one contact
_AUTH = "250-localhost\n250 AUTH PLAIN LOGIN"


def forms(token: str) -> list[bytes]:
    """The token as it is, and as it looks inside of what is coded in base64, wherever in it it stands."""
    coded = [base64.b64encode(b"\0" * shift + token.encode())[4 if shift else 0 : -4] for shift in range(3)]
    return [token.encode(), quote(token).encode(), *coded, token.encode().hex().encode(), token[::-1].encode()]


def found_in(*places: bytes) -> list[str]:
    hay = b"\n".join(places)
    return [token for token in (*PLANTED.values(), DATABASE, PERSONAL) if any(form in hay for form in forms(token))]


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer(EHLO=_AUTH, AUTH="535 5.7.8 Bad credentials") as running:
        yield running


def channels(far: FarServer, token: str) -> str:
    bases = quote(far.url, safe="")
    return (
        f"zalobot://1234567890:{token}/?base={bases} esms://{token}-key:{token}@BTGTU/?base={bases} "
        f"zalooa://111:{token}@222/?oauth={bases}&oa={bases}&zbs={bases}"
    )


PEOPLE = f"""code,unit,name,role,channel,address,phone
LN1,HU-353,Trần Thị Lý,focal,zalobot,chat-ly-nhan,0912345678
LN1,HU-353,Trần Thị Lý,focal,esms,0912345678,0912345678
LN2,HU-353,Trần Thị Lý,focal,,FAR/{PERSONAL},0912345678
LN2,HU-353,Trần Thị Lý,focal,zalooa,2345678901,0912345678
"""


@pytest.fixture
def far() -> Iterator[FarServer]:
    """Stands for every other service, and refuses them all."""
    with FarServer() as running:
        running.route("POST", ".*", lambda _: Reply.of({"ok": False, "error_code": 401, "description": "Unauthorized"}))
        yield running


@pytest.fixture
def servers(server: ScriptedServer, far: FarServer) -> tuple[ScriptedServer, FarServer]:
    return server, far


@pytest.fixture
def data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, servers: tuple[ScriptedServer, FarServer], imap: ImapServer
) -> Path:
    server, far = servers
    mailbox = f"imap://baocao:{{}}@127.0.0.1:{imap.port}/INBOX"
    values = {
        "data": str(tmp_path / "du-lieu"),
        "mail_url": f"mailto://nhachan:{PLANTED['mail_url']}@{server.address}/?from=nhachan@coquan.example",
        "intake_url": mailbox.format(PLANTED["intake_url"]),
        "intake_address": "baocao@coquan.example",
        "bounce_address": "tra-lai@coquan.example",
        "journal_url": mailbox.format(PLANTED["journal_url"]),
        "journal_address": "luu@coquan.example",
        **{name: PLANTED[name] for name in PLANTED if name.endswith(("secret", "verifier", "token"))},
        "channels": channels(far, PLANTED["channels"]),
        "web_url": "https://dondoc.example",
        "alarm_url": f"{far.url.replace('http', 'json', 1)}/{PLANTED['alarm_url']}",
    }
    for name, value in values.items():
        monkeypatch.setenv(f"DONDOC_{name.upper()}", value)
    return tmp_path / "du-lieu"


def test_every_secret_of_the_settings_is_planted() -> None:
    secret = {name for name, field in Settings.model_fields.items() if field.annotation is SecretStr}

    assert secret == set(PLANTED)


def test_the_search_would_find_a_secret() -> None:
    token = PLANTED["mail_url"]
    plain = base64.b64encode(f"\0nhachan\0{token}".encode())

    assert found_in(b"x" + token.encode()) == [token]
    assert found_in(plain) == [token]
    assert found_in(json.dumps({"password": token}).encode()) == [token]
    assert found_in(b"nothing") == []


def test_a_campaign_leaves_no_secret_behind(
    data: Path,
    servers: tuple[ScriptedServer, FarServer],
    capfdbinary: pytest.CaptureFixture[bytes],
    caplog: pytest.LogCaptureFixture,
) -> None:
    server, far = servers
    for name in ("", "apprise", "httpx", "httpcore", "urllib3", "smtplib", "imaplib"):
        caplog.set_level(logging.DEBUG, logger=name)
    people = data.with_name("dau-moi.csv")
    people.write_text(PEOPLE.replace("FAR", far.url.replace("http", "json", 1)), encoding="utf-8")
    codes = [run(["plan", "open", PLAN, "--on", "2022-06-24"])]
    codes += [run(["contacts", "import", str(people), "--as-of", "2022-06-24T07:45", "--json"])]
    codes += [run(["day", "--as-of", "2022-06-24T08:00", "--json"])]  # the mail server refuses the password
    server.replies["AUTH"] = "235 2.7.0 Welcome"
    codes += [run(["deliver", "--as-of", "2022-06-24T09:30"]), run(["status", "--as-of", "2022-06-25", "--json"])]
    codes += [run(["why", "Huyện ủy Lý Nhân", "--as-of", "2022-06-25", "--json"]), run(["triage", "list", "--json"])]
    looked_at = (["messages", "list"], ["contacts", "list"], ["channels", "list"], ["prove"], ["phone", "list"])
    codes += [run([*command, "--as-of", "2022-06-25", "--json"]) for command in looked_at]
    codes += [run(["intake"])]  # the mailbox refuses the password
    run(["doctor", "--json"])  # asks all of them once more, and tells what they said

    printed = capfdbinary.readouterr()
    kept = [file.read_bytes() for file in data.rglob("*") if file.is_file()]
    assert codes == [DONE] * 12 + [REFUSED]
    assert any(PERSONAL in call.path for call in far.calls)  # and so were the others
    assert any(PLANTED["channels"] in call.path for call in far.calls)
    assert any(PLANTED["channels"].encode() in call.body for call in far.calls)
    assert any(line.startswith("AUTH") for line in server.commands)  # it was really used
    assert "535" in b"".join(kept).decode("utf-8", "replace")
    assert found_in(printed.out, printed.err, caplog.text.encode(), *kept) == []
    assert (smtplib.SMTP.debuglevel, vars(imaplib)["Debug"]) == (0, 0)


def test_nothing_that_holds_a_secret_shows_it(data: Path) -> None:
    place = Workplace(Settings())
    mailbox = place.mailbox

    shown = [repr(one) + str(one) for one in (place.settings, place, *place.channels.values())]
    shown += [repr(one) + str(one) for one in (place.channels, mailbox, *vars(mailbox).values())]
    shown += [place.settings.model_dump_json(exclude={"data"}), f"{data}"]

    assert found_in(*(one.encode() for one in shown)) == []


@pytest.mark.parametrize(
    "url",
    [
        f"imaps://baocao:{PLANTED['intake_url']}/x@thu.example:abc/INBOX",
        f"imap://baocao:{PLANTED['intake_url']}@thu.example/INBOX",
        f"pop3://baocao:{PLANTED['intake_url']}@thu.example",
        f"imaps://{PLANTED['intake_url']}@thu.example",
        f"imaps://[{PLANTED['intake_url']}",
    ],
)
def test_a_mailbox_that_cannot_be_read_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        imap_address(url)

    assert found_in("".join(traceback.format_exception(refused.value)).encode()) == []


@pytest.mark.parametrize("kind", ["postgresql+psycopg", "khong-co"])
def test_a_database_that_cannot_be_reached_is_named_without_its_password(
    data: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], kind: str
) -> None:
    monkeypatch.setenv("DONDOC_DATABASE_URL", f"{kind}://dondoc:{DATABASE}@127.0.0.1:1/dondoc?connect_timeout=1")

    code = run(["status"])

    printed = capfdbinary.readouterr()
    kept = [file.read_bytes() for file in data.rglob("*") if file.is_file()]
    assert code == REFUSED
    assert found_in(printed.out, printed.err, repr(Settings()).encode(), *kept) == []
