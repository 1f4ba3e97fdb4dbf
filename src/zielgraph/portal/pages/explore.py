# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The page to explore: what hangs together, as picture and table, from any starting point."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from zielgraph.dependencies.naming import Place, find_place
from zielgraph.dependencies.paths import stages
from zielgraph.model.errors import DependencyError
from zielgraph.model.messages import LANGUAGES, message
from zielgraph.model.names import PREFIXES
from zielgraph.pictures.subjects import decimal
from zielgraph.portal.content.claims import as_read
from zielgraph.portal.diagram import columns
from zielgraph.portal.exploring import KINDS, LAYER_SETS, Filter, around, knowledge, ways
from zielgraph.portal.overview import overview
from zielgraph.portal.page import (
    BadParameterError,
    Download,
    Page,
    PageNotFoundError,
    Route,
)
from zielgraph.portal.pages.common import capital
from zielgraph.portal.parameters import choice, page_of, paged, refuse_unknown, whole
from zielgraph.portal.pictures import picture_links

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zielgraph.dependencies.layers import Tie
    from zielgraph.dependencies.paths import Step
    from zielgraph.portal.diagram import Diagram
    from zielgraph.portal.exploring import Knowledge
    from zielgraph.portal.page import Request
    from zielgraph.portal.portal import Portal

_KNOWN = ("node", "layers", "kind", "field", "sdg", "steps", "through", "page")
_ROWS = 50
_MOST_STEPS = 3
_TEXT = 400
"""Characters of a name that somebody asks for, at most."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for.

    :param start: what to start from; ``None`` for everything.
    :param through: places that paths go through; empty for no paths.
    :param whole: whether the table has no pages, because it becomes a file.
    """

    start: Place | None
    through: tuple[Place, ...]
    layers: str
    wanted: Filter
    steps: int
    page: int
    whole: bool


def explore(portal: Portal, request: Request) -> Page:
    """Return the page: around a node, along paths, or the whole."""
    known = portal.once(knowledge)
    network = known.facts.networks[request.lang]
    asked = _asked(known, request)
    context: dict[str, Any] = {
        "asked": asked,
        "query": dict(request.query),
        "network": network,
        "names": _names(),
        "example": _example(portal, known),
        "takeaway": picture_links(portal, request.lang),
        "suggestions": _suggestions(known, request.lang),
        "fields": [
            (field.iri, f"{field.notation} {field.title}".strip())
            for field in sorted(
                network.fields.values(), key=lambda field: as_read(field.notation, field.title)
            )
        ],
        "sdgs": [
            (number, f"{number} {known.facts.sdgs[number][request.lang]}")
            for number in sorted(known.facts.sdgs)
        ],
        "with_page": _with_page(request),
        "kind_name": lambda kind: message(f"picture.kind_{kind}"),
        "from_here": lambda iri: f"/{request.lang}/explore?{urlencode({'node': iri})}",
    }
    if asked.through:
        context |= _paths(known, request.lang, asked)
    elif asked.start is not None:
        context |= _around(known, request.lang, asked)
    else:
        context |= _whole(known, request.lang, asked)
    title = paged(context["title"], asked.page, context.get("pages", 1))
    return Page("explore.html", title, context, section="explore")


def graph_data(portal: Portal, request: Request) -> Download:
    """Return the whole picture as JSON, for the script that draws it."""
    known = portal.once(knowledge)
    body = json.dumps(overview(portal, known, request.lang), ensure_ascii=False)
    return Download(body.encode(), "application/json; charset=utf-8", "explore.json")


_KEYS = {"dependencies.unknown": "explore.unknown", "dependencies.ambiguous": "explore.ambiguous"}
"""Messages that name things as pages do, instead of those of the command line."""


def _refused(error: DependencyError) -> BadParameterError:
    return BadParameterError(_KEYS.get(error.key, error.key), **error.data)


def _asked(known: Knowledge, request: Request) -> Asked:
    query = request.query
    refuse_unknown(query, _KNOWN)
    network = known.facts.network
    layers = choice(query, "layers", tuple(LAYER_SETS), "read")
    field = query.get("field", "").strip()
    if field and field not in network.fields:
        try:
            field = find_place(known.places, field, ("field",)).iri
        except DependencyError as error:
            raise _refused(error) from error
    through = [part.strip() for part in query.get("through", "").split(",") if part.strip()]
    node = query.get("node", "").strip()
    if len(node) > _TEXT or len(query.get("through", "")) > _TEXT:
        raise BadParameterError("explore.too_long", most=_TEXT)
    try:
        places = tuple(find_place(known.places, part, _SORTS) for part in through)
        start = _start(known, node) if node else None
    except DependencyError as error:
        raise _refused(error) from error
    if len(places) == 1:
        raise BadParameterError("explore.too_few")
    wanted = Filter(
        LAYER_SETS[layers],
        choice(query, "kind", KINDS, ""),
        field,
        whole(query, "sdg", 0, max(known.facts.sdgs, default=0), 0),
    )
    default = 2 if places else 1
    steps = whole(query, "steps", 1, _MOST_STEPS, default)
    return Asked(start, places, layers, wanted, steps, page_of(query), request.static)


_SORTS = ("field", "statement", "topic")


def _start(known: Knowledge, name: str) -> Place:
    """Return what ``name`` means: an SDG or target by IRI or number, or anything with a name."""
    short = name.removeprefix(PREFIXES["sdg"]).removeprefix("SDG").strip()
    number, _, target = short.partition(".")
    if number.isascii() and number.isdecimal() and int(number) in known.facts.sdgs:
        title = known.facts.sdgs[int(number)]
        names = {code: f"SDG {short}" + ("" if target else f" {title[code]}") for code in LANGUAGES}
        members = known.serving(int(number), short if target else "")
        return Place("sdg", PREFIXES["sdg"] + short, "", names, members)
    return find_place(known.places, name)


def _around(known: Knowledge, lang: str, asked: Asked) -> dict[str, Any]:
    start = cast("Place", asked.start)
    network = known.facts.networks[lang]
    middle = start.statements & network.statements.keys()
    found = around(middle, known.ties(lang, asked.wanted), asked.steps)
    names = {
        number: message(f"explore.column_{'before' if number < 0 else 'after'}", steps=abs(number))
        for number in range(-_MOST_STEPS, _MOST_STEPS + 1)
        if number
    }
    names[0] = capital(start.title)
    drawing = None
    if found.ties:
        drawing = columns(found.column, names, network.statements, found.drawn, middle)
    single = next(iter(middle)) if len(middle) == 1 and start.sort == "statement" else None
    return {
        "mode": "around",
        "title": message("explore.title_around", name=capital(start.title)),
        "summary": known.facts.summaries.get(single or "", {}).get(lang, ""),
        "services": known.facts.services.get(single or "", ()),
        "drawing": drawing,
        "complete": found.complete,
        "members": len(middle),
        **_table(found.ties, asked),
    }


def _whole(known: Knowledge, lang: str, asked: Asked) -> dict[str, Any]:
    ties = known.strongest(known.ties(lang, asked.wanted))
    return {
        "mode": "whole",
        "title": message("explore.title"),
        "drawing": None,
        "complete": True,
        **_table(ties, asked),
    }


def _paths(known: Knowledge, lang: str, asked: Asked) -> dict[str, Any]:
    found = ways(known, lang, asked.through, asked.wanted.layers, asked.steps)
    network = known.facts.networks[lang]
    column: dict[str, int] = {}
    for way in found.paths:
        for iri, stage in stages(way, asked.through):
            column[iri] = min(stage, column.get(iri, stage))
    names = {
        stage: message("pictures.between")
        if stage % 2
        else capital(asked.through[stage // 2].title)
        for stage in range(2 * len(asked.through) - 1)
    }
    ties = {id(step.tie): step.tie for way in found.paths for step in way.steps}
    title = " – ".join(capital(place.names[lang]) for place in asked.through)
    drawing: Diagram | None = None
    if column:
        own = frozenset[str]()
        drawing = columns(column, names, network.statements, list(ties.values()), own)
    return {
        "mode": "paths",
        "title": message("explore.title_paths", places=title),
        "drawing": drawing,
        "complete": True,
        "found": found,
        "verb": verb,
        "ground": ground,
        "decimal": lambda value: decimal(value, 3),
    }


def _table(ties: Sequence[Tie], asked: Asked) -> dict[str, Any]:
    pages, page = max(1, -(-len(ties) // _ROWS)), asked.page
    if page > pages:
        raise PageNotFoundError("explore.page", page=page, pages=pages)
    shown = ties if asked.whole else ties[(page - 1) * _ROWS : page * _ROWS]
    return {
        "ties": shown,
        "count": len(ties),
        "pages": pages,
        "verb_of": lambda tie: verb_of(tie, forward=True),
        "ground": ground,
    }


def verb(step: Step) -> str:
    """Return in words how a step leads from its start to its end."""
    return verb_of(step.tie, forward=step.forward)


def verb_of(tie: Tie, *, forward: bool) -> str:
    """Return in words how a tie leads from one end to the other."""
    if tie.kind == "shares":
        return message(f"walk.{tie.layer}_forward")
    kind = "shares_resource" if tie.kind == "sharesResource" else tie.kind
    return message(f"walk.{kind}_{'forward' if forward else 'backward'}")


def ground(tie: Tie) -> str:
    """Return how a tie is known, in words: its layer, and its strength if it was read."""
    layer = message(f"layers.{tie.layer}")
    if tie.kind == "shares":
        return layer
    return f"{layer}, {message('pictures.strength', strength=int(tie.weight))}"


def _names() -> dict[str, list[tuple[str, str]]]:
    return {
        "layers": [(key, message(f"explore.layers_{key}")) for key in LAYER_SETS],
        "kinds": [(key, message(f"explore.kind_{key.lower()}")) for key in KINDS],
        "steps": [(str(n), message("explore.steps", n=n)) for n in range(1, _MOST_STEPS + 1)],
    }


def _example(portal: Portal, known: Knowledge) -> tuple[str, str] | None:
    """Return the parameter and the name of the ready example, if there is one that works."""
    names = portal.settings.example
    try:
        places = [find_place(known.places, name, _SORTS) for name in names]
    except DependencyError:
        return None
    if len(places) < 2:  # noqa: PLR2004 - from somewhere to somewhere
        return None
    return urlencode({"through": ",".join(names)}), " – ".join(p.title for p in places)


def _suggestions(known: Knowledge, lang: str) -> list[tuple[str, str]]:
    """Return what the field for the start offers: fields and goals in the order of the paper."""
    found = [place for place in known.places if place.notation]
    if len(found) > _TEXT:
        found = [place for place in found if place.sort == "field"]
    found.sort(key=lambda place: as_read(place.notation, place.names[lang]))
    return [(place.notation, place.title) for place in found]


def _with_page(request: Request) -> Any:  # noqa: ANN401 - for the template
    others = {name: value for name, value in request.query.items() if name != "page" and value}
    return lambda page: f"{request.path}?{urlencode({**others, 'page': page})}"


ROUTES = (Route("explore", explore), Route("explore/graph.json", graph_data))
