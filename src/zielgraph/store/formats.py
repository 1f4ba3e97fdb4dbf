# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Graphs as text in the usual RDF formats."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from zielgraph.model.errors import FormatError, InvalidTermError, SourceFileError
from zielgraph.model.files import read_text
from zielgraph.model.names import PREFIXES
from zielgraph.model.terms import BlankNode
from zielgraph.store.embedded import from_engine_quad, to_engine, to_engine_quad

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from zielgraph.model.terms import Quad, Triple

_PARSER_POSITION = re.compile(r"Parser error (?:at|between) line (\d+)[^:]*: ?")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XML_NAME = re.compile(r"[^\W\d][\w.-]*\Z")
_PARSER_TAIL = re.compile(r" \(line \d+\)\Z")

FORMATS: dict[str, ox.RdfFormat] = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
"""Names of the formats on the command line. Turtle, N-Triples and RDF/XML know no named
graphs: they hold all graphs merged into one."""


def write_triples(
    triples: Iterable[Triple], form: str, prefixes: Mapping[str, str] = PREFIXES
) -> str:
    """Return ``triples`` in ``form``, sorted, so that equal graphs give equal text.

    :raises FormatError: if the format cannot hold them: RDF/XML knows no control characters
        and no properties whose IRI ends in something else than a name. Nothing is replaced,
        because a graph that reads back otherwise is worse than none.
    """
    unique = sorted(set(triples), key=lambda t: (t[0].n3(), t[1].n3(), t[2].n3()))
    if form == "rdfxml":
        _check_xml(unique)
    data = (ox.Triple(to_engine(s), to_engine(p), to_engine(o)) for s, p, o in unique)  # type: ignore[arg-type]
    return _serialize(data, form, prefixes)


def write_quads(quads: Iterable[Quad], form: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return ``quads`` in ``form``, sorted; formats without named graphs merge them.

    :raises FormatError: as :func:`write_triples` does.
    """
    if not FORMATS[form].supports_datasets:
        return write_triples(((s, p, o) for s, p, o, _ in quads), form, prefixes)
    data = (to_engine_quad(quad) for quad in sort_quads(quads))
    return _serialize(data, form, prefixes)


def _check_xml(triples: Iterable[Triple]) -> None:
    """Refuse what RDF/XML has no way to write; the engine would write broken XML."""
    for subject, predicate, value in triples:
        found = _NOT_IN_XML.search(value.value)
        if found or (found := _NOT_IN_XML.search(str(subject))):
            code = f"U+{ord(found[0]):04X}"
            raise FormatError("write.not_xml", code=code, subject=subject, property=predicate)
        if not _XML_NAME.search(predicate.value):
            raise FormatError("write.no_xml_name", property=predicate)


def _serialize(
    data: Iterable[ox.Triple] | Iterable[ox.Quad], form: str, prefixes: Mapping[str, str]
) -> str:
    content = ox.serialize(data, format=FORMATS[form], prefixes=dict(prefixes))
    text = content.decode() if content else ""
    # XML takes a carriage return for the end of a line, unless it is written as a number.
    return text.replace("\r", "&#13;") if form == "rdfxml" else text


def sort_quads(quads: Iterable[Quad]) -> list[Quad]:
    """Return the distinct ``quads`` by graph, subject, predicate and object."""
    return sorted(
        set(quads),
        key=lambda q: (q[3].n3() if q[3] else "", q[0].n3(), q[1].n3(), q[2].n3()),
    )


def read_quads(path: Path) -> list[Quad]:
    """Read a graph from a file in N-Quads, TriG, Turtle or N-Triples, as its ending says.

    :raises SourceFileError: if it cannot be opened, is empty or no UTF-8 text, or has a
        syntax error; the message names file and line.
    """
    form = ox.RdfFormat.from_extension(path.suffix.removeprefix(".")) or ox.RdfFormat.N_QUADS
    try:
        quads = list(map(from_engine_quad, ox.parse(read_text(path), form)))
    except SyntaxError as error:
        line, reason = explain_syntax(error)
        raise SourceFileError("file.syntax", path=path, line=line, reason=reason) from error
    except InvalidTermError as error:
        raise SourceFileError("file.syntax", path=path, line=1, reason=error) from error
    if not quads:
        raise SourceFileError("file.empty", path=path)
    return quads


def explain_syntax(error: SyntaxError) -> tuple[int, str]:
    """Return the line and the reason that the engine's parsers give."""
    text = _PARSER_TAIL.sub("", str(error.msg or error))
    found = _PARSER_POSITION.match(text)
    line = error.lineno or (int(found[1]) if found else 1)
    return line, text[found.end() :] if found else text


def canonical_quads(quads: Iterable[Quad]) -> list[Quad]:
    """Return ``quads`` sorted, with blank nodes named by what they say (RDFC-1.0)."""
    named: list[Quad] = []
    dataset = ox.Dataset()
    for quad in quads:
        if isinstance(quad[0], BlankNode) or isinstance(quad[2], BlankNode):
            dataset.add(to_engine_quad(quad))
        else:
            named.append(quad)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sort_quads([*named, *map(from_engine_quad, dataset)])
