# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What each goal has and what it lacks: a table to filter, and a workbook of just this view."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from zielgraph.coverage.documents import quality_csv
from zielgraph.coverage.quality import ASPECTS, by_field, by_need, goal_quality
from zielgraph.coverage.shares import Share
from zielgraph.model.messages import LANGUAGES, message, speaking
from zielgraph.portal.page import Download, Page, PageNotFoundError, Route
from zielgraph.portal.parameters import choice, page_of, paged, refuse_unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zielgraph.coverage.quality import GoalQuality
    from zielgraph.portal.page import Request
    from zielgraph.portal.portal import Portal

_KNOWN = ("field", "lacks", "sort", "page")
_ROWS = 50
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def quality(portal: Portal, request: Request) -> Page:
    """Return the page."""
    every, goals = _chosen(portal, request)
    pages, page = max(1, -(-len(goals) // _ROWS)), page_of(request.query)
    if page > pages:
        raise PageNotFoundError("explore.page", page=page, pages=pages)
    others = {n: v for n, v in request.query.items() if n in _KNOWN[:3] and v}
    context = {
        "aspects": ASPECTS,
        "names": {aspect: message(f"quality.aspect_{aspect}") for aspect in ASPECTS},
        "about": {aspect: message(f"qualitypage.about_{aspect}") for aspect in ASPECTS},
        "shares": {a: Share(sum(g.has(a) for g in every), len(every), "goals") for a in ASPECTS},
        "basis": lambda word: message(f"quality.basis_{word}"),
        "fields": by_field(every),
        "choices_of": [f for f in by_field(every) if f.iri],
        "goals": goals if request.static else goals[(page - 1) * _ROWS : page * _ROWS],
        "count": len(goals),
        "all": len(every),
        "given": others,
        "page_number": page,
        "pages": pages,
        "with_page": lambda n: f"{request.path}?{urlencode({**others, 'page': n})}",
        "suffix": "" if request.static or not others else "?" + urlencode(others),
    }
    title = paged(message("quality.title"), page, pages)
    return Page("quality.html", title, context, section="quality")


def _chosen(
    portal: Portal, request: Request
) -> tuple[Sequence[GoalQuality], Sequence[GoalQuality]]:
    """Return all goals, and those that the address asks for."""
    refuse_unknown(request.query, _KNOWN)
    every = portal.once(_qualities)[request.lang]
    lacks = choice(request.query, "lacks", ASPECTS, "")
    field = choice(request.query, "field", [f.iri for f in by_field(every)], "")
    sort = choice(request.query, "sort", ("paper", "need"), "paper")
    goals = [
        goal
        for goal in every
        if (not field or goal.field_iri == field)
        and not any(goal.has(aspect) for aspect in ASPECTS if aspect == lacks)
    ]
    return every, by_need(goals) if sort == "need" else goals


def _qualities(portal: Portal) -> dict[str, Sequence[GoalQuality]]:
    found: dict[str, Sequence[GoalQuality]] = {}
    for lang in LANGUAGES:
        with speaking(lang):
            found[lang] = goal_quality(portal.graph.views())
    return found


def as_csv(portal: Portal, request: Request) -> Download:
    """Return the view as CSV."""
    _, goals = _chosen(portal, request)
    return Download(quality_csv(goals).encode(), "text/csv; charset=utf-8", "zielgraph-quality.csv")


def as_workbook(portal: Portal, request: Request) -> Download:
    """Return the view as a workbook."""
    from zielgraph.reports.coverage_sheets import quality_book  # noqa: PLC0415 - openpyxl is slow

    every, goals = _chosen(portal, request)
    shown = {goal.iri for goal in goals}
    body = quality_book(goals, [goal for goal in every if goal.iri in shown])
    return Download(body, _XLSX, "zielgraph-quality.xlsx")


ROUTES = (
    Route("quality", quality),
    Route("quality/goals.csv", as_csv),
    Route("quality/goals.xlsx", as_workbook),
)
