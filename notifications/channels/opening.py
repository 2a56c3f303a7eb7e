"""The channels that are set up, by name. A name that nobody has set up is a channel where messages wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notifications.channels.unconfigured import UnconfiguredChannel

if TYPE_CHECKING:
    from notifications.channels.protocol import Channel

_Named = dict[str, "Channel"]


class OpenChannels(_Named):
    """What is asked for and not there is unconfigured: its messages wait, or take the person's next channel."""

    def __missing__(self, name: str) -> Channel:
        return UnconfiguredChannel(name)
