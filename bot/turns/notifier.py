"""Wakes whoever waits for news of a conversation, inside one process.

It only saves waiting: everybody who waits also looks at the database now and then, so news from another
replica arrives too, a little later.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager


class Notifier:
    """Wake-ups by key. Only for use within one event loop."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = defaultdict(set)

    def notify(self, key: str) -> None:
        """Wakes all who wait for `key`."""
        for event in self._waiting.get(key, ()):
            event.set()

    @contextmanager
    def subscribe(self, key: str) -> Iterator[asyncio.Event]:
        """An event that is set at each notify of `key` while the block runs."""
        event = asyncio.Event()
        self._waiting[key].add(event)
        try:
            yield event
        finally:
            self._waiting[key].discard(event)
            if not self._waiting[key]:
                del self._waiting[key]


async def wait(event: asyncio.Event, seconds: float) -> bool:
    """Waits for the event, at most so long, and clears it. True when it was set.

    Not with asyncio.wait_for: on Python 3.10 that can swallow the caller's own cancellation.
    """
    waiting = asyncio.ensure_future(event.wait())
    try:
        await asyncio.wait({waiting}, timeout=seconds)
    finally:
        waiting.cancel()
    was_set = event.is_set()
    event.clear()
    return was_set
