# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Graphs as text in the usual RDF formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from zielgraph.model.names import PREFIXES
from zielgraph.model.terms import BlankNode
from zielgraph.store.embedded import from_engine_quad, to_engine, to_engine_quad

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zielgraph.model.terms import Quad, Triple

FORMATS: dict[str, ox.RdfFormat] = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
"""Names of the formats on the command line. Turtle, N-Triples and RDF/XML know no named
graphs: they hold all graphs merged into one."""


def write_triples(triples: Iterable[Triple], form: str) -> str:
    """Return ``triples`` in ``form``, sorted, so that equal graphs give equal text."""
    unique = sorted(set(triples), key=lambda t: (t[0].n3(), t[1].n3(), t[2].n3()))
    data = (ox.Triple(to_engine(s), to_engine(p), to_engine(o)) for s, p, o in unique)  # type: ignore[arg-type]
    return _serialize(data, form)


def write_quads(quads: Iterable[Quad], form: str) -> str:
    """Return ``quads`` in ``form``, sorted; formats without named graphs merge them."""
    if not FORMATS[form].supports_datasets:
        return write_triples(((s, p, o) for s, p, o, _ in quads), form)
    data = (to_engine_quad(quad) for quad in sort_quads(quads))
    return _serialize(data, form)


def _serialize(data: Iterable[ox.Triple] | Iterable[ox.Quad], form: str) -> str:
    content = ox.serialize(data, format=FORMATS[form], prefixes=PREFIXES)
    return content.decode() if content else ""


def sort_quads(quads: Iterable[Quad]) -> list[Quad]:
    """Return the distinct ``quads`` by graph, subject, predicate and object."""
    return sorted(
        set(quads),
        key=lambda q: (q[3].n3() if q[3] else "", q[0].n3(), q[1].n3(), q[2].n3()),
    )


def canonical_quads(quads: Iterable[Quad]) -> list[Quad]:
    """Return ``quads`` sorted, with blank nodes named by what they say (RDFC-1.0)."""
    named: list[Quad] = []
    dataset = ox.Dataset()
    for quad in quads:
        if isinstance(quad[0], BlankNode) or isinstance(quad[2], BlankNode):
            dataset.add(to_engine_quad(quad))
        else:
            named.append(quad)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sort_quads([*named, *map(from_engine_quad, dataset)])
