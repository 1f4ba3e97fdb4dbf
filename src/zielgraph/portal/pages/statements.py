# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Pages about statements: goals, guiding aims, principles and measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zielgraph.model.messages import message
from zielgraph.portal.content.asking import asker
from zielgraph.portal.content.claims import (
    ClaimView,
    Said,
    dependency_groups,
    involvement_groups,
    sdg_groups,
)
from zielgraph.portal.content.history import histories
from zielgraph.portal.content.items import GOALS, items
from zielgraph.portal.page import Page
from zielgraph.portal.pages.common import Desk, capital

if TYPE_CHECKING:
    from zielgraph.portal.content.claims import Reference, Speaker
    from zielgraph.portal.content.items import Item
    from zielgraph.portal.content.things import Around, Facts
    from zielgraph.portal.page import Request
    from zielgraph.portal.portal import Portal

_SECTIONS = {"principle": "principles", "measure": "measures", "aim": "fields"}
_ELSEWHERE = (
    *("inField", "topic", "targetGroup", "implements", "implementedBy", "measureKind"),
    *("contributesTo", "conflictsWith", "dependsOn", "contributesToField", "measuredBy"),
    *("year", "thresholdValue", "unit"),
)
_SHOWN_CLAIMS = (
    *("statement", "from", "to", "milestoneOf", "measures", "earlier", "later", "revises"),
    *("implements", "implementedBy", "dependsOn", "conflictsWith", "contributesTo", "passageOf"),
)

_GAPS = ("measure", "milestone", "indicator")
"""What a goal may lack; a query of the library, ``goals-without-…``, says which do."""


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """A commitment with a year or a threshold."""

    milestone: Reference
    amount: str
    text: Said


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The statement before or after in the paper."""

    iri: str
    number: str
    title: str


def statement_page(portal: Portal, request: Request, around: Around) -> Page:
    """Return the page about a goal, guiding aim, principle or measure."""
    desk = Desk(portal, request, around)
    speaker, facts = desk.speaker, desk.facts
    item = items(portal).get(facts.iri)
    kind = item.kind if item else "goal"
    dependencies, set_aside = dependency_groups(speaker, around)
    involvements, refused = involvement_groups(speaker, around.claims_of("Involvement"), "actor")
    context = desk.head() | {
        "item": item,
        "topics": speaker.references(facts.all("topic")),
        "groups": speaker.references(facts.all("targetGroup")),
        "fields": speaker.references(facts.all("inField")),
        "means": speaker.reference(facts.one("measureKind")) if facts.one("measureKind") else None,
        "sdgs": sdg_groups(speaker, around.claims_of("SdgLink")),
        "dependencies": dependencies,
        "set_aside": set_aside,
        "involvements": involvements,
        "refused": refused,
        "responsible": [
            view for _, views in involvements for view in views if view.kind == "responsible"
        ],
        "missing": [gap for gap in _GAPS if facts.iri in portal.once(_without)[gap]],
        "implements": _in_order(portal, facts.all("implements")),
        "measures": _in_order(portal, around.named_by("implements")),
        "milestones": [_milestone(speaker, claim) for claim in around.claims_of("Milestone")],
        "indicators": _indicators(speaker, around),
        "carried": _carried(speaker, around),
        "history": histories(portal, request.lang, [facts.iri, *(c.iri for c in around.claims)]),
        "lines": desk.lines(_ELSEWHERE),
        "incoming": desk.incoming(_SHOWN_CLAIMS),
        "counted": dependency_count(dependencies),
    }
    context["crumbs"] = _crumbs(desk, kind)
    context |= _neighbours(portal, request.lang, item)
    title = capital(speaker.title(facts))
    section = _SECTIONS.get(kind, "goals")
    return Page("things/statement.html", title, context, data=facts.iri, section=section)


def _without(portal: Portal) -> dict[str, set[str]]:
    """Return the goals that lack something, by what they lack."""
    ask = asker(portal).ask
    return {gap: {row["goal"] for row in ask(f"goals-without-{gap}")} for gap in _GAPS}


def dependency_count(groups: list) -> int:  # type: ignore[type-arg]
    """Return how many dependencies the groups hold."""
    return sum(len(group.claims) for group in groups)


def _in_order(portal: Portal, iris: list[str]) -> list[Item]:
    found = [item for iri in iris if (item := items(portal).get(iri))]
    return sorted(found, key=lambda item: (item.kind, item.place))


def _milestone(speaker: Speaker, claim: Facts) -> MilestoneView:
    value = claim.one("thresholdValue").removesuffix(".0")
    if speaker.lang == "de":
        value = value.replace(".", ",")
    amount = " ".join(filter(None, (value, claim.one("unit"))))
    year = claim.one("year")
    parts = [message("things.by_year", year=year) if year else "", amount]
    return MilestoneView(
        speaker.reference(claim.iri), ", ".join(filter(None, parts)), speaker.said(claim, "summary")
    )


def _indicators(speaker: Speaker, around: Around) -> list[ClaimView]:
    views = [
        speaker.claim(claim, "indicator", "directness")
        for claim in around.claims_of("IndicatorLink", "measures")
        if claim.word("status") != "rejected"
    ]
    return sorted(views, key=lambda view: (view.kind != "direct", view.other.label.casefold()))


def _carried(speaker: Speaker, around: Around) -> list[tuple[str, list[ClaimView]]]:
    found = []
    for through, other in (("later", "earlier"), ("earlier", "later")):
        claims = around.claims_of("CarryOver", through)
        views = [speaker.claim(claim, other, "carryOverKind") for claim in claims]
        if views:
            found.append((message(f"things.carried_{other}"), views))
    return found


def _crumbs(desk: Desk, kind: str) -> list[tuple[str, str]]:
    fields = desk.facts.all("inField")
    section = "fields" if fields else _SECTIONS.get(kind, "goals")
    crumbs = [(message(f"portal.section_{section}"), f"/{desk.lang}/{section}")]
    for field in fields[:1]:
        crumbs += [desk.crumb(above) for above in desk.facts.all("topField") if above != field]
        crumbs.append(desk.crumb(field))
    return crumbs


def _neighbours(portal: Portal, lang: str, item: Item | None) -> dict[str, Neighbour | None]:
    """Return what stands before and after in the same version of the paper."""
    if item is None or not item.number:
        return {"before": None, "after": None}
    kinds = GOALS if item.kind in GOALS else (item.kind,)
    versions = item.values("version")
    row = [
        other
        for other in items(portal).of(*kinds)
        if other.number and other.values("version") == versions
    ]
    at = row.index(item)
    before = row[at - 1] if at else None
    after = row[at + 1] if at + 1 < len(row) else None
    return {"before": _neighbour(before, lang), "after": _neighbour(after, lang)}


def _neighbour(item: Item | None, lang: str) -> Neighbour | None:
    return Neighbour(item.iri, item.number, item.text(lang)) if item else None
