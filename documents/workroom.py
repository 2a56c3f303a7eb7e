"""A room of its own for each program that reads a foreign file: a folder that vanishes, and limits that hold.

A program that goes astray takes nothing with it: it may use so much memory, time and disk, sees no settings and no
secrets of ours, and is ended together with whatever it started.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MEBIBYTE = 1024 * 1024

# A shell sets the limits and then becomes the program: between fork and exec of a process with threads no Python may run.
# The number of processes is not limited: the system counts those of the whole user, and would refuse a good file for them.
_LIMITED = 'ulimit -c 0; ulimit -t "$1" && ulimit -v "$2" && ulimit -f "$3" || exit 125; shift 3; exec "$@"'
_BLOCK_BYTES = 512
_OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` on the clock, the same of processor time for each process; the others in bytes."""

    seconds: int
    memory: int = 2048 * MEBIBYTE
    file_size: int = 256 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a program left behind. `timed_out` says that it was ended for being too slow; `output` may then be cut off."""

    succeeded: bool
    output: bytes
    timed_out: bool = False


@contextmanager
def room() -> Iterator[Path]:
    """An empty folder that only we may enter; gone afterwards, whatever was left in it."""
    with tempfile.TemporaryDirectory(prefix="dondoc-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def run(
    command: Sequence[str | Path],
    *,
    folder: Path,
    limits: Limits,
    given: bytes = b"",
    environment: Mapping[str, str] | None = None,
) -> Outcome:
    """Run a program in `folder`, its home. `given` is what it reads; what it says of errors is for nobody."""
    numbers = [limits.seconds, limits.memory // 1024, limits.file_size // _BLOCK_BYTES]
    output = folder / _OUTPUT
    # Into a file and not through a pipe: there the limit on the size of files holds as well.
    with (
        output.open("wb") as said,
        subprocess.Popen(  # noqa: S603 -- no shell reads the command: its parts arrive as they are
            ["/bin/sh", "-c", _LIMITED, "sh", *map(str, numbers), *map(str, command)],
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={**_plain_environment(folder), **(environment or {})},
            start_new_session=True,
        ) as process,
    ):
        timed_out = False
        try:
            process.communicate(given, timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            timed_out = True
        finally:
            _end(process)
    slow = timed_out or process.returncode in {-signal.SIGXCPU, 128 + signal.SIGXCPU}
    return Outcome(process.returncode == 0, output.read_bytes(), timed_out=slow)


def _plain_environment(folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "OMP_THREAD_LIMIT": "1",
    }


def _end(process: subprocess.Popen[bytes]) -> None:
    """The program and all that it started: they share a group that nobody else is in."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
