"""Shared fixtures: both real databases, and settings that touch nothing outside a test's folder."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.settings import Settings
from bot.storage.engine import Database
from bot.storage.migrate import upgrade
from bot.training import is_fresh, model_path, train
from tests.served import Served, serving

os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a data folder of their own, blind to the environment and to `.env`."""
    return Settings(_env_file=None, data_dir=tmp_path / "var", internal_secret="test-secret")


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a real PostgreSQL: CANDOR_TEST_POSTGRES, or one that PyPI's pgserver runs."""
    if address := os.environ.get("CANDOR_TEST_POSTGRES"):
        yield address
        return
    import pgserver

    server = pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """Address of an empty database of this test's own."""
    name = f"candor_{uuid.uuid4().hex[:12]}"
    admin = create_engine(postgres_server, isolation_level="AUTOCOMMIT", future=True)
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield str(admin.url.set(database=name).render_as_string(hide_password=False))
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without tables, on each engine."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'test.db'}")
    else:
        database = Database(request.getfixturevalue("postgres_url"))
    yield database
    database.close()


@pytest.fixture
def database(empty_database: Database) -> Database:
    """A migrated database, on each engine."""
    upgrade(empty_database)
    return empty_database


@pytest.fixture(scope="session")
def model() -> Path:
    """The trained assistant, trained now if it is missing or stale."""
    settings = Settings(_env_file=None)
    if not is_fresh(settings):
        train(settings, say=lambda _: None)
    return model_path(settings)


@pytest.fixture(scope="session")
def served(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The whole assistant, running."""
    with serving(tmp_path_factory.mktemp("served")) as running:
        yield running
