# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Pages about things say everything in words, and lead on to what else shows it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

from zielgraph import open_graph
from zielgraph.model.messages import speaking
from zielgraph.portal.content.names import short
from zielgraph.portal.content.things import RDF_TYPE, Around, surroundings
from zielgraph.portal.page import Request
from zielgraph.portal.pages.common import Desk
from zielgraph.portal.pages.things import every_thing
from zielgraph.portal.portal import Portal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zielgraph.model.project import Project


@pytest.fixture(scope="module")
def portal(real_project: Path) -> Portal:
    """Return the portal of the repository's own strategy."""
    return Portal(open_graph(real_project), "test")


@pytest.fixture(scope="module")
def town(pristine: Project) -> Portal:
    """Return the portal of the town of Lindental."""
    return Portal(open_graph(pristine.root), "test")


def page(portal: Portal, path: str, lang: str = "de", **query: str) -> str:
    """Return the text of a page that is there."""
    found = portal.respond(Request(f"/{lang}/{path}", lang, query))
    assert found.status == 200, path
    return html.unescape(found.body.decode())


def everything(portal: Portal) -> Iterator[Around]:
    """Yield all things that have a page."""
    for path in every_thing(portal):
        found = surroundings(portal).around(portal.addresses.base + path.removeprefix("id/"))
        assert found is not None
        yield found


@pytest.mark.parametrize("data", ["portal", "town"])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_no_page_shows_the_name_of_a_class_or_property(
    data: str, lang: str, request: pytest.FixtureRequest
) -> None:
    """Whatever the data say of a thing, there are words for it."""
    found: Portal = request.getfixturevalue(data)
    wordless = set()
    seen = set()
    with speaking(lang):
        for around in everything(found):
            desk = Desk(found, Request("/x", lang), around)
            kinds = [short(kind) for kind in around.facts.all(RDF_TYPE)]
            if desk.kind_word() in kinds or not desk.kind_word():
                wordless.add(desk.kind_word())
            shown = [line.label for line in [*desk.lines(), *desk.incoming()]]
            # A German word may be that of the vocabulary (Name, Person), an English one as well.
            for prop in [*around.facts.values, *around.mentions]:
                word = desk.property_word(prop)
                seen.add(word)
                raw = short(prop)
                if word == raw and (lang == "de" or re.search("[a-z][A-Z]", raw)):
                    wordless |= {raw} & {label[:1].lower() + label[1:] for label in shown}
    assert len(seen) > 30
    assert not wordless


@pytest.mark.parametrize("lang", ["de", "en"])
def test_what_names_a_topic_is_listed_once(portal: Portal, lang: str) -> None:
    """The lists of statements are enough; the data's own property stands nowhere."""
    assert "Subject" not in page(portal, "id/topic/abfall", lang)
    assert 'id="goals"' in page(portal, "id/topic/abfall", lang)


BAR = re.compile(
    r'class="meter-part" width="([\d.]+)".*?class="num">(\d+)<[^>]*> (\w+)<', re.DOTALL
)


@pytest.mark.parametrize("kind", ["topic", "target-group"])
def test_bars_of_a_concept_are_shares_of_its_goals(portal: Portal, kind: str) -> None:
    """Not of all statements; what is read aloud agrees with the number."""
    counted = 0
    for path in every_thing(portal):
        if not path.startswith(f"id/{kind}/"):
            continue
        body = page(portal, path)
        goals = re.search(r'id="goals"[^>]*>.*?class="count">(\d+)<', body, re.DOTALL)
        for width, count, word in BAR.findall(body):
            assert goals is not None, path
            assert float(width) == pytest.approx(100 * int(count) / int(goals[1]), abs=0.01), path
            assert word == ("Ziel" if count == "1" else "Ziele")
            counted += 1
    assert counted > 10


def test_a_broader_topic_is_named_so(portal: Portal) -> None:
    """Not as a further one."""
    assert ">Übergeordnetes Thema<" in page(portal, "id/topic/abfall")


def test_an_indicator_has_a_title_and_its_figures(portal: Portal) -> None:
    """The code of the statistics is neither its kicker nor its place."""
    body = page(portal, "id/inkar/indicator/a_GSa")
    assert re.search(r'class="kicker">Indikator</p>', body)
    assert not re.search(r'class="(?:notation|crumbs)[^>]*>[^<]*a_GSa', body)
    figures = body[body.index('id="figures"') : body.index('id="targets"')]
    assert "Grundsicherung im Alter (Prozent)" in figures
    assert re.search(r'<th scope="row" class="num">2022</th><td class="num">2,42</td>', figures)
    assert "/sdg/1.2" in body


def test_sdgs_and_targets_lead_to_the_explorer(portal: Portal) -> None:
    """If something serves them, and the explorer knows them."""
    for number in ("13", "11.2"):
        assert f'explore?node={number}"' in page(portal, f"sdg/{number}")
        assert portal.respond(Request("/de/explore", "de", {"node": number})).status == 200
    for number in ("14", "14.7"):
        assert "explore?node=" not in page(portal, f"sdg/{number}")
    static = portal.respond(Request("/de/sdg/13", "de", {}, static=True)).body.decode()
    assert "node=13" not in static
    assert "explore.html" in static


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_title_names_one_page(portal: Portal, lang: str) -> None:
    """Fields, topics and target groups of one name differ in the title of the window."""
    titles: dict[str, list[str]] = {}
    for path in every_thing(portal):
        if re.match(r"id/(\w+/field|topic|target-group)/", path):
            title = re.search("<title>(.*?)</title>", page(portal, path, lang))
            assert title is not None
            titles.setdefault(title[1], []).append(path)
    assert len(titles) > 100
    assert not {title: paths for title, paths in titles.items() if len(paths) > 1}


@pytest.mark.parametrize("query", [{"through": "mobilitaet,klima"}, {"node": "kreisverwaltung"}])
def test_english_headings_begin_with_a_capital(portal: Portal, query: dict[str, str]) -> None:
    """Also where the data write a name small."""
    heading = re.search("<h1>(.*?)</h1>", page(portal, "explore", "en", **query))
    assert heading is not None
    assert not re.search("(: |– )[a-z]", heading[1])


def test_legends_say_what_is_drawn(portal: Portal) -> None:
    """The whole network has neither dashes nor double bars; a cell may be a conflict alone."""
    part = page(portal, "explore", node="B.X.3")
    assert "stroke-dasharray" in part[part.index('class="tie-legend"') :]
    cell = page(portal, "matrix").split('class="matrix-legend"')[1]
    assert re.search('cell-none cell-conflict cell-sample".*?>!</span> nur Zielkonflikte', cell)


@pytest.mark.parametrize("by", ["actor", "department"])
def test_actors_stand_by_what_is_shown_of_them(portal: Portal, by: str) -> None:
    """In no order of a paper, and their menu says so."""
    for query in ({}, {"confidence": "80"}, {"topic": "topic/klimaschutz"}):
        body = page(portal, "matrix", by=by, **query)
        assert "Reihenfolge im Papier" not in body
        rows = re.findall(r'<td class="num">([\d.]+)</td>\s*</tr>', body.split("<tfoot>")[0])
        counts = [int(count.replace(".", "")) for count in rows]
        assert counts == sorted(counts, reverse=True)
        assert len(counts) > 2
    assert "Reihenfolge im Papier" in page(portal, "matrix")
