# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""One page of every kind that the portal has, found by its routes, so that none is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zielgraph import open_graph
from zielgraph.portal.portal import Portal

if TYPE_CHECKING:
    from pathlib import Path

FILES = (".json", ".csv", ".xlsx", ".svg")
"""Endings of what is no page but a file to take along."""

ASKED = (
    "search?q=Klima",
    "search?q=Klima&kind=goal&page=2",
    "search?q=zzzzzz",
    "explore?through=mobilitaet,klima,teilhabe",
    "explore?node=B.X&layers=all",
    "explore?page=2",
    "goals?page=2",
    "goals?q=Rad&sdg=11",
    "goals?q=zzzzzz",
    "quality?page=2",
    "matrix?by=actor&confidence=50&sort=most",
    "queries/actor-load?sort=-responsible",
    "queries/goal?notation=B.X.1",
    "queries/links-of-target?target=11.2",
    "goals?sort=random",
)
"""Pages of the repository's own strategy that show something else when asked something."""


def portal_of(folder: Path) -> Portal:
    """Return the portal of a built project, without a server."""
    return Portal(open_graph(folder), "test")


def kind_of(path: str) -> str:
    """Return what kind of thing the page of a data IRI is about.

    >>> kind_of("id/town/goal/x"), kind_of("id/topic/x"), kind_of("matrix")
    ('id/goal', 'id/topic', 'matrix')
    """
    parts = path.split("/")
    if parts[0] != "id":
        return path
    return "id/" + (parts[2] if len(parts) > 3 else parts[1])


def one_of_each_kind(portal: Portal) -> list[str]:
    """Return paths without language: the first of every route, and of every kind of thing."""
    found: dict[str, str] = {}
    for route in portal.routes:
        if route.every is None:
            if "{" not in route.pattern:
                found.setdefault(route.pattern, route.pattern)
            continue
        for path in route.every(portal):
            if path.startswith("id/"):
                found.setdefault(kind_of(path), path)
            elif path.startswith("sdg/"):
                found.setdefault("sdg target" if "." in path else "sdg goal", path)
            else:
                found.setdefault(route.pattern, path)
    pages = [path for path in found.values() if not path.endswith(FILES)]
    return [*pages, *ASKED, "no-such-page"]
