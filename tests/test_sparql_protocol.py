# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The endpoint, by requests that clients send, should not send, and send to do harm."""

from __future__ import annotations

import csv
import io
import json
import socket
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus
from xml.etree import ElementTree as ET

import httpx
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servers import serving
from zielgraph.server.problems import HttpError
from zielgraph.server.protocol import read_fields, read_request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from servers import Server

DATA = """
<x:a> <x:name> "Ä \\u20AC" <x:one> .
<x:b> <x:name> "plain" <x:one> .
<x:a> <x:knows> <x:b> <x:two> .
<x:c> <x:name> "nowhere" .
"""
SELECT = "SELECT ?s ?name WHERE { ?s <x:name> ?name } ORDER BY ?s"
ASK = "ASK { <x:a> <x:knows> <x:b> }"
CONSTRUCT = "CONSTRUCT { ?s <x:is> ?name } WHERE { ?s <x:name> ?name }"
DESCRIBE = "DESCRIBE <x:a>"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve a handful of triples in two named graphs and the default graph."""
    file = tmp_path_factory.mktemp("data") / "data.nq"
    file.write_text(DATA, "utf-8")
    with serving("--load", file, "--rate", "0", env={"LC_ALL": "C"}) as found:
        yield found


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    """Return a client that says nothing of itself that a test has not told it."""
    with httpx.Client(base_url=server.url) as found:
        for name in ("accept", "accept-encoding", "user-agent"):
            del found.headers[name]
        yield found


def ask(client: httpx.Client, query: str, accept: str | None = None, **more: str) -> httpx.Response:
    headers = {} if accept is None else {"Accept": accept}
    return client.get("sparql", params={"query": query, **more}, headers=headers)


def exchange(server: Server, raw: bytes) -> bytes:
    """Send bytes as they are and return all that comes back until the server closes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as sock:
        parts = []
        # Whoever is refused early finds the door closed while still talking.
        with suppress(OSError):
            sock.sendall(raw)
        with suppress(OSError):
            while part := sock.recv(65536):
                parts.append(part)
    return b"".join(parts)


def status_line(server: Server, raw: bytes) -> int:
    """Return the status of the first answer to raw bytes, 0 if there is none."""
    answer = exchange(server, raw)
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0


@pytest.mark.parametrize("path", ["sparql", "sparql/"])
def test_three_ways_to_ask_are_one(client: httpx.Client, path: str) -> None:
    """GET, form and direct POST give the same bytes, with or without a slash."""
    direct = {"Content-Type": "application/sparql-query"}
    answers = [
        client.get(path, params={"query": SELECT}),
        client.post(path, data={"query": SELECT}),
        client.post(path, content=SELECT, headers=direct),
        client.post(path, content=SELECT, headers={"Content-Type": direct["Content-Type"].upper()}),
        client.post(
            path,
            content=SELECT,
            headers={"Content-Type": 'application/sparql-query; charset="UTF-8"'},
        ),
    ]
    assert [answer.status_code for answer in answers] == [200] * 5
    assert len({answer.content for answer in answers}) == 1
    rows = answers[0].json()["results"]["bindings"]
    assert [row["name"]["value"] for row in rows] == ["Ä €", "plain", "nowhere"]


def read_json(text: str) -> list[str]:
    return [row["name"]["value"] for row in json.loads(text)["results"]["bindings"]]


def read_xml(text: str) -> list[str]:
    root = ET.fromstring(text)  # noqa: S314 - our own server's
    names = "{http://www.w3.org/2005/sparql-results#}"
    return [
        str(binding.findtext(f"{names}literal"))
        for binding in root.iter(f"{names}binding")
        if binding.get("name") == "name"
    ]


def read_csv(text: str) -> list[str]:
    return [row["name"] for row in csv.DictReader(io.StringIO(text))]


def read_tsv(text: str) -> list[str]:
    lines = text.splitlines()[1:]
    return [line.split("\t")[1].strip('"') for line in lines]


@pytest.mark.parametrize(
    ("accept", "media_type", "read"),
    [
        (None, "application/sparql-results+json", read_json),
        ("*/*", "application/sparql-results+json", read_json),
        ("application/json", "application/json", read_json),
        ("application/sparql-results+xml", "application/sparql-results+xml", read_xml),
        ("application/xml", "application/xml", read_xml),
        ("text/xml;q=0.8, text/*;q=0.1", "text/xml; charset=utf-8", read_xml),
        ("text/csv", "text/csv; charset=utf-8", read_csv),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", read_tsv),
        ("text/csv;q=0.2, application/*;q=0.3", "application/sparql-results+json", read_json),
        ("application/*;q=0.2, text/csv;q=0.3", "text/csv; charset=utf-8", read_csv),
        ("*/*;q=0.1, application/json;q=0", "application/sparql-results+json", read_json),
        (
            "application/sparql-results+json;q=0, */*",
            "application/json",
            read_json,
        ),
        ("TEXT/CSV", "text/csv; charset=utf-8", read_csv),
        ("image/png, text/csv;q=0.01", "text/csv; charset=utf-8", read_csv),
        ("nonsense, text/csv", "text/csv; charset=utf-8", read_csv),
        ("text/csv;q=nonsense", "text/csv; charset=utf-8", read_csv),
        ("", "application/sparql-results+json", read_json),
        (
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "application/xml",
            read_xml,
        ),
        ("*", "application/sparql-results+json", read_json),
    ],
)
def test_table_in_the_form_that_is_liked(
    client: httpx.Client, accept: str | None, media_type: str, read: object
) -> None:
    """The best of what the client accepts, under the name by which it accepts it."""
    answer = ask(client, SELECT, accept)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert callable(read)
    assert read(answer.content.decode()) == ["Ä €", "plain", "nowhere"]
    assert {"Accept", "Accept-Encoding"} <= set(answer.headers["vary"].split(", "))


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (None, "turtle"),
        ("text/turtle", "turtle"),
        ("application/n-triples", "n-triples"),
        ("application/ld+json", "ld+json"),
        ("application/rdf+xml", "rdf+xml"),
        ("application/trig", "trig"),
        ("application/n-quads", "n-quads"),
        ("application/rdf+xml;q=0.5, text/turtle;q=0.4, */*;q=0.1", "rdf+xml"),
    ],
)
@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE])
def test_graph_in_the_form_that_is_liked(
    client: httpx.Client, query: str, accept: str | None, form: str
) -> None:
    """Each format holds the same triples."""
    if query == CONSTRUCT and form == "rdf+xml":
        query = query.replace("x:is", "http://x.example/is")
    answer = ask(client, query, accept)
    assert answer.status_code == 200, answer.text
    media_type = answer.headers["content-type"].partition(";")[0]
    assert media_type.rpartition("/")[2] == form
    found = {
        quad.triple for quad in ox.parse(answer.content, ox.RdfFormat.from_media_type(media_type))
    }
    reference = ask(client, query, "application/n-triples").content
    assert found == {quad.triple for quad in ox.parse(reference, ox.RdfFormat.N_TRIPLES)}
    assert found


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "application/json"])
def test_truth(client: httpx.Client, accept: str) -> None:
    """ASK gives a truth value."""
    assert ask(client, ASK, accept).json()["boolean"] is True
    assert ask(client, "ASK { <x:b> <x:knows> <x:a> }", accept).json()["boolean"] is False


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        (SELECT, "text/turtle"),
        (ASK, "text/turtle"),
        (CONSTRUCT, "text/csv"),
        (DESCRIBE, "application/sparql-results+json"),
        (SELECT, "image/png"),
        (SELECT, "text/html"),
        (SELECT, "application/*;q=0, text/*;q=0"),
    ],
)
def test_nothing_acceptable(client: httpx.Client, query: str, accept: str) -> None:
    """406 says what there is instead, for just this kind of result."""
    answer = ask(client, query, accept)
    assert answer.status_code == 406
    known = answer.text
    assert ("text/csv" in known) == (query in {SELECT, ASK} or accept == "image/png")
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("name", ["format", "output"])
@pytest.mark.parametrize(
    ("query", "form", "media_type"),
    [
        (SELECT, "csv", "text/csv; charset=utf-8"),
        (SELECT, "TSV", "text/tab-separated-values; charset=utf-8"),
        (SELECT, "xml", "application/sparql-results+xml"),
        (SELECT, "text/csv", "text/csv; charset=utf-8"),
        (ASK, "json", "application/sparql-results+json"),
        (CONSTRUCT, "nt", "application/n-triples"),
        (CONSTRUCT, "json-ld", "application/ld+json"),
        (CONSTRUCT, "json", "application/ld+json"),
        (DESCRIBE, "n3", "text/turtle; charset=utf-8"),
        (DESCRIBE, "trig", "application/trig"),
        (DESCRIBE, "application/n-quads", "application/n-quads"),
    ],
)
def test_format_goes_before_accept(
    client: httpx.Client, query: str, form: str, media_type: str, name: str
) -> None:
    """A link can say the format, which a header cannot."""
    answer = ask(client, query, "image/png", **{name: form})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == media_type


def test_format_that_is_none(client: httpx.Client) -> None:
    """A mistyped format is told, with those that there are."""
    answer = ask(client, SELECT, format="pdf<script>")
    assert answer.status_code == 400
    assert "csv" in answer.text
    assert answer.headers["content-type"].startswith("text/plain")
    assert ask(client, SELECT, format="turtle").status_code == 406


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "text/plain; charset=utf-8"),
        ("*/*", "text/plain; charset=utf-8"),
        ("application/sparql-results+json", "application/problem+json"),
        ("application/json", "application/problem+json"),
        ("text/turtle", "application/problem+json"),
        ("text/html,*/*;q=0.8", "text/html; charset=utf-8"),
    ],
)
@pytest.mark.parametrize(("lang", "word"), [("de", "Zeile 2, Spalte"), ("en", "line 2, column")])
def test_malformed_query(
    client: httpx.Client, accept: str | None, media_type: str, lang: str, word: str
) -> None:
    """Line and column, for people, for a terminal, for programs, in both languages."""
    headers = {"Accept-Language": lang} | ({} if accept is None else {"Accept": accept})
    query = "SELECT ?s WHERE\n  { ?s ?p <b>&</b> }"
    answer = client.get("sparql", params={"query": query}, headers=headers)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-language"] == lang
    assert "no-store" in answer.headers["cache-control"]
    if media_type == "application/problem+json":
        said = answer.json()
        assert (said["status"], said["line"]) == (400, 2)
        assert said["column"] > 0
        assert word in said["detail"]
    else:
        assert word in answer.text
    if media_type.startswith("text/html"):
        assert "<b>" not in answer.text
        assert f'lang="{lang}"' in answer.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_other_methods(client: httpx.Client, method: str) -> None:
    """405 says which methods there are."""
    answer = client.request(method, "sparql", params={"query": ASK})
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, POST, OPTIONS"


@pytest.mark.parametrize("query", [SELECT, ASK, CONSTRUCT, "SELECT"])
def test_head_is_get_without_body(client: httpx.Client, query: str) -> None:
    """HEAD has GET's status and headers."""
    head = client.head("sparql", params={"query": query})
    full = ask(client, query)
    assert head.content == b""
    assert head.status_code == full.status_code
    for name in ("content-type", "content-length", "vary"):
        assert head.headers[name] == full.headers[name]


def test_scripts_of_other_sites_may_ask(client: httpx.Client) -> None:
    """CORS is open to all and never says who asked, nor allows credentials."""
    origin = {"Origin": "https://other.example"}
    preflight = client.options(
        "sparql",
        headers=origin
        | {
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    assert preflight.status_code == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "content-type" in preflight.headers["access-control-allow-headers"].lower()
    paths = ("sparql?query=ASK%7B%7D", "sparql?query=nonsense", "nowhere", "health")
    for answer in (preflight, *(client.get(path, headers=origin) for path in paths)):
        assert answer.headers.get_list("access-control-allow-origin") == ["*"]
        assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    ("default", "named", "query", "truth"),
    [
        ((), (), "ASK { <x:a> <x:name> ?n . <x:a> <x:knows> ?b . <x:c> <x:name> ?m }", True),
        ((), (), "ASK { GRAPH <x:one> { <x:a> <x:name> ?n } }", True),
        (("x:two",), (), "ASK { <x:a> <x:name> ?n }", False),
        (("x:two",), (), "ASK { <x:a> <x:knows> ?n }", True),
        (("x:one", "x:two"), (), "ASK { <x:a> <x:knows> ?b ; <x:name> ?n }", True),
        (("x:one",), (), "ASK { GRAPH ?g { ?s ?p ?o } }", False),
        ((), ("x:one",), "ASK { ?s ?p ?o }", False),
        ((), ("x:one",), "ASK { GRAPH <x:one> { ?s ?p ?o } }", True),
        ((), ("x:one",), "ASK { GRAPH <x:two> { ?s ?p ?o } }", False),
        (("x:two",), ("x:one",), "ASK { ?s <x:knows> ?o GRAPH ?g { ?s <x:name> ?n } }", True),
        (("x:two",), (), "ASK FROM <x:one> { <x:a> <x:name> ?n }", False),
        (("x:nowhere",), (), "ASK { ?s ?p ?o }", False),
        ((), (), "ASK FROM <x:two> { <x:a> <x:name> ?n }", False),
    ],
)
@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_dataset_of_the_protocol(  # noqa: PLR0913 - a table of cases
    client: httpx.Client,
    default: tuple[str, ...],
    named: tuple[str, ...],
    query: str,
    truth: bool,  # noqa: FBT001 - expected
    way: str,
) -> None:
    """What the protocol names replaces what the query names; else all graphs count together."""
    graphs = {"default-graph-uri": default, "named-graph-uri": named}
    if way == "get":
        answer = client.get("sparql", params={"query": query, **graphs})
    elif way == "form":
        answer = client.post("sparql", data={"query": query, **graphs})
    else:
        headers = {"Content-Type": "application/sparql-query"}
        answer = client.post("sparql", params=graphs, content=query, headers=headers)
    assert answer.json()["boolean"] is truth


@pytest.mark.parametrize(
    "value", ["", "relative", "x:a b", "x:<script>", "//host/x", "1x:y", "x:\n"]
)
def test_graph_that_is_no_iri(client: httpx.Client, value: str) -> None:
    """A graph that cannot be is a mistake of the client, not an empty answer."""
    answer = client.get("sparql", params={"query": ASK, "named-graph-uri": value})
    assert answer.status_code == 400
    assert "named-graph-uri" in answer.text


@pytest.mark.parametrize(
    ("query_string", "status"),
    [
        ("query=ASK%20%7B%7D&query=ASK%20%7B%7D", 400),
        ("query=ASK%20%7B%7D&update=CLEAR%20ALL", 400),
        ("update=CLEAR%20ALL", 403),
        ("update=CLEAR%20ALL&update=CLEAR%20ALL", 400),
        ("query=ASK%20%7B%7D&using-graph-uri=x:g", 400),
        ("query=%FF%FE", 400),
        ("query=ASK%20%7B%7D&%FF=1", 400),
        ("query=100%", 400),
        ("query=%zz", 400),
        ("query=%u0041", 400),
        ("query=", 400),
        ("query", 400),
        ("&&query=ASK%7B%7D&&", 200),
        ("query=ASK%7B%7D&unknown=1&debug=on&timeout=5", 200),
        ("query=ASK%7B%7D#update=x", 200),
    ],
)
def test_bad_parameters(client: httpx.Client, query_string: str, status: int) -> None:
    """What the protocol does not allow has a status of its own, and a reason."""
    answer = client.get("sparql?" + query_string)
    assert answer.status_code == status
    assert answer.text.strip()


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("application/x-www-form-urlencoded", b"query=ASK%7B%7D", 200),
        ("application/x-www-form-urlencoded; charset=utf-8", b"query=ASK%7B%7D", 200),
        ("application/x-www-form-urlencoded; charset=latin-1", b"query=ASK%7B%7D", 400),
        ("application/x-www-form-urlencoded", b"", 400),
        ("application/x-www-form-urlencoded", b"x=1", 400),
        ("application/sparql-query", b"ASK{}", 200),
        ("application/sparql-query", b"", 400),
        ("application/sparql-query", b"ASK { ?s ?p '\xff' }", 400),
        ("application/sparql-query", "ASK{}".encode("utf-16"), 400),
        ("application/sparql-query;charset=utf-16", "ASK{}".encode("utf-16"), 400),
        ("application/sparql-update", b"CLEAR ALL", 403),
        ("multipart/form-data; boundary=x", b'--x\r\n\r\nquery="ASK{}"\r\n--x--', 415),
        ("text/plain", b"ASK{}", 415),
        ("application/json", b'{"query":"ASK{}"}', 415),
        ("", b"ASK{}", 415),
        (";;;", b"ASK{}", 415),
    ],
)
def test_bodies(client: httpx.Client, content_type: str, body: bytes, status: int) -> None:
    """Three media types have a meaning; text is UTF-8."""
    headers = {"Content-Type": content_type} if content_type else {}
    answer = client.post("sparql", content=body, headers=headers)
    assert answer.status_code == status, answer.text


def test_query_in_url_and_body(client: httpx.Client) -> None:
    """Two queries in one request are one too many, wherever they stand."""
    answer = client.post("sparql", params={"query": ASK}, data={"query": ASK})
    assert answer.status_code == 400


def test_compressed_body_is_refused(client: httpx.Client) -> None:
    """What could unpack to anything is not unpacked."""
    headers = {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"}
    answer = client.post("sparql", content=b"\x1f\x8b", headers=headers)
    assert answer.status_code == 415


def test_form_is_decoded_once(client: httpx.Client) -> None:
    """A percent sign that was meant stays one; a plus is a space only as the form says."""
    for text in ("%41", "a+b", "a%2Bb", "100 %", "%25", "ä&ö=ü;#"):
        query = f"SELECT ('{text}' AS ?x) {{}}"
        for answer in (
            client.get("sparql?query=" + quote(query)),
            client.get("sparql?query=" + quote_plus(query)),
            client.post("sparql", data={"query": query}),
        ):
            assert answer.json()["results"]["bindings"][0]["x"]["value"] == text


def test_too_large(client: httpx.Client) -> None:
    """413 for what says that it is too large, and for what does not say it."""
    large = b"#" * 1_500_000
    headers = {"Content-Type": "application/sparql-query"}
    assert client.post("sparql", content=large, headers=headers).status_code == 413

    def pieces() -> Iterator[bytes]:
        for _ in range(30):
            yield b"#" * 100_000

    assert client.post("sparql/", content=pieces(), headers=headers).status_code == 413
    assert ask(client, ASK).status_code == 200


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
    server: Server, headers: bytes, path: bytes
) -> None:
    """Neither bodies nor headers repeat a host that a client claims."""
    request = b"GET " + path + b" HTTP/1.1\r\nAccept: text/turtle, */*;q=0.1\r\n"
    answer = exchange(server, request + headers + b"Connection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 ")
    assert b"evil" not in answer
    assert b"gopher" not in answer


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
def test_broken_requests(server: Server, raw: bytes, statuses: set[int]) -> None:
    """What is no request, or two in one, is refused, and gives no second answer."""
    answer = exchange(server, raw + b"Connection: close\r\n\r\n0\r\n\r\n")
    assert int(answer.split(b" ", 2)[1]) in statuses, answer[:500]
    head = answer.partition(b"\r\n\r\n")[0]
    assert b"\nx-bad" not in head.lower()
    assert httpx.get(server.url + "health").status_code == 200


def test_smuggled_request_is_not_answered(server: Server) -> None:
    """A request hidden in the body of another is part of that body."""
    inner = b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n"
    outer = (
        b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(inner)
    )
    answer = exchange(server, outer + inner)
    assert answer.count(b"HTTP/1.1 ") == 1
    assert answer.startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize("size", [100_000, 2_000_000])
def test_huge_addresses_and_headers(server: Server, size: int) -> None:
    """An address or a header that no honest client sends is refused, and others are served."""
    long = b"a" * size
    refused = {0, 400, 413, 414, 431}
    end = b"\r\nConnection: close\r\n\r\n"
    line = b"GET /sparql?query=" + long + b" HTTP/1.1\r\nHost: a" + end
    assert status_line(server, line) in refused
    head = b"GET /health HTTP/1.1\r\nHost: a\r\nX-Long: " + long + end
    assert status_line(server, head) in refused | {200}
    assert httpx.get(server.url + "health").status_code == 200


def test_many_parameters(client: httpx.Client) -> None:
    """A thousand fields are enough for everybody."""
    assert client.get("sparql?query=ASK%7B%7D" + "&a=1" * 900).status_code == 200
    assert client.get("sparql?query=ASK%7B%7D" + "&a=1" * 2000).status_code == 400


def test_relative_iris_belong_to_the_endpoint(server: Server, client: httpx.Client) -> None:
    """The base of a query is the endpoint's public address, not what a client calls it."""
    query = "SELECT (<s> AS ?x) {}"
    answer = client.get("sparql", params={"query": query}, headers={"Host": "evil.example"})
    assert answer.json()["results"]["bindings"][0]["x"]["value"] == server.url + "s"


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
