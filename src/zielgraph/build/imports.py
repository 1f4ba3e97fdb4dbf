# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Imported values: kept in one file outside ``data/``, put into a graph of their own.

``imports/values.csv`` holds a line for each value, sorted, and above them which files
they came from. A build adds them after the validation: the import has checked every line,
and the shapes would take minutes for 60,000 observations.

What ``data/`` states itself is not taken from the import, so that no figure is there twice.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zielgraph.ingest.observations import Catalogue, Key
from zielgraph.model.errors import BuildError
from zielgraph.model.files import read_text
from zielgraph.model.names import DATA_BASE, GRAPHS, PREFIXES, ZG
from zielgraph.model.terms import XSD, Iri, Literal
from zielgraph.store.base import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zielgraph.model.project import Project
    from zielgraph.model.terms import Term
    from zielgraph.store.base import GraphStore

FILE = "values.csv"
_FORMAT = 1
_HEADER = ("code", "area", "year", "value", "source")
_PIECE = 500
"""Values in one piece of N-Quads."""

_TITLES = {"de": "Eingelesene Werte der Indikatoren", "en": "imported values of the indicators"}

_INDICATORS = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>
SELECT ?code ?indicator ?set ?license WHERE {
  ?indicator a zg:Indicator ; skos:notation ?code ; dcterms:isPartOf ?set .
  OPTIONAL { ?set dcterms:license ?license }
} ORDER BY ?code ?indicator"""

_AREAS = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>
SELECT ?key ?area WHERE { ?area a zg:Area ; skos:notation ?key } ORDER BY ?key ?area"""

_STATED = """
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>
SELECT ?code ?key ?year ?value WHERE {
  ?observation a qb:Observation ; zg:indicator/skos:notation ?code ;
    zg:area/skos:notation ?key ; zg:referenceYear ?year ; zg:value ?value .
} ORDER BY ?code ?key ?year"""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was imported.

    :param file: its name, without folders.
    :param sha256: digest of its bytes.
    :param imported: when it was imported, ISO 8601 in UTC.
    """

    file: str
    sha256: str
    imported: str


@dataclass(slots=True)
class Imported:
    """All imported values and where each came from (an index of ``sources``)."""

    sources: list[Source] = field(default_factory=list)
    values: dict[Key, tuple[str, int]] = field(default_factory=dict)

    def merged(self, values: Mapping[Key, str], source: Source) -> tuple[Imported, int, int]:
        """Return what results from a further file, and how many values are new and changed.

        Values that stay as they are keep their source, so that the same file once more
        changes nothing; a source without any value left is forgotten.
        """
        fresh = {k for k in values if k not in self.values}
        changed = {k for k, v in values.items() if k not in fresh and self.values[k][0] != v}
        if not fresh and not changed:
            return self, 0, 0
        sources = [*self.sources, source]
        merged = dict(self.values)
        merged.update({key: (values[key], len(self.sources)) for key in fresh | changed})
        used = sorted({index for _, index in merged.values()})
        places = {index: place for place, index in enumerate(used)}
        return (
            Imported(
                [sources[index] for index in used],
                {key: (merged[key][0], places[merged[key][1]]) for key in sorted(merged)},
            ),
            len(fresh),
            len(changed),
        )

    def text(self) -> str:
        """Return the file that :func:`read_imports` reads."""
        sources = [
            {"file": s.file, "sha256": s.sha256, "imported": s.imported} for s in self.sources
        ]
        head = json.dumps({"format": _FORMAT, "sources": sources}, ensure_ascii=False)
        rows = (
            f"{key.code},{key.area},{key.year},{value},{index}\n"
            for key, (value, index) in self.values.items()
        )
        return f"# {head}\n{','.join(_HEADER)}\n" + "".join(rows)

    def digest(self) -> str:
        """Return the SHA-256 of :meth:`text`."""
        return hashlib.sha256(self.text().encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Names:
    """How the graph names what values are about.

    :param indicators: IRI of the indicator and of its data set, by code.
    :param areas: IRI by key.
    :param stated: values that stand in ``data/`` itself.
    :param licenses: IRIs of the licences of the data sets.
    """

    indicators: Mapping[str, tuple[str, str]]
    areas: Mapping[str, str]
    stated: Mapping[Key, str]
    licenses: tuple[str, ...]

    def catalogue(self) -> Catalogue:
        """Return what a file may speak of."""
        return Catalogue(frozenset(self.indicators), frozenset(self.areas), self.stated)


def read_names(store: GraphStore) -> Names:
    """Read the names from a graph without imported values."""
    indicators = _rows(store, _INDICATORS)
    stated = {
        Key(str(code), str(key), int(str(year))): str(value)
        for code, key, year, value in _rows(store, _STATED)
    }
    return Names(
        {str(code): (str(indicator), str(cube)) for code, indicator, cube, _ in indicators},
        {str(key): str(area) for key, area in _rows(store, _AREAS)},
        stated,
        tuple(sorted({str(row[3]) for row in indicators if row[3] is not None})),
    )


def _rows(store: GraphStore, query: str) -> list[tuple[Term | None, ...]]:
    result = store.query(query)
    return result.rows if isinstance(result, Table) else []


def read_imports(project: Project) -> Imported | None:
    """Return what was imported into ``project``, or ``None`` if nothing was.

    :raises SourceFileError: if the file cannot be read.
    :raises BuildError: if it is not as the import wrote it.
    """
    path = project.imports / FILE
    if not path.exists():
        return None
    head, _, rest = read_text(path).partition("\n")
    try:
        table = json.loads(head.removeprefix("# "))
        if table["format"] != _FORMAT:
            raise ValueError(table["format"])  # noqa: TRY301 - all damage is told alike
        sources = [Source(s["file"], s["sha256"], s["imported"]) for s in table["sources"]]
        reader = csv.reader(io.StringIO(rest, newline=""), strict=True)
        if tuple(next(reader, ())) != _HEADER:
            raise ValueError(_HEADER)  # noqa: TRY301
        imported = Imported(sources)
        for code, area, year, value, index in reader:
            imported.values[Key(code, area, int(year))] = (_decimal(value), int(index))
    except (ValueError, KeyError, TypeError, csv.Error) as error:
        raise BuildError("imports.damaged", path=path, reason=error) from error
    return imported if imported.values else None


def _decimal(text: str) -> str:
    whole, point, part = text.removeprefix("-").partition(".")
    if not (whole.isdecimal() and point and part.isdecimal() and text.isascii()):
        raise ValueError(text)
    return text


def observation_lines(imported: Imported, names: Names, base: str) -> Iterator[bytes]:
    """Yield the graph of imported values as N-Quads, in pieces of whole lines.

    :param base: base of the data IRIs.
    :raises BuildError: if an indicator or area is no longer in the data.
    """
    graph = Iri(base + GRAPHS["observations"].removeprefix(DATA_BASE))
    end = f" {graph.n3()} .\n"
    yield _origin(imported, names, graph, base).encode()
    rdf_type, xsd = f"<{PREFIXES['rdf']}type>", XSD
    observation, in_set = f"<{PREFIXES['qb']}Observation>", f"<{PREFIXES['qb']}dataSet>"
    lines: list[str] = []
    for (code, key, year), (value, _) in imported.values.items():
        if (code, key, year) in names.stated:
            continue
        if code not in names.indicators or key not in names.areas:
            raise BuildError("imports.unknown", code=code, area=key)
        indicator, cube = names.indicators[code]
        subject = f"<{indicator}/{key}/{year}> "
        lines.append(
            f"{subject}{rdf_type} {observation}{end}"
            f"{subject}{in_set} <{cube}>{end}"
            f"{subject}<{ZG}indicator> <{indicator}>{end}"
            f"{subject}<{ZG}area> <{names.areas[key]}>{end}"
            f'{subject}<{ZG}referenceYear> "{year}"^^<{xsd}gYear>{end}'
            f'{subject}<{ZG}value> "{value}"^^<{xsd}decimal>{end}'
        )
        if len(lines) == _PIECE:
            yield "".join(lines).encode()
            lines.clear()
    yield "".join(lines).encode()


def _origin(imported: Imported, names: Names, graph: Iri, base: str) -> str:
    """Say what the graph is, under which licence, and which files it came from, and when."""
    dcterms, prov = PREFIXES["dcterms"], PREFIXES["prov"]
    is_a = Iri(PREFIXES["rdf"] + "type")
    run = Iri(base + GRAPHS["build"].removeprefix(DATA_BASE) + "/run")
    said: list[tuple[Iri, Iri, Term]] = [
        (graph, is_a, Iri(PREFIXES["dcat"] + "Dataset")),
        (graph, Iri(prov + "wasGeneratedBy"), run),
        *((graph, Iri(dcterms + "title"), Literal(t, lang)) for lang, t in _TITLES.items()),
        *((graph, Iri(dcterms + "license"), Iri(license_)) for license_ in names.licenses),
    ]
    for source in imported.sources:
        file = Iri(f"{graph.value}/{source.sha256[:16]}")
        said += [
            (graph, Iri(prov + "wasDerivedFrom"), file),
            (file, is_a, Iri(prov + "Entity")),
            (file, Iri(dcterms + "title"), Literal(source.file)),
            (file, Iri(dcterms + "identifier"), Literal(f"sha256:{source.sha256}")),
            (
                file,
                Iri(prov + "generatedAtTime"),
                Literal(source.imported, datatype=XSD + "dateTime"),
            ),
        ]
    # Two files of one digest, imported at different times, would repeat statements.
    lines = dict.fromkeys(f"{s.n3()} {p.n3()} {o.n3()} {graph.n3()} .\n" for s, p, o in said)
    return "".join(lines)
