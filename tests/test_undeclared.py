# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""A query that fails for want of a PREFIX line says so; no other query is suspected."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from zielgraph.model.errors import QueryError
from zielgraph.model.names import PREFIXES
from zielgraph.queries.library import load_queries
from zielgraph.store.embedded import EmbeddedStore
from zielgraph.store.undeclared import undeclared_prefix


@pytest.mark.parametrize(
    ("text", "line", "column", "prefix"),
    [
        ("SELECT * WHERE {\n  ?x a zg:Goal }", 2, 8, "zg"),
        ("ASK { ?x skos:prefLabel ?y }", 1, 10, "skos"),
        ("PREFIX zg: <x:>\nASK { ?x a zg:G ; :p 1 }", 2, 19, ""),
        ("PREFIX a: <x:> ASK { ?x a:b 'z:z' ; ä-b.c:d <q:r> }", 1, 37, "ä-b.c"),
        ("ASK { ?x a '\U0001f6b2', no:thing }", 1, 17, "no"),
        ("ASK { ?x a 'un:ended ; zg:p }", 1, 13, "un"),
    ],
)
def test_prefix_is_named_with_its_place(text: str, line: int, column: int, prefix: str) -> None:
    """And with the line to add, if we know it."""
    with pytest.raises(QueryError) as caught:
        EmbeddedStore.in_memory([]).query(text)
    assert caught.value.key == "query.prefix"
    data = caught.value.data
    assert (data["line"], data["column"], data["prefix"]) == (line, column, prefix)
    assert data["iri"] == PREFIXES.get(prefix, "…")


def test_other_mistakes_are_told_as_before() -> None:
    """Prefixes in strings, IRIs, comments and names of variables are none."""
    text = "PREFIX a: <x:y> ASK { ?x a:b 'c:d', \"e:f\", _:b, <g:h>, 1.5 # i:j\n ; ; ] }"
    with pytest.raises(QueryError) as caught:
        EmbeddedStore.in_memory([]).query(text)
    assert caught.value.key == "query.syntax"


def test_no_query_of_the_library_is_suspected() -> None:
    """The check reads real queries as the engine does."""
    for query in load_queries(ROOT / "queries"):
        assert undeclared_prefix(query.text) is None, query.name


@given(st.text(alphabet="aP:<>\"'#\\.-_?{} \n", max_size=80))
def test_any_text_is_read(text: str) -> None:
    """What is found stands where it is said to stand."""
    found = undeclared_prefix(text)
    if found:
        assert text[found[1] :].startswith(found[0] + ":")


@pytest.mark.parametrize("piece", ["a.", "a:", '"""', "<", "\\", "'", "a-"])
def test_long_texts_end(piece: str) -> None:
    """Also those that are made to take long."""
    text = piece * (200_000 // len(piece))
    assert undeclared_prefix(text) is None or ":" in piece
