from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.errors import SettingsError
from bot.settings import Settings, load_settings

SECRET = "hush-hush"


@pytest.fixture(autouse=True)
def forget(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No settings but a test's own, in the environment or in `.env`; none kept afterwards."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"CANDOR_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    load_settings.cache_clear()
    yield
    load_settings.cache_clear()


def test_defaults_serve_one_machine_in_development() -> None:
    settings = load_settings()
    assert settings.is_development
    assert settings.host == "127.0.0.1"
    assert settings.database == f"sqlite:///{settings.data_dir / 'candor.db'}"
    assert (settings.rasa, settings.web, settings.public) == (
        "http://127.0.0.1:5005",
        "http://127.0.0.1:8000",
        "http://127.0.0.1:8000",
    )


@pytest.mark.parametrize(
    ("name", "value", "read", "seen"),
    [
        ("DATABASE_URL", "postgresql://db/x", "database", "postgresql://db/x"),
        ("RASA_URL", "http://rasa:5005/", "rasa", "http://rasa:5005"),
        ("WEB_URL", "http://web:80/", "web", "http://web:80"),
        ("PUBLIC_URL", "https://example.org/", "public", "https://example.org"),
        ("RASA_PORT", "6006", "rasa", "http://127.0.0.1:6006"),
        ("PORT", "9000", "public", "http://127.0.0.1:9000"),
        ("MODE", "production", "is_development", False),
    ],
)
def test_the_environment_decides(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, read: str, seen: object
) -> None:
    monkeypatch.setenv(f"CANDOR_{name}", value)
    assert getattr(load_settings(), read) == seen


def test_a_file_named_env_counts_less_than_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path(".env").write_text("CANDOR_PORT=9000\nCANDOR_RASA_PORT=9001\n", encoding="utf-8")
    monkeypatch.setenv("CANDOR_PORT", "9002")
    settings = load_settings()
    assert (settings.port, settings.rasa_port) == (9002, 9001)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MODE", "test"),
        ("PORT", "http"),
        ("TURN_TIMEOUT", "0"),
        ("TURN_TIMEOUT", "-1"),
        ("MESSAGE_LIMIT", "0"),
        ("WAIT_LIMIT", "-1"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_by_its_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"CANDOR_{name}", value)
    with pytest.raises(SettingsError, match=f"CANDOR_{name}: "):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "70000"),
        ("RATE_MESSAGES", "many"),
        ("RATE_CONVERSATIONS", "30"),
    ],
)
def test_a_setting_that_would_fail_later_is_refused_at_once(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"CANDOR_{name}", value)
    with pytest.raises(SettingsError, match=f"CANDOR_{name}: "):
        load_settings()


def test_every_wrong_setting_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANDOR_PORT", "http")
    monkeypatch.setenv("CANDOR_MODE", "test")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert {line.split(":")[0] for line in str(refused.value).splitlines()} == {
        "CANDOR_PORT",
        "CANDOR_MODE",
    }


def test_a_child_process_gets_exactly_these_settings(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    for name, value in settings.environment().items():
        monkeypatch.setenv(name, value)
    assert load_settings() == settings


def test_a_secret_is_not_shown() -> None:
    settings = Settings(_env_file=None, internal_secret=SECRET)
    assert SECRET not in f"{settings!r} {settings}"
    assert settings.environment()["CANDOR_INTERNAL_SECRET"] == SECRET


def test_a_refused_secret_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANDOR_INTERNAL_SECRET", SECRET)
    monkeypatch.setenv("CANDOR_PORT", "http")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert SECRET not in str(refused.value)


def test_tests_settings_touch_nothing_outside_their_folder(
    settings: Settings, tmp_path: Path
) -> None:
    assert settings.data_dir.is_relative_to(tmp_path)
    assert str(tmp_path) in settings.database


def test_unknown_arguments_do_no_harm() -> None:
    assert Settings(_env_file=None, unknown=1) == Settings(_env_file=None)
    with pytest.raises(ValidationError):
        Settings(_env_file=None, port="http")
