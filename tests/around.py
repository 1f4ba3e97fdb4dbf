# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The operations around an application that a test holds in its hand, without a network."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import httpx

from zielgraph.server.cache import Counts
from zielgraph.server.metrics import Metrics
from zielgraph.server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from starlette.types import Message, Receive, Scope, Send

    from zielgraph.server.state import State

BUILT = datetime(2026, 11, 22, 12, tzinfo=UTC)
LONG = "Radwege " * 500


def state(**settings: Any) -> State:
    """Return as much of a state as the operations want."""
    served = SimpleNamespace(version="0123456789abcdef", modified=BUILT)
    return cast(
        "State",
        SimpleNamespace(
            settings=Settings(**settings),
            served=served,
            metrics=Metrics(),
            counts=Counts(),
            log=None,
        ),
    )


class App:
    """An application that counts how often it runs, and may be made to wait."""

    def __init__(self, body: str = LONG, status: int = 200, **headers: str) -> None:
        """Answer always the same; ``gate`` is what it waits for before."""
        self.runs = 0
        self.body, self.status = body, status
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        self.headers = {"content-type": "text/plain; charset=utf-8"} | given
        self.gate: asyncio.Event | None = None
        self.begun = asyncio.Event()
        self.cancelled = 0
        self.bodies: list[bytes] = []
        self.heard: list[list[tuple[bytes, bytes]]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        self.runs += 1
        self.begun.set()
        self.heard.append(list(scope["headers"]))
        if scope["method"] == "POST":
            self.bodies.append((await receive())["body"])
        try:
            if self.gate is not None:
                await self.gate.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        headers = [(n.encode(), v.encode()) for n, v in self.headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body.encode()})


def client(app: Any, address: str = "192.0.2.1") -> httpx.AsyncClient:
    """Return a client at an address."""
    transport = httpx.ASGITransport(app, client=(address, 1234))
    return httpx.AsyncClient(
        transport=transport, base_url="http://test", headers={"accept-encoding": "identity"}
    )


def run(work: Coroutine[Any, Any, None]) -> None:
    """Do work on a loop of its own."""
    asyncio.run(work)


async def asgi(
    app: Callable[[Scope, Receive, Send], Awaitable[None]], receive: Receive, **scope: Any
) -> list[Message]:
    """Ask an application without a client, to be able to leave in the middle."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    base = {
        "type": "http",
        "method": "GET",
        "path": "/sparql",
        "raw_path": b"/sparql",
        "query_string": b"",
        "headers": [],
        "client": ("192.0.2.1", 1),
    }
    await app(base | scope, receive, send)
    return sent


def leaving(after: asyncio.Event) -> Receive:
    """Return what a client sends that hangs up at an event."""
    messages: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if messages:
            return messages.pop()
        await after.wait()
        return {"type": "http.disconnect"}

    return receive
