# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Filters, facets, order and pages of a list."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import get_close_matches
from math import ceil
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from zielgraph.model.messages import message
from zielgraph.portal.content.claims import by_number
from zielgraph.portal.page import BadParameterError, PageNotFoundError
from zielgraph.portal.search.words import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from zielgraph.portal.content.items import Item
    from zielgraph.portal.content.names import Names

PER_PAGE = 50
TEXT_LIMIT = 200
_HUGE = 9
"""Digits from which on a number of a page is certainly none."""


@dataclass(frozen=True, slots=True)
class Feature:
    """What a list can be filtered by.

    :param name: name of the parameter in the address.
    :param of: features of an item whose values count, such as ``field`` and ``topField``.
    """

    name: str
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a facet: what the address calls it, its label, how many items it leaves."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with its values and the one in force, if any."""

    name: str
    label: str
    options: list[Option]
    current: str
    current_label: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list.

    :param total: how many items the list has without filters.
    :param found: how many fit the filters.
    """

    items: list[Item]
    total: int
    found: int
    page: int
    pages: int
    facets: list[Facet]
    sort: str
    sorts: list[tuple[str, str]]
    query: Mapping[str, str]

    def path(self, base: str, page: int) -> str:
        """Return the path of another page of the list."""
        kept = {name: value for name, value in self.query.items() if name != "page"}
        return with_query(base, kept | ({"page": str(page)} if page > 1 else {}))

    def without(self, base: str, name: str) -> str:
        """Return the path of the list without one of its filters."""
        kept = {key: value for key, value in self.query.items() if key not in {name, "page"}}
        return with_query(base, kept)


def listing(  # noqa: PLR0913 - the parts of a list
    items: Sequence[Item],
    features: Sequence[Feature],
    sorts: Mapping[str, Callable[[Item, str], object]],
    query: Mapping[str, str],
    known: Names,
    lang: str,
    *,
    whole: bool = False,
) -> Listing:
    """Return the page of a list that the parameters of an address ask for.

    :param sorts: key functions by name; the first is the order if none is asked for.
    :param whole: all on one page, for sites without a server.
    :raises BadParameterError: if a parameter is unknown or has a value that it cannot have.
    :raises PageNotFoundError: if the list has no such page.
    """
    _refuse_unknown(query, features)
    wanted = {name: value for name, value in query.items() if value}
    keys = {feature.name: _keys(items, feature) for feature in features}
    chosen = {
        feature.name: _chosen(feature, keys[feature.name], wanted[feature.name], known, lang)
        for feature in features
        if feature.name in wanted
    }
    text = plain(wanted.get("q", ""))
    if len(text) > TEXT_LIMIT:
        raise BadParameterError("lists.too_long", limit=TEXT_LIMIT)
    named = [item for item in items if _has_text(item, text)] if text else list(items)
    sort = wanted.get("sort") or next(iter(sorts))
    if sort not in sorts:
        raise BadParameterError("lists.wrong_sort", value=_cut(sort), known=", ".join(sorts))
    fitting = _fitting(named, features, chosen)
    by = sorts[sort]
    fitting = sorted(fitting, key=lambda item: by(item, lang))  # type: ignore[arg-type,return-value]
    per_page = max(1, len(fitting)) if whole else PER_PAGE
    pages = max(1, ceil(len(fitting) / per_page))
    page = page_number(wanted.get("page", "1"), pages)
    facets = [
        _facet(feature, keys[feature.name], _fitting(named, features, chosen, feature.name))
        for feature in features
    ]
    return Listing(
        fitting[(page - 1) * per_page : page * per_page],
        len(items),
        len(fitting),
        page,
        pages,
        [
            _labelled(facet, chosen.get(facet.name, ""), keys[facet.name], known, lang)
            for facet in facets
        ],
        sort,
        [(name, message(f"lists.sort_{name}")) for name in sorts],
        wanted,
    )


def sorted_by_number(item: Item, _lang: str) -> object:
    """Return the key of the order of the paper."""
    return item.place


def _refuse_unknown(query: Mapping[str, str], features: Sequence[Feature]) -> None:
    names = ["q", *(feature.name for feature in features), "sort", "page"]
    for name in query:
        if name not in names:
            raise BadParameterError("lists.wrong_name", name=_cut(name), known=", ".join(names))


def _values(item: Item, feature: Feature) -> set[str]:
    return {value for name in feature.of for value in item.values(name)}


def _keys(items: Iterable[Item], feature: Feature) -> dict[str, str]:
    """Return what the address calls each value: the end of its IRI, longer if two share it."""
    values = sorted({value for item in items for value in _values(item, feature)})
    ends = Counter(_end(value) for value in values)
    return {
        _end(value) if ends[_end(value)] == 1 else "/".join(value.rsplit("/", 3)[-3:]): value
        for value in values
    }


def _end(value: str) -> str:
    return value.rpartition("#")[2].rpartition("/")[2]


def _chosen(feature: Feature, keys: Mapping[str, str], value: str, known: Names, lang: str) -> str:
    """Return the value of a feature that the address means: by key, whole IRI or its end."""
    if value in keys:
        return keys[value]
    for found in keys.values():
        if found == value or found.endswith("/" + value):
            return found
    labels = {known.label(iri, lang): key for key, iri in keys.items()}
    near = get_close_matches(value[:TEXT_LIMIT], [*keys, *labels], n=3, cutoff=0.5)
    name = message(f"lists.facet_{feature.name}")
    key = "lists.wrong_value" if near else "lists.wrong_value_none"
    meant = dict.fromkeys(labels.get(text, text) for text in near)
    shown = ", ".join(f"{found} ({known.label(keys[found], lang)})" for found in meant)
    raise BadParameterError(key, name=name, value=_cut(value), near=shown)


def _fitting(
    items: Iterable[Item],
    features: Sequence[Feature],
    chosen: Mapping[str, str],
    but: str = "",
) -> list[Item]:
    active = [feature for feature in features if feature.name in chosen and feature.name != but]
    return [
        item
        for item in items
        if all(chosen[feature.name] in _values(item, feature) for feature in active)
    ]


def _facet(feature: Feature, keys: Mapping[str, str], fitting: Iterable[Item]) -> Facet:
    count = Counter(value for item in fitting for value in _values(item, feature))
    options = [Option(key, value, count[value]) for key, value in keys.items() if count[value]]
    return Facet(feature.name, "", options, "", "")


def _labelled(facet: Facet, chosen: str, keys: Mapping[str, str], known: Names, lang: str) -> Facet:
    """Return the facet with words instead of IRIs, in an order in which people look."""

    def label(iri: str) -> str:
        name = known.get(iri)
        text = known.label(iri, lang)
        return f"{name.number} {text}" if name and name.number else text

    def place(option: Option) -> object:
        name = known.get(option.label)
        return (
            by_number(name.number if name else ""),
            plain(known.label(option.label, lang)),
        )

    options = [
        Option(option.key, label(option.label), option.count)
        for option in sorted(facet.options, key=place)  # type: ignore[arg-type]
    ]
    current = next((key for key, value in keys.items() if value == chosen), "")
    return Facet(
        facet.name,
        message(f"lists.facet_{facet.name}"),
        options,
        current,
        label(chosen) if chosen else "",
    )


def _has_text(item: Item, text: str) -> bool:
    whole = "\n".join((item.number, *item.title.values(), *item.summary.values()))
    return text in plain(whole)


def page_number(text: str, pages: int) -> int:
    """Return the number of a page that an address asks for.

    :raises BadParameterError: if it is no number from 1.
    :raises PageNotFoundError: if there are fewer pages.
    """
    if not text.isascii() or not text.isdigit() or not text.strip("0"):
        raise BadParameterError("lists.wrong_page", value=_cut(text))
    if len(text) > _HUGE or int(text) > pages:
        raise PageNotFoundError("lists.no_page", page=_cut(text), pages=pages)
    return int(text)


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"  # noqa: PLR2004 - what a line holds


def with_query(base: str, query: Mapping[str, str]) -> str:
    """Return a path with parameters."""
    return f"{base}?{urlencode(query)}" if query else base
