# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""All kinds of pages; a new module of pages is added here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zielgraph.portal.page import Route

_MODULES = (
    "start",
    "sdgs",
    "matrix",
    "releases",
    "things",
    "lists",
    "search",
    "explore",
    "queries",
    "editor",
    "quality",
    "changes",
    "data",
    "method",
    "legal",
)


def all_routes() -> tuple[Route, ...]:
    """Return the routes of all modules in ``pages/``, in the order in which they are tried."""
    found: list[Route] = []
    for name in _MODULES:
        found.extend(import_module(f"zielgraph.portal.pages.{name}").ROUTES)
    return tuple(found)
