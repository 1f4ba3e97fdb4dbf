# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Answers of one version of the data, kept ready to be sent.

The cache belongs to a version and goes with it, so that nothing in it can be out of date. It
is bounded by bytes; what was not asked for longest goes first. Requests for the same thing at
the same time are one run.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from zielgraph.server.compression import IN_THREAD, LEAST, compress, is_text
from zielgraph.server.conditional import etag, http_date
from zielgraph.server.flights import Flights

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable
    from datetime import datetime

    from starlette.types import Message, Receive

_OVERHEAD = 1000
"""Bytes that an entry takes beside its body and its key, roughly."""

_LARGEST_SHARE = 8
"""No answer takes more than this part of the cache, so that one does not empty it."""

_KEPT_STATUS = frozenset({200, 301, 302, 303, 308})
_SAID_ANEW = frozenset({b"content-length", b"etag"})
_OF_304 = frozenset(
    {
        b"access-control-allow-origin",
        b"access-control-expose-headers",
        b"cache-control",
        b"content-language",
        b"content-location",
        b"etag",
        b"last-modified",
        b"link",
        b"vary",
    }
)


@dataclass(slots=True)
class Form:
    """A body and its headers as they are sent; ``tag`` is the ETag, if there is one."""

    headers: list[tuple[bytes, bytes]]
    body: bytes
    tag: bytes = b""

    def unchanged(self) -> list[tuple[bytes, bytes]]:
        """Return the headers of the answer that the client has it already."""
        return [header for header in self.headers if header[0] in _OF_304]


@dataclass(slots=True)
class Kept:
    """An answer to a request.

    :param plain: as it is.
    :param keep: whether it may be given to others who ask the same later.
    :param packs: whether compressing may pay.
    :param weighed: whether the cache knows how large the compressed form is.
    """

    status: int
    plain: Form
    modified: datetime
    version: str
    keep: bool = False
    packs: bool = False
    weighed: bool = False
    _packed: Form | None = None

    @property
    def size(self) -> int:
        """Return the bytes that it takes in memory."""
        packed = len(self._packed.body) if self._packed else 0
        return len(self.plain.body) + packed + _OVERHEAD

    @property
    def packed(self) -> Form | None:
        """Return the compressed form, if it was made."""
        return self._packed

    async def pack(self) -> Form:
        """Return the compressed form, or the plain one where compressing does not pay."""
        if self._packed is None:
            body = self.plain.body
            small = (
                await asyncio.to_thread(compress, body) if len(body) > IN_THREAD else compress(body)
            )
            if len(small) >= len(body):
                self.packs = False
                return self.plain
            tag = etag(self.version, body, "gzip") if self.plain.tag else b""
            headers = [
                (n, v) for n, v in self.plain.headers if n not in {b"etag", b"content-length"}
            ]
            headers += [(b"content-encoding", b"gzip"), (b"content-length", b"%d" % len(small))]
            if tag:
                headers.append((b"etag", tag))
            self._packed = Form(headers, small, tag)
        return self._packed


class Capture:
    """Collects an answer of the application in memory."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self._parts: list[bytes] = []

    async def send(self, message: Message) -> None:
        """Take a message of ASGI."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = list(message.get("headers", ()))
        elif message["type"] == "http.response.body":
            self._parts.append(message.get("body", b""))

    def kept(self, version: str, modified: datetime) -> Kept:
        """Return the answer, with what a client needs to ask for it again."""
        body = b"".join(self._parts)
        said = dict(self.headers)
        headers = [header for header in self.headers if header[0] not in _SAID_ANEW]
        keep = self.status in _KEPT_STATUS and b"no-store" not in said.get(b"cache-control", b"")
        packs = (
            len(body) >= LEAST
            and b"content-encoding" not in said
            and is_text(said.get(b"content-type", b""))
        )
        tag = b""
        if self.status == 200 and keep:  # noqa: PLR2004 - OK
            tag = etag(version, body)
            headers.append((b"etag", tag))
            if b"last-modified" not in said:
                headers.append((b"last-modified", http_date(modified)))
            if b"cache-control" not in said:
                headers.append((b"cache-control", b"no-cache"))
        if packs:
            headers = _varying(headers)
        headers.append((b"content-length", b"%d" % len(body)))
        return Kept(self.status, Form(headers, body, tag), modified, version, keep, packs)


def _varying(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return ``headers`` with the encoding among what the answer depends on."""
    said = b", ".join(value for name, value in headers if name == b"vary")
    return [*(each for each in headers if each[0] != b"vary"), (b"vary", _with_encoding(said))]


@lru_cache(maxsize=64)
def _with_encoding(vary: bytes) -> bytes:
    words = [word.strip() for word in vary.split(b",") if word.strip()]
    if not any(word.lower() in {b"accept-encoding", b"*"} for word in words):
        words.append(b"Accept-Encoding")
    return b", ".join(words)


@dataclass(slots=True)
class Counts:
    """How often the cache helped: answered from it, shared a run, or had to run."""

    hits: int = 0
    shared: int = 0
    misses: int = 0
    evicted: int = 0


@dataclass(slots=True)
class ResponseCache:
    """The answers of one version.

    :param capacity: bytes; 0 keeps nothing, yet equal requests still share a run.
    """

    capacity: int
    counts: Counts = field(default_factory=Counts)
    size: int = 0
    _kept: OrderedDict[Hashable, tuple[Kept, int]] = field(default_factory=OrderedDict)
    _flights: Flights[Kept] = field(default_factory=Flights)

    def __len__(self) -> int:
        """Return how many answers are kept."""
        return len(self._kept)

    def get(self, key: Hashable) -> Kept | None:
        """Return the answer to a request, if it is kept."""
        found = self._kept.get(key)
        if found is None:
            return None
        self._kept.move_to_end(key)
        self.counts.hits += 1
        return found[0]

    def put(self, key: Hashable, kept: Kept, extra: int = 0) -> None:
        """Keep an answer, or weigh it anew after it was compressed.

        :param extra: bytes of the key.
        """
        if key in self._kept:
            self.size -= self._kept.pop(key)[1]
        size = kept.size + extra
        if not kept.keep or size > self.capacity // _LARGEST_SHARE:
            return
        self._kept[key] = kept, size
        self.size += size
        while self.size > self.capacity:
            _, (_, gone) = self._kept.popitem(last=False)
            self.size -= gone
            self.counts.evicted += 1

    def runs(self, key: Hashable) -> bool:
        """Tell whether the same request is being answered now."""
        return key in self._flights

    async def run(
        self, key: Hashable, work: Callable[[], Awaitable[Kept]], receive: Receive | None = None
    ) -> Kept:
        """Do ``work``, or wait for the same work that runs already.

        :param receive: tells when the client hangs up; without it nobody watches.
        :raises ClientLeftError: if the client has gone.
        """
        if key in self._flights:
            self.counts.shared += 1
        else:
            self.counts.misses += 1
        return await self._flights.join(key, work, receive)
