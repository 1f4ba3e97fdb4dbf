# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What the operations want to know of a request, read from its headers in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import Scope

_WANTED = frozenset(
    {
        b"accept",
        b"accept-encoding",
        b"accept-language",
        b"authorization",
        b"content-encoding",
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
_LISTS = frozenset({b"accept", b"accept-language"})
"""What a client may say in several lines, and we read in one."""


class Incoming:
    """A request as the operations see it.

    :param client: address of the client, set by :class:`zielgraph.server.clients.Clients`.
    :param local: whether it comes from this machine and through no proxy.
    :param repeats: whether a header that we want is there more than once.
    """

    __slots__ = ("client", "headers", "local", "method", "path", "query", "repeats")

    def __init__(self, scope: Scope) -> None:
        """Read a scope of ASGI. Of a header that is there twice the values are joined."""
        headers: dict[bytes, bytes] = {}
        self.repeats = False
        for name, value in scope["headers"]:
            if name in _WANTED:
                if name in headers:
                    headers[name] += b", " + value
                    self.repeats = True
                else:
                    headers[name] = value
        self.headers = headers
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.query: bytes = scope["query_string"]
        self.client = ""
        self.local = False

    def joined(self, headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        """Return ``headers`` with what the client likes in one line each (RFC 9110, 5.3)."""
        others = [header for header in headers if header[0] not in _LISTS]
        return [*others, *((name, self.headers[name]) for name in _LISTS if name in self.headers)]

    def header(self, name: bytes) -> bytes:
        """Return a header, or nothing."""
        return self.headers.get(name, b"")
