"""All routers, each one noun. A new one is an import and a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web import calendar_feeds, health, hooks, taps
from web.pages import account, audit_log, sign_in, users

if TYPE_CHECKING:
    from fastapi import APIRouter

ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    hooks.router,
    taps.router,
    calendar_feeds.router,
    sign_in.router,
    account.router,
    users.router,
    audit_log.router,
)
