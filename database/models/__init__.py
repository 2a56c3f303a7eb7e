"""The tables, a file for each noun. Importing this package makes all of them known."""

from database.models.acknowledgements import AcknowledgementRow
from database.models.alarms import AlarmRow
from database.models.answers import AnswerRow
from database.models.api_answers import ApiAnswerRow
from database.models.api_tokens import ApiTokenRow
from database.models.audit_log import AuditEntryRow, AuditHeadRow
from database.models.audit_rounds import AuditRoundRow
from database.models.binding_codes import BindingCodeRow
from database.models.calls import CallRow
from database.models.campaigns import CampaignRow
from database.models.channels import ChannelPaceRow, ChannelReopeningRow
from database.models.consolidations import ConsolidationRow
from database.models.contact_changes import ContactChangeRow
from database.models.contact_proposals import ContactProposalRow
from database.models.decisions import DecisionRow
from database.models.events import EventRow
from database.models.holds import HoldRow
from database.models.hooks import HookRow, HookVariantRow
from database.models.intakes import IntakeFileRow, IntakeMoveRow, IntakeRow
from database.models.notices import NoticeRow
from database.models.obligations import ObligationRow, PromiseRow, VersionRow
from database.models.outbox import AttemptRow, OutboxRow
from database.models.outline_checks import MatchCorrectionRow, OutlineCheckRow
from database.models.plan_changes import PlanChangeRow
from database.models.rehearsals import RehearsalRow
from database.models.restorations import RestorationRow
from database.models.sign_in_attempts import SignInAttemptRow
from database.models.signals import SignalRow
from database.models.submissions import ReturnRow, SubmissionRow
from database.models.subscriptions import SubscriptionCallRow, SubscriptionRow
from database.models.ticks import TickRow
from database.models.transmittals import TransmittalRow
from database.models.unit_links import UnitLinkRevocationRow
from database.models.units import ContactRow, UnitRow
from database.models.uploads import HandInRow, SubmissionFileRow, UploadRow
from database.models.users import UserRow, WebSessionRow
from database.models.zalo_grants import ZaloGrantRow

__all__ = [
    "AcknowledgementRow",
    "AlarmRow",
    "AnswerRow",
    "ApiAnswerRow",
    "ApiTokenRow",
    "AttemptRow",
    "AuditEntryRow",
    "AuditHeadRow",
    "AuditRoundRow",
    "BindingCodeRow",
    "CallRow",
    "CampaignRow",
    "ChannelPaceRow",
    "ChannelReopeningRow",
    "ConsolidationRow",
    "ContactChangeRow",
    "ContactProposalRow",
    "ContactRow",
    "DecisionRow",
    "EventRow",
    "HandInRow",
    "HoldRow",
    "HookRow",
    "HookVariantRow",
    "IntakeFileRow",
    "IntakeMoveRow",
    "IntakeRow",
    "MatchCorrectionRow",
    "NoticeRow",
    "ObligationRow",
    "OutboxRow",
    "OutlineCheckRow",
    "PlanChangeRow",
    "PromiseRow",
    "RehearsalRow",
    "RestorationRow",
    "ReturnRow",
    "SignInAttemptRow",
    "SignalRow",
    "SubmissionFileRow",
    "SubmissionRow",
    "SubscriptionCallRow",
    "SubscriptionRow",
    "TickRow",
    "TransmittalRow",
    "UnitLinkRevocationRow",
    "UnitRow",
    "UploadRow",
    "UserRow",
    "VersionRow",
    "WebSessionRow",
    "ZaloGrantRow",
]
