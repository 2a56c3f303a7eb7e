"""Asking Zalo whether an account works: its token, its quota, and each of its templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from config.zalo import account_of, grant_tokens, templates_of
from domain.errors import RuleBroken
from notifications.zalo.error_codes import ACCOUNT_ERRORS, PHONE_ERRORS
from notifications.zalo.oa_client import Done, Failed, with_token
from notifications.zalo.template_check import faults_of
from notifications.zalo.tokens import NoToken

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.wiring import Workplace
    from notifications.channels.zalo_oa import ZaloOaChannel
    from notifications.zalo.error_codes import ErrorTable
    from notifications.zalo.oa_client import Answer
    from notifications.zalo.templates import Template
    from notifications.zalo.tokens import Token, TokenSource


@dataclass(frozen=True, slots=True)
class TemplateFaults:
    """What Zalo would refuse in the messages of this kind."""

    message: str
    template_id: str
    faults: list[str]


@dataclass(frozen=True, slots=True)
class Health:
    """What Zalo says of the account: `quota_left` of today, and the templates with what is wrong in them."""

    oa_id: str
    name: str
    is_verified: bool
    package: str
    quota_left: str
    templates: list[TemplateFaults]


def check_account(place: Workplace) -> Health:
    """Raises RuleBroken, with the way out, where Zalo does not answer as it should."""
    place.prepare()
    account, tokens = account_of(place), grant_tokens(place)
    try:
        about = _data(tokens, account.client.account, ACCOUNT_ERRORS)
        _check_whose(account.oa_id, str(about.get("oaid", "")))
        quota = _data(tokens, account.client.phone_quota, PHONE_ERRORS)
        checked = [
            TemplateFaults(message, template.template_id, _faults(account, tokens, template))
            for message, template in templates_of(place).items()
            if template.template_id
        ]
    finally:
        account.close()
    return Health(
        oa_id=account.oa_id,
        name=str(about.get("name", "")),
        is_verified=bool(about.get("is_verified")),
        package=str(about.get("package_name", "")),
        quota_left=str(quota.get("remainingQuota", "")),
        templates=checked,
    )


def _check_whose(ours: str, theirs: str) -> None:
    if theirs != ours:
        raise RuleBroken(
            f"Token đang giữ là của Official Account {theirs}, không phải {ours} như trong DONDOC_CHANNELS. "
            "Hãy sửa cấu hình hoặc nối lại: dondoc zalo grant"
        )


def _faults(account: ZaloOaChannel, tokens: TokenSource, template: Template) -> list[str]:
    answer = with_token(tokens, lambda token: account.client.template(template.template_id, token))
    if isinstance(answer, Done):
        return faults_of(template, answer.data)
    return [_sentence(answer, PHONE_ERRORS)]


def _data(tokens: TokenSource, call: Callable[[Token], Answer], errors: ErrorTable) -> dict[str, Any]:
    answer = with_token(tokens, call)
    if isinstance(answer, Done):
        return answer.data
    raise RuleBroken(_sentence(answer, errors))


def _sentence(answer: Answer | NoToken, errors: ErrorTable) -> str:
    """Why there are no data. An outcome that accepts is none: then there would be."""
    match answer:
        case NoToken(_, detail):
            return detail
        case Failed(outcome):
            return outcome.detail
        case Done():
            return ""
    meaning = errors.outcome(answer.code, answer.message)
    return f"{getattr(meaning, 'detail', '')} (mã {answer.code})"
