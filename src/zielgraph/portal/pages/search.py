# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The search: a page that works without JavaScript, and suggestions for who types."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from zielgraph.model.messages import message, number
from zielgraph.portal.content.listing import page_number, with_query
from zielgraph.portal.content.names import names
from zielgraph.portal.page import BadParameterError, Download, Page, Route
from zielgraph.portal.pages.common import capital
from zielgraph.portal.parameters import paged
from zielgraph.portal.search.index import index, marked_pieces
from zielgraph.publication.addresses import href

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zielgraph.portal.page import Request
    from zielgraph.portal.portal import Portal
    from zielgraph.portal.search.index import Document, Found, Hit

PER_PAGE = 20
SUGGESTED = 8
QUERY_LIMIT = 200
_NAMES = ("q", "kind", "field", "sdg", "page")
_EXAMPLES = 4


@dataclass(frozen=True, slots=True)
class HitView:
    """A hit in words; pieces of texts say whether they are to be marked."""

    iri: str
    kind: str
    number: str
    title: list[tuple[str, bool]]
    summary: list[tuple[str, bool]]
    sdgs: list[int]


def search(portal: Portal, request: Request) -> Page:
    """Return the page with the hits of a query, or an empty form.

    :raises BadParameterError: if a parameter is unknown, or has a value that it cannot have.
    :raises PageNotFoundError: if there are not so many pages.
    """
    query = _query(request)
    found = index(portal).search(query) if query else None
    hits = found.hits if found else []
    facets = {name: request.query.get(name, "") for name in _FACETS}
    fitting = _fitting(hits, facets)
    pages = max(1, ceil(len(fitting) / PER_PAGE))
    page = page_number(request.query.get("page") or "1", pages)
    shown = fitting[(page - 1) * PER_PAGE : page * PER_PAGE]
    base = f"/{request.lang}/search"
    kept = {name: value for name, value in request.query.items() if value and name != "page"}
    context = {
        "heading": paged(message("search.title"), page, pages),
        "query": query,
        "hits": [_view(found, hit.document, request.lang) for hit in shown if found],
        "total": len(fitting),
        "all_hits": len(hits),
        "current": page,
        "pages": pages,
        "base": base,
        "path_of": lambda n: with_query(base, kept | ({"page": str(n)} if n > 1 else {})),
        "facets": [
            (
                name,
                message(f"search.facet_{name}"),
                _options(portal, request.lang, name, hits, facets),
            )
            for name in _FACETS
        ],
        "chosen": facets,
        "examples": [message(f"search.example_{n}") for n in range(1, _EXAMPLES + 1)],
        "example_path": lambda text: with_query(base, {"q": text}),
    }
    title = message("search.title_query", query=query) if query else message("search.title")
    return Page("search.html", paged(title, page, pages), context)


def suggest(portal: Portal, request: Request) -> Download:
    """Return the best hits of a query as JSON, with links as seen from this very address."""
    query = _query(request)
    found = index(portal).search(query) if query else None
    hits = []
    for hit in (found.hits if found else [])[:SUGGESTED]:
        document = hit.document
        path = portal.addresses.page(document.iri, request.lang)
        if path:
            hits.append(
                {
                    "kind": message(f"search.kind_{document.kind}"),
                    "number": document.number,
                    "title": capital(document.text(request.lang)),
                    "href": href(path, request.path, static=request.static),
                }
            )
    body = {"query": query, "total": len(found.hits) if found else 0, "hits": hits}
    text = json.dumps(body, ensure_ascii=False)
    return Download(text.encode(), "application/json; charset=utf-8", "search.json")


def _query(request: Request) -> str:
    for name in request.query:
        if name not in _NAMES:
            raise BadParameterError("lists.wrong_name", name=name[:60], known=", ".join(_NAMES))
    query = " ".join(request.query.get("q", "").split())
    if len(query) > QUERY_LIMIT:
        raise BadParameterError("lists.too_long", limit=QUERY_LIMIT)
    return query


def _of_kind(document: Document) -> Iterable[str]:
    return (document.kind,)


def _of_field(document: Document) -> Iterable[str]:
    return (iri.rpartition("/")[2] for iri in document.features.get("field", ()))


def _of_sdg(document: Document) -> Iterable[str]:
    return (iri.rpartition("/")[2] for iri in document.features.get("sdg", ()))


_FACETS: dict[str, Callable[[Document], Iterable[str]]] = {
    "kind": _of_kind,
    "field": _of_field,
    "sdg": _of_sdg,
}


def _fitting(hits: list[Hit], chosen: dict[str, str], but: str = "") -> list[Hit]:
    active = [(name, value) for name, value in chosen.items() if value and name != but]
    return [
        hit for hit in hits if all(value in _FACETS[name](hit.document) for name, value in active)
    ]


def _options(
    portal: Portal, lang: str, name: str, hits: list[Hit], chosen: dict[str, str]
) -> list[tuple[str, str]]:
    """Return what a facet offers, most hits first; the value in force even without hits."""
    fitting = _fitting(hits, chosen, name)
    count = Counter(value for hit in fitting for value in _FACETS[name](hit.document))
    if chosen[name] and chosen[name] not in count:
        if chosen[name] not in portal.once(_known_values)[name]:
            raise BadParameterError(
                "lists.wrong_value_none",
                name=message(f"search.facet_{name}"),
                value=chosen[name][:60],
            )
        count[chosen[name]] = 0
    labels = {value: _label(portal, lang, name, value) for value in count}
    ordered = sorted(count, key=lambda value: (-count[value], labels[value]))
    return [(value, f"{labels[value]} ({number(count[value])})") for value in ordered]


def _known_values(portal: Portal) -> dict[str, set[str]]:
    documents = index(portal).documents
    return {
        name: {value for document in documents for value in values(document)}
        for name, values in _FACETS.items()
    }


def _field_iris(portal: Portal) -> dict[str, str]:
    documents = index(portal).documents
    return {
        iri.rpartition("/")[2]: iri
        for document in documents
        for iri in document.features.get("field", ())
    }


def _label(portal: Portal, lang: str, name: str, value: str) -> str:
    if name == "kind":
        return message(f"search.kind_{value}")
    if name == "sdg":
        return f"SDG {value}"
    return names(portal).label(portal.once(_field_iris).get(value, value), lang)


def _view(found: Found, document: Document, lang: str) -> HitView:
    summary = document.summary.get(lang) or next(iter(document.summary.values()), "")
    sdgs = [] if document.kind in {"sdg", "target"} else document.features.get("sdg", ())
    return HitView(
        document.iri,
        message(f"search.kind_{document.kind}"),
        document.number,
        marked_pieces(capital(document.text(lang)), found.marked),
        marked_pieces(summary, found.marked),
        sorted(int(iri.rpartition("/")[2]) for iri in sdgs),
    )


ROUTES = (Route("search", search), Route("search.json", suggest, lambda _portal: ()))
