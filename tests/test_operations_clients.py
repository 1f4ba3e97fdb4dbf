# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What clients may take, and what is noted of them, tried without a network."""

from __future__ import annotations

import asyncio
import io
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from around import App, client, run, state
from zielgraph.server.access_log import AccessLog
from zielgraph.server.clients import Clients, Rates, Turns, anonymous
from zielgraph.server.headers import SECURITY
from zielgraph.server.incoming import Incoming
from zielgraph.server.leaving import ClientLeftError
from zielgraph.server.metrics import template
from zielgraph.server.operations import Operations
from zielgraph.server.problems import HttpError

if TYPE_CHECKING:
    from starlette.types import Message


def test_too_many_queries_are_told_when_to_come_back() -> None:
    """429 with Retry-After; pages cost a fifth, the cache nothing, others are not touched."""

    async def work() -> None:
        around = Operations(App(), state(rate=0.5, burst=3))
        async with client(around) as web, client(around, "192.0.2.2") as other:
            for number in range(3):
                assert (await web.get(f"/sparql?query={number}")).status_code == 200
            refused = await web.get("/sparql?query=3", headers={"accept-language": "en"})
            assert refused.status_code == 429
            assert refused.headers["retry-after"] == "2"
            assert refused.headers["access-control-allow-origin"] == "*"
            assert "try again" in refused.text
            assert (await web.get("/sparql?query=2")).status_code == 200
            assert (await other.get("/sparql?query=3")).status_code == 200
        assert around.metrics.refused == {"too_often": 1}
        async with client(around, "192.0.2.3") as web:
            statuses = [(await web.get(f"/de/{number}")).status_code for number in range(16)]
        assert statuses == [200] * 15 + [429]

    run(work())


def test_this_machine_is_not_counted_unless_a_proxy_speaks() -> None:
    """A proxy that nobody trusts makes all its clients one, and the log says so."""

    async def work() -> None:
        around = Operations(App(), state(rate=0.1, burst=1))
        async with client(around, "127.0.0.1") as web:
            assert {(await web.get(f"/sparql?{n}")).status_code for n in range(5)} == {200}
            statuses = [
                (
                    await web.get(f"/sparql?x{n}", headers={"x-forwarded-for": f"192.0.2.{n}"})
                ).status_code
                for n in range(2)
            ]
        assert statuses == [200, 429]
        assert around.clients.misled

    run(work())


def test_turns_pass_on() -> None:
    """So many run, so many wait, the next is refused; whoever gives up frees his place."""

    async def work() -> None:
        turns = Turns(1, 1, 60)
        order: list[str] = []

        async def take(name: str, gate: asyncio.Event) -> None:
            async with turns.turn("a"):
                order.append(name)
                await gate.wait()

        gate = asyncio.Event()
        first = asyncio.ensure_future(take("first", gate))
        await asyncio.sleep(0)
        second = asyncio.ensure_future(take("second", gate))
        await asyncio.sleep(0)
        with pytest.raises(HttpError) as refused:
            await take("third", gate)
        assert refused.value.status == 429
        async with turns.turn("b"):
            order.append("another client")
        second.cancel()
        with suppress(asyncio.CancelledError):
            await second
        fourth = asyncio.ensure_future(take("fourth", gate))
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(first, fourth)
        assert order == ["first", "another client", "fourth"]
        async with turns.turn("a"):
            pass

    run(work())


def test_who_waits_too_long_for_his_turn_is_refused() -> None:
    """And the turn that comes then goes to the next."""

    async def work() -> None:
        turns = Turns(1, 5, 0.01)
        async with turns.turn("a"):
            with pytest.raises(HttpError):
                async with turns.turn("a"):
                    pass
        async with turns.turn("a"):
            pass

    run(work())


def test_who_hangs_up_waits_for_no_turn() -> None:
    """The turn that he waited for is the next one's, even if it came in the same moment."""

    async def work() -> None:
        turns = Turns(1, 5, 60)
        gone = asyncio.Event()

        async def receive() -> Message:
            await gone.wait()
            return {"type": "http.disconnect"}

        async def wait() -> None:
            async with turns.turn("a", receive):
                pass

        for at_once in (False, True):
            gone.clear()
            async with turns.turn("a"):
                waiting = asyncio.ensure_future(wait())
                await asyncio.sleep(0.01)
                gone.set()
                if at_once:
                    waiting.cancel()
                else:
                    with pytest.raises(ClientLeftError):
                        await waiting
            with suppress(asyncio.CancelledError):
                await asyncio.gather(waiting, return_exceptions=True)
            async with asyncio.timeout(1), turns.turn("a"):
                pass

    run(work())


def test_tokens_come_back() -> None:
    """After a second there are as many as the rate says, never more than the burst."""
    moment = [0.0]
    rates = Rates(2, 4, lambda: moment[0])
    for _ in range(4):
        rates.pay("a")
    with pytest.raises(HttpError):
        rates.pay("a")
    moment[0] = 1.0
    rates.pay("a")
    rates.pay("a")
    with pytest.raises(HttpError):
        rates.pay("a")
    moment[0] = 1000.0
    for _ in range(4):
        rates.pay("a")
    with pytest.raises(HttpError):
        rates.pay("a")


@pytest.mark.parametrize(
    ("peer", "said", "client_seen"),
    [
        ("198.51.100.1", "192.0.2.7", "198.51.100.1"),
        ("10.0.0.1", "192.0.2.7", "192.0.2.7"),
        ("10.0.0.1", "203.0.113.9, 192.0.2.7", "192.0.2.7"),
        ("10.0.0.1", "192.0.2.7, 10.0.0.2", "192.0.2.7"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("10.0.0.1", "192.0.2.7:4711", "192.0.2.7"),
        ("10.0.0.1", "[2001:db8::7]:4711", "2001:db8::"),
        ("10.0.0.1", "2001:db8:0:1:2:3:4:5", "2001:db8:0:1::"),
        ("10.0.0.1", "evil", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("::ffff:10.0.0.1", "192.0.2.7", "192.0.2.7"),
        ("", "192.0.2.7", ""),
    ],
)
def test_the_client_behind_trusted_proxies(peer: str, said: str, client_seen: str) -> None:
    """From the right, the first that is no proxy of ours."""
    clients = Clients(("10.0.0.0/8",))
    assert identified(clients, peer, said).client == client_seen


def identified(clients: Clients, peer: str, said: str) -> Incoming:
    """Return a request from an address that says another in X-Forwarded-For."""
    scope = {
        "method": "GET",
        "path": "/",
        "query_string": b"",
        "headers": [(b"x-forwarded-for", said.encode("latin-1"))],
    }
    asked = Incoming(scope)
    clients.identify(asked, peer)
    return asked


@given(st.text(st.characters(max_codepoint=255), max_size=40))
def test_any_forwarded_header_gives_an_address(said: str) -> None:
    """What is no address never becomes a client of its own, so no log or table holds it."""
    asked = identified(Clients(("10.0.0.0/8",)), "10.0.0.1", said)
    assert anonymous(asked.client) != "-"


def test_bodies_are_bounded() -> None:
    """By what the header says, and by what comes if it says nothing."""

    async def work() -> None:
        around = Operations(app := App(), state())

        async def pieces() -> Any:
            for _ in range(30):
                yield b"x" * 100_000

        async with client(around) as web:
            declared = await web.post("/sparql", content=b"x" * 1_000_001)
            chunked = await web.post("/sparql", content=pieces())
            odd = await web.post("/sparql", content=b"x", headers={"content-length": "+1"})
            fits = await web.post("/sparql", content=b"x" * 1_000_000)
            long = await web.get("/sparql?" + "x" * 40_000)
        statuses = [a.status_code for a in (declared, chunked, odd, fits, long)]
        assert statuses == [413, 413, 400, 200, 414]
        assert declared.headers["connection"] == "close"
        assert app.runs == 1

    run(work())


def test_every_answer_has_the_headers_for_security() -> None:
    """Errors too; a page's own policy stays; nothing says which program answers."""

    async def work() -> None:
        own = App(content_security_policy="default-src 'self'", server="x 1.0")
        async with client(Operations(own, state())) as web:
            answer = await web.get("/x")
            assert answer.headers["content-security-policy"] == "default-src 'self'"
            assert "server" not in answer.headers
            for answer in (
                await web.get("/sparql?" + "x" * 40_000),
                await web.options("/"),
                await web.post("/x"),
            ):
                for name, _ in SECURITY:
                    assert name.decode() in answer.headers

    run(work())


def test_an_error_of_ours_says_nothing_of_what_is_inside() -> None:
    """The client gets 500 as a problem, the log the reason."""

    async def broken(*_: object) -> None:
        raise RuntimeError("secret")

    async def work() -> None:
        async with client(Operations(broken, state())) as web:
            for path in ("/de/", "/sparql?query=x", "/health"):
                answer = await web.get(path)
                assert answer.status_code == 500
                assert "secret" not in answer.text

    run(work())


def logged(form: str, asked: Incoming, *, addresses: bool = False) -> str:
    """Return the line for a request."""
    stream = io.StringIO()

    async def work() -> None:
        log = AccessLog(stream, form, addresses=addresses)
        log.write(asked, 200, 12, 0.0034, "hit")
        log.flush()

    run(work())
    return stream.getvalue()


@given(path=st.text(max_size=30), agent=st.binary(max_size=30))
def test_a_request_is_one_line_of_the_log(path: str, agent: bytes) -> None:
    """No line break, quotation mark or escape sequence of a stranger gets into it."""
    scope = {
        "method": "GET",
        "path": "/" + path,
        "query_string": b"query=geheim",
        "headers": [(b"user-agent", agent)],
    }
    asked = Incoming(scope)
    asked.client = "192.0.2.77"
    line = logged("combined", asked)
    assert line.count("\n") == 1
    assert line.isprintable() or line[:-1].isprintable()
    assert line.count('"') == 6
    assert "geheim" not in line
    assert line.startswith("192.0.2.0 ")
    found = json.loads(logged("json", asked, addresses=True))
    assert found["client"] == "192.0.2.77"
    assert found["path"] == ("/" + path)[:300]


@given(st.lists(st.text(max_size=8), max_size=5))
def test_kinds_of_paths_are_few(parts: list[str]) -> None:
    """Strangers cannot make numbers without end: a kind holds nothing that they wrote."""
    path = "/" + "/".join(parts)
    kind = template(path)
    known = {
        "/", "/de", "/en", "other", "/{lang}/", "/sparql", "/health", "/metrics", "/ontology",
        "/shapes", "/catalog", "/robots", "/sitemap",
    }  # fmt: skip
    assert kind in known or kind.endswith("{…}") or kind.startswith("/{lang}/")
