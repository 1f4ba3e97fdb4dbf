# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What somebody is told whose query is no SPARQL: where, and why, in one language."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isolation_world import pool_over
from zielgraph.isolation.question import Question
from zielgraph.model.errors import QueryError
from zielgraph.model.messages import message, speaking
from zielgraph.store.embedded import EmbeddedStore
from zielgraph.store.mistakes import query_syntax_error

if TYPE_CHECKING:
    from pathlib import Path

INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


def mistake(text: str) -> QueryError:
    """Return what is told about a query."""
    with pytest.raises(QueryError) as caught:
        EmbeddedStore.in_memory().query(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("SELECT ?x (COUNT(*) AS ?n) {?x ?p ?y}", "query.why_ungrouped"),
        ("SELECT ?x WHERE { ?x ?p ?y } GROUP BY ?y", "query.why_ungrouped"),
        ("SELECT (?u AS ?v) { ?x ?p ?y } GROUP BY ?x", "query.why_ungrouped"),
        ("SELECT * {?s ?p ?o} GROUP BY ?s", "query.why_star"),
        ("SELECT * { ?s ?p ?o FILTER(COUNT(?s) > 1) }", "query.why_star"),
        ("SELECT (1 AS ?a) {?a ?b ?c}", "query.why_taken"),
        ("SELECT ?a ?a {}", "query.why_twice"),
        ("SELECT * { ?s ?p ?o } LIMIT 99999999999999999999999", "query.why_number"),
    ],
)
def test_the_reason_is_told_at_the_end_of_the_query(text: str, why: str) -> None:
    """The engine notices at the end what is wrong with the whole; it is not one column further."""
    for written in (text, text + "\n\n", text + "  "):
        found = mistake(written)
        assert found.key == "query.syntax"
        assert (found.data["line"], found.data["column"]) == (1, len(text))
        for lang, words in (
            ("de", ("Zeile 1", f"Spalte {len(text)}", "am Ende der Abfrage")),
            ("en", ("line 1", f"column {len(text)}", "at the end of the query")),
        ):
            with speaking(lang):
                assert message(why) in str(found)
                assert all(word in str(found) for word in words)
                assert "SELECT contains" not in str(found)


@pytest.mark.parametrize(
    ("text", "column", "why"),
    [
        ("SELECT * { <http://x/%zz> ?p ?o }", 26, "query.why_iri"),
        ('SELECT * { ?s ?p "a"@toolonglanguage123 }', 37, "query.why_language"),
        (r'SELECT * { ?s ?p "\uD800" }', 26, "query.why_escape"),
        ("SELECT * { ?s ?p ?o } VALUES (?a ?b) { (1) }", 44, "query.why_values"),
    ],
)
def test_the_reason_is_told_within_the_query(text: str, column: int, why: str) -> None:
    """What is wrong with one word is told at the word, or just behind it."""
    found = mistake(text)
    assert (found.data["line"], found.data["column"]) == (1, column)
    assert message(why) in str(found)
    assert ("am Ende" in str(found)) == (column == len(text))


def test_without_a_reason_only_the_place_is_told() -> None:
    """The end is told as such, with the last whole words."""
    found = mistake("SELECT * WHERE { ?s ?p }")
    assert (found.data["line"], found.data["column"]) == (1, 24)
    assert str(found).endswith("am Ende der Abfrage, nach „* WHERE { ?s ?p }“.")
    with speaking("en"):
        assert str(found).endswith("at the end of the query, after “* WHERE { ?s ?p }”.")


def test_an_empty_query_is_told_as_such() -> None:
    """There is no place in it to point at."""
    for text in ("", " \n "):
        assert str(mistake(text)) == "Die Abfrage ist leer."


def test_a_reason_that_nobody_translated_is_quoted() -> None:
    """What a later engine may say is better than nothing, but the words are not ours."""
    error = SyntaxError('error at 1:5: expected one of "{", Some new rule is broken, [_]')
    found = query_syntax_error("ASK { ?s ?p ?o }", error)
    assert "Spalte 5" in str(found)
    assert str(found).endswith("in den Worten der Abfragemaschine: „Some new rule is broken“.")
    with speaking("en"):
        assert str(found).endswith("in the words of the query engine: “Some new rule is broken”.")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("SELECT * {?s ?p ?o FILTER(<http://x/f>(?s))}", "query.function"),
        (f"SELECT * {{?s ?p ?o FILTER(<{INTEGER}>())}}", "query.function_arguments"),
        ("SELECT * { SERVICE ?x { ?s ?p ?o } }", "query.service_unbound"),
    ],
)
def test_what_fails_later_is_told_in_one_language(text: str, key: str) -> None:
    """A function that is not there, or gets too few values, is named."""
    found = mistake(text)
    assert found.key == key
    for lang in ("de", "en"):
        with speaking(lang):
            assert str(found) == message(key, **found.data)
            assert "supported" not in str(found)


def test_workers_tell_the_same(tmp_path: Path) -> None:
    """The reason crosses from the worker, and the language is that of who reads it."""
    file = tmp_path / "one.nt"
    file.write_text("<x:a> <x:b> <x:c> .\n")

    async def work() -> None:
        async with pool_over(file) as pool:
            for text in ("SELECT * {?s ?p ?o} GROUP BY ?s", "ASK { FILTER(<http://x/f>(1)) }"):
                with pytest.raises(QueryError) as caught:
                    await pool.ask(Question(text))
                for lang in ("de", "en"):
                    with speaking(lang):
                        assert str(caught.value) == str(mistake(text))

    asyncio.run(work())


@given(st.text(alphabet="SELCT *?x{}()<>\"'\\\r\n#@^.;1", max_size=60))
def test_the_place_lies_within_the_query(text: str) -> None:
    """Whatever is written, line and column name one of its characters."""
    try:
        EmbeddedStore.in_memory().query(text)
    except QueryError as error:
        if error.key != "query.syntax":
            return
        lines = text.split("\n")
        line, column = int(str(error.data["line"])), int(str(error.data["column"]))
        assert 1 <= line <= len(lines)
        assert 1 <= column <= max(1, len(lines[line - 1]))
