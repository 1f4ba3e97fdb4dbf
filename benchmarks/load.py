# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""A closed loop of clients against one HTTP server: how many answers, and how slow the slowest.

Each client keeps one connection and asks again as soon as it has the answer. It speaks
HTTP/1.1 by itself and waits for its sockets with ``epoll``: the time that a comfortable client
takes would be added to each server's and hide how much faster one is than another.
"""

from __future__ import annotations

import json
import select
import socket
import sys
import time
from dataclasses import asdict, dataclass
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 15.0
"""Seconds after which a client gives an answer up."""

_OK = 200
_ACCEPT = "application/sparql-results+json"
_PIECE = 1 << 18
_MOMENT = 0.05


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


def requests(job: dict[str, Any], offset: int) -> Iterator[bytes]:
    """Yield one request after the other.

    :param job: ``url``; ``query``, SPARQL with ``%s`` in the place of one of ``names``, if it
        has one; ``unique``: whether no two texts are the same, so that no cache can answer.
    :param offset: the number of the first one.
    """
    parts = urlsplit(job["url"])
    end = f" HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept: {_ACCEPT}\r\n\r\n"
    query = str(job["query"])
    texts = [quote(query.replace("%s", name)) for name in job.get("names") or [""]]
    comment = quote("\n# ")
    for number in count(offset):
        more = f"{comment}{number}" if job["unique"] else ""
        yield f"GET {parts.path}?query={texts[number % len(texts)]}{more}{end}".encode()


def read(received: bytearray) -> tuple[int, bool, bool]:
    """Return the status of an answer, whether it is complete, and whether the server hangs up.

    >>> read(bytearray(b"HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\n{}"))
    (200, True, False)
    >>> chunked = b"HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2\\r\\n{}\\r\\n"
    >>> read(bytearray(chunked)), read(bytearray(chunked + b"0\\r\\n\\r\\n"))
    ((200, False, False), (200, True, False))
    """
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return 0, False, False
    head = received[: end + 2].lower()
    status, begin = int(head[9:12]), end + 4
    close = b"\r\nconnection: close\r\n" in head
    if b"\r\ntransfer-encoding: chunked\r\n" not in head:
        length = int(head.split(b"\r\ncontent-length:", 1)[1].split(b"\r\n", 1)[0])
        return status, len(received) >= begin + length, close
    while (line := received.find(b"\r\n", begin)) >= 0:
        size = int(received[begin:line].split(b";")[0], 16)
        begin = line + 2 + size + 2
        if not size:
            return status, len(received) >= begin, close
    return status, False, close


class Client:
    """One connection that asks and waits, again and again.

    :ivar latencies: milliseconds of each question, also of those without an answer.
    :ivar errors: how many had no answer, or one of another status than 200.
    :ivar socket: its connection; none before the first question and after the last.
    :ivar asked: when it sent the question that is open now.
    """

    def __init__(self, job: dict[str, Any], offset: int, ready: select.epoll) -> None:
        """Prepare a client that is woken by ``ready``; see :func:`requests`."""
        parts = urlsplit(job["url"])
        self.latencies: list[float] = []
        self.errors = 0
        self.socket: socket.socket | None = None
        self.asked = 0.0
        self._address = parts.hostname or "", parts.port or 80
        self._texts = requests(job, offset)
        self._ready = ready
        self._received = bytearray()

    def ask(self) -> socket.socket:
        """Send the next question and return the connection that it went through.

        :raises OSError: if the server takes no connection.
        """
        text = next(self._texts)
        self._received = bytearray()
        self.asked = time.perf_counter()
        if self.socket is None:
            self.socket = socket.create_connection(self._address, PATIENCE)
            self._ready.register(self.socket, select.EPOLLIN)
        self.socket.sendall(text)
        return self.socket

    def begin(self, asking: dict[int, Client]) -> None:
        """Ask, and join those who wait for an answer; not if the server has gone."""
        try:
            asking[self.ask().fileno()] = self
        except OSError:
            self.end(0, hang_up=True)

    def take(self) -> bool:
        """Read what has come, and tell whether the question is answered, or never will be."""
        try:
            piece = self.socket.recv(_PIECE) if self.socket else b""
        except ConnectionError:
            piece = b""
        self._received += piece
        status, complete, last = read(self._received)
        if piece and not complete:
            return False
        self.end(status if complete else 0, hang_up=last or not piece)
        return True

    def end(self, status: int, *, hang_up: bool) -> None:
        """Note how the open question ended."""
        self.latencies.append((time.perf_counter() - self.asked) * 1000)
        self.errors += status != _OK
        if hang_up:
            self.leave()

    def leave(self) -> None:
        """Close the connection, if there is one."""
        if self.socket is not None:
            self.socket.close()
            self.socket = None


def run(job: dict[str, Any]) -> Figures:
    """Run the clients of one job and return what they saw.

    :param job: as for :func:`requests`; further ``clients``, how many; ``seconds``, for how
        long they begin new questions; ``patience``, after how many they give one up.
    """
    ready = select.epoll()
    first = time.time_ns() // 1000
    clients = [Client(job, first + number * 10**16, ready) for number in range(job["clients"])]
    start = now = looked = time.perf_counter()
    until, patience = start + job["seconds"], job.get("patience") or PATIENCE
    asking: dict[int, Client] = {}

    def go_on(number: int) -> None:
        each = asking.pop(number)
        if now < until:
            each.begin(asking)
        else:
            each.leave()

    for each in clients:
        each.begin(asking)

    while asking:
        for number, _ in ready.poll(_MOMENT):
            if asking[number].take():
                now = time.perf_counter()
                go_on(number)
        now = time.perf_counter()
        if now - looked > _MOMENT:
            looked = now
            for number in [n for n, each in asking.items() if now - each.asked > patience]:
                asking[number].end(0, hang_up=True)
                go_on(number)
    took = time.perf_counter() - start
    found = sorted(latency for each in clients for latency in each.latencies)
    return Figures(
        len(found) / took,
        percentile(found, 0.5),
        percentile(found, 0.99),
        found[-1],
        len(found),
        sum(each.errors for each in clients),
    )


def main() -> None:
    """Read a job as JSON from standard input, run it, print the figures as JSON."""
    print(json.dumps(asdict(run(json.load(sys.stdin)))))


if __name__ == "__main__":
    main()
