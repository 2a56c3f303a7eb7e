"""A whole silent rehearsal of the shipped plan, against rendering its messages and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

from bench.figures import Figure, Unit
from bench.measuring import medians, peak_megabytes, seconds
from config.preparing import prepare_plan
from domain.duties import obligations_of
from notifications.rendering import render
from rehearsal.rehearsing import rehearse
from rehearsal.scenarios import SILENT

if TYPE_CHECKING:
    from pathlib import Path

    from notifications.contexts import Context
    from notifications.envelope import Rendered
    from services.campaigns import Prepared

PLAN = "ke-hoach-15-kh-tu"
ROUNDS = 3
MOST_SECONDS = 5.0


def measure(_folder: Path, *, plan: Prepared | None = None, rounds: int = ROUNDS) -> list[Figure]:
    prepared = plan or prepare_plan(PLAN)
    idle = peak_megabytes()
    rehearse(prepared, SILENT)
    busy = peak_megabytes()
    contexts = rendered_contexts(prepared)
    whole, alone = medians(
        rounds,
        lambda: seconds(lambda: rehearse(prepared, SILENT)),
        lambda: seconds(lambda: [render(context, with_brief=False) for context in contexts]),
    )
    days = (prepared.plan.closes - prepared.plan.opens).days
    owed = len(obligations_of(prepared.plan, prepared.units))
    messages = f"rendering its {len(contexts):,} messages"
    return [
        Figure(f"rehearsal, {days} days × {owed} obligations", whole, messages, alone, most=MOST_SECONDS),
        Figure("peak memory of the rehearsal", busy, "process before it", idle, Unit.MEGABYTES),
    ]


def rendered_contexts(prepared: Prepared) -> list[Context]:
    """All that a silent rehearsal renders, in order."""
    contexts: list[Context] = []

    def keeping(context: Context, *, with_brief: bool) -> Rendered:
        contexts.append(context)
        return render(context, with_brief=with_brief)

    with patch("services.rendering.render", keeping):
        rehearse(prepared, SILENT)
    return contexts
