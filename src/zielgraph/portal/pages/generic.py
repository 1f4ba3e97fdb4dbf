# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The page about anything that has no page of its kind: a claim, a passage or a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zielgraph.model.names import ZG
from zielgraph.portal.content.history import histories
from zielgraph.portal.page import Page
from zielgraph.portal.pages.common import BADGES, Desk, capital

if TYPE_CHECKING:
    from zielgraph.portal.content.things import Around
    from zielgraph.portal.page import Request
    from zielgraph.portal.portal import Portal

_TEXTS = ("justification", "decisionNote")


def generic_page(portal: Portal, request: Request, around: Around) -> Page:
    """Return a page that says in words what the graph says about a thing, both ways."""
    desk = Desk(portal, request, around)
    facts = desk.facts
    context = desk.head() | {
        "lines": desk.lines((*_TEXTS, *BADGES)),
        "incoming": desk.incoming(),
        "texts": [
            (desk.names.label(ZG + local, request.lang), desk.speaker.said(facts, local))
            for local in _TEXTS
            if facts.one(local)
        ],
        "history": histories(portal, request.lang, [facts.iri]),
    }
    return Page("things/generic.html", capital(desk.speaker.title(facts)), context, data=facts.iri)
