# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""One suite for every store: in memory, on disk, and two ways in which servers keep data."""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest

from conftest import sparql_server
from zielgraph.model.errors import EndpointError, QueryError, StoreError
from zielgraph.model.terms import XSD, BlankNode, Iri, Literal, Quad
from zielgraph.store.base import GraphStore, Table, Triples
from zielgraph.store.embedded import EmbeddedStore
from zielgraph.store.formats import write_quads
from zielgraph.store.remote import RemoteStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

EX = "https://daten.example/"
GOAL, KIND, TITLE, NEXT = (Iri(EX + name) for name in ("ziel", "art", "titel", "danach"))
QUADS: list[Quad] = [
    (GOAL, KIND, Iri(EX + "Ziel"), Iri(EX + "g/1")),
    (GOAL, TITLE, Literal('Mehr „Grün“ \\ "jetzt"\n', "de"), Iri(EX + "g/2")),
    (GOAL, TITLE, Literal("more green", "en"), Iri(EX + "g/2")),
    (GOAL, NEXT, Iri(EX + "zweites"), Iri(EX + "g/1")),
    (Iri(EX + "zweites"), NEXT, Iri(EX + "drittes"), Iri(EX + "g/3")),
    (Iri(EX + "drittes"), KIND, Literal("11", datatype=XSD + "integer"), Iri(EX + "g/3")),
]


@pytest.fixture(scope="module", params=["memory", "disk", "default graph", "named graphs"])
def store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[GraphStore]:
    """Yield a store of each kind that holds the same statements."""
    folder = tmp_path_factory.mktemp("store")
    if request.param == "memory":
        yield EmbeddedStore.in_memory(QUADS)
    elif request.param == "disk":
        EmbeddedStore.in_memory(QUADS).save(folder / "store")
        yield EmbeddedStore.open(folder / "store")
    else:
        form = "ntriples" if request.param == "default graph" else "nquads"
        file = folder / f"data.{'nt' if form == 'ntriples' else 'nq'}"
        file.write_text(write_quads(QUADS, form), "utf-8")
        with sparql_server(folder, file) as url:
            yield RemoteStore(url, deadline=20)


def rows(store: GraphStore, text: str) -> list[tuple[object, ...]]:
    """Return the rows of a SELECT."""
    table = store.query(text)
    assert isinstance(table, Table)
    return [tuple(row) for row in table.rows]


def test_select_keeps_terms(store: GraphStore) -> None:
    """Languages, datatypes and line breaks come back from every store as they went in."""
    found = rows(store, "SELECT ?p ?o { ?s ?p ?o }")
    assert sorted(map(str, found)) == sorted(map(str, {(p, o) for _, p, o, _ in QUADS}))


def test_union_of_all_graphs(store: GraphStore) -> None:
    """A path that crosses graphs is one path."""
    assert rows(store, f"SELECT ?x {{ {GOAL.n3()} {NEXT.n3()}/{NEXT.n3()} ?x }}") == [
        (Iri(EX + "drittes"),)
    ]
    (count,) = rows(store, f"SELECT (COUNT(*) AS ?n) {{ ?s {KIND.n3()} ?o }}")
    assert str(count[0]) == "2"


def test_columns_and_unbound_cells(store: GraphStore) -> None:
    """Columns keep their order, and a cell without a value is None, not a text."""
    table = store.query(
        f"SELECT ?none ?o {{ {GOAL.n3()} {NEXT.n3()} ?o OPTIONAL {{ ?o {TITLE.n3()} ?none }} }}"
    )
    assert table == Table(("none", "o"), [(None, Iri(EX + "zweites"))])


def test_no_rows(store: GraphStore) -> None:
    """Nothing found is an empty table that still has its columns."""
    assert store.query("SELECT ?a ?b { ?a <x:none> ?b }") == Table(("a", "b"), [])


def test_ask(store: GraphStore) -> None:
    """A yes is a yes, a no is a no, and not an object that is always true."""
    assert store.query(f"ASK {{ {GOAL.n3()} ?p ?o }}") is True
    assert store.query("ASK { <x:none> ?p ?o }") is False


def test_construct(store: GraphStore) -> None:
    """Triples keep languages and datatypes; blank nodes that a query makes are blank nodes."""
    result = store.query(f"CONSTRUCT {{ ?s {TITLE.n3()} ?o }} WHERE {{ ?s {TITLE.n3()} ?o }}")
    assert isinstance(result, Triples)
    assert set(result.triples) == {q[:3] for q in QUADS if q[1] == TITLE}
    made = store.query(f"CONSTRUCT {{ [] {TITLE.n3()} ?o }} WHERE {{ ?o {KIND.n3()} ?k }}")
    assert isinstance(made, Triples)
    assert {type(s) for s, _, _ in made.triples} == {BlankNode}


def test_describe(store: GraphStore) -> None:
    """A description of one thing is a graph."""
    result = store.query(f"DESCRIBE {GOAL.n3()}")
    assert isinstance(result, Triples)
    assert {q[:3] for q in QUADS if q[0] == GOAL} <= set(result.triples)


@pytest.mark.parametrize("text", ["SELECT", "SELECT ?x { ?x", "SELECT * { ?s unknown:p ?o }"])
def test_no_sparql_is_a_query_error(store: GraphStore, text: str) -> None:
    """A mistake in the query is told as one, whoever answers: not as a broken server."""
    with pytest.raises(QueryError):
        store.query(text)


def test_error_of_the_first_query_does_not_last(store: GraphStore) -> None:
    """After a mistake the next query is answered."""
    with pytest.raises(QueryError):
        store.query("SELECT {")
    assert store.query("ASK { ?s ?p ?o }") is True


def test_syntax_error_names_line_and_column() -> None:
    """Somebody who writes SPARQL sees where the mistake is."""
    with pytest.raises(QueryError) as caught:
        EmbeddedStore.in_memory().query("SELECT *\nWHERE {\n  ?s ?p ?o .\n  ?s }")
    assert caught.value.data["line"] == 4
    assert caught.value.data["column"] in (6, 7)  # the brace, or what the engine tried after it
    assert caught.value.data["near"] == "?s }"
    assert "Zeile 4" in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "CONSTRUCT { ?s ?p ?o } { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    ],
)
def test_query_that_fails_while_it_runs(text: str) -> None:
    """What goes wrong only while rows are fetched is told in one sentence, too."""
    with pytest.raises(QueryError) as caught:
        EmbeddedStore.in_memory(QUADS).query(text)
    assert caught.value.key == "query.failed"


def test_update_is_refused(store: GraphStore) -> None:
    """Nobody changes data through a query."""
    with pytest.raises((QueryError, EndpointError)):
        store.query("INSERT DATA { <x:a> <x:b> <x:c> }")
    assert store.query("ASK { <x:a> <x:b> <x:c> }") is False


def test_store_on_disk_is_missing_or_broken(tmp_path: Path) -> None:
    """A missing graph and a damaged one are told apart, with what to do."""
    with pytest.raises(StoreError) as missing:
        EmbeddedStore.open(tmp_path / "none")
    assert missing.value.key == "store.missing"
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "CURRENT").write_text("nonsense")
    with pytest.raises(StoreError) as broken:
        EmbeddedStore.open(tmp_path / "odd")
    assert broken.value.key == "store.broken"


def test_two_readers_at_once(tmp_path: Path) -> None:
    """A query while another one runs is the normal case of a portal."""
    EmbeddedStore.in_memory(QUADS).save(tmp_path / "store")
    first, second = (EmbeddedStore.open(tmp_path / "store") for _ in range(2))
    assert len(first) == len(second) == len(QUADS)


def drip(client: socket.socket) -> None:
    """Answer a byte a moment, for ever: each single step is in time, the whole never."""
    client.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n\r\n")
    for _ in range(200):
        client.sendall(b" ")
        time.sleep(0.1)


def silence(_: socket.socket) -> None:
    """Take the question and never answer."""
    time.sleep(15)


def html(client: socket.socket) -> None:
    """Answer with a page for people, as a proxy or a login does."""
    body = b"<!DOCTYPE html><title>Anmeldung</title>"
    client.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ")
    client.sendall(str(len(body)).encode() + b"\r\n\r\n" + body)


def refusal(client: socket.socket) -> None:
    """Fail inside."""
    client.sendall(b"HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\noops")


def other_json(client: socket.socket) -> None:
    """Answer with JSON that is no SPARQL result."""
    body = b'{"data": []}'
    client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n" + body)


def hang_up(_: socket.socket) -> None:
    """Close the connection without a word."""


@pytest.fixture
def wrong_server() -> Iterator[Callable[[Callable[[socket.socket], None]], str]]:
    """Return a function that starts a server with a fault and returns its URL."""
    servers: list[socket.socket] = []

    def start(behave: Callable[[socket.socket], None]) -> str:
        server = socket.create_server(("127.0.0.1", 0))
        servers.append(server)

        def one(client: socket.socket) -> None:
            with client:
                try:
                    client.recv(65536)
                    behave(client)
                except OSError:
                    pass  # the client went away, as it should

        def accept() -> None:
            while True:
                try:
                    client, _ = server.accept()
                except OSError:
                    return
                threading.Thread(target=one, args=(client,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        return f"http://127.0.0.1:{server.getsockname()[1]}/sparql"

    yield start
    for server in servers:
        server.shutdown(socket.SHUT_RDWR)
        server.close()


@pytest.mark.parametrize(
    ("behave", "key", "word"),
    [
        (drip, "endpoint.slow", "0.7"),
        (silence, "endpoint.slow", "0.7"),
        (html, "endpoint.garbled", "<!DOCTYPE"),
        (refusal, "endpoint.failed", "oops"),
        (other_json, "endpoint.garbled", "data"),
        (hang_up, "endpoint.failed", ""),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_server_with_a_fault(
    wrong_server: Callable[[Callable[[socket.socket], None]], str],
    behave: Callable[[socket.socket], None],
    key: str,
    word: str,
) -> None:
    """A faulty server is named within the deadline; nobody waits for ever."""
    url = wrong_server(behave)
    deadline = 0.7 if key == "endpoint.slow" else 60
    with pytest.raises(EndpointError) as caught:
        RemoteStore(url, deadline=deadline).query("SELECT * { ?s ?p ?o }")
    assert caught.value.key == key
    assert word in str(caught.value)
    assert "\n" not in str(caught.value)


def test_server_that_is_not_there() -> None:
    """A wrong address is told at once and names the address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        url = f"http://127.0.0.1:{probe.getsockname()[1]}/sparql"
    with pytest.raises(EndpointError) as caught:
        RemoteStore(url, deadline=5).query("ASK { ?s ?p ?o }")
    assert url in str(caught.value)
