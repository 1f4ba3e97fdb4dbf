# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Connections that cannot be held open by those who send or read too slowly.

uvicorn waits without end for a request's headers and body and for a reader, and takes headers
of any size; here each has a limit. What is refused at this level was no whole request yet, so
the answer is a plain line.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from zielgraph.server.clients import Clients

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from zielgraph.server.metrics import Metrics
    from zielgraph.server.settings import Settings

HEADERS = 64_000
"""Bytes that the address and the headers of a request may have together."""

_RECEIVED = 4 * HEADERS
"""Bytes that may come without the headers of a request getting complete."""

_FAREWELL_SECONDS = 5.0

_PIPELINED = 64
"""Requests that may wait behind one that is being answered; browsers send none."""

_SHARE = 4
"""One client may have this part of the connections: a quarter."""

_LEAST_RATE = 32_000
"""Bytes a second that a reader takes in the long run, or it is left."""

_WATCHED = 112_000
"""Bytes, about, that a reader took when it is waited for no longer (a piece, less the low mark)."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a connection may take for what, in seconds, and how many there may be."""

    headers: float
    body: float
    reading: float
    connections: int
    each: int
    clients: Clients

    @classmethod
    def of(cls, settings: Settings) -> Patience:
        """Return what the settings say."""
        return cls(
            settings.header_seconds,
            settings.body_seconds,
            settings.read_seconds,
            settings.connections,
            max(1, settings.connections // _SHARE),
            Clients(settings.trusted_proxies),
        )


class Guarded(HttpToolsProtocol):
    """One connection."""

    patience: ClassVar[Patience]
    metrics: ClassVar[Metrics]
    crowds: ClassVar[Counter[str]]

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Turn the connection away if there are too many, else expect headers."""
        super().connection_made(transport)
        self._timer: asyncio.TimerHandle | None = None
        self._reader: asyncio.TimerHandle | None = None
        self._expects = 0.0
        self._header_bytes = 0
        self._received = 0
        self._in_headers = True
        self._pausing = 0.0
        self._budget = self.patience.reading
        self._crowd = self.patience.clients.crowding((self.client or ("", 0))[0])
        self.crowds[self._crowd] += 1
        if self._crowd and self.crowds[self._crowd] > self.patience.each:
            self._turn_away(429, "connections")
            return
        if len(self.connections) > self.patience.connections:
            self._turn_away(503, "connections")
            return
        self._wait(self.patience.headers)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop all clocks."""
        self._rest()
        self._read_on()
        self.crowds[self._crowd] -= 1
        if not self.crowds[self._crowd]:
            del self.crowds[self._crowd]
        self.pipeline.clear()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Feed the parser; headers may not grow without end.

        Most requests come in one piece, and no clock is needed for what is there already.
        """
        if self.parser is None or self.transport.is_closing():
            return
        before = self._received if self._in_headers else 0
        super().data_received(data)
        # A header that does not end is not told of by the parser.
        self._received = before + len(data) if self._in_headers else 0
        if self._received > _RECEIVED:
            self._turn_away(431, "headers")
        if self._expects:
            self._wait(self._expects)

    def on_message_begin(self) -> None:
        """Give the headers of a request their time."""
        super().on_message_begin()
        if len(self.pipeline) >= _PIPELINED:
            raise ValueError  # which the parser hands on as its own error
        if not self._in_headers:
            self._in_headers = True
            self._header_bytes = 0
        if self._timer is None:
            self._expects = self.patience.headers

    def on_url(self, url: bytes) -> None:
        """Take a piece of the address."""
        self._measure(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header."""
        self._measure(len(name) + len(value) + 4)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Give the body its time."""
        self._in_headers = False
        self._expects = self.patience.body
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Wait for nothing more."""
        self._rest()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """See to it that a closed connection ends."""
        self._budget = self.patience.reading
        super().on_response_complete()
        if self.transport.is_closing():
            self._part()

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection on which nothing happens."""
        super().timeout_keep_alive_handler()
        self._part()

    def pause_writing(self) -> None:
        """Give a slow reader its time."""
        super().pause_writing()
        if self._reader is None:
            self._pausing = self.loop.time()
            self._reader = self.loop.call_later(self._budget, self._hang_up)

    def resume_writing(self) -> None:
        """Stop the clock: the reader reads. How fast decides how long it may pause next."""
        super().resume_writing()
        if self._reader is not None:
            left = self._budget - (self.loop.time() - self._pausing) + _WATCHED / _LEAST_RATE
            self._budget = min(self.patience.reading, max(0.0, left))
        self._read_on()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - says nothing that helps
        """Refuse what is no HTTP, or too much of it."""
        if self._header_bytes > HEADERS:
            self._turn_away(431, "headers")
        else:
            self._turn_away(400, "malformed")

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing in the log: the request is answered as if nobody had asked for more."""

    def _measure(self, size: int) -> None:
        self._header_bytes += size
        if self._header_bytes > HEADERS:
            raise ValueError  # which the parser hands on as its own error

    def _wait(self, seconds: float) -> None:
        self._rest()
        self._timer = self.loop.call_later(seconds, self._lose_patience)

    def _rest(self) -> None:
        self._expects = 0.0
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _read_on(self) -> None:
        if self._reader is not None:
            self._reader.cancel()
            self._reader = None

    def _lose_patience(self) -> None:
        self._timer = None
        cycle: Any = self.cycle
        waiting = cycle is not None and not cycle.response_complete
        if waiting and not self._in_headers and not cycle.response_started:
            cycle.disconnected = True  # so that the application stops waiting for a body
            cycle.message_event.set()
        elif waiting:
            return  # an answer is on its way; how fast it is read is watched elsewhere
        self._turn_away(408, "slow")

    def _turn_away(self, status: int, reason: str) -> None:
        self.metrics.refuse(reason)
        if not self.transport.is_closing():
            if self._may_speak():
                self.transport.write(_plain(status))
            self.transport.close()
            self._part()

    def _may_speak(self) -> bool:
        """Tell whether what is said now cannot be taken for the answer to an earlier request."""
        cycle: Any = self.cycle
        if cycle is None or cycle.response_complete:
            return True
        return not (self.pipeline or self._in_headers or cycle.response_started)

    def _part(self) -> None:
        """Give the last bytes a moment, then leave."""
        self.loop.call_later(_FAREWELL_SECONDS, _abort(self.transport))

    def _hang_up(self) -> None:
        self.metrics.refuse("slow_reader")
        self._reader = None
        self.transport.abort()


def guarded(patience: Patience, metrics: Metrics) -> type[Guarded]:
    """Return a protocol for uvicorn that loses its patience."""
    about = {"patience": patience, "metrics": metrics, "crowds": Counter()}
    return type("Guarded", (Guarded,), about)


def _abort(transport: asyncio.Transport) -> Callable[[], None]:
    def abort() -> None:
        transport.abort()

    return abort


def _plain(status: int) -> bytes:
    line = f"{status} {HTTPStatus(status).phrase}"
    return (
        f"HTTP/1.1 {line}\r\ncontent-type: text/plain; charset=utf-8\r\n"
        f"x-content-type-options: nosniff\r\ncontent-length: {len(line) + 1}\r\n"
        f"connection: close\r\n\r\n{line}\n"
    ).encode()
