# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Clients that others wrote get what they ask our endpoint for."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import SPARQLExceptions, SPARQLWrapper

from browser import browser
from conftest import Program
from servers import ASK, CONSTRUCT, DESCRIBE, SELECT, serving
from zielgraph.model.errors import QueryError
from zielgraph.store.base import Table, Triples
from zielgraph.store.remote import RemoteStore

if TYPE_CHECKING:
    from pathlib import Path

    from servers import Server
    from zielgraph.model.project import Project

NAMES = ["Ä €", "plain", "nowhere"]


def wrapper(endpoint: Server, query: str, form: str, method: str) -> Any:
    client = SPARQLWrapper(endpoint.url + "sparql")
    client.setQuery(query)
    client.setReturnFormat(form)
    client.setMethod(method)
    client.setTimeout(30)
    return client


@pytest.mark.parametrize(
    ("method", "request_method"),
    [("GET", "urlencoded"), ("POST", "urlencoded"), ("POST", "postdirectly")],
)
def test_sparqlwrapper_tables(endpoint: Server, method: str, request_method: str) -> None:
    """SPARQLWrapper reads each of its formats for SELECT, by GET and both ways of POST."""

    def asked(form: str) -> Any:
        client = wrapper(endpoint, SELECT, form, method)
        client.setRequestMethod(request_method)
        return client.queryAndConvert()

    found = asked("json")["results"]["bindings"]
    assert [row["name"]["value"] for row in found] == NAMES
    rows = list(csv.DictReader(io.StringIO(asked("csv").decode())))
    assert [row["name"] for row in rows] == NAMES
    assert '"Ä €"' in asked("tsv").decode()
    literals = asked("xml").getElementsByTagName("literal")
    assert [literal.firstChild.data for literal in literals] == NAMES


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("form", ["json", "xml"])
def test_sparqlwrapper_truth(endpoint: Server, method: str, form: str) -> None:
    """ASK gives a truth value in both formats that SPARQLWrapper knows for it."""
    found = wrapper(endpoint, ASK, form, method).queryAndConvert()
    truth = found["boolean"] if form == "json" else found.toxml()
    assert truth is True or "<boolean>true</boolean>" in truth


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own reader
@pytest.mark.filterwarnings("ignore:.*is deprecated, use Dataset")
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("query", [CONSTRUCT.replace("x:is", "http://x.example/is"), DESCRIBE])
@pytest.mark.parametrize("form", ["turtle", "n3", "rdf+xml", "xml", "json-ld"])
def test_sparqlwrapper_graphs(endpoint: Server, method: str, form: str, query: str) -> None:
    """CONSTRUCT and DESCRIBE give a graph in each format."""
    found = wrapper(endpoint, query.replace("<x:a>", "?s"), form, method)
    if query == DESCRIBE:
        found.setQuery("DESCRIBE ?s { ?s <x:knows> ?o }")
    if form in {"turtle", "n3", "json-ld"}:
        graph = rdflib.Graph()
        data = found.query().response.read()
        graph.parse(data=data, format="json-ld" if form == "json-ld" else "turtle")
    else:
        graph = found.queryAndConvert()
        assert isinstance(graph, rdflib.Graph)
    assert len(graph) == (3 if query != DESCRIBE else 2)


def test_sparqlwrapper_is_told_what_is_wrong(endpoint: Server) -> None:
    """A malformed query is what SPARQLWrapper calls one, with our line and column."""
    with pytest.raises(SPARQLExceptions.QueryBadFormed, match=r"line 1|Zeile 1"):
        wrapper(endpoint, "SELECT nonsense", "json", "GET").query()


def test_sparqlwrapper_names_graphs(endpoint: Server) -> None:
    """``addDefaultGraph`` and ``addNamedGraph`` reach the endpoint."""
    client = wrapper(endpoint, "SELECT * { ?s ?p ?o GRAPH ?g { ?a ?b ?c } }", "json", "GET")
    client.addDefaultGraph("x:one")
    client.addNamedGraph("x:two")
    rows = client.queryAndConvert()["results"]["bindings"]
    assert len(rows) == 2
    assert {row["g"]["value"] for row in rows} == {"x:two"}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_rdflib_sparqlstore(endpoint: Server, method: str) -> None:
    """Rdflib's Graph over our endpoint: queries, patterns, length, membership."""
    store = SPARQLStore(endpoint.url + "sparql", method=method, returnFormat="json")
    graph = rdflib.Graph(store=store)
    rows: list[Any] = list(graph.query(SELECT))
    assert [str(row.name) for row in rows] == NAMES
    a, knows, b = (rdflib.URIRef(f"x:{name}") for name in ("a", "knows", "b"))
    assert (a, knows, b) in graph
    assert (b, knows, a) not in graph
    assert set(graph.objects(a, knows)) == {b}
    assert len(graph) == 4
    assert graph.query(ASK).askAnswer is True
    store.close()


def test_our_own_commands(endpoint: Server) -> None:
    """RemoteStore, behind every ``--endpoint``, gets tables, truth, graphs and errors."""
    store = RemoteStore(endpoint.url + "sparql")
    table = store.query(SELECT)
    assert isinstance(table, Table)
    assert [str(row[1]) for row in table.rows] == NAMES
    assert store.query(ASK) is True
    graph = store.query(CONSTRUCT)
    assert isinstance(graph, Triples)
    assert len(graph.triples) == 3
    with pytest.raises(QueryError):
        store.query("SELECT nonsense")


def test_command_over_the_net_says_the_same(quick: Project, tmp_path: Path) -> None:
    """A query of the library gives the same rows from the built graph and over our server."""
    program = Program(tmp_path)
    query = ("query", "fields", "--format", "csv", "--project", quick.root)
    with serving("--project", quick.root) as server:
        remote = program(*query, "--endpoint", server.url + "sparql")
    here = program(*query)
    assert remote.code == 0, remote.err
    assert remote.out == here.out
    assert len(here.out.splitlines()) > 1


def curl(*arguments: str) -> str:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    command = ["curl", "-sS", "--noproxy", "*", "--max-time", "30", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_curl(endpoint: Server) -> None:
    """What people type in a terminal: forms, files, headers, HEAD, and errors that one can read."""
    url = endpoint.url + "sparql"
    rows = json.loads(curl(url, "--data-urlencode", f"query={SELECT}"))["results"]["bindings"]
    assert [row["name"]["value"] for row in rows] == NAMES
    table = curl(url, "-G", "--data-urlencode", f"query={SELECT}", "-H", "Accept: text/csv")
    assert table.splitlines()[0] == "s,name"
    direct = curl(url, "-H", "Content-Type: application/sparql-query", "--data-binary", ASK)
    assert json.loads(direct)["boolean"] is True
    head = curl("-I", "-G", url, "--data-urlencode", f"query={ASK}")
    assert head.startswith("HTTP/1.1 200")
    assert "content-type: application/sparql-results+json" in head.lower()
    wrong = curl(url, "--data-urlencode", "query=SELECT nonsense", "-H", "Accept-Language: en")
    assert wrong.count("\n") == 1
    assert "line 1, column" in wrong
    packed = curl("--compressed", url, "--data-urlencode", "query=CONSTRUCT WHERE { ?s ?p ?o }")
    assert "<x:knows>" in packed


class _OtherSite(BaseHTTPRequestHandler):
    """A page of somebody else's."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!DOCTYPE html><title>elsewhere</title>")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_browser_of_another_site(endpoint: Server, tmp_path: Path) -> None:
    """A script on another origin may ask by GET and by POST, preflight and headers included."""
    other = ThreadingHTTPServer(("127.0.0.1", 0), _OtherSite)
    Thread(target=other.serve_forever, daemon=True).start()
    url, query = json.dumps(endpoint.url + "sparql"), json.dumps(ASK)
    script = f"""
    Promise.all([
      fetch({url} + '?query=' + encodeURIComponent({query})),
      fetch({url}, {{method: 'POST', body: {query},
                     headers: {{'Content-Type': 'application/sparql-query',
                                'Accept': 'application/sparql-results+json'}}}}),
      fetch({url}, {{method: 'POST', body: new URLSearchParams({{query: {query}}})}}),
    ]).then(all => Promise.all(all.map(each => each.json())))
      .then(all => all.map(each => each.boolean))
    """
    try:
        with browser(tmp_path) as chromium:
            page = chromium.page()
            page.visit(f"http://127.0.0.1:{other.server_port}/")
            assert page.run(script) == [True, True, True]
    finally:
        other.shutdown()
        other.server_close()
