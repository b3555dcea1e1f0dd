"""Walks an app's routes, those of included routers too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI


def every_route(app: FastAPI) -> list[tuple[str, str]]:
    """Each method and path template that `app` serves; HEAD aside."""
    found = list(_walk(app.router))
    assert len(found) > 15, "the walk no longer finds the routes"
    return found


def _walk(router: Any) -> Iterator[tuple[str, str]]:
    for route in router.routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from _walk(inner)
            continue
        for method in sorted(route.methods - {"HEAD"}):
            yield method, route.path
