"""Templates of Zalo: what may be sent by each, as Zalo last told us. Computed from what was told, never stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from database.queries.hooks import hooks_about
from domain.hooks import HookSource, TemplateChanged
from notifications.zalo.webhooks import read_zalo

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

USABLE = "ENABLE"
ABOUT_TEMPLATES = f"{HookSource.ZALO}:change_template_status:"


def unusable_templates(session: Session) -> list[TemplateChanged]:
    """The templates whose last known status is another than usable, by their numbers."""
    last: dict[str, TemplateChanged] = {}
    for row in sorted(hooks_about(session, ABOUT_TEMPLATES), key=lambda row: row.received_at):
        for event in read_zalo(row.body).events:
            if isinstance(event, TemplateChanged):
                last[event.template] = event
    return [last[template] for template in sorted(last) if last[template].status.upper() not in ("", USABLE)]
