from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import notifications
from tests.fakes.esms import API_KEY, BRAND, SECRET_KEY, FakeEsms
from tests.fakes.zalo_bot import CHAT, TOKEN, FakeZaloBot

FOLDER = Path(notifications.__file__).parent / "apprise_plugins"
COMMAND = Path(sys.executable).parent / "apprise"


def test_apprise_command_sends_through_our_plugins(tmp_path: Path) -> None:
    with FakeZaloBot() as zalo, FakeEsms() as sms:
        bot = f"zalobot://{TOKEN}/{CHAT}?base={zalo.url}"
        phone = f"esms://{API_KEY}:{SECRET_KEY}@{BRAND}/0912345678?base={sms.url}"

        run = apprise("-vvv", "-b", "Hạn gửi: 20/8", bot, phone, home=tmp_path)

    assert run.returncode == 0, run.stdout
    assert zalo.sent == [(CHAT, "Hạn gửi: 20/8")]
    assert sms.sent == [("84912345678", "Han gui: 20/8")]
    assert not any(secret in run.stdout for secret in (TOKEN, API_KEY, SECRET_KEY))


def apprise(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    """The real command, as an administrator types it, without the settings of the person who runs the tests."""
    return subprocess.run(  # noqa: S603 -- our own arguments
        [COMMAND, "--plugin-path", FOLDER, "--disable-async", *arguments],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env={**os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8"},
        cwd=home,
        timeout=60,
    )
