"""What a channel can do. Rendering asks these, never the channel's name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.messages import Channel
from bot.text.segments import segments


@dataclass(frozen=True)
class Capabilities:
    """`buttons`: choices can be pressed. `count`: the billed parts of a text, where that is a thing."""

    buttons: bool
    count: Callable[[str], int] | None


_BY_CHANNEL = {
    Channel.WEB: Capabilities(buttons=True, count=None),
    Channel.SMS: Capabilities(buttons=False, count=segments),
}


def capabilities(channel: Channel) -> Capabilities:
    """The capabilities of that channel."""
    return _BY_CHANNEL[channel]
