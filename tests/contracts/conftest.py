"""Houses: one of its own for a test that changes settings or breaks things, one shared by the rest."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import prepare_database
from bot.settings import Settings
from tests.contracts.house import House, Talk, running, served

OpenHouse = Callable[..., House]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[str, str]]:
    """A migrated database file with the first account, and that account's name and password."""
    folder = tmp_path_factory.mktemp("prepared")
    first = prepare_database(Settings(_env_file=None, data_dir=folder))
    assert first is not None
    return folder / "candor.db", first


@pytest.fixture
def new_settings(prepared: tuple[Path, tuple[str, str]], tmp_path: Path) -> Callable[..., Settings]:
    """Settings over a prepared database of the test's own."""
    shutil.copy(prepared[0], tmp_path / "candor.db")

    def build(**values: Any) -> Settings:
        given = {"internal_secret": "test-secret", **values}
        return Settings(_env_file=None, data_dir=tmp_path, **given)

    return build


@pytest.fixture
def open_house(
    prepared: tuple[Path, tuple[str, str]], new_settings: Callable[..., Settings]
) -> Iterator[OpenHouse]:
    """Opens the test's house; `client` is the address its requests come from."""
    with ExitStack() as stack:

        def build(client: str = "127.0.0.1", **values: Any) -> House:
            house = stack.enter_context(running(new_settings(**values), client))
            house.first_login = prepared[1]
            return house

        yield build


@pytest.fixture
def house(open_house: OpenHouse) -> House:
    """A house of this test's own."""
    return open_house()


@pytest.fixture
def live(new_settings: Callable[..., Settings]) -> Iterator[House]:
    """A house behind a real server."""
    with served(new_settings()) as house:
        yield house


@pytest.fixture(scope="session")
def shared(
    prepared: tuple[Path, tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """One house for all tests that keep to a conversation of their own."""
    folder = tmp_path_factory.mktemp("shared")
    shutil.copy(prepared[0], folder / "candor.db")
    with running(Settings(_env_file=None, data_dir=folder, internal_secret="test-secret")) as one:
        one.first_login = prepared[1]
        yield one


@pytest.fixture
def talk(shared: House) -> Talk:
    """A new conversation in the shared house."""
    return shared.open()
