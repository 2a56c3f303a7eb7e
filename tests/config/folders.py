"""Plan folders for tests: the shipped one with changes, and small ones written from a few lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

UNIT_HEADER = "code,name,tier,superior,kind,symbol,administrative_code,confirmation,note"
CONTACT_HEADER = "code,unit,name,role,channel,address,phone"

OUTLINE = """
title: Đề cương
sections:
  - { id: I, label: I-, title: Kết quả }
"""

LADDERS = """
plain:
  - { at: -7d, notify: { unit: reminder } }
returned:
  - { at: -1wd, notify: { unit: last_reminder } }
promise:
  - { at: +1wd, notify: { unit: second_urging } }
"""

PLAN = """
identity:
  id: ke-hoach-thu
  number: 01-KH/TU
  day: 2024-03-01
  title: Kế hoạch thử
  task: báo cáo
  issuer: Ban Thường vụ
  place: Hà Nam
opens: 2024-03-01
closes: 2024-12-31
files:
  units: [units.csv]
tiers:
{tiers}
bodies: {{ coordinator: U{top}, office: U{top}, addressee: U{top} }}
duties:
{duties}
"""

DUTY = """
  - id: duty-{rank}
    tier: tier-{rank}
    name: Báo cáo cấp {rank}
    clause: II.{rank}
    deadline: {{ day: {day}, reading: before }}
    addressee: superior
    ladder: plain
"""


@dataclass(frozen=True)
class PlanFolder:
    path: Path

    def replace(self, file: str, old: str, new: str) -> int:
        """Replace the first occurrence; the line on which it begins."""
        path = self.path / file
        before, found, after = path.read_text(encoding="utf-8").partition(old)
        assert found, f"{file} does not say {old!r}"
        path.write_text(before + new + after, encoding="utf-8")
        return before.count("\n") + 1

    def append(self, file: str, text: str) -> None:
        with (self.path / file).open("a", encoding="utf-8") as stream:
            stream.write(text)


def write_plan_of_tiers(path: Path, *, tiers: int) -> Path:
    """A plan with one unit in each tier, U1 below U2 and so on, and a deadline a fortnight apart."""
    ranks = range(1, tiers + 1)
    days = {rank: date(2024, 4, 3) + timedelta(days=14 * rank) for rank in ranks}
    text = PLAN.format(
        tiers="\n".join(f"  - {{ id: tier-{rank}, name: Cấp {rank}, rank: {rank} }}" for rank in ranks),
        duties="".join(DUTY.format(rank=rank, day=days[rank]) for rank in ranks),
        top=tiers,
    )
    units = [f"U{n},Đơn vị {n},tier-{n},{f'U{n + 1}' if n < tiers else ''},,,,yes," for n in ranks]
    contacts = [f"C{n},U{n},Đầu mối {n},focal,email,c{n}@coquan.vn," for n in ranks]
    path.mkdir()
    (path / "plan.yaml").write_text(text, encoding="utf-8")
    (path / "outline.yaml").write_text(OUTLINE, encoding="utf-8")
    (path / "ladders.yaml").write_text(LADDERS, encoding="utf-8")
    (path / "units.csv").write_text("\n".join([UNIT_HEADER, *units]) + "\n", encoding="utf-8")
    (path / "contacts.csv").write_text("\n".join([CONTACT_HEADER, *contacts]) + "\n", encoding="utf-8")
    return path
