# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Lists: filters that agree with the data, pages that make up the whole, help for wrong wishes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from zielgraph import open_graph
from zielgraph.portal.content.items import items
from zielgraph.portal.page import Request
from zielgraph.portal.portal import Portal
from zielgraph.portal.search.words import plain

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.portal.content.items import Item

LISTS = ("fields", "goals", "measures", "actors", "principles", "topics")


@pytest.fixture(scope="module")
def portal(real_project: Path) -> Portal:
    """Return the portal of the repository's own strategy."""
    return Portal(open_graph(real_project), "test")


def answer(portal: Portal, path: str, lang: str = "de", **query: str) -> tuple[int, str]:
    """Return the status and the text of a page."""
    found = portal.respond(Request(f"/{lang}/{path}", lang, query))
    return found.status, found.body.decode()


def listed(body: str) -> list[str]:
    """Return the ends of the links of the list, in order."""
    return re.findall(r'<h2 class="item-title"><a href="[^"]*?/([^"/]+)"', body)


def options(body: str, name: str) -> dict[str, int]:
    """Return the values that a menu offers, with their counts."""
    menu = re.search(rf'<select id="f-{name}".*?</select>', body, re.DOTALL)
    assert menu is not None, name
    found = re.findall(r'<option value="([^"]+)"[^>]*>[^<]*\(([\d.,]+)\)</option>', menu[0])
    return {value: int(re.sub(r"\D", "", count)) for value, count in found}


def goals_with(portal: Portal, test: object) -> list[Item]:
    """Return the goals for which a test holds."""
    assert callable(test)
    return [goal for goal in items(portal).of("goal", "commitment") if test(goal)]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("lang", ["de", "en"])
def test_pages_make_up_the_list(portal: Portal, name: str, lang: str) -> None:
    """Each thing stands on one page only, and none is left out."""
    kinds = {"goals": ("goal", "commitment"), "principles": ("principle",)}
    wanted = [item.iri for item in items(portal).of(*kinds.get(name, (name[:-1],)))]
    found: list[str] = []
    for number in range(1, 20):
        status, body = answer(portal, name, lang, page=str(number))
        if status == 404:
            break
        assert status == 200
        found += listed(body)
    assert sorted(found) == sorted(iri.rpartition("/")[2] for iri in wanted)


@pytest.mark.parametrize("facet", ["field", "sdg", "topic", "group", "actor", "version"])
def test_a_facet_leaves_as_many_as_it_says(portal: Portal, facet: str) -> None:
    """The number beside a value is what choosing it gives."""
    _, body = answer(portal, "goals")
    offered = options(body, facet)
    assert offered
    for value, count in list(offered.items())[:12]:
        _, chosen = answer(portal, "goals", **{facet: value})
        found = re.search(r"<strong>(\S+) Ziel", chosen)
        assert found is not None
        assert (1 if found[1] == "ein" else int(found[1])) == count, value


def test_filters_agree_with_the_data(portal: Portal) -> None:
    """Two filters at once leave the goals that have both."""
    _, body = answer(portal, "goals", field="klima", sdg="12")
    wanted = goals_with(
        portal,
        lambda goal: (
            any(iri.endswith("/field/klima") for iri in goal.values("topField"))
            and any(iri.endswith("/sdg/12") for iri in goal.values("sdg"))
        ),
    )
    assert len(wanted) > 1
    assert listed(body) == [goal.iri.rpartition("/")[2] for goal in wanted]


def test_a_field_comprises_its_sub_fields(portal: Portal) -> None:
    """Who chooses a field wants what stands in its parts, too."""
    whole = listed(answer(portal, "goals", field="wirtschaft-arbeit")[1])
    parts = [listed(answer(portal, "goals", field=part)[1]) for part in ("wirtschaft", "arbeit")]
    assert sorted(whole) == sorted(parts[0] + parts[1])


def test_order(portal: Portal) -> None:
    """By title it is alphabetical, by SDGs the first has the most; the default is the paper."""
    _, body = answer(portal, "goals", sort="title")
    titles = re.findall(r'<h2 class="item-title"><a[^>]*>([^<]+)<', body)
    assert titles == sorted(titles, key=plain)
    first = listed(answer(portal, "goals", sort="sdgs")[1])[0]
    most = max(items(portal).of("goal"), key=lambda goal: len(goal.sdgs))
    counts = {goal.iri.rpartition("/")[2]: len(goal.sdgs) for goal in items(portal).of("goal")}
    assert counts[first] == len(most.sdgs)


def test_menus_are_ordered_as_people_look(portal: Portal) -> None:
    """Fields as in the paper, Roman numbers by their value; an umlaut stands with its letter."""
    body = answer(portal, "goals")[1]
    fields = list(options(body, "field"))
    assert fields.index("integration") < fields.index("umwelt") < fields.index("mobilitaet")
    topics = list(options(body, "topic"))
    assert topics.index("oeffentliche-sicherheit") < topics.index("pflege")
    actors = re.findall(r"<option[^>]*>([^<]+)</option>", answer(portal, "matrix")[1])
    assert actors.index("Städte und Gemeinden im Kreis Coesfeld") < actors.index(
        "Straßenverkehr (Kreisverwaltung)"
    )


def test_fields_are_counted_apart_from_their_parts(portal: Portal) -> None:
    """The start page and the list name the same number of fields."""
    for lang, said in (
        ("de", "14 Handlungsfelder und 4 Unterfelder"),
        ("en", "14 fields and 4 sub-fields"),
    ):
        assert f"<strong>{said}</strong>" in answer(portal, "fields", lang)[1]
    assert "<strong>4 Handlungsfelder" not in answer(portal, "fields", q="Teilfeld zu")[1]


def test_text_is_found_without_umlauts(portal: Portal) -> None:
    """The text of a filter knows no case and no umlauts."""
    found = listed(answer(portal, "goals", q="OEPNV")[1])
    assert "oepnv-attraktiver-machen" in found


@pytest.mark.parametrize(
    ("query", "status", "part"),
    [
        ({"page": "0"}, 400, "ganze Zahl"),
        ({"page": "-1"}, 400, "ganze Zahl"),
        ({"page": "eins"}, 400, "ganze Zahl"),
        ({"page": "²"}, 400, "ganze Zahl"),
        ({"page": "99"}, 404, "3 Seiten"),
        ({"page": "9" * 4000}, 404, "3 Seiten"),
        ({"field": "kilma"}, 400, "klima (Klimaschutz"),
        ({"field": "<script>"}, 400, "Handlungsfeld"),
        ({"sdg": "18"}, 400, "SDG"),
        ({"sort": "random"}, 400, "paper"),
        ({"nonsense": "1"}, 400, "nonsense"),
        ({"q": "x" * 201}, 400, "200"),
        ({"actor": "'; DROP TABLE"}, 400, "Stelle"),
    ],
)
def test_wrong_wishes_get_help(
    portal: Portal, query: dict[str, str], status: int, part: str
) -> None:
    """The right status, what is wrong, and what would be right."""
    found, body = answer(portal, "goals", **query)
    assert found == status
    assert part in body
    assert "<script>" not in body.split("<main", 1)[1]


def test_nothing_found_says_what_to_do(portal: Portal) -> None:
    """An empty list is no dead end."""
    status, body = answer(portal, "goals", q="zzzzzz", field="klima")
    assert status == 200
    assert "Nichts passt zu dieser Auswahl" in body
    assert "Alles zeigen" in body


def test_a_site_of_files_has_the_whole_list(portal: Portal) -> None:
    """Where nobody can ask for page two, all stands on one, and no filter pretends to work."""
    body = portal.respond(Request("/de/goals", "de", static=True)).body.decode()
    goals = items(portal).of("goal", "commitment")
    goals = sorted(goals, key=lambda goal: goal.place)
    assert listed(body) == [goal.iri.rpartition("/")[2] + ".html" for goal in goals]
    assert "data-filter" not in body


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("goals", {}),
        ("measures", {}),
        ("search", {"q": "Kreis"}),
        ("quality", {}),
        ("explore", {}),
    ],
)
@pytest.mark.parametrize(("lang", "said"), [("de", "Seite 2 von "), ("en", "page 2 of ")])
def test_each_page_has_a_title_of_its_own(
    portal: Portal, path: str, query: dict[str, str], lang: str, said: str
) -> None:
    """The second page is told from the first by its title, its heading and its crumb."""
    for part in (r"<title>(.*?)</title>", r"<h1>(.*?)</h1>"):
        found = []
        for page in ("1", "2"):
            status, body = answer(portal, path, lang, **query, page=page)
            assert status == 200
            heads = re.findall(part, body)
            found.append(heads[0])
        assert said not in found[0]
        assert said in found[1]
        assert found[1].startswith(found[0].partition(" – ")[0])


def test_a_narrowed_list_has_a_title_of_its_own(portal: Portal) -> None:
    """What narrows it stands in the title, for tabs and bookmarks; what is long is shortened."""
    titles = []
    for query in ({}, {"q": "Rad"}, {"q": "Rad", "sdg": "11"}, {"q": "Rad " * 40}):
        status, body = answer(portal, "goals", **query)
        assert status == 200
        titles += re.findall(r"<title>(.*?)</title>", body)
    assert len(set(titles)) == 4
    assert all(title.startswith("Ziele") for title in titles)
    assert "„Rad“" in titles[1]
    assert "Städte" in titles[2]
    assert len(titles[3]) < 150


def test_what_narrows_a_list_stays_chosen_when_nothing_is_left(portal: Portal) -> None:
    """Else to apply the form again would drop it without a word."""
    _, body = answer(portal, "goals", q="gibtesnicht", sdg="11")
    assert listed(body) == []
    assert re.search(r'<option value="11" selected>11 [^<]+ \(0\)</option>', body)
