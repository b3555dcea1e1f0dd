"""Health and metrics. Neither ever holds message text or who wrote it."""

from __future__ import annotations

import asyncio
import logging
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import CollectorRegistry, Gauge, generate_latest

from bot.storage import escalations, turns
from bot.storage.engine import Database, now
from bot.web.services import Services, services

log = logging.getLogger(__name__)
router = APIRouter(include_in_schema=False)
Own = Annotated[Services, Depends(services)]


@router.get("/health/live")
def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/health/ready")
async def ready(own: Own) -> Response:
    """503 without the database; "degraded" without Rasa, for urgent words still go out then."""
    database = await asyncio.to_thread(_answers, own.database)
    engine = await own.engine.ready()
    status = "unavailable" if not database else "ready" if engine else "degraded"
    body = {"status": status, "checks": {"database": database, "rasa": engine}}
    return JSONResponse(body, 200 if database else 503)


@router.get("/metrics")
def metrics(own: Own) -> Any:
    """Gauges for the promises: open escalations, waiting messages and the age of the oldest."""
    registry = CollectorRegistry()
    with own.database.read() as tx:
        open_ = [row for row in escalations.unclosed(tx) if row.state == "open"]
        oldest = turns.oldest_open(tx)
    _gauge(
        registry, "candor_escalations_unacknowledged", "Escalations nobody has taken", len(open_)
    )
    age = (now() - oldest).total_seconds() if oldest else 0.0
    _gauge(registry, "candor_oldest_turn_seconds", "Age of the oldest unanswered message", age)
    return PlainTextResponse(generate_latest(registry))


def _gauge(registry: CollectorRegistry, name: str, told: str, value: float) -> None:
    Gauge(name, told, registry=registry).set(value)


def _answers(database: Database) -> bool:
    try:
        database.ping()
    except Exception as error:  # noqa: BLE001 (any failure means the same here)
        log.error("the database does not answer: %s", type(error).__name__)
        return False
    return True
