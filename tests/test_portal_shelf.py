# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What a list counts beforehand is what counting one item after another gives."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from zielgraph.portal.content.items import Item
from zielgraph.portal.content.listing import Feature, Shelf

FEATURES = (Feature("field", ("field", "topField")), Feature("sdg", ("sdg",)))
_VALUES = st.lists(st.sampled_from("abcd"), max_size=3).map(tuple)
_ITEMS = st.lists(
    st.builds(
        lambda number, title, field, top, sdg: Item(
            f"x:{number}",
            "goal",
            number,
            {"de": title, "en": title.upper()},
            {},
            len(title),
            {"field": field, "topField": top, "sdg": sdg},
        ),
        st.sampled_from(["A.1", "B.2", ""]),
        st.text("äöu Rs", max_size=5),
        _VALUES,
        _VALUES,
        _VALUES,
    ),
    max_size=12,
)
_CHOSEN = st.dictionaries(st.sampled_from(["field", "sdg"]), st.sampled_from("abcdx"))


def values_of(item: Item, name: str) -> set[str]:
    """Return the values of an item that a filter looks at."""
    features = {"field": ("field", "topField"), "sdg": ("sdg",)}[name]
    return {value for feature in features for value in item.values(feature)}


def by_place(item: Item, lang: str) -> object:
    """Return the key of an order."""
    return item.place, item.text(lang)


@given(_ITEMS, _CHOSEN, st.sampled_from(["", "a", "o", "s", "a.1"]))
def test_a_shelf_counts_as_one_by_one(items: list[Item], chosen: dict[str, str], text: str) -> None:
    """Filters, facets and order, each against the plainest way to do it."""
    shelf = Shelf(items, FEATURES)
    named = shelf.with_text(text)
    for but in ("", "field", "sdg"):
        active = {name: value for name, value in chosen.items() if name != but}
        places = shelf.fitting(named, chosen, but)
        every = range(len(items))
        expected = {
            place
            for place in every
            if (named is None or place in named)
            and all(value in values_of(items[place], name) for name, value in active.items())
        }
        assert (set(every) if places is None else places) == expected
        for name in ("field", "sdg"):
            count = Counter(v for place in expected for v in values_of(items[place], name))
            assert {v: n for v, n in shelf.counts(name, places).items() if n} == dict(count)
        order = shelf.sorted(places, by_place, "de")
        assert list(order) == sorted(sorted(expected), key=lambda n: by_place(items[n], "de"))  # type: ignore[arg-type,return-value]


def test_text_is_looked_for_in_number_title_and_summary() -> None:
    """Without case and umlauts, in both languages."""
    item = Item("x:1", "goal", "B.7.1", {"de": "Öl", "en": "oil"}, {"de": "Straße"}, 0)
    shelf = Shelf([item, Item("x:2", "goal", "", {"de": "Rad"}, {}, 1)], FEATURES)
    for text in ("b.7.1", "oel", "oil", "strasse"):
        assert shelf.with_text(text) == {0}, text
    assert shelf.with_text("") is None
    assert shelf.with_text("nichts") == set()
