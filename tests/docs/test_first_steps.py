"""The first page of the operators' handbook, done as it says: every command of it, in a folder of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).parents[2] / "docs" / "van-hanh" / "bat-dau.md"
BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```", re.DOTALL | re.MULTILINE)
# What brings the program onto the machine, and the demonstration, are tried elsewhere.
TRIED_ELSEWHERE = ("git clone", "make ")
SERVING = "dondoc serve\n"
JUST_PAGES = " --only web"  # the whole service is started elsewhere, and takes a minute of a busy machine
PORT, SENTENCE = "8000", "mùa thu năm ấy rất đẹp"
READY_WITHIN = 60.0  # seconds; a busy machine


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """That of a window in which the program was just made known, with ports that nobody else has."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ports = {"DONDOC_PORT": _free_port(), "DONDOC_PREFECT_PORT": _free_port()}
    return {"PATH": path, "HOME": str(tmp_path), "LANG": "C.UTF-8", **ports}


def test_the_first_steps_are_as_the_page_says(tmp_path: Path, environment: dict[str, str]) -> None:
    text = PAGE.read_text(encoding="utf-8").replace(f"127.0.0.1:{PORT}", f"127.0.0.1:{environment['DONDOC_PORT']}")
    steps = [(kind, step) for kind, step in BLOCK.findall(text) if not step.startswith(TRIED_ELSEWHERE)]
    before, after = steps[: steps.index(("sh", SERVING))], steps[steps.index(("sh", SERVING)) + 1 :]

    told = follow(before, tmp_path, environment)
    with served(tmp_path, environment, until=after[0][1].splitlines()[0]):
        follow(after[1:], tmp_path, environment)
        first_page = sign_in(environment["DONDOC_PORT"], password=re.findall(r"^  (\S{19})$", told, re.MULTILINE)[0])

    assert "00-KH/TU" in first_page


def follow(steps: list[tuple[str, str]], folder: Path, environment: dict[str, str]) -> str:
    """Do what the page says, and see after each step what it shows; the last that was printed."""
    said = ""
    for kind, step in steps:
        if kind == "text":
            assert missing(step, said) == []
        else:
            ran = subprocess.run(  # noqa: S603 -- our own page
                ["/bin/bash", "-ec", step], cwd=folder, env=environment, capture_output=True, text=True, check=False
            )
            assert (ran.returncode, ran.stderr) == (0, ""), f"{step}{ran.stderr}"
            said = ran.stdout
    return said


def missing(shown: str, said: str) -> list[str]:
    """What the page shows and nobody said; … stands for anything."""
    lines = (line for line in shown.splitlines() if line.strip("… "))
    return [line for line in lines if not re.search(".*".join(map(re.escape, line.split("…"))), said)]


@contextmanager
def served(folder: Path, environment: dict[str, str], *, until: str) -> Iterator[None]:
    output = folder / "serve.txt"
    with output.open("wb") as stream:
        service = subprocess.Popen(  # noqa: S603 -- our own page
            ["/bin/bash", "-c", f"exec {SERVING.strip()}{JUST_PAGES}"],
            cwd=folder,
            env=environment,
            stdout=stream,
            stderr=stream,
        )
    ends = time.monotonic() + READY_WITHIN
    try:
        while missing(until, output.read_text(encoding="utf-8")) and time.monotonic() < ends:
            assert service.poll() is None, output.read_text(encoding="utf-8")
            time.sleep(0.1)
        assert missing(until, output.read_text(encoding="utf-8")) == []
        _wait_for(int(environment["DONDOC_PORT"]), ends)
        yield
    finally:
        service.send_signal(signal.SIGTERM)
        service.wait(READY_WITHIN)


def sign_in(port: str, *, password: str) -> str:
    """The first page, once the first password is changed."""
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", follow_redirects=True, verify=False, timeout=30) as browser:  # noqa: S501 -- no TLS on loopback
        asked = browser.post("/sign-in", data={"name": "quantri", "password": password})
        assert asked.url.path == "/account/password"
        key = re.findall(r'name="csrf" value="(\w+)"', asked.text)[0]
        form = {"csrf": key, "old": password, "new": SENTENCE, "again": SENTENCE}
        assert browser.post("/account/password", data=form).status_code == 200
        return browser.get("/today").text


def _wait_for(port: int, ends: float) -> None:
    while time.monotonic() < ends:
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])
