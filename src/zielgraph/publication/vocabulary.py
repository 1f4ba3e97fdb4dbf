# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Names of the vocabularies in which data are published, and how their triples are put."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zielgraph.model.messages import LANGUAGES, message, speaking
from zielgraph.model.names import PREFIXES
from zielgraph.model.terms import XSD, BlankNode, Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zielgraph.model.terms import Quad, Term, Triple

SPACES: dict[str, str] = {
    **PREFIXES,
    "dcatap": "http://data.europa.eu/r5r/",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "filetype": "http://publications.europa.eu/resource/authority/file-type/",
    "spdx": "http://spdx.org/rdf/terms#",
    "theme": "http://publications.europa.eu/resource/authority/data-theme/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
}
"""Prefixes of the graphs that describe the data: the project's and those of publishing."""

GEOCODING = "http://dcat-ap.de/def/politicalGeocoding/"
LICENCES = "http://dcat-ap.de/def/licenses/"
EU = "http://publications.europa.eu/resource/authority/"
MEDIA = "https://www.iana.org/assignments/media-types/"


def term(name: str) -> Iri:
    """Return the IRI that a name with a prefix stands for.

    >>> term("dcat:Dataset").value
    'http://www.w3.org/ns/dcat#Dataset'
    """
    prefix, _, local = name.partition(":")
    return Iri(SPACES[prefix] + local)


TYPE = term("rdf:type")
LABELS = tuple(map(term, ("skos:prefLabel", "rdfs:label", "dcterms:title", "foaf:name")))
"""Properties that hold a name for people, the best first."""


def number(value: int, kind: str = "integer") -> Literal:
    """Return a whole number as a literal."""
    return Literal(str(value), datatype=XSD + kind)


def date(value: str) -> Literal:
    """Return an ISO date, or a year, as a literal."""
    return Literal(value, datatype=XSD + ("date" if "-" in value else "gYear"))


def said(key: str, /, **data: object) -> list[Literal]:
    """Return a message of the catalogue in every language."""
    found = []
    for code in LANGUAGES:
        with speaking(code):
            found.append(Literal(message(key, **data), code))
    return found


def facts(subject: Iri | BlankNode, about: Mapping[str, Term | Iterable[Term]]) -> list[Triple]:
    """Return triples about ``subject``, by property.

    >>> [t[2].value for t in facts(Iri("x:a"), {"rdf:type": term("void:Dataset")})]
    ['http://rdfs.org/ns/void#Dataset']
    """
    found: list[Triple] = []
    for name, values in about.items():
        each = [values] if isinstance(values, Iri | BlankNode | Literal) else values
        found += [(subject, term(name), value) for value in each]
    return found


def prefixes_of(quads: Iterable[Quad | Triple], base: str = "") -> dict[str, str]:
    """Return the prefixes that are of use in writing ``quads``."""
    starts: set[str] = set()
    for quad in quads:
        for each in quad:
            value = each.datatype if isinstance(each, Literal) else each.value if each else ""
            starts.add(value[: max(value.rfind("/"), value.rfind("#")) + 1])
    spaces = {**SPACES, "data": base} if base else SPACES
    return {name: space for name, space in spaces.items() if space in starts}
