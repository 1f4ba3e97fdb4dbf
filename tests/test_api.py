# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The graph from Python, as researchers use it."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest

import zielgraph
from conftest import TOWN, sparql_server
from zielgraph import BlankNode, Iri, Literal, StrategyGraph, ZielgraphError, open_graph
from zielgraph.build.location import CURRENT, DATASET
from zielgraph.model.messages import speaking
from zielgraph.model.names import ZG
from zielgraph.store.base import Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zielgraph.model.project import Project

SOLAR = TOWN + "goal-solar"
CYCLING = TOWN + "goal-cycling"


@pytest.fixture(scope="module", params=["built", "endpoint"])
def graph(
    request: pytest.FixtureRequest, pristine: Project, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[StrategyGraph]:
    """Yield the small graph, opened from disk and over HTTP."""
    if request.param == "built":
        yield open_graph(pristine.root)
        return
    dump = pristine.build / CURRENT / DATASET
    with sparql_server(tmp_path_factory.mktemp("api"), dump) as url:
        yield open_graph(pristine.root, endpoint=url)


def test_public_names() -> None:
    """What ``from zielgraph import …`` promises is there, and a mistyped name is an error."""
    assert all(getattr(zielgraph, name) is not None for name in zielgraph.__all__)
    with pytest.raises(AttributeError):
        zielgraph.no_such_name  # noqa: B018


def test_import_is_light() -> None:
    """``import zielgraph`` in a notebook or a command loads no library that takes a second."""
    script = "import sys, zielgraph, zielgraph.cli.main; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    heavy = {"rdflib", "pyshacl", "networkx", "owlready2", "SPARQLWrapper", "jinja2", "pyoxigraph"}
    assert heavy & set(done.stdout.split()) == set()


def test_a_query_loads_no_server_and_no_pages(bare: Project) -> None:
    """What serves the graph costs who only asks it nothing."""
    script = (
        "import sys\nfrom zielgraph.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "query", "versions"],
        capture_output=True,
        text=True,
        check=True,
        cwd=bare.root,
    )
    *said, modules = done.stdout.splitlines()
    assert any("version-2023" in line for line in said)
    heavy = {"starlette", "uvicorn", "jinja2", "anyio", "rdflib", "pyshacl", "networkx"}
    own = {"zielgraph.server", "zielgraph.portal", "zielgraph.publication", "zielgraph.isolation"}
    assert "pyoxigraph" in modules.split()
    assert not (heavy | own) & set(modules.split())


def test_rows_hold_typed_terms(graph: StrategyGraph) -> None:
    """A cell is an IRI, a text or a number, and not all of them a string."""
    rows = graph.query("dependency-graph")
    assert len(rows) == 3
    row = next(row for row in rows if row["from"] == Iri(CYCLING))
    assert row["dependency"] == Iri(TOWN + "dependency-cycling-solar")
    assert row["to"] == Iri(SOLAR)
    assert isinstance(row["strength"], Literal)
    assert row["strength"].to_python() == 2
    assert row["kind"] == Literal("supports")
    assert (str(row["from_notation"]), str(row["to_field"])) == ("B.II.a.1", "B.I")


def test_unbound_cell_is_none(graph: StrategyGraph) -> None:
    """A principle has no field; an empty text in its place would be a field without a name."""
    row = next(r for r in graph.query("dependency-graph") if str(r["to"]) == TOWN + "principle")
    assert row["to_field"] is None


def test_parameters(graph: StrategyGraph) -> None:
    """A parameter may be what a person types or a term; both mean the same."""
    typed = graph.query("links-of-sdg", sdg="13")
    assert typed
    assert typed == graph.query("links-of-sdg", sdg=Iri("http://metadata.un.org/sdg/13"))
    assert typed != graph.query("links-of-sdg", sdg="11")
    for wrong in ({"sdg": "18"}, {"sgd": "13"}, {"sdg": "http://metadata.un.org/sdg/99"}):
        with pytest.raises(ZielgraphError):
            graph.query("links-of-sdg", **wrong)


def test_language_of_labels(graph: StrategyGraph) -> None:
    """Labels come in the language of the moment or the one that is asked for."""
    with speaking("en"):
        english = {str(row["title"]) for row in graph.query("measures")}
        german = {str(row["title"]) for row in graph.query("measures", lang="de")}
    assert english == {"cycle path plan", "roof programme"}
    assert german == {"Radwegeplan", "Dächerprogramm"}


def test_status_of_links(graph: StrategyGraph) -> None:
    """The counts under the coverage matrix are those of the links, each counted once."""
    counted = {
        (str(row["status"]), str(row["polarity"])): int(str(row["count"]))
        for row in graph.query("link-status")
    }
    links = graph.sparql(
        f"SELECT ?status ?polarity {{ ?l a <{ZG}SdgLink> ; "
        f"<{ZG}status> ?status ; <{ZG}polarity> ?polarity }}"
    )
    assert isinstance(links, Table)
    wanted = Counter(tuple(str(cell).removeprefix(ZG) for cell in row) for row in links.rows)
    assert counted == dict(wanted)
    assert counted == {("accepted", "supports"): 8, ("confirmed", "supports"): 1}


def test_queries(graph: StrategyGraph) -> None:
    """The library can be listed with questions and parameters."""
    found = {query.name: query for query in graph.queries()}
    assert {"dependency-graph", "link-status"} <= set(found)
    assert all(set(query.question) == {"de", "en"} for query in found.values())
    assert [p.name for p in found["links-of-sdg"].parameters if p.type == "sdg-goal"] == ["sdg"]


def test_unknown_query(graph: StrategyGraph) -> None:
    """A mistyped name is an error that offers the right one."""
    with pytest.raises(ZielgraphError, match="dependency-graph"):
        graph.query("dependency-grap")


def test_sparql(graph: StrategyGraph) -> None:
    """Any question can be put over all graphs together."""
    assert graph.sparql(f"ASK {{ <{SOLAR}> a <{ZG}Goal> }}") is True
    assert graph.sparql(f"ASK {{ <{SOLAR}> <{ZG}contributesTo> ?target }}") is True


def test_to_rdflib(graph: StrategyGraph) -> None:
    """An rdflib graph holds every statement once, words and figures unchanged."""
    whole = graph.to_rdflib()
    counted = graph.sparql("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert isinstance(counted, Table)
    assert len(whole) == int(str(counted.rows[0][0]))
    answer = whole.query(f'ASK {{ <{SOLAR}> ?p "Sonnenstrom ausbauen"@de }}')
    assert answer.askAnswer is True
    assert answer.askAnswer != whole.query(f'ASK {{ <{SOLAR}> ?p "Sonnenstrom"@de }}').askAnswer


def test_to_networkx(graph: StrategyGraph) -> None:
    """Dependencies become edges with direction, kind, strength and basis."""
    network = graph.to_networkx()
    assert network.is_directed()
    assert network.number_of_edges() == 3
    assert network.nodes[SOLAR] == {"notation": "B.I.1", "field": "B.I"}
    assert network.nodes[TOWN + "principle"] == {"notation": "A.I", "field": ""}
    edge = network.edges[CYCLING, SOLAR, TOWN + "dependency-cycling-solar"]
    assert edge == {"kind": "supports", "strength": 2, "basis": "judged"}
    assert not network.has_edge(SOLAR, CYCLING)


def test_dependency_graph_by_status(graph: StrategyGraph) -> None:
    """What is only proposed does not become an edge unless it is asked for."""
    assert graph.query("dependency-graph", status=ZG + "proposed") == []
    assert len(graph.query("dependency-graph", status=ZG + "accepted")) == 3


def test_nothing_to_open(tmp_path: Path, project: Project) -> None:
    """A folder that is no project, and a project without a graph, are told apart."""
    with pytest.raises(ZielgraphError) as none:
        open_graph(tmp_path / "none")
    assert none.value.key == "project.incomplete"
    with pytest.raises(ZielgraphError) as unbuilt:
        open_graph(project.root)
    assert unbuilt.value.key == "store.missing"


def test_project_by_environment(pristine: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook far from the project finds it by the environment, or by the working folder."""
    monkeypatch.setenv("ZIELGRAPH_PROJECT", str(pristine.root))
    assert open_graph().project.root == pristine.root
    monkeypatch.delenv("ZIELGRAPH_PROJECT")
    monkeypatch.chdir(pristine.data / "lindental")
    assert open_graph().project.root == pristine.root


def test_terms_are_values() -> None:
    """Terms can be compared, sorted and kept in sets, whoever made them."""
    assert {Iri("x:a"), Iri("x:a"), BlankNode("a")} == {Iri("x:a"), BlankNode("a")}
    assert min(Iri("x:b"), Iri("x:a")) == Iri("x:a")
    assert Literal("Ziel", "DE") == Literal("Ziel", "de")
    with pytest.raises(AttributeError):
        Iri("x:a").value = "x:b"  # type: ignore[misc]
