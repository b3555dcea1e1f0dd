"""What the web room needs from the rest of the house; bot.bootstrap puts it together."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from bot.clinic import Clinic
from bot.settings import Settings
from bot.storage.engine import Database
from bot.turns.engine import RasaEngine
from bot.turns.intake import Intake
from bot.turns.notifier import Notifier
from bot.turns.runner import Runner


@dataclass(frozen=True)
class Services:
    """One web process's parts."""

    settings: Settings
    clinic: Clinic
    database: Database
    intake: Intake
    runner: Runner
    engine: RasaEngine
    notifier: Notifier


async def services(request: Request) -> Services:
    """FastAPI dependency: the services of the running app. Async, so that it needs no thread."""
    return request.app.state.services
