"""Reports that units of the small campaign handed in, as real files, and mails that wait for a person."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from docx import Document

from database.models import IntakeFileRow, IntakeMoveRow, IntakeRow, ObligationRow
from database.queries.units import units_of
from domain.intake import IntakeState
from services.submissions import Handed, submit
from tests.documents.pictures import png

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from config.wiring import Workplace

CLOCK = "2022-07-20T09:00"
LIVELY = "<script>alert('x')</script> & \"Kết quả\" tốt."
FULL: Mapping[str, str] = {
    "I- Tình hình quán triệt": "Đảng ủy đã quán triệt Chỉ thị tới toàn thể cán bộ, đảng viên trong xã.",
    "II- Kết quả": LIVELY,
    "IV- Đề xuất, kiến nghị": "Không.",
}
PARTIAL: Mapping[str, str] = {"I- Tình hình quán triệt": FULL["I- Tình hình quán triệt"], "II- Kết quả": ""}
STRAY: Mapping[str, str] = {**PARTIAL, "III- Những việc làm được ngoài kế hoạch năm": "Đã mở hai lớp tập huấn."}


def report_file(sections: Mapping[str, str], *, picture: bool = False) -> bytes:
    document, target = Document(), BytesIO()
    for heading, text in sections.items():
        document.add_heading(heading, 1)
        if text:
            document.add_paragraph(text)
    if picture:
        document.add_picture(BytesIO(png()))
    document.save(target)
    return target.getvalue()


def owed_by(place: Workplace, unit: str) -> int:
    with place.read() as session:
        return next(row.id for row in session.query(ObligationRow).filter_by(unit=unit))


def hand_in(
    place: Workplace, unit: str, content: bytes, *, name: str = "bao-cao.docx", at: datetime | None = None
) -> int:
    """Returns the obligation."""
    campaign, now = place.campaign(), at or place.now()
    with place.read() as session:
        units = units_of(session, campaign.id)
    found = next(one for one in units if one.code == unit)
    owed = owed_by(place, unit)
    with place.read() as session:
        duty = campaign.plan.duty(session.get_one(ObligationRow, owed).duty)
    handed = place.reader.hand(content, name=name, plan=campaign.plan, unit=found, duty=duty, units=units)
    with place.begin() as session:
        submit(session, campaign, owed, replace(handed, by="đơn vị"), received_at=now, now=now)
    return owed


def hand_in_light(place: Workplace, units: list[str]) -> None:
    """Without a file that could be read: for lists, where only the rows count."""
    campaign, now = place.campaign(), place.now()
    for unit in units:
        handed = Handed(file_name="a.docx", size=9, sha256=hashlib.sha256(unit.encode()).hexdigest())
        owed = owed_by(place, unit)
        with place.begin() as session:
            submit(session, campaign, owed, handed, received_at=now, now=now)


def mail_waiting(place: Workplace, files: Mapping[str, bytes], *, text: str = "Xin gửi báo cáo.") -> int:
    """A mail in triage; returns its number."""
    raw = (
        "From: Lan <lan@xa.example>\nTo: baocao@tinh.example\nSubject: Bao cao\nMIME-Version: 1.0\n"
        f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n"
    ).encode()
    sha256 = place.store.put(raw)
    with place.begin() as session:
        row = IntakeRow(
            message_id="<1@xa.example>",
            raw_sha256=sha256,
            sender="lan@xa.example",
            sender_name="Lan",
            subject="Báo cáo <b>sơ kết</b>",
            arrived_at=place.now(),
            taken_in_at=place.now(),
            state=IntakeState.TRIAGE.value,
            note="Không nhận ra địa chỉ người gửi.",
        )
        session.add(row)
        session.flush()
        for number, (name, content) in enumerate(files.items(), start=1):
            kept = place.store.put(content)
            session.add(
                IntakeFileRow(
                    intake_id=row.id, number=number, file_name=name, sha256=kept, size=len(content), kind="docx"
                )
            )
        session.add(
            IntakeMoveRow(intake_id=row.id, at=place.now(), before="received", after="triage", why="Không nhận ra.")
        )
        return row.id
