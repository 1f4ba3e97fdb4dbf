# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What the graph says about one thing: a description that can be read by itself.

It is a concise bounded description (what is stated about the thing, nodes without a name
followed), with what points at the thing and the names of everything that is mentioned.
Each statement keeps its named graph, which says where it comes from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zielgraph.model.names import DATA_BASE, GRAPHS
from zielgraph.model.terms import BlankNode, Iri
from zielgraph.publication.vocabulary import LABELS, TYPE, facts, prefixes_of, said, term
from zielgraph.store.formats import write_quads

if TYPE_CHECKING:
    from zielgraph.model.terms import Quad, Term
    from zielgraph.publication.addresses import Addresses
    from zielgraph.store.embedded import EmbeddedStore

INCOMING = 500
"""Statements that point at a thing, of which a description holds no more than these."""

GRAPH_SIZE = 100_000
"""Statements of a named graph that are shown as its data; larger ones are in the dumps."""


@dataclass(frozen=True, slots=True)
class Description:
    """What is known about a thing.

    :param quads: the statements with their graphs.
    :param more: whether there is more than the description holds.
    """

    iri: Iri
    quads: tuple[Quad, ...]
    more: bool = False


def describe(store: EmbeddedStore, iri: Iri) -> Description | None:
    """Return the description of a thing, or ``None`` if the graph says nothing about it.

    The description of a named graph is what it holds and what is said about it.

    >>> from zielgraph.model.terms import Literal
    >>> from zielgraph.store.embedded import EmbeddedStore
    >>> about = (Iri("x:a"), Iri("x:p"), Literal("1"), None)
    >>> describe(EmbeddedStore.in_memory([about]), Iri("x:a")).quads == (about,)
    True
    """
    found = _about(store, iri)
    arriving = store.mentioning(iri, INCOMING + 1)
    held: list[Quad] = []
    more = len(arriving) > INCOMING
    if iri in store.graphs():
        held = list(store.of_graph(iri)) if store.size_of(iri) <= GRAPH_SIZE else []
        more = more or not held
    elif not found and not any(not _is_type(quad) for quad in arriving):
        return None
    incoming = arriving[:INCOMING]
    for quad in list(incoming):
        if isinstance(quad[0], BlankNode):
            incoming += _about(store, quad[0])
    statements = {*found, *incoming}
    names = set() if held else set(_names(store, statements, iri))
    everything = statements | names | set(held)
    return Description(iri, tuple(sorted(everything, key=_order)), more)


def _is_type(quad: Quad) -> bool:
    return quad[1] == TYPE


def _order(quad: Quad) -> tuple[str, str, str, str]:
    subject, predicate, value, graph = quad
    return subject.n3(), predicate.n3(), value.n3(), graph.n3() if graph else ""


def _about(store: EmbeddedStore, node: Iri | BlankNode) -> list[Quad]:
    """Return what is stated about a node, and about the nameless nodes that it leads to."""
    found: list[Quad] = []
    waiting: list[Iri | BlankNode] = [node]
    seen: set[Term] = set()
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        quads = store.about(here)
        found += quads
        waiting += [quad[2] for quad in quads if isinstance(quad[2], BlankNode)]
    return found


def _names(store: EmbeddedStore, quads: set[Quad], iri: Iri) -> list[Quad]:
    mentioned = {each for quad in quads for each in quad[:3] if isinstance(each, Iri)} - {iri}
    found = []
    for each in mentioned:
        about = store.about(each)
        for label in LABELS:
            if names := [quad for quad in about if quad[1] == label]:
                found += names
                break
    return found


def write_description(
    store: EmbeddedStore, description: Description, form: str, addresses: Addresses
) -> str:
    """Return a description in a format, with what is to be said about itself.

    That is what it is about, under which licence, and whether there is more. In a format
    with named graphs this stands outside of all of them.

    :raises FormatError: if the format cannot hold it.
    """
    graphs = {quad[3] for quad in description.quads if quad[3] is not None}
    licences = {
        quad[2]
        for graph in sorted({*graphs, _ontology(addresses)})
        for quad in store.about(graph)
        if quad[1] == term("dcterms:license")
    }
    path = addresses.document(description.iri)
    document = Iri(addresses.url(path)) if path else None
    about: list[Quad] = []
    if document is not None and document != description.iri:
        stated = facts(
            document,
            {
                "rdf:type": term("foaf:Document"),
                "foaf:primaryTopic": description.iri,
                "dcterms:license": sorted(licences, key=lambda each: each.n3()),
                "dcterms:isPartOf": dataset_iri(addresses.base),
                "rdfs:comment": said("publication.more") if description.more else (),
            },
        )
        about = [(*triple, None) for triple in stated]
    quads = [*description.quads, *about]
    return write_quads(quads, form, prefixes_of(quads))


def _ontology(addresses: Addresses) -> Iri:
    return Iri(addresses.base + GRAPHS["ontology"].removeprefix(DATA_BASE))


def dataset_iri(base: str) -> Iri:
    """Return the IRI of the whole published dataset, whichever its version.

    >>> dataset_iri("https://daten.kreis.example/id/").value
    'https://daten.kreis.example/id/dataset'
    """
    return Iri(base + "dataset")
