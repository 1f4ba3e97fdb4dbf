# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""A closed loop of clients against one HTTP server: how many answers, and how slow the slowest.

Each client keeps one connection and asks again as soon as it has the answer. It speaks
HTTP/1.1 by itself, because a comfortable client costs more than a fast server.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import asdict, dataclass
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 15.0
"""Seconds after which a client gives an answer up."""

_OK = 200


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run gave: answers a second, latencies in milliseconds, and what went wrong."""

    rate: float
    p50: float
    p99: float
    worst: float
    answers: int
    errors: int


def percentile(values: list[float], share: float) -> float:
    """Return the value below which ``share`` of the sorted ``values`` lie (nearest rank).

    >>> percentile([1.0, 2.0, 3.0, 4.0], 0.5)
    2.0
    """
    return values[max(0, -(-int(share * 1000) * len(values) // 1000) - 1)]


def texts(query: str, names: list[str], *, unique: bool, offset: int = 0) -> Iterator[str]:
    """Yield one query after the other.

    :param query: SPARQL with ``%s`` in the place of a name, if it has one.
    :param unique: whether no two texts are the same, so that no cache can answer.
    """
    for number in count(offset):
        text = query.replace("%s", names[number % len(names)]) if names else query
        yield f"{text}\n# {number}" if unique else text


async def _client(
    url: str, queries: Iterator[str], until: float, job: dict[str, object], found: list[float]
) -> int:
    accept = str(job.get("accept") or "application/sparql-results+json")
    patience = float(str(job.get("patience") or PATIENCE))
    parts = urlsplit(url)
    errors = 0
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None
    while time.perf_counter() < until:
        target = f"{parts.path}?query={quote(next(queries))}"
        request = (
            f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept: {accept}\r\n\r\n"
        ).encode()
        start = time.perf_counter()
        try:
            if reader is None or writer is None:
                reader, writer = await asyncio.open_connection(
                    parts.hostname, parts.port, limit=1 << 26
                )
            writer.write(request)
            status, close = await asyncio.wait_for(_answer(reader), patience)
            if close:
                writer.close()
                reader = writer = None
        except (OSError, TimeoutError, asyncio.IncompleteReadError, ValueError):
            if writer is not None:
                writer.close()
            reader = writer = None
            status = 0
        found.append((time.perf_counter() - start) * 1000)
        errors += status != _OK
    if writer is not None:
        writer.close()
    return errors


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bool]:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    status = int(head[9:12])
    if b"\r\ntransfer-encoding: chunked" in head:
        while size := int((await reader.readline()).split(b";")[0], 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    else:
        length = head.split(b"\r\ncontent-length:", 1)[1].split(b"\r\n", 1)[0]
        await reader.readexactly(int(length))
    return status, b"\r\nconnection: close" in head


async def run(url: str, job: dict[str, object]) -> Figures:
    """Run the clients of one job and return what they saw."""
    clients = int(str(job["clients"]))
    seconds = float(str(job["seconds"]))
    names = [str(name) for name in job.get("names") or ()]  # type: ignore[attr-defined]
    found: list[float] = []
    start = time.perf_counter()
    queries = [
        texts(
            str(job["query"]),
            names,
            unique=bool(job["unique"]),
            offset=time.time_ns() // 1000 + number * 10**16,
        )
        for number in range(clients)
    ]
    errors = await asyncio.gather(
        *(_client(url, mine, start + seconds, job, found) for mine in queries)
    )
    took = time.perf_counter() - start
    found.sort()
    return Figures(
        len(found) / took,
        percentile(found, 0.5),
        percentile(found, 0.99),
        found[-1],
        len(found),
        sum(errors),
    )


def main() -> None:
    """Read a job as JSON from standard input, run it, print the figures as JSON."""
    import uvloop  # noqa: PLC0415 - only where it runs

    job = json.load(sys.stdin)
    print(json.dumps(asdict(uvloop.run(run(job["url"], job)))))


if __name__ == "__main__":
    main()
