from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config.laying_out import check_room, lay_out
from config.settings import Settings
from config.wiring import Workplace
from database.models import ConsolidationRow
from domain.errors import RuleBroken
from services.campaigns import Prepared, open_campaign
from tests.flows.live import OPENED
from tests.small_plan import CONTACTS, PLAN, UNITS

if TYPE_CHECKING:
    from pathlib import Path

DRAFT, ANNEXES = "bao-cao-tong-hop.docx", "phu-luc.docx"


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    found = Workplace(Settings(data=tmp_path / "du-lieu", _env_file=None))
    found.prepare()
    return found


@pytest.fixture
def outputs(place: Workplace) -> dict[str, str]:
    """The files of a finished run."""
    made = {name: place.store.put(name.encode()) for name in (DRAFT, ANNEXES)}
    with place.begin() as session:
        campaign = open_campaign(session, Prepared(PLAN, UNITS, CONTACTS, "{}", "sha"), now=OPENED)
        kept = '{{"{}": "{}", "{}": "{}"}}'.format(*(part for pair in made.items() for part in pair))
        row = ConsolidationRow(
            campaign_id=campaign.id, unit="BTG", requested_at=OPENED, as_of=OPENED, state="done", outputs=kept
        )
        session.add(row)
    return made


def test_files_are_laid_whole_and_leave_nothing_beside_them(
    place: Workplace, outputs: dict[str, str], tmp_path: Path
) -> None:
    lay_out(place, tmp_path / "a" / "b", outputs)

    assert {path.name: path.read_bytes() for path in (tmp_path / "a" / "b").iterdir()} == {
        DRAFT: DRAFT.encode(),
        ANNEXES: ANNEXES.encode(),
    }


def test_files_of_an_earlier_run_make_room_and_foreign_ones_stay(
    place: Workplace, outputs: dict[str, str], tmp_path: Path
) -> None:
    lay_out(place, tmp_path / "ra", outputs)
    (tmp_path / "ra" / "ghi-chu.txt").write_text("của tôi")
    newer = {DRAFT: place.store.put(b"newer")}

    assert check_room(place, tmp_path / "ra") == {DRAFT: 1, ANNEXES: 1}
    lay_out(place, tmp_path / "ra", newer)

    assert sorted(path.name for path in (tmp_path / "ra").iterdir()) == [DRAFT, "ghi-chu.txt"]
    assert (tmp_path / "ra" / DRAFT).read_bytes() == b"newer"


def test_file_that_somebody_edited_is_not_overwritten(
    place: Workplace, outputs: dict[str, str], tmp_path: Path
) -> None:
    lay_out(place, tmp_path / "ra", outputs)
    (tmp_path / "ra" / DRAFT).write_bytes(b"edited")

    with pytest.raises(RuleBroken, match=rf"có tệp {DRAFT} không phải .* hoặc đã được sửa; .* --out"):
        lay_out(place, tmp_path / "ra", outputs)

    assert (tmp_path / "ra" / DRAFT).read_bytes() == b"edited"


def test_folder_of_that_name_is_nobodys_file(place: Workplace, tmp_path: Path) -> None:
    (tmp_path / "ra" / DRAFT).mkdir(parents=True)

    with pytest.raises(RuleBroken, match=DRAFT):
        check_room(place, tmp_path / "ra")


def test_file_is_no_folder(place: Workplace, tmp_path: Path) -> None:
    (tmp_path / "ra").write_text("")

    with pytest.raises(RuleBroken, match="là một tệp, không phải thư mục"):
        check_room(place, tmp_path / "ra")
