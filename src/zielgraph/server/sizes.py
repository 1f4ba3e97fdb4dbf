# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""How large a request may be, and how its body is read within that."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from zielgraph.isolation.question import plain
from zielgraph.server.leaving import ClientLeftError
from zielgraph.server.problems import HttpError

if TYPE_CHECKING:
    from starlette.types import Message, Receive

    from zielgraph.server.incoming import Incoming

URL = 32_000
"""Bytes of an address: long queries fit in, longer ones are sent by POST."""

HEADER = 4000
"""Bytes of a header by which answers are chosen; no honest one is longer, and they are kept."""

_CHOOSING = (b"accept", b"accept-encoding", b"accept-language", b"if-modified-since")
_LINGER_SECONDS = 2.0
_LINGER_BYTES = 64_000_000


def check_sizes(asked: Incoming, raw_path: bytes, most: int) -> None:
    """Refuse a request by what its headers say.

    :param most: bytes that the body may have.
    :raises HttpError: 414 for the address, 431 for a header, 413 for the body, 400 for a length
        that is none.
    """
    for name in _CHOOSING:
        if len(asked.header(name)) > HEADER:
            raise HttpError(431, "operations.long_header", name=name.decode(), most=HEADER)
    if len(raw_path) + len(asked.query) > URL:
        raise HttpError(414, "operations.long_url", most=URL)
    if said := asked.header(b"content-length"):
        if not said.isdigit():
            raise HttpError(400, "operations.length")
        if int(said) > most:
            raise too_large(most)


def too_large(most: int) -> HttpError:
    """Return the error for a body of more than ``most`` bytes."""
    # The rest of the body is not read, so the connection is of no use any more.
    return HttpError(413, "operations.large", {"Connection": "close"}, most=plain(most / 1e6))


async def read_body(receive: Receive, most: int) -> bytes:
    """Return the body of a request.

    :raises HttpError: 413, if it has more than ``most`` bytes.
    :raises ClientLeftError: if the client hangs up before its end.
    """
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientLeftError
        part = message.get("body", b"")
        size += len(part)
        if size > most:
            raise too_large(most)
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


async def linger(receive: Receive) -> None:
    """Read on for a moment what a client still sends, so that it gets to read the answer.

    Closing at once would reset the connection, and the client would see only that.
    """
    size = 0
    try:
        async with asyncio.timeout(_LINGER_SECONDS):
            while size < _LINGER_BYTES:
                message = await receive()
                size += len(message.get("body", b""))
                if message["type"] == "http.disconnect" or not message.get("more_body", False):
                    return
    except TimeoutError:
        return


def given(body: bytes) -> Receive:
    """Return what gives the application a body that was read already, and then waits."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        if messages:
            return messages.pop()
        await asyncio.get_running_loop().create_future()  # who waits is cancelled in time
        raise ClientLeftError

    return receive
