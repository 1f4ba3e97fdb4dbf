# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Every numbered requirement fires on its own case, and only on that.

``shapes/valid.ttl`` is a small world without findings. ``shapes/R07-GoalHasSdgLink.ru`` is
a SPARQL update that breaks just that requirement; a second way to break it is called
``R07-GoalHasSdgLink.rejected.ru``.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from rdflib import RDF, RDFS, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.collection import Collection
from rdflib.namespace import OWL, SH

from zielgraph.model.names import PREFIXES, ZG, ZGS
from zielgraph.reasoning.rules import infer
from zielgraph.store.convert import to_rdflib
from zielgraph.store.embedded import EmbeddedStore, to_engine_quad
from zielgraph.store.turtle import read_turtle
from zielgraph.validation.validator import load_shapes, validate_graph

if TYPE_CHECKING:
    from rdflib.term import Node

    from zielgraph.model.terms import Triple
    from zielgraph.validation.findings import Finding

ROOT = Path(__file__).parent.parent
RULES = ROOT / "queries" / "rules"
VALID = Path(__file__).parent / "shapes" / "valid.ttl"
CASES = sorted(VALID.parent.glob("*.ru"))
REQUIREMENT = re.compile(r"R\d{2,3}-[A-Z][A-Za-z]+")
ZG_NAME = re.compile(r"\bzg:(\w+)")
SHACL_NAMESPACE = str(SH)


def requirement_of(case: Path) -> str:
    """Return the name of the requirement that ``case`` breaks."""
    return case.name.split(".", 1)[0]


def title(value: object) -> str:
    """Return the name of a case for the output of pytest."""
    return value.name.removesuffix(".ru") if isinstance(value, Path) else str(value)


@pytest.fixture(scope="module")
def shapes() -> Graph:
    """Return all shapes of the project."""
    return load_shapes(ROOT / "shapes")


@pytest.fixture(scope="module")
def ontology() -> list[Triple]:
    """Return the ontology of the project."""
    files = sorted((ROOT / "ontology").glob("*.ttl"))
    return [triple for path in files for triple in read_turtle(path).triples]


@pytest.fixture(scope="module")
def world(ontology: list[Triple]) -> list[ox.Quad]:
    """Return the ontology and the valid example, ready for a store."""
    triples = [*ontology, *read_turtle(VALID).triples]
    return [to_engine_quad((s, p, o, None)) for s, p, o in triples]


@pytest.fixture(scope="module")
def requirements(shapes: Graph) -> dict[str, Node]:
    """Return every numbered requirement by its name."""
    names = {str(s).removeprefix(ZGS): s for s in shapes.subjects() if str(s).startswith(ZGS)}
    return {name: node for name, node in names.items() if REQUIREMENT.fullmatch(name)}


def findings_after(update: str, world: list[ox.Quad], shapes: Graph) -> tuple[Finding, ...]:
    """Apply ``update`` to the world, infer, validate, and return what was found."""
    engine = ox.Store()
    engine.bulk_extend(world)
    if update:
        engine.update(update)
    store = EmbeddedStore(engine)
    infer(store, RULES)
    triples = {(s, p, o) for s, p, o, _ in store.quads()}
    return validate_graph(triples, shapes, {}).findings


def test_valid_world_has_no_finding(world: list[ox.Quad], shapes: Graph) -> None:
    """The example raises nothing at all, no info either."""
    assert [finding.one_line() for finding in findings_after("", world, shapes)] == []


@pytest.mark.parametrize("case", CASES, ids=title)
def test_exactly_the_named_requirement_fires(
    case: Path, world: list[ox.Quad], shapes: Graph
) -> None:
    """Each case breaks the requirement in its name and no other."""
    found = findings_after(case.read_text("utf-8"), world, shapes)
    assert {finding.requirement for finding in found} == {requirement_of(case)}
    assert all(set(finding.texts) == {"de", "en"} for finding in found)


def test_every_requirement_has_a_case(requirements: dict[str, Node]) -> None:
    """No requirement is untested, and no case tests a requirement that is gone."""
    assert {requirement_of(case) for case in CASES} == set(requirements)


def test_numbers_are_unique(requirements: dict[str, Node]) -> None:
    """One number is one requirement."""
    numbers = Counter(int(name[1:].split("-", 1)[0]) for name in requirements)
    assert {number for number, count in numbers.items() if count > 1} == set()


def test_every_requirement_speaks_both_languages(
    shapes: Graph, requirements: dict[str, Node]
) -> None:
    """Name and message exist once in German and English; a message begins with the number."""
    for name, node in requirements.items():
        number = name.split("-", 1)[0]
        for term in (SH.name, SH.message):
            texts = [o for o in shapes.objects(node, term) if isinstance(o, RdfLiteral)]
            assert sorted(str(text.language) for text in texts) == ["de", "en"], (name, term)
            if term == SH.message:
                assert all(text.startswith(f"{number}: ") for text in texts), name


def test_every_requirement_states_its_severity(
    shapes: Graph, requirements: dict[str, Node]
) -> None:
    """Severity and order stand on the requirement itself: pyshacl inherits neither."""
    severities = {SH.Violation, SH.Warning, SH.Info}
    for name, node in requirements.items():
        (severity,) = shapes.objects(node, SH.severity)
        assert severity in severities, name
        assert len(list(shapes.objects(node, SH.order))) == 1, name


def test_property_shapes_are_named(shapes: Graph) -> None:
    """A property shape without a name could not be told apart in a report."""
    used = set(shapes.objects(None, SH.property)) | set(shapes.subjects(SH.path))
    assert {node for node in used if not str(node).startswith(ZGS)} == set()


def test_every_name_used_exists(shapes: Graph) -> None:
    """A shape that refers to another one spells its name right."""
    named = {n for n in shapes.all_nodes() if isinstance(n, URIRef) and n.startswith(ZGS)}
    assert {node for node in named if (node, RDF.type, None) not in shapes} == set()


def test_only_real_shacl_terms(shapes: Graph) -> None:
    """A misspelt keyword such as ``sh:dataType`` would be ignored in silence."""
    used = {
        str(term)
        for triple in shapes
        for term in triple
        if isinstance(term, URIRef) and term.startswith(SHACL_NAMESPACE)
    }
    assert {term for term in used if URIRef(term) not in SH} == set()


def test_shapes_are_shacl(shapes: Graph) -> None:
    """The shapes conform to the shapes for shapes."""
    import pyshacl  # noqa: PLC0415

    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, text


def test_shapes_and_ontology_agree(shapes: Graph, ontology: list[Triple]) -> None:
    """Each term of ours that the shapes use is in the ontology, and the other way round."""
    graph = to_rdflib(ontology)
    known = {str(s).removeprefix(ZG) for s in graph.subjects() if str(s).startswith(ZG)}
    used = {
        str(term).removeprefix(ZG)
        for triple in shapes
        for term in triple
        if isinstance(term, URIRef) and term.startswith(ZG)
    }
    for text in shapes.objects(None, SH.select):
        used.update(ZG_NAME.findall(str(text)))
    assert used - known == set()

    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.Class)
    for term in sorted(known):
        node = URIRef(ZG + term)
        if any((node, RDF.type, kind) in graph for kind in kinds):
            above = graph.transitive_objects(node, RDFS.subClassOf)
            family = {str(name).removeprefix(ZG) for name in above}
            assert family & used, f"zg:{term} is in no shape"


def test_queries_know_their_prefixes(shapes: Graph) -> None:
    """Prefixes are declared as everywhere, and each query says where."""
    declared = {
        str(shapes.value(node, SH.prefix)): str(shapes.value(node, SH.namespace))
        for node in shapes.objects(None, SH.declare)
    }
    assert declared.items() <= PREFIXES.items()
    for node in shapes.subjects(SH.select):
        assert (node, SH.prefixes, URIRef(ZGS.removesuffix("#"))) in shapes


def test_closed_shapes_allow_what_is_inferred(shapes: Graph, ontology: list[Triple]) -> None:
    """A super-property that the build adds never counts as unknown."""
    graph = to_rdflib(ontology)
    for node in shapes.subjects(SH.closed):
        start = shapes.value(node, SH.ignoredProperties)
        assert start is not None
        allowed = set(Collection(shapes, start))
        for term in set(allowed):
            above = set(graph.transitive_objects(term, RDFS.subPropertyOf))
            assert above <= allowed, (node, term)
