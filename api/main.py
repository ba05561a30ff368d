"""The ASGI application: ``uvicorn api.main:app``; ``SUIXIN_HOME`` names the data folder."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI

from api.errors import install_errors
from api.keys import with_key
from api.limits import BodyLimit
from api.routes import ROUTERS
from campaigns import Office, Settings, open_office, recover_jobs

DESCRIPTION = """
双随机、一公开：抽取、排程、检查表与条款问答。 Random, joint, public inspections.

Errors are RFC 9457 problem documents with a `code` and, for bad input, a list of `faults`,
each naming field, row and rule in Chinese and English.
"""


def create_app(office: Office | None = None) -> FastAPI:
    """The application over ``office``; without one, over the data folder of the settings."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if office is not None:
            yield
            return
        with open_office(with_key(Settings())) as opened:
            app.state.office = opened
            recover_jobs(opened)
            # The first question should not wait for the index; a failure shows at that question.
            threading.Thread(target=opened.library, daemon=True).start()
            yield

    app = FastAPI(
        title="随信 Suixin",
        version=version("suixin"),
        description=DESCRIPTION,
        lifespan=lifespan,
        swagger_ui_parameters={"persistAuthorization": True},
        **_documents(),
    )
    app.state.office = office
    app.add_middleware(BodyLimit)
    install_errors(app)
    for router in ROUTERS:
        app.include_router(router, prefix="/api/v1")
    return app


def _documents() -> dict[str, Any]:
    # The interactive pages of FastAPI fetch scripts from outside hosts, so only the document is served.
    return {"openapi_url": "/openapi.json", "docs_url": None, "redoc_url": None}


app = create_app()
