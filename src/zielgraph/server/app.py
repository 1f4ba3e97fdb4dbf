# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The application: which modules answer which addresses, and what lies around them all."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from zielgraph.model.errors import ZielgraphError
from zielgraph.server.cors import Cors
from zielgraph.server.operations import Operations
from zielgraph.server.problems import HttpError, problem_aside, trouble
from zielgraph.server.sparql import PATHS, Endpoint

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Receive, Scope, Send

    from zielgraph.server.state import State

_MODULES = (
    "health",
    "crawling",
    "linked_data",
    "rest",
    "catalogue",
    "portal_pages",
)
"""Modules with a function ``routes()``; the first route that fits an address answers it."""


def create_app(state: State) -> Operations:
    """Return the application that serves ``state``; whoever runs it starts and stops that."""
    routes: list[BaseRoute] = []
    for name in _MODULES:
        routes += import_module(f"zielgraph.server.{name}").routes()
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Cors)],
        exception_handlers={
            ZielgraphError: _on_error,
            HTTPException: _on_http,
            Exception: _on_trouble,
        },
    )
    # The redirect that Starlette would send names the host of the request.
    app.router.redirect_slashes = False
    return Operations(_Shortcut(app), state)


class _Shortcut:
    """Leads queries past the layers that pages need; the endpoint does all that they do itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._endpoint = app, Cors(Endpoint())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._endpoint if scope["path"] in PATHS else self._app
        await app(scope, receive, send)


async def _on_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, ZielgraphError)  # noqa: S101 - registered for it
    return await problem_aside(request, error)


async def _on_http(request: Request, error: Exception) -> Response:
    """Turn what Starlette itself raises (no route, wrong method) into our words."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
    status = error.status_code
    key = {404: "server.no_path", 405: "server.method"}.get(status, "server.refused")
    scope = request.scope
    about = {"path": scope["path"], "method": scope["method"], "status": status}
    return await problem_aside(request, HttpError(status, key, headers=error.headers, **about))


async def _on_trouble(request: Request, error: Exception) -> Response:  # noqa: ARG001 - logged
    return trouble(request)
