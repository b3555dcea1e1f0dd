"""All settings of all processes. The only module that reads the environment.

Each can be set as `CANDOR_<NAME>` in the environment, in `.env`, or as a file of that name in
`/run/secrets`. docs/settings.md lists them; a test keeps that list true.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
"""The project folder: config.yml, domain.yml, knowledge/ and the others lie here."""

_SECRETS = Path("/run/secrets")
_RATE = r"^[1-9]\d* ?/ ?(second|minute|hour|day)$"


class Settings(BaseSettings):
    """One deployment. Defaults serve one machine in development."""

    model_config = SettingsConfigDict(
        env_prefix="CANDOR_",
        env_file=".env",
        extra="ignore",
        secrets_dir=_SECRETS if _SECRETS.is_dir() else None,
    )

    mode: Literal["development", "production"] = Field(
        "development", description="`development` opens the demo pages and does not limit loopback."
    )
    data_dir: Path = Field(ROOT / "var", description="Where SQLite files, logs and secrets lie.")
    database_url: str = Field(
        "", description="SQLAlchemy address of the database. Empty: SQLite in `data_dir`."
    )
    host: str = Field("127.0.0.1", description="Address that `web` listens on.")
    port: int = Field(8000, gt=0, lt=65536, description="Port that `web` listens on.")
    public_url: str = Field("", description="Address the world sees. Empty: http://host:port.")
    rasa_port: int = Field(5005, gt=0, lt=65536, description="Loopback port of the Rasa process.")
    actions_port: int = Field(
        5055, gt=0, lt=65536, description="Loopback port of the action server."
    )
    rasa_url: str = Field("", description="Where `web` finds Rasa. Empty: loopback, `rasa_port`.")
    web_url: str = Field("", description="Where actions find `web`. Empty: http://host:port.")
    model_dir: Path = Field(ROOT / "models", description="Where the trained assistant lies.")
    encoder: str = Field(
        "", description="Path of another sentence-transformers model. Empty: the packaged MiniLM."
    )
    turn_timeout: float = Field(
        8.0, gt=0, description="Seconds Rasa has for one turn before the fallback text goes out."
    )
    message_limit: int = Field(2000, gt=0, description="Longest message taken, in characters.")
    wait_limit: float = Field(
        20.0, ge=0, description="Longest `wait` of a posted message, seconds."
    )
    rate_messages: str = Field(
        "30/minute", pattern=_RATE, description="Messages one address may send, as `count/period`."
    )
    rate_conversations: str = Field(
        "20/minute",
        pattern=_RATE,
        description="Conversations one address may open, as `count/period`.",
    )
    internal_secret: SecretStr = Field(
        SecretStr(""), description="Shared by `web` and the action server. `serve` makes one."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least level that is logged."
    )

    @property
    def database(self) -> str:
        """The SQLAlchemy address in force."""
        return self.database_url or f"sqlite:///{self.data_dir / 'candor.db'}"

    @property
    def rasa(self) -> str:
        """Where Rasa answers, without a trailing slash."""
        return self.rasa_url.rstrip("/") or f"http://127.0.0.1:{self.rasa_port}"

    @property
    def web(self) -> str:
        """Where `web` answers inside the deployment, without a trailing slash."""
        return self.web_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def public(self) -> str:
        """Where the world finds `web`, without a trailing slash."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def is_development(self) -> bool:
        """Demo pages on, loopback unlimited."""
        return self.mode == "development"

    def environment(self) -> dict[str, str]:
        """The environment that hands exactly these settings to a child process."""
        values = {
            f"CANDOR_{name.upper()}": _plain(getattr(self, name))
            for name in type(self).model_fields
        }
        return {**os.environ, **values}


def _plain(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


@lru_cache(maxsize=1)
def load_settings() -> Settings:
    """The settings of this process. Raises SettingsError that names what is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [f"CANDOR_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors()]
        raise SettingsError("\n".join(lines)) from error
