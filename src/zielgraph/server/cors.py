# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Open data for scripts of any site (the Fetch standard's CORS), never with credentials.

All that is served is public and the same for everybody, so one fixed answer is right for
every origin: nothing of the request comes back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zielgraph.server.sparql import PATHS

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ORIGIN = (b"access-control-allow-origin", b"*")
_SEEN = (
    b"access-control-expose-headers",
    b"Content-Disposition, ETag, Last-Modified, Link, Location, Retry-After, X-Total-Count",
)
_PREFLIGHT = (
    (b"access-control-allow-headers", b"Accept, Accept-Language, Content-Type, If-None-Match"),
    (b"access-control-max-age", b"86400"),
)


class Cors:
    """Lets scripts of other sites read all answers, and answers ``OPTIONS``."""

    def __init__(self, app: ASGIApp) -> None:
        """Surround ``app``."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["method"] == "OPTIONS":
            await _answer_options(scope, send)
        else:

            async def send_open(message: Message) -> None:
                if message["type"] == "http.response.start":
                    kept = [
                        header
                        for header in message.get("headers", ())
                        if not header[0].startswith(b"access-control-")
                    ]
                    message = {**message, "headers": [*kept, _ORIGIN, _SEEN]}
                await send(message)

            await self._app(scope, receive, send_open)


async def _answer_options(scope: Scope, send: Send) -> None:
    methods = b"GET, HEAD, OPTIONS"
    if scope["path"] in PATHS:
        methods = b"GET, HEAD, POST, OPTIONS"
    headers = [(b"allow", methods), (b"access-control-allow-methods", methods), *_PREFLIGHT]
    await send(
        {"type": "http.response.start", "status": 204, "headers": [*headers, _ORIGIN, _SEEN]}
    )
    await send({"type": "http.response.body", "body": b""})
