# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Terms survive every way into the engine and out of it, whatever people write."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zielgraph.model.errors import InvalidTermError
from zielgraph.model.terms import XSD, BlankNode, Iri, Literal, Term
from zielgraph.queries.results import write_result
from zielgraph.store.base import Table
from zielgraph.store.convert import to_rdflib_term
from zielgraph.store.embedded import EmbeddedStore, from_engine, read_results, to_engine

# Everything that can be typed, with the characters that break formats more often.
TEXTS = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]), st.sampled_from("\"'\\\n\r\t,;{}<>@^\0\u2028")
    )
)
LANGUAGES = st.sampled_from([None, "de", "en", "de-at", "zh-hant-tw", "x-kreis"])
DATATYPES = st.sampled_from([XSD + name for name in ("string", "integer", "decimal", "date")])


@st.composite
def literals(draw: st.DrawFn) -> Literal:
    """Return any literal, well-formed for its datatype or not."""
    language = draw(LANGUAGES)
    if language:
        rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
        return Literal(draw(TEXTS), language, rdf)
    return Literal(draw(TEXTS), datatype=draw(DATATYPES))


@given(literals())
def test_literal_survives_the_engine(literal: Literal) -> None:
    """A title with quotation marks would otherwise change on its way into the store."""
    assert from_engine(to_engine(literal)) == literal


# Of figures and dates the engine keeps the value, not the spelling: 01 comes back as 1.
@given(
    literals().filter(lambda literal: bool(literal.language) or literal.datatype == XSD + "string")
)
@example(Literal('Er sagt: "Ja"\\'))
@example(Literal("a\r\nb"))
def test_literal_survives_as_text_of_a_query(literal: Literal) -> None:
    """A parameter of a query is written as text; what returns must be what was given."""
    store = EmbeddedStore.in_memory([(Iri("x:s"), Iri("x:p"), literal, None)])
    table = store.query(f"SELECT ?o {{ ?s ?p ?o FILTER(sameTerm(?o, {literal.n3()})) }}")
    assert isinstance(table, Table)
    assert table.rows == [(literal,)]


@given(st.lists(literals(), max_size=3))
@example([Literal("a\rb")])
@example([Literal("a\nb"), Literal("")])
def test_csv_keeps_every_text(cells: list[Literal]) -> None:
    """A line break in a justification must not become a new row in a spreadsheet."""
    columns = ("first", *(f"c{n}" for n in range(len(cells))))
    text = write_result(Table(columns, [(Literal("1"), *cells)]), "csv")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows == [list(columns), ["1", *(cell.value for cell in cells)]]


@given(literals())
def test_json_keeps_language_and_datatype(literal: Literal) -> None:
    """A client in the browser and our own remote store read back just what was there."""
    text = write_result(Table(("x",), [(literal,)]), "json")
    assert json.loads(text)["results"]["bindings"][0]["x"]["value"] == literal.value
    again = read_results(text.encode())
    assert isinstance(again, Table)
    assert again.rows == [(literal,)]


@given(literals())
@example(Literal("a\x01b"))
@example(Literal("a\rb"))
def test_xml_is_always_well_formed(literal: Literal) -> None:
    """One control character pasted from a PDF must not make the whole answer unreadable."""
    text = write_result(Table(("x",), [(literal,)]), "xml")
    found = ET.fromstring(text)[1][0][0][0].text or ""  # noqa: S314 - our own output
    assert len(found) == len(literal.value)
    assert "\r" not in literal.value or "\r" in found


@given(literals())
def test_tsv_is_one_line_a_row(literal: Literal) -> None:
    """Tabs and line breaks of a text are escaped, or columns would shift."""
    text = write_result(Table(("x", "y"), [(literal, literal)]), "tsv")
    head, row, end = text.split("\n")
    assert (head, end) == ("?x\t?y", "")
    assert row.split("\t") == [literal.n3(), literal.n3()]


@given(literals())
def test_rdflib_keeps_the_lexical_form(literal: Literal) -> None:
    """The library rdflib likes to turn 01 into 1; a code list with leading zeros would be lost."""
    assert str(to_rdflib_term(literal)) == literal.value


@given(TEXTS)
def test_iri_never_breaks_out(text: str) -> None:
    """Whatever somebody gives as an IRI, it is refused or stays between its brackets."""
    try:
        iri = Iri(text)
    except InvalidTermError:
        return
    assert not set(iri.value) & set('<>"{}|^`\\ \n\r\t\0')
    assert iri.n3() == f"<{text}>"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ziel",
        "//kreis.example/ziel",
        "https://kreis.example/ein ziel",
        "https://kreis.example/> . ?s ?p ?o",
        "https://kreis.example/\n",
        'https://kreis.example/"',
        "https://kreis.example/{x}",
        "https://kreis.example/\\u003E",
        "https://kreis.example/\x00",
        "1https://kreis.example/",
    ],
)
def test_iri_refuses(text: str) -> None:
    """These would end the IRI early, change with the base, or be no IRI at all."""
    with pytest.raises(InvalidTermError):
        Iri(text)


@pytest.mark.parametrize("tag", ["", "de_AT", "d e", "de\n", '"', "a", "-de", "de-", "ä"])
def test_wrong_language_is_refused(tag: str) -> None:
    """A tag that is none is told as such, by the term itself or at the door of the engine."""
    with pytest.raises(InvalidTermError):
        to_engine(Literal("x", tag or "?"))


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        (Literal("11", datatype=XSD + "integer"), 11),
        (Literal("0.90", datatype=XSD + "decimal"), Decimal("0.90")),
        (Literal("1", datatype=XSD + "boolean"), True),
        (Literal("false", datatype=XSD + "boolean"), False),
        (Literal("abc", datatype="x:own"), "abc"),
    ],
)
def test_python_value(literal: Literal, value: object) -> None:
    """Numbers come to researchers as numbers, exact, and never as rounded floats."""
    assert literal.to_python() == value
    assert type(literal.to_python()) is type(value)


def test_terms_of_different_kinds_differ() -> None:
    """The text of an IRI is not the IRI, nor is a label with a language one without."""
    terms: list[Term] = [
        Iri("x:a"),
        Literal("x:a"),
        BlankNode("x:a"),
        Literal("x:a", "de"),
        Literal("x:a", datatype=XSD + "anyURI"),
    ]
    assert len(set(terms)) == len(terms)
    assert len({term.n3() for term in terms}) == len(terms)
