# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What the operations want to know of a request, read from its headers in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import Scope

_WANTED = frozenset(
    {
        b"accept",
        b"accept-encoding",
        b"accept-language",
        b"authorization",
        b"content-length",
        b"content-type",
        b"forwarded",
        b"if-modified-since",
        b"if-none-match",
        b"range",
        b"transfer-encoding",
        b"user-agent",
        b"x-forwarded-for",
    }
)


class Incoming:
    """A request as the operations see it.

    :param client: address of the client, set by :class:`zielgraph.server.clients.Clients`.
    :param local: whether it comes from this machine and through no proxy.
    """

    __slots__ = ("client", "headers", "local", "method", "path", "query")

    def __init__(self, scope: Scope) -> None:
        """Read a scope of ASGI. Of a header that is there twice the values are joined."""
        headers: dict[bytes, bytes] = {}
        for name, value in scope["headers"]:
            if name in _WANTED:
                headers[name] = headers[name] + b", " + value if name in headers else value
        self.headers = headers
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.query: bytes = scope["query_string"]
        self.client = ""
        self.local = False

    def header(self, name: bytes) -> bytes:
        """Return a header, or nothing."""
        return self.headers.get(name, b"")
