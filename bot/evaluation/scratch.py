"""A whole assistant with an empty database, for as long as something is asked of it."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bot.errors import CandorError
from bot.settings import Settings
from bot.supervisor import Supervisor, free_ports

_Found = TypeVar("_Found")


def with_assistant(
    settings: Settings, prepare: Callable[[Settings], object], ask: Callable[[Settings], _Found]
) -> _Found:
    """What `ask` finds when it is given the settings of a running assistant of its own.

    `prepare` makes a database ready for use. Raises CandorError when the assistant does not start.
    """
    with tempfile.TemporaryDirectory(prefix="candor-scratch-") as folder:
        own = settings.model_copy(
            update={
                **free_ports(),
                "mode": "development",
                "data_dir": Path(folder),
                "database_url": "",
            }
        )
        prepare(own)
        return asyncio.run(_asked(own, ask))


async def _asked(settings: Settings, ask: Callable[[Settings], _Found]) -> _Found:
    found: list[_Found] = []
    supervisor = Supervisor(settings, say=lambda _: None)

    async def run() -> None:
        found.append(await asyncio.to_thread(ask, settings))

    if await supervisor.run(run) != 0 or not found:
        raise CandorError("the assistant did not start")
    return found[0]
