# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What the endpoint says when a query wants too much, or what nobody may."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx
import pytest

from servers import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from servers import Server

BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
GREEDY = "SELECT (GROUP_CONCAT(CONCAT(?c, ?f)) AS ?x) { ?a ?b ?c . ?d ?e ?f }"
SMALL = "SELECT ?o { <x:s7> <x:p> ?o }"
JSON = {"Accept": "application/json", "Accept-Language": "en"}


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve 5,000 triples with one worker in each lane, and little of everything."""
    file = tmp_path_factory.mktemp("narrow") / "data.nt"
    file.write_text("".join(f'<x:s{n}> <x:p> "{n:0100}" .\n' for n in range(5000)), "utf-8")
    limits = {
        "query-seconds": "3",
        "query-memory": "32",
        "query-size": "1",
        "workers": "1",
        "queue": "1",
        "rate": "0",
        "client-queries": "0",
        "cache-size": "0",
    }
    flags = [part for name, value in limits.items() for part in (f"--{name}", value)]
    with serving("--load", file, *flags) as found:
        yield found


def ask(server: Server, query: str) -> httpx.Response:
    params = {"query": query}
    return httpx.get(server.url + "sparql", params=params, headers=JSON, timeout=60)


@pytest.mark.parametrize(
    ("query", "status", "limit"),
    [(BOMB, 504, "time"), (LARGE, 503, "size"), (GREEDY, 503, "memory")],
)
def test_limits(narrow: Server, query: str, status: int, limit: str) -> None:
    """An error status with the limit's name, before the first byte of a result."""
    answer = ask(narrow, query)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["limit"] == limit
    assert answer.headers["cache-control"] == "no-store"
    assert ask(narrow, SMALL).json()["results"]["bindings"]


def test_too_many_at_once(narrow: Server) -> None:
    """Who finds the line full is told to come again; a small query finds its place meanwhile."""
    with ThreadPoolExecutor(8) as threads:
        bombs = [threads.submit(ask, narrow, f"{BOMB} # {number}") for number in range(8)]
        answers = [bomb.result() for bomb in bombs]
    statuses = {answer.status_code for answer in answers}
    assert statuses == {503, 504}
    busy = next(answer for answer in answers if answer.status_code == 503)
    assert int(busy.headers["retry-after"]) > 0
    assert "limit" not in busy.json()
    assert ask(narrow, SMALL).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { BIND(<http://127.0.0.1:9/> AS ?u) sErViCe\n#x\nSILENT ?u { ?s ?p ?o } }",
        "ASK { ?s ?p ?o FILTER EXISTS { SERVICE <file:///etc/passwd> { ?s ?p ?o } } }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "LOAD <file:///etc/passwd>",
        "INSERT DATA { <x:a> <x:b> <x:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "PREFIX x: <x:> CLEAR ALL",
    ],
)
def test_forbidden(narrow: Server, query: str) -> None:
    """Reaching out and changing are refused as such, however they are written."""
    answer = ask(narrow, query)
    assert answer.status_code == 403, answer.text
    assert answer.json()["line"] >= 1


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ('SERVICE <x:y> { LOAD }' AS ?x) {}",
        "SELECT * { ?service <x:SERVICE> 'INSERT' } # SERVICE <http://127.0.0.1:9/>",
    ],
)
def test_words_alone_are_allowed(narrow: Server, query: str) -> None:
    """A text, a name or a comment that only looks like it does no harm."""
    assert ask(narrow, query).status_code == 200
