from __future__ import annotations

import json
import unicodedata
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from config.plan_file import PlanError, find_plan, load_ladders, load_plan, plan_from_json, plan_schema, plan_to_json
from config.plan_schema import Message
from config.yaml_file import YamlFile
from domain.calendar import CalendarRangeError
from domain.deadlines import Reading
from domain.duties import obligations_of
from domain.ladder import Audience
from tests.config.folders import write_plan_of_tiers

if TYPE_CHECKING:
    from pathlib import Path

    from config.plan_file import LoadedPlan
    from domain.ladder import Ladder
    from tests.config.folders import PlanFolder

# Word for word from Kế hoạch số 15-KH/TU and its outline.
SENTENCES = """
- Cấp xã và tương đương: Hoàn thành báo cáo sơ kết trong tháng 7/2022.
1. Các huyện uỷ, thị uỷ, thành uỷ và đảng uỷ trực thuộc tỉnh: Căn cứ Kế hoạch của Ban Thường vụ Tỉnh uỷ chỉ đạo sơ kết Chỉ thị số 07-CT/TW ở cấp mình, cấp xã và tương đương; báo cáo sơ kết gửi về Ban Thường vụ Tỉnh uỷ (qua Ban Tuyên giáo Tỉnh uỷ) trước ngày 20/8/2022.
đúng các nội dung của kế hoạch này và đề cương gửi kèm, gửi về Ban Thường vụ Tỉnh ủy (qua Ban Tuyên giáo Tỉnh ủy) trước ngày 20/8/2022.
- Chủ trì, phối hợp với Ban cán sự đảng Ủy ban nhân dân tỉnh và các đơn vị liên quan xây dựng báo cáo sơ kết 05 năm thực hiện Chỉ thị số 07-CT/TW gửi về Thường trực Tỉnh ủy (qua Văn phòng Tỉnh ủy) để báo cáo Trung ương trước ngày 23/9/2022.
1.4. Kết quả xây dựng kênh hoặc chương trình truyền thông về cơ sở của các cơ quan báo chí, truyền thông của tỉnh (Sở Thông tin và Truyền thông, Báo Hà Nam, Đài Phát thanh – Truyền hình tỉnh đánh giá và báo cáo cụ thể nội dung này).
"""


def _rungs(ladder: Ladder) -> list[str]:
    return [rung.id for rung in ladder.rungs]


def test_shipped_plan_has_123_obligations(shipped: LoadedPlan) -> None:
    by_duty = Counter(owed.duty.id for owed in obligations_of(shipped.plan, shipped.units))

    assert by_duty == {"commune": 109, "district": 9, "people-committee": 1, "section-owners": 3, "province": 1}
    assert len(shipped.units) == 125


def test_shipped_report_of_the_board_has_recipients_of_its_own(shipped: LoadedPlan) -> None:
    recipients = shipped.plan.bodies.recipients

    assert recipients[0] == "Thường trực Tỉnh ủy (để báo cáo)"
    assert recipients[-1] == "Lưu Ban Tuyên giáo Tỉnh ủy"
    assert "Ban Tuyên giáo Tỉnh ủy" not in recipients


def test_plan_frozen_before_reports_had_recipients_of_their_own_still_runs(shipped: LoadedPlan) -> None:
    frozen = json.loads(plan_to_json(shipped.plan))
    del frozen["plan"]["bodies"]["recipients"]

    assert plan_from_json(json.dumps(frozen)).bodies.recipients == ()


def test_plan_frozen_before_figures_were_declared_still_runs(shipped: LoadedPlan) -> None:
    frozen = json.loads(plan_to_json(shipped.plan))
    del frozen["plan"]["figures"]
    for section in frozen["plan"]["outline"]["sections"]:
        del section["addressees"]

    thawed = plan_from_json(json.dumps(frozen))

    assert thawed.figures == ()
    assert all(not section.addressees for section in thawed.outline.walk())


def test_plan_without_a_file_of_figures_declares_none(folder: PlanFolder) -> None:
    folder.replace("plan.yaml", "  figures: figures.yaml\n", "")

    assert load_plan(folder.path).plan.figures == ()


def test_shipped_figures_are_summed_but_for_the_ratios(shipped: LoadedPlan) -> None:
    ratios = {one.id for one in shipped.plan.figures if not one.may_be_summed}

    assert ratios == {"ty-le-hoc-tap", "ty-le-phu-song"}
    assert len(shipped.plan.figures) == 20


def test_shipped_proposals_are_split_by_addressee(shipped: LoadedPlan) -> None:
    section = shipped.plan.outline.section("IV")

    assert section is not None
    assert [(one.id, one.title) for one in section.addressees] == [
        ("central", "Với Trung ương"),
        ("province", "Với tỉnh"),
    ]


def test_shipped_plan_says_how_proposals_are_sorted(shipped: LoadedPlan) -> None:
    (ruling,) = [one for one in shipped.plan.rulings if one.code == "proposals_by_addressee"]

    assert "với Trung ương, với tỉnh, và với cơ quan, đơn vị khác" in ruling.text
    assert "Ban Tuyên giáo Tỉnh ủy xem lại" in ruling.text


STANDING_BOARD = ("Ban Thường vụ Tỉnh ủy", "Ban Tuyên giáo Tỉnh ủy")


@pytest.mark.parametrize(
    ("duty", "day", "addressee"),
    [
        ("commune", date(2022, 7, 31), ("superior", "")),
        ("district", date(2022, 8, 20), STANDING_BOARD),
        ("people-committee", date(2022, 8, 20), STANDING_BOARD),
        ("section-owners", date(2022, 8, 20), ("Ban Tuyên giáo Tỉnh ủy", "")),
        ("province", date(2022, 9, 23), ("Thường trực Tỉnh ủy", "Văn phòng Tỉnh ủy")),
    ],
)
def test_shipped_duty_is_as_the_plan_says(
    shipped: LoadedPlan, duty: str, day: date, addressee: tuple[str, str]
) -> None:
    found = shipped.plan.duty(duty)

    assert (found.deadline.day, found.deadline.reading) == (day, Reading.THROUGH)
    assert (found.addressee, found.via) == addressee
    assert found.deadline.clause == found.clause


def test_shipped_quotes_are_word_for_word(shipped: LoadedPlan) -> None:
    missing = [duty.id for duty in shipped.plan.duties if duty.deadline.quote not in SENTENCES]

    assert missing == []


def test_shipped_outline_has_its_sections_and_owners(shipped: LoadedPlan) -> None:
    outline = shipped.plan.outline
    leaves = [section.id for section in outline.leaves()]

    assert [section.label for section in outline.sections] == ["I-", "II-", "III-", "IV-"]
    assert len(leaves) == 16
    assert [section.id for section in outline.owed_by("STTTT", tier="district", only=("II.1.4",))] == ["II.1.4"]
    assert "II.1.4" not in [section.id for section in outline.owed_by("DU-13306", tier="commune")]


def test_shipped_ladders_climb_as_ordered(shipped: LoadedPlan) -> None:
    ladders = shipped.plan.ladders

    assert {name: _rungs(ladder) for name, ladder in ladders.items()} == {
        "commune": ["opening", "-14d", "-7d", "-3wd", "-1wd", "+1wd", "+3wd", "+5wd", "weekly"],
        "district": ["opening", "-21d", "-14d", "-7d", "-3wd", "-1wd", "+1wd", "+3wd", "weekly"],
        "province": ["-14d", "-7d", "-3wd", "-1wd", "+1wd", "weekly"],
        "returned": ["returned-1wd", "returned+1wd", "returned-weekly"],
        "promise": ["promise+1wd"],
    }


def test_office_hears_only_of_districts_and_the_province(shipped: LoadedPlan) -> None:
    hearing = {
        name
        for name, ladder in shipped.plan.ladders.items()
        for rung in ladder.rungs
        for notice in rung.notices
        if notice.audience is Audience.OFFICE
    }

    assert hearing == {"district", "province"}


def test_light_ladder_has_fewer_rungs_under_the_same_names(shipped: LoadedPlan) -> None:
    light = load_ladders(find_plan("ke-hoach-15-kh-tu") / "ladders-light.yaml")

    assert light.keys() == shipped.plan.ladders.keys()
    assert all(set(_rungs(light[name])) <= set(_rungs(ladder)) for name, ladder in shipped.plan.ladders.items())
    assert len(_rungs(light["commune"])) < len(_rungs(shipped.plan.ladders["commune"]))


def test_every_message_name_has_its_folder() -> None:
    folders = find_plan("ke-hoach-15-kh-tu").parents[2] / "notifications" / "templates"

    assert [name for name in Message.__args__ if not (folders / name).is_dir()] == []  # type: ignore[attr-defined]


def test_every_unit_has_a_contact_of_its_own(shipped: LoadedPlan) -> None:
    reached = {contact.unit for contact in shipped.contacts}

    assert reached == {unit.code for unit in shipped.units}


def test_freeze_and_thaw_give_the_same_plan(shipped: LoadedPlan) -> None:
    thawed = plan_from_json(plan_to_json(shipped.plan))

    assert thawed == shipped.plan
    assert plan_to_json(thawed) == plan_to_json(shipped.plan)


def test_frozen_calendar_keeps_only_the_years_around(shipped: LoadedPlan) -> None:
    calendar = plan_from_json(plan_to_json(shipped.plan)).calendar

    assert (calendar.first, calendar.last) == (date(2021, 1, 1), date(2023, 12, 31))
    with pytest.raises(CalendarRangeError):
        calendar.is_working_day(date(2024, 1, 1))


@pytest.mark.parametrize("tiers", [2, 4])
def test_plan_with_other_tiers_loads(tmp_path: Path, tiers: int) -> None:
    loaded = load_plan(write_plan_of_tiers(tmp_path / "plan", tiers=tiers))

    owed = [(one.unit.code, one.duty.tier) for one in obligations_of(loaded.plan, loaded.units)]
    assert owed == [(f"U{rank}", f"tier-{rank}") for rank in range(1, tiers + 1)]
    assert plan_from_json(plan_to_json(loaded.plan)) == loaded.plan


def test_decomposed_letters_are_composed(folder: PlanFolder) -> None:
    for name in ("plan.yaml", "communes.csv"):
        path = folder.path / name
        path.write_text(unicodedata.normalize("NFD", path.read_text(encoding="utf-8")), encoding="utf-8")

    loaded = load_plan(folder.path)

    assert loaded.units["DU-13306"].name == "Đảng ủy xã Phù Vân"
    assert unicodedata.is_normalized("NFC", plan_to_json(loaded.plan))


def test_sha256_changes_with_any_file_of_the_plan(folder: PlanFolder, shipped: LoadedPlan) -> None:
    unchanged = load_plan(folder.path).sha256
    assert unchanged == shipped.sha256
    for name in ("contacts.csv", "figures.yaml"):
        folder.append(name, "\n")

        changed = load_plan(folder.path).sha256

        assert changed != unchanged
        unchanged = changed


def test_find_plan_takes_a_name_or_a_path(folder: PlanFolder) -> None:
    assert find_plan("ke-hoach-15-kh-tu").name == "ke-hoach-15-kh-tu"
    assert find_plan(str(folder.path)) == folder.path
    assert find_plan(str(folder.path / "plan.yaml")) == folder.path


def test_find_plan_suggests_near_names() -> None:
    with pytest.raises(PlanError, match="ke-hoach-15-kh-tu"):
        find_plan("ke-hoach-15")


def test_schema_accepts_the_shipped_plan_and_refuses_a_slip() -> None:
    validator = Draft202012Validator(plan_schema())
    plan = YamlFile(find_plan("ke-hoach-15-kh-tu") / "plan.yaml").data
    assert isinstance(plan, dict)

    assert list(validator.iter_errors(plan)) == []
    assert [error.validator for error in validator.iter_errors(plan | {"closing": "2022-09-30"})] == [
        "additionalProperties",
    ]


def test_schema_describes_every_field_in_vietnamese() -> None:
    schema = plan_schema()
    models = [schema, *schema["$defs"].values()]

    silent = [
        (model["title"], name)
        for model in models
        for name, field in model["properties"].items()
        if not field.get("description")
    ]
    assert silent == []
