"""What a call of the API must bring: a token that allows what the route declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, HTTPException, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from config import clock
from database.queries.api_tokens import note_token_used
from domain.access import Permission, Role
from domain.errors import RuleBroken, UsageError
from services.api_tokens import find_token
from web.desks import Desk
from web.permits import Needs
from web.visitors import Visitor

if TYPE_CHECKING:
    from config.wiring import Workplace
    from domain.campaigns import Campaign

NO_TOKEN = "Thiếu mã truy cập; hãy gửi kèm tiêu đề Authorization: Bearer dd_…"  # noqa: S105 -- a sentence
BAD_TOKEN = "Mã truy cập không đúng, đã hết hạn hoặc đã bị thu hồi; hãy lập mã mới ở trang Tài khoản."  # noqa: S105 -- a sentence
TOO_SMALL = "Mã truy cập này không có quyền “{}”; hãy lập mã có quyền đó."

_SCHEME = HTTPBearer(
    scheme_name="token",
    bearerFormat="dd_<number>_<secret>",
    description="A token from the page /account/tokens. It allows its scopes, and never more than its user's role has.",
    auto_error=False,
)


def _bearer(credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_SCHEME)]) -> str:
    return credentials.credentials if credentials else ""


SentToken = Annotated[str, Depends(_bearer)]
PlanOf = Annotated[str, Query(max_length=100, description="Id of the campaign's plan. Default: the one opened last.")]
AsOf = Annotated[
    str,
    Query(
        max_length=40,
        pattern=r"^\d{4}-\d\d-\d\d(T\d\d:\d\d.*)?$",
        description="The day (its end) or the moment that is looked at, in ISO form. Default: now.",
    ),
]


class TokenNeeds(Needs):
    """The route is for tokens with any one of these scopes, and acts at this moment."""

    def __call__(self, request: Request, sent: SentToken, plan: PlanOf = "") -> Desk:  # noqa: ARG002 -- `desk` reads it off the address
        return self.desk(request, self._caller(request, sent))

    def _caller(self, request: Request, sent: str) -> Visitor:
        found = bearer_of(request.app.state.place, sent)
        if not self.any_of & found.permissions:
            raise HTTPException(403, detail=TOO_SMALL.format(min(self.any_of)))
        return found

    def _campaign(self, request: Request) -> Campaign | None:
        """A campaign that is not there is not found, like everything else that is named in an address."""
        try:
            return super()._campaign(request)
        except UsageError:
            raise
        except RuleBroken as refused:
            raise HTTPException(404, detail=str(refused)) from None


class TokenLooks(TokenNeeds):
    """The route looks at a moment, which may be an earlier one."""

    def __call__(self, request: Request, sent: SentToken, plan: PlanOf = "", as_of: AsOf = "") -> Desk:  # noqa: ARG002 -- the same
        return self.desk(request, self._caller(request, sent))


def bearer_of(place: Workplace, text: str) -> Visitor:
    """Whose token it is. Refuses with 401, which never says what was wrong with it."""
    if not text:
        raise HTTPException(401, detail=NO_TOKEN, headers={"WWW-Authenticate": "Bearer"})
    now = clock.now()  # the real one, as for those who sign in
    with place.read() as session:
        found = find_token(session, text, now=now)
    if found is None:
        raise HTTPException(401, detail=BAD_TOKEN, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
    if found.is_to_be_noted:
        with place.begin() as session:
            note_token_used(session, found.token_id, now=now)
    return Visitor(
        name=f"{found.user.display_name} (qua {found.name})",
        role=Role(found.user.role),
        body=found.user.body,
        user_id=found.user.id,
        session_id=0,
        permissions=found.scopes,
    )


ApiWatching = Annotated[Desk, Depends(TokenLooks(Permission.WATCH))]
ApiChecking = Annotated[Desk, Depends(TokenNeeds(Permission.WATCH))]
ApiReviewing = Annotated[Desk, Depends(TokenNeeds(Permission.REVIEW))]
ApiReminding = Annotated[Desk, Depends(TokenNeeds(Permission.REMIND))]
ApiConsolidating = Annotated[Desk, Depends(TokenNeeds(Permission.CONSOLIDATE))]
