"""Run as a script with nothing loaded: starts a command and tells what the command alone took, as the system counted it.

A child begins with the peak of the process that started it, so a large one must not start what is measured.
"""

import os
import sys
import time


def main() -> None:
    start = time.perf_counter()
    nowhere = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=nowhere)
    _, status, used = os.wait4(child, 0)
    clock = time.perf_counter() - start
    print(os.waitstatus_to_exitcode(status), clock, used.ru_utime + used.ru_stime, used.ru_maxrss)


if __name__ == "__main__":
    main()
