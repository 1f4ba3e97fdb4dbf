# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What goals have and lack: told as it is recorded, without a grade and without colours."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from conftest import Program
from zielgraph import open_graph
from zielgraph.coverage.quality import ASPECTS, GoalQuality, by_field, by_need
from zielgraph.model.messages import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path


def goal(**known: Any) -> GoalQuality:
    """Return a goal that has nothing but ``known``."""
    texts = dict.fromkeys(
        ("iri", "notation", "title", "field", "field_label", "field_iri", "responsible"), ""
    )
    counts = dict.fromkeys(("measures", "milestones", "indicators", "direct", "comments"), 0)
    return GoalQuality(**(texts | counts | known))


@pytest.mark.parametrize(
    ("known", "met"),
    [
        ({}, {"comment"}),
        ({"comments": 2}, set()),
        ({"measures": 3}, {"measure", "comment"}),
        ({"responsible": "stated"}, {"responsible", "comment"}),
        ({"responsible": "confirmed"}, {"responsible", "comment"}),
        ({"responsible": "judged"}, {"comment"}),
        ({"responsible": "unverified"}, {"comment"}),
        ({"responsible": "proposed"}, {"comment"}),
        (
            {"milestones": 1, "indicators": 1, "direct": 1},
            {"milestone", "indicator", "direct", "comment"},
        ),
    ],
)
def test_each_aspect(known: dict[str, Any], met: set[str]) -> None:
    """An open comment counts against; responsibility only if stated or confirmed."""
    entry = goal(**known)
    assert {aspect for aspect in ASPECTS if entry.has(aspect)} == met
    assert entry.met == len(met)


def test_need_comes_first_and_the_paper_decides_ties() -> None:
    """Sorting is stable."""
    goals = [goal(iri="a", measures=1), goal(iri="b"), goal(iri="c", comments=1), goal(iri="d")]
    assert [entry.iri for entry in by_need(goals)] == ["c", "b", "d", "a"]


def test_real_goals(real_project: Path) -> None:
    """Every goal is there once; the counts are those of the other queries."""
    graph = open_graph(real_project)
    goals = graph.quality()
    assert len({entry.iri for entry in goals}) == len(goals)
    assert {entry.iri for entry in goals} == {str(row["goal"]) for row in graph.query("goals")}
    for name, aspect in (("measure", "measures"), ("milestone", "milestones")):
        without = {str(row["goal"]) for row in graph.query(f"goals-without-{name}")}
        assert {g.iri for g in goals if getattr(g, aspect) == 0} == without
    unsettled = {str(row["goal"]) for row in graph.query("unconfirmed-responsibility")}
    assert {entry.iri for entry in goals if not entry.has("responsible")} == unsettled
    fields = by_field(goals)
    assert sum(found.goals for found in fields) == len(goals)
    assert all(share.whole == found.goals for found in fields for share in found.met.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_formats(real_project: Path, tmp_path: Path, lang: str) -> None:
    """Table, CSV, JSON and spreadsheet tell the same."""
    run = Program(tmp_path)
    env = {"ZIELGRAPH_PROJECT": str(real_project)}
    document = json.loads(run("quality", "--format", "json", lang=lang, env=env).out)
    table = list(
        csv.DictReader(io.StringIO(run("quality", "--format", "csv", lang=lang, env=env).out))
    )
    assert [row["iri"] for row in table] == [entry["iri"] for entry in document["goals"]]
    assert [int(row["met"]) for row in table] == sorted(int(row["met"]) for row in table)
    assert {row["of"] for row in table} == {"6"}
    assert run("quality", "--output", "q.xlsx", lang=lang, env=env).code == 0
    book: Any = load_workbook(tmp_path / "q.xlsx")
    sheet = book.worksheets[0]
    assert sheet.max_row == len(table) + 1
    bars = [(row[3].value, row[4].value) for row in sheet.iter_rows(min_row=2)]
    assert all(bar == "●" * met + "○" * (6 - met) for met, bar in bars)
    text = run("quality", lang=lang, env=env).out
    assert text.count("/6") == len(table)
    assert ("keine Note" if lang == "de" else "no grade") in " ".join(text.split())


def test_field_and_order(real_project: Path) -> None:
    """One field in the order of the paper; what does not exist is an error."""
    run = Program(real_project)
    done = run("quality", "--field", "B.X", "--sort", "paper", "--format", "csv")
    numbers = [row["notation"] for row in csv.DictReader(io.StringIO(done.out))]
    assert numbers == [f"B.X.{n}" for n in range(1, len(numbers) + 1)]
    assert len(numbers) > 5
    for lang in LANGUAGES:
        done = run("quality", "--field", "Mond", lang=lang)
        assert done.code == 2
        assert "Mond" in done.err
    assert run("quality", "--format", "xlsx").code == 2


def test_plain_terminal(real_project: Path) -> None:
    """Without ● and ✓ the signs still differ."""
    done = Program(real_project)("quality", env={"PYTHONIOENCODING": "ascii"})
    assert done.code == 0
    assert "*..... 1/6" in done.out or "**.... 2/6" in done.out
