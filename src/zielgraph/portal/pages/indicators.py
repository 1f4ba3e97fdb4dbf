# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Pages about indicators, with the county's figures beside those of the country."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zielgraph.portal.indicator_facts import indicator_facts
from zielgraph.portal.page import Page
from zielgraph.portal.pages.common import Desk, capital

if TYPE_CHECKING:
    from zielgraph.portal.content.things import Around
    from zielgraph.portal.page import Request
    from zielgraph.portal.portal import Portal


def indicator_page(portal: Portal, request: Request, around: Around) -> Page:
    """Return the page about an indicator; its code in the statistics is no number to quote."""
    desk = Desk(portal, request, around)
    facts = desk.facts
    known = indicator_facts(portal)
    entry = known.about(facts.iri)
    context = desk.head() | {
        "notation": "",
        "entry": entry,
        "area": known.area,
        "lines": desk.lines(),
        "incoming": desk.incoming(("measuredBy",) if entry else ()),
    }
    title = capital(desk.speaker.title(facts))
    return Page("things/indicator.html", title, context, data=facts.iri)
