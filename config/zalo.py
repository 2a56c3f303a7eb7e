"""The Official Account of an installation: its channels, its tokens and its first grant."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from config import clock
from config.channel_urls import official_account_url
from config.zalo_templates import TEMPLATES, zalo_templates
from domain.errors import RuleBroken
from notifications.channels.zalo_oa import open_zalooa_channel
from notifications.messages import MESSAGE_NAMES
from notifications.zalo.oauth import Pair, read_pair
from notifications.zalo.templates import missing_templates
from services.zalo_grants import keep_grant
from services.zalo_tokens import GrantTokens

if TYPE_CHECKING:
    from config.wiring import Workplace
    from notifications.channels.zalo_oa import ZaloOaChannel
    from notifications.zalo.templates import Templates

NO_ACCOUNT = "Chưa cấu hình Official Account Zalo. Hãy đặt DONDOC_CHANNELS có zalooa://APP_ID:APP_SECRET@OA_ID."
NO_VERIFIER = "Chưa đặt DONDOC_ZALO_VERIFIER: đó là code verifier (43 ký tự) ứng với code challenge đã ghi trên trang quản trị Zalo."
NOT_A_PAIR = (
    "Tệp token không đọc được; cần JSON có access_token và refresh_token, đúng như Zalo trả về. "
    "Hãy lấy lại cặp token trên trang API Explorer của Zalo."
)


def account_of(place: Workplace) -> ZaloOaChannel:
    url = official_account_url(place.settings)
    if not url:
        raise RuleBroken(NO_ACCOUNT)
    return open_zalooa_channel(url)


def grant_tokens(place: Workplace) -> GrantTokens:
    """The tokens of the account, kept in the database and renewed in time."""
    account = account_of(place)
    return GrantTokens(
        account.oa_id,
        begin=place.begin,
        read=place.read,
        oauth=account.oauth_client(),
        cipher=place.cipher,
        owner=secrets.token_hex(8),
        clock=clock.now,
    )


def keep_zalo_connected(place: Workplace) -> None:
    """An account that sends nothing for weeks keeps its right as well; asked at every delivery run."""
    grant_tokens(place).current()


def templates_of(place: Workplace) -> Templates:
    given = place.settings.zalo_templates
    return zalo_templates(Path(given) if given else TEMPLATES)


def without_template(place: Workplace) -> dict[str, list[str]]:
    """By channel, the kinds of message that cannot go out over it."""
    templates = templates_of(place)
    return {
        "zbs": missing_templates(templates, MESSAGE_NAMES, may_reply=False),
        "zalooa": missing_templates(templates, MESSAGE_NAMES, may_reply=True),
    }


def take_code(place: Workplace, code: str) -> int:
    """Exchange the code of the consent link for the first pair. Returns the version of the pair."""
    account, verifier = account_of(place), place.settings.zalo_verifier.get_secret_value()
    if not verifier:
        raise RuleBroken(NO_VERIFIER)
    found = account.oauth_client().exchange(code.strip(), verifier=verifier)
    if not isinstance(found, Pair):
        raise RuleBroken(
            f"{found.detail} Mã cấp quyền chỉ dùng được một lần, trong 10 phút; hãy mở lại liên kết cấp quyền để lấy mã mới."
        )
    return _keep(place, found)


def take_tokens(place: Workplace, content: str) -> int:
    """Take a pair as Zalo's own page shows it. Returns the version of the pair."""
    try:
        found = json.loads(content)
    except ValueError:
        raise RuleBroken(NOT_A_PAIR) from None
    pair = read_pair(found) if isinstance(found, dict) else None
    if pair is None:
        raise RuleBroken(NOT_A_PAIR)
    return _keep(place, pair)


def _keep(place: Workplace, pair: Pair) -> int:
    account = account_of(place)
    place.prepare()
    with place.begin() as session:
        return keep_grant(
            session, account.oa_id, app_id=account.app_id_number, pair=pair, cipher=place.cipher, now=clock.now()
        )
