# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Our terms as rdflib's, for the libraries that work on rdflib graphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral

from zielgraph.model.terms import XSD, BlankNode, Iri, Term, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib.term import Identifier


def to_rdflib_term(term: Term) -> Identifier:
    """Turn one of our terms into rdflib's, without changing the lexical form."""
    if isinstance(term, Iri):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    if term.language:
        return RdfLiteral(term.value, lang=term.language)
    if term.datatype == XSD + "string":
        return RdfLiteral(term.value)
    return RdfLiteral(term.value, datatype=URIRef(term.datatype), normalize=False)


def to_rdflib(triples: Iterable[Triple], graph: Graph | None = None) -> Graph:
    """Return ``triples`` as an rdflib graph (or added to ``graph``)."""
    result = Graph(bind_namespaces="none") if graph is None else graph
    for s, p, o in triples:
        result.add((to_rdflib_term(s), to_rdflib_term(p), to_rdflib_term(o)))
    return result
