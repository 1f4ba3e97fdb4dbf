# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The query library and the inference rules, on the invented town of Auental.

Each file ``queries/<run>.expected.csv`` holds what a run must answer; ``<run>`` is the
name of the query, with a point and a word of its own where a query is run more than once.
The results were checked by hand against ``fixtures/town.ttl``.
"""

from __future__ import annotations

import csv
import io
import re
import shlex
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from zielgraph.model.messages import LANGUAGES, speaking
from zielgraph.model.names import GRAPHS, PREFIXES, folder_graph
from zielgraph.model.project import Project
from zielgraph.model.terms import Iri, Literal, Quad
from zielgraph.queries.library import (
    NamedQuery,
    load_queries,
    load_query,
    parse_query,
    run_query,
)
from zielgraph.queries.results import write_csv
from zielgraph.queries.shape import shape_of
from zielgraph.reasoning.rules import infer
from zielgraph.store.base import Table
from zielgraph.store.convert import to_rdflib
from zielgraph.store.embedded import EmbeddedStore
from zielgraph.store.turtle import read_turtle

ROOT = Path(__file__).parent.parent
QUERIES = ROOT / "queries"
RULES = QUERIES / "rules"
HERE = ROOT / "tests" / "queries"
DOCUMENT = ROOT / "docs" / "competency-questions.md"
SUFFIX = ".expected.csv"

LIBRARY = {query.name: query for query in load_queries(QUERIES)}
RUNS = sorted(path.name.removesuffix(SUFFIX) for path in HERE.glob("*" + SUFFIX))
PARAMETERS: dict[str, dict[str, str]] = tomllib.loads((HERE / "parameters.toml").read_text("utf-8"))

_QUESTION = re.compile(
    r"^### (?P<number>CQ\d\d)\n\n(?P<de>.+)\n\n\*(?P<en>.+)\*\n\n"
    r"`queries/(?P<name>[a-z-]+)\.rq`\n\n```sh\n(?P<command>.+)\n```$",
    re.MULTILINE,
)
QUESTIONS = [found.groupdict() for found in _QUESTION.finditer(DOCUMENT.read_text("utf-8"))]


def query_of(run: str) -> str:
    """Return the name of the query of a run."""
    return run.partition(".")[0]


def town_quads() -> list[Quad]:
    """Return ontology, SDGs and town, each in a graph of its own as in a build."""
    files = [(path, GRAPHS["ontology"]) for path in sorted((ROOT / "ontology").glob("*.ttl"))]
    fixtures = ROOT / "tests" / "fixtures"
    files += [(fixtures / f"{name}.ttl", folder_graph(name)) for name in ("sdg", "town")]
    return [(s, p, o, Iri(graph)) for path, graph in files for s, p, o in read_turtle(path).triples]


def inferred_store(quads: list[Quad]) -> EmbeddedStore:
    """Return ``quads`` and what follows from them."""
    store = EmbeddedStore.in_memory(quads)
    infer(store, RULES)
    return store


def answer(store: EmbeddedStore, query: NamedQuery, values: dict[str, str] | None = None) -> str:
    """Return the answer as CSV, in German unless ``values`` say otherwise."""
    with speaking("de"):
        result = run_query(store, query, values)
    assert isinstance(result, Table)
    return write_csv(result)


@pytest.fixture(scope="module")
def town() -> EmbeddedStore:
    """Return the town with all that follows."""
    return inferred_store(town_quads())


@pytest.fixture(scope="module")
def repository() -> EmbeddedStore:
    """Return what the repository holds, with all that follows."""
    project = Project(ROOT)
    files = [(path, GRAPHS["ontology"]) for path in sorted(project.ontology.rglob("*.ttl"))]
    for folder in project.data_folders():
        files += [(path, folder_graph(folder.name)) for path in sorted(folder.rglob("*.ttl"))]
    quads: list[Quad] = [
        (s, p, o, Iri(graph)) for path, graph in files for s, p, o in read_turtle(path).triples
    ]
    return inferred_store(quads)


@pytest.mark.parametrize("run", RUNS)
def test_query_answers_as_expected(town: EmbeddedStore, run: str) -> None:
    """The answer is, byte for byte, the one that was checked by hand."""
    query = LIBRARY[query_of(run)]
    expected = (HERE / (run + SUFFIX)).read_text("utf-8")
    assert answer(town, query, PARAMETERS.get(run)) == expected


def test_every_query_has_an_expected_result() -> None:
    """No query without a result that was looked at, no result or parameters without a query."""
    assert {query_of(run) for run in RUNS} == set(LIBRARY)
    assert set(PARAMETERS) <= set(RUNS)


def test_every_parameter_is_tried() -> None:
    """Each parameter of each query is given in some run; the language in some query."""
    tried = {(query_of(run), name) for run, given in PARAMETERS.items() for name in given}
    wanted = {
        (query.name, parameter.name)
        for query in LIBRARY.values()
        for parameter in query.parameters
        if parameter.name != "lang"
    }
    assert wanted - tried == set()


def test_answers_do_not_depend_on_the_order_of_the_data(town: EmbeddedStore) -> None:
    """The same statements in another order give the same bytes."""
    turned = inferred_store(town_quads()[::-1])
    for run in RUNS:
        query, values = LIBRARY[query_of(run)], PARAMETERS.get(run)
        assert answer(turned, query, values) == answer(town, query, values), run


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", sorted(LIBRARY))
def test_a_second_engine_answers_the_same(town: EmbeddedStore, name: str) -> None:
    """Every query is plain SPARQL 1.1: rdflib gives the same rows as the embedded store."""
    graph = to_rdflib((s, p, o) for s, p, o, _ in town.quads())
    result = graph.query(LIBRARY[name].text)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in result:
        assert isinstance(row, tuple)
        writer.writerow("" if cell is None else str(cell) for cell in row)
    header, *rows = answer(town, LIBRARY[name]).splitlines()
    assert [str(variable) for variable in result.vars or ()] == header.split(",")
    assert Counter(out.getvalue().splitlines()) == Counter(rows)


@pytest.mark.parametrize("name", sorted(LIBRARY))
def test_query_answers_the_repositorys_data(repository: EmbeddedStore, name: str) -> None:
    """On the real strategy, too, with the columns that it names; ``make bench`` says how fast."""
    query = LIBRARY[name]
    header, *rows = csv.reader(io.StringIO(answer(repository, query)))
    assert header == list(shape_of(query.text).columns)
    assert all(len(row) == len(header) for row in rows)


@pytest.mark.parametrize("name", sorted(LIBRARY))
def test_query_fits_any_strategy(name: str) -> None:
    """A query names no strategy, no graph and no server, and orders what it returns."""
    text = LIBRARY[name].text
    assert "coesfeld" not in text.lower()
    assert "zielgraph/id/" not in text
    assert not re.search(r"\b(GRAPH|SERVICE|FROM)\b(?! \w+:)", re.sub(r"\?\w+|#.*", "", text))
    assert "NOT EXISTS" not in text
    assert re.search(r"^ORDER BY ", text, re.MULTILINE)


_ABOUT = re.compile(r"(?:^|(?<=[.:…] ))((?:[a-z]\w*(?:, | and | und ))*[a-z]\w*): ")
"""What begins a sentence of a note in small letters, up to a colon: names of columns."""


@pytest.mark.parametrize("name", sorted(LIBRARY))
def test_note_is_for_readers(name: str) -> None:
    """Both languages explain the same columns of the answer; comments are for programmers."""
    query = LIBRARY[name]
    for line in query.text.partition("SELECT")[0].splitlines():
        assert not line.startswith("# ") or line.startswith("# SPDX-"), line
    if not query.note:
        return
    explained = {
        language: [
            re.split(", | and | und ", found[1]) for found in _ABOUT.finditer(query.note[language])
        ]
        for language in LANGUAGES
    }
    assert explained["de"] == explained["en"]
    assert {column for columns in explained["de"] for column in columns} <= set(
        shape_of(query.text).columns
    )
    for note in query.note.values():
        assert note.endswith(".")
        assert "  " not in note
    assert query.note["de"] != query.note["en"]


def test_note_is_read_from_the_header() -> None:
    """Language by language; a query without one has none, and a comment is none."""
    head = "#+ question-de: Was?\n#+ question-en: What?\n"
    noted = parse_query("x", head + "#+ note-de: n: Zahl.\n#+ note-en: n: number.\nSELECT * {}")
    assert noted.note == {"de": "n: Zahl.", "en": "n: number."}
    assert parse_query("x", head + "# Why MINUS.\nSELECT * {}").note == {}


def test_only_known_things_are_asked_for(town: EmbeddedStore) -> None:
    """Every name of our own that a query or rule uses is defined in the ontology."""
    found = town.query(
        "SELECT DISTINCT ?term WHERE { ?term ?p ?o . "
        f"FILTER(STRSTARTS(STR(?term), '{PREFIXES['zg']}')) }}"
    )
    assert isinstance(found, Table)
    defined = {str(term).removeprefix(PREFIXES["zg"]) for (term,) in found.rows}
    for path in sorted(QUERIES.rglob("*.rq")):
        text = re.sub(r'"[^"]*"|^#.*', "", path.read_text("utf-8"), flags=re.MULTILINE)
        assert set(re.findall(r"\bzg:(\w+)", text)) <= defined, path.name


# ---- The document of competency questions ----


def test_document_lists_the_library() -> None:
    """Question, query and number in the document are those of the query files."""
    numbers = [question["number"] for question in QUESTIONS]
    assert numbers == sorted(set(numbers))
    assert len(numbers) >= 34
    assert DOCUMENT.read_text("utf-8").count("### CQ") == len(numbers)
    answered = {(number, query.name) for query in LIBRARY.values() for number in query.competency}
    assert answered == {(question["number"], question["name"]) for question in QUESTIONS}
    for question in QUESTIONS:
        asked = LIBRARY[question["name"]].question
        assert {language: question[language] for language in LANGUAGES} == dict(asked)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: str(question["number"]))
def test_command_of_a_question_runs(repository: EmbeddedStore, question: dict[str, str]) -> None:
    """The command in the document asks the named query and finds what its parameters name."""
    program, command, name, *options = shlex.split(question["command"])
    assert (program, command, name) == ("zielgraph", "query", question["name"])
    assert options[::2] == ["--param"] * (len(options) // 2)
    values = {key: value for key, _, value in (option.partition("=") for option in options[1::2])}
    answer(repository, load_query(QUERIES, name), values)


# ---- The rules ----


def ask(store: EmbeddedStore, pattern: str) -> bool:
    """Tell whether ``pattern`` is in the town, with short prefixes."""
    prefixes = PREFIXES | {
        word: f"https://daten.auental.example/{path}/"
        for word, path in {"z": "aussage", "k": "klammer", "f": "feld", "st": "stelle"}.items()
    }
    text = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes.items())
    result = store.query(f"{text}ASK {{ {pattern} }}")
    assert isinstance(result, bool)
    return result


@pytest.mark.parametrize(
    "pattern",
    [
        "z:barrierefrei a zg:Goal , zg:Statement , prov:Entity",
        "z:busse a zg:Statement",
        "z:baeume zg:implementedBy z:baumprogramm",
        "st:busse zg:passageOf z:busse",
        "f:klima skos:broader f:umwelt",
        "k:sb1 oa:hasTarget st:busse",
        "k:sdg-01 zg:sdgGoal sdg:11",
        "k:sdg-06 zg:sdgGoal sdg:11",
        "z:busse zg:contributesTo sdg:11.2 , sdg:11 , sdg:13.2 , sdg:13",
        "z:umgehung zg:contributesTo sdg:11 ; zg:conflictsWith sdg:13.2 , sdg:13",
        "z:strom zg:topField f:umwelt",
        "z:busse zg:topField f:mobil",
        "z:baumprogramm zg:topField f:umwelt , f:mobil",
        "z:treff zg:dependsOn z:baeume , z:barrierefrei",
        "z:baeume zg:dependsOn z:radwege",
    ],
)
def test_rules_find(town: EmbeddedStore, pattern: str) -> None:
    """What must follow follows."""
    assert ask(town, pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "z:radwege zg:contributesTo sdg:3.6",
        "z:baeume zg:contributesTo sdg:11.7",
        "z:umgehung zg:contributesTo sdg:13",
        "z:strom zg:conflictsWith ?anything",
        "z:strom zg:topField f:klima",
        "z:mitreden zg:topField ?field",
        "z:baeume zg:dependsOn z:treff",
        "z:radwege zg:dependsOn ?anything",
        "z:treff zg:dependsOn z:strom",
        "z:umgehung zg:dependsOn ?anything",
        "z:radkonzept skos:notation ?number",
        "?thing a ?class . FILTER(ISBLANK(?class) && !ISBLANK(?thing))",
    ],
)
def test_rules_do_not_find(town: EmbeddedStore, pattern: str) -> None:
    """What was only proposed or rejected, or runs the other way, does not follow."""
    assert not ask(town, pattern)


def test_numbers_come_from_the_latest_version(town: EmbeddedStore) -> None:
    """Each statement and field has one number; comments keep their own."""
    found = town.query(
        f"PREFIX skos: <{PREFIXES['skos']}> PREFIX zg: <{PREFIXES['zg']}>"
        "SELECT ?thing ?number WHERE { ?thing zg:passage ?place ; skos:notation ?number }"
    )
    assert isinstance(found, Table)
    numbers: dict[str, set[str]] = {}
    for thing, number in found.rows:
        numbers.setdefault(str(thing).rsplit("example/", 1)[-1], set()).add(str(number))
    assert numbers["aussage/busse"] == {"1.1"}
    assert numbers["aussage/mitreden"] == {"0.1"}
    assert numbers["aussage/wege"] == {"I.1"}
    assert numbers["feld/mobil"] == {"1"}
    assert numbers["klammer/sb1"] == {"SB1"}
    assert all(len(given) == 1 for given in numbers.values())


def test_a_link_counts_once_it_is_accepted() -> None:
    """Review changes what follows: the proposed link counts when its status says so."""
    status = Iri(PREFIXES["zg"] + "status")
    link = Iri("https://daten.auental.example/klammer/sdg-04")
    accepted = Iri(PREFIXES["zg"] + "accepted")
    quads: list[Quad] = [
        (s, p, accepted, g) if (s, p) == (link, status) else (s, p, o, g)
        for s, p, o, g in town_quads()
    ]
    assert ask(inferred_store(quads), "z:radwege zg:contributesTo sdg:3.6 , sdg:3")


def test_rules_come_to_rest(repository: EmbeddedStore) -> None:
    """A second run over the real data finds nothing new."""
    assert infer(repository, RULES) == []


def test_result_cells_are_plain(town: EmbeddedStore) -> None:
    """The tables that programs read hold plain texts and numbers, no language tags."""
    for name in ("goal-sdg-links", "goals", "dependencies", "actors", "coverage-matrix"):
        result = run_query(town, LIBRARY[name])
        assert isinstance(result, Table)
        cells = [cell for row in result.rows for cell in row if isinstance(cell, Literal)]
        assert not [cell for cell in cells if cell.language], name
