# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Filters, facets, order and pages of a list."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
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


class Shelf:
    """The items of a list with what every page of it needs: read once, however many they are.

    :param items: in any order.
    """

    def __init__(self, items: Sequence[Item], features: Sequence[Feature]) -> None:
        """Sort the items into their values."""
        self.items = items
        self.features = features
        self._holders: dict[str, dict[str, set[int]]] = {}
        self._values: dict[str, list[tuple[str, ...]]] = {}
        self._orders: dict[tuple[Callable[[Item, str], object], str], list[int]] = {}
        for feature in features:
            values = [tuple(sorted(_values(item, feature))) for item in items]
            holders: dict[str, set[int]] = defaultdict(set)
            for place, found in enumerate(values):
                for value in found:
                    holders[value].add(place)
            self._values[feature.name], self._holders[feature.name] = values, dict(holders)
        self.keys = {name: _keys(holders) for name, holders in self._holders.items()}

    @cached_property
    def _texts(self) -> list[str]:
        return [
            plain("\n".join((item.number, *item.title.values(), *item.summary.values())))
            for item in self.items
        ]

    def with_text(self, text: str) -> set[int] | None:
        """Return the places of the items that have a text in them; ``None`` are all."""
        if not text:
            return None
        return {place for place, whole in enumerate(self._texts) if text in whole}

    def fitting(
        self, named: set[int] | None, chosen: Mapping[str, str], but: str = ""
    ) -> set[int] | None:
        """Return the places of the items among ``named`` that have the chosen values.

        :param but: name of a feature whose choice does not matter.
        """
        sets = [
            self._holders[name].get(value, set()) for name, value in chosen.items() if name != but
        ]
        if named is not None:
            sets.append(named)
        return set.intersection(*sorted(sets, key=len)) if sets else None

    def counts(self, name: str, places: set[int] | None) -> Mapping[str, int]:
        """Return how many items at some places have each value of a feature."""
        if places is None:
            return {value: len(found) for value, found in self._holders[name].items()}
        values = self._values[name]
        return Counter(value for place in places for value in values[place])

    def sorted(
        self, places: set[int] | None, by: Callable[[Item, str], object], lang: str
    ) -> Sequence[int]:
        """Return places in the order of a list."""
        if (by, lang) not in self._orders:
            keys = [by(item, lang) for item in self.items]
            self._orders[by, lang] = sorted(range(len(keys)), key=keys.__getitem__)  # type: ignore[arg-type]
        order = self._orders[by, lang]
        return order if places is None else [place for place in order if place in places]


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
    shelf: Shelf,
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
    features, keys = shelf.features, shelf.keys
    _refuse_unknown(query, features)
    wanted = {name: value for name, value in query.items() if value}
    chosen = {
        feature.name: _chosen(feature, keys[feature.name], wanted[feature.name], known, lang)
        for feature in features
        if feature.name in wanted
    }
    text = plain(wanted.get("q", ""))
    if len(text) > TEXT_LIMIT:
        raise BadParameterError("lists.too_long", limit=TEXT_LIMIT)
    named = shelf.with_text(text)
    sort = wanted.get("sort") or next(iter(sorts))
    if sort not in sorts:
        raise BadParameterError("lists.wrong_sort", value=_cut(sort), known=", ".join(sorts))
    fitting = shelf.sorted(shelf.fitting(named, chosen), sorts[sort], lang)
    per_page = max(1, len(fitting)) if whole else PER_PAGE
    pages = max(1, ceil(len(fitting) / per_page))
    page = page_number(wanted.get("page", "1"), pages)
    facets = [
        _facet(feature, keys[feature.name], shelf.counts(feature.name, places))
        for feature in features
        for places in [shelf.fitting(named, chosen, feature.name)]
    ]
    return Listing(
        [shelf.items[place] for place in fitting[(page - 1) * per_page : page * per_page]],
        len(shelf.items),
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


def _keys(known: Iterable[str]) -> dict[str, str]:
    """Return what the address calls each value: the end of its IRI, longer if two share it."""
    values = sorted(known)
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


def _facet(feature: Feature, keys: Mapping[str, str], count: Mapping[str, int]) -> Facet:
    options = [Option(key, value, count[value]) for key, value in keys.items() if count.get(value)]
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

    current = next((key for key, value in keys.items() if value == chosen), "")
    values = list(facet.options)
    if current and all(option.key != current for option in values):
        # What is in force stays chosen in its menu, also where nothing is left of it.
        values.append(Option(current, chosen, 0))
    options = [
        Option(option.key, label(option.label), option.count)
        for option in sorted(values, key=place)  # type: ignore[arg-type]
    ]
    return Facet(
        facet.name,
        message(f"lists.facet_{facet.name}"),
        options,
        current,
        label(chosen) if chosen else "",
    )


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
