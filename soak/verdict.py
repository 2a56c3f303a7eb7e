"""The verdict: the ledger held against what people were told, what the mail server saw, and what an oracle says."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select, text

from database.models import AttemptRow, ObligationRow, OutboxRow, SubmissionRow
from database.store import Store
from domain.outbox import MessageState
from services.audit import audit
from services.audit_log import verify
from services.proving import prove
from soak import decisions, standings
from soak.journal import Deed
from soak.orders import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

    from sqlalchemy.orm import Session

    from config.wiring import Workplace
    from services.proving import MessageItem, Proof
    from soak.decisions import Course
    from soak.journal import Journal
    from soak.timetable import Fault, Timetable

AFTERMATH_SLOTS = 8  # so long after it is over a fault may still explain what is found
LOOKS = 6
REMINDERS = frozenset({"opening", "reminder", "last_reminder", "urging", "second_urging"})
# What can leave a message of which nobody knows whether it went.
UNCLEAR = frozenset(Kind) - {Kind.KILL_WEB, Kind.KILL_PREFECT}


@dataclass
class Verdict:
    """`violated` names what must not be; `explained` counts what a fault accounts for."""

    proof: Proof | None = None
    violated: list[str] = field(default_factory=list)
    explained: dict[str, int] = field(default_factory=dict)
    shown: dict[str, int] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        return not self.violated

    def violate(self, what: str, items: Sequence[str]) -> None:
        self.violated += [f"{what}: {one}" for one in items]


class Court:
    """`faults` are those that came about."""

    def __init__(self, place: Workplace, course: Course, table: Timetable, faults: Sequence[Fault]) -> None:
        self._place, self._course, self._table, self._faults = place, course, table, faults
        self.verdict = Verdict()

    def judge(self, journal: Journal, seen: Sequence[dict[str, Any]], *, as_of: datetime) -> Verdict:
        with self._place.read() as session:
            self._prove(session, as_of)
            self._count_receipts(session, journal)
            self._compare_standings(session, journal, as_of)
            self.verdict.violate("decision", list(decisions.disagreements(session, self._course)))
            self._compare_mail(session, seen)
            self._look_for_needless(session, journal, seen)
            self._check_integrity(session, as_of)
        return self.verdict

    def _prove(self, session: Session, as_of: datetime) -> None:
        found = self.verdict.proof = prove(session, self._course.campaign, as_of=as_of)
        self.verdict.violate("lost", [str(one) for one in found.lost_items])
        self.verdict.violate("doubled", [str(one) for one in found.doubled_items])
        if found.undecided:
            self.verdict.violated.append(f"undecided: {found.undecided}")
        self._explain(session, "unknown", found.unknown)
        self._explain(session, "possible_doubles", found.possible_doubles)

    def _explain(self, session: Session, what: str, items: Sequence[MessageItem]) -> None:
        """Each has an attempt of which nobody knows how it ended, and a fault about that time."""
        for one in items:
            asked = (
                select(AttemptRow.at)
                .join(OutboxRow, OutboxRow.id == AttemptRow.outbox_id)
                .where(OutboxRow.key == one.key, AttemptRow.outcome == "ambiguous")
            )
            moments = list(session.scalars(asked))
            if moments and all(self._is_explained(at, UNCLEAR) for at in moments):
                self.verdict.explained[what] = self.verdict.explained.get(what, 0) + 1
            else:
                self.verdict.violated.append(f"{what} without a fault: {one.key}")

    def _is_explained(self, moment: datetime, kinds: frozenset[Kind]) -> bool:
        slot = bisect_right(self._table.slots, moment)
        return any(
            self._slot(one.slot, min(one.shift, timedelta())) <= slot + 1
            and slot <= self._slot(one.until, max(one.shift, timedelta())) + AFTERMATH_SLOTS
            for one in self._faults
            if one.kind in kinds
        )

    def _slot(self, slot: int, shift: timedelta) -> int:
        last = len(self._table.slots) - 1
        return bisect_right(self._table.slots, self._table.slots[min(slot, last)] + shift)

    def was_troubled(self, slot: int, kinds: frozenset[Kind] = frozenset(Kind)) -> bool:
        """Whether anything was wrong at that moment, or had been shortly before."""
        return any(one.slot <= slot <= one.until + AFTERMATH_SLOTS for one in self._faults if one.kind in kinds)

    def _count_receipts(self, session: Session, journal: Journal) -> None:
        """Whoever was shown a receipt finds the report under it, and the file of the report."""
        asked = select(SubmissionRow.receipt_number, ObligationRow.unit, SubmissionRow.sha256).join(ObligationRow)
        kept = {number: (unit, digest) for number, unit, digest in session.execute(asked)}
        store = Store(self._place.settings.files)
        given = [one for one in journal.told if one.deed is Deed.HAND_IN and not one.doubtful]
        for one in given:
            if not one.receipt:
                self.verdict.violated.append(f"receipt: {one.unit} was shown none")
            elif kept.get(one.receipt) != (one.unit, one.digest) or not store.path(one.digest).exists():
                self.verdict.violated.append(f"receipt: {one.receipt} of {one.unit} is not what it was")
        by_digest = defaultdict(list)
        for number, (_, digest) in kept.items():
            by_digest[digest].append(number)
        self.verdict.violate("report twice", [str(one) for one in by_digest.values() if len(one) > 1])
        self.verdict.shown["receipts"] = len(given)

    def _compare_standings(self, session: Session, journal: Journal, as_of: datetime) -> None:
        opened = self._course.campaign.opened_at
        looks = [opened + (as_of - opened) * number / LOOKS for number in range(1, LOOKS)] + [as_of]
        for look in looks:
            found = standings.disagreements(session, self._course.campaign, self._course.duties, journal, as_of=look)
            self.verdict.violate("status", list(found))
        self.verdict.shown["standings compared"] = len(looks) * len(self._course.duties)

    def _compare_mail(self, session: Session, seen: Sequence[dict[str, Any]]) -> None:
        """What arrived at the mail server, and what the ledger says of it."""
        rows = {row.message_id: row for row in session.scalars(select(OutboxRow).where(OutboxRow.message_id != ""))}
        arrived: dict[str, int] = defaultdict(int)
        for one in seen:
            arrived[one["message_id"]] += 1
        doubtful = set(
            session.scalars(
                select(OutboxRow.message_id)
                .join(AttemptRow, AttemptRow.outbox_id == OutboxRow.id)
                .where(AttemptRow.outcome == "ambiguous")
            )
        )
        twice = [name for name, number in arrived.items() if number > 1]
        self.verdict.violate("arrived twice without a doubt", [name for name in twice if name not in doubtful])
        self.verdict.violate("arrived from nowhere", [name for name in arrived if name not in rows])
        sent = [name for name, row in rows.items() if row.state == MessageState.ACCEPTED]
        self.verdict.violate("sent, and never arrived", [name for name in sent if name not in arrived])
        self.verdict.shown |= {"mails that arrived": len(seen), "arrived twice, known as doubtful": len(twice)}

    def _look_for_needless(self, session: Session, journal: Journal, seen: Sequence[dict[str, Any]]) -> None:
        """F6: nobody is reminded of a report for which a receipt was shown at an earlier moment."""
        rows = {row.message_id: row for row in session.scalars(select(OutboxRow).where(OutboxRow.message_id != ""))}
        for one in seen:
            row = rows.get(one["message_id"])
            if row is None or row.message not in REMINDERS or not _is_in(journal, row.unit, one["slot"]):
                continue
            what = f"{row.key} at {one['at']}"
            if self.was_troubled(one["slot"], frozenset({Kind.CLOCK_FORWARD, Kind.CLOCK_BACK, Kind.TWO_SERVERS})):
                self.verdict.explained["reminded after the receipt"] = (
                    self.verdict.explained.get("reminded after the receipt", 0) + 1
                )
            else:
                self.verdict.violated.append(f"reminded after the receipt: {what}")

    def _check_integrity(self, session: Session, as_of: datetime) -> None:
        entries, broken = verify(session)
        if broken is not None:
            self.verdict.violated.append(f"audit log: {broken}")
        self.verdict.shown["entries of the audit log"] = entries
        if session.get_bind().dialect.name == "sqlite":
            found = session.execute(text("PRAGMA integrity_check")).scalars().all()
            self.verdict.violate("database", [one for one in found if one != "ok"])
        stuck = [str(flaw.code) for flaw in audit(session, self._course.campaign, now=as_of)]
        for code in stuck:
            self.verdict.shown[f"auditor: {code}"] = self.verdict.shown.get(f"auditor: {code}", 0) + 1


def _is_in(journal: Journal, unit: str, slot: int) -> bool:
    """Whether the unit's report was in, by what was told before that moment."""
    is_in = False
    for one in journal.of(unit):
        if one.slots[1] < slot and one.deed is Deed.HAND_IN and not one.doubtful:
            is_in = True
        elif one.slots[0] <= slot and one.deed is Deed.RETURN:
            is_in = False
    return is_in
