"""Reads knowledge/ into a Library, or says file, line and field of everything that is broken."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from bot import yamlfile
from bot.errors import KnowledgeError
from bot.knowledge.schema import (
    BoundaryLines,
    Claim,
    Fact,
    FrontMatter,
    Library,
    Snippet,
    Source,
    Topic,
)

_FACT = re.compile(r"^- \*\*(F\d+)\*\* \[(checked|verify)\] (.+?)(?: \((S\d+(?:, S\d+)*)\))?$")
_T = TypeVar("_T", bound=BaseModel)


def load_library(folder: Path) -> Library:
    """The content below `folder`. Raises KnowledgeError that lists every problem at once."""
    problems: list[str] = []
    topics = _collect(
        problems, lambda: _register(folder / "topics.yml", Topic, inside="topics"), {}
    )
    sources = _collect(problems, lambda: _register(folder / "sources.yml", Source), {})
    claims = _collect(problems, lambda: _register(folder / "claims.yml", Claim), {})
    facts = _collect(problems, lambda: _facts(folder / "facts.md"), {})
    lines = _collect(problems, lambda: _lines(folder / "boundaries.yml"), None)
    snippets: dict[str, Snippet] = {}
    for path in snippet_files(folder):
        loaded = _collect(problems, partial(_read_snippet, path, folder), None)
        if loaded is None:
            continue
        document, snippet = loaded
        if snippet.id in snippets:
            other = snippets[snippet.id].file
            problems.append(document.problem(("id",), f"the id is taken by {other}"))
        snippets[snippet.id] = snippet
        known = {"topics": topics, "sources": sources, "facts": facts, "claims": claims}
        problems += _references(document, snippet, known)
    if problems:
        raise KnowledgeError(problems)
    return Library(snippets, topics, sources, facts, claims, lines)


def snippet_files(folder: Path) -> list[Path]:
    """Every snippet file below `folder`, in a fixed order."""
    return sorted(folder.glob("*/*.md"))


def read_snippet(path: Path, folder: Path) -> Snippet:
    """The snippet in one file, unchecked against the registers. Raises KnowledgeError."""
    return _read_snippet(path, folder)[1]


def _collect(problems: list[str], read: Callable[[], Any], otherwise: Any) -> Any:
    try:
        return read()
    except KnowledgeError as error:
        problems += error.problems
        return otherwise


def _register(path: Path, model: type[_T], inside: str = "") -> dict[str, _T]:
    document = yamlfile.read(path)
    rows = document.data.get(inside) if inside else document.data
    try:
        return TypeAdapter(dict[str, model]).validate_python(rows)  # type: ignore[valid-type]
    except ValidationError as error:
        raise KnowledgeError(document.problems(error, (inside,) if inside else ())) from error


def _lines(path: Path) -> BoundaryLines:
    document = yamlfile.read(path)
    try:
        return BoundaryLines.model_validate(document.data)
    except ValidationError as error:
        raise KnowledgeError(document.problems(error)) from error


def _facts(path: Path) -> dict[str, Fact]:
    facts = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if found := _FACT.match(line):
            id_, mark, text, sources = found.groups()
            cited = tuple(sources.split(", ")) if sources else ()
            facts[id_] = Fact(id_, mark == "checked", text, cited)
    return facts


def _read_snippet(path: Path, folder: Path) -> tuple[yamlfile.Document, Snippet]:
    name = f"{folder.name}/{path.relative_to(folder)}"
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise KnowledgeError([f"{name}: the file is not UTF-8 text"]) from error
    parts = re.split(r"^---\s*$", text, maxsplit=2, flags=re.MULTILINE)
    if len(parts) != 3 or parts[0].strip():
        raise KnowledgeError(
            [f"{name}:1: a snippet begins with front matter between two --- lines"]
        )
    document = yamlfile.Document(parts[1], name, first_line=1)
    if not isinstance(document.data, dict):
        raise KnowledgeError([f"{name}:2: the front matter holds no fields"])
    body = parts[2].strip()
    try:
        FrontMatter.model_validate(document.data)
        snippet = Snippet.model_validate(
            {
                **document.data,
                "body": body,
                "revision": _revision(document.data, body),
                "file": name,
            }
        )
    except ValidationError as error:
        raise KnowledgeError(document.problems(error)) from error
    if snippet.id != path.stem:
        raise KnowledgeError([document.problem(("id",), f"differs from the file name {path.name}")])
    return document, snippet


def _revision(head: dict[str, Any], body: str) -> str:
    """Covers all a reader can see; phrasings and sign-off may change without a new revision."""
    seen = {k: head.get(k) for k in ("title", "sms", "boundary", "crisis_line", "sources")}
    seen["reviewed_on"] = (head.get("review") or {}).get("reviewed_on")
    canonical = json.dumps([seen, body], sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]


def _references(
    document: yamlfile.Document, snippet: Snippet, known: dict[str, dict[str, Any]]
) -> list[str]:
    return [
        document.problem((field, index), f"unknown {field[:-1]} {entry}")
        for field, register in known.items()
        for index, entry in enumerate(getattr(snippet, field))
        if entry not in register
    ]
