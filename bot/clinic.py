"""The deploying clinic's own facts (clinic.yml). What is not filled in is never guessed."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from bot import yamlfile
from bot.errors import KnowledgeError, SettingsError


class Clinic(BaseModel):
    """Who runs this assistant and how to reach them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    phone: str
    country: str = "US"

    def values(self) -> dict[str, str]:
        """What responses may name in braces."""
        return {"clinic_name": self.name, "clinic_phone": self.phone}


def load_clinic(path: Path) -> Clinic:
    """The profile at `path`. Raises SettingsError with file, line and field."""
    try:
        document = yamlfile.read(path)
        return Clinic.model_validate(document.data)
    except KnowledgeError as error:
        raise SettingsError(str(error)) from error
    except ValidationError as error:
        raise SettingsError("\n".join(document.problems(error))) from error
