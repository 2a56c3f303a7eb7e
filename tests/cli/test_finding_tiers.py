from __future__ import annotations

import pytest

from cli.finding_tiers import find_tier
from domain.errors import RuleBroken
from tests.small_plan import PLAN


@pytest.mark.parametrize(
    ("name", "tier"),
    [("district", "district"), ("huyện", "district"), ("cap huyen", "district"), ("XÃ", "commune")],
)
def test_tier_is_found_however_it_is_typed(name: str, tier: str) -> None:
    assert find_tier(PLAN, name).id == tier


@pytest.mark.parametrize("name", ["bang", "cấp"])
def test_tier_that_is_not_clear_is_refused_with_all_there_are(name: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        find_tier(PLAN, name)

    assert str(refusal.value).endswith("commune (Cấp xã), district (Cấp huyện), province (Cấp tỉnh).")
