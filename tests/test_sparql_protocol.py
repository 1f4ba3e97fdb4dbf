# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The endpoint by the SPARQL 1.1 Protocol: ways to ask, datasets, parameters, methods, bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import pytest

from servers import ASK, CONSTRUCT, SELECT, ask

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx


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
