"""The report of a soak: for people, for programs, and as a picture of what befell it over time."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from soak.orders import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from soak.soaking import Soaked

WIDTH, LEFT, ROW = 1000, 170, 22
MOST_SHOWN = 40


def numbers(found: Soaked) -> dict[str, object]:
    """What `soak.json` holds."""
    proof, book = found.verdict.proof, found.book
    return {
        "seed": found.order.seed,
        "database": found.order.database,
        "days": [found.order.first, found.order.last],
        "minutes": round(found.seconds / 60, 1),
        "whole": found.is_whole,
        "disk": found.disk,
        "moments": len(found.table.slots),
        "moments_missed": book.missed,
        "ticks": dict(book.ticks),
        "rounds": dict(book.rounds),
        "tick_seconds": {name: round(book.seconds[name] / max(1, book.ticks[name]), 3) for name in book.ticks},
        "faults": dict(Counter(one.kind.value for one in found.faults)),
        "kills": found.kills,
        "answers": found.journal.answers,
        "errands": found.tries,
        "told": dict(Counter(one.deed.value for one in found.journal.told)),
        "refused": found.journal.refused,
        "failed_ticks": dict(Counter(str(one["error"]).partition("\n")[0][:90] for one in book.failures)),
        "proof": {
            name: getattr(proof, name)
            for name in ("rungs", "decisions", "messages", "sent", "superseded", "lost", "doubled")
        }
        | {
            "waiting": proof.waiting + proof.held if proof else 0,
            "unknown": [one.key for one in proof.unknown] if proof else [],
            "possible_doubles": [one.key for one in proof.possible_doubles] if proof else [],
            "not_sent": dict(proof.not_sent) if proof else {},
        },
        "shown": found.verdict.shown,
        "explained": found.verdict.explained,
        "violated": found.verdict.violated,
    }


def text(found: Soaked) -> str:
    """For whoever sits before it."""
    said = numbers(found)
    lines = [
        f"{name.replace('_', ' ')}: {_one_line(value)}"
        for name, value in said.items()
        if name not in ("violated", "refused")
    ]
    lines += [f"VIOLATED {one}" for one in found.verdict.violated[:MOST_SHOWN]]
    if (more := len(found.verdict.violated) - MOST_SHOWN) > 0:
        lines.append(f"… and {more} more in soak.json")
    again = f"python -m soak --seed {found.order.seed} --database {found.order.database} "
    again += f"--days {found.order.first}..{found.order.last}"
    lines.append(f"{'good' if found.is_good else 'NOT GOOD'}; to repeat it: {again}")
    return "\n".join(lines)


def write_report(found: Soaked, folder: Path) -> None:
    said = json.dumps(numbers(found), ensure_ascii=False, indent=1, default=str)
    (folder / "soak.json").write_text(said + "\n", encoding="utf-8")
    (folder / "soak.txt").write_text(text(found) + "\n", encoding="utf-8")
    (folder / "soak.svg").write_text(picture(found) + "\n", encoding="utf-8")


def picture(found: Soaked) -> str:
    """One line for each kind of trouble, from the first day to the last; ticks that failed stand at the foot."""
    kinds = [kind for kind in Kind if any(one.kind is kind for one in found.faults)]
    slots, height = max(1, len(found.table.slots)), (len(kinds) + 3) * ROW
    width = WIDTH - LEFT - 10

    def x(slot: int) -> float:
        return round(LEFT + width * slot / slots, 1)

    marks = []
    for row, kind in enumerate(kinds):
        y = row * ROW + 6
        times = sum(one.kind is kind for one in found.faults)
        marks.append(f'<text x="6" y="{y + 11}">{kind.value.replace("_", " ")} ({times})</text>')
        for one in (one for one in found.faults if one.kind is kind):
            long = max(1.5, x(one.until) - x(one.slot))
            marks.append(f'<rect x="{x(one.slot)}" y="{y}" width="{long}" height="{ROW - 8}" fill="#b33"/>')
    y = len(kinds) * ROW + 6
    marks.append(f'<text x="6" y="{y + 11}">ticks that failed ({len(found.book.failures)})</text>')
    marks += [
        f'<rect x="{x(one["slot"])}" y="{y}" width="1" height="{ROW - 8}" fill="#447"/>' for one in found.book.failures
    ]
    for slot in range(0, slots, max(1, slots // 7)):
        day = found.table.slots[slot]
        marks.append(f'<text x="{x(slot)}" y="{height - 8}" fill="#666">{day:%d/%m}</text>')
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="12">'
    return "\n".join([head, f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>', *marks, "</svg>"])


def _one_line(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_one_line(one)}" for name, one in value.items()) or "–"
    if isinstance(value, list):
        return f"{len(value)}" if value and isinstance(value[0], str) else " – ".join(map(str, value)) or "0"
    return str(value)
