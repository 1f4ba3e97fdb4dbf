# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What is in the dataset, in which formats, under which licence, and how to get it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zielgraph.coverage.views import text
from zielgraph.model.errors import StoreError
from zielgraph.model.messages import LANGUAGES, message, speaking
from zielgraph.portal.asking import library, short_name
from zielgraph.portal.page import Page, Route
from zielgraph.portal.pages.releases import size_in_words
from zielgraph.portal.published import published
from zielgraph.publication.addresses import ENDINGS
from zielgraph.store.base import Table

if TYPE_CHECKING:
    from zielgraph.portal.page import Request
    from zielgraph.portal.portal import Portal

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
CATALOGUE = ("ttl", "jsonld", "rdf")
"""Formats of the catalogue that harvesters ask for most."""


def data(portal: Portal, request: Request) -> Page:
    """Return the page."""
    found = portal.once(_contents)[request.lang]
    context = {
        **found,
        "endings": ENDINGS,
        "catalogue": CATALOGUE,
        "licence": LICENCE,
        "files": _files(portal),
        "size": size_in_words,
        "questions": len(portal.once(library).queries),
        "example": next(iter(portal.graph.query("goals")), None),
    }
    return Page("data.html", message("data.title"), context, section="data")


def _files(portal: Portal) -> list[tuple[str, str, int, str]]:
    """Return name, content, size and checksum of the files; none if there is no room for them."""
    try:
        found = published(portal).dumps.files
    except StoreError:
        return []
    return [
        (
            file.name,
            message("releases.packed") if file.packed else message(f"published.file_{file.form}"),
            file.size,
            file.sha256,
        )
        for file in found
    ]


def _contents(portal: Portal) -> dict[str, dict[str, Any]]:
    labels = portal.once(library).labels
    result = portal.graph.store.query(
        "SELECT ?graph (COUNT(*) AS ?triples) WHERE { GRAPH ?graph { ?s ?p ?o } } "
        "GROUP BY ?graph ORDER BY ?graph"
    )
    assert isinstance(result, Table)  # noqa: S101 - it is a SELECT
    graphs = [(str(graph), int(str(triples))) for graph, triples in result.rows]
    found: dict[str, dict[str, Any]] = {}
    for lang in LANGUAGES:
        with speaking(lang):
            counts: dict[str, list[tuple[str, str, int]]] = {}
            for row in portal.graph.query("statement-counts", lang=lang):
                counts.setdefault(text(row, "version_label"), []).append(
                    (text(row, "label"), text(row, "class"), int(text(row, "count")))
                )
            found[lang] = {
                "graphs": [
                    (labels[lang].get(iri) or _graph_name(iri), iri, triples)
                    for iri, triples in graphs
                ],
                "triples": sum(triples for _, triples in graphs),
                "counts": counts,
                "status": [
                    (text(row, "label"), int(text(row, "claims")), text(row, "latest"))
                    for row in portal.graph.query("data-status", lang=lang)
                ],
            }
    return found


def _graph_name(iri: str) -> str:
    name = short_name(iri)
    known = ("ontology", "inferred", "observations", "wording", "build", "sdg", "vocabulary")
    return message(f"data.graph_{name}") if name in known else name


ROUTES = (Route("data", data),)
