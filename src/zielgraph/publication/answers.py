# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Answers of named queries as files: rows for programs, tables for people, graphs.

The formats of SPARQL are as SPARQL has them, but for CSV: people open these files in a
spreadsheet, so no text in them may begin as a formula does. CSV without that care is what
the SPARQL endpoint gives.
"""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from zielgraph.model.messages import message
from zielgraph.model.terms import BlankNode, Iri, Literal
from zielgraph.queries.results import write_result
from zielgraph.queries.shape import shape_of
from zielgraph.store.base import Result, Table, Triples
from zielgraph.store.formats import write_triples

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zielgraph.model.terms import Term
    from zielgraph.queries.library import NamedQuery
    from zielgraph.queries.shape import Form

Value: TypeAlias = "str | int | float | bool | None"
"""What a cell is in plain JSON."""


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format that an answer can be had in.

    :param ending: ending of the file's name, by which the format is asked for, too.
    :param media_type: as HTTP names it.
    :param forms: kinds of answers that it can hold.
    :param writes: name of the format for the writers of results and graphs; empty where this
        module writes.
    """

    ending: str
    media_type: str
    forms: tuple[Form, ...]
    writes: str = ""


_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RESULTS: tuple[Form, ...] = ("table", "truth")
_GRAPH: tuple[Form, ...] = ("graph",)

FILE_FORMATS: dict[str, FileFormat] = {
    found.ending: found
    for found in (
        FileFormat("json", "application/json", _RESULTS),
        FileFormat("srj", "application/sparql-results+json", _RESULTS, "json"),
        FileFormat("srx", "application/sparql-results+xml", _RESULTS, "xml"),
        FileFormat("csv", "text/csv; charset=utf-8", _RESULTS),
        FileFormat("tsv", "text/tab-separated-values; charset=utf-8", _RESULTS, "tsv"),
        FileFormat("xlsx", _SPREADSHEET, ("table",)),
        FileFormat("ttl", "text/turtle; charset=utf-8", _GRAPH, "turtle"),
        FileFormat("jsonld", "application/ld+json", _GRAPH, "jsonld"),
        FileFormat("nt", "application/n-triples", _GRAPH, "ntriples"),
        FileFormat("rdf", "application/rdf+xml", _GRAPH, "rdfxml"),
    )
}
"""All formats by their ending, the one that is meant where nobody says which first."""


def formats_for(form: Form) -> tuple[FileFormat, ...]:
    """Return the formats that can hold an answer of this kind, the usual one first.

    >>> [found.ending for found in formats_for("graph")]
    ['ttl', 'jsonld', 'nt', 'rdf']
    """
    return tuple(found for found in FILE_FORMATS.values() if form in found.forms)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part of a table: ``limit`` rows (``None``: all that follow) from ``offset`` on.

    >>> Leaf(offset=20, limit=10).next(total=35)
    Leaf(offset=30, limit=10)
    """

    offset: int = 0
    limit: int | None = None

    def cut(self, table: Table) -> Table:
        """Return the rows of this part."""
        if not self.offset and self.limit is None:
            return table
        end = None if self.limit is None else self.offset + self.limit
        return Table(table.columns, table.rows[self.offset : end])

    def next(self, total: int) -> Leaf | None:
        """Return the part that follows, if a table of ``total`` rows has one."""
        if self.limit is None or self.offset + self.limit >= total:
            return None
        return Leaf(self.offset + self.limit, self.limit)

    def previous(self, total: int) -> Leaf | None:
        """Return the part before, which for a part beyond the end is the last one."""
        if self.limit is None or not self.offset:
            return None
        if self.offset > total:
            return Leaf(max((total - 1) // self.limit, 0) * self.limit, self.limit)
        return Leaf(max(self.offset - self.limit, 0), self.limit)


@dataclass(frozen=True, slots=True)
class Asked:
    """How an answer was asked for, as far as the file shows it.

    :param lang: the language in which the file says what it is.
    :param given: parameters that the query was run with, as they were written.
    :param leaf: which rows of a table.
    """

    lang: str
    given: Mapping[str, str] = field(default_factory=dict)
    leaf: Leaf = field(default_factory=Leaf)


def write_answer(query: NamedQuery, result: Result, ending: str, asked: Asked) -> bytes:
    """Return the answer of a named query as a file; equal answers give equal bytes.

    :param ending: a key of :data:`FILE_FORMATS` that can hold such an answer.
    :raises FormatError: if the format cannot hold what the graph says.
    :raises ValueError: if the format cannot hold such a kind of answer.
    """
    file_format = FILE_FORMATS[ending]
    form = _form(result)
    if form not in file_format.forms:
        raise ValueError(ending)
    if isinstance(result, Triples):
        return write_triples(result.triples, file_format.writes).encode()
    part = asked.leaf.cut(result) if isinstance(result, Table) else result
    if file_format.writes:
        return write_result(part, file_format.writes).encode()
    if ending == "json":
        return _json(query, result, asked)
    if isinstance(part, bool):
        return write_result(part, "csv").encode()
    if ending == "csv":
        return guarded_csv(part).encode()
    return _xlsx(query, part, asked.lang)


def listing(queries: Iterable[NamedQuery]) -> bytes:
    """Return the library as JSON: question, note, parameters, columns and formats of each."""
    return (json.dumps(list(map(_entry, queries)), ensure_ascii=False, indent=1) + "\n").encode()


def _entry(query: NamedQuery) -> dict[str, object]:
    shape = shape_of(query.text)
    return {
        "name": query.name,
        "question": dict(query.question),
        "note": dict(query.note),
        "competency": list(query.competency),
        "form": shape.form,
        "columns": list(shape.columns),
        "parameters": [
            {"name": each.name, "type": each.type, "text": dict(each.text), "default": each.default}
            for each in query.parameters
        ],
        "formats": [found.ending for found in formats_for(shape.form)],
        "path": f"queries/{query.name}",
    }


def _form(result: Result) -> Form:
    if isinstance(result, bool):
        return "truth"
    return "table" if isinstance(result, Table) else "graph"


def plain(term: Term | None) -> Value:
    """Return a cell for plain JSON: numbers and truth values as such, all else as text.

    IRIs are written in full, nothing is ``null``. A number that JSON's readers would change,
    because it has more than 15 digits, stays text.

    >>> from zielgraph.model.terms import XSD
    >>> plain(Literal("11", datatype=XSD + "integer")), plain(Literal("Ziel", language="de"))
    (11, 'Ziel')
    """
    if not isinstance(term, Literal):
        return None if term is None else str(term)
    try:
        value = term.to_python()
    except ValueError:
        return term.value
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) <= 2**53 else term.value
    if isinstance(value, Decimal):
        exact = value.is_finite() and len(value.as_tuple().digits) <= _EXACT
        number = float(value) if exact else math.nan
        return number if math.isfinite(number) else term.value
    return term.value


_EXACT = 15  # decimal digits that a double keeps, whatever they are


def _json(query: NamedQuery, result: Table | bool, asked: Asked) -> bytes:  # noqa: FBT001
    document: dict[str, object] = {
        "query": query.name,
        "question": query.question[asked.lang],
        "language": asked.lang,
        "parameters": dict(asked.given),
    }
    if isinstance(result, bool):
        document["answer"] = result
    else:
        part = asked.leaf.cut(result)
        document |= {
            "total": len(result.rows),
            "offset": asked.leaf.offset,
            "limit": asked.leaf.limit,
            "columns": list(result.columns),
            "rows": [dict(zip(part.columns, map(plain, row), strict=True)) for row in part.rows],
        }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guarded_csv(table: Table) -> str:
    r"""Return CSV in which no text can become a formula: an apostrophe goes before it.

    Numbers keep their sign. The characters are those that OWASP's page on CSV injection names.

    >>> from zielgraph.model.terms import XSD
    >>> guarded_csv(Table(("a", "b"), [(Literal("=1+1"), Literal("-2", datatype=XSD + "integer"))]))
    "a,b\n'=1+1,-2\n"
    """
    out = io.StringIO(newline="")
    # Python quotes a cell with a carriage return only if line ends have one as well.
    writer = csv.writer(out, lineterminator="\r\n")
    lines = [list(table.columns), *([_guarded(cell) for cell in row] for row in table.rows)]
    written = []
    for line in lines:
        out.seek(0)
        out.truncate()
        writer.writerow(line)
        written.append(out.getvalue().removesuffix("\r\n") + "\n")
    return "".join(written)


def _guarded(cell: Term | None) -> str:
    text = "" if cell is None else str(cell)
    if not text.startswith(_FORMULA_STARTS) or isinstance(plain(cell), int | float):
        return text
    return "'" + text


_WIDE = 60  # characters; what is longer is broken into lines
_NARROW = 10


def _xlsx(query: NamedQuery, table: Table, lang: str) -> bytes:
    from zielgraph.model.messages import speaking  # noqa: PLC0415
    from zielgraph.reports.sheets import (  # noqa: PLC0415 - openpyxl takes its time
        Column,
        add_table,
        add_text,
        new_workbook,
        workbook_bytes,
    )

    with speaking(lang):
        book = new_workbook(query.question[lang])
        columns = []
        for place, name in enumerate(table.columns):
            longest = max((len(str(row[place] or "")) for row in table.rows), default=0)
            width = min(max(longest, len(name), _NARROW) + 2, _WIDE)
            columns.append(Column(name, width, wrap=longest > _WIDE))
        add_table(book, query.name, columns, [list(map(_cell, row)) for row in table.rows])
        about = [
            (message("rest.sheet_question"), query.question[lang]),
            (message("rest.sheet_query"), f"queries/{query.name}.rq"),
            *((message("rest.sheet_competency"), number) for number in query.competency),
        ]
        add_text(book, message("rest.sheet_about"), about)
        return workbook_bytes(book)


def _cell(term: Term | None) -> str | int | float | Decimal | bool | None:
    if isinstance(term, Iri | BlankNode) or term is None:
        return None if term is None else str(term)
    try:
        value = term.to_python()
    except ValueError:
        return term.value
    return value if isinstance(value, bool | int | Decimal) else term.value
