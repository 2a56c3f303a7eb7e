from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.audit_log import BEGINNING, Break, Entry, detail_text, entry_hash, first_break

BEGUN = datetime(2022, 6, 24, 1, tzinfo=UTC)
TEXTS = st.text(max_size=8)
FIELDS = ("at", "who", "role", "campaign_id", "action", "about", "detail", "previous_hash", "hash")


def chain(whos: list[str]) -> list[Entry]:
    made: list[Entry] = []
    for number, who in enumerate(whos, 1):
        entry = Entry(
            number,
            BEGUN + timedelta(minutes=number),
            who,
            "board",
            1,
            "file-taken",
            f"unit:{who}",
            detail_text({"rows": number}),
            made[-1].hash if made else BEGINNING,
            "",
        )
        made.append(replace(entry, hash=entry_hash(entry)))
    return made


def head(entries: list[Entry]) -> tuple[int, str]:
    return (entries[-1].id, entries[-1].hash) if entries else (0, BEGINNING)


@given(st.lists(TEXTS, max_size=6))
def test_a_chain_as_it_was_written_holds(whos: list[str]) -> None:
    entries = chain(whos)

    assert first_break(entries, head=head(entries)) is None


@given(st.lists(TEXTS, min_size=1, max_size=6), st.data())
def test_no_field_of_any_entry_can_be_changed_unseen(whos: list[str], data: st.DataObject) -> None:
    entries = chain(whos)
    place = data.draw(st.integers(0, len(entries) - 1))
    field = data.draw(st.sampled_from(FIELDS))
    others: dict[str, Any] = {"at": BEGUN - timedelta(days=1), "campaign_id": None}
    other: Any = others[field] if field in others else f"{getattr(entries[place], field)}x"

    change: dict[str, Any] = {field: other}
    changed = [*entries[:place], replace(entries[place], **change), *entries[place + 1 :]]

    assert first_break(changed, head=head(entries)) is not None


@given(st.lists(TEXTS, min_size=1, max_size=6), st.data())
def test_no_entry_can_be_taken_out_unseen_not_even_the_last(whos: list[str], data: st.DataObject) -> None:
    entries = chain(whos)
    place = data.draw(st.integers(0, len(entries) - 1))

    assert first_break(entries[:place] + entries[place + 1 :], head=head(entries)) is not None


def test_a_chain_written_anew_from_a_changed_entry_on_does_not_end_where_it_should() -> None:
    entries, forged = chain(["a", "b", "c"]), chain(["a", "x", "c"])

    assert first_break(forged, head=head(entries)) == Break(3, "mất các mục cuối, chỉ còn đến mục 3")
