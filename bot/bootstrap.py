"""Wires the real things together. The only module that knows them all."""

from __future__ import annotations

import uvicorn
from fastapi import FastAPI

from bot.clinic import load_clinic
from bot.escalation.accounts import first_account
from bot.responses import load_responses
from bot.safety.hotlines import load_hotlines
from bot.safety.rules import load_rules
from bot.safety.screen import Screen
from bot.safety.words import SafetyWords
from bot.settings import ROOT, Settings
from bot.storage.engine import Database
from bot.storage.migrate import upgrade
from bot.turns.engine import RasaEngine
from bot.turns.intake import Intake
from bot.turns.notifier import Notifier
from bot.turns.runner import Engine, Runner
from bot.web.app import create_app
from bot.web.services import Services


def build_services(settings: Settings, engine: Engine | None = None) -> Services:
    """The parts of one web process. `engine` stands in for Rasa where a test brings its own."""
    clinic = load_clinic(ROOT / "clinic.yml")
    responses = load_responses(ROOT / "domain.yml", clinic.values())
    hotlines = load_hotlines(ROOT / "knowledge" / "hotlines.yml")
    words = SafetyWords(responses, hotlines, clinic.country)
    screen = Screen(load_rules(ROOT / "knowledge" / "safety"))
    database = Database(settings.database)
    notifier = Notifier()
    rasa = RasaEngine(settings.rasa, settings.turn_timeout)
    runner = Runner(database, engine or rasa, responses, words, notifier, settings.turn_timeout)
    intake = Intake(database, screen, words, responses)
    return Services(settings, clinic, database, intake, runner, rasa, notifier)


def build_app(settings: Settings) -> FastAPI:
    """The web application of one process."""
    return create_app(build_services(settings))


def run_web(settings: Settings) -> None:
    """Serves until SIGTERM. Request lines are not logged: they say who talks when."""
    uvicorn.run(
        build_app(settings),
        host=settings.host,
        port=settings.port,
        log_level=settings.log_level,
        access_log=False,
        ws="none",  # no websockets here, and Rasa holds that library at an old version
        timeout_graceful_shutdown=5,
    )


def prepare_database(settings: Settings) -> tuple[str, str] | None:
    """Migrates, and makes the first staff account: its name and one-time password if it is new."""
    database = Database(settings.database)
    try:
        upgrade(database)
        return first_account(database)
    finally:
        database.close()
