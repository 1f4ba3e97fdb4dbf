# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What the endpoint says about itself (SPARQL 1.1 Service Description, with VoID)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from zielgraph.isolation.question import Question
from zielgraph.model.names import PREFIXES
from zielgraph.model.terms import XSD, Iri, Literal
from zielgraph.store.base import Table
from zielgraph.store.embedded import read_results
from zielgraph.store.formats import write_triples

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zielgraph.model.terms import Triple
    from zielgraph.server.state import State

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
FORMATS = "http://www.w3.org/ns/formats/"

_SHORT = {"sd": SD, "void": VOID, "formats": FORMATS, "rdfs": PREFIXES["rdfs"], "xsd": XSD}
_WRITTEN = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
    "TriG",
    "N-Quads",
)
_COUNT = "SELECT ?graph (COUNT(*) AS ?n) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
_COUNT_ALL = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
_TYPE = Iri(PREFIXES["rdf"] + "type")


async def describe(state: State, form: str) -> str:
    """Return the description of the endpoint in an RDF format.

    The graphs and their sizes are counted once for a version of the data.

    :param form: a name of :data:`zielgraph.store.formats.FORMATS`.
    :raises LimitError: if counting takes longer than a query may.
    """
    version = state.served.version
    counts = state.graph_sizes.get(version)
    if counts is None:
        counts = await _count(state)
        state.graph_sizes = {version: counts}
    return _write(state.public_url, counts, bool(state.settings.services), form)


async def _count(state: State) -> Mapping[str, int]:
    """Return how many triples each graph holds; that without a name is the union of all."""
    sizes: dict[str, int] = {}
    for text in (_COUNT_ALL, _COUNT):
        answer = await state.pool.ask(Question(text))
        table = read_results(answer.body)
        assert isinstance(table, Table)  # noqa: S101 - both are SELECT
        for row in table.records():
            if row["n"] is not None:
                sizes[str(row.get("graph") or "")] = int(str(row["n"]))
    return sizes


def _write(public_url: str, counts: Mapping[str, int], federated: bool, form: str) -> str:  # noqa: FBT001
    return _written(public_url, tuple(sorted(counts.items())), federated, form)


@lru_cache(maxsize=32)
def _written(
    public_url: str,
    counts: tuple[tuple[str, int], ...],
    federated: bool,  # noqa: FBT001 - part of the key
    form: str,
) -> str:
    return write_triples(description(public_url, dict(counts), federated=federated), form, _SHORT)


def description(public_url: str, counts: Mapping[str, int], *, federated: bool) -> list[Triple]:
    """Return the description as triples, without blank nodes.

    :param public_url: the server's address, ending in ``/``.
    :param counts: triples by graph; ``""`` is the default graph, the union of all.
    :param federated: whether some ``SERVICE`` is allowed.
    """
    endpoint = public_url + "sparql"
    service, dataset = Iri(endpoint + "#service"), Iri(endpoint + "#dataset")
    default = Iri(endpoint + "#default-graph")
    features = ["UnionDefaultGraph", *(["BasicFederatedQuery"] if federated else [])]
    found: list[Triple] = [
        (service, _TYPE, Iri(SD + "Service")),
        (service, Iri(SD + "endpoint"), Iri(endpoint)),
        (service, Iri(SD + "supportedLanguage"), Iri(SD + "SPARQL11Query")),
        (service, Iri(SD + "defaultDataset"), dataset),
        (service, Iri(PREFIXES["rdfs"] + "seeAlso"), Iri(public_url + ".well-known/void")),
        (dataset, _TYPE, Iri(SD + "Dataset")),
        (dataset, _TYPE, Iri(VOID + "Dataset")),
        (dataset, Iri(VOID + "sparqlEndpoint"), Iri(endpoint)),
        (dataset, Iri(SD + "defaultGraph"), default),
        *_graph(default, counts.get("", 0)),
    ]
    found += [(service, Iri(SD + "feature"), Iri(SD + name)) for name in features]
    found += [(service, Iri(SD + "resultFormat"), Iri(FORMATS + name)) for name in _WRITTEN]
    for place, name in enumerate(sorted(name for name in counts if name), 1):
        named = Iri(f"{endpoint}#named-graph-{place}")
        content = Iri(f"{endpoint}#graph-{place}")
        found += [
            (dataset, Iri(SD + "namedGraph"), named),
            (named, _TYPE, Iri(SD + "NamedGraph")),
            (named, Iri(SD + "name"), Iri(name)),
            (named, Iri(SD + "graph"), content),
            *_graph(content, counts[name]),
        ]
    return found


def _graph(graph: Iri, triples: int) -> list[Triple]:
    return [
        (graph, _TYPE, Iri(SD + "Graph")),
        (graph, _TYPE, Iri(VOID + "Dataset")),
        (graph, Iri(VOID + "triples"), Literal(str(triples), None, XSD + "integer")),
    ]
