# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Clients that do not behave: they write and read sockets byte by byte."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self
from urllib.parse import quote

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator

    from servers import Server

LOOK_UP = "SELECT ?s WHERE { ?s ?p ?o } LIMIT 1"


class Raw:
    """A connection to a server, byte by byte."""

    def __init__(self, port: int, *, receive_buffer: int = 0) -> None:
        """Connect to a port of this machine.

        :param receive_buffer: bytes that the system takes for us before we read.
        """
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(30)
        self.socket.connect(("127.0.0.1", port))

    def __enter__(self) -> Self:
        """Return the connection, to be closed at the end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.socket.close()

    def send(self, data: bytes) -> None:
        """Send bytes."""
        self.socket.sendall(data)

    def all(self) -> bytes:
        """Return what comes until the server closes."""
        parts = []
        try:
            while part := self.socket.recv(65536):
                parts.append(part)
        except ConnectionResetError:
            pass
        return b"".join(parts)

    def status(self) -> int:
        """Return the status of the answer; 0 if the server just closes."""
        data = b""
        while b"\r\n" not in data:
            try:
                part = self.socket.recv(4096)
            except ConnectionResetError:
                return 0
            if not part:
                return 0
            data += part
        return int(data.split(b" ", 2)[1])


def ask(server: Server, query: str, **headers: str) -> httpx.Response:
    """Send a query as another client would."""
    return httpx.get(f"{server.url}sparql?query={quote(query)}", headers=headers, timeout=30)


@contextmanager
def others_are_served(server: Server) -> Iterator[None]:
    """Let another client look something up all the while; each time it must get its answer."""
    over = threading.Event()
    answers: list[int] = []
    asked = 0

    def look_up() -> None:
        nonlocal asked
        while not over.is_set():
            asked += 1
            # Something else each time, so that no cache answers.
            answers.append(ask(server, f"{LOOK_UP} # {asked}").status_code)

    other = threading.Thread(target=look_up)
    other.start()
    try:
        yield
        before = len(answers)
        while other.is_alive() and len(answers) < before + 3:
            over.wait(0.01)
    finally:
        over.set()
        other.join(60)
    assert not other.is_alive()
    assert len(answers) >= 3
    assert set(answers) == {200}
