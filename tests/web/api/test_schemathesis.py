"""Schemathesis calls every operation with whatever its description allows, and with what it does not."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig

from config.wiring import workplace
from domain.access import Role
from tests.services.test_handing_in import REPORT
from tests.web.api.conftest import BASE, program, token_of
from tests.web.calls import SETTINGS, serving
from web.api.routers import NOUNS
from web.api.schema import describe
from web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.xdist_group("api"), pytest.mark.filterwarnings("ignore::ResourceWarning")]
EXAMPLES = 3  # of each operation; a fault of form shows within a few
CONFIG = SchemathesisConfig.from_dict(
    {
        "phases": {"coverage": {"enabled": False}},
        # No schema can say that a section must be one of the plan's, or that a day must lie within the campaign.
        "checks": {"positive_data_acceptance": {"enabled": False}},
    }
)
LONGEST = 60  # letters of a unit's code


def _described() -> dict[str, Any]:
    """Without the need for a token: each call is given one, or none, by the test itself."""
    described = json.loads(json.dumps(describe(NOUNS)))
    for operations in described["paths"].values():
        for operation in operations.values():
            assert operation.pop("security") == [{"token": []}]
    return dict(described)


SCHEMA = schemathesis.openapi.from_dict(_described(), config=CONFIG)
BOUNDED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,  # a test that fails by chance helps nobody; raise EXAMPLES to hunt
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


@SCHEMA.hook
def map_path_parameters(_: object, path_parameters: dict[str, Any] | None) -> dict[str, Any] | None:
    """Mostly of what is there, or nothing but 404 would ever be answered."""
    if path_parameters is None:
        return None
    if 0 < len(str(path_parameters.get("unit", ""))) <= LONGEST:
        path_parameters["unit"] = ("X1", "X2", "HU1", path_parameters["unit"])[len(str(path_parameters["unit"])) % 4]
    number = path_parameters.get("number")
    if isinstance(number, int) and 1 <= number < 2**31:
        path_parameters["number"] = path_parameters["number"] % 4 + 1
    return path_parameters


@SCHEMA.hook
def map_query(_: object, query: dict[str, Any] | None) -> dict[str, Any] | None:
    """The same."""
    made_up = {name for name in ("plan", "duty") if len(str((query or {}).get(name, ""))) <= LONGEST}
    return {name: value for name, value in (query or {}).items() if name not in made_up} or None


@pytest.fixture(scope="module")
def served(opened_small: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[Role, str]]]:
    """The address of the small campaign, with a report in it, and tokens of full scope."""
    folder = tmp_path_factory.mktemp("api") / "du-lieu"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DONDOC_DATA", str(shutil.copytree(opened_small, folder)))
        for name, value in {**SETTINGS, "DONDOC_CLOCK": "2022-07-20T10:00"}.items():
            patch.setenv(name, value)
        place = workplace()
    tokens = {role: token_of(place, role=role) for role in (Role.BOARD, Role.OFFICE)}
    with serving(create_app(place)) as url:
        with program(url, tokens[Role.BOARD]) as client:
            client.post("/units/X1/submissions", files={"file": ("a.docx", REPORT)}).raise_for_status()
            client.post("/runs", json={"unit": "HU1"}).raise_for_status()
        yield url, tokens
    place.engine.dispose()


@SCHEMA.parametrize()
@BOUNDED
def test_no_call_fails_and_every_answer_is_as_described(
    case: schemathesis.Case[Any], served: tuple[str, dict[Role, str]]
) -> None:
    url, tokens = served
    token = tokens[Role.OFFICE if "escalations" in case.path else Role.BOARD]

    case.call_and_validate(base_url=url, headers={"Authorization": f"Bearer {token}"})


@SCHEMA.parametrize()
@settings(BOUNDED, max_examples=1)
def test_no_call_without_a_token_is_answered(case: schemathesis.Case[Any], served: tuple[str, dict[Role, str]]) -> None:
    assert case.call(base_url=served[0]).status_code == 401


def test_description_stands_where_it_is_looked_for(served: tuple[str, dict[Role, str]]) -> None:
    with program(served[0], "") as client:
        assert client.get("/openapi.json").json()["paths"].keys() == SCHEMA.raw_schema["paths"].keys()
    assert all(path.startswith(BASE) for path in SCHEMA.raw_schema["paths"])
