# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Queries of strangers are answered in workers: formats, datasets, limits, lanes, exchange."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from isolation_world import BOMB, MEMORY_BOMB, pool_over, run
from zielgraph.isolation.question import Limits, Question, Source
from zielgraph.model.errors import LimitError, NotAcceptableError, QueryError
from zielgraph.store.formats import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.isolation.pool import WorkerPool
    from zielgraph.isolation.question import Answer

DATA = """
<x:a> <x:p> <x:b> <x:g> .
<x:a> <x:label> "B\u00e4ume, \\"gr\u00fcn\\"\\r\\n" <x:g> .
<x:b> <x:p> <x:c> <x:h> .
<x:b> <x:q> _:k <x:h> .
_:k <x:label> "hidden" <x:h> .
<x:d> <x:p> <x:e> .
"""


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with a few quads in two named graphs and the default graph."""
    path = tmp_path_factory.mktemp("isolation") / "small.nq"
    path.write_text(DATA, "utf-8")
    return path


async def rows(pool: WorkerPool, question: Question) -> list[str]:
    """Return the first cells of the answer, sorted."""
    found = json.loads((await pool.ask(question)).body)
    name = found["head"]["vars"][0]
    return sorted(row[name]["value"] for row in found["results"]["bindings"] if name in row)


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_a_table_in_every_format(small: Path, form: str) -> None:
    """What a standard reader reads back is what is in the data."""

    async def work() -> None:
        async with pool_over(small) as pool:
            answer = await pool.ask(Question("SELECT ?o { <x:a> <x:label> ?o }", table=form))
            assert (answer.kind, answer.format) == ("table", form)
            if form == "csv":
                assert answer.body == 'o\r\n"B\u00e4ume, ""gr\u00fcn""\r\n"\r\n'.encode()
                return
            parsed = ox.parse_query_results(
                answer.body, getattr(ox.QueryResultsFormat, form.upper())
            )
            assert isinstance(parsed, ox.QuerySolutions)
            assert [row["o"].value for row in parsed] == ['B\u00e4ume, "gr\u00fcn"\r\n']

    run(work())


@pytest.mark.parametrize("form", FORMATS)
def test_a_graph_in_every_format(small: Path, form: str) -> None:
    """The triples read back from each format are the same."""

    async def work() -> None:
        async with pool_over(small) as pool:
            answer = await pool.ask(
                Question("CONSTRUCT { ?s <x:#p> ?o } WHERE { ?s <x:p> ?o }", graph=form)
            )
            assert (answer.kind, answer.format) == ("graph", form)
            found = {str(quad.subject) for quad in ox.parse(answer.body, FORMATS[form])}
            assert found == {"<x:a>", "<x:b>", "<x:d>"}

    run(work())


@pytest.mark.parametrize(
    ("default", "named", "text", "expected"),
    [
        (None, None, "SELECT ?s { ?s <x:p> ?o }", ["x:a", "x:b", "x:d"]),
        (None, None, "SELECT ?s FROM <x:g> { ?s <x:p> ?o }", ["x:a"]),
        (None, None, "SELECT ?s FROM NAMED <x:g> { GRAPH ?g { ?s <x:p> ?o } }", ["x:a"]),
        (None, None, "SELECT ?s { GRAPH ?g { ?s <x:p> ?o } }", ["x:a", "x:b"]),
        (None, None, "SELECT ?s FROM <x:unknown> { ?s <x:p> ?o }", []),
        (("x:h",), None, "SELECT ?s { ?s <x:p> ?o }", ["x:b"]),
        (("x:g", "x:h"), None, "SELECT ?s { ?s <x:p> ?o }", ["x:a", "x:b"]),
        (("x:h",), None, "SELECT ?s FROM <x:g> { ?s <x:p> ?o }", ["x:b"]),
        (("x:h",), None, "SELECT ?s FROM NAMED <x:g> { GRAPH ?g { ?s <x:p> ?o } }", []),
        (None, ("x:g",), "SELECT ?s { GRAPH ?g { ?s <x:p> ?o } }", ["x:a"]),
        (None, ("x:g",), "SELECT ?s { ?s <x:p> ?o }", []),
        (("x:h",), ("x:g",), "SELECT ?s { ?s <x:p> ?m GRAPH ?g { ?a <x:p> ?s } }", ["x:b"]),
        (("x:unknown",), None, "SELECT ?s { ?s <x:p> ?o }", []),
    ],
)
def test_the_dataset_is_the_one_asked_for(
    small: Path,
    default: tuple[str, ...] | None,
    named: tuple[str, ...] | None,
    text: str,
    expected: list[str],
) -> None:
    """Graphs of the protocol go before those of the query; without any, all graphs are asked."""

    async def work() -> None:
        async with pool_over(small) as pool:
            question = Question(text, default_graphs=default, named_graphs=named)
            assert await rows(pool, question) == expected

    run(work())


@pytest.mark.parametrize("elsewhere", ["<x:h> ", ""], ids=["in two graphs", "in none as well"])
def test_a_triple_of_two_graphs_is_found_once(tmp_path: Path, elsewhere: str) -> None:
    """The default graph is the merge of all graphs, which themselves stay as they are."""
    path = tmp_path / "twice.nq"
    path.write_text(f"<x:a> <x:p> <x:b> <x:g> .\n<x:a> <x:p> <x:b> {elsewhere}.\n", "utf-8")
    other = "<x:c> <x:p> <x:d> <x:i> .\n<x:k> <x:p> _:e .\n_:e <x:p> <x:c> <x:i> .\n"
    path.write_text(path.read_text("utf-8") + other, "utf-8")

    async def work() -> None:
        async with pool_over(path) as pool:
            assert pool.figures().now["quads"] == 5
            assert await rows(pool, Question("SELECT ?s { ?s <x:p> ?o FILTER(isIRI(?s)) }")) == [
                "x:a",
                "x:c",
                "x:k",
            ]
            assert await rows(pool, Question("SELECT ?s { ?s <x:p>/<x:p>/<x:p> <x:d> }")) == ["x:k"]
            named = {"x:g", "x:i"} | ({"x:h"} if elsewhere else set())
            assert await rows(pool, Question("SELECT DISTINCT ?g { GRAPH ?g {} }")) == sorted(named)
            in_graphs = Question("SELECT ?g { GRAPH ?g { <x:a> ?p ?o } }")
            assert await rows(pool, in_graphs) == sorted(named - {"x:i"})
            for one in (
                Question("SELECT ?s FROM <x:g> { ?s ?p ?o }"),
                Question("SELECT ?s { ?s ?p ?o }", default_graphs=("x:g",)),
            ):
                assert await rows(pool, one) == ["x:a"]
            nothing = Question("SELECT ?s FROM NAMED <x:g> { ?s ?p ?o }")
            assert await rows(pool, nothing) == []

    run(work())


def test_ask_and_describe(small: Path) -> None:
    """DESCRIBE follows blank nodes, which mean nothing without what is said of them."""

    async def work() -> None:
        async with pool_over(small) as pool:
            assert (
                await pool.ask(Question("ASK { <x:d> ?p ?o }"))
            ).body == b'{"head":{},"boolean":true}'
            described = await pool.ask(Question("DESCRIBE <x:b>", graph="ntriples"))
            assert b'"hidden"' in described.body
            assert described.body.count(b"\n") == 3

    run(work())


def test_what_the_client_does_not_take(small: Path) -> None:
    """Only the kind of answer that the query gives has to be acceptable."""

    async def work() -> None:
        async with pool_over(small) as pool:
            with pytest.raises(NotAcceptableError, match="SELECT"):
                await pool.ask(Question("SELECT * { ?s ?p ?o }", table=None))
            await pool.ask(Question("ASK {}", table=None, graph=None))

    run(work())


def test_a_malformed_query_names_line_and_column(small: Path) -> None:
    """Who mistypes is told where."""

    async def work() -> None:
        async with pool_over(small) as pool:
            with pytest.raises(QueryError) as caught:
                await pool.ask(Question("SELECT *\n{ ?s ?p }"))
            assert caught.value.data["line"] == 2
            assert caught.value.data["column"] in (9, 10)  # at or just behind the brace

    run(work())


@pytest.mark.parametrize(
    ("limit", "text", "limits"),
    [
        ("time", BOMB, Limits(seconds=0.3)),
        ("memory", MEMORY_BOMB, Limits(memory=32 << 20)),
        ("size", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", Limits(size=1000)),
    ],
)
def test_each_limit_is_named(small: Path, limit: str, text: str, limits: Limits) -> None:
    """A query past a limit is an error that says which; the next one is answered."""

    async def work() -> None:
        async with pool_over(small, limits=limits) as pool:
            with pytest.raises(LimitError) as caught:
                await pool.ask(Question(text))
            assert caught.value.limit == limit
            assert getattr(pool.figures(), limit) == 1
            assert await rows(pool, Question("SELECT ?o { <x:d> <x:p> ?o }")) == ["x:e"]

    run(work())


def test_an_exchange_of_the_dataset(small: Path, tmp_path: Path) -> None:
    """Queries that run end on the old data; the next ones are asked of the new."""
    new = tmp_path / "new.ttl"
    new.write_text("<x:d> <x:p> <x:new> .", "utf-8")

    async def work() -> None:
        text = Question("SELECT ?o { <x:d> <x:p> ?o }")
        async with pool_over(small, limits=Limits(seconds=30)) as pool:
            running = [asyncio.ensure_future(pool.ask(text)) for _ in range(40)]
            await pool.swap(Source((new,)))
            assert await rows(pool, text) == ["x:new"]
            answers: list[Answer] = await asyncio.gather(*running)
            assert all(b"x:e" in answer.body or b"x:new" in answer.body for answer in answers)

    run(work())
