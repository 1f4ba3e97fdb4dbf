# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Whether the server is well, and what it serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse
from starlette.routing import Route

from zielgraph.server.state import state_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute


async def health(request: Request) -> Response:
    """Tell that the server runs."""
    state = state_of(request.scope)
    return JSONResponse(
        {
            "status": "ok",
            "version": state.served.version,
            "started": state.started.isoformat(timespec="seconds"),
        },
        headers={"Cache-Control": "no-store"},
    )


def routes() -> list[BaseRoute]:
    """Return the route of the state."""
    return [Route("/health", health)]
