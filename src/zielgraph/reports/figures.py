# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The pictures of the coverage, each with the words for those who do not see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zielgraph.coverage.matrix import SDGS, coverage_matrix
from zielgraph.model.messages import message
from zielgraph.reports.charts import matrix_svg, profile_svg, targets_svg
from zielgraph.reports.document import Picture
from zielgraph.reports.facts import colours, sdg_facts, target_facts
from zielgraph.reports.summary import ranked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zielgraph.coverage.matrix import FieldRow
    from zielgraph.model.project import Project
    from zielgraph.reports.facts import SdgFact, TargetFact
    from zielgraph.store.base import GraphStore

ASPECTS = ("field", "sdg", "target")
"""What can be drawn."""

_TOP = 3
"""How many SDGs the words about the profile name."""


def coverage_svg(project: Project, store: GraphStore, by: str = "field") -> str:
    """Return one picture of the coverage as SVG, in the language of the moment.

    :param by: one of :data:`ASPECTS`.
    :raises QueryError: if the query library of the project lacks a query.
    """
    sdgs = sdg_facts(project, store)
    if by == "sdg":
        return profile_picture(sdgs).svg
    if by == "target":
        return targets_picture(target_facts(project, store), sdgs).svg
    return matrix_picture(coverage_matrix(project, store), sdgs).svg


def matrix_picture(rows: Sequence[FieldRow], sdgs: Sequence[SdgFact]) -> Picture:
    """Return fields × SDGs."""
    cells = [row.cell(sdg) for row in rows for sdg in SDGS]
    about = message(
        "report.matrix_about",
        rows=len(rows),
        cells=sum(cell.direct + cell.indirect > 0 for cell in cells),
        direct=sum(cell.direct > 0 for cell in cells),
    )
    title = message("report.matrix_title")
    heading = message("chart.field")
    svg = matrix_svg(rows, colours(sdgs), title=title, about=about, heading=heading)
    return Picture(svg, about, title)


def profile_picture(sdgs: Sequence[SdgFact]) -> Picture:
    """Return the bars of the 17 SDGs."""
    top = [
        message("chart.bar", sdg=f.sdg, direct=f.direct, indirect=f.indirect, conflicts=f.conflicts)
        for f in ranked(sdgs)[:_TOP]
    ]
    about = message("report.profile_about", n=len(sdgs), top="; ".join(top)).strip()
    title = message("report.profile_title")
    return Picture(profile_svg(sdgs, title=title, about=about), about, title)


def targets_picture(targets: Sequence[TargetFact], sdgs: Sequence[SdgFact]) -> Picture:
    """Return the tiles of the targets."""
    states = [fact.state for fact in targets]
    about = message(
        "report.tiles_about",
        n=len(targets),
        direct=states.count("direct"),
        indirect=states.count("indirect"),
        gap=states.count("gap"),
        outside=states.count("outside"),
    )
    title = message("report.tiles_title")
    return Picture(targets_svg(targets, sdgs, title=title, about=about), about, title)
