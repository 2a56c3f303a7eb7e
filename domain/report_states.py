"""What may be asked of the list of reports: those that wait for a person, those accepted, those returned, or all."""

from __future__ import annotations

from enum import StrEnum


class ReportState(StrEnum):
    """Of the version that counts. ALL is every unit that has handed anything in."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    ALL = "all"
