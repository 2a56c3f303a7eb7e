"""Every minute or so: take in what lies in the mailbox for reports, of whichever campaign it is."""

from __future__ import annotations

from datetime import datetime

from prefect import flow, tags

from config import clock
from tasks.intake import take_in_mail as take_in


@flow(name="take-in-mail", flow_run_name="{as_of}", validate_parameters=False)
async def take_in_mail(as_of: datetime | None = None) -> dict[str, int]:
    """Returns how many mails there were, by what became of them."""
    now = as_of or clock.now()
    with tags("mail", f"{now:%Y-%m-%d}"):
        return await take_in(now)
