# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Everything that one version of the graph publishes besides its pages."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING

from zielgraph.model.files import files_in
from zielgraph.model.names import DATA_BASE, GRAPHS
from zielgraph.model.terms import Iri
from zielgraph.publication.addresses import Addresses
from zielgraph.publication.resources import Description, describe, write_description
from zielgraph.publication.settings import PublicationSettings
from zielgraph.publication.vocabulary import prefixes_of
from zielgraph.store.embedded import EmbeddedStore
from zielgraph.store.formats import canonical_quads, write_quads

if TYPE_CHECKING:
    from zielgraph.graph import StrategyGraph


class Publication:
    """What a built graph publishes. Nothing is read before somebody asks for it.

    :param graph: the built graph; its project has the base that the graph was built with.
    :param version: digest of the graph.
    """

    def __init__(
        self, graph: StrategyGraph, version: str, settings: PublicationSettings | None = None
    ) -> None:
        """Remember what is published."""
        assert isinstance(graph.store, EmbeddedStore)  # noqa: S101 - only built graphs are
        self.project = graph.project
        self.store = graph.store
        self.graph = graph
        self.version = version
        self.settings = settings or PublicationSettings()
        self.addresses = Addresses(graph.project.base, self.settings.url)
        self._pages: dict[str, str] = {}
        self._making = Lock()

    def describe(self, iri: Iri) -> Description | None:
        """Return what the graph says about a thing, or ``None`` if it says nothing."""
        return describe(self.store, iri)

    def resource(self, iri: Iri, form: str) -> str | None:
        """Return the data about a thing in a format, or ``None`` if there are none.

        :raises FormatError: if the format cannot hold them.
        """
        description = self.describe(iri)
        if description is None:
            return None
        return write_description(self.store, description, form, self.addresses)

    def vocabulary(self, name: str, form: str) -> str:
        """Return the ontology or the shapes in a format.

        :param name: ``ontology`` or ``shapes``.
        """
        if name == "ontology":
            graph = Iri(self.project.base + GRAPHS["ontology"].removeprefix(DATA_BASE))
            triples = [quad[:3] for quad in self.store.of_graph(graph)]
        else:
            from zielgraph.store.turtle import read_turtle  # noqa: PLC0415

            files = files_in(self.project.shapes, ".ttl")
            triples = [triple for path in files for triple in read_turtle(path).triples]
        quads = canonical_quads((*triple, None) for triple in triples)
        return write_quads(quads, form, prefixes_of(quads))

    def vocabulary_page(self, name: str) -> str:
        """Return the page about the ontology or the shapes; it is made once."""
        with self._making:
            if name not in self._pages:
                from zielgraph.publication.ontology_page import ontology_page  # noqa: PLC0415
                from zielgraph.publication.shapes_page import shapes_page  # noqa: PLC0415

                make = ontology_page if name == "ontology" else shapes_page
                self._pages[name] = make(self.project)
            return self._pages[name]

    def refuse(self, iri: Iri) -> None:
        """Raise the error for a thing that an earlier release had, if one had it."""


def page_policy(html: str) -> str:
    """Return the Content-Security-Policy of a page that carries its own style.

    >>> page_policy("<style>a</style>").split("; ")[1]
    "style-src 'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='"
    """
    styles = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    hashes = [b64encode(sha256(style.encode()).digest()).decode() for style in styles]
    allowed = " ".join(f"'sha256-{each}'" for each in hashes) or "'none'"
    return f"default-src 'none'; style-src {allowed}; frame-ancestors 'none'; base-uri 'none'"
