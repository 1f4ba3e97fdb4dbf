# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The three pictures of the report, each with the words for those who do not see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zielgraph.coverage.matrix import SDGS
from zielgraph.model.messages import message
from zielgraph.reports.charts import matrix_svg, profile_svg, targets_svg
from zielgraph.reports.document import Picture
from zielgraph.reports.summary import ranked

if TYPE_CHECKING:
    from zielgraph.reports.facts import Facts

_TOP = 3


def matrix_picture(facts: Facts) -> Picture:
    """Return fields × SDGs."""
    cells = [row.cell(sdg) for row in facts.fields for sdg in SDGS]
    about = message(
        "report.matrix_about",
        rows=len(facts.fields),
        cells=sum(cell.direct + cell.indirect > 0 for cell in cells),
        direct=sum(cell.direct > 0 for cell in cells),
    )
    title = message("report.matrix_title")
    heading = message("chart.field")
    svg = matrix_svg(facts.fields, facts.colours, title=title, about=about, heading=heading)
    return Picture(svg, about, title)


def profile_picture(facts: Facts) -> Picture:
    """Return the bars of the 17 SDGs."""
    top = [
        message("chart.bar", sdg=f.sdg, direct=f.direct, indirect=f.indirect, conflicts=f.conflicts)
        for f in ranked(facts.sdgs)[:_TOP]
    ]
    about = message("report.profile_about", n=len(facts.sdgs), top="; ".join(top)).strip()
    title = message("report.profile_title")
    return Picture(profile_svg(facts.sdgs, title=title, about=about), about, title)


def targets_picture(facts: Facts) -> Picture:
    """Return the tiles of the targets."""
    about = message(
        "report.tiles_about",
        n=len(facts.targets),
        direct=facts.state("direct"),
        indirect=facts.state("indirect"),
        gap=facts.state("gap"),
        outside=facts.state("outside"),
    )
    title = message("report.tiles_title")
    svg = targets_svg(facts.targets, facts.sdgs, title=title, about=about)
    return Picture(svg, about, title)
