"""Lists of contacts as files: one read in, with every fault in it; one written out, to be printed and gone through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.contact_workbook import ContactLine, TierLine, contact_workbook_file
from documents.sheet_reading import read_sheet
from domain.channels import CHANNEL_NAMES
from domain.contact_addresses import shown_address
from domain.contact_lists import is_head, read_contacts
from domain.contact_proofs import COLOURS, PROOF_NAMES, Proof
from domain.errors import RuleBroken
from domain.list_cells import Line
from services.contact_proofs import counts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from domain.campaigns import Campaign
    from domain.units import Contact, UnitTree
    from services.contact_proofs import Proven, UnitProofs

ROWS_ABOVE = 10  # a title, the name of the office: the head of the list comes no later
NO_HEAD = "không thấy dòng tên cột; dòng đầu cần có: mã, đơn vị, họ tên, vai trò, kênh, địa chỉ, điện thoại."
ROLE_NAMES = {"focal": "đầu mối", "staff": "chuyên viên", "leader": "lãnh đạo"}
NOBODY = "chưa có đầu mối"


def read_list(content: bytes, *, name: str, units: UnitTree) -> tuple[Contact, ...]:
    """The contacts of the file. Raises RuleBroken with every fault in it, a line for each: file, row, column, remedy."""
    rows = [Line(number, cells) for number, cells in read_sheet(content, name=name)]
    place = next((place for place, row in enumerate(rows[:ROWS_ABOVE]) if is_head(row.cells)), None)
    if place is None:
        raise RuleBroken(f"{name}: {NO_HEAD}")
    found = read_contacts(rows[place], rows[place + 1 :], units=units)
    if found.problems:
        faults = [f"{name}, dòng {one.line}, cột {one.column}: {one.text}" for one in found.problems]
        raise RuleBroken("\n".join([*faults, f"Chưa ghi gì; danh sách có {len(faults)} lỗi."]))
    return found.contacts


def contact_workbook(found: Sequence[UnitProofs], campaign: Campaign, *, as_of: datetime) -> bytes:
    lines = [line for one in found for line in _lines(one, campaign)]
    tiers = [_tier(tier.id, tier.name, found) for tier in sorted(campaign.plan.tiers, key=lambda tier: tier.rank)]
    return contact_workbook_file(
        lines,
        [one for one in tiers if one.units],
        plan=campaign.plan.identity.number,
        as_of=campaign.plan.calendar.local(as_of),
    )


def _lines(one: UnitProofs, campaign: Campaign) -> list[ContactLine]:
    tier = campaign.plan.tier(one.unit.tier).name
    if not one.rows:
        return [
            ContactLine(one.unit.code, one.unit.name, tier, "", "", "", "", "", COLOURS[Proof.UNTESTED], NOBODY, None)
        ]
    return [_line(one, row, campaign, tier=tier) for row in one.rows]


def _line(one: UnitProofs, row: Proven, campaign: Campaign, *, tier: str) -> ContactLine:
    contact, found = row.contact, row.standing
    return ContactLine(
        code=one.unit.code,
        unit=one.unit.name,
        tier=tier,
        person=contact.name,
        role=ROLE_NAMES[contact.role],
        channel=CHANNEL_NAMES.get(contact.channel, contact.channel),
        address=shown_address(contact.address),
        phone=contact.phone,
        colour=COLOURS[found.proof],
        standing=f"{PROOF_NAMES[found.proof]}: {found.by}" if found.by else PROOF_NAMES[found.proof],
        since=campaign.plan.calendar.local(found.since) if found.since else None,
    )


def _tier(code: str, name: str, found: Sequence[UnitProofs]) -> TierLine:
    units = [one for one in found if one.unit.tier == code]
    number = counts(units)
    return TierLine(
        tier=name,
        units=len(units),
        proven_units=sum(one.is_proven for one in units),
        rows=tuple(number[proof] for proof in Proof),
    )
