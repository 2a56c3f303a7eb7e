"""The tables, a file for each noun. Importing this package makes all of them known."""

from database.models.campaigns import CampaignRow
from database.models.consolidations import ConsolidationRow
from database.models.decisions import DecisionRow
from database.models.events import EventRow
from database.models.intakes import IntakeFileRow, IntakeMoveRow, IntakeRow
from database.models.obligations import ObligationRow, PromiseRow, VersionRow
from database.models.outbox import AttemptRow, OutboxRow
from database.models.outline_checks import MatchCorrectionRow, OutlineCheckRow
from database.models.submissions import ReturnRow, SubmissionRow
from database.models.transmittals import TransmittalRow
from database.models.units import ContactRow, UnitRow

__all__ = [
    "AttemptRow",
    "CampaignRow",
    "ConsolidationRow",
    "ContactRow",
    "DecisionRow",
    "EventRow",
    "IntakeFileRow",
    "IntakeMoveRow",
    "IntakeRow",
    "MatchCorrectionRow",
    "ObligationRow",
    "OutboxRow",
    "OutlineCheckRow",
    "PromiseRow",
    "ReturnRow",
    "SubmissionRow",
    "TransmittalRow",
    "UnitRow",
    "VersionRow",
]
