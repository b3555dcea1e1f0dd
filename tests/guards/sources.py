"""What the guards read: the project's own modules and what each of them imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bot.settings import ROOT

PACKAGES = ("bot", "actions")


def modules() -> dict[str, Path]:
    """Every module of the project by its dotted name."""
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(p for p in parts if p != "__init__")] = path
    return found


@cache
def tree(path: Path) -> ast.Module:
    """The parsed module."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def room(module: str) -> str:
    """The room a module belongs to: `bot.web.chat` is of `web`, `actions.actions` of `actions`."""
    parts = module.split(".")
    return "actions" if parts[0] == "actions" else (parts[1] if len(parts) > 1 else "bot")


def imports(path: Path) -> Iterator[str]:
    """The dotted names that a module imports anywhere in it; names out of a package count in full."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports(path: Path) -> set[str]:
    """The project's modules that a module imports; a name that is no module's stays as it is."""
    ours = (name for name in imports(path) if name.split(".")[0] in PACKAGES)
    return {_module_of(name) for name in ours}


def _module_of(name: str) -> str:
    """`bot.web.chat.router` is imported out of `bot.web.chat`."""
    known = modules()
    holder = name.rpartition(".")[0]
    return next((n for n in (name, holder) if n in known), holder)


def outside_libraries(path: Path) -> set[str]:
    """The libraries a module imports that are neither ours nor Python's."""
    tops = {name.split(".")[0] for name in imports(path)}
    return {t for t in tops if t not in PACKAGES and t not in sys.stdlib_module_names}


@cache
def tracked_texts() -> dict[str, str]:
    """Every tracked text file by its path, with its content."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    texts = {}
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        try:
            texts[name] = path.read_text(encoding="utf-8")
        except (
            UnicodeDecodeError,
            FileNotFoundError,
        ):  # not text, or deleted and not yet committed
            continue
    return texts
