"""prefect.yaml, for several machines, says the same as the runner of one machine."""

from __future__ import annotations

import asyncio
import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from prefect import Flow
from ruamel.yaml import YAML

from domain.calendar import MORNING
from flows import serving

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

FILE = Path(__file__).parents[2] / "prefect.yaml"


@pytest.fixture(scope="module")
def written() -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(FILE)
    return found


def flow_of(entry: dict[str, Any]) -> Flow[..., Any]:
    module, _, name = entry["entrypoint"].rpartition(".")
    found = getattr(importlib.import_module(module), name)
    assert isinstance(found, Flow)
    return found


def served() -> dict[str, RunnerDeployment]:
    return {str(one.flow_name): one for one in asyncio.run(serving.deployments([MORNING[0]]))}


def test_the_workers_have_the_flows_of_the_runner(written: dict[str, Any]) -> None:
    assert sorted(flow_of(one).name for one in written["deployments"]) == sorted(served())


def test_each_runs_when_and_as_often_at_once_as_under_the_runner(written: dict[str, Any]) -> None:
    for entry in written["deployments"]:
        alike = served()[flow_of(entry).name]
        limit = entry.get("concurrency_limit")
        here = [(one["slug"], one["cron"], one["timezone"]) for one in entry["schedules"]]
        there = [(one.slug, one.schedule.cron, one.schedule.timezone) for one in alike.schedules or ()]  # type: ignore[union-attr]  # all are cron lines
        assert (here, entry["description"], limit and limit["limit"]) == (
            there,
            alike.description,
            alike.concurrency_limit,
        )
        assert entry["entrypoint"] == alike.entrypoint


def test_the_two_share_no_name(written: dict[str, Any]) -> None:
    """A runner and a worker would take each other's runs."""
    assert {one["name"] for one in written["deployments"]} == {"workers"}
    assert serving.NAME != "workers"


def test_no_round_waits_behind_another_of_its_kind(written: dict[str, Any]) -> None:
    limits = [one.get("concurrency_limit") for one in written["deployments"]]
    strategy = serving.ONE_AT_A_TIME.collision_strategy.value

    assert limits == [*[{"limit": serving.ONE_AT_A_TIME.limit, "collision_strategy": strategy}] * 3, None]
