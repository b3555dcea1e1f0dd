"""Reads YAML so that an error can name its line. The one place that knows PyYAML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from bot.errors import KnowledgeError

try:  # the C parser reads the claims register ten times faster; not every build has it
    from yaml import CSafeLoader as _Safe
except ImportError:  # pragma: no cover
    from yaml import SafeLoader as _Safe  # type: ignore[assignment]


class _Loader(_Safe):  # type: ignore[misc, valid-type]
    """Safe YAML in which no key stands twice, and dates stay text for the schema to read."""

    yaml_implicit_resolvers = {  # noqa: RUF012 (PyYAML's own way of saying it)
        first: [(tag, rule) for tag, rule in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in _Safe.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """The mapping. Raises on a key that stands twice: one of the two would be lost unseen."""
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value} stands twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


class Document:
    """Parsed YAML that knows the line of each of its fields."""

    def __init__(self, text: str, name: str, first_line: int = 1) -> None:
        """`name` stands in errors; `first_line` is where `text` begins in its file.

        Raises KnowledgeError with file and line when `text` is not YAML.
        """
        self.name = name
        self._first = first_line
        self._text = text
        try:
            self.data: Any = yaml.load(text, Loader=_Loader)  # noqa: S506
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = (mark.line if mark else 0) + first_line
            raise KnowledgeError(
                [f"{name}:{line}: not valid YAML: {getattr(error, 'problem', error)}"]
            ) from error

    def line(self, path: tuple[int | str, ...]) -> int:
        """The line of the field at `path`, or of its nearest parent that exists."""
        node = yaml.compose(self._text, Loader=_Loader)
        line = 0
        for step in path:
            child = _child(node, step)
            if child is None:
                break
            line, node = child
        return line + self._first

    def problems(self, error: ValidationError, at: tuple[int | str, ...] = ()) -> list[str]:
        """One `file:line: field: message` for each thing that pydantic found wrong below `at`."""
        return [self.problem(at + e["loc"], e["msg"]) for e in error.errors()]

    def problem(self, path: tuple[int | str, ...], message: str) -> str:
        """`file:line: field: message`."""
        field = ".".join(str(step) for step in path) or "file"
        return f"{self.name}:{self.line(path)}: {field}: {message}"


def _child(node: Any, step: int | str) -> tuple[int, Any] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark.line, node.value[step]
    return None


def read(path: Path, name: str | None = None) -> Document:
    """The YAML file at `path`. Raises KnowledgeError when it is missing or broken."""
    name = name or path.name
    return Document(read_text(path, name), name)


def read_text(path: Path, name: str) -> str:
    """The text at `path`. Raises KnowledgeError, under `name`, when it is missing or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise KnowledgeError([f"{name}: the file is missing"]) from error
    except UnicodeDecodeError as error:
        raise KnowledgeError([f"{name}: the file is not UTF-8 text"]) from error
