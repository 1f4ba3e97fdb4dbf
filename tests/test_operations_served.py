# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The operations of a server that really runs: time, numbers, stopping, new builds."""

from __future__ import annotations

import json
import signal
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import httpx
import pytest
from defusedxml import ElementTree

from servers import change, serving, version, wait_for
from sockets import LOOK_UP, Raw, ask

if TYPE_CHECKING:
    from collections.abc import Iterator

    from servers import Server
    from zielgraph.model.project import Project

SLOW = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def server(bare: Project) -> Iterator[Server]:
    """Return a server that loses its patience quickly and tells everybody its numbers."""
    flags = ["--header-seconds", "1", "--body-seconds", "1", "--read-seconds", "1"]
    flags += ["--connections", "60", "--keep-alive-seconds", "2", "--query-seconds", "20"]
    with serving("--project", bare.root, *flags, env={"ZIELGRAPH_ACCESS_LOG": "json"}) as found:
        yield found


@pytest.mark.parametrize(
    "start",
    [b"", b"GET /health?x", b"GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: 1"],
    ids=["nothing", "half a line", "half the headers"],
)
def test_slow_headers_end_in_408(server: Server, start: bytes) -> None:
    """A byte now and then does not win more time."""
    with Raw(server.port) as client:
        client.send(start)
        answers: list[bytes] = []
        reader = threading.Thread(target=lambda: answers.append(client.all()))
        reader.start()
        while start and reader.is_alive():
            try:
                client.send(b"x")
            except OSError:
                break
            reader.join(0.1)
        reader.join(30)
    assert answers[0].startswith(b"HTTP/1.1 408 ")


def test_a_slow_body_ends_in_408(server: Server) -> None:
    """Also if it says how long it will be, or comes in pieces."""
    for kind in (b"Content-Length: 1000", b"Transfer-Encoding: chunked"):
        with Raw(server.port) as client:
            client.send(
                b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
                + kind
                + b"\r\n\r\n"
            )
            assert client.status() == 408


def test_the_second_request_of_a_connection_is_watched_too(server: Server) -> None:
    """Being quick once earns no patience."""
    with Raw(server.port) as client:
        client.send(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        client.send(b"GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        received = client.all()
    assert received.startswith(b"HTTP/1.1 200 ")
    assert b"HTTP/1.1 408 " in received


def test_an_idle_connection_ends(server: Server) -> None:
    """After an answer, silence is allowed for a while and then the connection closes."""
    with Raw(server.port) as client:
        client.send(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        assert client.all().count(b"HTTP/1.1") == 1


def test_a_reader_that_does_not_read_is_left(server: Server) -> None:
    """What waits for it does not stay in memory; the number of such readers is counted."""
    body = b"query=" + b"SELECT * WHERE { ?s ?p ?o . ?x ?y ?z } LIMIT 40000"
    with Raw(server.port, receive_buffer=2048) as client:
        client.send(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n"
            b"Content-Length: %d\r\n\r\n" % len(body) + body
        )
        for _ in range(1200):
            if number(server, 'http_refused_total{reason="slow_reader"}') >= 1:
                break
            time.sleep(0.1)
        else:
            pytest.fail("the reader was waited for")
        received = client.all()
    head, _, rest = received.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")
    length = next(line for line in head.split(b"\r\n") if line.startswith(b"content-length"))
    assert len(rest) < int(length.split()[1])


def number(server: Server, name: str) -> float:
    """Return a number of the metrics, 0 if it is not there."""
    lines = httpx.get(server.url + "metrics").text.splitlines()
    found = [line.split()[-1] for line in lines if line.startswith(f"zielgraph_{name} ")]
    return float(found[0]) if found else 0.0


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"GET /health HTTP/1.1\r\nHost: x\r\n" + b"X: " + b"y" * 70_000 + b"\r\n\r\n", 431),
        (b"GET /health HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 20_000 + b"\r\n", 431),
        (b"GET /?" + b"y" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 431),
        (b"GET /?" + b"y" * 40_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
    ],
)
def test_headers_are_bounded(server: Server, request_line: bytes, status: int) -> None:
    """Long addresses and long or many headers are refused before anything reads them."""
    with Raw(server.port) as client:
        with suppress(OSError):
            client.send(request_line)
        # Who still writes may see the end of the connection before the answer.
        assert client.status() in {status, 0}


def test_too_many_connections_are_turned_away(server: Server) -> None:
    """Those that are there go on; when they have left, others may come."""
    with httpx.Client() as kept:
        assert kept.get(server.url + "health").status_code == 200
        crowd = [Raw(server.port) for _ in range(80)]
        try:
            crowd[-1].send(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            assert crowd[-1].status() in {503, 0}
            assert kept.get(server.url + "health").status_code == 200
        finally:
            for one in crowd:
                one.socket.close()
    for _ in range(100):
        try:
            if httpx.get(server.url + "health").status_code == 200:
                break
        except httpx.HTTPError:
            pass
        time.sleep(0.05)
    else:
        pytest.fail("the server does not recover")


def test_the_log_says_little_of_people(server: Server) -> None:
    """A line per request: neither the query, nor the whole address."""
    ask(server, LOOK_UP + " # secret")
    found = {}
    for _ in range(100):
        lines = [json.loads(line) for line in server.said if line.startswith("{")]
        answered = [line for line in lines if (line["path"], line["status"]) == ("/sparql", 200)]
        if answered:
            found = answered[-1]
            break
        time.sleep(0.05)
    assert "secret" not in "".join(server.said)
    assert found["client"] == "127.0.0.0"
    assert found["cache"] == "miss"


def test_numbers_are_for_this_machine(server: Server) -> None:
    """Whoever comes through a proxy does not get them; the labels are few."""
    assert httpx.get(server.url + "metrics").status_code == 200
    for name in ("X-Forwarded-For", "Forwarded"):
        answer = httpx.get(server.url + "metrics", headers={name: "for=127.0.0.1"})
        assert answer.status_code == 403
    for path in range(30):
        httpx.get(f"{server.url}wp-{path}.php")
    text = httpx.get(server.url + "metrics").text
    assert "wp-" not in text
    assert 'route="other"' in text
    assert number(server, "dataset_quads") > 100
    assert number(server, "pool_answered_total") >= 1


def test_numbers_may_be_opened_to_a_network(bare: Project) -> None:
    """A collector behind a trusted proxy, by its address."""
    flags = ("--trusted-proxies", "127.0.0.1", "--metrics-from", "192.0.2.0/24")
    with serving("--project", bare.root, *flags) as server:
        for address, status in (("192.0.2.9", 200), ("198.51.100.1", 403)):
            headers = {"X-Forwarded-For": address}
            assert httpx.get(server.url + "metrics", headers=headers).status_code == status


def test_one_client_cannot_take_all_turns(bare: Project) -> None:
    """Slow queries of one client wait for each other, and the surplus gets 429."""
    flags = ("--trusted-proxies", "127.0.0.1", "--client-queries", "1", "--query-seconds", "3")
    with serving("--project", bare.root, *flags) as server:
        statuses: list[int] = []

        def bomb(place: int) -> None:
            answer = ask(server, f"{SLOW} # {place}", **{"X-Forwarded-For": "192.0.2.1"})
            statuses.append(answer.status_code)

        bombs = [threading.Thread(target=bomb, args=(place,)) for place in range(12)]
        for one in bombs:
            one.start()
        while 429 not in statuses:
            time.sleep(0.02)
        other = ask(server, LOOK_UP, **{"X-Forwarded-For": "192.0.2.2"})
        assert other.status_code == 200
        for one in bombs:
            one.join(60)
        assert set(statuses) <= {429, 504}
        assert statuses.count(429) >= 7


def test_crawlers_find_the_pages(server: Server) -> None:
    """Each page in both languages, by public addresses; robots.txt names the list."""
    robots = httpx.get(server.url + "robots.txt")
    assert "Crawl-delay" in robots.text
    assert f"Sitemap: {server.url}sitemap.xml" in robots.text
    sitemap = httpx.get(server.url + "sitemap.xml", headers={"host": "evil.example"})
    assert sitemap.headers["content-type"].startswith("application/xml")
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    pages = [
        found.text or ""
        for found in ElementTree.fromstring(sitemap.text).iterfind(".//s:loc", names)
    ]
    assert server.url + "de/" in pages
    assert server.url + "en/" in pages
    assert "evil" not in sitemap.text
    assert httpx.get(server.url + "sitemap-9.xml").status_code == 404


def test_stopping_finishes_what_runs(quick: Project) -> None:
    """A query that runs gets its answer; afterwards nobody listens."""
    with serving("--project", quick.root, "--query-seconds", "2") as server:
        found: list[httpx.Response] = []
        running = threading.Thread(target=lambda: found.append(ask(server, SLOW)))
        running.start()
        while number(server, "pool_running") < 1:
            time.sleep(0.02)
        assert server.stop(signal.SIGTERM) == 0
        running.join(30)
        assert found[0].status_code in {200, 504}  # 504 is its own limit of time, not the stop
        with pytest.raises(httpx.ConnectError):
            httpx.get(server.url + "health")


COUNT = (
    "SELECT (COUNT(?n) AS ?have) (MAX(?n) AS ?newest) WHERE { "
    "<https://w3id.org/zielgraph/id/lindental/marker> <http://purl.org/dc/terms/hasPart> ?n }"
)


def test_a_new_build_is_served_without_a_dropped_request(quick: Project) -> None:
    """Requests in a loop, while builds change the data: none fails, none mixes versions.

    An ETag belongs to one version: what it stands for must never change, and counts that
    belong together are seen together.
    """
    change(quick, 1)
    flags = ("--reload-seconds", "0.1", "--access-log", "off")
    with serving("--project", quick.root, *flags) as server:
        over = threading.Event()
        faults: list[str] = []
        seen: dict[str, tuple[int, int]] = {}
        answered = [0]

        def ask_on(client_number: int) -> None:
            asked = 0
            with httpx.Client(timeout=30) as client:
                while not over.is_set():
                    asked += 1
                    # One in two from the cache, one in two fresh.
                    text = COUNT + (f" # {client_number} {asked}" if asked % 2 else "")
                    try:
                        answer = client.get(server.url + "sparql", params={"query": text})
                        page = client.get(server.url + "de/")
                    except httpx.HTTPError as error:
                        faults.append(repr(error))
                        continue
                    if {answer.status_code, page.status_code} != {200}:
                        faults.append(f"{answer.status_code} {page.status_code}")
                        continue
                    row = answer.json()["results"]["bindings"][0]
                    have, newest = int(row["have"]["value"]), int(row["newest"]["value"])
                    tag = answer.headers["etag"].split("-")[0]
                    if seen.setdefault(tag, (have, newest)) != (have, newest):
                        faults.append(f"{tag}: {seen[tag]} and {have, newest}")
                    answered[0] += 1

        clients = [threading.Thread(target=ask_on, args=(place,)) for place in range(3)]
        for one in clients:
            one.start()
        try:
            for place in (2, 3, 4):
                wait_for(server, change(quick, place))
            done = answered[0]
            while answered[0] < done + 10 and not faults:
                time.sleep(0.02)
        finally:
            over.set()
            for one in clients:
                one.join(60)
        assert faults == []
        assert {(2, 2), (3, 3), (4, 4)} <= set(seen.values())
        assert number(server, 'reloads_total{outcome="served"}') == 3


def test_a_signal_reloads_at_once(quick: Project) -> None:
    """With the watching off, SIGHUP says when."""
    with serving("--project", quick.root, "--reload-seconds", "0") as server:
        before = version(server)
        new = change(quick, 5)
        time.sleep(0.3)
        assert version(server) == before
        server.process.send_signal(signal.SIGHUP)
        wait_for(server, new)
        for _ in range(100):
            if any(f"Serving a new version: {new}" in line for line in server.said):
                break
            time.sleep(0.05)
        else:
            pytest.fail("the log does not say so")
