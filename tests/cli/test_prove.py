from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, update

from cli.main import REFUSED
from database.models import AttemptRow, DecisionRow, HoldRow, OutboxRow
from database.session import open_engine, transaction
from domain.outbox import MessageState
from tests.cli.test_json_shapes import documented, keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from tests.cli.conftest import Dondoc

pytestmark = pytest.mark.usefixtures("begun")


@pytest.fixture
def begun(opened: Path, done: Callable[..., str]) -> Path:
    """The opening was decided, and nothing could be sent."""
    done("day", "--as-of", "2022-06-24")
    return opened


@pytest.fixture
def ledger(begun: Path) -> Iterator[Session]:
    """The database, written to behind the program's back. Committed at the end of the block that uses it."""
    engine = open_engine(f"sqlite:///{next(begun.rglob('dondoc.db'))}")
    with transaction(engine) as session:
        yield session
    engine.dispose()


def lines_of(printed: str) -> list[str]:
    return [" ".join(line.split()) for line in printed.splitlines() if line.strip()]


def test_prove_shows_a_short_table_and_says_that_all_is_accounted_for(done: Callable[..., str]) -> None:
    lines = lines_of(done("prove", "--as-of", "2022-06-24"))

    assert lines[0] == "Đối chiếu sổ ghi của đợt ke-hoach-15-kh-tu, tính đến 24/6/2022, 23:59"
    assert lines[3:] == [
        "Mốc đã đến 122",
        "Quyết định 122",
        "Thông báo 122",
        "chờ gửi 122",
        "Mất dấu 0",
        "Gửi trùng 0",
        "Không mốc nào mất dấu, không thông báo nào gửi trùng.",
    ]


def test_prove_tells_of_rungs_that_wait_for_a_run(done: Callable[..., str]) -> None:
    lines = lines_of(done("prove", "--as-of", "2022-07-17", "--unit", "DU-13567"))

    assert lines[3:5] == ["Mốc đã đến 2", "chờ lượt chạy tới 1"]


@pytest.fixture
def tampered(ledger: Session) -> None:
    """One decision is gone, one message was taken over twice, one may have been, and nobody knows of one."""
    rows = ledger.query(OutboxRow).order_by(OutboxRow.id).limit(5).all()
    ledger.execute(delete(DecisionRow).where(DecisionRow.message_key == rows[0].key))
    for row, outcomes in zip(rows[1:3], (("accepted", "accepted"), ("ambiguous", "accepted")), strict=True):
        for outcome in outcomes:
            ledger.add(AttemptRow(outbox_id=row.id, at=row.moment, outcome=outcome, scope="", code="", detail=""))
        row.state, row.sent_at = MessageState.ACCEPTED, row.moment
    ledger.execute(update(OutboxRow).where(OutboxRow.id == rows[3].id).values(state=MessageState.UNKNOWN))
    order = {"unit": rows[4].unit, "by": "Trần Thị B", "reason": "mưa lũ"}
    ledger.add(HoldRow(campaign_id=rows[4].campaign_id, at=rows[4].moment, **order))
    ledger.commit()


@pytest.mark.usefixtures("tampered")
def test_prove_names_what_is_wanting_and_ends_with_1(dondoc: Dondoc) -> None:
    printed = dondoc("prove", "--as-of", "2022-06-24")

    assert printed.code == REFUSED
    assert printed.err.startswith("Mất dấu 1, gửi trùng 1. Sổ ghi của đợt không khớp.")
    assert "Traceback" not in printed.err
    assert "1 việc mất dấu" in printed.out
    assert "1 thông báo đã gửi trùng" in printed.out
    assert "1 thông báo chưa rõ kết quả; hỏi người nhận rồi ghi: dondoc messages settle" in printed.out
    assert "1 thông báo có thể đã đến hai lần" in printed.out
    assert "Đang giữ theo yêu cầu" in printed.out
    assert max(map(len, printed.out.splitlines())) <= 80 + len("ke-hoach-15-kh-tu") * 3


@pytest.mark.usefixtures("tampered")
def test_documented_keys_of_a_proof_are_the_real_keys(dondoc: Dondoc) -> None:
    printed = dondoc("prove", "--as-of", "2022-06-24", "--json")

    found = json.loads(printed.out)
    assert printed.code == REFUSED
    assert keys(found) == keys(documented("prove"))
    assert [found[name] for name in ("rungs", "decisions", "sent", "held", "superseded", "lost", "doubled")] == [
        122,
        121,
        2,
        0,
        0,
        1,
        1,
    ]
    assert [set(one) >= {"unit", "message", "channel", "since"} for one in found["unknown"]] == [True]


def test_prove_refuses_an_unknown_unit_with_the_way_out(refused: Callable[..., str]) -> None:
    assert "Không có đơn vị nào tên “Hà Giang”" in refused("prove", "--unit", "Hà Giang")


def test_a_record_is_the_same_twice_and_stands_by_itself(done: Callable[..., str], tmp_path: Path) -> None:
    first, second = tmp_path / "mot.html", tmp_path / "hai.html"

    for path in (first, second):
        done("prove", "--as-of", "2022-06-24", "--html", str(path))

    page = first.read_text(encoding="utf-8")
    assert page == second.read_text(encoding="utf-8")
    assert [one for one in ("<script", "src=", "href=", "url(", "http") if one in page] == []
    assert "122 mốc đã đến, 122 quyết định" in page
    assert "Đảng ủy phường Quang Trung" in page
    assert "khớp với sổ ghi" in done("prove", "--check", str(first))


def test_a_record_names_the_parts_that_the_ledger_says_otherwise(
    done: Callable[..., str], dondoc: Dondoc, ledger: Session, tmp_path: Path
) -> None:
    path = tmp_path / "ho-so.html"
    done("prove", "--as-of", "2022-06-24", "--html", str(path))
    ledger.execute(update(DecisionRow).where(DecisionRow.id == 1).values(reason="Có người sửa."))
    ledger.commit()

    printed = dondoc("prove", "--check", str(path))

    assert printed.code == REFUSED
    assert "khác với sổ ghi ở: quyết định và lý do. Hãy" in printed.err


@pytest.mark.parametrize("kept", ["", '<template id="facts">[]</template>', '<template id="facts">{}</template>'])
def test_what_is_no_record_is_refused(dondoc: Dondoc, tmp_path: Path, kept: str) -> None:
    path = tmp_path / "khac.html"
    path.write_text(kept, encoding="utf-8")

    printed = dondoc("prove", "--check", str(path))

    assert printed.code == REFUSED
    assert "không phải hồ sơ chứng minh" in printed.err
