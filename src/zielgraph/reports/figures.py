# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The pictures of the coverage, each with the words for those who do not see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, get_args

from zielgraph.coverage.matrix import SDGS, RowsBy
from zielgraph.coverage.views import Coverage, text
from zielgraph.model.messages import message
from zielgraph.reports.charts import MatrixWords, matrix_svg, profile_svg, targets_svg
from zielgraph.reports.document import Picture
from zielgraph.reports.facts import colours, sdg_facts
from zielgraph.reports.summary import ranked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zielgraph.coverage.matrix import MatrixRow
    from zielgraph.coverage.views import TargetRow
    from zielgraph.model.project import Project
    from zielgraph.reports.facts import SdgFact
    from zielgraph.store.base import GraphStore

ASPECTS = ("field", "sdg", "target", "actor", "department", "principle")
"""What can be drawn."""

_SHARING = frozenset({"actor", "department"})
"""Rows that may share a statement, so that columns do not add up."""

_TOP = 3
"""How many SDGs the words about the profile name."""


def coverage_svg(
    project: Project, store: GraphStore, by: str = "field", version: str | None = None
) -> str:
    """Return one picture of the coverage as SVG with a headline, in the language of the moment.

    :param by: one of :data:`ASPECTS`.
    :param version: IRI of a version, or its end; only its statements count. All if ``None``.
    :raises QueryError: if there is no such version, or the query library lacks a query.
    """
    views = Coverage(project, store, version)
    views.check()
    paper = "" if version is None else text(views.ask("versions")[0], "label")
    sdgs = sdg_facts(views)
    if by == "sdg":
        return profile_picture(sdgs, paper, headline=True).svg
    if by == "target":
        return targets_picture(views.targets(), sdgs, paper, headline=True).svg
    rows = views.matrix(_rows_by(by)).rows
    return matrix_picture(rows, sdgs, by, paper, headline=True).svg


def _rows_by(by: str) -> RowsBy:
    for known in get_args(RowsBy):
        if known == by:
            return cast("RowsBy", known)
    raise ValueError(by)


def _titled(title: str, paper: str) -> str:
    return f"{title} – {paper}" if paper else title


def matrix_picture(
    rows: Sequence[MatrixRow],
    sdgs: Sequence[SdgFact],
    by: str = "field",
    paper: str = "",
    *,
    headline: bool = False,
) -> Picture:
    """Return rows × SDGs.

    :param by: what the rows are.
    :param paper: the only paper that counts, for the title; empty if all do.
    """
    title = message("report.matrix_title") if by == "field" else message(f"coverage.title_{by}")
    cells = [row.cell(sdg) for row in rows for sdg in SDGS]
    about = message(
        "report.matrix_about",
        rows=len(rows),
        row=message(f"coverage.row_{by}"),
        cells=sum(cell.direct + cell.indirect > 0 for cell in cells),
        direct=sum(cell.direct > 0 for cell in cells),
        conflicts=sum(cell.conflicts > 0 for cell in cells),
    )
    drawn = MatrixWords(
        title=_titled(title, paper),
        about=about,
        heading=message(f"coverage.row_{by}"),
        total=by not in _SHARING,
        headline=headline,
    )
    return Picture(matrix_svg(rows, colours(sdgs), drawn), about, drawn.title)


def profile_picture(sdgs: Sequence[SdgFact], paper: str = "", *, headline: bool = False) -> Picture:
    """Return the bars of the 17 SDGs."""
    top = [
        message("chart.bar", sdg=f.sdg, direct=f.direct, indirect=f.indirect, conflicts=f.conflicts)
        for f in ranked(sdgs)[:_TOP]
    ]
    about = message("report.profile_about", n=len(sdgs), top="; ".join(top)).strip()
    title = _titled(message("report.profile_title"), paper)
    return Picture(profile_svg(sdgs, title=title, about=about, headline=headline), about, title)


def targets_picture(
    targets: Sequence[TargetRow],
    sdgs: Sequence[SdgFact],
    paper: str = "",
    *,
    headline: bool = False,
) -> Picture:
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
    title = _titled(message("report.tiles_title"), paper)
    svg = targets_svg(targets, sdgs, title=title, about=about, headline=headline)
    return Picture(svg, about, title)
