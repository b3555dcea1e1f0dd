"""The rule files of `knowledge/safety`: their shape, and loading them with errors that help."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot import yamlfile
from bot.errors import KnowledgeError
from bot.safety.literals import compiled
from bot.safety.verdict import Tier

VOCABULARY = "vocabulary.yml"
_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
Example = str | Annotated[list[str], Field(min_length=2)]


class RulesError(KnowledgeError):
    """Rule files that may not be used. `problems`: one line each, file, rule id, field, fault."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Strict):
    """One kind of danger. It fires when any of `any` matches and no `unless` does in that clause.

    With `after`, one of those must also match an earlier turn or the rest of the message. An
    example is a message, or a list of turns of which the last is the current one.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)+$")
    reason: str = Field(min_length=10)
    lang: Literal["en", "es", "any"]
    any: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    positive: tuple[Example, ...] = Field(min_length=5)
    near_miss: tuple[Example, ...] = Field(min_length=5)


class RuleFile(_Strict):
    """The rules of one tier."""

    tier: Tier
    rules: tuple[Rule, ...] = Field(min_length=1)


class Vocabulary(_Strict):
    """Words that rules share as `{name}`, and idioms and denials that no rule may see."""

    words: dict[str, str]
    ignore: tuple[str, ...]


class RuleSet(_Strict):
    """All rules by tier, patterns written out in full, and the hash of the files they came from."""

    tiers: tuple[tuple[Tier, Rule], ...]
    ignore: tuple[str, ...]
    version: str


def load_rules(folder: Path) -> RuleSet:
    """The rules in `folder`. Raises RulesError that names file, rule id and field of each fault."""
    vocabulary = _parse(folder / VOCABULARY, Vocabulary)
    words = _spell_out(vocabulary.words)
    found: list[tuple[Tier, Rule]] = []
    problems: list[str] = _check(VOCABULARY, "-", "ignore", vocabulary.ignore, words)
    owner: dict[str, str] = {}
    paths = sorted(p for p in folder.glob("*.yml") if p.name != VOCABULARY)
    for path in paths:
        rule_file = _parse(path, RuleFile)
        for rule in rule_file.rules:
            if rule.id in owner:
                problems.append(f"{path.name}: {rule.id}: id: already used in {owner[rule.id]}")
            owner[rule.id] = path.name
            for field in ("any", "unless", "after"):
                problems += _check(path.name, rule.id, field, getattr(rule, field), words)
            if not problems:
                found.append((rule_file.tier, _written_out(rule, words)))
    if not owner:
        problems.append(f"{folder.name}: no rule file found")
    if problems:
        raise RulesError(problems)
    ignore = tuple(_fill(pattern, words) for pattern in vocabulary.ignore)
    return RuleSet(tiers=tuple(found), ignore=ignore, version=_hash(folder, paths))


def _parse(path: Path, shape: type[Any]) -> Any:
    try:
        data = yamlfile.read(path).data
    except KnowledgeError as error:
        raise RulesError(error.problems) from error
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        raise RulesError([_problem(path.name, data, e) for e in error.errors()]) from error


def _problem(name: str, data: Any, error: Any) -> str:
    steps: list[int | str] = list(error["loc"])
    rule_id = "-"
    if len(steps) >= 2 and steps[0] == "rules" and isinstance(steps[1], int):
        raw = data["rules"][steps[1]]
        rule_id = str(raw.get("id", f"rule {steps[1] + 1}")) if isinstance(raw, dict) else "-"
        steps = steps[2:]
    field = ".".join(str(step) for step in steps) or "file"
    return f"{name}: {rule_id}: {field}: {error['msg']}"


def _spell_out(words: dict[str, str]) -> dict[str, str]:
    """A word may use words defined above it."""
    full: dict[str, str] = {}
    for name, pattern in words.items():
        try:
            full[name] = f"(?:{_fill(pattern, full)})"
            re.compile(full[name])
        except (KeyError, re.error) as error:
            raise RulesError([f"{VOCABULARY}: -: words.{name}: {error}"]) from error
    return full


def _fill(pattern: str, words: dict[str, str]) -> str:
    return _PLACE.sub(lambda match: words[match.group(1)], pattern)


def _check(
    name: str, rule_id: str, field: str, patterns: tuple[str, ...], words: dict[str, str]
) -> list[str]:
    problems = []
    for pattern in patterns:
        try:
            compiled(_fill(pattern, words))
        except re.error as error:
            problems.append(f"{name}: {rule_id}: {field}: {pattern!r} does not compile: {error}")
        except KeyError as error:
            problems.append(f"{name}: {rule_id}: {field}: unknown word {error}")
    return problems


def _written_out(rule: Rule, words: dict[str, str]) -> Rule:
    full = {f: tuple(_fill(p, words) for p in getattr(rule, f)) for f in ("any", "unless", "after")}
    return rule.model_copy(update=full)


def _hash(folder: Path, paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in [folder / VOCABULARY, *paths]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
