"""Whose report a mail brings: by token, then by the letter it answers, by a code in its subject, by its sender.

A stronger clue wins, and a weaker one that says otherwise is written down beside it. Where the clues leave a doubt, a
person decides: nobody's clock stops on a guess.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from database.queries import intakes as ask
from database.queries.decisions import behind_messages
from database.queries.units import unit_named, unit_names, units_hinted
from domain.contact_proofs import CONTACT_TEST
from domain.intake import MatchedBy, Matter, Why
from domain.notices import NOTICE
from domain.report_numbers import hints_in, number_in, units_named
from domain.schedule import last_day
from domain.spelling import fold
from domain.tokens import matter_of, token_in_address, tokens_in_subject
from services.digests import DIGESTS
from services.standings import obligations_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from domain.mail import Mail

UNKNOWN = "Không rõ thư của đơn vị nào: thư không có mã, không trả lời thư nào của đợt, địa chỉ gửi không có trong danh sách đầu mối."
LIST = "Thư trả lời một danh sách về nhiều đơn vị; không rõ báo cáo của đơn vị nào."
BAD_TOKEN = "Mã trong địa chỉ nhận hoặc tiêu đề không đúng nên không được dùng."  # noqa: S105 -- a sentence
NOT_A_CONTACT = "Địa chỉ gửi {} không có trong danh sách đầu mối của {}; cần xác nhận."
SENT_BY_OTHERS = "Gửi từ địa chỉ của {}, không phải của {}; cần xác nhận."
NAMES_OTHERS = "Tiêu đề thư nêu {}, không phải {}; cần xác nhận."


@dataclass(frozen=True, slots=True)
class Match:
    """Whose mail it is, as far as it can be told. Without `obligation_id`, `why` and `notes` say what is in doubt.

    `is_open` tells whether that report is still expected.
    """

    by: MatchedBy | None = None
    campaign: Campaign | None = None
    unit: str = ""
    obligation_id: int | None = None
    is_open: bool = False
    why: Why | None = None
    notes: tuple[str, ...] = ()


Party = tuple[int, str]  # campaign and unit


def match(session: Session, campaigns: Sequence[Campaign], mail: Mail, *, secret: bytes, now: datetime) -> Match:
    clues = _Clues(session, campaigns, mail, secret=secret, now=now)
    found = clues.strongest()
    return replace(found, notes=(*found.notes, *clues.doubts(found)))


class _Clues:
    def __init__(
        self, session: Session, campaigns: Sequence[Campaign], mail: Mail, *, secret: bytes, now: datetime
    ) -> None:
        self._session, self._mail, self._now = session, mail, now
        self._campaigns: Mapping[int, Campaign] = {campaign.id: campaign for campaign in campaigns}
        running = [one.id for one in campaigns if one.local_day(now) <= last_day(one.plan)]
        self._tokens = [*map(token_in_address, mail.recipients), *tokens_in_subject(mail.subject)]
        matters = filter(None, (matter_of(one, secret=secret) for one in self._tokens))
        self._matters = list(dict.fromkeys(one for one in matters if not one.is_about_no_report))
        self._named = self._units_in_subject(running)
        self._senders = ask.units_at(session, mail.sender, campaigns=running) if mail.sender else []

    def strongest(self) -> Match:
        if self._matters:
            return self._by_token()
        thread = self._by_thread()
        if thread is not None and thread.by is not None:
            return thread
        if self._named:
            return self._by_unit(MatchedBy.CODE, self._named)
        if thread is not None:
            return thread
        if self._senders:
            return self._by_sender()
        return Match(why=Why.UNKNOWN_SENDER, notes=(UNKNOWN,))

    def doubts(self, found: Match) -> list[str]:
        """What the weaker clues say against the match, for a person to read."""
        doubts = [BAD_TOKEN] if not self._matters and any(_looks_signed(one) for one in self._tokens) else []
        if found.campaign is None or not found.unit:
            return doubts
        party = (found.campaign.id, found.unit)
        if party not in self._senders:
            doubts.append(self._about_sender(party))
        if self._named and party not in self._named:
            doubts.append(NAMES_OTHERS.format(self._names(self._named), self._names([party])))
        return doubts

    def _by_token(self) -> Match:
        found = [one for one in self._matters if one.campaign_id in self._campaigns]
        if len(found) != 1:
            words = (
                "Thư gửi cho nhiều nhiệm vụ cùng lúc." if found else "Mã của thư thuộc một đợt không còn trên máy này."
            )
            return Match(why=Why.SEVERAL_UNITS if found else Why.NO_DUTY, notes=(words,))
        return self._about(MatchedBy.TOKEN, found[0])

    def _by_thread(self) -> Match | None:
        """The nearest letter of ours that the mail answers. One that is a list tells nothing of the duty."""
        letters = ask.letters_named(self._session, self._mail.references)
        letter = next((one for one in letters if one.message != CONTACT_TEST), None)
        if letter is None or letter.campaign_id not in self._campaigns:
            return None
        if letter.message == NOTICE:
            return self._by_unit(MatchedBy.THREAD, [(letter.campaign_id, letter.unit)])
        behind = behind_messages(self._session, [letter.key]).get(letter.key, [])
        if letter.message in DIGESTS or not behind:
            return Match(why=Why.ANSWERS_A_LIST, notes=(LIST,))
        return self._about(MatchedBy.THREAD, Matter(letter.campaign_id, behind[0].obligation_id))

    def _by_sender(self) -> Match:
        found = self._by_unit(MatchedBy.SENDER, self._senders)
        number = number_in(self._mail.subject)
        if found.campaign is None or number is None:
            return found
        unit = unit_named(self._session, found.campaign.id, found.unit)
        if unit is None or not unit.symbol or fold(unit.symbol) == fold(number.symbol):
            return found
        words = (
            f"Số văn bản {number.text} không mang ký hiệu của {self._names(self._senders)} là đơn vị của địa chỉ gửi."
        )
        return Match(why=Why.SEVERAL_UNITS, notes=(words,))

    def _by_unit(self, by: MatchedBy, parties: Sequence[Party]) -> Match:
        """The unit's one open duty; a unit with only one duty may also mend the report that it handed in."""
        units = {unit for _, unit in parties}
        if len(units) > 1:
            words = f"Thư có thể của nhiều đơn vị: {self._names(parties)}."
            return Match(why=Why.SEVERAL_UNITS, notes=(words,))
        duties = [one for party in parties for one in self._duties(*party)]
        chosen = [one for one in duties if one.is_open] or duties
        if len(chosen) == 1:
            return replace(chosen[0], by=by)
        name, (unit,) = self._names(parties), units
        words = f"{name} có nhiều nhiệm vụ báo cáo; thư không cho biết nhiệm vụ nào."
        if not chosen:
            return Match(by, None, unit, why=Why.NO_DUTY, notes=(f"{name} không có nhiệm vụ báo cáo nào.",))
        return Match(by, None, unit, why=Why.SEVERAL_DUTIES, notes=(words,))

    def _about(self, by: MatchedBy, matter: Matter) -> Match:
        campaign = self._campaigns[matter.campaign_id]
        owed = ask.owed(self._session, matter.obligation_id)
        if owed is None or owed.campaign_id != campaign.id:
            return Match(why=Why.NO_DUTY, notes=("Mã của thư không ứng với nhiệm vụ nào của đợt.",))
        return replace(next(one for one in self._duties(campaign.id, owed.unit) if one.obligation_id == owed.id), by=by)

    def _duties(self, campaign_id: int, unit: str) -> list[Match]:
        campaign = self._campaigns[campaign_id]
        ids = ask.owed_by(self._session, campaign_id, unit)
        found = obligations_at(self._session, campaign, as_of=self._now, only=ids) if ids else []
        return [Match(None, campaign, unit, one.id, not one.standing.state.is_received) for one in found]

    def _units_in_subject(self, running: Sequence[int]) -> list[Party]:
        hints = hints_in(self._mail.subject)
        return [
            (campaign_id, unit.code)
            for campaign_id in (running if hints else ())
            for unit in units_named(self._mail.subject, units_hinted(self._session, campaign_id, hints))
        ]

    def _about_sender(self, party: Party) -> str:
        if self._senders:
            return SENT_BY_OTHERS.format(self._names(self._senders), self._names([party]))
        return NOT_A_CONTACT.format(self._mail.sender or "(không rõ)", self._names([party]))

    def _names(self, parties: Sequence[Party]) -> str:
        found = {code: name for campaign_id, unit in parties for code, name in self._name(campaign_id, unit).items()}
        return ", ".join(found.values())

    def _name(self, campaign_id: int, unit: str) -> dict[str, str]:
        return unit_names(self._session, campaign_id, [unit])


def _looks_signed(token: str) -> bool:
    """Whether it has the look of a token of ours, and is not just somebody's way of sorting mail."""
    parts = token.split("-")
    return len(parts) == 3 and parts[0].isdigit() and parts[1].isdigit()  # noqa: PLR2004 -- campaign, obligation, signature
