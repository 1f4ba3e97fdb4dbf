# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Answers of named queries as files: nothing is lost, and nothing becomes a formula."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from zielgraph.model.terms import XSD, BlankNode, Iri, Literal
from zielgraph.publication.answers import (
    FILE_FORMATS,
    Asked,
    Leaf,
    formats_for,
    guarded_csv,
    plain,
    write_answer,
)
from zielgraph.queries.library import load_queries, parse_query
from zielgraph.queries.shape import shape_of
from zielgraph.store.base import Result, Table, Triples

ROOT = Path(__file__).parent.parent
HEAD = "#+ question-de: Was?\n#+ question-en: What?\n"
WHAT = parse_query("what", HEAD + "SELECT ?a ?b WHERE { ?a ?p ?b }")
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1")
TABLE = Table(("a", "b"), [(Iri("https://a.example/1"), Literal(text)) for text in FORMULAS])


def number(text: str, kind: str = "decimal") -> Literal:
    """Return a typed literal."""
    return Literal(text, datatype=XSD + kind)


@pytest.mark.parametrize("query", load_queries(ROOT / "queries"), ids=lambda query: query.name)
def test_columns_are_read_from_the_text(query: object) -> None:
    """The description promises the columns that the checked results have."""
    name, text = query.name, query.text  # type: ignore[attr-defined]
    folder = ROOT / "tests" / "queries"
    checked = [*folder.glob(f"{name}.expected.csv"), *folder.glob(f"{name}.*.expected.csv")]
    assert checked
    for expected in checked:
        head = next(csv.reader(io.StringIO(expected.read_text("utf-8"))))
        assert list(shape_of(text).columns) == head


@pytest.mark.parametrize(
    ("text", "form", "columns"),
    [
        ("SELECT * { ?s ?p ?o }", "table", ()),
        ("SELECT DISTINCT ?s $o FROM <a:ask> WHERE { ?s ?p ?o }", "table", ("s", "o")),
        ("SELECT(?s AS ?x)(STR(?y)AS?z){?s ?p ?y}", "table", ("x", "z")),
        ("SELECT (CONCAT(\"?no )\", '{', ?a) AS ?b) ?c { ?a ?p ?c }", "table", ("b", "c")),
        ("# ASK\nPREFIX ask: <a:select> CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "graph", ()),
        ("BASE <a:b#ASK> describe <a:b>", "graph", ()),
        ("PREFIX : <a:b> ask { :select ?p ?o }", "truth", ()),
        ("PREFIX select: <a:> ASK { ?s a select:x }", "truth", ()),
        ("SELECT ?where ?from { ?where ?from ?o }", "table", ("where", "from")),
        ("", "table", ()),
    ],
)
def test_shape(text: str, form: str, columns: tuple[str, ...]) -> None:
    """Comments, names and strings that look like words of SPARQL are none."""
    shape = shape_of(text)
    assert (shape.form, shape.columns) == (form, columns)


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (None, None),
        (Iri("https://a.example/ä"), "https://a.example/ä"),
        (BlankNode("b0"), "_:b0"),
        (Literal("11"), "11"),
        (Literal("true"), "true"),
        (number("11", "integer"), 11),
        (number("-11", "long"), -11),
        (number("9007199254740993", "integer"), "9007199254740993"),
        (number("0.1"), 0.1),
        (number("0.1234567890123456"), "0.1234567890123456"),
        (number("INF", "double"), "INF"),
        (number("NaN", "double"), "NaN"),
        (number("1e400", "double"), "1e400"),
        (number("elf", "integer"), "elf"),
        (number("true", "boolean"), True),
        (number("0", "boolean"), False),
        (number("2025-03-18", "date"), "2025-03-18"),
        (Literal("Ziel", language="de"), "Ziel"),
    ],
)
def test_plain_value(term: Iri | BlankNode | Literal | None, value: object) -> None:
    """Plain JSON says what the graph says, and stays JSON."""
    found = plain(term)
    assert found == value
    assert type(found) is type(value)
    json.dumps(found, allow_nan=False)


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_csv_has_no_formula_and_loses_nothing(rows: list[tuple[str, str]]) -> None:
    """Whatever the data say, a cell is the text, or an apostrophe and the text."""
    rows = [tuple(text.replace("\x00", "") for text in row) for row in rows]  # type: ignore[misc]
    table = Table(("a", "b"), [(Literal(one), Literal(two)) for one, two in rows])
    read = list(csv.reader(io.StringIO(guarded_csv(table), newline="")))
    assert read[0] == ["a", "b"]
    for line, row in zip(read[1:], rows, strict=True):
        for cell, text in zip(line, row, strict=True):
            assert cell in {text, "'" + text}
            assert not cell.startswith(
                ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
            )


def test_csv_keeps_numbers() -> None:
    """A negative number is no formula; text of a number's type that is none may be one."""
    row = (number("-2", "integer"), number("-0.5"), number("=1+1", "integer"), Literal("-2"))
    assert guarded_csv(Table(("a", "b", "c", "d"), [row])) == "a,b,c,d\n-2,-0.5,'=1+1,'-2\n"


def test_xlsx_holds_text_and_numbers() -> None:
    """What looks like a formula is text for the spreadsheet, too."""
    table = Table(("a", "b"), [*TABLE.rows, (None, number("-2", "integer"))])
    book = load_workbook(io.BytesIO(write_answer(WHAT, table, "xlsx", Asked("de"))))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["a", "b"]
    assert {sheet.cell(row, 2).data_type for row in range(2, 2 + len(FORMULAS))} == {"s"}
    assert sheet.cell(2, 2).value == "=1+1"
    assert sheet.cell(2 + len(FORMULAS), 2).value == -2
    assert book.worksheets[1]["B1"].value == "Was?"


@pytest.mark.parametrize(
    ("result", "form"), [(TABLE, "table"), (True, "truth"), (Triples([]), "graph")]
)
def test_every_format_is_written_twice_the_same(result: Result, form: str) -> None:
    """Each promised format works, the others are refused, equal answers give equal bytes."""
    promised = {found.ending for found in formats_for(form)}  # type: ignore[arg-type]
    assert promised
    for ending in FILE_FORMATS:
        if ending in promised:
            body = write_answer(WHAT, result, ending, Asked("en"))
            assert body == write_answer(WHAT, result, ending, Asked("en"))
        else:
            with pytest.raises(ValueError, match=ending):
                write_answer(WHAT, result, ending, Asked("en"))


@given(st.integers(0, 40), st.integers(1, 12))
def test_leaves_make_up_the_whole(rows: int, limit: int) -> None:
    """Going on from part to part shows each row once, in order; going back leads to the start."""
    table = Table(("n",), [(number(str(n), "integer"),) for n in range(rows)])
    leaf: Leaf | None = Leaf(0, limit)
    seen = []
    visited = []
    while leaf is not None:
        seen += leaf.cut(table).rows
        visited.append(leaf)
        leaf = leaf.next(rows)
    assert seen == table.rows
    back: Leaf | None = visited[-1]
    while back is not None:
        assert back == visited.pop()
        back = back.previous(rows)
    assert not visited


def test_part_beyond_the_end_leads_back() -> None:
    """Who went too far is led to the last part that has rows."""
    assert Leaf(1000, 10).previous(25) == Leaf(20, 10)
    assert Leaf(1000, 10).previous(0) == Leaf(0, 10)
    assert Leaf(1000, 10).next(25) is None


def test_defaults_of_several_terms_are_told_in_words() -> None:
    """A schema holds one value, so the text of a parameter says what holds without it."""
    said = {"de": "ohne Angabe", "en": "if not given"}
    found = [
        (parameter, lang)
        for query in load_queries(ROOT / "queries")
        for parameter in query.parameters
        for lang in said
        if " zg:" in parameter.default
    ]
    assert found
    for parameter, lang in found:
        assert said[lang] in parameter.text[lang], parameter
