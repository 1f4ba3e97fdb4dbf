# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Every IRI leads to a page or to data, in the form that is asked for."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

import pytest
import rdflib

from asgi import Client
from conftest import TOWN
from zielgraph.build.builder import build
from zielgraph.model.names import ZG
from zielgraph.model.project import Project
from zielgraph.publication.addresses import ENDINGS, MEDIA_TYPES

if TYPE_CHECKING:
    from rdflib.term import Node

GOAL = TOWN + "goal-cycling"


@pytest.fixture(scope="module")
def client(pristine: Project) -> Client:
    """Return a client of a server that serves the small project."""
    return Client(pristine)


class Statements(list["tuple[Node, Node, Node, str | None]"]):
    """Parsed quads; what is asked for as ``None`` may be anything."""

    def having(self, *wanted: object) -> list[tuple[Node, Node, Node, str | None]]:
        """Return the quads that agree with ``wanted``."""
        return [
            quad
            for quad in self
            if all(want is None or want == part for want, part in zip(wanted, quad, strict=False))
        ]


def parsed(body: str, form: str) -> Statements:
    """Return what rdflib reads."""
    names = {"rdfxml": "xml", "jsonld": "json-ld", "ntriples": "nt"}
    graph = rdflib.Dataset()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own
        graph.parse(data=body, format=names.get(form, form))
        return Statements(
            (s, p, o, str(g) if g else None) for s, p, o, g in graph.quads((None,) * 4)
        )


def path_of(iri: str) -> str:
    return "/id/" + iri.removeprefix("https://w3id.org/zielgraph/id/")


@pytest.mark.parametrize(("form", "media"), MEDIA_TYPES.items())
def test_each_format_says_the_same(client: Client, form: str, media: str) -> None:
    """By Accept, by ending and by parameter the same data come in the format asked for."""
    here = path_of(GOAL)
    led = client.get(here, headers={"Accept": media})
    assert led.status_code == 303
    assert "Accept" in led.headers["vary"]
    place = f"/data/lindental/goal-cycling.{ENDINGS[form]}"
    assert led.next_request is not None
    assert led.next_request.url.path == place
    by_ending = client.get(place, headers={"Accept": "image/png"})
    assert by_ending.status_code == 200
    assert by_ending.headers["content-type"].split(";")[0] == media
    by_accept = client.get("/data/lindental/goal-cycling", headers={"Accept": media})
    by_name = client.get("/data/lindental/goal-cycling", params={"format": ENDINGS[form]})
    assert by_ending.text == by_accept.text == by_name.text
    assert by_accept.headers["content-location"] == f"goal-cycling.{ENDINGS[form]}"
    graph = parsed(by_ending.text, form)
    labels = graph.having(rdflib.URIRef(GOAL), rdflib.SKOS.prefLabel)
    turtle = parsed(client.get("/data/lindental/goal-cycling.ttl").text, "turtle")
    assert labels
    assert {q[:3] for q in graph} == {q[:3] for q in turtle}


@pytest.mark.parametrize(
    ("accept", "language", "target"),
    [
        ("text/html", "de", "/de/id/lindental/goal-cycling"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "en-GB,en", "/en/id/lindental/goal-cycling"),
        ("*/*", "fr", "/de/id/lindental/goal-cycling"),
        ("text/html;q=0.3, text/turtle;q=0.5", "de", "/data/lindental/goal-cycling.ttl"),
        ("application/rdf+xml, text/html;q=0.9", "de", "/data/lindental/goal-cycling.rdf"),
        ("application/json", "de", "/data/lindental/goal-cycling.jsonld"),
        ("text/html;q=0, */*;q=0.1", "de", "/data/lindental/goal-cycling.ttl"),
        ("application/xhtml+xml", "de", "/de/id/lindental/goal-cycling"),
    ],
)
def test_who_wants_what(client: Client, accept: str, language: str, target: str) -> None:
    """People get the page in their language, programs the data, by their own weighing."""
    headers = {"Accept": accept, "Accept-Language": language, "Host": "evil.example"}
    found = client.get(path_of(GOAL), headers=headers)
    assert found.status_code == 303
    assert found.next_request is not None
    assert found.next_request.url.path == target
    assert "evil" not in str(found.headers)


def test_named_graphs_stay(client: Client) -> None:
    """TriG tells which graph states what, so that what was inferred is not taken for stated."""
    graph = parsed(client.get("/data/lindental/goal-cycling.trig").text, "trig")
    found = {str(q[3]) for q in graph.having(rdflib.URIRef(GOAL), None, None)}
    base = "https://w3id.org/zielgraph/id/graph/"
    assert {base + "data/lindental", base + "inferred"} <= found


def test_description_names_what_it_mentions(client: Client) -> None:
    """Nobody has to fetch each neighbour to show its name; what points here is there, too."""
    graph = parsed(client.get("/data/lindental/goal-cycling.ttl").text, "turtle")
    goal = rdflib.URIRef(GOAL)
    incoming = {s for s, _, _, _ in graph.having(None, None, goal)}
    assert rdflib.URIRef(TOWN + "measure-plan") in incoming
    field = next(o for _, _, o, _ in graph.having(goal, rdflib.URIRef(ZG + "inField")))
    labels = [value for _, _, value, _ in graph.having(field, rdflib.SKOS.prefLabel)]
    names = {value.language for value in labels if isinstance(value, rdflib.Literal)}
    assert names == {"de", "en"}
    document = rdflib.URIRef("https://w3id.org/zielgraph/data/lindental/goal-cycling")
    about = {p: o for _, p, o, _ in graph.having(document, None, None)}
    assert about[rdflib.FOAF.primaryTopic] == goal


def test_sdg_of_the_un(client: Client) -> None:
    """The UN's IRIs are not ours; what we say about them is found beside the pages."""
    found = client.get("/sdg/11.2.ttl")
    assert found.status_code == 200
    graph = parsed(found.text, "turtle")
    target = rdflib.URIRef("http://metadata.un.org/sdg/11.2")
    assert graph.having(target, rdflib.SKOS.notation, rdflib.Literal("11.2"), None)
    led = client.get("/sdg/11.2", headers={"Accept": "text/html", "Accept-Language": "en"})
    assert led.status_code == 303
    assert led.headers["location"] == "../en/sdg/11.2"
    assert client.get("/sdg/18.1").status_code == 404


def test_named_graph_resolves(client: Client) -> None:
    """The name of a graph leads to what the graph holds."""
    found = client.get("/data/graph/data/lindental.nq")
    graph = parsed(found.text, "nquads")
    name = "https://w3id.org/zielgraph/id/graph/data/lindental"
    assert graph.having(rdflib.URIRef(GOAL), None, None, name)


def test_iri_that_ends_like_a_format(client: Client) -> None:
    """The build's files end in .ttl themselves; this is no format of a shorter name."""
    path = "/data/graph/build/data/lindental/strategy.ttl"
    name = "https://w3id.org/zielgraph/id" + path.removeprefix("/data")
    for place in (path, path + ".ttl"):
        found = client.get(place)
        assert found.status_code == 200, place
        assert parsed(found.text, "turtle").having(rdflib.URIRef(name), None, None, None)


@pytest.mark.parametrize(
    "path",
    ["/id/lindental/nothing", "/data/lindental/nothing.ttl", "/data/lindental/no", "/sdg/99.9"],
)
@pytest.mark.parametrize("accept", ["text/turtle", "text/html", "application/json", "image/png"])
def test_unknown_thing(client: Client, path: str, accept: str) -> None:
    """404 in the form that was asked for; whoever reads pages gets one about data, too."""
    found = client.get(path, headers={"Accept": accept})
    assert found.status_code == 404
    html = "text/html" in found.headers["content-type"]
    assert html == (accept == "text/html")


def test_format_that_there_is_not(client: Client) -> None:
    """406 and 400 name what there is."""
    refused = client.get("/data/lindental/goal-cycling", headers={"Accept": "image/png"})
    assert refused.status_code == 406
    assert "text/turtle" in refused.text
    assert {"Accept", "Accept-Language"} <= set(refused.headers["vary"].split(", "))
    wrong = client.get("/data/lindental/goal-cycling?format=png")
    assert wrong.status_code == 400
    assert "jsonld" in wrong.text
    for path in ("/data/lindental/goal-cycling", "/catalog"):
        twice = client.get(f"{path}?format=ttl&format=nt")
        assert (twice.status_code, "format" in twice.text) == (400, True), path


@pytest.mark.parametrize(
    "path",
    [
        "/id/%0d%0aSet-Cookie:%20a=b",
        "/id/a%22%3E%3Cscript%3E",
        "/data/%00.ttl",
        "/id/..%2f..%2fetc/passwd",
        "/data/%7B%7D",
        "/sdg/%3E.ttl",
        "/id/" + "a" * 5000,
    ],
)
def test_hostile_names(client: Client, path: str) -> None:
    """What can be no IRI names nothing, and gets into no header."""
    for accept in ("text/turtle", "text/html"):
        found = client.get(path, headers={"Accept": accept})
        assert found.status_code == 404
        assert "set-cookie" not in found.headers


def test_head_and_methods(client: Client) -> None:
    """HEAD tells what GET would; nobody writes here."""
    got = client.get("/data/lindental/goal-cycling.ttl")
    head = client.request("HEAD", "/data/lindental/goal-cycling.ttl")
    assert head.text == ""
    assert head.headers["content-length"] == got.headers["content-length"]
    assert head.headers["link"] == got.headers["link"]
    refused = client.request("PUT", "/data/lindental/goal-cycling.ttl")
    assert refused.status_code == 405
    assert refused.headers["allow"]


def test_links_lead_on(client: Client) -> None:
    """Headers name the canonical document, the other forms and both pages."""
    link = client.get("/data/lindental/goal-cycling.nt").headers["link"]
    start = "https://w3id.org/zielgraph/"
    assert f'<{start}data/lindental/goal-cycling>; rel="canonical"' in link
    assert f'<{start}data/lindental/goal-cycling.jsonld>; rel="alternate"' in link
    assert f'<{start}en/id/lindental/goal-cycling>; rel="alternate"' in link


@pytest.mark.parametrize("name", ["ontology", "shapes"])
def test_vocabularies(client: Client, name: str) -> None:
    """Hash names lead to one document, which has an anchor for each of them."""
    turtle = client.get(f"/{name}", headers={"Accept": "text/turtle"})
    assert turtle.headers["content-location"] == f"{name}.ttl"
    assert turtle.text == client.get(f"/{name}.ttl").text == client.get(f"/{name}.ttl").text
    space = "https://w3id.org/zielgraph/" + name + "#"
    terms = {
        str(subject).removeprefix(space)
        for subject, _, _, _ in parsed(turtle.text, "turtle")
        if str(subject).startswith(space)
    }
    page = client.get(f"/{name}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    anchors = {each for each in terms if f'id="{each}"' in page.text}
    assert len(anchors) > 100
    # The ontology's own page leaves out what is only a link to another vocabulary.
    assert name == "ontology" or terms == anchors
    assert "Goal" in anchors or name == "shapes"
    assert len(re.findall(r'\bid="', page.text)) == len(
        set(re.findall(r'\bid="([^"]*)"', page.text))
    )
    inside = set(re.findall(r'href="#([^"]*)"', page.text))
    assert {each for each in inside if f'id="{each}"' not in page.text} == set()


@pytest.mark.parametrize("base", ["https://daten.kreis.example/id/", "https://kreis.example/id#"])
def test_own_domain(project: Project, base: str) -> None:
    """A county's own base is in everything, with a slash or a hash at its end."""
    own = Project(project.root, base)
    build(own)
    goal = base + "lindental/goal-cycling"
    client = Client(own)
    text = client.get("/data/lindental/goal-cycling.ttl").text
    assert parsed(text, "turtle").having(rdflib.URIRef(goal), None, None, None)
    assert "w3id.org/zielgraph/id" not in text
    led = client.get("/id/lindental/goal-cycling", headers={"Accept": "text/turtle"})
    assert led.headers["location"] == "../../data/lindental/goal-cycling.ttl"
    link = client.get("/data/lindental/goal-cycling.ttl").headers["link"]
    assert link.startswith(f"<{Project(own.root, base).base.split('/id')[0]}/data/")


@pytest.mark.parametrize("name", ["ontology", "shapes", "catalog"])
def test_a_slash_at_the_end_leads_to_the_address_without(client: Client, name: str) -> None:
    """It moves for good, with its parameters, and nowhere else than on this server."""
    for query in ("", "?format=ttl", "?format=%0d%0aX-Evil:1&x=%C3%A4"):
        found = client.get(f"/{name}/{query}", headers={"Host": "evil.example"})
        assert found.status_code == 301
        assert found.headers["location"] == f"../{name}{query}"
        assert "x-evil" not in found.headers
