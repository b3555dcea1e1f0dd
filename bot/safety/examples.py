"""Invented messages with their tiers, in knowledge/safety/examples: what the semantic layer learns from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot import yamlfile
from bot.errors import KnowledgeError
from bot.safety.verdict import Tier


@dataclass(frozen=True)
class Example:
    """One message. `label` is its tier and category, as `crisis:burden`."""

    text: str
    label: str


class _ExampleFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    tier: Tier
    category: str = Field(pattern=r"^[a-z][a-z_-]+$")
    examples: list[str] = Field(min_length=1)
    spanish: list[str] = Field(default_factory=list)


def load_examples(folder: Path) -> list[Example]:
    """All examples below `folder`. Raises KnowledgeError with file, line and field."""
    found: list[Example] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.yml")):
        document = yamlfile.read(path)
        try:
            some = _ExampleFile.model_validate(document.data)
        except ValidationError as error:
            problems += document.problems(error)
            continue
        label = label_of(some.tier, some.category)
        found += [Example(text, label) for text in (*some.examples, *some.spanish)]
    if problems:
        raise KnowledgeError(problems)
    return found


def label_of(tier: Tier, category: str) -> str:
    """Tier and category as one word."""
    return f"{tier.value}:{category}"
