"""`python -m soak`: a whole campaign with everything going wrong in it. Ends with 1 when anything was violated."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
from datetime import date
from pathlib import Path

from config.preparing import prepare_plan
from soak.orders import GROUPS, Group, Kind, Order
from soak.reporting import text, write_report
from soak.soaking import soak

PLAN = "ke-hoach-15-kh-tu"
FOLDER = Path("var") / "soak"


def main() -> int:
    logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    logging.getLogger("soak").setLevel(logging.INFO)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(2))  # so that what was started is ended
    order = _order()
    found = soak(order)
    write_report(found, order.folder)
    print(text(found))
    return 0 if found.is_good else 1


def _order() -> Order:
    prepared = prepare_plan(PLAN)
    parser = argparse.ArgumentParser(prog="python -m soak", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--days", default=f"{prepared.plan.opens}..{prepared.plan.closes}", help="first..last")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--faults", default="all", help=f"all, none, or some of {','.join(Group)}")
    parser.add_argument("--minutes", type=float, default=60, help="ends it at the latest; a soak cut short is not good")
    parser.add_argument("--every", type=int, default=15, help="minutes between two ticks in office hours")
    parser.add_argument("--without-prefect", action="store_true", help="plain calls only")
    given = parser.parse_args()
    first, _, last = given.days.partition("..")
    return Order(
        prepared=prepared,
        folder=FOLDER / f"{given.database}-{given.seed}",
        first=date.fromisoformat(first),
        last=date.fromisoformat(last or first),
        seed=given.seed,
        database=given.database,
        kinds=_kinds(given.faults),
        minutes=given.minutes,
        every=given.every,
        prefect=not given.without_prefect,
    )


def _kinds(named: str) -> frozenset[Kind]:
    if named == "all":
        return frozenset(Kind)
    groups = [Group(name) for name in named.split(",") if name != "none"]
    return frozenset(kind for group in groups for kind in GROUPS[group])


if __name__ == "__main__":
    sys.exit(main())
