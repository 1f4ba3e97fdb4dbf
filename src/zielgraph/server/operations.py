# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What lies around the application: limits, cache, conditional requests, headers, log, numbers.

One object does it all, because each layer of its own would cost every request: an answer from
the cache passes through few lines.
"""

from __future__ import annotations

import asyncio
import logging
from time import perf_counter
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from zielgraph.model.errors import ZielgraphError
from zielgraph.server.cache import Capture, ResponseCache
from zielgraph.server.clients import Clients, Rates, Turns
from zielgraph.server.compression import wants_gzip
from zielgraph.server.conditional import is_known
from zielgraph.server.headers import secured
from zielgraph.server.held import Held
from zielgraph.server.incoming import Incoming
from zielgraph.server.leaving import ClientLeftError
from zielgraph.server.problems import HttpError, problem_aside, trouble
from zielgraph.server.scopes import SERVED, STATE
from zielgraph.server.sizes import check_sizes, given, linger, read_body
from zielgraph.server.sparql import PATHS

if TYPE_CHECKING:
    from collections.abc import Hashable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from zielgraph.server.cache import Form, Kept
    from zielgraph.server.state import Served, State

_PIECE = 128_000
"""Bytes that are handed to the connection at once: a slow reader holds no more than that."""

_PAGE_PRICE = 0.2

_ATTEMPTS = 3
_FREE = frozenset({"/health", "/metrics"})
_UNCACHED = (*_FREE, "/dumps/", "/release/")
_QUERIES = ("/sparql", "/api/queries/")
_PAGES_THAT_ASK = frozenset({"search", "queries"})

_log = logging.getLogger("zielgraph.server")


class Operations:
    """An application around the application."""

    def __init__(self, app: ASGIApp, state: State) -> None:
        """Surround ``app``, which serves ``state``."""
        settings = state.settings
        self.app, self.state, self.log = app, state, state.log
        self.metrics = state.metrics
        self.clients = Clients(settings.trusted_proxies)
        self.rates = Rates(settings.rate, settings.burst)
        self.turns = Turns(settings.client_queries, 4 * settings.client_queries, 10.0)
        self.cache = ResponseCache(settings.cache_size * 1_000_000, state.counts)
        self.held = Held(settings.query_size * 1_000_000)
        self._cached: Served | None = None
        self._most = settings.body_size * 1_000_000
        self._warned = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope[STATE] = self.state
        begun = perf_counter()
        asked = Incoming(scope)
        if asked.repeats:
            scope["headers"] = asked.joined(scope["headers"])
        self.clients.identify(asked, (scope["client"] or ("", 0))[0])
        scope["zielgraph.asked"] = asked
        out = _Outgoing(send)
        self.metrics.running += 1
        try:
            await self._answer(asked, scope, receive, out)
        except ClientLeftError:
            out.left = True
        finally:
            self.metrics.running -= 1
            seconds = perf_counter() - begun
            status = 499 if out.left else out.status
            self.metrics.done(asked.path, asked.method, status, out.size, seconds)
            if self.log is not None:
                self.log.write(asked, status, out.size, seconds, out.cached)

    async def _answer(
        self, asked: Incoming, scope: Scope, receive: Receive, out: _Outgoing
    ) -> None:
        try:
            check_sizes(asked, scope.get("raw_path", b""), self._most)
            await self._respond(asked, scope, receive, out)
        except ZielgraphError as error:
            self._count_refusal(error)
            if out.status:
                raise
            answer = await problem_aside(Request(scope), error, plain=asked.path in PATHS)
            answer.headers.setdefault("Access-Control-Allow-Origin", "*")
            await self._refuse(answer, scope, receive, out)
        except (ClientLeftError, asyncio.CancelledError):
            raise
        except Exception:
            if out.status:
                raise
            _log.exception("%s %s", asked.method, asked.path)
            await trouble(Request(scope))(scope, receive, out.send)

    async def _refuse(
        self, answer: ASGIApp, scope: Scope, receive: Receive, out: _Outgoing
    ) -> None:
        """Send the answer to a request whose body was not read to its end."""

        async def send(message: Message) -> None:
            if message["type"] == "http.response.body" and out.status == 413:  # noqa: PLR2004
                await out.send({**message, "more_body": True})
                await linger(receive)
                message = {"type": "http.response.body", "body": b""}
            await out.send(message)

        await answer(scope, receive, send)

    def _count_refusal(self, error: ZielgraphError) -> None:
        if isinstance(error, HttpError) and error.key.startswith("operations."):
            self.metrics.refuse(error.key.removeprefix("operations."))
        if self.clients.misled and not self._warned:
            self._warned = True
            _log.warning("%s", ZielgraphError("operations.proxy"))

    async def _respond(
        self, asked: Incoming, scope: Scope, receive: Receive, out: _Outgoing
    ) -> None:
        if not _cacheable(asked):
            scope[SERVED] = self.state.served
            await self._directly(asked, scope, receive, out)
            return
        body = await read_body(receive, self._most) if asked.method == "POST" else b""
        key = _key(asked, scope, body)
        cache, kept = await self._find(key, asked, scope, receive, body, out)
        form = kept.plain
        if kept.packs and wants_gzip(asked.header(b"accept-encoding")):
            form = kept.packed or await kept.pack()
            if kept.packed is not None and not kept.weighed:
                kept.weighed = True
                cache.put(key, kept, _weight(key))
        with self.held.hold(asked, kept):
            await _send(kept, form, asked, out)

    async def _directly(
        self, asked: Incoming, scope: Scope, receive: Receive, out: _Outgoing
    ) -> None:
        """Run the application past the cache; that costs a client no less."""
        if asked.local or asked.path in _FREE:
            await self.app(scope, receive, out.send)
            return
        self.rates.pay(asked.client, _PAGE_PRICE)
        await self.app(scope, receive, out.send)

    async def _find(  # noqa: PLR0913 - all that a run needs
        self,
        key: tuple[Any, ...],
        asked: Incoming,
        scope: Scope,
        receive: Receive,
        body: bytes,
        out: _Outgoing,
    ) -> tuple[ResponseCache, Kept]:
        """Return the answer from the cache, or make it; and the cache where it belongs.

        An answer during which another version came may have asked both: it is made again.
        """
        attempts = 0
        while True:
            attempts += 1
            served = scope[SERVED] = self.state.served
            cache = self._cache_of(served)
            found = cache.get(key)
            if found is not None:
                out.cached = "hit"
                return cache, found
            out.cached = "shared" if cache.runs(key) else "miss"
            kept = await self._fresh(cache, key, asked, scope, receive, body)
            if served is self.state.served:
                cache.put(key, kept, _weight(key))
                return cache, kept
            if attempts == _ATTEMPTS:
                return ResponseCache(0), kept

    def _cache_of(self, served: Served) -> ResponseCache:
        """Return the cache of the version that is served now.

        Who still answers from the version before keeps its cache until he is done.
        """
        if served is not self._cached:
            self.cache = ResponseCache(self.cache.capacity, self.state.counts)
            self._cached = served
        return self.cache

    async def _fresh(  # noqa: PLR0913 - all that a run needs
        self,
        cache: ResponseCache,
        key: Hashable,
        asked: Incoming,
        scope: Scope,
        receive: Receive,
        body: bytes,
    ) -> Kept:
        """Run the application, or wait for the same run of somebody else."""
        asks = _asks(asked.path)
        served: Served = scope[SERVED]

        async def run() -> Kept:
            capture = Capture()
            inner = dict(scope)
            if asked.method == "HEAD":
                inner["method"] = "GET"
            await self.app(inner, given(body), capture.send)
            return capture.kept(served.version, served.modified)

        if asked.local or cache.runs(key):
            return await cache.run(key, run, receive if asks else None)
        self.rates.pay(asked.client, 1.0 if asks else _PAGE_PRICE)
        if not asks:
            return await cache.run(key, run)
        async with self.turns.turn(asked.client, receive):
            return cache.get(key) or await cache.run(key, run, receive)


async def _send(kept: Kept, form: Form, asked: Incoming, out: _Outgoing) -> None:
    known = asked.method != "POST" and is_known(
        form.tag,
        kept.modified,
        asked.header(b"if-none-match"),
        asked.header(b"if-modified-since"),
    )
    if form.tag and known:
        headers = form.unchanged()
        await out.send({"type": "http.response.start", "status": 304, "headers": headers})
        await out.send({"type": "http.response.body", "body": b""})
        return
    await out.send({"type": "http.response.start", "status": kept.status, "headers": form.headers})
    body = b"" if asked.method == "HEAD" else form.body
    if len(body) <= _PIECE:
        await out.send({"type": "http.response.body", "body": body})
        return
    for begin in range(0, len(body), _PIECE):
        more = begin + _PIECE < len(body)
        piece = body[begin : begin + _PIECE]
        await out.send({"type": "http.response.body", "body": piece, "more_body": more})


class _Outgoing:
    """Passes an answer on with the headers for security, and notes status and size."""

    __slots__ = ("_send", "cached", "left", "size", "status")

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0
        self.size = 0
        self.cached = "-"
        self.left = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message = {**message, "headers": secured(list(message.get("headers", ())))}
        else:
            self.size += len(message.get("body", b""))
        await self._send(message)


def _cacheable(asked: Incoming) -> bool:
    """Tell whether an answer may come from the cache, or may be shared.

    No header that a client may choose makes a query run past the limits: all is public, so
    that ``Authorization`` changes nothing, and only files are sent in parts.
    """
    if asked.path.startswith(_UNCACHED):
        return False
    return asked.method in {"GET", "HEAD"} or (asked.method == "POST" and asked.path in PATHS)


def _asks(path: str) -> bool:
    """Tell whether a path makes a query run that a stranger wrote or chose."""
    if path.startswith(_QUERIES):
        return True
    parts = path.split("/", 3)
    return len(parts) > 2 and parts[2] in _PAGES_THAT_ASK  # noqa: PLR2004 - lang, section


def _weight(key: tuple[Any, ...]) -> int:
    """Return the bytes that a key takes, all of which a client chooses."""
    return sum(_weight(part) if isinstance(part, tuple) else len(part or b"") for part in key)


def _key(asked: Incoming, scope: Scope, body: bytes) -> tuple[Any, ...]:
    get = asked.headers.get
    post = asked.method == "POST"
    return (
        scope.get("raw_path") or asked.path,
        asked.query,
        get(b"accept"),
        get(b"accept-language"),
        (get(b"content-type"), get(b"content-encoding"), body) if post else None,
    )
