"""The manifest of a run (bản kê): exactly what went in, who let it go ahead, and what came out, each file with its SHA-256."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.consolidation import Preflight
    from domain.consolidation_runs import RunOptions
    from domain.likeness import Thresholds
    from domain.plans import Plan
    from services.consolidation_materials import FiledReport, Materials
    from services.edited_drafts import FormerRun

KEY_LETTERS = 32


@dataclass(frozen=True, slots=True)
class Approval:
    """Who let the run go ahead without what is missing, and why; empty where nothing was."""

    by: str = ""
    reason: str = ""


class RunManifest:
    """The same inputs and wishes give the same manifest, wherever and whenever the run is made."""

    def __init__(
        self,
        plan: Plan,
        found: Preflight,
        options: RunOptions,
        *,
        approval: Approval,
        thresholds: Thresholds,
        materials: Materials,
    ) -> None:
        self._inputs, self._sources = found.inputs, options.sources.value
        self._found: dict[str, object] = {
            "plan": plan.identity.number,
            "unit": found.unit,
            "name": found.name,
            "as_of": found.as_of,
            "approval": asdict(approval),
            "options": asdict(options),
            "thresholds": asdict(thresholds),
            "inputs": [asdict(one) for one in found.inputs],
            "absent": [asdict(one) for one in found.absent],
            "compared_with": {
                "below": [one for filed in materials.below.values() for one in _filed(filed)],
                "last_campaign": _filed(materials.last_campaign),
                "former_run": _former(materials.former),
                "edited_draft_of": _former(materials.base),
            },
        }

    @property
    def key(self) -> str:
        """Tells drafts apart that do not come of the same reports and wishes; written into the draft, unseen."""
        found = {name: self._found[name] for name in ("plan", "unit", "thresholds", "inputs", "absent")}
        return hashlib.sha256(_json({**found, "sources": self._sources}).encode()).hexdigest()[:KEY_LETTERS]

    @property
    def trace_head(self) -> dict[str, object]:
        inputs = [
            {"unit": one.unit, "name": one.name, "version": one.version, "sha256": one.sha256} for one in self._inputs
        ]
        return {"key": self.key, **{name: self._found[name] for name in ("plan", "unit")}, "inputs": inputs}

    def to_bytes(self, outputs: Mapping[str, str], *, unreadable: Mapping[str, str]) -> bytes:
        """`outputs` are the SHA-256 of the other files by their names; `unreadable` the inputs that did not go in, and why."""
        content = {"key": self.key, **self._found, "unreadable": unreadable, "outputs": dict(sorted(outputs.items()))}
        return f"{_json(content, indent=2)}\n".encode()


def _filed(reports: Sequence[FiledReport]) -> list[dict[str, object]]:
    return [asdict(one) for one in reports]


def _former(former: FormerRun | None) -> dict[str, object] | None:
    """By its draft and not by its number, which another installation counts otherwise."""
    return None if former is None else {"draft": former.draft, "trace": former.trace}


def _json(value: object, *, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent, default=_iso)


def _iso(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(value)
