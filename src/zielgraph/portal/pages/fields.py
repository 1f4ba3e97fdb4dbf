# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The page about a field: its aims and goals, the SDGs they serve, the fields it is tied to."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from zielgraph.model.messages import message
from zielgraph.model.names import PREFIXES
from zielgraph.portal.content.asking import asker
from zielgraph.portal.content.items import GOALS, items
from zielgraph.portal.page import Page
from zielgraph.portal.pages.common import Desk, capital

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zielgraph.portal.content.claims import Speaker
    from zielgraph.portal.content.items import Item
    from zielgraph.portal.content.things import Around
    from zielgraph.portal.page import Request
    from zielgraph.portal.portal import Portal

_ELSEWHERE = ("inVersion", "position", "subFieldOf", "partOf")
_INCOMING = (
    *("inField", "topField", "passageOf", "subFieldOf", "partOf", "contributesToField"),
    PREFIXES["rdf"] + "type",
)
SHOWN = 60
"""Statements of a kind that a page lists before it points to the list with its pages."""


def field_page(portal: Portal, request: Request, around: Around) -> Page:
    """Return the page about a field."""
    desk = Desk(portal, request, around)
    facts, known = desk.facts, items(portal)
    parts = [item for iri in around.named_by("subFieldOf") if (item := known.get(iri))]
    own = _of_field(known.naming("field", facts.iri), known.naming("topField", facts.iri))
    goals = [item for item in own if item.kind in GOALS]
    above = facts.one("subFieldOf")
    crumbs = [(message("portal.section_fields"), f"/{request.lang}/fields")]
    if above:
        crumbs.append(desk.crumb(above))
    context = desk.head() | {
        "crumbs": crumbs,
        "parts": sorted(parts, key=lambda item: item.place),
        "aims": [item for item in own if item.kind == "aim"],
        "goals": goals[:SHOWN],
        "goal_count": len(goals),
        "measures": (measures := [item for item in own if item.kind == "measure"])[:SHOWN],
        "measure_count": len(measures),
        "sdgs": sdg_counts(goals),
        "tied": _tied(portal, desk.speaker, facts.iri),
        "versions": desk.speaker.references(facts.all("inVersion")),
        "key": desk.portal.addresses.local(facts.iri),
        "lines": desk.lines(_ELSEWHERE),
        "incoming": desk.incoming(_INCOMING),
    }
    title = capital(desk.speaker.title(facts))
    return Page("things/field.html", title, context, data=facts.iri, section="fields")


def sdg_counts(statements: Iterable[Item]) -> list[tuple[int, int]]:
    """Return how many of the statements serve each SDG, for those that any serves."""
    count = Counter(
        int(iri.rpartition("/")[2]) for item in statements for iri in item.values("sdg")
    )
    return sorted(count.items())


def _of_field(*found: list[Item]) -> list[Item]:
    together = {item.iri: item for items_of in found for item in items_of}
    return sorted(together.values(), key=lambda item: item.place)


def _dependencies(portal: Portal) -> Counter[tuple[str, str, str]]:
    """Return how many dependencies of each kind lead from one top field to another."""
    known = items(portal)
    found: Counter[tuple[str, str, str]] = Counter()
    for row in asker(portal).ask("dependency-graph"):
        ends = [known.get(row[end]) for end in ("from", "to")]
        tops = [end.values("topField") if end else () for end in ends]
        for one in tops[0]:
            for other in tops[1]:
                found[one, row["kind"], other] += 1
    return found


def _tied(
    portal: Portal, speaker: Speaker, field: str
) -> list[tuple[str, list[tuple[object, int]]]]:
    """Return the fields that a field is tied to, by phrase, the most ties first."""
    groups: dict[str, Counter[str]] = {}
    for (one, kind, other), count in portal.once(_dependencies).items():
        if one == field != other:
            groups.setdefault(f"{kind}_from", Counter())[other] += count
        elif other == field != one:
            groups.setdefault(f"{kind}_to", Counter())[one] += count
    return [
        (
            message(f"things.field_{key}"),
            [(speaker.reference(iri), count) for iri, count in groups[key].most_common()],
        )
        for kind in ("supports", "requires", "conflicts", "sharesResource")
        for end in ("from", "to")
        if (key := f"{kind}_{end}") in groups
    ]
