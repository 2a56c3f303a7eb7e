"""Every route of the application with what it declares about who may call it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi.routing import APIRoute

from web.permits import OPEN, Needs
from web.routers import ROUTERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi.dependencies.models import Dependant

    from domain.access import Permission


@dataclass(frozen=True)
class Route:
    """`any_of` are the permissions of which one is enough; None for what is open to all."""

    method: str
    path: str
    any_of: frozenset[Permission] | None
    is_declared: bool
    is_for_programs: bool

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def routes() -> list[Route]:
    return [_route(one, method) for one in _all() for method in sorted((one.methods or set()) - {"HEAD"})]


def _all() -> Iterator[APIRoute]:
    for router in ROUTERS:
        for one in router.routes:
            assert isinstance(one, APIRoute), f"{one} declares nothing"
            yield one


def _route(one: APIRoute, method: str) -> Route:
    calls = [dependency.call for dependency in dependencies_of(one.dependant)]
    needs = [call for call in calls if isinstance(call, Needs)]
    return Route(
        method,
        one.path,
        needs[0].any_of if needs else None,
        is_declared=len(needs) == 1 or (not needs and OPEN.dependency in calls),
        is_for_programs=one.path.startswith("/api/"),
    )


def dependencies_of(dependant: Dependant) -> Iterator[Dependant]:
    for one in dependant.dependencies:
        yield one
        yield from dependencies_of(one)
