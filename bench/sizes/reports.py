"""Sample reports of communes, as Word files."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from config.preparing import prepare_plan
from demo.sample_reports import SampleUnit, sample_report

if TYPE_CHECKING:
    from domain.outline import Outline

WRITTEN = date(2022, 7, 18)


def report_of(code: str) -> bytes:
    unit = SampleUnit(f"Đảng ủy xã {code.partition('-')[2]}", "xã", "Huyện ủy", "12-BC/ĐU", "Hà Nam", WRITTEN)
    return sample_report(unit, _outline(), seed=code)


@cache
def _outline() -> Outline:
    return prepare_plan("ke-hoach-15-kh-tu").plan.outline
