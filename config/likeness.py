"""How alike is alike: the thresholds of consolidation, from a file that officials may change."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from config.yaml_file import YamlFile
from domain.likeness import Thresholds

CONSOLIDATION = Path(__file__).with_name("consolidation.yaml")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class StatementModel(_Strict):
    likeness: float = Field(ge=0.6, le=1, description="Tỷ lệ từ giống nhau theo đúng thứ tự")
    least_words: int = Field(ge=1, le=100, description="Câu có ít từ hơn thì không gộp")
    least_units: int = Field(ge=2, le=1_000, description="Số đơn vị ít nhất cùng nêu")
    named: int = Field(ge=1, le=1_000, description="Số đơn vị nhiều nhất được nêu tên trong câu")


class CopyModel(_Strict):
    likeness: float = Field(ge=0.3, le=1, description="Tỷ lệ từ trùng")
    least_words: int = Field(ge=12, le=10_000, description="Mục có ít từ của riêng đơn vị hơn thì không so")


class LikenessModel(_Strict):
    statement: StatementModel
    copy_: CopyModel = Field(alias="copy")


def thresholds(path: Path = CONSOLIDATION) -> Thresholds:
    """PlanError with file, line and remedy where the file cannot be used."""
    known = YamlFile(path).read(LikenessModel)
    return Thresholds(
        statement=known.statement.likeness,
        statement_words=known.statement.least_words,
        statement_units=known.statement.least_units,
        named=known.statement.named,
        copy=known.copy_.likeness,
        copy_words=known.copy_.least_words,
    )
