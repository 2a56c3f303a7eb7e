"""Every operation of the API, and a call of it that is complete in its form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi.routing import APIRoute

from domain.access import GRANTS, Permission, Role
from web.api.routers import NOUNS
from web.permits import Needs

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx


BODIES: dict[str, dict[str, Any]] = {
    "hand_in": {"files": {"file": ("bao-cao.docx", b"x")}},
    "check_report": {"files": {"file": ("bao-cao.docx", b"x")}},
    "accept_report": {"json": {}},
    "return_report": {"json": {"new_day": "2022-07-25", "reason": "Thiếu mục II"}},
    "withdraw_report": {"json": {"reason": "Nhầm"}},
    "match_heading": {"json": {"position": 1, "section": "I"}},
    "extend_deadline": {"json": {"day": "2022-08-10", "approver": "Thường trực", "document_number": "9-CV/TU"}},
    "note_promise": {"json": {"day": "2022-07-25"}},
    "exempt_unit": {"json": {"reason": "Sáp nhập"}},
    "reinstate_unit": {"json": {"reason": "Lại phải nộp"}},
    "settle_message": {"json": {"arrived": True, "note": "Đã gọi"}},
    "enter_call": {"json": {"result": "reached"}},
    "settle_answer": {"json": {"note": "Đã gọi lại"}},
    "request_run": {"json": {"unit": "HU1"}},
    "acknowledge_escalation": {"json": {"note": "Đã xem"}},
    "approve_run": {"json": {"reason": "Đủ rồi"}},
}
QUERIES = {"trace_sentence": {"words": "đài truyền thanh"}}
THERE = {"unit": "X1", "number": "1", "name": "du-thao.docx"}
NOWHERE = {"unit": "X99", "number": "99999", "name": "khong-co.docx"}


@dataclass(frozen=True)
class Operation:
    name: str
    method: str
    path: str
    needs: frozenset[Permission]

    def call(self, client: httpx.Client, *, names: dict[str, str] = THERE, **query: str) -> httpx.Response:
        path = re.sub(r"\{(\w+)\}", lambda found: names[found[1]], self.path.removeprefix("/api/v1"))
        params = {**QUERIES.get(self.name, {}), **query}
        return client.request(self.method, path, params=params, **BODIES.get(self.name, {}))

    @property
    def role(self) -> Role:
        """Whose token can open it."""
        return next(role for role in (Role.BOARD, Role.OFFICE) if self.needs & GRANTS[role])

    @property
    def names_something(self) -> bool:
        return "{" in self.path


def operations() -> list[Operation]:
    return list(_operations())


def _operations() -> Iterator[Operation]:
    for router in NOUNS:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            (needs,) = (one.call for one in route.dependant.dependencies if isinstance(one.call, Needs))
            (method,) = sorted(route.methods or {"GET"})
            yield Operation(route.name, method, route.path, needs.any_of)
