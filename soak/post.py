"""The mail server of the soak: `python -m soak.post FOLDER PORT` keeps a record of its own of every mail that arrived.

What it shall do wrong stands in a file, which it looks at all the time.
"""

from __future__ import annotations

import json
import os
import sys
import time
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

from demo.mail_sink import Fault, MailSink
from soak.children import READY
from soak.clock_file import CLOCK, ClockFile

ORDERS, RECORD = "orders.json", "record.jsonl"
LOOKS_EVERY_SECONDS = 0.01


class RecordingSink(MailSink):
    """Each mail is one line of the record before the answer leaves; the mails themselves are not kept."""

    def __init__(self, folder: Path, *, port: int, clock: ClockFile) -> None:
        super().__init__(folder, port=port)
        self._clock = clock
        self._number = 0

    def keep(self, content: bytes, *, recipient: str) -> Path:
        mail = message_from_bytes(content, policy=default)
        line = {
            "message_id": str(mail["Message-ID"]),
            "to": recipient,
            "subject": str(mail["Subject"]),
            "at": self._clock.now().isoformat(),
            "slot": self._clock.slot(),
        }
        with (self.folder / RECORD).open("a", encoding="utf-8") as record:
            record.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._number += 1
        return self.folder / f"{self._number}"


def order(folder: Path, *, fault: Fault | None = None, refuse: list[str] | None = None) -> None:
    """Tell the server what to do wrong: something with every mail, and whom it does not know."""
    aside = folder / f"{ORDERS}.new"
    aside.write_text(json.dumps({"fault": fault and fault.value, "refuse": refuse or []}), encoding="utf-8")
    aside.replace(folder / ORDERS)


def record_of(folder: Path) -> list[dict[str, Any]]:
    path = folder / RECORD
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def main() -> None:
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    with RecordingSink(folder, port=port, clock=ClockFile(Path(os.environ[CLOCK]))) as sink:
        sys.stdout.write(READY + "\n")
        sys.stdout.flush()
        while True:
            found = json.loads((folder / ORDERS).read_text(encoding="utf-8"))
            sink.fault = Fault(found["fault"]) if found["fault"] else None
            sink.refuse = dict.fromkeys(found["refuse"], "550 5.1.1 No such user here")
            time.sleep(LOOKS_EVERY_SECONDS)


if __name__ == "__main__":
    main()
