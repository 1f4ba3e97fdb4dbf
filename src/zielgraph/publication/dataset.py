# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The published dataset as a whole: what it is called, about which area, under which licence.

Read from ``data/*/dataset.ttl`` by way of the graph, and completed by the settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zielgraph.model.errors import ProjectError
from zielgraph.model.names import DATA_BASE, PREFIXES, folder_graph
from zielgraph.model.strategy import read_manifests
from zielgraph.model.terms import Iri, Literal
from zielgraph.publication.vocabulary import GEOCODING, LICENCES, said, term
from zielgraph.store.base import Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zielgraph.publication.publication import Publication

_LICENCES = {
    "https://creativecommons.org/licenses/by/4.0/": "cc-by/4.0",
    "https://creativecommons.org/publicdomain/zero/1.0/": "cc-zero",
    "https://www.govdata.de/dl-de/by-2-0": "dl-by-de/2.0",
    "https://www.govdata.de/dl-de/zero-2-0": "dl-zero-de/2.0",
}
"""Licences as DCAT-AP.de calls them, by the address of their text."""

_NAMES = {
    "https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0",
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0 1.0",
    "https://www.govdata.de/dl-de/by-2-0": "dl-de/by-2-0",
    "https://www.govdata.de/dl-de/zero-2-0": "dl-de/zero-2-0",
}

DEFAULT_LICENCE = "https://creativecommons.org/licenses/by/4.0/"

_LEVELS = {2: "state", 5: "administrativeDistrict", 8: "municipality"}
_KEYS = {2: "stateKey", 5: "districtKey", 8: "municipalityKey"}


@dataclass(frozen=True, slots=True)
class Dataset:
    """What is said about the whole dataset.

    :param titles: in both languages, ``descriptions`` and ``keywords`` likewise.
    :param places: IRIs of the area that it is about.
    :param keys: those of them that are German keys of areas.
    :param level: IRI of the level of the area, such as that of a county, if it is known.
    :param licences: addresses of the texts of the licences.
    :param modified: ISO date of the latest work on the data that they mention.
    """

    titles: tuple[Literal, ...]
    descriptions: tuple[Literal, ...]
    keywords: tuple[Literal, ...]
    themes: tuple[Iri, ...]
    places: tuple[Iri, ...]
    keys: tuple[Iri, ...]
    level: Iri | None
    licences: tuple[Iri, ...]
    modified: str

    def title(self, code: str) -> str:
        """Return the title in a language."""
        return next((each.value for each in self.titles if each.language == code), "")


def read_dataset(publication: Publication) -> Dataset:
    """Return what the graph says about the dataset that it is."""
    project, store = publication.project, publication.store
    try:
        manifests = read_manifests(project)
    except ProjectError:
        manifests = []  # the sources may be gone where only the built graph is served
    homes = [
        Iri(project.base + folder_graph(each.folder.name).removeprefix(DATA_BASE))
        for each in manifests
    ]
    homes = [home for home in homes if store.about(home)]
    graphs = [home for home in store.graphs() if "/graph/data/" in home.value]

    def values(name: str, among: Iterable[Iri]) -> list[Literal | Iri]:
        found = (quad[2] for home in among for quad in store.about(home) if quad[1] == term(name))
        kept = {value for value in found if isinstance(value, Literal | Iri)}
        return sorted(kept, key=lambda each: each.n3())

    def texts(name: str) -> tuple[Literal, ...]:
        return tuple(value for value in values(name, homes) if isinstance(value, Literal))

    def things(name: str, among: Iterable[Iri] = ()) -> tuple[Iri, ...]:
        found = values(name, among or homes)
        return tuple(value for value in found if isinstance(value, Iri))

    single = len(homes) == 1
    areas = sorted({each.area for each in manifests if each.area})
    keys = {Iri(f"{GEOCODING}{_KEYS[len(area)]}/{area}") for area in areas if len(area) in _KEYS}
    places = {*things("dcterms:spatial"), *keys}
    keys |= {place for place in places if place.value.startswith(GEOCODING)}
    levels = {_LEVELS[len(area)] for area in areas if len(area) in _LEVELS}
    return Dataset(
        titles=(texts("dcterms:title") if single else ()) or tuple(said("published.title")),
        descriptions=(texts("dcterms:description") if single else ())
        or tuple(said("published.description")),
        keywords=texts("dcat:keyword") or tuple(said("published.keyword")),
        themes=things("dcat:theme") or (term("theme:GOVE"),),
        places=tuple(sorted(places)),
        keys=tuple(sorted(keys)),
        level=Iri(f"{GEOCODING}Level/{levels.pop()}") if len(levels) == 1 else None,
        licences=things("dcterms:license", graphs) or (Iri(DEFAULT_LICENCE),),
        modified=_modified(publication),
    )


def _modified(publication: Publication) -> str:
    found = publication.store.query(
        f"SELECT (MAX(?date) AS ?last) WHERE {{ ?thing <{PREFIXES['dcterms']}created> ?date }}"
    )
    assert isinstance(found, Table)  # noqa: S101 - it is a SELECT
    return str(found.rows[0][0] or "")[:10]


def licence_iri(licence: Iri) -> Iri:
    """Return a licence as DCAT-AP.de calls it; one that is not in its list stays as it is.

    >>> licence_iri(Iri("https://creativecommons.org/licenses/by/4.0/")).value
    'http://dcat-ap.de/def/licenses/cc-by/4.0'
    """
    name = _LICENCES.get(licence.value)
    return Iri(LICENCES + name) if name else licence


def licence_name(licence: Iri) -> str:
    """Return the short name of a licence.

    >>> licence_name(Iri("https://www.govdata.de/dl-de/by-2-0"))
    'dl-de/by-2-0'
    """
    return _NAMES.get(licence.value, licence.value)
