from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.lead_ins import COUNTED_BELOW, NOTHING_FROM, QUOTED_BY, LeadIn, lead_in_of, without_lead_in

NAMES = st.text(st.characters(categories=("L", "N", "Pd", "Zs"), include_characters="(),:."), min_size=1, max_size=40)


@given(of=st.integers(0, 9999), names=NAMES, form=st.sampled_from((QUOTED_BY, NOTHING_FROM)))
def test_lead_in_that_was_written_is_read_again(of: int, names: str, form: str) -> None:
    lead = form.format(counted=f"{of}/9999", names=names)

    assert lead_in_of(f"{lead}Không.") == LeadIn(f"{of}/9999", len(lead))
    assert without_lead_in(f"{lead}Không.") == "Không."


def test_lead_in_of_three_tiers_is_one_lead_in() -> None:
    names = ", ".join(COUNTED_BELOW.format(name=name, counted="2/4") for name in ("Lý Nhân", "Kim Bảng"))

    assert without_lead_in(QUOTED_BY.format(counted="2/6", names=names) + "Tốt.") == "Tốt."


@pytest.mark.parametrize(
    "text",
    ["", "Trong 05 năm, 2/4 đơn vị (Hợp Lý, Chính Lý) nêu: Tốt.", "2/4 đơn vị nêu: Tốt.", "2/4 đơn vị (Hợp Lý) nêu:"],
)
def test_other_words_are_no_lead_in(text: str) -> None:
    assert lead_in_of(text) is None
    assert without_lead_in(text) == text
