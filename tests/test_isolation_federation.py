# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""SERVICE for listed endpoints: joined as SPARQL means it, and no way to any other server."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest

from isolation_world import pool_over, run
from zielgraph.isolation.federation import MOST_SERVICES, blocks
from zielgraph.isolation.question import Limits, Question
from zielgraph.model.errors import BusyError, EndpointError, ForbiddenQueryError, QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class _Endpoint(BaseHTTPRequestHandler):
    """A SPARQL endpoint over two triples that also misbehaves, by its path."""

    asked: ClassVar[list[str]] = []
    store: ClassVar[ox.Store] = ox.Store()

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        type(self).asked.append(self.path)
        if self.path == "/redirect":
            self.send_response(307)
            self.send_header("Location", "/sparql")
            self.end_headers()
            return
        if self.path == "/drip":  # headers without end
            with suppress(OSError):
                for _ in range(1200):
                    self.wfile.write(b"HTTP/1.1 200 OK\r\nX: " if _ == 0 else b"y")
                    time.sleep(0.1)
            return
        if self.path == "/garbled":
            body = b"<html>"
        elif self.path == "/huge":
            body = b" " * (5 << 20)
        elif self.path == "/blank":
            cell = {"o": {"type": "bnode", "value": "b"}}
            answer = {"head": {"vars": ["o"]}, "results": {"bindings": [cell]}}
            body = json.dumps(answer).encode()
        else:
            result = type(self).store.query(form["query"][0])
            assert isinstance(result, ox.QuerySolutions)
            body = result.serialize(format=ox.QueryResultsFormat.JSON) or b""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as inherited
        """Say nothing."""


@contextmanager
def endpoint() -> Iterator[str]:
    """Run the endpoint and yield its address without a path."""
    _Endpoint.asked.clear()
    text = '<x:b> <x:name> "B \\"\\\\\\n", "\u00fc"@de . <x:c> <x:name> 3 .'
    _Endpoint.store.bulk_load(text, ox.RdfFormat.TURTLE)
    with HTTPServer(("127.0.0.1", 0), _Endpoint) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with two triples that join with those of the endpoint."""
    path = tmp_path_factory.mktemp("federation") / "local.nt"
    path.write_text("<x:a> <x:p> <x:b> .\n<x:a> <x:p> <x:z> .\n", "utf-8")
    return path


def test_a_listed_endpoint_is_joined(local: Path) -> None:
    """Prefixes, OPTIONAL, all kinds of terms and two blocks in one query."""
    text = (
        "PREFIX x: <x:> SELECT ?s ?name ?n { x:a x:p ?s OPTIONAL { SERVICE <URL> { ?s x:name ?name"
        " # SERVICE <x:y> {\n } } service silent<URL>{ x:c x:name ?n } } ORDER BY ?s STR(?name)"
    )

    async def work() -> None:
        with endpoint() as base:
            url = f"{base}/sparql"
            async with pool_over(local) as pool:
                question = Question(text.replace("URL", url), table="csv", services=(url,))
                body = (await pool.ask(question)).body.decode()
            assert body == 's,name,n\r\nx:b,"B ""\\\n",3\r\nx:b,\u00fc,3\r\nx:z,,3\r\n'
            assert _Endpoint.asked == ["/sparql"] * 2

    run(work())


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICE <BASE/other> { ?s ?p ?o } }",
        "ASK { SERVICE <BASE/sparql/> { ?s ?p ?o } }",
        "ASK { SERVICE <BASE/sparql#x> { ?s ?p ?o } }",
        "ASK { SERVICE <BASE/s\\u0070arql> { ?s ?p ?o } }",
        "ASK { VALUES ?x { <BASE/sparql> } SERVICE ?x { ?s ?p ?o } }",
        "PREFIX : <BASE/> ASK { SERVICE :sparql { ?s ?p ?o } }",
        "BASE <BASE/> ASK { SERVICE <sparql> { ?s ?p ?o } }",
        "ASK { SERVICE <BASE/sparql> { SERVICE <BASE/other> { ?s ?p ?o } } }",
        "ASK { SERVICE <BASE/sparql> { SERVICE <BASE/sparql> { ?s ?p ?o } } }",
        "ASK { SERVICE <BASE/sparql> { ?s ?p ?o",
        "ASK { SERVICE <BASE/sparql> }",
        "ASK { trueSERVICE <BASE/sparql> { ?s ?p ?o } }",
        "PREFIX b: <x:> ASK { ?a ?b ?c FILTER(?a<b:c#>'''\n)SERVICE <BASE/other>{}#'''\n}",
    ],
)
def test_no_other_endpoint_is_asked(local: Path, text: str) -> None:
    """Only the IRI as listed, written out, not nested; else nothing is sent at all."""

    async def work() -> None:
        with endpoint() as base:
            async with pool_over(local) as pool:
                question = Question(text.replace("BASE/", f"{base}/"), services=(f"{base}/sparql",))
                with pytest.raises(ForbiddenQueryError):
                    await pool.ask(question)
            assert _Endpoint.asked == []

    run(work())


@pytest.mark.parametrize("path", ["redirect", "garbled", "huge", "blank"])
def test_an_endpoint_that_misbehaves(local: Path, path: str) -> None:
    """A redirect is not followed; what is no answer is an error, or nothing with SILENT."""

    async def work() -> None:
        with endpoint() as base:
            url = f"{base}/{path}"
            async with pool_over(local) as pool:
                asking = f"ASK {{ <x:a> ?p ?x SERVICE <{url}> {{ ?o <x:name> ?n }} }}"
                with pytest.raises(EndpointError):
                    await pool.ask(Question(asking, services=(url,)))
                silent = asking.replace("SERVICE", "SERVICE SILENT")
                answer = await pool.ask(Question(silent, services=(url,)))
                assert answer.body == b'{"head":{},"boolean":true}'
            assert _Endpoint.asked == [f"/{path}"] * 2

    run(work())


def test_an_endpoint_that_never_ends_its_headers(local: Path) -> None:
    """Its time is up all the same, however often a byte comes."""

    async def work() -> None:
        with endpoint() as base:
            url = f"{base}/drip"
            async with pool_over(local, limits=Limits(seconds=1)) as pool:
                asking = Question(f"ASK {{ SERVICE <{url}> {{ ?s ?p ?o }} }}", services=(url,))
                async with asyncio.timeout(60):
                    with pytest.raises(EndpointError) as late:
                        await pool.ask(asking)
            assert late.value.key == "isolation.service_late"

    run(work())


def test_who_leaves_does_not_make_room(local: Path) -> None:
    """What is asked elsewhere counts until it ends, or clients that leave would pile it up."""

    async def work() -> None:
        with endpoint() as base:
            url = f"{base}/drip"
            async with pool_over(local, limits=Limits(seconds=3)) as pool:
                for number in range(pool.lanes.slow):
                    text = f"ASK {{ SERVICE <{url}> {{ ?s ?p {number} }} }}"
                    leaving = asyncio.ensure_future(pool.ask(Question(text, services=(url,))))
                    await asyncio.sleep(0.05)
                    leaving.cancel()
                    await asyncio.gather(leaving, return_exceptions=True)
                text = f"ASK {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"
                with pytest.raises(BusyError):
                    await pool.ask(Question(text, services=(url,)))
                assert (await pool.ask(Question("ASK {}"))).kind == "truth"
                async with asyncio.timeout(60):
                    while True:
                        try:
                            await pool.ask(Question(text, services=(url,)))
                        except BusyError:
                            await asyncio.sleep(0.05)
                        except EndpointError:
                            return

    run(work())


def test_a_query_with_very_many_blocks(local: Path) -> None:
    """One query does not make this server ask another one a hundred times."""
    text = "ASK { " + "SERVICE <x:a> { ?s ?p ?o } " * (MOST_SERVICES + 1) + "}"

    async def work() -> None:
        async with pool_over(local, limits=Limits(seconds=5)) as pool:
            for asked in (text, text + " " * 200_000):
                with pytest.raises(QueryError):
                    await pool.ask(Question(asked, services=("x:a",)))

    run(work())


def test_blocks_end_at_their_brace() -> None:
    """Braces within strings, IRIs and comments do not count."""
    text = "ASK { SERVICE <x:a> { ?s ?p '}' # }\n FILTER EXISTS { ?s ?p '''}''' } } ?x ?y ?z }"
    (block,) = blocks(text, ["x:a"])
    assert text[block.end :] == " ?x ?y ?z }"
