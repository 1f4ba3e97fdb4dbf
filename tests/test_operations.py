# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What lies around the application, tried without a network: the cache and conditions."""

from __future__ import annotations

import asyncio
import gzip
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from around import BUILT, LONG, App, asgi, client, leaving, run, state
from zielgraph.server.compression import wants_gzip
from zielgraph.server.operations import Operations


def test_the_same_request_runs_once() -> None:
    """The second answer comes from the cache, byte by byte the same."""

    async def work() -> None:
        app = App()
        async with client(Operations(app, state())) as web:
            first, second = await web.get("/de/"), await web.get("/de/")
            assert first.content == second.content == LONG.encode()
            assert first.headers == second.headers
            assert app.runs == 1
            await web.get("/de/", headers={"accept": "text/html"})
            await web.get("/de/?a")
            assert app.runs == 3

    run(work())


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sixteen_at_once_are_one_run(method: str) -> None:
    """Who asks what is being answered already waits for that answer."""

    async def work() -> None:
        app = App()
        app.gate = asyncio.Event()
        around = Operations(app, state())
        async with client(around) as web:
            asked = [
                asyncio.ensure_future(web.request(method, "/sparql", content=b"ASK {}"))
                for _ in range(16)
            ]
            await app.begun.wait()
            for _ in range(50):
                await asyncio.sleep(0)
            app.gate.set()
            answers = await asyncio.gather(*asked)
        assert app.runs == 1
        assert {answer.text for answer in answers} == {LONG}
        assert around.state.counts.shared == 15

    run(work())


def test_different_bodies_are_different_requests() -> None:
    """A POST is known by what it sends."""

    async def work() -> None:
        app = App()
        async with client(Operations(app, state())) as web:
            for body in (b"ASK {}", b"ASK { }", b"ASK {}"):
                await web.post("/sparql", content=body)
            await web.post("/elsewhere", content=b"ASK {}")
            await web.post("/elsewhere", content=b"ASK {}")
            packed = {"content-encoding": "gzip"}
            await web.post("/sparql", content=b"ASK {}", headers=packed)
        assert app.bodies[:2] == [b"ASK {}", b"ASK { }"]
        assert app.runs == 5

    run(work())


def test_errors_and_what_must_not_be_stored_run_again() -> None:
    """Neither a failure nor ``no-store`` is kept; an ETag says that there is something to keep."""

    async def work() -> None:
        for app in (App(status=503), App(cache_control="no-store"), App(status=404)):
            async with client(Operations(app, state())) as web:
                answers = [await web.get("/x"), await web.get("/x")]
            assert app.runs == 2
            assert all("etag" not in answer.headers for answer in answers)

    run(work())


def test_a_client_that_has_it_already_gets_304() -> None:
    """By ETag or date, for GET and HEAD, for each encoding its own tag."""

    async def work() -> None:
        async with client(Operations(App(vary="Accept"), state())) as web:
            plain = await web.get("/de/")
            packed = await web.get("/de/", headers={"accept-encoding": "gzip"})
            assert packed.headers["content-encoding"] == "gzip"
            assert packed.text == plain.text
            assert plain.headers["vary"] == packed.headers["vary"] == "Accept, Accept-Encoding"
            tags = {plain.headers["etag"], packed.headers["etag"]}
            assert len(tags) == 2
            assert all(tag.startswith('"0123456789ab-') for tag in tags)
            for method in ("GET", "HEAD"):
                for headers, status in (
                    ({"if-none-match": plain.headers["etag"]}, 304),
                    ({"if-none-match": "*"}, 304),
                    ({"if-none-match": f'"x", W/{plain.headers["etag"]}'}, 304),
                    ({"if-none-match": packed.headers["etag"]}, 200),
                    ({"if-none-match": '"x"'}, 200),
                    ({"if-modified-since": plain.headers["last-modified"]}, 304),
                    ({"if-modified-since": "Sun, 22 Nov 2026 12:00:01 GMT"}, 200),
                    ({"if-modified-since": "yesterday"}, 200),
                    (
                        {
                            "if-none-match": '"x"',
                            "if-modified-since": plain.headers["last-modified"],
                        },
                        200,
                    ),
                ):
                    answer = await web.request(method, "/de/", headers=headers)
                    assert answer.status_code == status, (method, headers)
                    assert answer.headers["etag"] == plain.headers["etag"]
                    if status == 304:
                        assert answer.content == b""
                        assert answer.headers["vary"] == "Accept, Accept-Encoding"
                        assert "content-type" not in answer.headers

    run(work())


def test_a_post_is_answered_whatever_the_client_has() -> None:
    """Only GET and HEAD know 304 (RFC 9110, 13.1)."""

    async def work() -> None:
        async with client(Operations(App(), state())) as web:
            asked = await web.post("/sparql", content=b"ASK {}")
            for headers in (
                {"if-none-match": asked.headers["etag"]},
                {"if-none-match": "*"},
                {"if-modified-since": asked.headers["last-modified"]},
            ):
                again = await web.post("/sparql", content=b"ASK {}", headers=headers)
                assert (again.status_code, again.content) == (200, asked.content)

    run(work())


def test_what_a_client_likes_may_be_said_in_several_lines() -> None:
    """They are read as one; other headers stay as they are."""

    async def work() -> None:
        app = App()
        async with client(Operations(app, state())) as web:
            likes = [("Accept", "image/png"), ("X", "1"), ("Accept", "text/turtle"), ("X", "2")]
            await web.get("/de/", headers=likes)
        (headers,) = app.heard
        assert [value for name, value in headers if name == b"accept"] == [
            b"image/png, text/turtle"
        ]
        assert [value for name, value in headers if name == b"x"] == [b"1", b"2"]

    run(work())


def test_head_says_what_get_would() -> None:
    """The same headers without the body."""

    async def work() -> None:
        app = App()
        async with client(Operations(app, state())) as web:
            head, got = await web.head("/de/"), await web.get("/de/")
        assert head.content == b""
        assert head.headers == got.headers
        assert got.headers["content-length"] == str(len(LONG))
        assert app.runs == 1

    run(work())


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ("short", {}),
        (LONG, {"content_type": "image/png"}),
        (LONG, {"content_type": "application/gzip"}),
        (LONG, {"content_encoding": "br"}),
    ],
)
def test_what_is_not_worth_it_is_not_compressed(body: str, headers: dict[str, str]) -> None:
    """Small answers, pictures, archives and what is compressed already go as they are."""

    async def work() -> None:
        app = App(body, 200, **headers)
        async with (
            client(Operations(app, state())) as web,
            web.stream("GET", "/x", headers={"accept-encoding": "gzip"}) as answer,
        ):
            raw = b"".join([part async for part in answer.aiter_raw()])
        assert raw == body.encode()

    run(work())


@given(st.binary(max_size=60))
def test_any_accept_encoding_is_understood(header: bytes) -> None:
    """Whatever a header says, it is yes or no."""
    assert wants_gzip(header) in {True, False}


def test_the_cache_is_bounded() -> None:
    """What was not asked for longest goes; one answer cannot take all the room."""

    async def work() -> None:
        app = App("x" * 100_000, content_type="image/png")
        around = Operations(app, state(cache_size=1))
        async with client(around) as web:
            for number in range(30):
                await web.get(f"/de/{number}")
                assert around.cache.size <= 1_000_000
            assert around.state.counts.evicted > 0
            await web.get("/de/29")
            assert app.runs == 30
            await web.get("/de/0")
            assert app.runs == 31
            app.body = "x" * 200_000
            for _ in range(2):
                await web.get("/de/large")
            assert app.runs == 33
        assert len(around.cache) > 5

    run(work())


def test_a_new_version_has_a_new_cache() -> None:
    """Nothing of the old version is given out once another is served."""

    async def work() -> None:
        app = App()
        around = Operations(app, state())
        async with client(around) as web:
            before = await web.get("/de/")
            around.state.served = cast(
                "Any", SimpleNamespace(version="fedcba98", modified=BUILT + timedelta(seconds=1))
            )
            after = await web.get("/de/", headers={"if-none-match": before.headers["etag"]})
        assert after.status_code == 200
        assert after.headers["etag"].startswith('"fedcba98-')
        assert after.headers["last-modified"] == "Sun, 22 Nov 2026 12:00:01 GMT"

    run(work())


def test_an_answer_never_mixes_versions() -> None:
    """If another version comes while an answer is made, it is made again."""

    async def work() -> None:
        around = Operations(app := App(), state())
        app.gate = asyncio.Event()
        async with client(around) as web:
            asked = asyncio.ensure_future(web.get("/sparql?query=x"))
            await app.begun.wait()
            new = SimpleNamespace(version="fedcba98", modified=BUILT)
            around.state.served = cast("Any", new)
            app.gate.set()
            answer = await asked
        assert app.runs == 2
        assert answer.headers["etag"].startswith('"fedcba98-')

    run(work())


@pytest.mark.parametrize("leaves_first", ["one", "two"])
def test_work_ends_when_the_last_client_has_left(leaves_first: str) -> None:
    """One of two leaves: it goes on. Both leave: it stops. The log says 499."""

    async def work() -> None:
        app = App()
        app.gate = asyncio.Event()
        around = Operations(app, state())
        first, second = asyncio.Event(), asyncio.Event()
        one = asyncio.ensure_future(asgi(around, leaving(first)))
        two = asyncio.ensure_future(asgi(around, leaving(second)))
        await app.begun.wait()
        for _ in range(20):
            await asyncio.sleep(0)
        (first if leaves_first == "one" else second).set()
        await asyncio.sleep(0.1)
        assert app.cancelled == 0
        first.set()
        second.set()
        assert list(await asyncio.gather(one, two)) == [[], []]
        assert app.cancelled == 1
        assert app.runs == 1
        assert around.metrics.requests == {("/sparql", "GET", 499): 2}
        assert around.metrics.running == 0

    run(work())


def test_gzip_is_the_same_every_time() -> None:
    """The same body gives the same bytes, so that its ETag stays true."""

    async def work() -> None:
        bodies = []
        for _ in range(2):
            around = Operations(App(LONG * 100), state())
            async with (
                client(around) as web,
                web.stream("GET", "/x", headers={"accept-encoding": "gzip"}) as answer,
            ):
                bodies.append(b"".join([part async for part in answer.aiter_raw()]))
        assert bodies[0] == bodies[1]
        assert gzip.decompress(bodies[0]) == (LONG * 100).encode()

    run(work())
