# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Requests that mean harm, byte by byte."""

from __future__ import annotations

import re
import socket
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zielgraph.server import app
from zielgraph.server.problems import HttpError
from zielgraph.server.protocol import read_fields, read_request

if TYPE_CHECKING:
    from servers import Server


def exchange(endpoint: Server, raw: bytes) -> bytes:
    """Send bytes as they are and return all that comes back until the server closes."""
    with socket.create_connection(("127.0.0.1", endpoint.port), timeout=30) as sock:
        parts = []
        # Whoever is refused early finds the door closed while still talking.
        with suppress(OSError):
            sock.sendall(raw)
        with suppress(OSError):
            while part := sock.recv(65536):
                parts.append(part)
    return b"".join(parts)


def status_line(endpoint: Server, raw: bytes) -> int:
    """Return the status of the first answer to raw bytes, 0 if there is none."""
    answer = exchange(endpoint, raw)
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0


HOSTILE_HEADERS = [
    b"Host: evil.example\r\n",
    b"Host: evil.example/x?y#z\r\n",
    b"Host: a\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: gopher\r\n",
    b"Host: a\r\nForwarded: host=evil.example;proto=https\r\n",
    b"Host: a\r\nX-Original-URL: /evil\r\nX-Rewrite-URL: /evil\r\n",
    b"Host: a\r\nX-HTTP-Method-Override: DELETE\r\n",
]


@pytest.mark.parametrize("headers", HOSTILE_HEADERS)
@pytest.mark.parametrize(
    "path", [b"/sparql", b"/sparql/", b"/health", b"/nowhere", b"/sparql?query="]
)
def test_nothing_is_built_from_what_a_request_says_of_us(
    endpoint: Server, headers: bytes, path: bytes
) -> None:
    """Neither bodies nor headers repeat a host that a client claims."""
    request = b"GET " + path + b" HTTP/1.1\r\nAccept: text/turtle, */*;q=0.1\r\n"
    answer = exchange(endpoint, request + headers + b"Connection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 ")
    assert b"evil" not in answer
    assert b"gopher" not in answer


def test_no_handler_reads_the_address_that_starlette_builds() -> None:
    """``request.url`` begins with the header Host, which can shift even its path."""
    sources = Path(app.__file__).parent.glob("*.py")
    built = re.compile(r"request\.(?:url|base_url|url_for)\b|\burl_path_for\b|\bURL\(")
    found = {path.name for path in sources if built.search(path.read_text("utf-8"))}
    assert found == set()


@pytest.mark.parametrize(
    ("raw", "statuses"),
    [
        (b"GET /sparql?query=ASK{}%0d%0aX-Bad:%201 HTTP/1.1\r\nHost: a\r\n", {200, 400}),
        (b"GET /nowhere%0d%0aX-Bad:1 HTTP/1.1\r\nHost: a\r\n", {404}),
        (b"GET /de%0d%0aX-Bad:1 HTTP/1.1\r\nHost: a\r\n", {404}),
        (b"GET /sparql HTTP/1.1\r\nHost: a\r\nAccept: text/turtle\r\n X-Bad: 1\r\n", {200, 400}),
        (b"GET /sparql HTTP/1.1\r\nHost: a\r\nAccept: \x00\x01\r\n", {200, 400, 406}),
        (b"GARBAGE\r\n", {400}),
        (b"GET /sparql HTTP/9.9\r\nHost: a\r\n", {400, 505}),
        (b"GET sparql HTTP/1.1\r\nHost: a\r\n", {400, 404}),
        (b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n", {400}),
        (b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n", {400}),
        (
            b"POST /sparql HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n",
            {400},
        ),
        (b"POST /sparql HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: x, chunked\r\n", {400, 415, 501}),
    ],
)
def test_broken_requests(endpoint: Server, raw: bytes, statuses: set[int]) -> None:
    """What is no request, or two in one, is refused, and gives no second answer."""
    answer = exchange(endpoint, raw + b"Connection: close\r\n\r\n0\r\n\r\n")
    assert int(answer.split(b" ", 2)[1]) in statuses, answer[:500]
    head = answer.partition(b"\r\n\r\n")[0]
    assert b"\nx-bad" not in head.lower()
    assert httpx.get(endpoint.url + "health").status_code == 200


def test_smuggled_request_is_not_answered(endpoint: Server) -> None:
    """A request hidden in the body of another is part of that body."""
    inner = b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n"
    outer = (
        b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(inner)
    )
    answer = exchange(endpoint, outer + inner)
    assert answer.count(b"HTTP/1.1 ") == 1
    assert answer.startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize("size", [100_000, 2_000_000])
def test_huge_addresses_and_headers(endpoint: Server, size: int) -> None:
    """An address or a header that no honest client sends is refused, and others are served."""
    long = b"a" * size
    refused = {0, 400, 413, 414, 431}
    end = b"\r\nConnection: close\r\n\r\n"
    line = b"GET /sparql?query=" + long + b" HTTP/1.1\r\nHost: a" + end
    assert status_line(endpoint, line) in refused
    head = b"GET /health HTTP/1.1\r\nHost: a\r\nX-Long: " + long + end
    assert status_line(endpoint, head) in refused | {200}
    assert httpx.get(endpoint.url + "health").status_code == 200


def test_many_parameters(client: httpx.Client) -> None:
    """A thousand fields are enough for everybody."""
    assert client.get("sparql?query=ASK%7B%7D" + "&a=1" * 900).status_code == 200
    assert client.get("sparql?query=ASK%7B%7D" + "&a=1" * 2000).status_code == 400


def test_relative_iris_belong_to_the_endpoint(endpoint: Server, client: httpx.Client) -> None:
    """The base of a query is the endpoint's public address, not what a client calls it."""
    query = "SELECT (<s> AS ?x) {}"
    answer = client.get("sparql", params={"query": query}, headers={"Host": "evil.example"})
    assert answer.json()["results"]["bindings"][0]["x"]["value"] == endpoint.url + "s"


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=40)), max_size=8))
def test_fields_are_read_as_they_were_written(pairs: list[tuple[str, str]]) -> None:
    """Whatever is encoded as a form comes out as it went in."""
    kept = [pair for pair in pairs if pair != ("", "")]
    raw = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs).encode()
    assert [pair for pair in read_fields(raw) if pair != ("", "")] == kept


@settings(max_examples=300)
@given(
    st.sampled_from(["GET", "POST", "HEAD"]),
    st.binary(max_size=60),
    st.text(max_size=40)
    | st.sampled_from(["application/sparql-query", "application/x-www-form-urlencoded"]),
    st.binary(max_size=60),
)
def test_no_request_breaks_the_reader(
    method: str, query_string: bytes, content_type: str, body: bytes
) -> None:
    """Any bytes are a request or an error with a status, never a crash."""
    try:
        read_request(method, query_string, content_type, body)
        status = 200
    except HttpError as error:
        status = error.status
    assert status in {200, 400, 403, 415}
