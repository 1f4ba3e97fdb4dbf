# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The 17 SDGs, one SDG, and one of its targets, with all that speaks for each figure."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zielgraph.coverage.evidence import Evidence
from zielgraph.coverage.shares import Share
from zielgraph.coverage.views import STATES, text
from zielgraph.model.messages import LANGUAGES, language, message
from zielgraph.model.names import PREFIXES
from zielgraph.portal.content.items import items
from zielgraph.portal.content.names import names
from zielgraph.portal.coverage_facts import IN_FIELDS, coverage_facts
from zielgraph.portal.indicator_facts import indicator_facts
from zielgraph.portal.page import Moved, Page, PageNotFoundError, Route

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from zielgraph.coverage.evidence import Link
    from zielgraph.coverage.views import TargetRow
    from zielgraph.portal.coverage_facts import CoverageFacts
    from zielgraph.portal.page import Request
    from zielgraph.portal.portal import Portal

_NUMBER = re.compile(r"0*([1-9][0-9]?)(?:\.([0-9a-z]{1,2}))?", re.IGNORECASE)


_MOST = 100
"""Statements of a group that are shown; a page of its own has the others."""

_LISTS = {"measure": "measures", "principle": "principles"}


@dataclass(frozen=True, slots=True)
class Group:
    """Statements that are shown together: those of a field, or of a kind without field.

    :param iri: the field, empty for a kind.
    :param list: name of the page that lists all of the kind.
    """

    iri: str
    notation: str
    label: str
    supports: tuple[Evidence, ...]
    conflicts: tuple[Evidence, ...]
    list: str = "goals"

    @property
    def direct(self) -> int:
        """Return how many statements have a direct link."""
        return sum(entry.directness == "direct" for entry in self.supports)

    @property
    def indirect(self) -> int:
        """Return how many have indirect links only."""
        return len(self.supports) - self.direct


def sdgs(portal: Portal, request: Request) -> Page:  # noqa: ARG001 - what every view gets
    """Return the page of the 17 SDGs."""
    facts = coverage_facts(portal)
    most = max((row.direct + row.indirect for row in facts.sdgs.values()), default=0) or 1
    states = {
        number: [(state, _count(facts, number, state)) for state in STATES] for number in facts.sdgs
    }
    context = {"facts": facts, "most": most, "states": states, "summary": facts.summary}
    return Page("sdgs.html", message("portal.section_sdgs"), context, section="sdgs")


def _count(facts: CoverageFacts, number: int, state: str) -> int:
    return sum(row.sdg == number and row.state == state for row in facts.targets.values())


def sdg(portal: Portal, request: Request, number: str) -> Page | Moved:
    """Return the page of an SDG or target.

    :raises PageNotFoundError: if there is no such SDG.
    """
    found = _NUMBER.fullmatch(number)
    facts = coverage_facts(portal)
    plain = "" if found is None else found[1] + (f".{found[2].lower()}" if found[2] else "")
    target = facts.targets.get(plain)
    if target is None and plain not in {str(n) for n in facts.sdgs}:
        raise PageNotFoundError("portal.no_sdg", number=number)
    if plain != number:
        return Moved(f"/{request.lang}/sdg/{plain}")
    return _target(portal, facts, target) if target is not None else _goal(portal, facts, plain)


def _goal(portal: Portal, facts: CoverageFacts, plain: str) -> Page:
    number = int(plain)
    row = facts.sdgs[number]
    targets = [entry for entry in facts.targets.values() if entry.sdg == number]
    within = [entry for entry in targets if entry.remit != "outside"]
    indicators = indicator_facts(portal)
    context = {
        "row": row,
        "facts": facts,
        "targets": targets,
        "served": Share(row.targets_served, row.targets, "targets"),
        "within": Share(sum(_served(entry) for entry in within), len(within), "within"),
        "summary": _summary(portal, plain),
        "most_shown": _MOST,
        "stacked": [
            (message(f"coverage.state_{state}"), _count(facts, number, state), state)
            for state in STATES
        ],
        "gaps": [facts.gaps[entry.target] for entry in targets if entry.target in facts.gaps],
        "groups": list(_groups(facts, lambda link: link.sdg == number)),
        "indicators": indicators.of(plain, *(entry.target for entry in targets)),
        "area": indicators.area,
        "earlier": _earlier(portal),
        "before": number - 1 if number - 1 in facts.sdgs else None,
        "after": number + 1 if number + 1 in facts.sdgs else None,
    }
    title = message("portal.sdg_title", number=number, label=row.label)
    return Page("sdg.html", title, context, data=PREFIXES["sdg"] + plain, section="sdgs")


def _earlier(portal: Portal) -> Callable[[str], str]:
    """Return what names the paper of a statement, if the latest one has it no more."""
    known, lang = names(portal), language()
    latest = portal.frame(lang).papers[:1]

    def paper(iri: str) -> str:
        item = items(portal).get(iri)
        papers = [known.label(version, lang) for version in item.values("version")] if item else []
        return "" if not papers or set(papers) & set(latest) else papers[0]

    return paper


def _served(entry: TargetRow) -> bool:
    return entry.state in {"direct", "indirect"}


def _target(portal: Portal, facts: CoverageFacts, row: TargetRow) -> Page:
    siblings = [name for name, entry in facts.targets.items() if entry.sdg == row.sdg]
    place = siblings.index(row.target)
    indicators = indicator_facts(portal)
    official = portal.graph.query("indicators-of-target", target=row.target)
    context = {
        "row": row,
        "facts": facts,
        "sdg": facts.sdgs[row.sdg],
        "summary": _summary(portal, row.target),
        "most_shown": _MOST,
        "remit": facts.remit.get(row.target),
        "gap": facts.gaps.get(row.target),
        "groups": list(_groups(facts, lambda link: link.target == row.target)),
        "official": [(text(r, "notation"), text(r, "title")) for r in official],
        "indicators": indicators.of(row.target),
        "area": indicators.area,
        "earlier": _earlier(portal),
        "before": siblings[place - 1] if place else None,
        "after": siblings[place + 1] if place + 1 < len(siblings) else None,
    }
    title = message("portal.target_title", number=row.target, label=row.label)
    return Page("target.html", title, context, data=PREFIXES["sdg"] + row.target, section="sdgs")


def _summary(portal: Portal, number: str) -> str:
    return portal.once(_SUMMARIES[language()]).get(number, "")


def _reader(lang: str) -> Callable[[Portal], dict[str, str]]:
    def read(portal: Portal) -> dict[str, str]:
        rows = portal.graph.query("sdg-summaries", lang=lang)
        return {text(row, "number"): text(row, "summary") for row in rows}

    return read


_SUMMARIES = {lang: _reader(lang) for lang in LANGUAGES}


def _groups(facts: CoverageFacts, fits: Callable[[Link], bool]) -> Iterator[Group]:
    """Yield the statements with fitting links by field, then those that lie in no field's row.

    A goal that lies in two fields is shown in the first, so that nothing is told twice.
    """
    supports, conflicts = (
        _by_place(facts, facts.supports, fits),
        _by_place(facts, facts.conflicts, fits),
    )
    for iri, field in facts.fields.items():
        if iri in supports or iri in conflicts:
            yield Group(
                iri,
                field.notation,
                field.label,
                tuple(supports.get(iri, ())),
                tuple(conflicts.get(iri, ())),
            )
    for kind in ("aim", "goal", "measure", "principle"):
        if kind in supports or kind in conflicts:
            yield Group(
                "",
                "",
                message(f"portal.kinds_{kind}"),
                tuple(supports.get(kind, ())),
                tuple(conflicts.get(kind, ())),
                _LISTS.get(kind, "goals"),
            )


def _by_place(
    facts: CoverageFacts, found: Iterable[Evidence], fits: Callable[[Link], bool]
) -> dict[str, list[Evidence]]:
    places: dict[str, list[Evidence]] = defaultdict(list)
    for entry in found:
        if not (links := tuple(link for link in entry.links if fits(link))):
            continue
        statement = facts.statements.get(entry.iri)
        kind = "goal" if entry.kind == "commitment" else entry.kind
        fields = statement.fields if statement and entry.kind in IN_FIELDS else ()
        place = next((field for field in fields if field in facts.fields), kind)
        shown = Evidence(entry.iri, entry.notation, entry.kind, entry.title, links)
        places[place].append(shown)
    return places


def _every(portal: Portal) -> Iterator[str]:
    facts = coverage_facts(portal)
    yield from (str(number) for number in facts.sdgs)
    yield from facts.targets


ROUTES = (
    Route("sdgs", sdgs),
    Route("sdg/{number}", sdg, lambda portal: (f"sdg/{number}" for number in _every(portal))),
)
