"""The description of the API (OpenAPI), made from its routes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fastapi.openapi.utils import get_openapi

from web.api.problems import Fault, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import APIRouter

VERSION = "1.0.0"
DESCRIPTION = """Đôn đốc's REST API: what the pages show and do, for other programs.

Bring a token (`Authorization: Bearer dd_…`) from the page `/account/tokens`. Moments are ISO 8601 with their offset, days
`2022-08-20`. Refusals are `application/problem+json` with a stable `code`; `detail` is a Vietnamese sentence for people.
Lists take `limit` and `offset` and tell the `total`. GETs of what changes in time take `as_of` and show the campaign as it was known then.
POSTs that create something take an `Idempotency-Key`: repeated with the same key they are done once."""
NAMES = {
    "Fate-Input": "MessageFate",
    "domain__signals__Fate": "MessageFate",
    "services__case_files__Fate": "VersionFate",
    "Body_check_report": "ReportFile",
    "Body_hand_in": "HandIn",
}
REF = "#/components/schemas/{model}"


def describe(routers: Sequence[APIRouter]) -> dict[str, Any]:
    routes = [route for router in routers for route in router.routes]
    described = get_openapi(title="Đôn đốc", version=VERSION, description=DESCRIPTION, routes=routes)
    schemas = described.setdefault("components", {}).setdefault("schemas", {})
    for model in (Problem, Fault):
        schema = model.model_json_schema(ref_template=REF)
        schema.pop("$defs", None)
        schemas[model.__name__] = schema
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    return _renamed(described)


def _renamed(described: dict[str, Any]) -> dict[str, Any]:
    """Two shapes of one name are told apart by the framework in words that nobody would choose."""
    text = json.dumps(described).replace('"Successful Response"', '"What was asked for."')
    for clumsy, name in NAMES.items():
        text = text.replace(f'"{clumsy}"', f'"{name}"').replace(f'/{clumsy}"', f'/{name}"')
    renamed: dict[str, Any] = json.loads(text)
    return renamed
