"""Refusals of the API as RFC 9457 has them: a stable code for programs, a Vietnamese sentence for people."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from web.rendering import SENTENCES, USUAL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PREFIX = "/api/"
MEDIA_TYPE = "application/problem+json"
CODES = {
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    408: "too_slow",
    409: "refused_by_rule",
    413: "too_large",
    422: "invalid",
    429: "too_many",
    500: "failed",
    503: "busy",
}
MEANINGS = {
    401: "No token, or one that does not hold.",
    403: "The token has not the scope that this operation needs.",
    404: "Nothing of that name in this campaign.",
    409: "A rule refuses it; `detail` says why and what can be done.",
    413: "The body is too large.",
    422: "A parameter or the body is not what this operation takes.",
    503: "The database is busy; try again in a few seconds.",
}
NOT_FOUND = "Không có gì ở địa chỉ này trong đợt; hãy xem lại mã đơn vị, số và đường dẫn."
INVALID = "Yêu cầu không đúng dạng; hãy sửa các chỗ nêu ở errors."


class Fault(BaseModel):
    """One thing that is wrong with a call."""

    where: str = Field(description="Where: body.day, query.limit, path.number.")
    what: str = Field(description="What is wrong with it.")


class Problem(BaseModel):
    """Why a call was refused (RFC 9457, application/problem+json)."""

    type: str = Field("about:blank", description="Always about:blank; go by `code`.")
    title: str = Field(description="The name of the HTTP status, in English.")
    status: int = Field(description="The HTTP status again.")
    code: str = Field(description=f"Stable, for programs: {', '.join(CODES.values())}.")
    detail: str = Field(description="What is the matter and what to do, in Vietnamese, for people.")
    errors: list[Fault] = Field(default_factory=list, description="With `invalid`: each thing that is wrong.")


def problem(
    status: int, detail: str = "", *, errors: Sequence[Fault] = (), headers: Mapping[str, str] | None = None
) -> JSONResponse:
    usual = {404: NOT_FOUND, 422: INVALID}.get(status) or SENTENCES.get(status, USUAL)
    content = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        code=CODES.get(status, "failed"),
        detail=detail or usual,
        errors=list(errors),
    )
    return JSONResponse(
        content.model_dump(), status_code=status, media_type=MEDIA_TYPE, headers=dict(headers) if headers else None
    )


def faults(errors: Sequence[Any]) -> list[Fault]:
    """What the framework found, in its own words and without what was sent."""
    return [Fault(where=".".join(map(str, one["loc"])), what=str(one["msg"])) for one in errors]


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The documentation of what an operation may answer instead, besides what any of them may."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    known = sorted({401, 403, 404, 422, 503, *statuses})
    return {status: {"description": MEANINGS[status], "content": content} for status in known}


LOOKS = refusals()
ACTS = refusals(409)
TAKES_FILES = refusals(409, 413)
