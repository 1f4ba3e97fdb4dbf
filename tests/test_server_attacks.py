# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Attacks over real connections; meanwhile another client is always served."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import httpx
import pytest

from servers import serving
from sockets import LOOK_UP, Raw, ask, others_are_served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from servers import Server
    from zielgraph.model.project import Project

LARGE = "SELECT * WHERE { ?s ?p ?o . ?x ?y ?z } LIMIT 20000"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"

POST = b"POST /sparql HTTP/1.1\r\nHost: x\r\n"
SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture(scope="module")
def server(bare: Project) -> Iterator[Server]:
    """Return a server that gives a query less time than usual."""
    flags = ("--access-log", "off", "--query-seconds", "3")
    with serving("--project", bare.root, *flags) as found:
        yield found


def test_ten_megabytes_of_query(server: Server) -> None:
    """By GET, as a form, directly, and in pieces: refused before anybody parses it."""
    query = b"SELECT * WHERE { " + b"?s ?p ?o . " * 900_000 + b"}"

    def pieces() -> Iterator[bytes]:
        for start in range(0, len(query), 65_536):
            yield query[start : start + 65_536]

    direct = {"Content-Type": "application/sparql-query"}
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    with others_are_served(server):
        for headers, content in ((direct, query), (form, b"query=" + query), (direct, pieces())):
            answer = httpx.post(server.url + "sparql", content=content, headers=headers, timeout=60)
            assert answer.status_code == 413
            assert " 1 MB" in answer.text
        with Raw(server.port) as client:
            with suppress(OSError):
                client.send(b"GET /sparql?query=" + query.replace(b" ", b"+") + b" HTTP/1.1\r\n")
            assert client.status() in {431, 0}


def test_a_body_that_never_ends(server: Server) -> None:
    """The server stops reading; it says 413 and closes."""
    with others_are_served(server), Raw(server.port) as client:
        client.send(
            POST + b"Transfer-Encoding: chunked\r\nContent-Type: application/sparql-query\r\n\r\n"
        )
        piece = b"10000\r\n" + b"#" * 0x10000 + b"\r\n"
        sent = 0
        with suppress(OSError):
            while sent < 20_000:
                client.send(piece)
                sent += 1
        assert sent < 20_000


def test_a_hundred_slow_senders(server: Server) -> None:
    """They hold a connection each and nothing else."""
    with others_are_served(server):
        slow = [Raw(server.port) for _ in range(100)]
        for place, one in enumerate(slow):
            one.send(POST + b"Content-Length: 500\r\n\r\n"[: 20 + place])
        for _ in range(3):
            for one in slow:
                with suppress(OSError):
                    one.send(b"x")
            time.sleep(0.05)
        for one in slow:
            one.socket.close()


def test_two_hundred_connections(server: Server) -> None:
    """All of them are served, one after another."""
    crowd = [Raw(server.port) for _ in range(200)]
    try:
        with others_are_served(server):
            for one in crowd:
                one.send(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            assert {one.status() for one in crowd} == {200}
    finally:
        for one in crowd:
            one.socket.close()


def test_clients_that_leave_in_the_middle_of_an_answer(server: Server) -> None:
    """By closing and by resetting, with a large answer on its way."""
    with others_are_served(server):
        for place in range(4):
            query = f"{LARGE} # {place}".encode()
            with Raw(server.port, receive_buffer=4096) as client:
                client.send(
                    POST + b"Content-Length: %d\r\n"
                    b"Content-Type: application/sparql-query\r\n\r\n" % len(query) + query
                )
                client.socket.recv(1000)
                if place % 2:
                    client.socket.setsockopt(
                        socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0"
                    )


def number(server: Server, name: str) -> float:
    """Return a number of the workers' metrics."""
    for line in httpx.get(server.url + "metrics").text.splitlines():
        if line.startswith(f"zielgraph_pool_{name} "):
            return float(line.split()[1])
    raise KeyError(name)


def test_clients_that_leave_end_their_queries(server: Server) -> None:
    """Nobody computes for those who have gone: none of their queries runs to its limit."""
    left, too_long = number(server, "left_total"), number(server, "time_total")
    with others_are_served(server):
        for place in range(6):
            with Raw(server.port) as client:
                query = f"{ENDLESS} # left {place}".encode()
                client.send(
                    POST + b"Content-Type: application/sparql-query\r\n"
                    b"Content-Length: %d\r\n\r\n" % len(query) + query
                )
                while not number(server, "slow") + number(server, "waiting"):
                    time.sleep(0.01)
        while number(server, "slow") + number(server, "waiting"):
            time.sleep(0.01)
    assert number(server, "left_total") == left + 6
    assert number(server, "time_total") == too_long


def test_a_hundred_bombs(server: Server) -> None:
    """Some run to their limit, the surplus is turned away; both say so."""
    statuses: list[int] = []

    def bomb(place: int) -> None:
        with suppress(httpx.HTTPError):
            statuses.append(ask(server, f"{ENDLESS} # {place}").status_code)

    bombs = [threading.Thread(target=bomb, args=(place,)) for place in range(100)]
    with others_are_served(server):
        for one in bombs:
            one.start()
        while 503 not in statuses:
            time.sleep(0.02)
    for one in bombs:
        one.join(60)
    assert set(statuses) <= {503, 504}
    assert len(statuses) == 100


@pytest.mark.parametrize(
    "request_bytes",
    [
        POST + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + b"Content-Length: 0\r\nContent-Length: 40\r\n\r\n" + SMUGGLED,
        POST + b"Content-Length: -1\r\n\r\n",
        POST + b"Content-Length: 1e9\r\n\r\n",
        POST + b"Content-Length: 99999999999999999999\r\n\r\n",
        POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"GET /health HTTP/1.1\r\nHost: x\r\nA: b\r\n c\x00d\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHo st: x\r\n\r\n",
        b"GET /he\xffalth HTTP/1.1\r\nHost: x\r\n\r\n",
        b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 100,
        b"\r\n" * 5000,
    ],
)
def test_what_is_not_quite_http(server: Server, request_bytes: bytes) -> None:
    """An error or the end of the connection: no answer to what was smuggled, no 500."""
    with others_are_served(server), Raw(server.port) as client:
        client.send(request_bytes)
        with suppress(OSError):
            client.socket.shutdown(socket.SHUT_WR)
        answers = client.all()
    lines = [line for line in answers.split(b"\r\n") if line.startswith(b"HTTP/1.1 ")]
    assert len(lines) <= 1
    assert all(line.split()[1].startswith(b"4") for line in lines), answers
    assert b"smuggled" not in answers


def test_upgrades_are_not_taken(server: Server) -> None:
    """Neither WebSocket nor HTTP/2: the request is answered as it is."""
    for kind in (b"websocket", b"h2c"):
        with Raw(server.port) as client:
            client.send(
                b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: "
                + kind
                + b"\r\nSec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\n"
                b"Sec-WebSocket-Version: 13\r\n\r\n"
            )
            assert client.status() == 200


def test_after_all_this_it_is_well(server: Server) -> None:
    """No error of ours in the log, and the endpoint answers."""
    assert ask(server, LOOK_UP).status_code == 200
    assert httpx.get(server.url + "health").json()["status"] == "ok"
    text = "".join(server.said)
    assert "Traceback" not in text
    assert "Exception in ASGI" not in text
