"""The routers of the API, each one noun, and what describes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.api import (
    answers,
    calendars,
    calls,
    campaigns,
    escalations,
    exemptions,
    extensions,
    messages,
    promises,
    proof,
    reference,
    reviews,
    runs,
    submissions,
    units,
)

if TYPE_CHECKING:
    from fastapi import APIRouter

NOUNS: tuple[APIRouter, ...] = (
    campaigns.router,
    units.router,
    submissions.router,
    reviews.router,
    extensions.router,
    promises.router,
    exemptions.router,
    messages.router,
    calls.router,
    answers.router,
    runs.router,
    escalations.router,
    proof.router,
    calendars.router,
)
API: tuple[APIRouter, ...] = (*NOUNS, reference.reference(NOUNS))
