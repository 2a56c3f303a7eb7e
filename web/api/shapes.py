"""What the shapes of the API have in common."""

from __future__ import annotations

from typing import Annotated, Generic, TypeVar

from fastapi import APIRouter, Path, Query
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field

MOST = 500
Item = TypeVar("Item")

# Identifiers fit into what the databases keep them in.
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
UnitCode = Annotated[str, Path(max_length=60, description="The code of the unit, as in the plan's files.")]
DutyId = Annotated[str, Query(max_length=60, description="Which duty, where the unit has several.")]
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="How many to pass over.")]
UnitFilter = Annotated[str, Query(max_length=60, description="Only what is about this unit, by its code.")]
Reason = Annotated[str, Field(max_length=2_000)]
Words = Annotated[str, Field(max_length=200)]


def noun(tag: str, path: str = "") -> APIRouter:
    """The router of one noun. Its operations are called by the names of their functions."""
    return APIRouter(prefix=f"/api/v1{path}", tags=[tag], generate_unique_id_function=_name)


def _name(route: APIRoute) -> str:
    return route.name


class Shape(BaseModel):
    """Read off the values of the domain by the names of their fields."""

    model_config = ConfigDict(from_attributes=True, extra="ignore")


class Asked(BaseModel):
    """The body of a call; a field that is not known is refused, since it would have no effect."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Listed(Shape, Generic[Item]):
    """One page of a list. `total` counts all that the filters leave."""

    total: int
    limit: int
    offset: int
    items: list[Item]
