# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The W3C's tests of the SPARQL 1.1 Protocol and Service Description, against our server."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pyoxigraph as ox
import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection

from servers import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    from servers import Server

ROOT = Path(__file__).parent.parent
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
BOOLEAN = ("application/sparql-results+json", "application/sparql-results+xml")
TABULAR = (*BOOLEAN, "text/csv", "text/tab-separated-values")
RDF_TYPES = ("text/turtle", "application/rdf+xml", "application/n-triples")

REFUSED = {
    "update_dataset_default_graph": 403,
    "update_dataset_default_graphs": 403,
    "update_dataset_named_graphs": 403,
    "update_dataset_full": 403,
    "update_post_form": 403,
    "update_post_direct": 403,
    "update_base_uri": 403,
}
"""Tests that change data: their first request must be refused with this status."""

BAD = {
    "bad_query_method": 405,
    "bad_multiple_queries": 400,
    "bad_query_wrong_media_type": 415,
    "bad_query_missing_form_type": 415,
    "bad_query_missing_direct_type": 415,
    "bad_query_non_utf8": 400,
    "bad_query_syntax": 400,
    "bad_update_get": 403,
    "bad_multiple_updates": 400,
    "bad_update_wrong_media_type": 415,
    "bad_update_missing_form_type": 415,
    "bad_update_non_utf8": 400,
    "bad_update_syntax": 403,
    "bad_update_dataset_conflict": 403,
}
"""Tests that demand some 4xx, and which one we give."""


def suite(name: str) -> Path:
    """Return the folder of a suite, or skip the test, visibly, where it is missing."""
    home = os.environ.get("ZIELGRAPH_CONFORMANCE", ROOT.parent / "shared" / "conformance")
    folder = Path(home) / name
    if not folder.is_dir():
        pytest.skip(f"the suite {name} is not here (ZIELGRAPH_CONFORMANCE)")
    return folder


@dataclass(frozen=True, slots=True)
class Step:
    """One request of a test, and what it wants back."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: frozenset[str]
    truth: bool | None
    form: str | None


def steps(manifest: Graph, test: Node) -> Iterator[Step]:
    """Return the requests of a test in their order; the two RDF lists of some are both read."""
    connection = manifest.value(test, MF.action)
    for head in manifest.objects(connection, HT.requests):
        for request in Collection(manifest, head):
            yield step(manifest, request)


def step(manifest: Graph, request: Node) -> Step:
    response = manifest.value(request, HT.resp)
    body = manifest.value(request, HT.body)
    content = None
    if body is not None:
        encoding = str(manifest.value(body, CNT.characterEncoding))
        content = str(manifest.value(body, CNT.chars)).encode(encoding)
    head = manifest.value(request, HT.headers)
    headers = {
        str(manifest.value(each, HT.fieldName)): str(manifest.value(each, HT.fieldValue))
        for each in (Collection(manifest, head) if head is not None else ())
    }
    truth = manifest.value(response, MF.expectedBoolean)
    form = manifest.value(response, MF.expectedFormat)
    return Step(
        str(manifest.value(request, HT.methodName)),
        str(manifest.value(request, HT.absolutePath)),
        headers,
        content,
        frozenset(
            str(status).rpartition("StatusCode")[2]
            for status in manifest.objects(response, MF.expectedStatus)
        ),
        None if truth is None else bool(truth.toPython()),  # type: ignore[attr-defined]
        None if form is None else str(form),
    )


def read_manifest(folder: Path) -> dict[str, tuple[Graph, Node]]:
    """Return the tests of a suite by name."""
    path = folder / "manifest.ttl"
    graph = Graph().parse(path)
    head = graph.value(graph.value(None, RDF.type, MF.Manifest), MF.entries)
    assert head is not None
    return {str(test).rpartition("#")[2]: (graph, test) for test in Collection(graph, head)}


@pytest.fixture(scope="module")
def protocol() -> dict[str, tuple[Graph, Node]]:
    return read_manifest(suite("sparql11-protocol"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the suite's three graphs, named as the manifest says."""
    folder = suite("sparql11-protocol")
    quads = []
    for number in (1, 2, 3):
        name = f"<http://kasei.us/2009/09/sparql/data/data{number}.rdf>"
        lines = (folder / f"data{number}.nt").read_text("utf-8").splitlines()
        quads += [f"{line.rstrip(' .')} {name} ." for line in lines if line.strip()]
    file = tmp_path_factory.mktemp("w3c") / "data.nq"
    file.write_text("\n".join(quads) + "\n", "utf-8")
    with serving("--load", file) as found:
        yield found


def send(server: Server, wanted: Step) -> httpx.Response:
    """Send a request as the manifest has it, byte by byte, with no headers beside."""
    with httpx.Client() as client:
        request = client.build_request(
            wanted.method, server.url.rstrip("/") + wanted.path, content=wanted.body
        )
        request.headers.pop("content-type", None)
        request.headers.update(wanted.headers)
        return client.send(request)


def answers(response: httpx.Response, wanted: Step) -> None:
    """Check a response against what the manifest expects."""
    assert any(str(response.status_code)[0] == status[0] for status in wanted.statuses), (
        response.status_code,
        response.text,
    )
    media_type = response.headers["content-type"].partition(";")[0]
    if wanted.truth is not None:
        assert json.loads(response.text)["boolean"] is wanted.truth
    if wanted.form == "boolean":
        assert media_type in BOOLEAN
    elif wanted.form == "tabular":
        assert media_type in TABULAR
    elif wanted.form == "RDF":
        assert media_type in RDF_TYPES


def test_all_tests_are_known(protocol: dict[str, tuple[Graph, Node]]) -> None:
    """None of the 34 is left out below."""
    assert len(protocol) == 34
    assert REFUSED.keys() | BAD.keys() <= protocol.keys()


def names(kind: str) -> list[str]:
    return sorted({"refused": REFUSED, "bad": BAD}[kind])


QUERIES = [
    "query_post_form",
    "query_dataset_default_graphs_get",
    "query_dataset_default_graphs_post",
    "query_dataset_named_graphs_post",
    "query_dataset_named_graphs_get",
    "query_dataset_full",
    "query_multiple_dataset",
    "query_get",
    "query_content_type_select",
    "query_content_type_ask",
    "query_content_type_describe",
    "query_content_type_construct",
    "query_post_direct",
]


def test_nothing_is_counted_twice(protocol: dict[str, tuple[Graph, Node]]) -> None:
    """Queries, refused updates and bad requests make up the suite."""
    assert sorted([*QUERIES, *REFUSED, *BAD]) == sorted(protocol)


@pytest.mark.parametrize("name", QUERIES)
def test_query_is_answered(
    server: Server, protocol: dict[str, tuple[Graph, Node]], name: str
) -> None:
    """Every test of queries passes as W3C wrote it."""
    found = list(steps(*protocol[name]))
    assert found
    for wanted in found:
        answers(send(server, wanted), wanted)


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_request_is_refused(
    server: Server, protocol: dict[str, tuple[Graph, Node]], name: str
) -> None:
    """W3C wants some 4xx; it is the one that says what is wrong."""
    for wanted in steps(*protocol[name]):
        response = send(server, wanted)
        assert response.status_code == BAD[name], response.text
        answers(response, wanted)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_update_is_refused(
    server: Server, protocol: dict[str, tuple[Graph, Node]], name: str
) -> None:
    """A read-only endpoint forbids updates, and nothing has changed afterwards."""
    first, *then = steps(*protocol[name])
    count = {"query": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "format": "csv"}
    before = httpx.get(server.url + "sparql", params=count).text
    assert send(server, first).status_code == REFUSED[name]
    for wanted in then:
        response = send(server, wanted)
        assert response.json()["boolean"] is False
    assert httpx.get(server.url + "sparql", params=count).text == before


@pytest.fixture(scope="module")
def described(server: Server) -> Graph:
    """Return what a bare GET on the endpoint gives, as RDF."""
    response = httpx.get(server.url + "sparql", headers={"Accept": "text/turtle"})
    assert response.status_code == 200
    return Graph().parse(data=response.text, format="turtle")


@pytest.fixture(scope="module")
def description() -> dict[str, tuple[Graph, Node]]:
    return read_manifest(suite("sparql11-service-description"))


def test_service_description_is_whole(description: dict[str, tuple[Graph, Node]]) -> None:
    """The suite has the three tests below and no other."""
    assert set(description) == {"has-endpoint-triple", "returns-rdf", "conforms-to-schema"}


def triples(text: str, media_type: str) -> set[str]:
    """Return RDF as a set of triples, each as text."""
    form = ox.RdfFormat.from_media_type(media_type)
    assert form is not None
    return {str(quad.triple) for quad in ox.parse(text, form)}


@pytest.mark.parametrize("form", ["turtle", "rdf+xml", "n-triples", "ld+json", "trig", "n-quads"])
def test_endpoint_returns_rdf(server: Server, form: str) -> None:
    """returns-rdf: a GET without a query gives RDF in each format, always the same graph."""
    suite("sparql11-service-description")
    media_type = f"text/{form}" if form == "turtle" else f"application/{form}"
    response = httpx.get(server.url + "sparql", headers={"Accept": media_type})
    assert response.headers["content-type"].partition(";")[0] == media_type
    turtle = httpx.get(server.url + "sparql", headers={"Accept": "text/turtle"}).text
    found = triples(response.text, media_type)
    assert found == triples(turtle, "text/turtle")
    assert len(found) > 20


def test_endpoint_is_named(server: Server, described: Graph) -> None:
    """has-endpoint-triple: the service says the address at which it was asked."""
    suite("sparql11-service-description")
    assert list(described.objects(None, SD.endpoint)) == [URIRef(server.url + "sparql")]


RANGES: dict[Any, Any] = {
    SD.defaultDataset: SD.Dataset,
    SD.defaultGraph: SD.Graph,
    SD.namedGraph: SD.NamedGraph,
    SD.graph: SD.Graph,
}
KNOWN = {"endpoint", "supportedLanguage", "feature", "resultFormat", "name", "availableGraphs"}
KNOWN |= {str(name).removeprefix(str(SD)) for name in RANGES}
INSTANCES = {"SPARQL10Query", "SPARQL11Query", "SPARQL11Update"}
FEATURES = {"DereferencesURIs", "UnionDefaultGraph", "RequiresDataset", "EmptyGraphs"}
FEATURES |= {"BasicFederatedQuery"}


def test_description_conforms_to_schema(described: Graph) -> None:
    """conforms-to-schema: properties, domains, ranges and instances are those of the vocabulary."""
    suite("sparql11-service-description")
    used = {str(p).removeprefix(str(SD)) for p in described.predicates() if str(p) in SD}
    assert {"endpoint", "namedGraph"} <= used <= KNOWN
    for prop, kind in RANGES.items():
        for value in described.objects(None, prop):
            assert (value, RDF.type, kind) in described
    for service in described.subjects(RDF.type, SD.Service):
        languages = set(described.objects(service, SD.supportedLanguage))
        assert languages
        assert languages <= {SD[name] for name in INSTANCES}
        assert set(described.objects(service, SD.feature)) <= {SD[name] for name in FEATURES}
        assert len(set(described.objects(service, SD.defaultDataset))) == 1
    for named in described.subjects(RDF.type, SD.NamedGraph):
        assert len(list(described.objects(named, SD.name))) == 1
        assert len(list(described.objects(named, SD.graph))) == 1


def test_description_counts_graphs(described: Graph) -> None:
    """Each graph is there with its size."""
    number_of = URIRef("http://rdfs.org/ns/void#triples")
    sizes = {
        str(name): int(str(described.value(described.value(named, SD.graph), number_of)))
        for named, name in described.subject_objects(SD.name)
    }
    base = "http://kasei.us/2009/09/sparql/data/data"
    assert sizes == {f"{base}{number}.rdf": 1 for number in (1, 2, 3)}
    (default,) = described.objects(None, SD.defaultGraph)
    assert int(str(described.value(default, number_of))) == 3
