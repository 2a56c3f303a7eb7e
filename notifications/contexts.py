"""What each message may say: one typed context per kind. A template can render nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The plan, as a letter cites it, and the board that writes."""

    number: str
    day: date
    title: str
    task: str
    issuer: str
    sender: str


@dataclass(frozen=True, slots=True)
class DeadlineFacts:
    """A deadline in words: the last day that counts, the clause word for word, and what is assumed about it."""

    last_day: date
    clause: str
    quote: str
    whole_day_counts: bool
    completion_month: str
    is_assumed: bool


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier message of the same task: its day, what it was, and how it fared. `round` numbers the urgings."""

    day: date
    kind: str
    result: str
    round: int = 0


@dataclass(frozen=True, slots=True)
class UnitPage:
    """The link to the unit's own pages, and the last day on which it opens them."""

    url: str
    last_day: date


@dataclass(frozen=True, slots=True)
class Duty:
    """What one unit owes, to whom, through whom. `sections` are the headings owed, empty for the whole outline.

    `page` is None where the unit cannot reach the installation on the web.
    """

    unit: str
    deadline: DeadlineFacts
    addressee: str
    via: str
    sections: tuple[str, ...]
    page: UnitPage | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    plan: PlanFacts
    duty: Duty


@dataclass(frozen=True, slots=True)
class Reminder:
    plan: PlanFacts
    duty: Duty
    today: date
    days_left: int


@dataclass(frozen=True, slots=True)
class LastReminder:
    plan: PlanFacts
    duty: Duty
    today: date
    days_left: int


@dataclass(frozen=True, slots=True)
class Urging:
    plan: PlanFacts
    duty: Duty
    today: date
    days_late: int
    earlier: tuple[Earlier, ...]
    promised: date | None


@dataclass(frozen=True, slots=True)
class SecondUrging:
    """The second urging and those after it: `round` counts from 2, `last_urged` is the day of the one before."""

    plan: PlanFacts
    duty: Duty
    today: date
    days_late: int
    round: int
    last_urged: date
    earlier: tuple[Earlier, ...]
    promised: date | None


@dataclass(frozen=True, slots=True)
class Line:
    """One unit in a list: named, with the days, the person to ask, and when it was last written to.

    `superior` is named where the list holds units of several superiors, which are then listed one after the other.
    """

    unit: str
    last_day: date
    days_late: int
    contact: str
    last_contact: str
    promised: date | None
    is_returned: bool = False
    superior: str = ""


@dataclass(frozen=True, slots=True)
class TierFigures:
    """How a tier stands. `unreached` are those among the overdue that nobody could reach."""

    name: str
    last_day: date
    expected: int
    received: int
    on_time: int
    late: int
    overdue: int
    returned: int
    unreached: int = 0


@dataclass(frozen=True, slots=True)
class DistrictDigest:
    """To a superior, on its direct subordinates. `previous` is the day of the last such letter, if there was one."""

    plan: PlanFacts
    recipient: str
    as_of: datetime
    figures: TierFigures
    on_time: tuple[str, ...]
    overdue: tuple[Line, ...]
    unreached: tuple[Line, ...]
    previous: date | None = None


@dataclass(frozen=True, slots=True)
class BoardDigest:
    """To the board or its leaders: figures of every tier, those overdue by name, those nobody could reach."""

    plan: PlanFacts
    as_of: datetime
    for_leaders: bool
    tiers: tuple[TierFigures, ...]
    overdue: tuple[Line, ...]
    unreached: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class EscalationList:
    """To the Provincial Party Office: the units still missing, by name, with what was done. A .docx list goes along.

    `tiers` are those that anybody is named of; `others` are overdue as well, but on a clock of their own that has not come to this yet; `previous` is the day of
    the last such letter.
    """

    plan: PlanFacts
    recipient: str
    as_of: datetime
    tiers: tuple[TierFigures, ...]
    overdue: tuple[Line, ...]
    unreached: tuple[Line, ...]
    others: int = 0
    previous: date | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What the report says to the outline: of the sections `owed` how many are `answered`, and which are not."""

    owed: int
    answered: int
    empty: tuple[str, ...]
    missing: tuple[str, ...]
    findings: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        return not self.empty and not self.missing


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receipt (phiếu tiếp nhận) for what a unit handed in. `days_late` is 0 when on time.

    `file_name` is empty for what came on paper alone; `checked` is None where nothing was checked, and `is_unread`
    where a file came that only a person can read; `is_read_by_machine` where the program read it, but not reliably.
    """

    plan: PlanFacts
    duty: Duty
    receipt_number: str
    received_at: datetime
    document_number: str
    file_name: str
    sha256: str
    last_day: date
    days_late: int
    checked: Checked | None = None
    is_unread: bool = False
    is_read_by_machine: bool = False
    annexes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionToMend:
    """A section that is to be mended, with the reason where it has one of its own."""

    number: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A report goes back to its unit, as a whole or for some sections, with the reason and a day of its own."""

    plan: PlanFacts
    duty: Duty
    document_number: str
    received_at: datetime
    reason: str
    new_last_day: date
    sections: tuple[SectionToMend, ...] = ()


@dataclass(frozen=True, slots=True)
class Extended:
    """The deadline of a unit moved, on whose word and by which document."""

    plan: PlanFacts
    duty: Duty
    old_last_day: date
    new_last_day: date
    approver: str
    document_number: str


@dataclass(frozen=True, slots=True)
class Exempted:
    """A unit need not report. `document_number` is empty where no document says so."""

    plan: PlanFacts
    duty: Duty
    reason: str
    document_number: str


@dataclass(frozen=True, slots=True)
class UnreadableFile:
    """A file that could not be taken for a report, with what is wrong with it and what to do."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A mail brought no file that could be opened: the unit is told what to do, and that nothing counts as handed in."""

    plan: PlanFacts
    duty: Duty
    arrived_at: datetime
    files: tuple[UnreadableFile, ...]


@dataclass(frozen=True, slots=True)
class FreshLink:
    """A unit asked for a new link, because the one that it has opens nothing any more."""

    plan: PlanFacts
    duty: Duty


@dataclass(frozen=True, slots=True)
class ContactTest:
    """Whether a letter to this person arrives: who we are, about which plan, and one tap. It asks for no report.

    `address` is the channel and what may be shown of the address. `tap_url` and `mailto` are links, each empty where it
    cannot be answered; the letter behind `mailto` goes to `intake` and is called `answer_subject`.
    """

    plan: PlanFacts
    unit: str
    person: str
    address: str
    tap_url: str
    mailto: str
    intake: str
    answer_subject: str


@dataclass(frozen=True, slots=True)
class StaffNotice:
    """What staff write to a unit in their own words. `duties` are those that it still owes, each with its deadline.

    `page` is None where the unit cannot reach the installation on the web.
    """

    plan: PlanFacts
    unit: str
    title: str
    paragraphs: tuple[str, ...]
    duties: tuple[Duty, ...]
    page: UnitPage | None = None


Context = (
    Opening
    | Reminder
    | LastReminder
    | Urging
    | SecondUrging
    | DistrictDigest
    | BoardDigest
    | EscalationList
    | Receipt
    | Returned
    | Extended
    | Exempted
    | Unreadable
    | FreshLink
    | ContactTest
    | StaffNotice
)

DISTANT = (DistrictDigest, BoardDigest, EscalationList, ContactTest)
"""What is about no duty of the one that it goes to: it carries no link to a unit's pages."""
