"""From a draft to what the channel shows."""

from __future__ import annotations

from bot.channels.capabilities import capabilities
from bot.messages import Channel, Draft


def fit(draft: Draft, channel: Channel) -> Draft:
    """The draft as the channel can show it: without buttons, choices become numbered lines."""
    if capabilities(channel).buttons or not draft.choices:
        return draft
    lines = [f"{n} {choice.label}" for n, choice in enumerate(draft.choices, start=1)]
    return draft.model_copy(update={"text": "\n".join([draft.text, *lines])})


def billed(text: str, channel: Channel) -> int | None:
    """The billed segments of `text`, or none where a channel has no such thing."""
    count = capabilities(channel).count
    return count(text) if count else None
