"""The pre-flight (kiểm tra trước) of a consolidation run: who is in, who is not and why, and which sections have gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from database.queries.obligations import obligations_under
from database.queries.outbox import last_sent
from database.queries.outline_checks import checks_of, corrections_of_all
from database.queries.submissions import returns_of, submissions_of_all
from database.queries.units import in_order, unit_names
from documents.package import UnreadableReport
from documents.source_notes import SHOWN_OF_SHA256
from domain.consolidation import Absence, Absent, Gap, Preflight, RunInput
from domain.obligations import State
from domain.outline_check import SectionState
from services.posting import thread_of
from services.standings import obligations_at

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.models import SubmissionRow
    from database.store import Store
    from domain.campaigns import Campaign
    from domain.outline_check import OutlineCheck
    from services.standings import Obligation

NO_FILE = "Văn bản số {}."
LOST = "Không còn tệp “{}” trong kho (mã {}); cần khôi phục từ bản sao lưu."
UNCHECKED = "Máy chưa đọc được tệp; cần người đọc."


def contributors(session: Session, campaign: Campaign, *, unit: str, as_of: datetime) -> list[Obligation]:
    """Whose reports come to this unit: those of its subordinates, or, for the board, all that are sent through it.

    In the order of the list of units. Who was exempted is not waited for.
    """
    everybody = obligations_at(session, campaign, as_of=as_of, only=_sent_to(session, campaign, unit))
    codes = in_order(session, campaign.id, {one.unit for one in everybody})
    places = {code: place for place, code in enumerate(codes)}
    return sorted(
        (one for one in everybody if one.standing.state is not State.EXEMPT), key=lambda one: places[one.unit]
    )


def _sent_to(session: Session, campaign: Campaign, unit: str) -> list[int]:
    """Only these are looked at: a district of a country with eleven thousand communes has a score of them."""
    to_superior = campaign.plan.duties_to_superiors
    if unit == campaign.plan.bodies.coordinator:
        others = [duty.id for duty in campaign.plan.duties if duty.id not in to_superior]
        return [one.id for one in obligations_under(session, campaign.id, duties=others) if one.unit != unit]
    return [one.id for one in obligations_under(session, campaign.id, duties=to_superior, superior=unit)]


def preflight(session: Session, campaign: Campaign, store: Store, *, unit: str, as_of: datetime) -> Preflight:
    """What a run for the unit would take in at that moment: exact versions, with how people corrected their matches."""
    expected = contributors(session, campaign, unit=unit, as_of=as_of)
    ready = _Preflight(session, campaign, store, expected, as_of=as_of)
    entries = [ready.entry(one) for one in expected]
    return Preflight(
        unit=unit,
        name=unit_names(session, campaign.id, [unit])[unit],
        as_of=campaign.plan.calendar.local(as_of),
        inputs=tuple(one for one in entries if isinstance(one, RunInput)),
        absent=tuple(one for one in entries if isinstance(one, Absent)),
        gaps=tuple(gap for one, entry in zip(expected, entries, strict=True) for gap in ready.gaps(one, entry)),
    )


class _Preflight:
    """All that is asked about the expected reports, asked at once."""

    def __init__(
        self, session: Session, campaign: Campaign, store: Store, expected: list[Obligation], *, as_of: datetime
    ) -> None:
        self._session, self._campaign, self._store = session, campaign, store
        rows = submissions_of_all(session, [one.id for one in expected])
        self._rows = {(row.obligation_id, row.number): row for row in rows}
        ids = [row.id for row in rows]
        self._checks: Mapping[int, OutlineCheck] = checks_of(session, ids)
        self._corrections = corrections_of_all(session, ids)
        self._returns = {each.submission_id: each.reason for each in returns_of(session, ids)}
        units = {one.unit for one in expected}
        self._sent = last_sent(session, campaign.id, as_of=as_of, units=units)
        self._names = unit_names(session, campaign.id, units)

    def entry(self, one: Obligation) -> RunInput | Absent:
        row = self._row(one)
        if row is None:
            return self._absent(one, Absence.MISSING, "")
        if one.standing.state is State.RETURNED:
            return self._absent(one, Absence.RETURNED, self._returns.get(row.id, ""))
        if not row.sha256:
            return self._absent(one, Absence.PAPER, NO_FILE.format(row.document_number))
        unread = self._unread(row)
        return self._absent(one, Absence.UNREADABLE, unread) if unread else self._input(one, row)

    def gaps(self, one: Obligation, entry: RunInput | Absent) -> list[Gap]:
        """Of a report that goes in, what its check found wanting."""
        row = self._row(one)
        check = self._checks.get(row.id) if row else None
        if check is None or isinstance(entry, Absent):
            return []
        lacking = (SectionState.EMPTY, SectionState.MISSING)
        return [Gap(one.unit, entry.name, each.number, each.state) for each in check.sections if each.state in lacking]

    def _row(self, one: Obligation) -> SubmissionRow | None:
        """The version that counts, returned or not."""
        submission = one.standing.submission
        return self._rows[one.id, submission.number] if submission else None

    def _unread(self, row: SubmissionRow) -> str:
        """Why the program cannot read the file; empty if it can. What was handed in before there were checks is opened."""
        if not self._store.has(row.sha256):
            return LOST.format(row.file_name, row.sha256[:SHOWN_OF_SHA256])
        check = self._checks.get(row.id)
        if check is not None:
            return "" if check.sections else check.note or row.note or UNCHECKED
        from documents.opening import open_report  # noqa: PLC0415 -- only for what was never checked; it loads every reader

        try:
            opened = open_report(self._store.get(row.sha256), name=row.file_name)
        except UnreadableReport as refusal:
            return str(refusal)
        return "" if opened.report is not None else opened.note or UNCHECKED

    def _input(self, one: Obligation, row: SubmissionRow) -> RunInput:
        return RunInput(
            unit=one.unit,
            name=self._names[one.unit],
            version=row.number,
            document_number=row.document_number,
            received_at=self._campaign.plan.calendar.local(row.received_at),
            days_late=one.standing.days_late,
            sha256=row.sha256,
            file_name=row.file_name,
            kind=row.kind,
            corrections=tuple(sorted(self._corrections.get(row.id, {}).items())),
        )

    def _absent(self, one: Obligation, reason: Absence, note: str) -> Absent:
        last_contact, _ = self._sent.get(thread_of(one.unit, one.duty.id), (None, 0))
        return Absent(
            unit=one.unit,
            name=self._names[one.unit],
            reason=reason,
            deadline=one.standing.deadline.last_day,
            days_late=one.standing.days_late,
            last_contact=self._campaign.plan.calendar.local(last_contact) if last_contact else None,
            promised=one.promise.day if one.promise else None,
            note=note,
        )
