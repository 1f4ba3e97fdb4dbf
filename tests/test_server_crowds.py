# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What strangers choose takes neither memory nor turns from others: headers, pace, crowds."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
import uvicorn
from uvicorn.server import ServerState

from around import App, client, run, state
from servers import serving
from sockets import Raw, others_are_served
from zielgraph.server.clients import Clients
from zielgraph.server.connections import Guarded, Patience, guarded
from zielgraph.server.held import Held
from zielgraph.server.metrics import Metrics
from zielgraph.server.operations import Operations
from zielgraph.server.problems import HttpError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from servers import Server
    from zielgraph.model.project import Project
    from zielgraph.server.cache import Kept
    from zielgraph.server.incoming import Incoming


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/sparql?query={}", {"range": "bytes=0-1"}),
        ("GET", "/sparql?query={}", {"authorization": "Basic eDp5"}),
        ("POST", "/sparql/", {"content-type": "application/sparql-query"}),
        ("GET", "/api/queries/gaps?limit={}", {"range": "bytes=0-1"}),
        ("GET", "/de/{}", {"authorization": "x"}),
        ("GET", "/dumps/{}", {"range": "bytes=0-1"}),
        ("OPTIONS", "/sparql?query={}", {}),
        ("PUT", "/de/{}", {}),
    ],
)
def test_no_header_and_no_method_gets_past_the_rate(
    method: str, path: str, headers: dict[str, str]
) -> None:
    """Whatever a client adds, its requests are counted."""

    async def work() -> None:
        around = Operations(App(), state(rate=0.001, burst=1))
        async with client(around) as web:
            statuses = [
                (
                    await web.request(method, path.format(n), headers=headers, content=f"{n}")
                ).status_code
                for n in range(6)
            ]
        assert statuses[0] == 200
        assert statuses[-1] == 429

    run(work())


def test_what_tells_how_the_server_is_costs_nothing() -> None:
    """A monitor is never told to come back later."""

    async def work() -> None:
        around = Operations(App(), state(rate=0.001, burst=1))
        async with client(around) as web:
            assert {(await web.get("/health")).status_code for _ in range(9)} == {200}

    run(work())


def test_the_keys_of_the_cache_are_weighed() -> None:
    """Small answers under long names take no more room than large ones."""

    async def work() -> None:
        around = Operations(App("x"), state(cache_size=1, rate=0))
        async with client(around) as web:
            for number in range(400):
                header = {"accept-language": f"de;x={number}" + "y" * 3900}
                assert (await web.get("/de/", headers=header)).status_code == 200
        assert 100 < len(around.cache) <= 1_000_000 // 4900

    run(work())


@pytest.mark.parametrize(
    "name", ["accept", "accept-encoding", "accept-language", "if-modified-since"]
)
def test_headers_that_choose_are_short(name: str) -> None:
    """What is remembered for the next request is no place to store things, not in lines either."""

    async def work() -> None:
        around = Operations(App(), state())
        async with client(around) as web:
            lines = [(name, "y" * 700), (name, "z" * 700)]
            assert (await web.get("/de/", headers=lines)).status_code == 200
            refused = await web.get("/de/", headers=[*lines * 3, ("x", "en")])
        assert refused.status_code == 431
        assert name in refused.text

    run(work())


def asked(name: str) -> Incoming:
    """Return a request of a client elsewhere."""
    return cast("Incoming", SimpleNamespace(client=name, local=False))


def answer(size: int) -> Kept:
    """Return an answer of so many bytes."""
    return cast("Kept", SimpleNamespace(size=size))


def test_large_answers_on_their_way_are_bounded() -> None:
    """For a client and for all; what many read is there once; what is read makes room."""
    held = Held(10_000_000)
    with ExitStack() as reading:
        popular = answer(10_000_000)
        for number in range(50):
            reading.enter_context(held.hold(asked(f"192.0.2.{number}"), popular))
        assert held.size == 10_000_000
        reading.enter_context(held.hold(asked("192.0.2.1"), answer(9_000_000)))
        with pytest.raises(HttpError) as unread, held.hold(asked("192.0.2.1"), answer(2_000_000)):
            pass
        assert unread.value.status == 429
        with held.hold(asked("192.0.2.1"), answer(500_000)):
            pass
        for number in range(6):
            reading.enter_context(held.hold(asked(f"198.51.100.{number}"), answer(10_000_000)))
        with pytest.raises(HttpError) as full, held.hold(asked("203.0.113.1"), answer(9_000_000)):
            pass
        assert full.value.status == 503
        assert full.value.headers["Retry-After"] == "10"
    assert held.size == 0
    with held.hold(asked("203.0.113.1"), answer(9_000_000)):
        assert held.size == 9_000_000


def test_who_does_not_read_gets_no_more() -> None:
    """The refusal is a status, not half an answer; others are served."""

    async def work() -> None:
        around = Operations(App("x" * 1_500_000), state(query_size=1))
        gate = asyncio.Event()

        async def receive() -> dict[str, Any]:
            await gate.wait()
            return {"type": "http.disconnect"}

        async def read_never(message: Any) -> None:
            if message["type"] == "http.response.body":
                await gate.wait()

        def slowly(number: int) -> asyncio.Task[None]:
            scope = {
                "type": "http", "method": "GET", "path": "/sparql", "raw_path": b"/sparql",
                "query_string": b"query=%d" % number, "headers": [], "client": ("192.0.2.1", 1),
            }  # fmt: skip
            return asyncio.ensure_future(around(scope, receive, read_never))

        first = slowly(1)
        async with asyncio.timeout(30):
            while not around.held.size:  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.01)
        async with client(around, "192.0.2.1") as web, client(around, "192.0.2.2") as other:
            refused = await web.get("/sparql?query=2", headers={"accept-language": "en"})
            assert refused.status_code == 429
            assert "read" in refused.text
            assert len((await other.get("/sparql?query=3")).content) == 1_500_000
            gate.set()
            await first
            assert (await web.get("/sparql?query=4")).status_code == 200
        assert around.held.size == 0

    run(work())


class Loop:
    """A clock that a test turns."""

    def __init__(self) -> None:
        """Begin at nought."""
        self.now = 0.0
        self.waits: list[float] = []

    def time(self) -> float:
        """Return the time."""
        return self.now

    def call_later(self, seconds: float, *_: object) -> Any:
        """Note for how long somebody is waited for."""
        self.waits.append(round(seconds, 2))
        return SimpleNamespace(cancel=lambda: None)


class Line:
    """A connection that goes nowhere."""

    def __init__(self, peer: str) -> None:
        """Come from the address ``peer``."""
        self.peer = peer
        self.sent = b""
        self.closed = False

    def get_extra_info(self, name: str) -> Any:
        """Tell where it comes from."""
        return (self.peer, 4711) if name == "peername" else None

    def is_closing(self) -> bool:
        """Tell whether it was closed."""
        return self.closed

    def write(self, data: bytes) -> None:
        """Take bytes."""
        self.sent += data

    def close(self) -> None:
        """Close."""
        self.closed = True


PATIENCE = Patience(15, 30, 30, connections=1000, each=3, clients=Clients(["10.0.0.0/8"]))


def connect(kind: type[Guarded], peer: str, loop: Loop | None = None) -> tuple[Guarded, Line]:
    """Return a connection as the server sees it."""
    config = uvicorn.Config(App(), ws="none", log_config=None)
    config.load()
    found = kind(config, ServerState(), {}, cast("Any", loop or Loop()))
    line = Line(peer)
    found.connection_made(cast("Any", line))
    return found, line


def test_one_client_does_not_take_all_connections() -> None:
    """Nor a customer with many IPv6 addresses; a proxy and this machine stand for many."""
    kind = guarded(PATIENCE, Metrics())
    for peers in (["192.0.2.7"] * 4, [f"2001:db8:1:2::{n}" for n in range(4)]):
        lines = [connect(kind, peer) for peer in peers]
        assert [line.closed for _, line in lines] == [False, False, False, True]
        assert lines[-1][1].sent.startswith(b"HTTP/1.1 429 ")
        assert not connect(kind, "192.0.2.8")[1].closed
        for protocol, _ in lines:
            protocol.connection_lost(None)
        again, line = connect(kind, peers[0])
        assert not line.closed
        again.connection_lost(None)
    for peer in ("127.0.0.1", "::1", "10.1.2.3", "::ffff:10.1.2.3"):
        assert not any(connect(kind, peer)[1].closed for _ in range(9))


def test_who_reads_ever_so_slowly_is_left() -> None:
    """Each piece that is read wins a little time, not the whole of it anew."""
    loop = Loop()
    protocol, _ = connect(guarded(PATIENCE, Metrics()), "192.0.2.7", loop)
    loop.waits.clear()
    for seconds in (1, 20, 12, 4):
        protocol.pause_writing()
        loop.now += seconds
        protocol.resume_writing()
    protocol.pause_writing()
    assert loop.waits == [30, 30, 13.5, 5, 4.5]


@pytest.fixture(scope="module")
def server(bare: Project) -> Iterator[Server]:
    """Return a server."""
    with serving("--project", bare.root, "--access-log", "off", "--query-seconds", "3") as found:
        yield found


GET = b"GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n"
SLOW = (
    b"GET /sparql?query=SELECT(COUNT(*)AS%20?n){?a%20?b%20?c.?d%20?e%20?f.?g%20?h%20?i"
    b".?j%20?k%20?l} HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\n\r\n"
)


def test_requests_in_a_row_are_answered_in_their_order(server: Server) -> None:
    """A few at once are no attack."""
    with Raw(server.port) as one:
        rows = [b"GET /de/%d HTTP/1.1\r\nHost: x\r\n" % n for n in range(20)]
        one.send(b"\r\n".join(rows) + b"Connection: close\r\n\r\n")
        found = one.all()
    places = [found.find(b"/de/%d" % number) for number in range(20)]
    assert -1 not in places
    assert places == sorted(places)


def test_requests_in_a_row_have_an_end(server: Server) -> None:
    """Thousands in one packet stall nobody: they are not even read."""
    with others_are_served(server):
        crowd = [Raw(server.port) for _ in range(20)]
        for one in crowd:
            one.socket.settimeout(0)
            assert one.socket.send(SLOW + GET * 6000) > 10_000
            one.socket.settimeout(30)
        for one in crowd:
            assert one.all().count(b"HTTP/1.1") == 0
            one.socket.close()


def test_an_error_is_not_taken_for_an_earlier_answer(server: Server) -> None:
    """What is wrong with the second request does not become the answer to the first."""
    with Raw(server.port) as one:
        one.send(SLOW + b"GE\x00T / HTTP/1.1\r\n\r\n")
        assert b"400 Bad Request" not in one.all()
