# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The report page by page, its appendices, and what it says of the indicators."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from zielgraph.build.location import current_store
from zielgraph.coverage.views import TargetRow
from zielgraph.graph import open_graph
from zielgraph.model.messages import message, speaking
from zielgraph.model.project import Project
from zielgraph.reports.content import document
from zielgraph.reports.document import Document, Section, Table, Text
from zielgraph.reports.facts import Facts, SdgFact, read_facts
from zielgraph.reports.figures_of_area import AreaFacts, IndicatorFact, area_section
from zielgraph.reports.report import html, pdf

if TYPE_CHECKING:
    from pathlib import Path

PAPERS = (None, "ziele-2025-entwurf-2", "leitbild-2019")
NOTHING = Facts([], [], [], [], [], [], 0, [], {}, [], "", "")
VALUE = IndicatorFact("Miete", "Euro", 2022, Decimal("6.5"), Decimal("7.25"))


def report_of(project: Path, paper: str | None, code: str) -> Document:
    """Return the report of a paper."""
    with speaking(code):
        found = Project(project)
        return document(read_facts(found, current_store(found), paper))


@pytest.mark.parametrize("code", ["de", "en"])
@pytest.mark.parametrize("paper", PAPERS)
def test_no_heading_stands_alone_at_the_foot(
    real_project: Path, paper: str | None, code: str
) -> None:
    """Neither the title of a section nor that of a table is the last line of a page."""
    report = report_of(real_project, paper, code)
    titles = {section.title for section in report.sections}
    titles |= {
        block.caption
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Table)
    }
    with speaking(code):
        pages = PdfReader(io.BytesIO(pdf(report))).pages
        for position, page in enumerate(pages, 1):
            lines = [line.strip() for line in page.extract_text().splitlines() if line.strip()]
            foot = message("report.page", page=position, pages=len(pages))
            frame = (foot, report.kicker, *report.head)
            body = [line for line in lines if not any(part in line for part in frame)]
            assert body[-1] not in titles, position
            assert len(body) > 12 or position == len(pages), f"page {position} is almost empty"


@pytest.mark.parametrize("code", ["de", "en"])
@pytest.mark.parametrize("paper", PAPERS)
def test_appendices_count_from_a(real_project: Path, paper: str | None, code: str) -> None:
    """A paper without fields has no matrix; the first appendix is A all the same."""
    report = report_of(real_project, paper, code)
    titles = [section.title for section in report.sections]
    appendices = [title.partition(":")[0] for title in titles if title.startswith(("Anh", "App"))]
    assert [title[-1] for title in appendices] == ["A", "B", "C"][: len(appendices)]
    assert len(appendices) == (2 if paper == "leitbild-2019" else 3)
    texts = [b.text for s in report.sections for b in s.blocks if isinstance(b, Text)]
    with speaking(code):
        for title in appendices:
            pointer = message("report.see_table", letter=title[-1])
            assert sum(pointer in text for text in texts) == 1


def test_nothing_points_to_an_appendix_that_is_missing() -> None:
    """Without SDGs or targets no sentence names their table."""
    sdg = SdgFact(11, "Städte", "#FD9D24", 0, 0, 0, 0, 1)
    target = TargetRow(11, "11.1", "Wohnen", "gap", 0, 0, 0, 0, "within")
    with speaking("de"):
        assert "Anhang" not in html(document(NOTHING))
        assert "Anhang A" in html(document(replace(NOTHING, targets=[target])))
        assert "Anhang B" not in html(document(replace(NOTHING, sdgs=[sdg])))


def test_indicators_are_those_of_the_queries(real_project: Path) -> None:
    """Each figure of the area is there, with its year, and the count of goals without any."""
    graph = open_graph(real_project)
    with speaking("de"):
        facts = read_facts(graph.project, graph.store).area
        rows = graph.query("latest-figures", area="area/05558")
        goals = graph.query("goals")
    assert facts is not None
    assert [(f.title, f.year, str(f.value)) for f in facts.indicators] == [
        (str(row["title"]), int(str(row["year"])), str(row["value"])) for row in rows
    ]
    assert (facts.goals, facts.unmeasured) == (
        len(goals),
        len(graph.query("goals-without-indicator")),
    )


def test_goals_of_an_indicator_stand_in_the_order_of_the_paper(real_project: Path) -> None:
    """B.III before B.VI and B.VII.2 before B.VII.12, whatever their letters say."""
    graph = open_graph(real_project)
    facts = read_facts(graph.project, graph.store).area
    assert facts is not None
    goals = [fact.goals for fact in facts.indicators]
    assert ("B.III", "B.III.1", "B.VI.a.6") in goals
    assert ("B.VII", "B.VII.2", "B.VII.12") in goals


def test_report_of_a_paper_names_goals_of_that_paper(real_project: Path) -> None:
    """The vision of 2019 has numbers of its own; those of the draft are not named."""
    graph = open_graph(real_project)
    facts = read_facts(graph.project, graph.store, "leitbild-2019").area
    assert facts is not None
    assert facts.goals == len(graph.query("goals", version="leitbild-2019"))
    assert not [n for f in facts.indicators for n in f.goals if n.startswith("B.")]
    whole = read_facts(graph.project, graph.store).area
    assert whole is not None
    assert [n for f in whole.indicators for n in f.goals if n.startswith("B.")]


@pytest.mark.parametrize("bare_area", [None, AreaFacts("Tal", (), 5, 5)])
def test_without_values_there_is_no_section(bare_area: AreaFacts | None) -> None:
    """Nothing is said of indicators where the graph has no figure of the area."""
    assert area_section(bare_area) is None


def said(area: AreaFacts, code: str = "de") -> tuple[str, Table]:
    """Return the sentences and the table on an area."""
    with speaking(code):
        section = area_section(area)
    assert isinstance(section, Section)
    (table,) = [block for block in section.blocks if isinstance(block, Table)]
    assert all(len(row) == len(table.columns) for row in table.rows)
    return " ".join(b.text for b in section.blocks if isinstance(b, Text)), table


@pytest.mark.parametrize(
    ("goals", "unmeasured", "code", "sentence"),
    [
        (3, 3, "de", "Keines der 3 Ziele hat bisher einen Indikator"),
        (1, 1, "de", "Das einzige Ziel hat noch keinen Indikator"),
        (1, 0, "de", "Das einzige Ziel hat mindestens einen Indikator."),
        (3, 0, "de", "Jedes der 3 Ziele hat mindestens einen Indikator."),
        (3, 1, "de", "Eines von 3 Zielen hat noch keinen Indikator: Ob es erreicht wird"),
        (3, 2, "de", "2 von 3 Zielen haben noch keinen Indikator: Ob sie erreicht werden"),
        (3, 1, "en", "One of 3 goals has no indicator yet"),
        (3, 3, "en", "None of the 3 goals has an indicator yet"),
    ],
)
def test_sentences_on_goals_without_indicator(
    goals: int, unmeasured: int, code: str, sentence: str
) -> None:
    """None, one, many and all."""
    text, _ = said(AreaFacts("Tal", (VALUE,), goals, unmeasured), code)
    assert sentence in text


def test_columns_are_there_only_if_they_say_something() -> None:
    """Trend and rank need imported series; both values have as many decimals."""
    _, table = said(AreaFacts("Tal", (VALUE,), 0, 0))
    assert table.rows == (("Miete (Euro)", "2022", "6,50", "7,25", "–"),)
    series = replace(VALUE, since=2015, verdict="worsening", rank=3, compared=400, goals=("1.2",))
    _, table = said(AreaFacts("Tal", (series, replace(VALUE, national=None)), 0, 0))
    assert [row[3:5] for row in table.rows] == [
        ("7,25", "verschlechtert sich seit 2015; Rang 3 von 400 Kreisen und kreisfreien Städten"),
        ("–", "–"),
    ]
    assert [row[-1] for row in table.rows] == ["1.2", "–"]
