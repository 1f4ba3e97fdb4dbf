# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The ontology: complete in both languages, free of contradictions, documented."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from zielgraph.build.sources import read_sources
from zielgraph.model.errors import ReasonerError
from zielgraph.model.names import PREFIXES, ZG
from zielgraph.model.project import Project
from zielgraph.publication.ontology_page import ontology_page
from zielgraph.reasoning.consistency import judge
from zielgraph.store.turtle import read_turtle

if TYPE_CHECKING:
    from zielgraph.model.terms import Triple

ROOT = Path(__file__).resolve().parents[1]
KINDS = (
    OWL.Class,
    OWL.ObjectProperty,
    OWL.DatatypeProperty,
    OWL.AnnotationProperty,
    OWL.NamedIndividual,
)
needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java")


def schema() -> Graph:
    graph = Graph()
    for path in sorted((ROOT / "ontology").glob("*.ttl")):
        graph.parse(path)
    return graph


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return schema()


def own_terms(graph: Graph) -> list[URIRef]:
    found = {
        node
        for kind in KINDS
        for node in graph.subjects(RDF.type, kind)
        if isinstance(node, URIRef) and str(node).startswith(ZG)
    }
    return sorted(found)


@pytest.mark.parametrize("term", own_terms(schema()), ids=lambda term: term.removeprefix(ZG))
def test_term_is_documented(ontology: Graph, term: URIRef) -> None:
    """A reader of either language finds one label and one definition for every term."""
    labels = [
        *ontology.objects(term, RDFS.label),
        *ontology.objects(term, SKOS.prefLabel),
    ]
    for texts in (labels, list(ontology.objects(term, SKOS.definition))):
        languages = sorted(str(text.language) for text in texts if isinstance(text, Literal))
        assert languages == ["de", "en"], (term, texts)
    assert (term, RDFS.isDefinedBy, None) in ontology


def test_definitions_are_fragments(ontology: Graph) -> None:
    """Definitions read as lower-case fragments without a full stop, as the design wants."""
    wrong = [
        str(text)
        for term in own_terms(ontology)
        for text in ontology.objects(term, SKOS.definition)
        if str(text).endswith(".")
        or (
            isinstance(text, Literal)
            and text.language == "en"
            and str(text)[0].isupper()
            and not str(text).split()[0].isupper()
            and not str(text).startswith(("SDG", "UN"))
        )
    ]
    assert wrong == []


def test_every_file_has_a_header(ontology: Graph) -> None:
    """Version, licence and change note stand in the header of every file."""
    headers = list(ontology.subjects(RDF.type, OWL.Ontology))
    assert len(headers) == len(list((ROOT / "ontology").glob("*.ttl")))
    for header in headers:
        for predicate in (OWL.versionIRI, SKOS.changeNote, URIRef(PREFIXES["dcterms"] + "license")):
            assert (header, predicate, None) in ontology, (header, predicate)


def test_meaning_has_no_domain_or_range(ontology: Graph) -> None:
    """No domain or range types things by accident; checking is the shapes' work."""
    assert list(ontology.subject_objects(RDFS.domain)) == []
    assert list(ontology.subject_objects(RDFS.range)) == []


def data_triples() -> list[Triple]:
    return [(s, p, o) for s, p, o, _ in read_sources(Project(ROOT)).quads]


@needs_java
def test_ontology_and_data_are_consistent() -> None:
    """HermiT finds no contradiction and no class that can have no member."""
    verdict = judge(data_triples())
    assert verdict.consistent
    assert verdict.unsatisfiable == ()
    assert verdict.classes > 30
    assert verdict.individuals > 1000


@needs_java
@pytest.mark.parametrize(
    ("planted", "words"),
    [
        (f"<x:a> a <{ZG}Goal> , <{ZG}Municipality> .", "goal that is also an actor"),
        (f"<x:a> a <{ZG}Goal> , <{ZG}Measure> .", "goal that is also a measure"),
        (
            (
                f"<x:l> a <{ZG}SdgLink> ; <{ZG}statement> <x:a> , <x:b> ."
                f"<x:a> a <{ZG}Goal> . <x:b> a <{ZG}Principle> ."
            ),
            "link about two different statements",
        ),
    ],
    ids=["goal-actor", "goal-measure", "two-statements"],
)
def test_planted_contradiction_is_found(planted: str, words: str, tmp_path: Path) -> None:
    """The reasoner is really at work: a contradiction on purpose does not pass."""
    file = tmp_path / "planted.ttl"
    file.write_text(planted, "utf-8")
    triples = [
        triple
        for path in sorted((ROOT / "ontology").glob("*.ttl"))
        for triple in read_turtle(path).triples
    ]
    assert judge(triples).consistent
    assert not judge([*triples, *read_turtle(file).triples]).consistent, words


@needs_java
def test_unsatisfiable_class_is_found(tmp_path: Path) -> None:
    """A class below two disjoint ones is named, although nothing is inconsistent yet."""
    file = tmp_path / "planted.ttl"
    file.write_text(
        f"@prefix rdfs: <{PREFIXES['rdfs']}> . @prefix owl: <{PREFIXES['owl']}> ."
        f"<x:Odd> a owl:Class ; rdfs:subClassOf <{ZG}Goal> , <{ZG}Actor> .",
        "utf-8",
    )
    triples = [
        triple
        for path in sorted((ROOT / "ontology").glob("*.ttl"))
        for triple in read_turtle(path).triples
    ]
    assert judge([*triples, *read_turtle(file).triples]).unsatisfiable == ("x:Odd",)


def test_without_java_the_message_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Java the error says how to get it; nothing else needs it."""
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ReasonerError, match="default-jre-headless"):
        judge([])


def test_documentation_page_is_up_to_date() -> None:
    """The committed page says what the ontology says (`make docs` writes it)."""
    page = (ROOT / "docs" / "ontology.html").read_text("utf-8")
    assert page == ontology_page(Project(ROOT)), "run: make docs"


def test_documentation_page_shows_every_term_once(ontology: Graph) -> None:
    """Every term has its anchor, and no anchor stands twice."""
    page = ontology_page(Project(ROOT))
    anchors = re.findall(r'<article class="term" id="([^"]+)"', page)
    assert sorted(anchors) == sorted(term.removeprefix(ZG) for term in own_terms(ontology))
    assert len(set(anchors)) == len(anchors)
    assert not re.search(r"(?:src|@import|<link)[^>]*https?://", page), "fetches from elsewhere"


@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Debian's chromium")
def test_documentation_page_opens_in_a_browser(tmp_path: Path) -> None:
    """A real browser lays the page out, at phone width too, without asking any host."""
    log = tmp_path / "net.json"
    command = [
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        f"--user-data-dir={tmp_path / 'profile'}", f"--log-net-log={log}",
        "--window-size=360,800", "--dump-dom", (ROOT / "docs" / "ontology.html").as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    dom = done.stdout.decode("utf-8")
    assert dom.count("<article") > 100
    hosts = set(re.findall(r'"url":"(https?://[^/"]+)', log.read_text("utf-8")))
    assert {host for host in hosts if "w3id" in host or "w3.org" in host} == set()
