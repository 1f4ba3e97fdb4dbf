# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Everything that one version of the graph publishes besides its pages."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cached_property
from hashlib import sha256
from threading import RLock
from typing import TYPE_CHECKING
from urllib.parse import quote

from zielgraph.build.location import find_built
from zielgraph.graph import graph_of
from zielgraph.model.files import files_in
from zielgraph.model.messages import message, speaking
from zielgraph.model.names import DATA_BASE, GRAPHS, PREFIXES, SCHEMES, ZG, ZGS
from zielgraph.model.terms import Iri
from zielgraph.publication.addresses import Addresses
from zielgraph.publication.dataset import Dataset, licence_name, read_dataset
from zielgraph.publication.releases import Release, Releases, releases_folder
from zielgraph.publication.resources import Description, describe, write_description
from zielgraph.publication.settings import PublicationSettings, read_publication, settings_file
from zielgraph.publication.vocabulary import TYPE, prefixes_of, term
from zielgraph.store.base import Table
from zielgraph.store.embedded import EmbeddedStore
from zielgraph.store.formats import canonical_quads, write_quads, write_triples

if TYPE_CHECKING:
    from zielgraph.graph import StrategyGraph
    from zielgraph.model.project import Project
    from zielgraph.model.terms import Triple
    from zielgraph.publication.dumps import Dumps


_OWN = re.compile(r"(?:dataset|publisher|contact|service|release)(?:/|\Z)")
"""Where the names of what is published begin, after the base."""


class Publication:
    """What a built graph publishes. Nothing is read before somebody asks for it.

    :param graph: the built graph; its project has the base that the graph was built with.
    :param version: digest of the graph.
    :param services: whether there is a program that answers queries, beside the files.
    """

    def __init__(
        self,
        graph: StrategyGraph,
        version: str,
        settings: PublicationSettings | None = None,
        *,
        services: bool = True,
    ) -> None:
        """Remember what is published."""
        assert isinstance(graph.store, EmbeddedStore)  # noqa: S101 - only built graphs are
        self.project = graph.project
        self.store = graph.store
        self.graph = graph
        self.version = version
        self.services = services
        self.settings = settings or PublicationSettings()
        self.addresses = Addresses(graph.project.base, self.settings.url)
        self._pages: dict[str, str] = {}
        self._dumps: Dumps | None = None
        self._making = RLock()

    def describe(self, iri: Iri) -> Description | None:
        """Return what is said about a thing, or ``None`` if nothing is.

        About the dataset, its releases, files and services the catalogue says it.
        """
        local = self.addresses.local(iri) or ""
        if _OWN.match(local):
            return describe(self._catalogued, iri)
        return describe(self.store, iri)

    def things(self) -> list[str]:
        """Return the IRIs of all things that have data of their own, in order."""
        found = set()
        for store in (self.store, self._catalogued):
            table = store.query("SELECT DISTINCT ?s WHERE { ?s ?p ?o }")
            assert isinstance(table, Table)  # noqa: S101 - it is a SELECT
            found |= {str(row[0]) for row in table.rows if isinstance(row[0], Iri)}
        found |= {str(graph) for graph in self.store.graphs()}
        spaces = (self.addresses.base, PREFIXES["sdg"], SCHEMES)
        return sorted(
            iri for iri in found if iri.startswith(spaces) and self.addresses.data(iri, "turtle")
        )

    @cached_property
    def _catalogued(self) -> EmbeddedStore:
        from zielgraph.publication.catalogue import catalogue  # noqa: PLC0415

        triples = [*catalogue(self), *self._void]
        return EmbeddedStore.in_memory((*triple, None) for triple in triples)

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
        quads = canonical_quads((*triple, None) for triple in self._stated(name))
        return write_quads(quads, form, prefixes_of(quads))

    def _stated(self, name: str) -> list[Triple]:
        if name == "ontology":
            graph = Iri(self.project.base + GRAPHS["ontology"].removeprefix(DATA_BASE))
            return [quad[:3] for quad in self.store.of_graph(graph)]
        from zielgraph.store.turtle import read_turtle  # noqa: PLC0415

        files = files_in(self.project.shapes, ".ttl")
        return [triple for path in files for triple in read_turtle(path).triples]

    @cached_property
    def parts(self) -> dict[str, str]:
        """Paths of the parts and versions of a vocabulary, with the document that has them."""
        found = {}
        for name, space in (("ontology", ZG), ("shapes", ZGS)):
            start = space.removesuffix("#") + "/"
            for subject, prop, value in self._stated(name):
                ontology = prop == TYPE and value == term("owl:Ontology")
                version = prop == term("owl:versionIRI")
                iri = str(subject if ontology else value)
                if (ontology or version) and iri.startswith(start):
                    found[f"/{name}/{iri.removeprefix(start)}"] = f"/{name}"
        return dict(sorted(found.items()))

    @cached_property
    def schemes(self) -> frozenset[str]:
        """Names of the lists of values: what their IRIs end in."""
        table = self.store.query(f"SELECT ?s WHERE {{ ?s a <{term('skos:ConceptScheme')}> }}")
        assert isinstance(table, Table)  # noqa: S101 - it is a SELECT
        iris = {str(row[0]) for row in table.rows}
        return frozenset(iri.removeprefix(SCHEMES) for iri in iris if iri.startswith(SCHEMES))

    def vocabulary_page(self, name: str) -> str:
        """Return the page about the ontology or the shapes; it is made once."""
        with self._making:
            if name not in self._pages:
                from zielgraph.publication.ontology_page import ontology_page  # noqa: PLC0415
                from zielgraph.publication.shapes_page import shapes_page  # noqa: PLC0415

                make = ontology_page if name == "ontology" else shapes_page
                self._pages[name] = make(self.project)
            return self._pages[name]

    @cached_property
    def dataset(self) -> Dataset:
        """Return what the dataset as a whole is."""
        return read_dataset(self)

    @cached_property
    def releases(self) -> Releases:
        """Return the releases that were frozen before."""
        named = self.settings.releases
        return Releases(self.project.root / named if named else releases_folder(self.project))

    @cached_property
    def release(self) -> Release | None:
        """Return the release that this version is, if it was frozen."""
        return self.releases.of_digest(self.version)

    def release_iri(self, name: str) -> Iri:
        """Return the IRI of a frozen version of the dataset."""
        return Iri(f"{self.project.base}release/{quote(name)}")

    @property
    def dumps(self) -> Dumps:
        """Return the files of the whole dataset; they are made when first asked for.

        :raises StoreError: if they can be written nowhere.
        """
        with self._making:
            if self._dumps is None:
                from zielgraph.publication.dumps import find_dumps  # noqa: PLC0415

                self._dumps = find_dumps(self)
            return self._dumps

    def publisher(self, code: str) -> str:
        """Return the name of whoever publishes, in a language."""
        with speaking(code):
            return self.settings.publisher or message("published.publisher")

    def attribution(self, code: str) -> str:
        """Return what users of the data have to name, in a language."""
        if self.settings.attribution:
            return self.settings.attribution
        with speaking(code):
            return message(
                "published.attribution",
                title=self.dataset.title(code),
                publisher=self.publisher(code),
                licence=licence_name(self.dataset.licences[0]),
            )

    def catalogue(self, form: str) -> str:
        """Return the catalogue in a format."""
        from zielgraph.publication.catalogue import catalogue  # noqa: PLC0415

        triples = catalogue(self)
        return write_triples(triples, form, prefixes_of(triples))

    @cached_property
    def _void(self) -> list[Triple]:
        from zielgraph.publication.void import void_description  # noqa: PLC0415

        return void_description(self)

    def void(self, form: str) -> str:
        """Return what the dataset consists of, counted, in a format."""
        return write_triples(self._void, form, prefixes_of(self._void))

    def gone(self) -> list[str]:
        """Return what an earlier release had and the graph has not: names without the base."""
        known = self.releases.things(self.project.base)
        return sorted(known - {self.addresses.local(iri) or "" for iri in self.things()})

    def last_release_with(self, iri: Iri) -> Release | None:
        """Return the latest release that had a thing which the graph has no more."""
        local = self.addresses.local(iri)
        return self.releases.last_with(local, self.project.base) if local else None


def open_publication(project: Project) -> Publication:
    """Return what the built graph of a project publishes.

    :raises StoreError: if nothing has been built, or the build cannot be read.
    :raises ProjectError: if the settings in ``zielgraph.toml`` are wrong.
    """
    built = find_built(project)
    settings = read_publication(settings_file(project))
    return Publication(graph_of(project, built), built.version, settings)


def page_policy(html: str) -> str:
    """Return the Content-Security-Policy of a page that carries its own style.

    >>> page_policy("<style>a</style>").split("; ")[1]
    "style-src 'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='"
    """
    styles = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    hashes = [b64encode(sha256(style.encode()).digest()).decode() for style in styles]
    allowed = " ".join(f"'sha256-{each}'" for each in hashes) or "'none'"
    return f"default-src 'none'; style-src {allowed}; frame-ancestors 'none'; base-uri 'none'"
