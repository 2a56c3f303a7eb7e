"""The reference: the description for programs, and a page of it for engineers. It tells nothing secret, so it is open."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, JSONResponse

from web.api.schema import describe
from web.permits import OPEN
from web.rendering import page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SITE = "https://dondoc.tinh.example"
JSON, FORM = "application/json", "multipart/form-data"
METHODS = ("get", "post")


def reference(nouns: Sequence[APIRouter]) -> APIRouter:
    router = APIRouter(prefix="/api/v1", dependencies=[OPEN])

    @cache
    def described() -> dict[str, Any]:
        return describe(nouns)

    @router.get("/openapi.json")
    def openapi() -> JSONResponse:
        return JSONResponse(described())

    @router.get("/docs")
    def docs() -> HTMLResponse:
        return page(
            "api/reference.html",
            info=described()["info"],
            groups=groups_of(described()),
            shapes=shapes_of(described()),
        )

    return router


def groups_of(described: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The operations by noun, each as the page shows it."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, operations in described["paths"].items():
        for method in METHODS:
            if method in operations:
                found = operations[method]
                groups.setdefault(found["tags"][0], []).append(_operation(method, path, found))
    return groups


def shapes_of(described: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Each shape with its fields: name, type, whether it must be given, and what it means."""
    return {
        name: {
            "about": schema.get("description", ""),
            "values": schema.get("enum", []),
            "fields": list(_fields(schema)),
        }
        for name, schema in sorted(described["components"]["schemas"].items())
    }


def type_text(schema: dict[str, Any]) -> str:
    """A type in one line: `list of Unit`, `date or null`."""
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[1])
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(type_text(one) for one in schema["anyOf"]))
    if schema.get("type") == "array":
        return f"list of {type_text(schema.get('items', {}))}"
    if schema.get("contentMediaType") or schema.get("format") == "binary":
        return "file"
    return str(schema.get("format") or schema.get("type", "any"))


def _operation(method: str, path: str, found: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": found["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": found["summary"],
        "about": found.get("description", ""),
        "parameters": [_parameter(one) for one in found.get("parameters", ())],
        "takes": _content(found.get("requestBody", {})),
        "answers": [
            {"status": status, "about": one["description"], "shape": _content(one)}
            for status, one in found["responses"].items()
        ],
        "curl": _curl(method, path, found),
    }


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    schema = one.get("schema", {})
    return {
        "name": one["name"],
        "where": one["in"],
        "type": type_text(schema),
        "is_required": one.get("required", False),
        "default": schema.get("default", ""),
        "about": one.get("description", ""),
    }


def _content(holder: dict[str, Any]) -> str:
    return next((type_text(one.get("schema", {})) for one in holder.get("content", {}).values()), "")


def _fields(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name, field in schema.get("properties", {}).items():
        yield {
            "name": name,
            "type": type_text(field),
            "is_required": name in schema.get("required", ()),
            "about": field.get("description", ""),
        }


def _curl(method: str, path: str, found: dict[str, Any]) -> str:
    """A call as it is typed, to be filled in."""
    lines = [f"curl -H 'Authorization: Bearer dd_…' '{SITE}{path}'"]
    taken = found.get("requestBody", {}).get("content", {})
    if method == "post" and not taken:
        lines.append("-X POST")
    if any(media.startswith(FORM) for media in taken):
        lines.append("-F file=@bao-cao.docx")
    if JSON in taken:
        lines.append(f"-H 'Content-Type: {JSON}' -d '{json.dumps({'…': '…'}, ensure_ascii=False)}'")
    return " \\\n  ".join(lines)
