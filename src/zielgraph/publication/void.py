# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What the dataset consists of, counted from the graph: VoID.

The vocabulary: https://www.w3.org/TR/void/. It tells programs how large the dataset is, which
classes and properties it uses, where it links to, and where to get or ask it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING

from zielgraph.model.names import PREFIXES, ZG
from zielgraph.model.terms import Iri, Literal
from zielgraph.publication.resources import dataset_iri
from zielgraph.publication.vocabulary import facts, number, term
from zielgraph.store.base import Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zielgraph.model.terms import Term, Triple
    from zielgraph.publication.publication import Publication

_TARGETS = {
    "sdg": "http://metadata.un.org/sdg/",
    "eurovoc": "http://eurovoc.europa.eu/",
    "district-keys": "http://dcat-ap.de/def/politicalGeocoding/districtKey/",
    "wikidata": "http://www.wikidata.org/entity/",
}
"""Datasets of others to which ours may link, by the beginning of their IRIs."""

_FEATURES = {
    "turtle": "Turtle",
    "jsonld": "JSON-LD",
    "rdfxml": "RDF_XML",
    "ntriples": "N-Triples",
    "trig": "TriG",
    "nquads": "N-Quads",
}


def void_description(publication: Publication) -> list[Triple]:
    """Return the description of the dataset and its named graphs."""
    return _Description(publication).triples()


class _Description:
    """Counts and collects."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication
        self._node = dataset_iri(publication.project.base)
        self._found: list[Triple] = []

    def _state(self, subject: Iri, about: Mapping[str, Term | Sequence[Term]]) -> None:
        self._found += facts(subject, about)

    def _rows(self, text: str) -> list[tuple[Term | None, ...]]:
        found = self._publication.store.query(text)
        assert isinstance(found, Table)  # noqa: S101 - all are SELECT
        return found.rows

    def _count(self, what: str) -> Literal:
        rows = self._rows(f"SELECT (COUNT({what}) AS ?n) WHERE {{ ?s ?p ?o }}")
        return number(int(str(rows[0][0])))

    def _part(self, kind: str, of: str) -> Iri:
        digest = hashlib.sha256(of.encode()).hexdigest()[:16]
        return Iri(f"{self._node.value}/{kind}/{digest}")

    def triples(self) -> list[Triple]:
        """Return all triples."""
        publication, addresses = self._publication, self._publication.addresses
        dataset, url = publication.dataset, addresses.url
        document = Iri(url("/.well-known/void"))
        self._state(
            document,
            {
                "rdf:type": term("void:DatasetDescription"),
                "dcterms:title": dataset.titles,
                "foaf:primaryTopic": self._node,
                "foaf:topic": self._node,
            },
        )
        classes = self._partitions("class", "a")
        properties = self._partitions("property", "")
        release = publication.release
        self._state(
            self._node,
            {
                "rdf:type": term("void:Dataset"),
                "dcterms:title": dataset.titles,
                "dcterms:description": dataset.descriptions,
                "dcterms:license": dataset.licences,
                "dcterms:publisher": Iri(publication.project.base + "publisher"),
                "owl:versionInfo": Literal(release.name if release else publication.version[:16]),
                "foaf:homepage": Iri(url("/")),
                "void:uriSpace": Literal(publication.project.base),
                "void:sparqlEndpoint": [Iri(url("/sparql"))] if publication.services else [],
                "void:dataDump": [
                    Iri(url(f"/dumps/{file.name}"))
                    for file in publication.dumps.files
                    if file.form in _FEATURES
                ],
                "void:feature": [
                    Iri(f"http://www.w3.org/ns/formats/{name}") for name in _FEATURES.values()
                ],
                "void:vocabulary": self._vocabularies(),
                "void:exampleResource": self._examples(),
                "void:triples": number(len(publication.store)),
                "void:entities": number(self._entities()),
                "void:distinctSubjects": self._count("DISTINCT ?s"),
                "void:distinctObjects": self._count("DISTINCT ?o"),
                "void:classes": number(len(classes)),
                "void:properties": number(len(properties)),
                "void:classPartition": classes,
                "void:propertyPartition": properties,
            },
        )
        self._graphs()
        self._links()
        return self._found

    def _entities(self) -> int:
        space = Literal(self._publication.project.base)
        rows = self._rows(
            "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?class "
            f"FILTER(STRSTARTS(STR(?s), {space.n3()})) }}"
        )
        return int(str(rows[0][0]))

    def _partitions(self, kind: str, prop: str) -> list[Iri]:
        """Describe how many statements each class or property has."""
        pattern = "?s a ?part" if prop else "?s ?part ?o"
        rows = self._rows(
            "SELECT ?part (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?m) "
            f"WHERE {{ {pattern} }} GROUP BY ?part ORDER BY ?part"
        )
        parts = []
        for part, count, subjects in rows:
            if not isinstance(part, Iri):
                continue
            node = self._part(kind, part.value)
            size = (
                {"void:entities": number(int(str(subjects)))}
                if kind == "class"
                else {"void:triples": number(int(str(count)))}
            )
            self._state(node, {"rdf:type": term("void:Dataset"), f"void:{kind}": part, **size})
            parts.append(node)
        return parts

    def _vocabularies(self) -> list[Iri]:
        """Return the namespaces of the properties and classes that are used."""
        terms = {term("void:class"), term("void:property")}
        used = {str(value) for _, name, value in self._found if name in terms}
        spaces = {
            space for space in PREFIXES.values() if any(each.startswith(space) for each in used)
        }
        return [Iri(space) for space in sorted(spaces)]

    def _examples(self) -> list[Iri]:
        """Return one thing of each of the classes that people look for."""
        found = []
        for name in ("StrategicField", "Goal", "Measure", "SdgLink"):
            rows = self._rows(f"SELECT ?s WHERE {{ ?s a <{ZG}{name}> }} ORDER BY ?s LIMIT 1")
            found += [row[0] for row in rows if isinstance(row[0], Iri)]
        return found

    def _graphs(self) -> None:
        """Describe the named graphs as parts of the dataset."""
        store = self._publication.store
        rows = self._rows(
            "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
        )
        for graph, count in rows:
            assert isinstance(graph, Iri)  # noqa: S101 - graphs have names
            self._state(self._node, {"void:subset": graph})
            kept = {term("dcterms:title"), term("dcterms:license"), term("prov:wasGeneratedBy")}
            self._found += [
                (graph, quad[1], quad[2]) for quad in store.about(graph) if quad[1] in kept
            ]
            size = number(int(str(count)))
            self._state(graph, {"rdf:type": term("void:Dataset"), "void:triples": size})

    def _links(self) -> None:
        """Describe how often, and by which property, the dataset links to those of others."""
        target_of = '""'
        for name, space in _TARGETS.items():
            quoted = Literal(space).n3()
            outside = f"(ISBLANK(?s) || !STRSTARTS(STR(?s), {quoted}))"
            test = f"STRSTARTS(STR(?o), {quoted}) && {outside}"
            target_of = f"IF({test}, {Literal(name).n3()}, {target_of})"
        linked: dict[str, list[tuple[Term | None, ...]]] = defaultdict(list)
        # One walk over all statements, not one for each target.
        for found, prop, count in self._rows(
            "SELECT ?target ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o FILTER(ISIRI(?o)) "
            f'BIND({target_of} AS ?target) FILTER(?target != "") }} '
            "GROUP BY ?target ?p ORDER BY ?p"
        ):
            linked[str(found)].append((prop, count))
        for name, space in _TARGETS.items():
            rows = linked[name]
            target = Iri(f"{self._node.value}/target/{name}")
            for prop, count in rows:
                assert isinstance(prop, Iri)  # noqa: S101 - properties have names
                node = self._part(f"links/{name}", prop.value)
                self._state(self._node, {"void:subset": node})
                self._state(
                    node,
                    {
                        "rdf:type": term("void:Linkset"),
                        "void:linkPredicate": prop,
                        "void:subjectsTarget": self._node,
                        "void:objectsTarget": target,
                        "void:triples": number(int(str(count))),
                    },
                )
            if rows:
                start = Literal(space)
                self._state(target, {"rdf:type": term("void:Dataset"), "void:uriSpace": start})
