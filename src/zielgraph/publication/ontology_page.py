# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The documentation of the ontology: one page, German and English side by side.

pyLODE was tried first: it prints one language only and fetches fonts from elsewhere, so
the page has a template of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import DCTERMS

from zielgraph.model.files import files_in
from zielgraph.model.names import PREFIXES, ZG
from zielgraph.model.templates import templates

if TYPE_CHECKING:
    from collections.abc import Iterable

    import jinja2
    from rdflib.term import Node

    from zielgraph.model.project import Project

_KINDS: tuple[tuple[str, URIRef, str, str], ...] = (
    ("classes", OWL.Class, "Klassen", "Classes"),
    ("object-properties", OWL.ObjectProperty, "Beziehungen", "Object properties"),
    ("datatype-properties", OWL.DatatypeProperty, "Wertangaben", "Datatype properties"),
    ("annotation-properties", OWL.AnnotationProperty, "Anmerkungen", "Annotation properties"),
    ("individuals", OWL.NamedIndividual, "Feste Werte", "Individuals"),
)
_LINKS: tuple[tuple[URIRef, str, str], ...] = (
    (RDF.type, "ist ein", "is a"),
    (RDFS.subClassOf, "Unterklasse von", "subclass of"),
    (RDFS.subPropertyOf, "Unterbeziehung von", "subproperty of"),
    (OWL.inverseOf, "umgekehrt zu", "inverse of"),
    (SKOS.exactMatch, "gleich", "exact match"),
    (SKOS.closeMatch, "nahe bei", "close match"),
    (SKOS.relatedMatch, "verwandt mit", "related match"),
    (SKOS.broadMatch, "enger als", "broad match"),
    (DCTERMS.source, "Quelle", "source"),
    (RDFS.seeAlso, "siehe auch", "see also"),
)
_SCHEMA_TYPES = (OWL.Class, OWL.NamedIndividual, OWL.ObjectProperty, OWL.DatatypeProperty)


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages."""

    de: str
    en: str


@dataclass(frozen=True, slots=True)
class DocumentedTerm:
    """One term with everything that the page says about it."""

    iri: str
    anchor: str
    label: Text
    definition: Text
    example: Text
    links: list[tuple[Text, list[tuple[str, str]]]] = field(default_factory=list)


def ontology_page(project: Project) -> str:
    """Return the page as HTML; it stands alone and makes no request."""
    from zielgraph.store.convert import to_rdflib  # noqa: PLC0415
    from zielgraph.store.turtle import read_turtle  # noqa: PLC0415

    graph = Graph(bind_namespaces="none")
    for path in files_in(project.ontology, ".ttl"):
        to_rdflib(read_turtle(path).triples, graph)
    sections = [(name, Text(de, en), _terms(graph, kind)) for name, kind, de, en in _KINDS]
    head = URIRef(ZG.rstrip("#"))
    return template("ontology.html").render(
        title=_text(graph, head, DCTERMS.title),
        description=_text(graph, head, DCTERMS.description),
        iri=str(head),
        version=str(graph.value(head, OWL.versionInfo) or ""),
        version_iri=str(graph.value(head, OWL.versionIRI) or ""),
        license=str(graph.value(head, DCTERMS.license) or ""),
        prefixes=sorted(PREFIXES.items()),
        sections=sections,
    )


def template(name: str) -> jinja2.Template:
    """Return a template of this package."""
    return templates("zielgraph.publication").get_template(name)


def _text(graph: Graph, node: Node, predicate: URIRef) -> Text:
    found = {
        str(value.language): str(value)
        for value in graph.objects(node, predicate)
        if isinstance(value, RdfLiteral)
    }
    return Text(found.get("de", ""), found.get("en", ""))


def _terms(graph: Graph, kind: URIRef) -> list[DocumentedTerm]:
    own = {
        node
        for node in graph.subjects(RDF.type, kind)
        if isinstance(node, URIRef) and str(node).startswith(ZG)
    }
    return [_term(graph, node) for node in sorted(own, key=lambda node: str(node).lower())]


def _term(graph: Graph, node: URIRef) -> DocumentedTerm:
    label = _text(graph, node, RDFS.label)
    if not label.de:
        label = _text(graph, node, SKOS.prefLabel)
    links = []
    for predicate, de, en in _LINKS:
        targets = sorted({v for v in graph.objects(node, predicate) if isinstance(v, URIRef)})
        if predicate == RDF.type:
            targets = [target for target in targets if target not in _SCHEMA_TYPES]
        if targets:
            links.append((Text(de, en), list(_named(targets))))
    return DocumentedTerm(
        iri=str(node),
        anchor=str(node).removeprefix(ZG),
        label=label,
        definition=_text(graph, node, SKOS.definition),
        example=_text(graph, node, SKOS.example),
        links=links,
    )


def _named(targets: Iterable[URIRef]) -> Iterable[tuple[str, str]]:
    """Return address and short name of each target; own terms are found on this page."""
    for target in targets:
        iri = str(target)
        if iri.startswith(ZG):
            yield "#" + iri.removeprefix(ZG), "zg:" + iri.removeprefix(ZG)
            continue
        fitting = [(p, n) for p, n in PREFIXES.items() if iri.startswith(n)]
        prefix, namespace = max(fitting, key=lambda pair: len(pair[1]), default=("", ""))
        yield iri, f"{prefix}:{iri.removeprefix(namespace)}" if prefix else iri
