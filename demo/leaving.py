"""What the board has on its desk when the campaign is over: the files of its runs, letters to sign, evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from database.queries.consolidations import runs_of
from database.queries.units import units_of
from demo.summary import Laid
from documents.escalation_page import write_escalation_page
from documents.phone_list import write_phone_pages, write_phone_workbook
from documents.urging_letter import write_urging_letter
from services.evidence_pack import evidence_pack
from services.office_lists import office_list
from services.phone_files import phone_file
from services.phone_list import phone_list
from services.proof_pages import PROOF_NAME, proof_page
from services.urging_letters import UrgingOrder, urging_letter

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.store import Store
    from domain.campaigns import Campaign

# The unit that never answered.
SILENT = "HU-353"
URGING, OFFICE_LIST, EVIDENCE = "cong-van-don-doc.docx", "danh-sach-gui-van-phong.docx", f"ho-so-{SILENT}.zip"
PHONE_TABLE, PHONE_PAGES = "danh-sach-goi-dien-thoai.xlsx", "danh-sach-goi-dien-thoai.docx"
LETTERS = {
    URGING: "Công văn đôn đốc (.docx):",
    OFFICE_LIST: "Danh sách gửi Văn phòng (.docx):",
    PHONE_TABLE: "Danh sách gọi điện (.xlsx):",
    PHONE_PAGES: "Danh sách gọi điện (.docx):",
    EVIDENCE: "Hồ sơ một đơn vị (.zip):",
    PROOF_NAME: "Hồ sơ chứng minh (.html):",
}


def laid_runs(session: Session, campaign: Campaign) -> tuple[Laid, ...]:
    return tuple(Laid(run.name, Path(run.path), tuple(run.outputs)) for run in runs_of(session, campaign))


def leave_letters(
    session: Session, campaign: Campaign, store: Store, folder: Path, *, as_of: datetime
) -> tuple[Path, ...]:
    """From live data, as the commands make them: `letter`, `phone list`, `evidence`. A letter to nobody is not made."""
    units = {unit.code: unit for unit in units_of(session, campaign.id)}
    urged = urging_letter(session, campaign, UrgingOrder(), as_of=as_of)
    page = office_list(session, campaign, as_of=as_of)
    calls = phone_file(session, campaign, phone_list(session, campaign, as_of=as_of), as_of=as_of)
    made = {
        URGING: None if urged is None else write_urging_letter(urged.letter),
        OFFICE_LIST: None if page is None else write_escalation_page(page),
        PHONE_TABLE: write_phone_workbook(calls),
        PHONE_PAGES: write_phone_pages(calls),
        EVIDENCE: evidence_pack(session, campaign, store, units[SILENT], as_of=as_of).content,
        PROOF_NAME: "".join(proof_page(session, campaign, as_of=as_of)).encode(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        if content is not None:
            (folder / name).write_bytes(content)
    return tuple(folder / name for name, content in made.items() if content is not None)
