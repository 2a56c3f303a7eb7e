from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from documents.workroom import MEBIBYTE, Limits, room, run

LIMITS = Limits(seconds=20)


def python(*code: str) -> list[str]:
    return [sys.executable, "-c", "\n".join(code)]


def test_a_program_works_in_its_room_with_what_it_is_given() -> None:
    with room() as folder:
        outcome = run(
            python("import os, sys", "print(os.getcwd(), sys.stdin.read(), end='')"),
            folder=folder,
            limits=LIMITS,
            given=b"words",
        )
        expected = f"{folder.resolve()} words".encode()

    assert (outcome.succeeded, outcome.output) == (True, expected)
    assert not folder.exists()


def test_a_program_sees_no_settings_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_SECRET", "x")
    monkeypatch.setenv("HTTPS_PROXY", "x")

    with room() as folder:
        outcome = run(
            python("import os", "print(sorted(os.environ), os.environ['HOME'])"), folder=folder, limits=LIMITS
        )

    assert b"DONDOC" not in outcome.output
    assert b"PROXY" not in outcome.output
    assert str(folder).encode() in outcome.output


@pytest.mark.parametrize(
    "code",
    [
        ("bytearray(400 * 1024 * 1024)",),
        ("open('large', 'wb').write(bytes(20 * 1024 * 1024))",),
        ("import sys", "while True: sys.stdout.write('x' * 65536)"),
        ("raise SystemExit(3)",),
    ],
    ids=["memory", "file", "output", "failure"],
)
def test_a_program_beyond_its_limits_fails(code: tuple[str, ...]) -> None:
    limits = Limits(seconds=20, memory=300 * MEBIBYTE, file_size=10 * MEBIBYTE)

    with room() as folder:
        outcome = run(python(*code), folder=folder, limits=limits)

    assert (outcome.succeeded, outcome.timed_out) == (False, False)
    assert len(outcome.output) <= limits.file_size


@pytest.mark.parametrize("code", ["while True: pass", "import time; time.sleep(60)"], ids=["busy", "idle"])
def test_a_program_that_takes_too_long_is_ended(code: str) -> None:
    with room() as folder:
        outcome = run(python(code), folder=folder, limits=Limits(seconds=1))

    assert (outcome.succeeded, outcome.timed_out) == (False, True)


def test_what_a_program_started_ends_with_it() -> None:
    started = "import os, subprocess; print(subprocess.Popen(['sleep', '60']).pid)"

    with room() as folder:
        outcome = run(python(started), folder=folder, limits=LIMITS)

    assert outcome.succeeded
    assert ends(int(outcome.output))


def ends(process: int) -> bool:
    """Ended, or waiting for whoever inherits it to take note."""
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        state = Path(f"/proc/{process}/stat")
        if state.exists() and state.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False
