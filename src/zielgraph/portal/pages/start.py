# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The start page: the strategy at a glance, and four ways in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from zielgraph.dependencies.naming import find_place
from zielgraph.model.errors import DependencyError
from zielgraph.model.messages import LANGUAGES, message
from zielgraph.portal.coverage_facts import Narrowing, coverage_facts, narrowed
from zielgraph.portal.exploring import LAYER_SETS, knowledge, ways
from zielgraph.portal.page import Page, Route
from zielgraph.portal.pages.explore import ground, verb
from zielgraph.portal.pages.method import standing

if TYPE_CHECKING:
    from collections.abc import Callable

    from zielgraph.dependencies.paths import Path
    from zielgraph.portal.page import Request
    from zielgraph.portal.portal import Portal

_ENTRANCES = (
    ("manager", ("sdgs", "matrix", "quality")),
    ("planner", ("explore", "fields", "measures")),
    ("opendata", ("data", "changes", "method")),
    ("research", ("queries", "editor", "method")),
)
_SORTS = ("field", "statement", "topic")
_STEPS = 1


@dataclass(frozen=True, slots=True)
class Entrance:
    """A way in for one kind of users.

    :param links: label and path.
    """

    title: str
    about: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Example:
    """The ready example: the strongest path through the places of the settings.

    :param address: the page that shows all such paths.
    """

    title: str
    path: Path
    address: str


def start(portal: Portal, request: Request) -> Page:
    """Return the start page."""
    facts = coverage_facts(portal)
    frame = portal.frame(request.lang)
    entries = [*frame.main, *(entry for _, group in frame.more for entry in group)]
    sections = {entry.section: entry for entry in entries}
    matrix = narrowed(portal, "field", Narrowing())
    context = {
        "facts": facts,
        "summary": facts.summary,
        "most": max((r.direct + r.indirect for r in facts.sdgs.values()), default=0) or 1,
        "rows": [(row, facts.goals_of(row.iri)) for row in matrix.rows],
        "goals": sum(facts.goals_of(row.iri) for row in matrix.rows),
        "links": facts.summary.counted("supports", "accepted", "confirmed"),
        "conflicts": facts.summary.counted("conflicts", "accepted", "confirmed"),
        "standing": standing(portal, request.lang),
        "entrances": [
            Entrance(
                message(f"portal.entrance_{name}"),
                message(f"portal.entrance_{name}_about"),
                tuple(
                    (sections[section].label, sections[section].path)
                    for section in wanted
                    if section in sections
                ),
            )
            for name, wanted in _ENTRANCES
        ],
        "example": portal.once(_EXAMPLES[request.lang]),
        "verb": verb,
        "ground": ground,
    }
    return Page("start.html", message("portal.start"), context, section="start")


def _example(portal: Portal, lang: str) -> Example | None:
    """Return the example, if the settings name one and the strategy has such a path."""
    names = portal.settings.example
    if len(names) < 2:  # noqa: PLR2004 - from somewhere to somewhere
        return None
    known = knowledge(portal)
    try:
        places = [find_place(known.places, name, _SORTS) for name in names]
    except DependencyError:
        return None
    found = ways(known, lang, places, LAYER_SETS["read"], _STEPS).paths
    if not found:
        return None
    address = f"/{lang}/explore?" + urlencode({"through": ",".join(names)}, safe=",")
    return Example(" – ".join(p.names[lang] for p in places), found[0], address)


def _maker(lang: str) -> Callable[[Portal], Example | None]:
    def make(portal: Portal) -> Example | None:
        return _example(portal, lang)

    return make


_EXAMPLES = {lang: _maker(lang) for lang in LANGUAGES}

ROUTES = (Route("", start),)
