"""The web application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from bot.web import chat, console, errors, guard, health, internal, pages
from bot.web.services import Services


def create_app(services: Services) -> FastAPI:
    """The app over `services`; it starts and stops the turn runner with itself."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        services.runner.start()
        yield
        await services.runner.stop()
        await services.engine.close()
        services.database.close()

    app = FastAPI(
        title="Candor",
        version="1",
        lifespan=lifespan,
        docs_url=None,  # Swagger's page loads scripts from elsewhere
        redoc_url=None,
    )
    app.state.services = services
    app.state.limits = guard.RateLimits(services.settings)
    errors.install(app)
    app.add_exception_handler(console.LoginNeeded, console.to_login)
    for router in (chat.router, internal.router, health.router, pages.widget, console.router):
        app.include_router(router)
    if services.settings.is_development:
        app.include_router(pages.demo)
    app.add_middleware(guard.BodyLimit)
    app.add_middleware(errors.CatchAll)
    app.add_middleware(guard.SecurityHeaders)
    return app
