# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Results as text: CSV, TSV, JSON, XML, a table for the terminal, and RDF."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from zielgraph.model.errors import QueryError
from zielgraph.model.terms import XSD, BlankNode, Iri, Literal, Term
from zielgraph.store.base import Result, Table, Triples
from zielgraph.store.formats import write_triples

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

TABLE_FORMATS = ("table", "csv", "tsv", "json", "xml")
GRAPH_FORMATS = ("turtle", "ntriples", "jsonld", "rdfxml")


def write_result(result: Result, form: str, room: int | None = None) -> str:
    """Return ``result`` as text in ``form``, ending in a line break.

    :param form: one of :data:`TABLE_FORMATS` for SELECT and ASK, one of
        :data:`GRAPH_FORMATS` for CONSTRUCT and DESCRIBE; ``table`` prints a graph as Turtle.
    :param room: characters that a line of a ``table`` may have; cells are cut to fit.
    :raises QueryError: if the format does not fit the result.
    """
    if isinstance(result, Triples):
        wanted = "turtle" if form == "table" else form
        if wanted not in GRAPH_FORMATS:
            raise QueryError("query.format", form=form, known=", ".join(GRAPH_FORMATS))
        return write_triples(result.triples, wanted)
    if form not in TABLE_FORMATS:
        raise QueryError("query.format", form=form, known=", ".join(TABLE_FORMATS))
    if isinstance(result, bool):
        return _write_truth(result, form)
    if form == "table":
        rows = [[_short(cell) for cell in row] for row in result.rows]
        return format_table(result.columns, rows, room=room)
    return _WRITERS[form](result)


def _write_truth(value: bool, form: str) -> str:  # noqa: FBT001 - the result itself
    word = "true" if value else "false"
    if form == "json":
        return json.dumps({"head": {}, "boolean": value}) + "\n"
    if form == "xml":
        return _xml(f"<head/><boolean>{word}</boolean>")
    return word + "\n"


def write_csv(table: Table) -> str:
    """Return SPARQL 1.1 CSV: plain values, empty for unbound, lines end in a line feed.

    >>> write_csv(Table(("a", "b"), [(Literal("x, y"), None)]))
    'a,b\\n"x, y",\\n'
    """
    rows = (["" if cell is None else str(cell) for cell in row] for row in table.rows)
    return "".join(_csv_line(cells) for cells in (table.columns, *rows))


def _csv_line(cells: Sequence[str]) -> str:
    out = io.StringIO(newline="")
    # Python quotes a cell with a carriage return only if line ends have one as well.
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().removesuffix("\r\n") + "\n"


def _write_tsv(table: Table) -> str:
    lines = ["\t".join(f"?{name}" for name in table.columns)]
    lines += ["\t".join("" if cell is None else cell.n3() for cell in row) for row in table.rows]
    return "\n".join(lines) + "\n"


def _json_cell(term: Term) -> dict[str, str]:
    if isinstance(term, Iri):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    cell = {"type": "literal", "value": term.value}
    if term.language:
        cell["xml:lang"] = term.language
    elif term.datatype != XSD + "string":
        cell["datatype"] = term.datatype
    return cell


def _write_json(table: Table) -> str:
    bindings = [
        {
            name: _json_cell(cell)
            for name, cell in zip(table.columns, row, strict=True)
            if cell is not None
        }
        for row in table.rows
    ]
    document = {"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _xml(content: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<sparql xmlns="http://www.w3.org/2005/sparql-results#">{content}</sparql>\n'
    )


def _xml_text(text: str) -> str:
    """Return ``text`` for XML, which has no way to write most control characters."""
    return escape(_NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text), {"\r": "&#13;"})


def _xml_cell(term: Term) -> str:
    if isinstance(term, Iri):
        return f"<uri>{escape(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{escape(term.value)}</bnode>"
    attribute = ""
    if term.language:
        attribute = f" xml:lang={quoteattr(term.language)}"
    elif term.datatype != XSD + "string":
        attribute = f" datatype={quoteattr(term.datatype)}"
    return f"<literal{attribute}>{_xml_text(term.value)}</literal>"


def _write_xml(table: Table) -> str:
    head = "".join(f"<variable name={quoteattr(name)}/>" for name in table.columns)
    rows = "\n".join(
        "<result>"
        + "".join(
            f"<binding name={quoteattr(name)}>{_xml_cell(cell)}</binding>"
            for name, cell in zip(table.columns, row, strict=True)
            if cell is not None
        )
        + "</result>"
        for row in table.rows
    )
    return _xml(f"<head>{head}</head>\n<results>\n{rows}\n</results>")


def _short(cell: Term | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Literal):
        return " ".join(cell.value.split())
    return str(cell).rstrip("/#").rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def format_table(
    columns: tuple[str, ...],
    rows: list[list[str]],
    width: int = 60,
    room: int | None = None,
    right: frozenset[int] = frozenset(),
) -> str:
    """Return rows as aligned columns for a terminal; longer cells are cut with an ellipsis.

    :param width: characters of a cell at most.
    :param room: characters of a line at most; the widest columns give way first, none
        below ten characters or its name.
    :param right: places of the columns that end at the same character, such as numbers.

    >>> print(format_table(("a", "b"), [["1", "22"]]), end="")
    a  b
    ─  ──
    1  22
    """
    sizes = [
        max([len(name), *(min(len(row[i]), width) for row in rows)])
        for i, name in enumerate(columns)
    ]
    least = [min(size, max(10, len(name))) for size, name in zip(sizes, columns, strict=True)]
    while room is not None and sum(sizes) + 2 * (len(sizes) - 1) > room and sizes != least:
        widest = max(range(len(sizes)), key=lambda i: (sizes[i] > least[i], sizes[i]))
        sizes[widest] -= 1
    cut = [
        [c if len(c) <= size else c[: size - 1] + "…" for c, size in zip(row, sizes, strict=True)]
        for row in rows
    ]
    lines = [list(columns), ["─" * size for size in sizes], *cut]
    return "".join(
        "  ".join(
            cell.rjust(size) if place in right else cell.ljust(size)
            for place, (cell, size) in enumerate(zip(line, sizes, strict=True))
        ).rstrip()
        + "\n"
        for line in lines
    )


_WRITERS: dict[str, Callable[[Table], str]] = {
    "csv": write_csv,
    "tsv": _write_tsv,
    "json": _write_json,
    "xml": _write_xml,
}
