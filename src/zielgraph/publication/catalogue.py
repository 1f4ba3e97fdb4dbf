# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The catalogue in DCAT-AP.de 3.0: dataset, files, services, and who answers for them.

The profile: https://www.dcat-ap.de/def/dcatde/3.0/spec/. The shapes that it publishes find
nothing to object to, whatever the settings (tests/test_catalogue.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from zielgraph.model.messages import LANGUAGES, speaking
from zielgraph.model.messages import message as text_of
from zielgraph.model.names import DATA_BASE, GRAPHS, ZG
from zielgraph.model.terms import XSD, Iri, Literal
from zielgraph.publication.dataset import licence_iri
from zielgraph.publication.resources import dataset_iri
from zielgraph.publication.vocabulary import EU, MEDIA, date, facts, number, said, term

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zielgraph.model.terms import Term, Triple
    from zielgraph.publication.dumps import DumpFile
    from zielgraph.publication.publication import Publication
    from zielgraph.publication.releases import Release

_FILE_TYPES = {
    "turtle": "RDF_TURTLE",
    "jsonld": "JSON_LD",
    "rdfxml": "RDF_XML",
    "ntriples": "RDF_N_TRIPLES",
    "trig": "RDF_TRIG",
    "nquads": "RDF_N_QUADS",
    "sssom": "TSV",
    "stratml": "XML",
}
"""Formats as the EU's list of file types calls them."""

_LANGUAGES = {"de": Iri(EU + "language/DEU"), "en": Iri(EU + "language/ENG")}
_AVAILABLE = Iri(EU + "planned-availability/AVAILABLE")
_PUBLIC = Iri(EU + "access-right/PUBLIC")
_PROTOCOL = Iri("https://www.w3.org/TR/sparql11-protocol/")

_SERVICES: dict[str, tuple[str, str, list[Iri]]] = {
    "sparql": ("/sparql", "/sparql", [_PROTOCOL]),
    "rest": ("/api/queries", "/api/openapi.json", []),
}
"""Paths of each service and of its description, and the standards that it keeps to."""


def catalogue(publication: Publication) -> list[Triple]:
    """Return the catalogue of what is published."""
    return _Catalogue(publication).triples()


class _Catalogue:
    """Collects the triples of one catalogue."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication
        self._dataset = publication.dataset
        self._settings = publication.settings
        self._url = publication.addresses.url
        base = publication.project.base
        self._node = Iri(self._url("/catalog"))
        self._home = dataset_iri(base)
        self._publisher = Iri(base + "publisher")
        self._contact = Iri(base + "contact")
        self._base = base
        self._found: list[Triple] = []

    def triples(self) -> list[Triple]:
        """Return all triples."""
        publication = self._publication
        places = _SERVICES if publication.services else {}
        services = {name: Iri(f"{self._base}service/{name}") for name in places}
        self._state(
            self._node,
            {
                "rdf:type": term("dcat:Catalog"),
                "dcterms:title": self._titled("published.catalogue"),
                "dcterms:description": said("published.catalogue_about"),
                "dcterms:publisher": self._publisher,
                "dcterms:license": [licence_iri(each) for each in self._dataset.licences[:1]],
                "dcterms:language": list(_LANGUAGES.values()),
                "dcterms:spatial": self._dataset.places,
                "dcterms:modified": self._dates(self._dataset.modified),
                "foaf:homepage": Iri(self._url("/")),
                "dcat:themeTaxonomy": Iri(EU + "data-theme"),
                "dcat:dataset": self._home,
                "dcat:service": list(services.values()),
            },
        )
        self._agents()
        current = publication.release
        files = publication.dumps.files
        self._whole(self._home, files, "/dumps/", current)
        self._versions(current)
        for name, node in services.items():
            self._service(name, node)
        self._typed()
        return self._found

    def _state(self, subject: Iri, about: Mapping[str, Term | Sequence[Term]]) -> None:
        self._found += facts(subject, about)

    def _titled(self, key: str, **data: object) -> list[Literal]:
        found = []
        for code in LANGUAGES:
            with speaking(code):
                title = self._dataset.title(code)
                found.append(Literal(text_of(key, title=title, **data), code))
        return found

    @staticmethod
    def _dates(value: str) -> list[Literal]:
        return [date(value)] if value else []

    def _agents(self) -> None:
        settings = self._settings
        names = [Literal(settings.publisher)] if settings.publisher else said("published.publisher")
        page = [Iri(settings.publisher_url)] if settings.publisher_url else []
        self._state(
            self._publisher,
            {
                "rdf:type": [term("foaf:Agent"), term("foaf:Organization")],
                "foaf:name": names,
                "foaf:homepage": page,
            },
        )
        mail = [Iri("mailto:" + quote(settings.contact_email, safe="@+"))]
        address = settings.contact_url or settings.publisher_url
        if not address and not settings.contact_email:
            address = self._url("/")
        names = [Literal(settings.contact)] if settings.contact else names[:1]
        self._state(
            self._contact,
            {
                "rdf:type": [term("vcard:Kind"), term("vcard:Organization")],
                "vcard:fn": names,
                "vcard:hasEmail": mail if settings.contact_email else [],
                "vcard:hasURL": [Iri(address)] if address else [],
            },
        )

    def _whole(
        self, node: Iri, files: Sequence[DumpFile], folder: str, release: Release | None
    ) -> None:
        """Describe the dataset, or one version of it, with its files."""
        dataset, settings = self._dataset, self._settings
        shown = [file for file in files if not file.packed]
        parts = {file.name: Iri(f"{node.value}/file/{file.name}") for file in shown}
        issued = release.date if release else ""
        version = release.name if release else self._publication.version[:16]
        geocoding = {"dcatde:politicalGeocodingURI": dataset.keys} if settings.geocoding else {}
        self._state(
            node,
            {
                "rdf:type": term("dcat:Dataset"),
                "dcterms:identifier": Literal(node.value),
                "dcterms:title": dataset.titles,
                "dcterms:description": dataset.descriptions,
                "dcat:keyword": dataset.keywords,
                "dcat:theme": dataset.themes,
                "dcterms:publisher": self._publisher,
                "dcat:contactPoint": self._contact,
                "dcterms:language": list(_LANGUAGES.values()),
                "dcterms:spatial": dataset.places,
                "dcatde:politicalGeocodingLevelURI": [dataset.level] if dataset.level else [],
                "dcatde:contributorID": self._contributors(),
                "dcterms:accessRights": _PUBLIC,
                "dcterms:accrualPeriodicity": Iri(EU + "frequency/IRREG"),
                "dcterms:conformsTo": Iri(ZG[:-1]),
                "dcterms:issued": self._dates(issued),
                "dcterms:modified": self._dates(release.modified if release else dataset.modified),
                "dcat:version": Literal(version),
                "adms:versionNotes": release.notes_as_literals() if release else [],
                "dcat:landingPage": Iri(self._url(f"/{LANGUAGES[0]}/data")),
                "dcat:distribution": list(parts.values()),
                **geocoding,
            },
        )
        for file in shown:
            self._file(parts[file.name], file, folder, issued)

    def _contributors(self) -> list[Iri]:
        found = self._settings.contributor_iri
        return [found] if found else []

    def _file(self, node: Iri, file: DumpFile, folder: str, issued: str) -> None:
        place = Iri(self._url(folder + file.name))
        checksum = Iri(node.value + "/checksum")
        titles = []
        for code in LANGUAGES:
            with speaking(code):
                form = text_of(f"published.file_{file.form}").partition(":")[0]
                if file.form == "stratml":
                    form += f", {file.name.partition('.')[0]}, {file.language}"
                said_title = text_of("published.file", title=self._dataset.title(code), format=form)
                titles.append(Literal(said_title, code))
        languages = [_LANGUAGES[file.language]] if file.language else list(_LANGUAGES.values())
        self._state(
            node,
            {
                "rdf:type": term("dcat:Distribution"),
                "dcterms:title": titles,
                "dcterms:description": said(f"published.file_{file.form}"),
                "dcat:accessURL": place,
                "dcat:downloadURL": place,
                "dcat:byteSize": number(file.size, "nonNegativeInteger"),
                "dcat:mediaType": Iri(MEDIA + file.media_type),
                "dcterms:format": Iri(EU + "file-type/" + _FILE_TYPES[file.form]),
                "dcterms:license": [licence_iri(each) for each in self._dataset.licences[:1]],
                "dcatde:licenseAttributionByText": self._attribution(),
                "dcterms:language": languages,
                "dcterms:issued": self._dates(issued),
                "dcterms:modified": self._dates(self._dataset.modified),
                "dcatap:availability": _AVAILABLE,
                "spdx:checksum": checksum,
            },
        )
        self._state(
            checksum,
            {
                "rdf:type": term("spdx:Checksum"),
                "spdx:algorithm": term("spdx:checksumAlgorithm_sha256"),
                "spdx:checksumValue": Literal(file.sha256, datatype=XSD + "hexBinary"),
            },
        )

    def _attribution(self) -> list[Literal]:
        return [Literal(self._publication.attribution(code), code) for code in LANGUAGES]

    def _versions(self, current: Release | None) -> None:
        releases = self._publication.releases.all()
        nodes = {each.name: self._publication.release_iri(each.name) for each in releases}
        before = current.previous if current else (releases[0].name if releases else "")
        self._state(
            self._home,
            {
                "dcat:hasVersion": list(nodes.values()),
                "dcat:previousVersion": [nodes[before]] if before in nodes else [],
                "prov:wasGeneratedBy": self._run(),
            },
        )
        for each in releases:
            node = nodes[each.name]
            self._whole(node, each.files, f"/release/{quote(each.name)}/", each)
            self._state(
                node,
                {
                    "dcat:isVersionOf": self._home,
                    "dcat:previousVersion": [nodes[each.previous]]
                    if each.previous in nodes
                    else [],
                    "prov:specializationOf": self._home,
                },
            )

    def _run(self) -> Iri:
        """Describe the run of the build that made the graph, and what it used."""
        run = Iri(self._base + GRAPHS["build"].removeprefix(DATA_BASE) + "/run")
        self._state(run, {"rdf:type": term("prov:Activity")})
        self._found += [
            (run, quad[1], quad[2])
            for quad in self._publication.store.about(run)
            if quad[1] in {term("prov:used"), term("dcterms:description")}
        ]
        return run

    def _service(self, name: str, node: Iri) -> None:
        endpoint, description, standards = _SERVICES[name]
        self._state(
            node,
            {
                "rdf:type": term("dcat:DataService"),
                "dcterms:title": self._titled(f"published.{name}"),
                "dcterms:description": said(f"published.{name}_about"),
                "dcterms:publisher": self._publisher,
                "dcat:contactPoint": self._contact,
                "dcat:endpointURL": Iri(self._url(endpoint)),
                "dcat:endpointDescription": Iri(self._url(description)),
                "dcat:servesDataset": self._home,
                "dcat:theme": self._dataset.themes,
                "dcat:keyword": self._dataset.keywords,
                "dcterms:license": [licence_iri(each) for each in self._dataset.licences[:1]],
                "dcterms:accessRights": _PUBLIC,
                "dcatap:availability": _AVAILABLE,
                "dcterms:conformsTo": standards,
            },
        )

    def _typed(self) -> None:
        """Say what the things are that we only name, so that the catalogue stands alone."""
        kinds = {
            term("dcterms:spatial"): "dcterms:Location",
            term("dcterms:license"): "dcterms:LicenseDocument",
            term("dcterms:language"): "dcterms:LinguisticSystem",
            term("dcterms:accessRights"): "dcterms:RightsStatement",
            term("dcterms:accrualPeriodicity"): "dcterms:Frequency",
            term("dcterms:conformsTo"): "dcterms:Standard",
            term("dcat:mediaType"): "dcterms:MediaType",
            term("dcterms:format"): "dcterms:MediaTypeOrExtent",
            term("dcat:theme"): "skos:Concept",
            term("dcat:themeTaxonomy"): "skos:ConceptScheme",
            term("dcat:landingPage"): "foaf:Document",
            term("foaf:homepage"): "foaf:Document",
            term("spdx:algorithm"): "spdx:ChecksumAlgorithm",
        }
        for _, prop, value in list(self._found):
            if prop in kinds and isinstance(value, Iri):
                self._state(value, {"rdf:type": term(kinds[prop])})
