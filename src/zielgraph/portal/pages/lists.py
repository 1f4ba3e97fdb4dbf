# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Lists of fields, goals, measures, actors, principles and topics, filtered and paged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from textwrap import shorten
from typing import TYPE_CHECKING

from zielgraph.model.messages import message, number
from zielgraph.portal.content.items import GOALS, items
from zielgraph.portal.content.listing import PER_PAGE, Feature, Shelf, listing, sorted_by_number
from zielgraph.portal.content.names import names
from zielgraph.portal.page import Page, Route
from zielgraph.portal.pages.common import capital
from zielgraph.portal.parameters import paged
from zielgraph.portal.search.words import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zielgraph.portal.content.items import Item
    from zielgraph.portal.content.listing import Facet, Listing
    from zielgraph.portal.content.names import Names
    from zielgraph.portal.page import Request
    from zielgraph.portal.portal import Portal

_LONGEST = 60
"""Characters of a search that a title shows."""

_FIELD = Feature("field", ("field", "topField"))
_SDG = Feature("sdg", ("sdg",))
_TOPIC = Feature("topic", ("topic",))
_GROUP = Feature("group", ("targetGroup",))
_ACTOR = Feature("actor", ("actor",))
_KIND = Feature("kind", ("kind",))
_MEANS = Feature("kind", ("measureKind",))
_VERSION = Feature("version", ("version",))


def _by_title(item: Item, lang: str) -> object:
    return plain(item.text(lang)), item.place


def _by_sdgs(item: Item, _lang: str) -> object:
    return -len(item.values("sdg")), item.place


def _by_goals(item: Item, _lang: str) -> object:
    return -item.counts.get("goals", 0), item.place


def _by_statements(item: Item, _lang: str) -> object:
    return -item.counts.get("statements", 0), item.place


@dataclass(frozen=True, slots=True)
class _List:
    """One of the lists."""

    kinds: tuple[str, ...]
    features: tuple[Feature, ...] = ()
    sorts: Mapping[str, Callable[[Item, str], object]] = field(default_factory=dict)


_Sorts = dict[str, Callable[["Item", str], object]]
_PAPER: _Sorts = {"paper": sorted_by_number, "title": _by_title}
_COUNTED: _Sorts = {"statements": _by_statements, "goals": _by_goals, "title": _by_title}
_LISTS = {
    "goals": _List(
        GOALS, (_FIELD, _SDG, _TOPIC, _GROUP, _ACTOR, _VERSION), _PAPER | {"sdgs": _by_sdgs}
    ),
    "measures": _List(
        ("measure",), (_FIELD, _SDG, _TOPIC, _MEANS, _ACTOR, _VERSION), _PAPER | {"sdgs": _by_sdgs}
    ),
    "fields": _List(("field",), (), _PAPER | {"goals": _by_goals}),
    "principles": _List(("principle",), (_SDG, _TOPIC, _VERSION), _PAPER),
    "actors": _List(("actor",), (_KIND,), {"title": _by_title} | _COUNTED),
    "topics": _List(("topic",), (), _COUNTED),
}


def _shelf(name: str) -> Callable[[Portal], Shelf]:
    def fill(portal: Portal) -> Shelf:
        return Shelf(items(portal).of(*_LISTS[name].kinds), _LISTS[name].features)

    return fill


_SHELVES = {name: _shelf(name) for name in _LISTS}


def _page(portal: Portal, request: Request, name: str) -> Page:
    known, wanted = names(portal), _LISTS[name]
    base = f"/{request.lang}/{name}"
    found = listing(
        portal.once(_SHELVES[name]),
        wanted.sorts,
        request.query,
        known,
        request.lang,
        whole=request.static,
    )
    text = request.query.get("q", "")
    below = _below(portal) if name == "fields" else set()
    context = {
        "name": name,
        "base": base,
        "listing": found,
        "first": (found.page - 1) * PER_PAGE + 1,
        "path_of": lambda page: found.path(base, page),
        "options_of": _options,
        "capital": capital,
        "facts_of": lambda item: _facts(item, known, request.lang),
        "below": below if found.sort == "paper" else set(),
        "parts": sum(item.iri in below for item in found.items) if found.pages == 1 else 0,
        "narrowed": bool(text) or any(facet.current for facet in found.facets),
        "text": text,
        "heading": paged(message(f"portal.section_{name}"), found.page, found.pages),
    }
    return Page("lists/list.html", _title(name, found, text), context, section=name)


def _title(name: str, found: Listing, text: str) -> str:
    """Return the title of a list: what narrows it belongs to it, so that tabs can be told apart."""
    shown = message("things.quoted", text=shorten(text, _LONGEST, placeholder=" …")) if text else ""
    chosen = [shown, *(facet.current_label for facet in found.facets if facet.current)]
    whole = message(f"portal.section_{name}")
    if words := ", ".join(filter(None, chosen)):
        whole = message("lists.narrowed", title=whole, words=words)
    return paged(whole, found.page, found.pages)


def _options(facet: Facet) -> list[tuple[str, str]]:
    """Return what a menu offers: each value with how many items it leaves."""
    return [(option.key, f"{option.label} ({number(option.count)})") for option in facet.options]


def _facts(item: Item, known: Names, lang: str) -> list[str]:
    """Return what a list says of an item beside title and summary."""
    kinds = item.values("kind") if item.kind == "actor" else ()
    found = [known.label(iri, lang) for iri in (*item.values("measureKind"), *kinds)]
    if item.kind in {*GOALS, "measure"}:
        found += [known.label(iri, lang) for iri in item.values("field")]
    if item.kind == "commitment":
        found.insert(0, known.kind(item.iri, lang))
    if item.kind == "field":
        found.append(message("lists.count_aims", n=item.counts.get("aims", 0)))
    if item.kind in {"field", "actor", "topic"}:
        found += [
            message(f"lists.count_{name}", n=item.counts.get(name, 0))
            for name in ("goals", "measures")
        ]
    return [capital(found[0]), *found[1:]] if found else []


def _below(portal: Portal) -> set[str]:
    """Return the sub-fields."""
    fields = items(portal).of("field")
    return {item.iri for item in fields if item.values("above")}


def _view(name: str) -> Callable[[Portal, Request], Page]:
    def view(portal: Portal, request: Request) -> Page:
        return _page(portal, request, name)

    view.__doc__ = f"Return the list of {name}."
    return view


ROUTES = tuple(Route(name, _view(name)) for name in _LISTS)
