# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""``zielgraph coverage`` writes the report and the pictures, or says why it cannot."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from conftest import Program
from zielgraph.graph import open_graph
from zielgraph.model.messages import message, speaking
from zielgraph.reports.facts import IN_FORCE, read_facts
from zielgraph.reports.figures import ASPECTS
from zielgraph.reports.words import percent

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.model.project import Project


@pytest.mark.parametrize(("lang", "said"), [("de", "Was die Strategie"), ("en", "What the strat")])
def test_report_is_written(pristine: Project, tmp_path: Path, lang: str, said: str) -> None:
    """As PDF to a file, as HTML anywhere; the ending of the file names the format."""
    run = Program(pristine.root)
    file = tmp_path / "bericht.pdf"
    assert run("coverage", "--output", file, lang=lang).code == 0
    assert file.read_bytes().startswith(b"%PDF-1.7")
    page = run("coverage", "--format", "html", lang=lang)
    assert page.code == 0
    assert page.out.startswith("<!DOCTYPE html>")
    assert said in page.out
    assert f'<html lang="{lang}">' in page.out


@pytest.mark.parametrize("by", ASPECTS)
def test_pictures_are_written(pristine: Project, tmp_path: Path, by: str) -> None:
    """Every view that is a table in the terminal is a picture as well."""
    run = Program(pristine.root)
    drawn = run("coverage", "--by", by, "--format", "svg")
    assert drawn.code == 0
    assert drawn.out.startswith("<svg ")
    file = tmp_path / "bild.png"
    assert run("coverage", "--by", by, "--output", file).code == 0
    assert file.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("form", ["pdf", "png"])
def test_binary_needs_a_file(pristine: Project, form: str) -> None:
    """A terminal is no place for a PDF."""
    done = Program(pristine.root)("coverage", "--format", form)
    assert done.code == 2
    assert done.out == ""
    assert "--output" in done.err


@pytest.mark.parametrize("form", ["pdf", "html", "svg", "png"])
def test_nothing_is_left_where_writing_fails(pristine: Project, tmp_path: Path, form: str) -> None:
    """A folder that is missing is an error in one line."""
    done = Program(pristine.root)(
        "coverage", "--format", form, "--output", tmp_path / "missing" / "x"
    )
    assert done.code == 2
    assert len(done.err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("paper", ["ziele-2025-entwurf-2", "leitbild-2019"])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_report_of_one_paper_counts_that_paper_only(
    real_project: Path, paper: str, lang: str
) -> None:
    """Its figures are those that the terminal and JSON show for the paper; no other is named."""
    run = Program(real_project)
    page = run("coverage", "--paper", paper, "--format", "html", lang=lang).out
    known = json.loads(run("coverage", "--paper", paper, "--by", "sdg", "--format", "json").out)
    summary = known["summary"]
    shares = summary["shares"]
    with speaking(lang):
        counted = {
            status: sum(link["count"] for link in summary["links"] if link["status"] == status)
            for status in ("accepted", "confirmed", "proposed")
        }
        assert message("report.meta_links_text", **counted) in page
        served = shares["targets"]["part"]
        states = summary["targets"]
        said = message(
            "report.targets",
            total=169,
            served=served,
            share=percent(served, 169),
            direct=states["direct"],
            indirect=states["indirect"],
        )
        assert said in page
        assert message("report.gaps_all", n=states["gap"]) in page
    graph = open_graph(real_project)
    with speaking(lang):
        names = {
            str(row["version"]).rsplit("/", 1)[-1]: str(row["label"])
            for row in graph.query("versions")
        }
    assert names.pop(paper) in page
    assert not [name for name in names.values() if name in page]


def test_reports_of_papers_differ_and_add_up(real_project: Path) -> None:
    """What the papers have apart, the report of all has together; some measures serve both."""
    graph = open_graph(real_project)
    every = read_facts(graph.project, graph.store)
    papers = [
        read_facts(graph.project, graph.store, version)
        for version in ("ziele-2025-entwurf-2", "leitbild-2019")
    ]
    assert [len(facts.papers) for facts in papers] == [1, 1]
    for facts in papers:
        assert 0 < facts.counted(*IN_FORCE) < every.counted(*IN_FORCE)
        assert 0 < facts.readings[0].either < every.readings[0].either
    assert sum(len(facts.conflicts) for facts in papers) == len(every.conflicts) > 0
    assert sum(facts.counted(*IN_FORCE) for facts in papers) >= every.counted(*IN_FORCE)
    for sdg, whole in enumerate(every.sdgs):
        assert max(facts.sdgs[sdg].direct for facts in papers) <= whole.direct


@pytest.mark.parametrize("form", ["html", "svg", "json", "table", "csv"])
def test_paper_that_is_none_is_refused(real_project: Path, form: str) -> None:
    """A field is no paper; the message names the papers that there are."""
    for wish in ("mobilitaet", "nichts", ""):
        done = Program(real_project)("coverage", "--paper", wish, "--format", form)
        assert (done.code, done.out) == (2, "")
        assert "leitbild-2019" in done.err
        assert len(done.err.splitlines()) <= 2


@pytest.mark.parametrize("by", ASPECTS)
def test_picture_of_one_paper(real_project: Path, by: str) -> None:
    """A picture of one paper differs from that of all and names the paper."""
    run = Program(real_project)
    one = run("coverage", "--by", by, "--paper", "leitbild-2019", "--format", "svg")
    assert one.code == 0
    assert one.out != run("coverage", "--by", by, "--format", "svg").out
    assert "Leitbild" in one.out
