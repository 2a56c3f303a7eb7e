"""What comes in after a run changes the next one: every change is told with its reason, and what staff wrote in Word stays."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cli.main import DONE, REFUSED, run
from config.plan_file import find_plan, load_plan
from domain.run_files import CARRIED_OVER, CHANGES, CLEAN, DRAFT
from tests.cli.conftest import SHIPPED
from tests.documents.edited_drafts import accepted, edited
from tests.documents.examples import paragraph, word_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from docx.document import Document

    from tests.cli.conftest import Dondoc

TITLES = {section.id: section.heading for section in load_plan(find_plan(SHIPPED)).plan.outline.walk()}
LY_NHAN = "Lý Nhân đã lắp đặt bốn mươi cụm loa ứng dụng công nghệ thông tin."
BINH_LUC = "Bình Lục tổ chức chín hội nghị quán triệt tại các chi bộ."
KIM_BANG = "Kim Bảng còn ba xã chưa bố trí kinh phí cho đài truyền thanh."
DUY_TIEN = "Duy Tiên đưa thông tin cơ sở vào nghị quyết của thị xã."
CONG_AN = "Công an tỉnh duy trì mô hình tiếng loa an ninh tại các thôn."
THANH_LIEM = "Thanh Liêm mở bốn lớp bồi dưỡng cho cộng tác viên viết tin."
BINH_LUC_ANEW = "Bình Lục tổ chức mười hai hội nghị quán triệt, có kiểm tra việc học tập."
BY_STAFF = "Lý Nhân đã lắp đặt bốn mươi cụm loa; Ban đã kiểm tra tại chỗ."
ADDED = "Ban Tuyên giáo đã làm việc với Ủy ban kiểm tra về nội dung này."
FIRST = {"HU-353": LY_NHAN, "HU-352": BINH_LUC, "HU-350": KIM_BANG, "HU-349": DUY_TIEN}
REASONS = (
    "Huyện ủy Thanh Liêm mới nộp báo cáo số 9-BC/HU, nhận ngày 24/8/2022, chậm 04 ngày.",
    "Huyện ủy Bình Lục nộp lại ngày 24/8/2022: bản nộp lần 2 thay bản lần 1.",
    "Báo cáo của Huyện ủy Kim Bảng đã bị trả lại, chưa nộp lại.",
    "Thị ủy Duy Tiên được miễn hoặc không còn phải báo cáo.",
    "Người xem xét đã sửa việc xếp đề mục trong báo cáo của Đảng ủy Công an tỉnh Hà Nam.",
)


def write_report(path: Path, title: str, text: str) -> str:
    path.write_bytes(word_file(paragraph(title, style="Heading1") + paragraph(text)))
    return str(path)


def ran(*arguments: str) -> None:
    assert run(list(arguments)) == DONE


def consolidate(day: str, *arguments: str) -> tuple[str, ...]:
    return ("consolidate", "--as-of", day, "--approve", "Đến hạn trình.", "--by", "Lan", *arguments)


@pytest.fixture(scope="module")
def first_run(freshly_opened: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five reports put together on 22/8/2022. Since then one came late, one anew, one went back, one is exempt, one is read anew."""
    folder = tmp_path_factory.mktemp("luot-dau")
    shutil.copytree(freshly_opened, folder / "du-lieu")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DONDOC_DATA", str(folder / "du-lieu"))
        for unit, text in FIRST.items():
            ran("submit", unit, write_report(folder / f"{unit}.docx", TITLES["I.1"], text), "--on", "2022-08-18")
        own = write_report(folder / "cong-an.docx", "Những mô hình tiêu biểu của lực lượng", CONG_AN)
        ran("submit", "DU-CA", own, "--on", "2022-08-18")
        ran(*consolidate("2022-08-22", "--out", str(folder / "truoc")))

        on = ("--as-of", "2022-08-23")
        ran("review", "return", "HU-350", "--day", "2022-09-15", "--why", "Sơ sài.", *on)
        ran("review", "withdraw", "HU-349", "--why", "Gửi nhầm.", *on)
        ran("exempt", "HU-349", "--why", "Sáp nhập.", "--number", "5-TB/TU", *on)
        ran("review", "match", "DU-CA", "--heading", "1", "--section", "II.2", "--why", "Là đánh giá chung.", *on)
        late = write_report(folder / "muon.docx", TITLES["I.1"], THANH_LIEM)
        ran("submit", "HU-351", late, "--on", "2022-08-24", "--number", "9-BC/HU")
        ran("submit", "HU-352", write_report(folder / "lai.docx", TITLES["I.1"], BINH_LUC_ANEW), "--on", "2022-08-24")
    return folder


@pytest.fixture
def later(first_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that, in which the command is called."""
    copied = shutil.copytree(first_run, tmp_path / "ban-sao")
    monkeypatch.setenv("DONDOC_DATA", str(copied / "du-lieu"))
    monkeypatch.chdir(copied)
    return copied


def by_staff(document: Document) -> None:
    (line,) = [one for one in document.paragraphs if one.text == LY_NHAN]
    line.runs[0].text = BY_STAFF
    line.insert_paragraph_before(ADDED)


def edit(draft: Path, target: str = "da-sua.docx") -> str:
    Path(target).write_bytes(edited(draft.read_bytes(), by_staff))
    return target


@pytest.mark.usefixtures("later")
def test_next_run_names_every_change_with_its_reason(done: Callable[..., str]) -> None:
    done(*consolidate("2022-08-25", "--out", "sau"))

    told = " ".join(accepted(Path("sau", CHANGES).read_bytes()))
    assert [one for one in REASONS if one not in told] == []
    changed = (THANH_LIEM, BINH_LUC, BINH_LUC_ANEW, KIM_BANG, DUY_TIEN, CONG_AN)
    assert [one for one in changed if one not in told] == []
    assert LY_NHAN not in told


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("sources", ["comments", "footnotes", "none"])
def test_edited_draft_gets_what_is_new_and_loses_nothing_that_staff_wrote(
    done: Callable[..., str], sources: str
) -> None:
    done(*consolidate("2022-08-25", "--out", "sau", "--onto", edit(Path("truoc", DRAFT)), "--sources", sources))

    texts = accepted(Path("sau", CARRIED_OVER).read_bytes())
    wanted = (ADDED, BY_STAFF, THANH_LIEM, BINH_LUC_ANEW, CONG_AN)
    assert [texts.count(one) for one in wanted] == [1] * len(wanted)
    assert [one for one in (LY_NHAN, BINH_LUC, KIM_BANG, DUY_TIEN) if one in texts] == []


@pytest.mark.usefixtures("later")
def test_clean_copy_that_staff_edited_is_carried_on_as_well(done: Callable[..., str]) -> None:
    done(*consolidate("2022-08-25", "--out", "sau", "--onto", edit(Path("truoc", CLEAN))))

    texts = accepted(Path("sau", CARRIED_OVER).read_bytes())
    assert [one for one in (ADDED, BY_STAFF, THANH_LIEM) if one not in texts] == []


@pytest.mark.usefixtures("later")
def test_run_without_the_edited_draft_in_between_loses_none_of_the_edits(done: Callable[..., str]) -> None:
    done(*consolidate("2022-08-25", "--out", "quen"))

    done(*consolidate("2022-08-26", "--out", "sau", "--onto", edit(Path("truoc", DRAFT))))

    texts = accepted(Path("sau", CARRIED_OVER).read_bytes())
    assert [texts.count(one) for one in (ADDED, BY_STAFF, THANH_LIEM, BINH_LUC, LY_NHAN)] == [1, 1, 1, 0, 0]


@pytest.mark.usefixtures("later")
def test_file_that_is_no_edited_draft_is_refused_before_any_work(done: Callable[..., str], dondoc: Dondoc) -> None:
    Path("hong.docx").write_bytes(b"PK\x03\x04 hong")
    done(*consolidate("2022-08-25", "HU-353", "--out", "huyen"))

    edits = [(".", "muon.docx"), (".", "hong.docx"), ("huyen", DRAFT), (".", "khong-co.docx")]
    refused = [dondoc(*consolidate("2022-08-25", "--onto", str(Path(*edit)))) for edit in edits]
    refused.append(dondoc(*consolidate("2022-08-25", "HU-352", "--onto", str(Path("truoc", DRAFT)))))

    assert [one.err.split(".")[0] for one in refused] == [
        "Tệp này không phải bản sửa từ dự thảo của lượt tổng hợp trước (gần như không còn đoạn nào của dự thảo)",
        "Tệp bị hỏng, không đọc được",
        "Tệp này được sửa từ một dự thảo khác: của đơn vị khác, hoặc làm trên kho dữ liệu khác",
        "Không tìm thấy tệp khong-co",
        "Chưa có lượt tổng hợp nào trước đó của đơn vị này nên không có dự thảo gốc để so với tệp đã sửa",
    ]
    assert {(one.code, one.out) for one in refused} == {(REFUSED, "")}
    assert len(json.loads(done("runs", "list", "--json"))["runs"]) == 2
