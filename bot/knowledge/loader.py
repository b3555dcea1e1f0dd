"""Reads knowledge/ into a Library, or says file, line and field of everything that is broken."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from bot import yamlfile
from bot.errors import KnowledgeError
from bot.knowledge.render import citations, sms_text, web_text
from bot.knowledge.schema import (
    Ambiguous,
    BoundaryLines,
    Claim,
    DeclineKind,
    Fact,
    FollowUp,
    FrontMatter,
    Library,
    Snippet,
    Source,
    Topic,
)

_FACT = re.compile(r"^- \*\*(F\d+)\*\* \[(checked|verify)\] (.+?)(?: \((S\d+(?:, S\d+)*)\))?$")
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_T = TypeVar("_T", bound=BaseModel)


def load_library(folder: Path) -> Library:
    """The content below `folder`. Raises KnowledgeError that lists every problem at once."""
    problems: list[str] = []
    topics = _collect(problems, partial(_register, folder / "topics.yml", Topic, "topics"), {})
    sources = _collect(problems, partial(_register, folder / "sources.yml", Source), {})
    claims = _collect(problems, partial(_register, folder / "claims.yml", Claim), {})
    facts = _collect(problems, partial(_facts, folder / "facts.md"), {})
    lines = _collect(problems, partial(_lines, folder / "boundaries.yml"), None)
    snippets: dict[str, Snippet] = {}
    declines: dict[str, DeclineKind] = {}
    library = Library(snippets, topics, sources, facts, claims, lines, declines)
    if not problems:
        problems += _register_references(library)
    for path in snippet_files(folder):
        loaded = _collect(problems, partial(_read_snippet, path, folder), None)
        if loaded is None:
            continue
        document, snippet = loaded
        if snippet.id in snippets:
            other = snippets[snippet.id].file
            problems.append(document.problem(("id",), f"the id is taken by {other}"))
        snippets[snippet.id] = snippet
        problems += _references(document, snippet, library)
    for path in sorted(folder.glob("declines/*.yml")):
        if kind := _collect(problems, partial(_read_decline, path, folder, library), None):
            declines[kind.id] = kind
    for name, into in (("followups.yml", _followups), ("ambiguous.yml", _ambiguous)):
        if (folder / name).is_file():
            _collect(problems, partial(into, folder / name, library), None)
    if problems:
        raise KnowledgeError(problems)
    for id_, snippet in snippets.items():
        snippets[id_] = snippet.model_copy(update={"revision": _revision(snippet, library)})
    return library


def snippet_files(folder: Path) -> list[Path]:
    """Every snippet file below `folder`, in a fixed order."""
    return sorted(folder.glob("*/*.md"))


def _collect(problems: list[str], read: Callable[[], Any], otherwise: Any) -> Any:
    try:
        return read()
    except KnowledgeError as error:
        problems += error.problems
        return otherwise


def _register(path: Path, model: type[_T], inside: str = "") -> dict[str, _T]:
    document = yamlfile.read(path)
    rows = document.data
    if inside:
        rows = rows.get(inside) if isinstance(rows, dict) else None
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
    for line in yamlfile.read_text(path, path.name).splitlines():
        if found := _FACT.match(line):
            id_, mark, text, sources = found.groups()
            cited = tuple(sources.split(", ")) if sources else ()
            facts[id_] = Fact(id_, mark == "checked", text, cited)
    return facts


def _read_snippet(path: Path, folder: Path) -> tuple[yamlfile.Document, Snippet]:
    name = f"{folder.name}/{path.relative_to(folder)}"
    text = yamlfile.read_text(path, name)
    fences = list(_FENCE.finditer(text))[:2]
    if len(fences) < 2 or text[: fences[0].start()].strip():
        raise KnowledgeError(
            [f"{name}:1: a snippet begins with front matter between two --- lines"]
        )
    head, body = text[fences[0].end() : fences[1].start()], text[fences[1].end() :].strip()
    document = yamlfile.Document(head, name, first_line=text[: fences[0].end()].count("\n") + 1)
    if not isinstance(document.data, dict):
        raise KnowledgeError([f"{name}:2: the front matter holds no fields"])
    try:
        FrontMatter.model_validate(document.data)
        data = {**document.data, "body": body, "revision": "", "file": name}
        snippet = Snippet.model_validate(data)
    except ValidationError as error:
        raise KnowledgeError(document.problems(error)) from error
    if snippet.id != path.stem:
        raise KnowledgeError([document.problem(("id",), f"differs from the file name {path.name}")])
    return document, snippet


def _read_decline(path: Path, folder: Path, library: Library) -> DeclineKind:
    document = yamlfile.read(path, f"{folder.name}/{path.relative_to(folder)}")
    try:
        kind = DeclineKind.model_validate(document.data)
    except ValidationError as error:
        raise KnowledgeError(document.problems(error)) from error
    if kind.id != path.stem:
        raise KnowledgeError([document.problem(("id",), f"differs from the file name {path.name}")])
    if kind.id in library.snippets:
        other = library.snippets[kind.id].file
        raise KnowledgeError([document.problem(("id",), f"the id is taken by {other}")])
    if unknown := [t for t in kind.offers if t not in library.topics]:
        raise KnowledgeError([document.problem(("offers",), f"unknown topic {unknown[0]}")])
    return kind.model_copy(update={"file": document.name})


def _followups(path: Path, library: Library) -> None:
    rows = _validated(path, dict[str, list[FollowUp]])
    named = [(after, row.target) for after, asks in rows.items() for row in asks]
    _known_targets(path, {target for pair in named for target in pair}, library)
    library.followups.update(rows)


def _ambiguous(path: Path, library: Library) -> None:
    rows = _validated(path, list[Ambiguous])
    _known_targets(path, {target for row in rows for target in row.targets}, library)
    library.ambiguous.extend(rows)


def _validated(path: Path, kind: Any) -> Any:
    document = yamlfile.read(path)
    try:
        return TypeAdapter(kind).validate_python(document.data)
    except ValidationError as error:
        raise KnowledgeError(document.problems(error)) from error


def _known_targets(path: Path, named: set[str], library: Library) -> None:
    unknown = sorted(named - library.snippets.keys() - library.declines.keys())
    if unknown:
        raise KnowledgeError(
            [f"{path.name}: unknown snippet or kind of decline {u}" for u in unknown]
        )


def _revision(snippet: Snippet, library: Library) -> str:
    """Covers all a reader can see; phrasings and sign-off may change without a new revision."""
    seen = [
        snippet.title,
        web_text(snippet, library),
        sms_text(snippet, library),
        [citation.model_dump() for citation in citations(snippet, library)],
        snippet.review.reviewed_on.isoformat(),
    ]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:12]


def _references(document: yamlfile.Document, snippet: Snippet, library: Library) -> list[str]:
    return [
        document.problem((field, index), f"unknown {field[:-1]} {entry}")
        for field in ("topics", "sources", "facts", "claims")
        for index, entry in enumerate(getattr(snippet, field))
        if entry not in getattr(library, field)
    ]


def _register_references(library: Library) -> Iterator[str]:
    """What the registers name of each other and do not have."""
    for fact in library.facts.values():
        yield from _missing(f"facts.md: {fact.id}", "source", fact.sources, library.sources)
    for id_, claim in library.claims.items():
        yield from _missing(f"claims.yml: {id_}", "source", claim.sources, library.sources)
        yield from _missing(f"claims.yml: {id_}", "topic", claim.topics, library.topics)
    for slug, topic in library.topics.items():
        yield from _missing(f"topics.yml: {slug}", "fact", topic.facts, library.facts)
        yield from _missing(f"topics.yml: {slug}", "claim", topic.claims, library.claims)


def _missing(where: str, what: str, named: Any, known: Any) -> Iterator[str]:
    yield from (f"{where}: unknown {what} {id_}" for id_ in named if id_ not in known)
