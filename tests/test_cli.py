# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The program as users know it: its commands, languages, formats, files and exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import threading
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import click
import pyoxigraph as ox
import pytest

from conftest import ZIELGRAPH, Program, sparql_server
from zielgraph import __version__
from zielgraph.build.location import CURRENT, DATASET, current_store
from zielgraph.cli.main import _COMMANDS, make_program
from zielgraph.model.messages import catalogue, speaking
from zielgraph.queries.library import load_queries, load_query, run_query
from zielgraph.queries.results import GRAPH_FORMATS, TABLE_FORMATS
from zielgraph.store.base import Table
from zielgraph.store.remote import RemoteStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zielgraph.model.project import Project

DESCRIBE = "DESCRIBE <https://w3id.org/zielgraph/id/lindental/goal-solar>"


@pytest.fixture
def run(bare: Project) -> Program:
    """Return the program in the folder of a small built project; nothing is written there."""
    return Program(bare.root)


@pytest.fixture(scope="module")
def endpoint(pristine: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the URL of a server that holds the built graph."""
    dump = pristine.build / CURRENT / DATASET
    with sparql_server(tmp_path_factory.mktemp("server"), dump) as url:
        yield url


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("command", ["", *sorted(_COMMANDS)])
def test_help(run: Program, lang: str, command: str) -> None:
    """Help is there in the language of the reader, also for each option."""
    outcome = run(*filter(None, [command]), "--help", lang=lang)
    other = {"de": "en", "en": "de"}[lang]
    text = " ".join(outcome.out.split())
    assert outcome.code == 0
    assert catalogue()[f"help.{command or 'main'}"][lang] in text
    for key in catalogue():
        if key.startswith("help.") and catalogue()[key][other] != catalogue()[key][lang]:
            assert catalogue()[key][other] not in text


def test_every_option_has_help() -> None:
    """An option without a word of help is one that nobody finds."""
    with speaking("en"):
        program = make_program()
        for name in _COMMANDS:
            command = program.get_command(None, name)  # type: ignore[arg-type]
            assert command is not None
            for option in command.params:
                if isinstance(option, click.Option):
                    assert option.help, (name, option.name)


def test_version(run: Program) -> None:
    """A report of a fault can name the version."""
    assert __version__ in run("--version").out


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("query",),
        ("query", "goals", "--nonsense"),
        ("query", "goals", "--format", "pdf"),
    ],
)
def test_wrong_use(run: Program, arguments: tuple[str, ...]) -> None:
    """A wrong command line is an error of its own, not a finding about the data."""
    outcome = run(*arguments)
    assert outcome.code == 2
    assert outcome.out == ""
    assert "Traceback" not in outcome.err


def test_language(run: Program) -> None:
    """The option beats the environment; labels and messages follow it."""
    assert "Die Abfrage" in run("query", "nonsense", lang="de").err
    assert "There is no query" in run("query", "nonsense", "--lang", "en", lang="de").err
    assert "There is no query" in run("query", "nonsense", "--lang=en", lang="de").err
    assert run("query", "nonsense", "--lang", "fr").code == 2
    german, english = (run("query", "measures", lang=lang).out for lang in ("de", "en"))
    assert "Radwegeplan" in german
    assert "cycle path plan" in english
    assert "Radwegeplan" not in english


@pytest.mark.parametrize("form", TABLE_FORMATS)
def test_table_formats(run: Program, form: str) -> None:
    """Each format can be read by whom it is meant for, and has the same rows."""
    outcome = run("query", "dependency-graph", "--format", form)
    assert outcome.code == 0, outcome.err
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(outcome.out)))
        assert {row["kind"] for row in rows} == {"supports", "requires"}
        assert len(rows) == 3
    elif form == "json":
        assert len(json.loads(outcome.out)["results"]["bindings"]) == 3
    elif form == "xml":
        assert len(ET.fromstring(outcome.out)[1]) == 3  # noqa: S314 - our own output
    else:
        assert len(outcome.out.splitlines()) == {"table": 5, "tsv": 4}[form]


@pytest.mark.parametrize("form", GRAPH_FORMATS)
def test_graph_formats(run: Program, form: str) -> None:
    """A description comes in every RDF format and says the same in each."""
    outcome = run("sparql", DESCRIBE, "--format", form)
    assert outcome.code == 0, outcome.err
    formats = {
        "turtle": ox.RdfFormat.TURTLE,
        "ntriples": ox.RdfFormat.N_TRIPLES,
        "jsonld": ox.RdfFormat.JSON_LD,
        "rdfxml": ox.RdfFormat.RDF_XML,
    }
    found = {str(quad.triple) for quad in ox.parse(outcome.out, formats[form])}
    turtle = ox.parse(run("sparql", DESCRIBE).out, ox.RdfFormat.TURTLE)
    assert found == {str(quad.triple) for quad in turtle}
    assert len(found) > 5


@pytest.mark.parametrize("form", ["turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml"])
def test_export_holds_everything(run: Program, bare: Project, form: str) -> None:
    """A dump in any format has all statements of the graph."""
    formats = {
        "turtle": ox.RdfFormat.TURTLE,
        "trig": ox.RdfFormat.TRIG,
        "nquads": ox.RdfFormat.N_QUADS,
        "ntriples": ox.RdfFormat.N_TRIPLES,
        "jsonld": ox.RdfFormat.JSON_LD,
        "rdfxml": ox.RdfFormat.RDF_XML,
    }
    quads = list(ox.parse(run("export", "--format", form).out, formats[form]))
    assert len({quad.triple for quad in quads}) == len(current_store(bare))


def test_format_that_does_not_fit(run: Program) -> None:
    """A table is no Turtle, and a graph no CSV."""
    for arguments in (
        ("query", "goals", "--format", "turtle"),
        ("sparql", DESCRIBE, "--format", "csv"),
    ):
        outcome = run(*arguments)
        assert outcome.code == 2
        assert outcome.out == ""
        assert "Möglich:" in outcome.err


def test_unknown_query_suggests(run: Program) -> None:
    """A mistyped name gets the right one as an answer."""
    outcome = run("query", "goal-sdg-link", lang="en")
    assert outcome.code == 2
    assert "goal-sdg-links" in outcome.err
    assert run("query", "../rules/10-superclass-types").code == 2


@pytest.mark.parametrize(
    ("parameter", "words"),
    [
        ("sdg=18", ("sdg-goal", "18")),
        ("sdg=11.2", ("sdg-goal", "11.2")),
        ("sdg=https://a b", ("https://a b",)),
        ("sdg=https://kreis.example/none", ("https://kreis.example/none",)),
        ("sgd=11", ("sgd", "sdg")),
        ("sdg", ("--param NAME=WERT",)),
        ("=11", ("--param NAME=WERT",)),
        ("lang=fr", ("fr",)),
        ("sdg=> } UNION { ?s ?p ?o } #", ("UNION",)),
    ],
)
def test_wrong_parameter(run: Program, parameter: str, words: tuple[str, ...]) -> None:
    """A wrong value is told with what is expected; an empty table would look like an answer."""
    outcome = run("query", "links-of-sdg", "--param", parameter)
    assert outcome.code == 2
    assert outcome.out == ""
    assert len(outcome.err.splitlines()) == 1
    assert all(word in outcome.err for word in words)


def test_parameter_cannot_break_out(run: Program) -> None:
    """A search text that looks like SPARQL, or like the place of another parameter, is a text."""
    for text in (
        'VALUES ?lang { "x" }',
        '" } { ?s ?p ?o } #',
        "\\",
        '"@de',
        "VALUES ?lang { UNDEF }",
    ):
        outcome = run("query", "text-search", "--param", f"text={text}", "--format", "csv")
        assert outcome.code == 0, outcome.err
        assert len(outcome.out.splitlines()) == 1


def test_sparql_from_everywhere(run: Program, tmp_path: Path) -> None:
    """A query may be typed, piped in, or kept in a file."""
    text = "SELECT (COUNT(*) AS ?n)\nWHERE { ?s ?p ?o }"
    file = tmp_path / "mine.rq"
    file.write_text(text, "utf-8")
    answers = [
        run("sparql", text, "--format", "csv"),
        run("sparql", "-", "--format", "csv", stdin=text.encode()),
        run("sparql", file, "--format", "csv"),
    ]
    assert {answer.code for answer in answers} == {0}
    assert len({answer.out for answer in answers}) == 1
    assert int(answers[0].out.split()[1]) > 100


def test_sparql_with_a_mistake(run: Program, tmp_path: Path) -> None:
    """The place of a mistake is named by line and column, in both languages."""
    text = "SELECT *\nWHERE {\n  ?s unknown:p ?o .\n}"
    german, english = (run("sparql", text, lang=lang) for lang in ("de", "en"))
    assert (german.code, english.code) == (2, 2)
    assert "Zeile 3, Spalte " in german.err
    assert "line 3, column " in english.err
    assert "PREFIX unknown: <" in german.err
    for outcome in (run("sparql", tmp_path / "none.rq"), run("sparql", "-", stdin=b"\xff\xfe{")):
        assert outcome.code == 2
        assert len(outcome.err.splitlines()) == 1


def test_output_goes_to_the_file(run: Program, tmp_path: Path) -> None:
    """The file has what the screen would have had, and nothing else lies beside it."""
    target = tmp_path / "answer.csv"
    query = ("query", "goals", "--format", "csv")
    assert run(*query, "--output", target).out == ""
    assert target.read_text("utf-8") == run(*query).out
    assert [path.name for path in tmp_path.iterdir()] == ["answer.csv"]


def test_output_of_a_failure(run: Program, tmp_path: Path) -> None:
    """An old file is not emptied by a query that fails, nor by a folder that cannot be written."""
    target = tmp_path / "answer.csv"
    target.write_text("old")
    assert run("query", "nonsense", "--output", target).code == 2
    tmp_path.chmod(0o555)
    try:
        outcome = run("query", "goals", "--output", target, powerless=True)
    finally:
        tmp_path.chmod(0o755)
    assert outcome.code == 2
    assert str(target) in outcome.err
    assert target.read_text() == "old"
    assert run("query", "goals", "--output", tmp_path / "none" / "x").code == 2
    assert run("query", "goals", "--output", tmp_path).code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["answer.csv"]


def test_output_to_a_pipe(run: Program, tmp_path: Path) -> None:
    """A pipe or device is written to; replaced by a file, /dev/null would be gone."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    received: list[str] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_text()), daemon=True)
    reader.start()
    assert run("query", "link-status", "--format", "csv", "--output", pipe).code == 0
    reader.join(10)
    assert received == [run("query", "link-status", "--format", "csv").out]
    assert pipe.is_fifo()


@pytest.mark.parametrize("lang", ["de", "en"])
def test_named_queries_say_how_to_read_their_answers(bare: Project, lang: str) -> None:
    """With names, those only, in the language of the program; the list of all stays short."""
    run = Program(bare.root)
    queries = {name: load_query(bare.queries, name) for name in ("gaps", "remit")}
    note = queries["gaps"].note[lang]
    said = run("queries", "remit", "gaps", lang=lang).out
    assert " ".join(said.split()).count(note) == 1
    assert max(map(len, said.partition(note[:20])[2].partition("--param")[0].splitlines())) < 80
    assert [line for line in said.splitlines() if line[0] != " "] == ["remit", "gaps"]
    assert note[:20] not in run("queries", lang=lang).out
    listed = json.loads(run("queries", "--format", "json", lang=lang).out)
    assert {entry["name"]: entry["note"] for entry in listed if entry["name"] in queries} == {
        name: dict(query.note) for name, query in queries.items()
    }
    assert run("queries", "gapz", lang=lang).code == 2


@pytest.mark.parametrize("command", [("export",), ("queries",)])
def test_reader_goes_away(bare: Project, command: tuple[str, ...]) -> None:
    """In ``zielgraph export | head -1`` nobody has made a mistake, and nobody is told of one."""
    arguments = [str(ZIELGRAPH), *command]
    with subprocess.Popen(
        arguments, cwd=bare.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
        assert (process.wait(30), said) == (0, b"")


def test_screen_that_cannot_be_written(bare: Project) -> None:
    """Output to a full disk is an error with one sentence, and no half success."""
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        done = subprocess.run(
            [str(ZIELGRAPH), "export"],
            cwd=bare.root,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_terminal_without_umlauts(run: Program) -> None:
    """A terminal that knows only ASCII shows question marks, not a traceback."""
    outcome = run("query", "goals", env={"PYTHONIOENCODING": "ascii"})
    assert outcome.code == 0
    assert run("query", "nonsense", env={"PYTHONIOENCODING": "ascii"}).code == 2


def test_validate_one_file(project: Project, tmp_path: Path) -> None:
    """Whoever edits one file sees the findings of that file, from any working folder."""
    path = project.data / "lindental" / "strategy.ttl"
    text = path.read_text("utf-8").replace('"Sonnenstrom ausbauen"@de ,', "", 1)
    path.write_text(text, "utf-8")
    other = project.data / "lindental" / "other.ttl"
    other.write_text(
        "PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>\n"
        "PREFIX zg: <https://w3id.org/zielgraph/ontology#>\n\nex:bare a zg:Goal .\n"
    )
    run = Program(tmp_path)
    form = ("--format", "csv", "--project", project.root)
    both, one = run("validate", *form), run("validate", other, *form)
    assert (both.code, one.code) == (1, 1)
    files = [{row["file"] for row in csv.DictReader(io.StringIO(x.out))} for x in (both, one)]
    assert files[0] == {"data/lindental/strategy.ttl", "data/lindental/other.ttl"}
    assert files[1] == {"data/lindental/other.ttl"}
    assert not project.build.exists()


def test_endpoint_gives_the_same_rows(pristine: Project, endpoint: str) -> None:
    """Every query of the library answers alike over HTTP and from the built graph."""
    remote, local = RemoteStore(endpoint), current_store(pristine)
    queries = load_queries(pristine.queries)
    assert len(queries) > 40
    filled = 0
    for query in queries:
        here, there = (run_query(store, query) for store in (local, remote))
        assert isinstance(here, Table)
        assert here == there, query.name
        filled += bool(here.rows)
    assert filled > 20


def test_endpoint_on_the_command_line(pristine: Project, endpoint: str) -> None:
    """The option reaches the server; an address that is none is refused before anything is sent."""
    run = Program(pristine.root)
    for command in (("query", "goals"), ("sparql", "ASK { ?s ?p ?o }"), ("coverage",)):
        here, there = run(*command), run(*command, "--endpoint", endpoint)
        assert here.code == there.code == 0, there.err
        assert here.out == there.out
    for address in ("localhost:7878", "ftp://a.example/", "file:///etc/passwd"):
        outcome = run("query", "goals", "--endpoint", address)
        assert outcome.code == 2
        assert address in outcome.err
