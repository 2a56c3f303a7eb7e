"""From rows of the outbox to what they say: the contexts of a batch, with few questions to the database."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from database.queries.calls import last_talks
from database.queries.decisions import behind_messages, never_sent
from database.queries.notices import notices_called, obligations_of
from database.queries.outbox import refused_addresses, settled
from database.queries.submissions import withdrawn_among
from database.queries.unit_links import series_of
from database.queries.units import all_contacts, contacts_of, unit_names, units_of
from domain.answer_links import NO_LINKS
from domain.channels import EMAIL
from domain.contact_proofs import CONTACT_TEST
from domain.intake import NO_OBLIGATION, Matter
from domain.lifecycle import Stage
from domain.notices import NOTICE
from domain.vietnamese_dates import day_text
from notifications.contexts import DISTANT, EscalationList, StaffNotice, UnitPage
from notifications.rendering import render
from services.attachments import escalation_file, escalation_value
from services.contact_checks import contact_test
from services.digests import DIGESTS, Lists
from services.invitations import invitation_in
from services.letters import letter, page_facts
from services.mail_answers import unreadable
from services.notice_letters import staff_notice
from services.replies import REPLIES, reply
from services.standings import obligations_at

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.models import NoticeRow, OutboxRow
    from database.queries.decisions import Decided
    from database.queries.outbox import Settled
    from documents import escalation_list as documents
    from domain.answer_links import AnswerLinks
    from domain.campaigns import Campaign
    from domain.units import Contact, Unit
    from notifications.contexts import Context
    from notifications.envelope import Invitation, Rendered
    from services.standings import Obligation


_ASKED_FOR_BY_STAFF = (CONTACT_TEST, NOTICE)  # about no rung, so nothing that happens makes it pointless
ALREADY_IN = "Đơn vị đã nộp báo cáo trước khi thông báo được gửi."
EXEMPT = "Đơn vị đã được miễn báo cáo."
LIFTED = "Việc miễn báo cáo đã được bỏ trước khi thông báo được gửi."
WITHDRAWN = "Bản nộp đã được rút trước khi phiếu tiếp nhận được gửi."


class Batch:
    """The rows that one delivery run looks at together, and what is known about them at `now`."""

    def __init__(
        self,
        session: Session,
        campaign: Campaign,
        rows: Sequence[OutboxRow],
        *,
        now: datetime,
        links: AnswerLinks = NO_LINKS,
    ) -> None:
        self._session, self._campaign, self._rows, self._now = session, campaign, rows, now
        self._links = links
        self._behind = behind_messages(session, [row.key for row in rows])
        self._digests: dict[str, Context | None] = {}
        self._has_digest = any(row.message in DIGESTS for row in rows)

    def context(self, row: OutboxRow) -> Context | None:
        """What the row says now, with the link of the unit that it is for; None when there is nothing left to say."""
        found = self._context(row)
        if isinstance(found, StaffNotice):
            return replace(found, page=self._page(row))
        if found is None or isinstance(found, DISTANT) or self._obligation_of(row).unit != row.unit:
            return found
        return replace(found, duty=replace(found.duty, page=self._page(row)))

    def _page(self, row: OutboxRow) -> UnitPage | None:
        """Told from the moment of the message alone, so that a letter made twice says the same twice."""
        if not self._links.web_url:
            return None
        day = self._campaign.local_day(row.moment)
        return page_facts(self._campaign, row.unit, self._links, series=self._series.get(row.unit, 0), day=day)

    def _context(self, row: OutboxRow) -> Context | None:
        if row.message == NOTICE:
            own = [one for one in self._obligations.values() if one.unit == row.unit]
            return staff_notice(row, self._notices[row.notice_id or 0], own, self._campaign, names=self._names)
        if row.message == CONTACT_TEST:
            return contact_test(row, self._campaign, names=self._names, links=self._links)
        if row.message in REPLIES:
            obligation = self._obligation_of(row)
            if row.message == "unreadable":
                return unreadable(self._session, self._campaign, row, obligation=obligation, names=self._names)
            return reply(self._session, self._campaign, row, obligation=obligation, names=self._names)
        if row.message in DIGESTS:
            return self._digest(row)
        return letter(
            row.message,
            self._obligation_of(row),
            self._campaign,
            names=self._names,
            earlier=self._settled.get(row.unit, ()),
            today=self._campaign.local_day(self._now),
        )

    def withdrawn(self, row: OutboxRow) -> str:
        """Why the row has lost its point, or nothing."""
        if row.message in _ASKED_FOR_BY_STAFF:
            return ""
        if row.message in REPLIES:
            return self._reply_withdrawn(row)
        if row.message in DIGESTS:
            return "" if self._digest(row) else "Không còn đơn vị nào quá hạn để nêu tên."
        return self._letter_withdrawn(row)

    def about(self, row: OutboxRow) -> int | None:
        """The obligation that a letter is about."""
        is_letter = row.message not in (*_ASKED_FOR_BY_STAFF, *REPLIES, *DIGESTS)
        return self._decided(row).obligation_id if is_letter else None

    def matter(self, row: OutboxRow) -> Matter | None:
        """What an answer to the message is about; one to a list may be about anything."""
        if row.message == CONTACT_TEST:
            return Matter(self._campaign.id, NO_OBLIGATION)
        if row.message == NOTICE:
            return None
        return None if row.message in DIGESTS else Matter(self._campaign.id, self._decided(row).obligation_id)

    def contact(self, row: OutboxRow) -> Contact | None:
        """The contact as it is today: an address mended since the decision counts."""
        people = self._contacts.get(row.unit, ())
        return next((one for one in people if (one.code, one.channel) == (row.recipient, row.channel)), None)

    def rendered(self, row: OutboxRow) -> Rendered:
        """The message in full, with the files that go along."""
        context = self.context(row)
        if context is None:  # whoever sends has asked `withdrawn` first
            raise LookupError(row.key)
        rendered = render(context, with_brief=row.channel != EMAIL)
        if row.message in _ASKED_FOR_BY_STAFF:
            return rendered
        if not isinstance(context, EscalationList):
            return replace(rendered, invitation=self._invitation(row, context))
        file = escalation_file(context, self._lists, self._escalated(row), self._campaign)
        return replace(rendered, attachments=(file,))

    def escalation(self, row: OutboxRow) -> documents.EscalationList | None:
        """The list that a row to the Party Office brings, as it stands at the moment of the batch."""
        context = self.context(row)
        if not isinstance(context, EscalationList):
            return None
        return escalation_value(context, self._lists, self._escalated(row), self._campaign)

    def _invitation(self, row: OutboxRow, context: Context) -> Invitation | None:
        if row.message in DIGESTS:
            return None
        earlier = [one for one in self._settled.get(row.unit, ()) if one.channel == row.channel]
        return invitation_in(context, self._obligation_of(row), self._campaign, earlier=earlier, now=self._now)

    def _reply_withdrawn(self, row: OutboxRow) -> str:
        """A new date or an exemption is no news any more to a unit whose report has come, nor one that was taken back."""
        if row.submission_id is not None:
            return WITHDRAWN if row.submission_id in self._withdrawn_versions else ""
        if row.message == "fresh_link":
            return ""
        reached = self._obligation_of(row).history.stage()
        if reached in (Stage.RECEIVED, Stage.ACCEPTED):
            return ALREADY_IN
        return LIFTED if row.message == "exempted" and reached is not Stage.EXEMPT else ""

    def _letter_withdrawn(self, row: OutboxRow) -> str:
        obligation = self._obligation_of(row)
        # Asked of all that is known, and not of `now`: who repeats a morning in the afternoon must not write to a unit
        # that has handed in at noon.
        reached = obligation.history.stage()
        if reached is Stage.EXEMPT:
            return EXEMPT
        if reached in (Stage.RECEIVED, Stage.ACCEPTED):
            return ALREADY_IN
        latest = obligation.history.versions[-1]
        if self._behind[row.key][0].version != latest.number and row.message != "opening":
            return f"Hạn đã đổi thành {day_text(latest.deadline.last_day)}; thang nhắc của hạn mới thay thế."
        return ""

    def _digest(self, row: OutboxRow) -> Context | None:
        if row.key not in self._digests:
            self._digests[row.key] = self._list(row)
        return self._digests[row.key]

    def _list(self, row: OutboxRow) -> Context | None:
        if row.message == "district_digest":
            return self._lists.district_digest(row.unit)
        if row.message == "board_digest":
            leaders = {decided.decision.audience for decided in self._behind[row.key]} == {"leaders"}
            return self._lists.board_digest(for_leaders=leaders)
        return self._lists.escalation(self._escalated(row), row.unit)

    def _escalated(self, row: OutboxRow) -> list[Obligation]:
        """Those whom the list is about, and those of earlier lists that it replaces before they went out."""
        replaced = behind_messages(self._session, self._session.scalars(never_sent(row)))
        behind = [*chain.from_iterable(replaced.values()), *self._behind[row.key]]
        return [self._obligations[obligation] for obligation in dict.fromkeys(one.obligation_id for one in behind)]

    def _obligation_of(self, row: OutboxRow) -> Obligation:
        return self._obligations[self._decided(row).obligation_id]

    def _decided(self, row: OutboxRow) -> Decided:
        return self._behind[row.key][0]

    @cached_property
    def _obligations(self) -> dict[int, Obligation]:
        """All of them when a list is to be written, otherwise those that the letters are about."""
        about = {decided.obligation_id for found in self._behind.values() for decided in found}
        noticed = {row.unit for row in self._rows if row.message == NOTICE}
        about |= obligations_of(self._session, self._campaign.id, noticed) if noticed else set()
        only = None if self._has_digest else about
        found = obligations_at(self._session, self._campaign, as_of=self._now, only=only)
        return {one.id: one for one in found}

    @cached_property
    def _notices(self) -> dict[int, NoticeRow]:
        return notices_called(self._session, {row.notice_id for row in self._rows if row.notice_id is not None})

    @cached_property
    def _withdrawn_versions(self) -> set[int]:
        answered = {row.submission_id for row in self._rows if row.submission_id is not None}
        return withdrawn_among(self._session, answered) if answered else set()

    @cached_property
    def _series(self) -> dict[str, int]:
        return series_of(self._session, self._campaign.id, {row.unit for row in self._rows})

    @cached_property
    def _names(self) -> dict[str, str]:
        if self._has_digest:
            return {code: unit.name for code, unit in self._units.items()}
        codes = {row.unit for row in self._rows} | {one.superior for one in self._obligations.values() if one.superior}
        return unit_names(self._session, self._campaign.id, codes | {self._campaign.plan.bodies.coordinator})

    @cached_property
    def _units(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in units_of(self._session, self._campaign.id)}

    @cached_property
    def _contacts(self) -> dict[str, list[Contact]]:
        if self._has_digest:
            return all_contacts(self._session, self._campaign.id)
        return contacts_of(self._session, self._campaign.id, {row.unit for row in self._rows})

    @cached_property
    def _settled(self) -> dict[str, list[Settled]]:
        units = {one.unit for one in self._obligations.values()} | {row.unit for row in self._rows}
        return settled(self._session, self._campaign.id, units, as_of=self._now)

    @cached_property
    def _lists(self) -> Lists:
        return Lists(
            self._campaign,
            list(self._obligations.values()),
            units=self._units,
            contacts=self._contacts,
            settled=self._settled,
            refused=refused_addresses(self._session, self._campaign.id),
            now=self._now,
            talks=last_talks(self._session, self._campaign.id, as_of=self._now),
        )


def lists_at(session: Session, campaign: Campaign, *, now: datetime) -> Lists:
    """The lists as a message of this moment would have them."""
    obligations = obligations_at(session, campaign, as_of=now)
    return Lists(
        campaign,
        obligations,
        units={unit.code: unit for unit in units_of(session, campaign.id)},
        contacts=all_contacts(session, campaign.id),
        settled=settled(session, campaign.id, {one.unit for one in obligations}, as_of=now),
        refused=refused_addresses(session, campaign.id),
        now=now,
        talks=last_talks(session, campaign.id, as_of=now),
    )
