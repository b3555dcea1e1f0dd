"""Who may import whom: the table of the design, section 5, held as data."""

from __future__ import annotations

import pytest

from tests.guards.sources import modules, own_imports, room

FLOOR = {"settings", "errors", "messages", "yamlfile", "clinic", "responses"}
"""Modules that every room may import, and that import only each other."""

OPERATIONS = {"training", "supervisor"}
"""How the processes are made and kept running: they know the floor, and only the command line and the
evaluation know them."""

ROOMS: dict[str, set[str]] = {
    "text": set(),
    "storage": set(),
    "safety": {"text"},
    "knowledge": {"text"},
    "channels": {"text"},
    "retrieval": {"knowledge", "text"},
    "escalation": {"storage"},
    "delivery": {"channels", "storage"},
    "turns": {"safety", "channels", "delivery", "escalation", "storage"},
    "components": {"safety", "retrieval", "knowledge", "text"},
    "actions": {"knowledge", "text"},
    "web": {"turns", "escalation", "storage", "channels", "knowledge"},
    "evaluation": {"text", "retrieval", "knowledge", "storage"} | OPERATIONS,
}
"""What each room may import beyond the floor."""

_ALL = set(ROOMS) - {"actions", "components"}
TOP: dict[str, set[str]] = {
    "bootstrap": _ALL,
    "__main__": _ALL | OPERATIONS | {"bootstrap"},
    "bot": set(),
}

ALLOWED: dict[str, set[str]] = {
    **{name: FLOOR for name in FLOOR},
    **{name: FLOOR | OPERATIONS for name in OPERATIONS},
    **{name: FLOOR | may for name, may in {**ROOMS, **TOP}.items()},
}


def test_every_module_belongs_to_a_room_of_the_table() -> None:
    homeless = {name for name in modules() if room(name) not in ALLOWED}
    assert not homeless, "new rooms need a row in ROOMS, with what they may import"


@pytest.mark.parametrize("module", modules())
def test_a_module_imports_only_what_its_room_may(module: str) -> None:
    here = room(module)
    wrong = {
        name
        for name in own_imports(modules()[module])
        if room(name) not in ALLOWED.get(here, set()) | {here}
    }
    assert not wrong, f"{here} may import {sorted(ALLOWED.get(here, set()))}"


def test_every_module_that_is_imported_exists() -> None:
    wanted = {name for path in modules().values() for name in own_imports(path)}
    missing = wanted - modules().keys()
    assert not missing


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {name: own_imports(path) - {name} for name, path in modules().items()}
    while leaves := [name for name, needs in graph.items() if not needs & graph.keys()]:
        for name in leaves:
            del graph[name]
    assert not graph, f"a circle runs through {sorted(graph)}"
