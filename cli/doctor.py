"""`dondoc doctor`: whether the installation is well, point by point, and what to do where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.options import AsJson
from cli.printing import print_json, say
from config.wiring import workplace
from domain.errors import RuleBroken
from operation.doctor import examine, is_ill
from operation.results import Level
from operation.wording import LEVELS, summary

if TYPE_CHECKING:
    from datetime import datetime

    from operation.doctor import Examined

SIGNS = {Level.OK: "✓", Level.WARNING: "!", Level.FAULT: "✗", Level.NOT_APPLICABLE: "–"}
ILL = "Có {} lỗi cần sửa."


def doctor(
    *,
    only: Annotated[
        list[str] | None,
        Parameter(name="--only", metavar="MỤC", help="Chỉ kiểm tra mục này (tick, mail, disk…); ghi được nhiều lần."),
    ] = None,
    offline: Annotated[
        bool, Parameter(name="--offline", help="Không gọi ra ngoài: bỏ qua máy chủ thư, Zalo, Prefect.")
    ] = False,
    quiet: Annotated[
        bool, Parameter(name="--quiet", help="Chỉ in lỗi và điều cần lưu ý; không có gì thì không in (cho cron).")
    ] = False,
    json: AsJson = False,
) -> None:
    place = workplace()
    now = place.now()
    found = examine(place, now=now, only=only or (), offline=offline)
    if json:
        print_json(_as_json(found, now))
    else:
        _print(found, quiet=quiet)
    if is_ill(found):
        faults = sum(one.level is Level.FAULT for each in found for one in each.results)
        raise RuleBroken(ILL.format(faults))


def _print(found: list[Examined], *, quiet: bool) -> None:
    for each in found:
        shown = [one for one in each.results if not quiet or one.level in (Level.FAULT, Level.WARNING)]
        if shown:
            say(f"{each.title} ({each.name})")
        for one in shown:
            say(f"  {SIGNS[one.level]} {LEVELS[one.level]}: {one.text}", hang=4)
            if one.advice:
                say(f"    → {one.advice}", hang=2)
    if not quiet:
        say(f"\n{summary(found)}")


def _as_json(found: list[Examined], now: datetime) -> dict[str, object]:
    return {
        "as_of": now,
        "is_ill": is_ill(found),
        "checks": [
            {
                "check": each.name,
                "title": each.title,
                "level": each.level.value,
                "results": [{"level": one.level.value, "text": one.text, "advice": one.advice} for one in each.results],
            }
            for each in found
        ],
    }
