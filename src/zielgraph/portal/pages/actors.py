# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The page about an actor: in what it takes part, in which role, and how that is known."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from zielgraph.model.messages import message
from zielgraph.model.names import PREFIXES
from zielgraph.portal.content.claims import involvement_groups
from zielgraph.portal.content.items import items
from zielgraph.portal.page import Page
from zielgraph.portal.pages.common import Desk, capital
from zielgraph.portal.pages.fields import sdg_counts

if TYPE_CHECKING:
    from zielgraph.portal.content.claims import ClaimView
    from zielgraph.portal.content.things import Around
    from zielgraph.portal.page import Request
    from zielgraph.portal.portal import Portal

_ORG = PREFIXES["org"]
_PARTS = (_ORG + "subOrganizationOf", _ORG + "unitOf")
_CARRYING = ("responsible", "contributing")


def actor_page(portal: Portal, request: Request, around: Around) -> Page:
    """Return the page about an actor."""
    desk = Desk(portal, request, around)
    facts, known = desk.facts, items(portal)
    groups, refused = involvement_groups(
        desk.speaker, around.claims_of("Involvement", "actor"), "statement"
    )
    carried = {
        view.other.iri
        for _, views in groups
        for view in views
        if view.kind in _CARRYING and view.status in {"accepted", "confirmed"}
    }
    comments = [desk.remark(claim) for claim in around.claims_of("Comment", "commentBy")]
    context = desk.head() | {
        "crumbs": [(message("portal.section_actors"), f"/{request.lang}/actors")],
        "above": desk.speaker.references(iri for prop in _PARTS for iri in facts.all(prop)),
        "below": desk.speaker.references(iri for prop in _PARTS for iri in around.named_by(prop)),
        "groups": groups,
        "refused": refused,
        "bases": _bases(groups),
        "total": sum(len(views) for _, views in groups),
        "sdgs": sdg_counts(item for iri in sorted(carried) if (item := known.get(iri))),
        "carried": len(carried),
        "comments": comments,
        "lines": desk.lines((*_PARTS, "partOf")),
        "incoming": desk.incoming((*_PARTS, "partOf", "actor", "commentBy")),
    }
    title = capital(desk.speaker.title(facts))
    return Page("things/actor.html", title, context, data=facts.iri, section="actors")


def _bases(groups: list[tuple[str, list[ClaimView]]]) -> list[tuple[str, str, int]]:
    """Return how many involvements rest on which basis: its name, its word, how many."""
    count = Counter((view.basis, view.basis_word) for _, views in groups for view in views)
    order = {basis: place for place, basis in enumerate(("stated", "judged", "computed"))}
    return [
        (basis, word, count[basis, word])
        for basis, word in sorted(count, key=lambda pair: (order.get(pair[0], 9), pair))
    ]
