"""All routers, each one noun. A new one is an import and a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web import calendar_feeds, health, hooks, taps
from web.api.routers import API
from web.pages import (
    account,
    admin,
    audit_log,
    channels,
    consolidation,
    consolidation_runs,
    contact_proposals,
    contacts,
    drafts,
    hand_ins,
    office,
    registering,
    report_checks,
    report_files,
    reports,
    review,
    sign_in,
    subordinates,
    subscriptions,
    today,
    tokens,
    transmittals,
    triage,
    unit_deeds,
    unit_files,
    unit_home,
    unit_links,
    unit_promises,
    units,
    users,
)

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
    admin.router,
    channels.router,
    contacts.router,
    audit_log.router,
    reports.router,
    registering.router,
    review.router,
    report_files.router,
    triage.router,
    plan.files,
    consolidation.router,
    consolidation_runs.router,
    drafts.router,
    transmittals.router,
    office.router,
    *API,
    tokens.router,
    subscriptions.router,
    today.router,
    units.router,
    unit_files.router,
    unit_deeds.router,
    unit_links.router,
    unit_links.own,
    unit_home.router,
    hand_ins.router,
    report_checks.router,
    unit_promises.router,
    contact_proposals.router,
    contact_proposals.own,
    subordinates.router,
)
