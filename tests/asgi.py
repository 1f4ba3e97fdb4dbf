# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""A client of the application without sockets, for tests that need no real server."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httpx

from zielgraph.server.app import create_app
from zielgraph.server.settings import Settings
from zielgraph.server.state import State, load_served

if TYPE_CHECKING:
    from zielgraph.model.project import Project


class Client:
    """Asks the application directly; redirects are not followed."""

    def __init__(self, project: Project) -> None:
        """Serve the built graph of ``project``."""
        settings = Settings(project=str(project.root))
        self._app = create_app(State(settings, load_served(settings), ""))

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Return the answer to one request."""

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
                return await client.request(method, path, **options)

        return asyncio.run(ask())

    def get(self, path: str, **options: Any) -> httpx.Response:
        """Return the answer to a GET."""
        return self.request("GET", path, **options)
