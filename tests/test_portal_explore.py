# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The page to explore: what stands around a node, along paths, in files to take along."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_pages import portal_of
from zielgraph import open_graph
from zielgraph.dependencies.layers import Tie
from zielgraph.portal.diagram import columns
from zielgraph.portal.exploring import MOST_DOTS, around, influence, knowledge
from zielgraph.portal.page import Request
from zielgraph.portal.pictures import picture, picture_paths
from zielgraph.portal.portal import Portal
from zielgraph.portal.settings import PortalSettings

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.portal.portal import Response

EXAMPLE = PortalSettings(example=("mobilitaet", "klima", "teilhabe"))


@pytest.fixture(scope="module")
def portal(real_project: Path) -> Portal:
    return Portal(open_graph(real_project), "test", EXAMPLE)


def ask(portal: Portal, lang: str = "de", **query: str) -> Response:
    return portal.respond(Request(f"/{lang}/explore", lang, query))


def tie(source: str, target: str, kind: str = "supports", weight: float = 1.0) -> Tie:
    return Tie(f"{source}{kind}{target}", "stated", kind, source, target, weight)


def test_columns_go_with_the_influence() -> None:
    """Who supports stands before, a precondition as well; what is supported stands behind."""
    ties = [tie("a", "m"), tie("m", "b"), tie("m", "c", "requires"), tie("d", "m", "requires")]
    found = around(frozenset({"m"}), ties, 1)
    assert found.column == {"m": 0, "a": -1, "c": -1, "b": 1, "d": 1}
    assert found.complete


def test_ties_without_direction_stand_beside_the_middle() -> None:
    """A conflict neither acts on something nor is acted on."""
    found = around(frozenset({"m"}), [tie("m", "x", "conflicts"), tie("y", "m", "conflicts")], 2)
    assert found.column == {"m": 0, "x": 0, "y": 0}


def test_further_steps_follow_the_same_direction() -> None:
    """What else the supporter supports is not on the way to the middle."""
    ties = [tie("a", "b"), tie("b", "m"), tie("b", "elsewhere"), tie("m", "c"), tie("c", "d")]
    found = around(frozenset({"m"}), ties, 2)
    assert found.column == {"m": 0, "b": -1, "a": -2, "c": 1, "d": 2}


NAMES = st.sampled_from([chr(code) for code in range(ord("a"), ord("m"))])
TIES = st.lists(
    st.builds(
        tie,
        NAMES,
        NAMES,
        st.sampled_from(["supports", "requires", "conflicts", "sharesResource"]),
        st.sampled_from([1.0, 2.0, 3.0]),
    ).filter(lambda found: found.source != found.target),
    max_size=40,
)


@given(TIES, st.integers(1, 3))
def test_whatever_is_drawn_is_in_the_table_and_has_both_ends(ties: list[Tie], steps: int) -> None:
    """No line ends in nothing; no column is farther than was asked for."""
    found = around(frozenset({"a", "b"}), ties, steps)
    assert {id(t) for t in found.drawn} <= {id(t) for t in found.ties} <= {id(t) for t in ties}
    assert all({t.source, t.target} <= found.column.keys() for t in found.drawn)
    assert all(-steps <= place <= steps for place in found.column.values())
    middle = {end for t in found.drawn for end in influence(t)} & {"a", "b"}
    assert all(found.column[iri] == 0 for iri in middle)


def test_a_diagram_has_an_end(portal: Portal) -> None:
    """A node with very many ties shows the strongest and says so; the table has all."""
    ties = [tie("m", f"x{n:03}", weight=1.0 + n % 3) for n in range(200)]
    found = around(frozenset({"m"}), ties, 1)
    assert len(found.column) == MOST_DOTS
    assert len(found.ties) == 200
    assert not found.complete
    assert portal.version == "test"


def test_cards_do_not_overlap(portal: Portal) -> None:
    """Not even around the busiest field."""
    known = portal.once(knowledge)
    network = known.facts.network
    place = next(p for p in known.places if p.iri.endswith("/field/mobilitaet"))
    found = around(place.statements & network.statements.keys(), network.layer("stated"), 1)
    names = dict.fromkeys(range(-1, 2), "x")
    drawing = columns(found.column, names, network.statements, found.drawn, place.statements)
    assert len(drawing.cards) == len(found.column) > 10
    for one in drawing.cards:
        assert 0 <= one.x <= one.x + one.width <= drawing.width
        assert 0 <= one.y <= one.y + one.height <= drawing.height
        for other in drawing.cards:
            if one.iri < other.iri and one.x == other.x:
                assert one.y + one.height <= other.y or other.y + other.height <= one.y


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize(
    "query",
    [
        {},
        {"layers": "all", "page": "2"},
        {"node": "mobilitaet"},
        {"node": "B.X.2", "steps": "3", "layers": "all"},
        {"node": "13"},
        {"node": "http://metadata.un.org/sdg/11.2"},
        {"node": "SDG 14"},
        {"kind": "conflicts", "sdg": "15"},
        {"through": "mobilitaet,klima,teilhabe"},
        {"node": "", "field": "", "sdg": "", "kind": "", "steps": ""},
    ],
)
def test_page_answers(portal: Portal, lang: str, query: dict[str, str]) -> None:
    """Every way to ask gives a page without an inline style or script."""
    found = ask(portal, lang, **query)
    text = found.body.decode()
    assert found.status == 200
    assert " style=" not in text
    assert "<script>" not in text
    assert "<table" in text or "ways" in text or "empty" in text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"node": "gibt-es-nicht"}, 400),
        ({"node": "<script>alert(1)</script>"}, 400),
        ({"node": "x" * 5000}, 400),
        ({"node": "999"}, 400),
        ({"through": "mobilitaet"}, 400),
        ({"layers": "guessed"}, 400),
        ({"kind": "hates"}, 400),
        ({"sdg": "18"}, 400),
        ({"sdg": "٣"}, 400),
        ({"steps": "99999999999999999999"}, 400),
        ({"page": "0"}, 400),
        ({"page": "999"}, 404),
        ({"colour": "red"}, 400),
    ],
)
def test_nonsense_is_answered_with_help(portal: Portal, query: dict[str, str], status: int) -> None:
    """A wrong parameter names itself; nothing of it runs."""
    found = ask(portal, **query)
    assert found.status == status
    assert b"<script>alert" not in found.body


def test_example_answers_the_mobility_question(portal: Portal) -> None:
    """The ready example is on the page, and leads to paths with their evidence."""
    assert "through=mobilitaet%2Cklima%2Cteilhabe" in ask(portal).body.decode()
    text = ask(portal, through="mobilitaet,klima,teilhabe").body.decode()
    assert text.count('<div class="way-step">') >= 20
    assert "Fundstellen: B." in text


def test_example_that_does_not_fit_the_data_is_left_out(pristine_portal: Portal) -> None:
    """Another county has other fields; its page must not break."""
    text = ask(pristine_portal).body.decode()
    assert "through=" not in text
    assert not any("/path." in path for path in picture_paths(pristine_portal))


@pytest.fixture
def pristine_portal(built: object) -> Portal:
    other = PortalSettings(example=("raumfahrt", "mobilitaet"))
    return Portal(open_graph(built.root), "test", other)  # type: ignore[attr-defined]


def test_graph_data_is_whole(portal: Portal) -> None:
    """Every tie has its ends; places are numbers; links are relative."""
    found = portal.respond(Request("/en/explore/graph.json", "en"))
    data = json.loads(found.body)
    assert len(data["nodes"]) > 100
    assert all(0 <= t[end] < len(data["nodes"]) for t in data["ties"] for end in ("from", "to"))
    assert all(node["page"].startswith("id/") for node in data["nodes"])
    assert {t["kind"] for t in data["ties"]} <= {*data["kinds"], "shares"}


def test_static_page_holds_the_whole_table(portal: Portal) -> None:
    """A file cannot turn pages, nor be asked."""
    text = portal.respond(Request("/de/explore", "de", {}, static=True)).body.decode()
    assert text.count("<tr>") > 150
    assert '<form class="filters"' not in text
    assert "explore.html?node" not in text


def test_pictures_are_made_once_and_carry_their_policy(portal: Portal) -> None:
    """The script within the page is allowed by its hash, and nothing else is."""
    found = picture(portal, "/pictures/path.de.html")
    assert found is not None
    assert found.policy is not None
    assert "script-src 'sha256-" in found.policy
    assert "unsafe" not in found.policy
    assert picture(portal, "/pictures/path.de.html") is found
    drawing = picture(portal, "/pictures/arcs.en.svg")
    assert drawing is not None
    assert drawing.body.startswith(b"<svg")


@pytest.mark.parametrize(
    "path",
    ["/pictures/nothing.de.html", "/pictures/goals.fr.html", "/pictures/../goals.de.html",
     "/pictures/goals.de.svg", "/pictures/goals.de.html/x", "/pictures/goals.de.html\n"],
)  # fmt: skip
def test_other_pictures_do_not_exist(portal: Portal, path: str) -> None:
    """Only what the list names is made; no path leads out of it."""
    assert picture(portal, path) is None
    assert path not in set(picture_paths(portal))


def test_explorer_works_on_the_small_project(built: object) -> None:
    """A strategy with hardly any ties has a page, too."""
    portal = portal_of(built.root)  # type: ignore[attr-defined]
    assert ask(portal).status == 200


@pytest.mark.parametrize("lang", ["de", "en"])
def test_starts_are_offered_in_the_order_of_the_paper(portal: Portal, lang: str) -> None:
    """Roman numbers by their value, then the number of the goal; not by what an IRI says."""
    body = ask(portal, lang).body.decode()
    offered = re.findall(r'<option value="([AB]\.[^"]+)">', body)
    wanted = [
        "A.I",
        "A.V",
        "B.I",
        "B.I.a",
        "B.I.a.1",
        "B.I.a.8",
        "B.V",
        "B.IX",
        "B.IX.2",
        "B.IX.10",
    ]
    assert set(wanted) <= set(offered)
    places = [offered.index(number) for number in wanted]
    assert places == sorted(places)
    fields = re.findall(r"<option value=[^>]*/field/[^>]*>(B\.[IVX]+)[ .]", body)
    assert fields.index("B.V") < fields.index("B.IX") < fields.index("B.X")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"node": "inklusion teilhabe"}, "„Inklusion“"),
        ({"through": "klima,teilhabex"}, "Teilhabe"),
        ({"node": "zzzzqq"}, "nicht bekannt"),
        ({"through": "mobilitaet"}, "mindestens zwei Stationen"),
        ({"field": "mobilitet"}, "Mobilität und Verkehr"),
    ],
)
def test_what_is_not_known_is_refused_in_words(
    portal: Portal, query: dict[str, str], said: str
) -> None:
    """No ends of IRIs, no option of the command line; and a way back to the form."""
    found = ask(portal, "de", **query)
    text = html.unescape(found.body.decode())
    assert found.status == 400
    shown = text[text.index("<main") : text.index("</main>")]
    assert said in shown
    assert not re.search(r"\b(?:aim|field|topic|goal|actor)/|--\w|: –", shown)
    assert 'href="explore"' in shown
