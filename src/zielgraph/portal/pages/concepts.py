# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Pages about topics and target groups, with the statements that name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zielgraph.model.messages import message
from zielgraph.model.names import PREFIXES
from zielgraph.portal.content.items import GOALS, items
from zielgraph.portal.page import Page
from zielgraph.portal.pages.common import Desk, capital
from zielgraph.portal.pages.fields import SHOWN, sdg_counts

if TYPE_CHECKING:
    from zielgraph.portal.content.things import Around
    from zielgraph.portal.page import Request
    from zielgraph.portal.portal import Portal

_SKOS = PREFIXES["skos"]
_TREE = tuple(_SKOS + local for local in ("broader", "inScheme", "topConceptOf", "hasTopConcept"))
_MATCHES = tuple(
    _SKOS + local for local in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch")
)
_SUBJECT = PREFIXES["dcterms"] + "subject"
"""What names a topic by it stands in the lists already."""
_KINDS = (("goals", GOALS), ("aims", ("aim",)), ("principles", ("principle",)))


def concept_page(portal: Portal, request: Request, around: Around) -> Page:
    """Return the page about a topic or a target group."""
    desk = Desk(portal, request, around)
    facts, known = desk.facts, items(portal)
    is_topic = facts.has_type("Topic")
    feature = "topic" if is_topic else "targetGroup"
    below = around.named_by(_SKOS + "broader")
    named = known.naming(feature, facts.iri)
    groups = [
        (name, found[:SHOWN], len(found))
        for name, kinds in (*_KINDS, ("measures", ("measure",)))
        if (found := [item for item in named if item.kind in kinds])
    ]
    crumbs = [(message("portal.section_topics"), f"/{request.lang}/topics")] if is_topic else []
    broader = desk.speaker.references(facts.all(_SKOS + "broader"))
    goals = [item for item in named if item.kind in GOALS]
    context = desk.head() | {
        "crumbs": [*crumbs, *(desk.crumb(above.iri) for above in broader[:1])],
        "broader": broader,
        "narrower": [
            (thing, item.counts.get("statements", 0))
            for thing in desk.speaker.references(below)
            if (item := known.get(thing.iri))
        ],
        "matches": [iri for prop in _MATCHES for iri in facts.all(prop)],
        "groups": groups,
        "total": len(named),
        "goal_count": len(goals),
        "feature": feature,
        "key": portal.addresses.local(facts.iri),
        "sdgs": sdg_counts(goals),
        "lines": desk.lines((*_TREE, *_MATCHES)),
        "incoming": desk.incoming((*_TREE, _SUBJECT, "topic", "targetGroup")),
    }
    title = capital(desk.speaker.title(facts))
    section = "topics" if is_topic else ""
    return Page(
        "things/concept.html", title, context, data=facts.iri, section=section, kind=context["kind"]
    )
