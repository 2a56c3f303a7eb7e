"""The tables, a file for each noun. Importing this package makes all of them known."""

from database.models.answers import AnswerRow
from database.models.binding_codes import BindingCodeRow
from database.models.calls import CallRow
from database.models.campaigns import CampaignRow
from database.models.channels import ChannelPaceRow, ChannelReopeningRow
from database.models.consolidations import ConsolidationRow
from database.models.contact_changes import ContactChangeRow
from database.models.decisions import DecisionRow
from database.models.events import EventRow
from database.models.hooks import HookRow, HookVariantRow
from database.models.intakes import IntakeFileRow, IntakeMoveRow, IntakeRow
from database.models.obligations import ObligationRow, PromiseRow, VersionRow
from database.models.outbox import AttemptRow, OutboxRow
from database.models.outline_checks import MatchCorrectionRow, OutlineCheckRow
from database.models.signals import SignalRow
from database.models.submissions import ReturnRow, SubmissionRow
from database.models.transmittals import TransmittalRow
from database.models.units import ContactRow, UnitRow
from database.models.zalo_grants import ZaloGrantRow

__all__ = [
    "AnswerRow",
    "AttemptRow",
    "BindingCodeRow",
    "CallRow",
    "CampaignRow",
    "ChannelPaceRow",
    "ChannelReopeningRow",
    "ConsolidationRow",
    "ContactChangeRow",
    "ContactRow",
    "DecisionRow",
    "EventRow",
    "HookRow",
    "HookVariantRow",
    "IntakeFileRow",
    "IntakeMoveRow",
    "IntakeRow",
    "MatchCorrectionRow",
    "ObligationRow",
    "OutboxRow",
    "OutlineCheckRow",
    "PromiseRow",
    "ReturnRow",
    "SignalRow",
    "SubmissionRow",
    "TransmittalRow",
    "UnitRow",
    "VersionRow",
    "ZaloGrantRow",
]
