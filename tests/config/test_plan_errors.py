from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from config.plan_file import PlanError, load_plan

if TYPE_CHECKING:
    from tests.config.folders import PlanFolder


def _problems(folder: PlanFolder) -> tuple[str, ...]:
    with pytest.raises(PlanError) as refused:
        load_plan(folder.path)
    return refused.value.problems


@dataclass(frozen=True)
class Slip:
    """One change to a file that spoils it, and what is said of it."""

    old: str
    new: str
    fault: str
    column: int = 0


NO_DAY = '"closes": phải là một ngày có thật, viết như 2022-08-20 (năm-tháng-ngày), không phải'
DOUBLED = "đã được dùng ở phía trên; mỗi tên chỉ dùng một lần."
LEFT_OPEN = "dấu nháy hoặc dấu ngoặc mở ở đây chưa được đóng."
PLAN_SLIPS = [
    Slip("reading: through", "reading: until", '"reading" phải là "through" hoặc "before", không phải "until".', 16),
    Slip("closes: 2022-09-30", "closes: 30/9/2022", f'{NO_DAY} "30/9/2022".', 9),
    Slip("closes: 2022-09-30", "closes: 2022-02-30", f'{NO_DAY} "2022-02-30".', 9),
    Slip("closes: 2022-09-30", "closes: 2022-06-01", '"closes" phải từ ngày "opens" trở đi.', 9),
    Slip("closes: 2022-09-30", "closes: 9999-12-31", f'{NO_DAY} "9999-12-31".', 9),
    Slip("opens: 2022-06-24", "opens: 2022-06-23", '"opens" phải từ ngày ban hành kế hoạch ("day") trở đi.', 8),
    Slip(
        "number: 15-KH/TU",
        'number: "15\\nKH"',
        '"number": có xuống dòng hoặc ký tự điều khiển; hãy viết trên một dòng.',
        11,
    ),
    Slip("[TỈNH ỦY HÀ NAM, BAN TUYÊN GIÁO]", "[TỈNH ỦY]", '"letterhead" phải có ít nhất 2 dòng.', 15),
    Slip("[TỈNH ỦY HÀ NAM, BAN", "[TỈNH ỦY, HÀ NAM, BAN", '"letterhead" chỉ được có nhiều nhất 2 dòng.', 15),
    Slip("[STTTT, BHN, PTTH]", "[BHN, BHN, PTTH]", f'"BHN" {DOUBLED}', 18),
    Slip(
        "units: [BTGTU]",
        "units: [DU-13285]",
        'đơn vị "DU-13285" thuộc cấp "commune", không phải cấp "province" của nhiệm vụ này.',
        13,
    ),
    Slip("outline: outline.yaml", "outline: .", 'không có tệp "." trong thư mục ke-hoach.', 12),
    Slip("communes.csv]", "xa.csv]", 'không có tệp "xa.csv" trong thư mục ke-hoach.', 23),
    Slip("rank: 1 }", "rank: một }", '"rank" phải là số nguyên, không phải "một".', 55),
    Slip("rank: 1 }", "rank: 0 }", '"rank" phải từ 1 trở lên.', 55),
    Slip("rank: 3 }", "rank: 2 }", f'"2" {DOUBLED}', 43),
    Slip("assumed: true", "assumed: có", '"assumed" phải là true hoặc false, không phải "có".', 16),
    Slip("place: Hà Nam", "place: 35", '"place" phải là chữ (số thì đặt trong dấu nháy kép), không phải "35".', 10),
    Slip("place: Hà Nam", 'place: ""', '"place" không được để trống.', 10),
    Slip("place: Hà Nam", "place:", '"place" phải là chữ (số thì đặt trong dấu nháy kép), không phải chỗ trống.', 3),
    Slip('"2022-07"', '"7/2022"', '"completion_month" viết sai dạng: "7/2022"; viết như 2022-08 (năm-tháng).', 25),
    Slip(
        "Asia/Ho_Chi_Minh",
        "Asia/Saigoon",
        '"timezone": không có múi giờ "Asia/Saigoon"; giờ Việt Nam là "Asia/Ho_Chi_Minh".',
        11,
    ),
    Slip(
        "addressee: superior",
        "adressee: superior",
        'không có mục nào tên "adressee" ở phần này; hãy sửa lại tên hoặc bỏ dòng này.',
        5,
    ),
    Slip("tier: commune", "tier: village", 'không có cấp nào tên "village".', 11),
    Slip("ladder: commune", "ladder: steep", 'không có thang nhắc việc nào tên "steep".', 13),
    Slip("units: [BTGTU]", "units: [BTG]", 'không có đơn vị nào tên "BTG".', 13),
    Slip("office: VPTU", "office: VP", 'không có đơn vị nào tên "VP".', 11),
    Slip("sections: [II.1.4]", "sections: [II.1]", 'đề cương không có mục "II.1", hoặc mục này còn có mục con.', 16),
    Slip("- id: province\n    tier", "- id: commune\n    tier", f'"commune" {DOUBLED}', 9),
    Slip("  - { id: commune", "\t- { id: commune", "có dấu Tab; hãy thụt dòng bằng dấu cách.", 1),
    Slip(
        "closes:",
        "opens: 2022-06-25\ncloses:",
        "tên này đã có ở phía trên trong cùng một phần; hãy bỏ một trong hai dòng.",
        1,
    ),
]


@pytest.mark.parametrize("slip", PLAN_SLIPS, ids=lambda slip: slip.new.strip())
def test_plan_fault_is_told_with_line_and_column(folder: PlanFolder, slip: Slip) -> None:
    line = folder.replace("plan.yaml", slip.old, slip.new)

    problems = _problems(folder)

    assert f"plan.yaml, dòng {line}, cột {slip.column}: {slip.fault}" in problems


def test_missing_field_is_told_at_its_part(folder: PlanFolder) -> None:
    line = folder.replace("plan.yaml", "      reading: through\n", "")

    assert _problems(folder) == (
        f'plan.yaml, dòng {line - 1}, cột 7: thiếu "reading"; hãy thêm dòng "reading: …" vào phần này.',
    )


def test_bad_yaml_is_told_with_line_and_column(folder: PlanFolder) -> None:
    line = folder.replace("plan.yaml", "units: [BTGTU]", "units: [BTGTU")

    assert _problems(folder) == (f"plan.yaml, dòng {line}, cột 12: {LEFT_OPEN}",)


def test_quote_left_open_is_told_where_it_opens(folder: PlanFolder) -> None:
    line = folder.replace("plan.yaml", "place: Hà Nam", 'place: "Hà Nam')

    assert _problems(folder) == (f"plan.yaml, dòng {line}, cột 10: {LEFT_OPEN}",)


def test_bad_syntax_elsewhere_is_told_with_line_and_column(folder: PlanFolder) -> None:
    line = folder.replace("plan.yaml", "place: Hà Nam", "place: Hà: Nam")

    (problem,) = _problems(folder)

    assert problem.startswith(f"plan.yaml, dòng {line}, cột ")
    assert "sai cú pháp YAML" in problem


NO_TEXT = [
    Slip("Đề cương", "Đề \x00cương", "có ký tự không thuộc về văn bản; hãy xóa ký tự này."),
    Slip(
        "title: ",
        "title: !!python/object:os.system ",
        "không dùng được kiểu dữ liệu ghi ở đây; hãy bỏ phần bắt đầu bằng dấu chấm than.",
    ),
]


@pytest.mark.parametrize("slip", NO_TEXT, ids=["nul", "tag"])
def test_file_that_is_no_text_is_refused_at_the_place(folder: PlanFolder, slip: Slip) -> None:
    line = folder.replace("outline.yaml", slip.old, slip.new)

    (problem,) = _problems(folder)

    assert problem.startswith(f"outline.yaml, dòng {line}, cột ")
    assert problem.endswith(slip.fault)


def test_every_fault_of_a_file_is_told_at_once(folder: PlanFolder) -> None:
    folder.replace("plan.yaml", "reading: through", "reading: until")
    folder.replace("plan.yaml", "rank: 3", "rank: ba")

    assert len(_problems(folder)) == 2


BEYOND_CALENDAR = "Hãy bổ sung ngày nghỉ của năm đó vào lịch (config/calendar.yaml) rồi chạy lại."
LADDER_SLIPS = [
    Slip("{ at: -14d", "{ at: 14", '"at" phải là chữ (số thì đặt trong dấu nháy kép), không phải "14".'),
    Slip(
        "{ at: -14d",
        "{ at: -14x",
        '"at": Mốc “-14x” không đọc được; hãy viết như -7d (ngày) hoặc +3wd (ngày làm việc).',
    ),
    Slip(
        "{ unit: reminder }",
        "{ units: reminder }",
        'tên này phải là "unit", "superior", "board", "leaders" hoặc "office", không phải "units".',
    ),
    Slip("superior: district_digest", "superior: digest", '"escalation_list", không phải "digest".'),
    Slip("{ unit: reminder }", "{}", '"notify" phải có ít nhất 1 dòng.'),
    Slip("{ at: -14d", "{ at: -99999d", '"at": Mốc “-99999d” quá xa hạn; nhiều nhất là 365 ngày.'),
    Slip("every_days: 7", "every_days: 70000", '"every_days" chỉ được đến 365.'),
    Slip("{ at: +3wd", "{ at: +365wd", BEYOND_CALENDAR),
    Slip("{ at: -7d", "{ at: -14d", f'"-14d" {DOUBLED}'),
    Slip("{ at: opening", "{ at: opening, every_days: 7", "nấc mở đợt không lặp lại; hãy bỏ dòng này."),
    Slip(
        "superior: district_digest", "superior: urging", '"superior" chỉ nhận "district_digest"; không nhận "urging".'
    ),
    Slip("{ at: +1wd", "{ at: -2wd", "Nấc “-2wd” ở trước hạn thì chỉ gửi nhắc việc cho đơn vị; chưa ai quá hạn."),
    Slip("{ at: -14d", "{ at: +14d", "Nấc “+14d” ở sau hạn thì phải gửi đôn đốc, không gửi nhắc việc trước hạn."),
    Slip("at: +5wd, every_days", "at: -5wd, every_days", "Nấc “weekly” lặp lại thì mốc phải ở sau hạn."),
]


@pytest.mark.parametrize("slip", LADDER_SLIPS, ids=lambda slip: slip.new)
def test_ladder_fault_is_told_with_its_line(folder: PlanFolder, slip: Slip) -> None:
    line = folder.replace("ladders.yaml", slip.old, slip.new)

    (problem,) = _problems(folder)

    assert problem.startswith(f"ladders.yaml, dòng {line}, cột ")
    assert problem.endswith(slip.fault)


def test_ladder_without_a_rung_is_told(folder: PlanFolder) -> None:
    text = (folder.path / "ladders.yaml").read_text(encoding="utf-8")
    promise = text[text.index("\npromise:") :]
    line = folder.replace("ladders.yaml", promise, "\npromise: []\n") + 1

    (problem,) = _problems(folder)

    fault = 'thang "promise" chưa có nấc nào nên sẽ không nhắc ai; hãy thêm ít nhất một nấc.'
    assert problem == f"ladders.yaml, dòng {line}, cột 10: {fault}"


def test_missing_ladder_of_returned_reports_is_told(folder: PlanFolder) -> None:
    folder.replace("ladders.yaml", "\nreturned:", "\nretuned:")

    (problem,) = _problems(folder)

    assert problem.endswith('thiếu thang "returned"; mọi kế hoạch đều cần thang này.')


OUTLINE_SLIPS = [
    Slip("owners: [STTTT, BHN", "owners: [STTTT, BAO", 'không có đơn vị nào tên "BAO".', 29),
    Slip("id: II.2", "id: I.1", f'"I.1" {DOUBLED}', 13),
    Slip('label: "2."', "tiers: [village]\n        label: x", 'không có cấp nào tên "village".', 17),
    Slip("id: province", "id: central", f'"central" {DOUBLED}', 13),
    Slip("id: central", "id: other", '"other" là mã dành cho nơi nhận khác; hãy đặt mã khác.', 13),
]


RATIO = "tỷ lệ không được cộng giữa các đơn vị; hãy bỏ dòng này hoặc sửa lại kind."
FIGURE_SLIPS = [
    Slip("kind: ratio", "kind: ratio\n    summed: true", RATIO),
    Slip("kind: ratio", "kind: stock", 'số liệu tính bằng % là tỷ lệ; hãy ghi kind là "ratio".'),
    Slip("section: II.1.3", "section: II.1.9", 'đề cương không có mục "II.1.9".'),
    Slip("id: hoi-nghi", "id: van-ban", f'"van-ban" {DOUBLED}'),
    Slip("kind: flow", "kind: sum", '"kind" phải là "flow", "stock" hoặc "ratio", không phải "sum".'),
    Slip(
        "    words: [hộ gia đình]\n",
        "",
        'số liệu "ho-zalo" cần ít nhất một trong các dòng rows, words, leads để tìm trong báo cáo.',
    ),
]


@pytest.mark.parametrize("slip", FIGURE_SLIPS, ids=lambda slip: slip.new)
def test_fault_of_a_figure_is_told(folder: PlanFolder, slip: Slip) -> None:
    folder.replace("figures.yaml", slip.old, slip.new)

    (problem,) = _problems(folder)

    assert problem.startswith("figures.yaml, dòng ")
    assert problem.endswith(slip.fault)


def test_missing_file_of_figures_is_told(folder: PlanFolder) -> None:
    line = folder.replace("plan.yaml", "figures: figures.yaml", "figures: so-lieu.yaml")

    assert _problems(folder) == (
        f'plan.yaml, dòng {line}, cột 12: không có tệp "so-lieu.yaml" trong thư mục ke-hoach.',
    )


@pytest.mark.parametrize("slip", OUTLINE_SLIPS, ids=lambda slip: slip.new)
def test_outline_fault_is_told_with_its_place(folder: PlanFolder, slip: Slip) -> None:
    line = folder.replace("outline.yaml", slip.old, slip.new)

    assert _problems(folder) == (f"outline.yaml, dòng {line}, cột {slip.column}: {slip.fault}",)


NOT_ONE_LINE = "ô này có xuống dòng hoặc ký tự điều khiển; hãy bỏ đi, và kiểm tra dấu nháy kép."
UNIT_SLIPS = [
    Slip(
        "Báo Hà Nam,district",
        "Báo Hà Nam,county",
        "cấp “county” không có trong kế hoạch; các cấp là “commune”, “district”, “province”.",
        3,
    ),
    Slip(
        "Báo Hà Nam,district,TU-TT", "Báo Hà Nam,district,TU", "không có đơn vị nào mang mã “TU” (cột “superior”).", 4
    ),
    Slip("BHN,Báo Hà Nam,", "BHN,,", "thiếu tên đơn vị (cột “name”).", 2),
    Slip("BHN,Báo", "Báo,Báo", "mã “Báo” chỉ được gồm chữ cái không dấu, chữ số, dấu chấm và gạch ngang.", 1),
    Slip("PTTH,Đài", "BHN,Đài", "mã “BHN” đã có ở bodies.csv, dòng 16.", 1),
    Slip(
        "Báo,,35,yes",
        "Báo,,35,maybe",
        "“confirmation” phải là “yes”, “derived”, “partly”, “no”, không phải “maybe”.",
        8,
    ),
    Slip(
        "TU-TT,Thường trực Tỉnh ủy Hà Nam,province,,",
        "TU-TT,Thường trực Tỉnh ủy Hà Nam,province,HU-347,",
        "cấp trên bị khép vòng: TU-TT → HU-347 → TU-TT; hãy sửa cột “superior”.",
        4,
    ),
    Slip(
        "BHN,Báo Hà Nam",
        "BHN,Báo, Hà Nam",
        "số ô không khớp với 9 cột của dòng đầu; hãy kiểm tra dấu phẩy và dấu nháy kép.",
        10,
    ),
    Slip("BHN,Báo Hà Nam", "BHN,Báo \x00Hà Nam", NOT_ONE_LINE, 2),
    Slip("BHN,Báo Hà Nam", 'BHN,"Báo\nHà Nam"', NOT_ONE_LINE, 2),
    Slip("BHN,Báo", 'BHN,"Báo', NOT_ONE_LINE, 2),
    Slip(
        "Báo Hà Nam,district,TU-TT",
        "Báo Hà Nam,district,DU-13285",
        "cấp trên “DU-13285” thuộc cấp “commune”, thấp hơn cấp “district”.",
        4,
    ),
    Slip("kind,symbol", "kind,kind", "cột “kind” đã có ở phía trước.", 6),
    Slip("superior,kind", "parent,kind", "thiếu cột “superior”.", 4),
    Slip("superior,kind", "parent,kind", "không có cột nào tên “parent”.", 4),
]


@pytest.mark.parametrize("slip", UNIT_SLIPS, ids=lambda slip: slip.fault)
def test_unit_fault_is_told_with_its_line(folder: PlanFolder, slip: Slip) -> None:
    line = folder.replace("bodies.csv", slip.old, slip.new)

    assert f"bodies.csv, dòng {line}, cột {slip.column}: {slip.fault}" in _problems(folder)


CONTACT_SLIPS = [
    Slip("BHN,BHN,", "BHN,BAO,", "không có đơn vị nào mang mã “BAO” (cột “unit”).", 2),
    Slip("bhn@hanam", "bhn.hanam", "địa chỉ thư điện tử “bhn.hanam.example” không đúng dạng ten@coquan.vn.", 6),
    Slip("Báo Hà Nam,focal", "Báo Hà Nam,chief", "“role” phải là “focal”, “staff”, “leader”, không phải “chief”.", 4),
    Slip(
        "Báo Hà Nam,focal,email",
        "Báo Hà Nam,focal,fax",
        "“channel” phải là “email”, “zalobot”, “zbs”, “zalooa”, “esms”, “apprise”, không phải “fax”.",
        5,
    ),
    Slip("PTTH,PTTH", "BHN,PTTH", "mã “BHN” đã có ở contacts.csv, dòng 17.", 1),
]


@pytest.mark.parametrize("slip", CONTACT_SLIPS, ids=lambda slip: slip.fault)
def test_contact_fault_is_told_with_its_line(folder: PlanFolder, slip: Slip) -> None:
    line = folder.replace("contacts.csv", slip.old, slip.new)

    assert _problems(folder) == (f"contacts.csv, dòng {line}, cột {slip.column}: {slip.fault}",)


def test_missing_file_is_named(folder: PlanFolder) -> None:
    (folder.path / "outline.yaml").unlink()

    (problem,) = _problems(folder)

    assert problem.startswith("plan.yaml, dòng ")
    assert problem.endswith(': không có tệp "outline.yaml" trong thư mục ke-hoach.')


def test_file_in_another_encoding_is_refused(folder: PlanFolder) -> None:
    path = folder.path / "bodies.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))

    (problem,) = _problems(folder)

    assert problem.startswith("bodies.csv: không phải văn bản UTF-8")


def test_empty_list_of_units_is_told_and_contacts_are_not_blamed(folder: PlanFolder) -> None:
    header = (folder.path / "communes.csv").read_text(encoding="utf-8").splitlines()[0]
    told = {}
    for text in ("", header):
        (folder.path / "communes.csv").write_text(text, encoding="utf-8")
        (told[text],) = _problems(folder)

    assert told[""] == f"communes.csv, dòng 1, cột 1: tệp trống; dòng đầu phải là: {header}"
    assert told[header].startswith("communes.csv, dòng 2, cột 1: danh sách chưa có đơn vị nào;")


def test_long_list_of_faults_is_told_by_its_beginning(folder: PlanFolder) -> None:
    path = folder.path / "communes.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",commune,", ",xa,"), encoding="utf-8")

    with pytest.raises(PlanError) as refused:
        load_plan(folder.path)

    told = str(refused.value).splitlines()
    assert len(refused.value.problems) == 109
    assert (len(told), told[-1]) == (13, "… và 97 lỗi khác; sửa các lỗi trên rồi chạy lại để xem tiếp.")


def test_empty_plan_is_refused(folder: PlanFolder) -> None:
    (folder.path / "plan.yaml").write_text("", encoding="utf-8")

    assert _problems(folder) == (
        "plan.yaml, dòng 1, cột 1: tệp này phải là một nhóm các dòng “tên: giá trị”, không phải chỗ trống.",
    )


def test_tier_without_units_is_told(folder: PlanFolder) -> None:
    folder.replace("plan.yaml", "[bodies.csv, communes.csv]", "[bodies.csv]")
    path = folder.path / "contacts.csv"
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("DU-1")]
    path.write_text("\n".join(kept), encoding="utf-8")

    (problem,) = _problems(folder)

    assert 'cấp "commune" chưa có đơn vị nào trong danh sách đơn vị.' in problem
