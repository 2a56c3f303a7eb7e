"""For plain Apprise: `apprise --plugin-path notifications/apprise_plugins -b "…" zalobot://…`.

Apprise imports this file and so learns the schemas below. The program itself never does: it opens its channels one by one.
"""

from __future__ import annotations

from notifications.channels import esms, zalo_bot, zalo_oa, zalo_template

for channel in (zalo_bot, zalo_template, zalo_oa, esms):
    channel.register()
