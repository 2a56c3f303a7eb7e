from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from config.plan_errors import PlanError
from domain.errors import RuleBroken
from rehearsal.scenarios import (
    MIX,
    PUNCTUAL,
    SILENT,
    Behaviour,
    Conduct,
    ExemptionGrant,
    ExtensionGrant,
    Scenario,
    mixed,
    read_scenario,
    unreachable_addresses,
)

if TYPE_CHECKING:
    from pathlib import Path

    from services.campaigns import Prepared

CODES = [f"X{number}" for number in range(500)]
EXEMPTION = ExemptionGrant(on=date(2022, 7, 12), by="Ban Tuyên giáo", reason="Cấp trên báo cáo chung.")


def test_scenario_gives_a_unit_its_own_behaviour_or_the_default() -> None:
    late = Behaviour(conduct=Conduct.LATE)
    scenario = Scenario("one", Behaviour(), {"X1": late})

    assert scenario.of("X1") == late
    assert scenario.of("X2") == Behaviour()


def test_scenario_knows_whom_nobody_can_reach() -> None:
    scenario = Scenario("one", Behaviour(), {"X1": Behaviour(conduct=Conduct.UNREACHABLE), "X2": Behaviour()})

    assert scenario.unreachable(["X1", "X2"]) == {"X1"}


def test_scenario_in_which_nobody_is_reached_leaves_the_other_bodies_alone() -> None:
    gone = Behaviour(conduct=Conduct.UNREACHABLE)
    scenario = Scenario("one", gone, {"X1": Behaviour(), "VP": gone})

    assert scenario.unreachable(["X1", "X2"]) == {"X2", "VP"}


def test_unreachable_by_default_refuses_every_unit_that_owes(prepared: Prepared) -> None:
    refused = unreachable_addresses(prepared, Scenario("gone", Behaviour(conduct=Conduct.UNREACHABLE)))

    assert refused == {f"{code}@hanam.example" for code in ("x1", "x2", "x3", "hu1", "hu2")}


@pytest.mark.parametrize(
    ("scenario", "is_idle"),
    [
        (SILENT, True),
        (Scenario("gone", SILENT.default, {"X1": Behaviour(conduct=Conduct.UNREACHABLE)}), True),
        (Scenario("one", SILENT.default, {"X1": Behaviour(conduct=Conduct.LATE)}), False),
        (PUNCTUAL, False),
        (Scenario("granted", SILENT.default, exemptions={"X1": EXEMPTION}), False),
    ],
)
def test_scenario_is_idle_when_nobody_hands_in(scenario: Scenario, *, is_idle: bool) -> None:
    assert scenario.is_idle() is is_idle


def test_mixed_scenario_is_the_same_every_time() -> None:
    assert mixed(CODES) == mixed(CODES)
    assert mixed(CODES) != mixed(CODES, seed="other")


def test_mixed_scenario_does_not_depend_on_who_else_is_there() -> None:
    assert mixed(CODES).of("X7") == mixed(["X7"]).of("X7")


def test_mixed_scenario_has_every_conduct_in_about_its_share() -> None:
    units = mixed(CODES).units

    shares = {conduct: sum(part.conduct is conduct for part in units.values()) / len(CODES) for conduct in Conduct}

    for share, behaviour in MIX:
        assert shares[behaviour.conduct] == pytest.approx(share / 100, abs=0.03)
    assert shares[Conduct.PUNCTUAL] == pytest.approx(0.62, abs=0.06)


def test_read_scenario_takes_the_name_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "hai-huyen-cham.yaml"
    path.write_text("default: { conduct: silent }\nunits:\n  HU1: { conduct: late, days: 3 }\n", encoding="utf-8")

    found = read_scenario(path)

    late = Behaviour(conduct=Conduct.LATE, days=3)
    assert found == Scenario("hai-huyen-cham", Behaviour(conduct=Conduct.SILENT), {"HU1": late})


def test_read_scenario_of_an_empty_file_is_punctual(tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    path.touch()

    assert read_scenario(path).of("X1") == Behaviour()


def test_read_scenario_that_is_not_there_lists_the_choices(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="Có thể dùng: silent, punctual, mixed"):
        read_scenario(tmp_path / "none.yaml")


def test_read_scenario_finds_units_as_they_are_named(tmp_path: Path, prepared: Prepared) -> None:
    path = tmp_path / "ten.yaml"
    path.write_text("units: { xã Hợp Lý: { conduct: late } }", encoding="utf-8")

    found = read_scenario(path, find=lambda name: prepared.units.called(name)[0].code)

    assert found.units == {"X1": Behaviour(conduct=Conduct.LATE)}


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"[1, 2", "faulty.yaml, dòng 1, cột 1: dấu nháy hoặc dấu ngoặc mở ở đây chưa được đóng."),
        (b"\xff\xfe", "faulty.yaml: không phải văn bản UTF-8"),
        (b"- 1", "faulty.yaml, dòng 1, cột 1: tệp này phải là một nhóm"),
        (b"default: { conduct: lazy }", 'dòng 1, cột 21: "conduct" phải là "punctual", .*, không phải "lazy"'),
        (b"units:\n  X1: { days: -1 }", 'dòng 2, cột 15: "days" phải từ 0 trở lên.'),
        (b"units:\n  X1: { days: 61 }", 'dòng 2, cột 15: "days" chỉ được đến 60.'),
        (b"unit: {}", 'dòng 1, cột 1: không có mục nào tên "unit"'),
        (b"units: { X1: {}, X1: {} }", "dòng 1, cột 18: tên này đã có ở phía trên"),
        (b"units:\n  X1: {}\n  x1: {}", "dòng 3, cột 3: đơn vị X1 đã có ở phía trên."),
    ],
)
def test_read_scenario_with_a_fault_says_where(tmp_path: Path, content: bytes, fault: str) -> None:
    path = tmp_path / "faulty.yaml"
    path.write_bytes(content)

    with pytest.raises(RuleBroken, match=fault):
        read_scenario(path, find=str.upper)


GRANTS = """extensions:
  HU1: { on: 2022-08-16, to: 2022-08-31, approver: Thường trực Tỉnh ủy, document_number: 812-CV/TU }
exemptions:
  X1: { on: 2022-07-12, by: Ban Tuyên giáo, reason: Cấp trên báo cáo chung. }
"""


def test_a_scenario_file_may_grant_extensions_and_exemptions(tmp_path: Path) -> None:
    path = tmp_path / "granted.yaml"
    path.write_text(GRANTS, encoding="utf-8")

    scenario = read_scenario(path)

    extension = ExtensionGrant(
        on=date(2022, 8, 16), to=date(2022, 8, 31), approver="Thường trực Tỉnh ủy", document_number="812-CV/TU"
    )
    assert (scenario.extensions, scenario.exemptions) == ({"HU1": extension}, {"X1": EXEMPTION})


def test_a_grant_to_a_unit_that_nobody_knows_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "granted.yaml"
    path.write_text(GRANTS, encoding="utf-8")

    def find(name: str) -> str:
        if name == "X1":
            raise RuleBroken("không có đơn vị X1.")
        return name

    with pytest.raises(PlanError, match=r"granted.yaml, dòng 4"):
        read_scenario(path, find=find)
