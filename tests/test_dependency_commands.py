# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The commands that analyse dependencies, as planners use them."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest

from conftest import TOWN, Program
from zielgraph import ZielgraphError, open_graph
from zielgraph.cli.answers import Answer, aligned, listed, number, wrap, write_answer
from zielgraph.cli.dependency_figures import short_numbers
from zielgraph.dependencies.layers import Field
from zielgraph.model.messages import speaking

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.model.project import Project

COMMANDS = [
    "path --through B.II,B.I",
    "dependencies matrix --draws 20",
    "dependencies matrix --layer computed --draws 20",
    "dependencies matrix --together",
    "dependencies rests-on B.I.1",
    "dependencies bridges --draws 5",
    "dependencies bridges --layer computed --by reach",
    "dependencies communities --draws 5",
    "dependencies conflicts",
    "dependencies actors",
    "dependencies sdgs --draws 20",
]


@pytest.fixture
def program(pristine: Project) -> Program:
    """Return the program in the small project."""
    return Program(pristine.root)


@pytest.mark.parametrize("command", COMMANDS)
def test_command_speaks_both_languages_and_gives_the_same_figures(
    program: Program, command: str
) -> None:
    """German and English differ in words only; no IRI where a label exists; same bytes again."""
    said = {}
    for code in ("de", "en"):
        shown = program(*command.split(), lang=code)
        assert (shown.code, shown.err) == (0, "")
        assert "://" not in shown.out
        assert max(map(len, shown.out.splitlines())) <= 100
        table = program(*command.split(), "--format", "csv", lang=code)
        rows = list(csv.DictReader(io.StringIO(table.out)))
        figures = [{k: v for k, v in row.items() if re.fullmatch(r"[-\d.]+", v)} for row in rows]
        said[code] = (shown.out, figures, rows)
    assert said["de"][0] != said["en"][0]
    assert said["de"][1] == said["en"][1]
    again = program(*command.split(), "--format", "json", env={"PYTHONHASHSEED": "7"})
    document = json.loads(again.out)
    as_text = [
        {key: "" if value is None else str(value) for key, value in row.items()}
        for row in document["rows"]
    ]
    assert as_text == said["de"][2]
    assert document["title"]
    assert document["notes"]


def test_path_through_the_small_town(program: Program) -> None:
    """The step says kind, layer, strength, passage and reason."""
    shown = program("path", "--through", "goal-cycling,goal-solar", lang="en")
    assert "supports (judged, strength 2 of 3, passage" in shown.out
    row = next(
        csv.DictReader(io.StringIO(program("path", "--through", "B.II,B.I", "--format", "csv").out))
    )
    assert row["dependency"] == TOWN + "dependency-cycling-solar"
    assert (row["direction"], row["value"], row["from_notation"]) == ("forward", "0.5", "B.II.a.1")
    backward = program("path", "--through", "B.I,B.II", lang="en").out
    assert "is supported by" in backward


def test_planners_question(real_project: Path, tmp_path: Path) -> None:
    """Mobility – climate – participation is answered, each step with its passages."""
    program = Program(tmp_path)
    env = {"ZIELGRAPH_PROJECT": str(real_project)}
    arguments = ("path", "--through", "mobilitaet,klima,teilhabe")
    shown = program(*arguments, env=env)
    assert shown.code == 0, shown.err
    first = shown.out.split("\n\n")[1]
    assert re.findall(r"^   (B\.\S+)", first, re.MULTILINE) == ["B.X.3", "B.VIII.9", "B.VI.b"]
    assert "Fundstellen B.VIII.9 und B.X.3" in " ".join(first.split())
    file = tmp_path / "wege.csv"
    assert program(*arguments, "--limit", "0", "--output", file, env=env).code == 0
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))
    assert all(row["evidence"] and row["justification"] for row in rows)
    assert len({row["path"] for row in rows}) >= 8
    sought = program("dependencies", "actors", "wirtschaft", env=env)
    assert sought.code == 2
    assert "actor/wfc" in sought.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["path", "--through", "B.I"],
        ["path", "--through", ",,"],
        ["path", "--through", "B.I,nirgends"],
        ["path", "--through", "B.I,B.II", "--layer", "gelesen"],
        ["path", "--through", "B.I,B.II", "--steps", "0"],
        ["dependencies", "rests-on", "<script>"],
        ["dependencies", "rests-on"],
        ["dependencies", "actors", "niemand"],
        ["dependencies", "matrix", "--draws", "-1"],
        ["dependencies", "unbekannt"],
        ["dependencies", "conflicts", "--output", "nirgends/x.csv"],
    ],
)
def test_wrong_use_is_explained(program: Program, arguments: list[str]) -> None:
    """Two lines at most, no traceback, exit code 2, nothing written."""
    for code in ("de", "en"):
        done = program(*arguments, lang=code)
        assert (done.code, done.out) == (2, "")
        assert 1 <= len(done.err.splitlines()) <= 2
        assert all(line.startswith("zielgraph: ") for line in done.err.splitlines())


def test_layers_from_python(pristine: Project) -> None:
    """Researchers get the layers as networkx graphs, and only those they ask for."""
    graph = open_graph(pristine.root)
    read = graph.dependencies()
    assert {d["layer"] for _, _, d in read.edges(data=True)} <= {"stated", "judged"}
    assert read.number_of_edges() == graph.to_networkx().number_of_edges()
    edge = read.edges[TOWN + "goal-cycling", TOWN + "goal-solar", TOWN + "dependency-cycling-solar"]
    assert (edge["weight"], edge["directed"], edge["kind"]) == (2, True, "supports")
    computed = graph.dependencies(["computed"])
    assert {d["kind"] for _, _, d in computed.edges(data=True)} == {"shares"}
    with pytest.raises(ZielgraphError):
        graph.dependencies(["guessed"])


def test_text_helpers() -> None:
    """Hostile text stays in its line; numbers follow the language."""
    answer = Answer("t", "", ("a", "b"), [("x\n\u202e=1", None), ('"', 0.5)], ["n"])
    rows = list(csv.reader(io.StringIO(write_answer(answer, "csv", 80), newline="")))
    assert rows == [["a", "b"], ["x\n\u202e=1", ""], ['"', "0.5"]]
    assert write_answer(answer, "table", 80) == "t\n\nn\n"
    assert wrap("a\nb " * 30, 30).splitlines()[0] == "a b a b a b a b a b a b a b a"
    with speaking("en"):
        assert (number(0.375), listed(["a", "b"])) == ("0.38", "a and b")
    assert listed([]) == ""
    assert aligned(["a"], [], 40) == "a\n─\n"


def test_short_numbers_of_fields() -> None:
    """What all numbers begin with is left out, whole parts only; without number the name."""

    def shortened(*notations: str) -> list[str]:
        return short_numbers([Field(n, n, "Feld") for n in notations])

    assert shortened("B.I", "B.II", "B.X") == ["I", "II", "X"]
    assert shortened("11", "12") == ["11", "12"]
    assert shortened("B.I") == ["I"]
    assert shortened("", "A.1") == ["Feld", "A.1"]
    assert shortened() == []
