# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Turtle files: read with clear errors, located by line, written in one canonical form."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from zielgraph.model.errors import InvalidTermError, SourceFileError
from zielgraph.model.files import read_text
from zielgraph.model.names import PREFIXES
from zielgraph.model.terms import XSD, BlankNode, Triple
from zielgraph.model.terms import Literal as OurLiteral
from zielgraph.store.embedded import from_engine_triple
from zielgraph.store.formats import explain_syntax

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from rdflib import Graph
    from rdflib.term import Node

_PREFIX_LINE = re.compile(r"@?prefix\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE)
_PLAIN = {
    XSD + "boolean": re.compile(r"true|false"),
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "double": re.compile(r"[+-]?([0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
}
"""Literals that Turtle writes without quotation marks, as they stand."""

_SUBJECT = re.compile(r"(?:<([^>]*)>|([\w.-]*):((?:[\w.%-]|\\.)*))\s*(?:$|\s)")


@dataclass(frozen=True, slots=True)
class TurtleFile:
    """A parsed file: its triples, its prefixes, and the line at which each subject begins."""

    path: Path
    triples: list[Triple]
    prefixes: dict[str, str]
    lines: dict[str, int]


def read_turtle(path: Path) -> TurtleFile:
    """Read one Turtle file.

    :raises SourceFileError: if it cannot be opened, is empty or no UTF-8 text, has a
        syntax error, or binds a well-known prefix to another namespace. The message
        names file and line.
    """
    text = read_text(path)
    # Renamed, because _:x in one file is not _:x in another.
    parser = ox.parse(text, ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    try:
        triples: list[Triple] = [from_engine_triple(quad) for quad in parser]
    except SyntaxError as error:
        line, reason = explain_syntax(error)
        raise SourceFileError("file.syntax", path=path, line=line, reason=reason) from error
    except InvalidTermError as error:  # the only one that the engine lets through is << … >>
        line = text.count("\n", 0, max(text.find("<<"), 0)) + 1
        raise SourceFileError("file.syntax", path=path, line=line, reason=error) from error
    if not triples:
        raise SourceFileError("file.empty", path=path)
    prefixes = dict(parser.prefixes)
    _check_prefixes(path, text, prefixes)
    return TurtleFile(path, triples, prefixes, subject_lines(text))


def _check_prefixes(path: Path, text: str, prefixes: dict[str, str]) -> None:
    for prefix, namespace in prefixes.items():
        wanted = PREFIXES.get(prefix)
        if wanted is not None and namespace != wanted:
            at = next((m.start() for m in _PREFIX_LINE.finditer(text) if m[1] == prefix), 0)
            raise SourceFileError(
                "file.prefix",
                path=path,
                line=text.count("\n", 0, at) + 1,
                prefix=prefix,
                found=namespace,
                wanted=wanted,
            )


def subject_lines(text: str) -> dict[str, int]:
    r"""Return the line at which each named subject begins.

    Reads what starts in the first column, which is where canonical Turtle and
    practically every hand-written file puts subjects.

    >>> subject_lines("PREFIX a: <x:>\n\na:b a a:C .\n<x:d> a a:C .\n")
    {'x:b': 3, 'x:d': 4}
    """
    prefixes: dict[str, str] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if declared := _PREFIX_LINE.match(line):
            prefixes[declared[1]] = declared[2]
        elif found := _SUBJECT.match(line):
            if found[1] is not None:
                lines.setdefault(found[1], number)
            elif found[2] in prefixes:
                local = re.sub(r"\\(.)", r"\1", found[3])
                lines.setdefault(prefixes[found[2]] + local, number)
    return lines


def canonical_turtle(text: str) -> str:
    """Return ``text`` in the one form that the project commits.

    Prefixes, subjects, predicates and objects are sorted, blank nodes named by content;
    comment lines at the top (the licence) stay, other comments do not.

    :raises SourceFileError: if ``text`` is no Turtle.
    """
    from rdflib import Graph  # noqa: PLC0415 - a third of a second, only needed here

    from zielgraph.store.convert import to_rdflib  # noqa: PLC0415

    parser = ox.parse(text, ox.RdfFormat.TURTLE)
    try:
        triples = [from_engine_triple(quad) for quad in parser]
    except SyntaxError as error:
        number, reason = explain_syntax(error)
        raise SourceFileError("file.syntax", path="-", line=number, reason=reason) from error
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in {"rdf": PREFIXES["rdf"], **parser.prefixes}.items():
        graph.bind(prefix, namespace)
    to_rdflib(triples, graph)
    if any(isinstance(term, BlankNode) for triple in triples for term in triple):
        from rdflib.compare import to_canonical_graph  # noqa: PLC0415

        named = Graph(bind_namespaces="none")
        for prefix, namespace in graph.namespaces():
            named.bind(prefix, namespace)
        for triple in to_canonical_graph(graph):
            named.add(triple)
        graph = named
    header = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        header.append(line.rstrip())
    body = _serialize(graph).strip()
    return "\n".join([*header, body, ""])


def _order(node: Node) -> tuple[str, str, str]:
    """Return the sorting key of an object: blank nodes, IRIs, literals by language."""
    return (
        type(node).__name__.replace("URIRef", "IRI"),
        getattr(node, "language", "") or "",
        node.n3(),
    )


def _serialize(graph: Graph) -> str:
    """Return rdflib's long Turtle with every literal exactly as the graph has it."""
    from rdflib import Literal  # noqa: PLC0415
    from rdflib.plugins.serializers.longturtle import LongTurtleSerializer  # noqa: PLC0415

    names: dict[Node, str | None] = {}

    class Exact(LongTurtleSerializer):
        """rdflib itself would write 1.0e5 as 1e+05 and "1"^^xsd:boolean as 1."""

        def get_pname(self, uri: Node, gen_prefix: bool = True) -> str | None:  # noqa: ARG002, FBT001, FBT002 - as rdflib
            """Return a name with a prefix of the file; invented ones would come in any order."""
            if uri not in names:  # a large file asks for the same few thousand again and again
                names[uri] = super().get_pname(uri, gen_prefix=False)  # type: ignore[no-untyped-call]
            return names[uri]

        def label(self, node: Node, position: int) -> str:
            if not isinstance(node, Literal):
                return str(super().label(node, position))  # type: ignore[no-untyped-call]
            plain = _PLAIN.get(str(node.datatype))
            if plain and plain.fullmatch(str(node)):
                return str(node)
            if node.datatype is None:
                return node.n3()
            name = self.get_pname(node.datatype)
            return f"{OurLiteral(str(node)).n3()}^^{name or node.datatype.n3()}"

        def sortProperties(self, properties: Mapping[Node, list[Node]]) -> list[Node]:  # noqa: N802
            """Sort objects by text: their values have no order that holds for all."""
            predicates = super().sortProperties(properties)
            for objects in properties.values():
                objects.sort(key=_order)
            return predicates

    out = io.BytesIO()
    Exact(graph).serialize(out, encoding="utf-8")  # type: ignore[no-untyped-call]
    return out.getvalue().decode()
