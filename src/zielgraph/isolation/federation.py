# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""``SERVICE`` for the endpoints that the operator has listed, without a way out for workers.

A worker cannot open a connection, whatever a query says. So the web process asks the listed
endpoint itself, and the block ``SERVICE <iri> { … }`` is replaced by its answer as ``VALUES``
before a worker sees the query. That is what SPARQL 1.1 Federated Query means by it: the block
is evaluated by itself and joined with the rest. Only an IRI that stands in the query, letter
for letter as in the list, is asked; a redirect is an error and is never followed.
"""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox

from zielgraph.isolation.guard import position, services, tokens
from zielgraph.isolation.question import counted, plain
from zielgraph.model.errors import EndpointError, ForbiddenQueryError, QueryError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zielgraph.isolation.guard import Token

LONGEST_TEXT = 100_000
"""Characters of a query with ``SERVICE``, because the web process reads its tokens."""

MOST_SERVICES = 4
"""Blocks that one query may have."""

MOST_BYTES = 4_000_000
"""Bytes of an answer of another endpoint."""

_ASKING = ThreadPoolExecutor(8, "service")
"""Threads of their own: who waits for a slow endpoint takes none that others need."""

_PIECE = 1 << 16
_HTTP_OK = 200


class Block(NamedTuple):
    """One ``SERVICE`` block of a query.

    :ivar start: where the keyword stands.
    :ivar end: the place behind the closing brace.
    """

    start: int
    end: int
    iri: str
    silent: bool
    pattern: str


async def federate(text: str, allowed: Sequence[str], seconds: float) -> str:
    """Return a query with each ``SERVICE`` block replaced by what the endpoint answered.

    :param allowed: IRIs of the endpoints that may be asked.
    :param seconds: time that each endpoint has.
    :raises ForbiddenQueryError: if another endpoint is meant, or it is not clear which.
    :raises EndpointError: if an endpoint does not answer as one; not with ``SILENT``.
    :raises QueryError: if the query is too long or has too many blocks.
    """
    if len(text) > LONGEST_TEXT:
        raise QueryError("isolation.service_long", most=LONGEST_TEXT)
    found = blocks(text, allowed)
    if len(found) > MOST_SERVICES:
        raise QueryError("isolation.service_many", most=MOST_SERVICES)
    prologue = _prologue(text)
    run = asyncio.get_running_loop().run_in_executor
    asked = (run(_ASKING, _replacement, block, prologue, seconds) for block in found)
    replaced = await asyncio.gather(*asked)
    for block, values in reversed(list(zip(found, replaced, strict=True))):
        text = f"{text[: block.start]} {values} {text[block.end :]}"
    return text


def blocks(text: str, allowed: Sequence[str]) -> list[Block]:
    """Return the ``SERVICE`` blocks of a query in their order.

    :raises ForbiddenQueryError: as :func:`federate`.

    >>> [b.pattern for b in blocks("ASK { SERVICE <x:a> { ?s ?p ?o } }", ["x:a"])]
    [' ?s ?p ?o ']
    """
    starts = {token.start for token in services(text)}
    reading = list(tokens(text))
    found: list[Block] = []
    for place, token in enumerate(reading):
        if token.start not in starts:
            continue
        starts.discard(token.start)
        block = _block(text, reading[place:], allowed)
        if found and block.start < found[-1].end:
            raise ForbiddenQueryError("isolation.service_unclear", **position(text, token.start))
        found.append(block)
    for start in starts:  # only the other way of reading sees it
        raise ForbiddenQueryError("isolation.service_unclear", **position(text, start))
    return found


def _block(text: str, reading: list[Token], allowed: Sequence[str]) -> Block:
    keyword, *rest = reading
    where = position(text, keyword.start)
    silent = bool(rest) and rest[0].text.upper() == "SILENT"
    rest = rest[silent:]
    if keyword.text.upper() != "SERVICE" or len(rest) < 2 or rest[1].text != "{":  # noqa: PLR2004
        raise ForbiddenQueryError("isolation.service_unclear", **where)
    iri = rest[0].text[1:-1]
    if rest[0].kind != "iri" or iri not in allowed:
        raise ForbiddenQueryError("isolation.service_other", iri=rest[0].text, **where)
    depth = 0
    for token in rest[1:]:
        depth += (token.text == "{") - (token.text == "}")
        if not depth:
            inside = text[rest[1].start + 1 : token.start]
            return Block(keyword.start, token.start + 1, iri, silent, inside)
    raise ForbiddenQueryError("isolation.service_unclear", **where)


def _prologue(text: str) -> str:
    """Return what stands before the query's first keyword: its prefixes."""
    for token in tokens(text):
        if token.text.upper() in {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}:
            return text[: token.start]
    return ""


def _replacement(block: Block, prologue: str, seconds: float) -> str:
    try:
        body = _fetch(block.iri, f"{prologue} SELECT * WHERE {{ {block.pattern}\n}}", seconds)
        return _values(block.iri, body)
    except EndpointError:
        if block.silent:
            return "{ }"
        raise


def _fetch(iri: str, query: str, seconds: float) -> bytes:
    """Ask an endpoint, without proxies, redirects or credentials."""
    end = time.monotonic() + seconds
    parts = urlsplit(iri)
    kind = {"http": HTTPConnection, "https": HTTPSConnection}.get(parts.scheme)
    if kind is None or parts.hostname is None:
        raise EndpointError("isolation.service_failed", iri=iri, reason=parts.scheme)
    connection = kind(parts.hostname, parts.port, timeout=seconds)
    # The time-out above bounds each step only, and there may be many, also within the headers.
    alarm = None
    try:
        connection.connect()
        alarm = threading.Timer(max(0.0, end - time.monotonic()), _hang_up, (connection.sock,))
        alarm.start()
        headers = {
            "Accept": "application/sparql-results+json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, urlencode({"query": query}), headers)
        with connection.getresponse() as response:
            if response.status != _HTTP_OK and time.monotonic() < end:
                raise EndpointError("isolation.service_failed", iri=iri, reason=response.status)
            body = bytearray()
            while piece := response.read1(_PIECE):
                body += piece
                if len(body) > MOST_BYTES:
                    most = plain(MOST_BYTES / 1e6)
                    raise EndpointError("isolation.service_large", iri=iri, most=most)
        if time.monotonic() > end:
            raise _late(iri, seconds)
        return bytes(body)
    except TimeoutError as error:
        raise _late(iri, seconds) from error
    except (OSError, HTTPException, ValueError) as error:
        if time.monotonic() > end:
            raise _late(iri, seconds) from error
        raise EndpointError("isolation.service_failed", iri=iri, reason=error) from error
    finally:
        if alarm is not None:
            alarm.cancel()
        connection.close()


def _hang_up(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _late(iri: str, seconds: float) -> EndpointError:
    return EndpointError("isolation.service_late", iri=iri, seconds=counted(seconds))


def _values(iri: str, body: bytes) -> str:
    """Return an answer as a ``VALUES`` block, each term written by the engine."""
    answer = None
    try:
        answer = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
        if not isinstance(answer, ox.QuerySolutions):
            raise EndpointError("isolation.service_failed", iri=iri, reason="boolean")
        names = [str(variable) for variable in answer.variables]
        rows = [list(row) for row in answer]
    except (SyntaxError, ValueError) as error:
        raise EndpointError("isolation.service_failed", iri=iri, reason="JSON") from error
    finally:
        answer = None  # an error would carry it on; it may only be dropped in its own thread
    lines = []
    for row in rows:
        if any(isinstance(cell, ox.BlankNode | ox.Triple) for cell in row):
            raise EndpointError("isolation.service_blank", iri=iri)
        lines.append("(" + " ".join("UNDEF" if cell is None else str(cell) for cell in row) + ")")
    return f"{{ VALUES ({' '.join(names)}) {{ {' '.join(lines)} }} }}"
