# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Every IRI that the ontology and the shapes themselves have leads to what is said about it."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
import rdflib

from asgi import Client
from zielgraph.build.builder import build
from zielgraph.model.files import files_in
from zielgraph.model.names import SCHEMES
from zielgraph.model.project import Project
from zielgraph.publication.addresses import ENDINGS, MEDIA_TYPES
from zielgraph.publication.publication import open_publication
from zielgraph.store.base import Table

ROOT = "https://w3id.org/zielgraph/"
_ASKED = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?iri WHERE {
  { ?iri a skos:ConceptScheme } UNION { ?iri a owl:Ontology } UNION { ?any owl:versionIRI ?iri }
}
"""


@pytest.fixture(scope="module")
def client(pristine: Project) -> Client:
    """Return a client of a server that serves the small project."""
    return Client(pristine)


@pytest.fixture(scope="module")
def iris(pristine: Project) -> list[str]:
    """Return the IRIs of all lists, ontologies and versions, of the shapes too."""
    found = open_publication(pristine).store.query(_ASKED)
    assert isinstance(found, Table)
    shapes = rdflib.Graph()
    for path in files_in(pristine.shapes, ".ttl"):
        shapes.parse(path)
    every = {str(row[0]) for row in (*found.rows, *shapes.query(_ASKED))}
    return sorted(iri for iri in every if iri.startswith(ROOT))


def led(client: Client, path: str, **headers: str) -> tuple[str, str]:
    """Return where a request ends up, and the answer there."""
    for _ in range(4):
        found = client.get(path, headers={"Accept": "text/turtle", **headers})
        if found.status_code not in {301, 303}:
            assert found.status_code == 200, path
            return path, found.text
        path = urljoin(path, found.headers["location"])
    raise AssertionError(path)


def test_every_iri_leads_to_its_description(client: Client, iris: list[str]) -> None:
    """Whoever follows an IRI gets RDF that speaks of it, and people get a page."""
    assert len(iris) > 25
    for kind in ("scheme/topic", "ontology", "ontology/sdg", "ontology/sdg/0.1.0", "shapes/0.1.0"):
        assert ROOT + kind in iris
    for iri in iris:
        path = "/" + iri.removeprefix(ROOT)
        _, text = led(client, path)
        told = rdflib.Graph().parse(data=text, format="turtle")
        node = rdflib.URIRef(iri)
        assert (node, None, None) in told or (None, rdflib.OWL.versionIRI, node) in told, iri
        _, text = led(client, path, Accept="text/html")
        assert "<html" in text, iri


@pytest.mark.parametrize(("form", "media"), MEDIA_TYPES.items())
def test_lists_are_documents(client: Client, form: str, media: str) -> None:
    """By ending, by Accept and by parameter the same comes, with the headers of a document."""
    ending = ENDINGS[form]
    named = client.get(f"/scheme/role.{ending}")
    assert named.status_code == 200
    assert named.headers["content-type"].split(";")[0] == media
    assert f'<{ROOT}scheme/role>; rel="canonical"' in named.headers["link"]
    accepted = client.get("/scheme/role", headers={"Accept": media})
    asked = client.get(f"/scheme/role?format={ending}")
    assert named.text == accepted.text == asked.text
    for found in (accepted, asked):
        assert found.headers["content-location"] == f"role.{ending}"
        assert "Accept" in found.headers["vary"]


@pytest.mark.parametrize(
    ("name", "place", "value"),
    [
        ("role", "/en/queries/value-lists?scheme=", "contributing"),
        ("polarity", "/en/queries/value-lists?scheme=", "hampers or undoes"),
        ("topic", "/en/topics", "<h1"),
        ("target-group", "/en/queries/target-groups", "<table"),
    ],
)
def test_people_see_the_values(client: Client, name: str, place: str, value: str) -> None:
    """The page shows the values of this list, and of no other."""
    here, page = led(client, f"/scheme/{name}", Accept="text/html", **{"Accept-Language": "en"})
    assert here.startswith(place)
    assert value in page
    assert "hampers or undoes" not in page or name == "polarity"


@pytest.mark.parametrize(
    "path",
    [
        "/scheme/nothing",
        "/scheme/nothing.ttl",
        "/scheme/role.png",
        "/scheme/role/x",
        "/scheme/",
        "/ontology/nothing",
        "/ontology/sdg.png",
        "/ontology/sdg/",
        "/ontology/sdg/9.9.9",
        "/shapes/sdg",
        "/shapes/x.ttl",
    ],
)
@pytest.mark.parametrize("accept", ["text/turtle", "text/html"])
def test_what_there_is_not(client: Client, path: str, accept: str) -> None:
    """404, for people as a page; none of them says anything of parameters of ours."""
    found = client.get(path, headers={"Accept": accept})
    assert found.status_code == 404
    assert ("<html" in found.text) == (accept == "text/html")
    assert "scheme=" not in found.text


def test_endings_and_parameters_stay(client: Client) -> None:
    """Who asks for a format of a part gets it of the whole."""
    for path, target in (
        ("/ontology/sdg.ttl", "../ontology.ttl"),
        ("/ontology/0.1.0.rdf", "../ontology.rdf"),
        ("/ontology/sdg/0.1.0", "../../ontology"),
        ("/shapes/0.1.0?format=nt", "../shapes?format=nt"),
    ):
        found = client.get(path)
        assert (found.status_code, found.headers["location"]) == (303, target)


def test_own_domain_serves_its_copy(project: Project) -> None:
    """The IRIs of the lists stay; the document names its own place and its licence."""
    own = Project(project.root, "https://daten.kreis.example/id/")
    build(own)
    found = Client(own).get("/scheme/role.nt")
    assert f"<{SCHEMES}role> " in found.text
    document = "<https://daten.kreis.example/scheme/role>"
    assert f"{document} <http://xmlns.com/foaf/0.1/primaryTopic> <{SCHEMES}role>" in found.text
    assert f'{document}; rel="canonical"' in found.headers["link"]
