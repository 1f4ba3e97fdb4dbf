# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What the rules derive is what the reasoner derives, and the command says so."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from zielgraph.build.sources import Sources, read_sources
from zielgraph.model.errors import ReasonerError
from zielgraph.model.names import GRAPHS, PREFIXES, ZG
from zielgraph.model.project import Project
from zielgraph.model.terms import Iri, Term
from zielgraph.reasoning.comparison import beyond_owl, compare
from zielgraph.reasoning.hermit import derive, first_contradiction, for_reasoner
from zielgraph.reasoning.rules import conclusions, infer
from zielgraph.store.embedded import EmbeddedStore
from zielgraph.store.turtle import read_turtle

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Program as ProgramType

from reasoning_world import (
    HEAD,
    ROOT,
    RULES,
    TYPE,
    Parts,
    X,
    needs_java,
    ontology_parts,
    planted,
    store_of,
)


@pytest.fixture(scope="module")
def ontology() -> Parts:
    """Return ontology and SDGs by file."""
    return ontology_parts()


@pytest.fixture(scope="module")
def sources() -> Sources:
    """Return the project's own files."""
    return read_sources(Project(ROOT))


@pytest.fixture(scope="module")
def inferred(sources: Sources) -> EmbeddedStore:
    """Return the project's graph with all that the rules add."""
    store = EmbeddedStore.in_memory(sources.quads)
    infer(store, RULES)
    return store


@needs_java
def test_rules_and_reasoner_agree(sources: Sources, inferred: EmbeddedStore) -> None:
    """On the whole of the project: the same classes, the same property values, both ways."""
    result = compare([(s, p, o) for s, p, o, _ in sources.quads], inferred, RULES)
    assert result.only_rules == ()
    assert result.only_reasoner == ()
    assert result.same > 20_000
    assert result.properties > 50


@needs_java
def test_comparison_sees_differences(ontology: Parts, tmp_path: Path) -> None:
    """A rule that is missing, and one that says too much, are told apart."""
    text = (
        "x:a a zg:Department ; org:unitOf x:b .\n"
        "x:b a zg:Department ; org:unitOf x:c .\nx:c a zg:Municipality ."
    )
    _, triples = planted(tmp_path, text)
    given = [t for _, part in ontology for t in part] + triples
    rules = tmp_path / "rules"
    shutil.copytree(RULES, rules)
    (rules / "35-transitive-properties.rq").write_text(
        f"CONSTRUCT {{ <{X}c> <{ZG}partOf> <{X}a> }} WHERE {{ <{X}a> ?p <{X}b> }}", "utf-8"
    )
    store = EmbeddedStore.in_memory((s, p, o, None) for s, p, o in given)
    infer(store, rules)
    result = compare(given, store, rules)
    part = Iri(ZG + "partOf")
    assert (Iri(X + "c"), part, Iri(X + "a")) in result.only_rules
    assert (Iri(X + "a"), part, Iri(X + "c")) in result.only_reasoner


BEYOND = {
    "41-sdg-goal-itself": "sdgGoal",
    "50-contributes-to": "contributesTo",
    "51-conflicts-with": "conflictsWith",
    "52-measured-by": "measuredBy",
    "60-top-field": "topField",
    "70-depends-on": "dependsOn",
    "75-contributes-to-field": "contributesToField",
    "80-notation": "notation",
    "90-revisions": "wasAssociatedWith",
}


def test_what_owl_cannot_say_is_listed() -> None:
    """Every rule beyond OWL says why, in both languages, and stands in the documentation."""
    assert {path.stem for path in beyond_owl(RULES)} == set(BEYOND)
    page = (ROOT / "docs" / "reasoning.md").read_text("utf-8")
    for path in beyond_owl(RULES):
        text = path.read_text("utf-8")
        assert "#+ beyond-owl-de: " in text
        assert f"`{path.stem}`" in page, path.stem


class Facts:
    """The statements of a graph, asked without SPARQL."""

    def __init__(self, store: EmbeddedStore, *, asserted: bool = False) -> None:
        """Take all of ``store``, or only what the files say."""
        inferred_graph = Iri(GRAPHS["inferred"])
        self.triples = {
            (s, p, o) for s, p, o, g in store.quads() if not (asserted and g == inferred_graph)
        }
        self._values: dict[tuple[Term, str], set[Term]] = {}
        for s, p, o in self.triples:
            self._values.setdefault((s, p.value), set()).add(o)

    def of(self, thing: Term, name: str) -> set[Term]:
        """Return the values of our own property ``name``."""
        return self._values.get((thing, ZG + name), set())

    def having(self, name: str) -> set[Term]:
        """Return what has a value for our own property ``name``."""
        return {thing for thing, predicate in self._values if predicate == ZG + name}

    def pairs(self, name: str) -> set[tuple[Term, Term]]:
        """Return all pairs of our own property ``name``."""
        return {(s, o) for s, p, o in self.triples if p.value == ZG + name}


def counted(facts: Facts, claim: Term) -> bool:
    return bool(facts.of(claim, "status") & {Iri(ZG + "accepted"), Iri(ZG + "confirmed")})


def expected_sdg(facts: Facts, polarity: str) -> set[tuple[Term, Term]]:
    """Return statement and item or SDG of the links that count, by plain loops."""
    parent: dict[Term, Term] = {
        s: o for s, p, o in facts.triples if p.value == PREFIXES["sdgo"] + "isTargetOf"
    }
    pairs: set[tuple[Term, Term]] = set()
    for link in facts.having("sdgItem"):
        if counted(facts, link) and Iri(ZG + polarity) in facts.of(link, "polarity"):
            for statement in facts.of(link, "statement"):
                for item in facts.of(link, "sdgItem"):
                    pairs |= {(statement, item), (statement, parent.get(item, item))}
    return pairs


def expected_needs(facts: Facts) -> set[tuple[Term, Term]]:
    pairs: set[tuple[Term, Term]] = set()
    for claim in facts.having("dependencyKind"):
        if not counted(facts, claim):
            continue
        for start in facts.of(claim, "from"):
            for end in facts.of(claim, "to"):
                if Iri(ZG + "requires") in facts.of(claim, "dependencyKind"):
                    pairs.add((start, end))
                if Iri(ZG + "supports") in facts.of(claim, "dependencyKind"):
                    pairs.add((end, start))
    return pairs


def expected_fields(facts: Facts) -> set[tuple[Term, Term]]:
    pairs: set[tuple[Term, Term]] = set()
    for thing in facts.having("inField") | facts.having("implements"):
        holders = {thing, *facts.of(thing, "implements")}
        for field in {f for holder in holders for f in facts.of(holder, "inField")}:
            top = field
            while above := facts.of(top, "subFieldOf"):
                (top,) = above
            pairs.add((thing, top))
    return pairs


def expected_cross(facts: Facts) -> set[tuple[Term, Term]]:
    fields: dict[Term, set[Term]] = {}
    for thing, field in expected_fields(facts):
        fields.setdefault(thing, set()).add(field)
    return {
        (helper, field)
        for needing, helper in expected_needs(facts)
        if helper in fields
        for field in fields.get(needing, set()) - fields[helper]
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("contributesTo", lambda facts: expected_sdg(facts, "supports")),
        ("conflictsWith", lambda facts: expected_sdg(facts, "conflicts")),
        ("dependsOn", expected_needs),
        ("topField", expected_fields),
        ("contributesToField", expected_cross),
    ],
)
def test_rules_beyond_owl_agree_with_plain_loops(
    name: str, expected: Callable[[Facts], set[tuple[Term, Term]]], inferred: EmbeddedStore
) -> None:
    """The same conclusions by an independent way, from what the files say alone."""
    found = Facts(inferred).pairs(name)
    assert found == expected(Facts(inferred, asserted=True))
    assert found


@needs_java
def test_rules_beyond_owl_agree_with_owl_and_helpers(ontology: Parts, tmp_path: Path) -> None:
    """With helper properties OWL can say the rules on status, and HermiT derives the same."""
    links = "\n".join(
        f"x:l{n} a zg:SdgLink ; zg:statement x:g{n} ; zg:sdgItem sdg:{item} ;"
        f" zg:status zg:{status} ; zg:polarity zg:{polarity} . x:g{n} a zg:Goal ."
        for n, (item, status, polarity) in enumerate(
            (item, status, polarity)
            for item in ("11.2", "13")
            for status in ("proposed", "accepted", "confirmed", "rejected")
            for polarity in ("supports", "conflicts")
        )
    )
    _, triples = planted(tmp_path, links)
    _, helpers = (None, read_turtle(ROOT / "tests" / "fixtures" / "rules-in-owl.ttl").triples)
    given = [t for _, part in ontology for t in part] + triples
    store = EmbeddedStore.in_memory((s, p, o, None) for s, p, o in given)
    infer(store, RULES)
    derived = derive(for_reasoner([*given, *helpers], bare=True))
    for name in ("sdgGoal", "contributesTo", "conflictsWith"):
        wanted = {(s, o) for s, p, o in derived if p.value == ZG + name}
        assert Facts(store).pairs(name) == wanted, name
    # Two statuses count; a target gives itself and its SDG, an SDG itself.
    assert len(Facts(store).pairs("contributesTo")) == 2 * (2 + 1)


def test_each_rule_beyond_owl_says_what_it_derives(inferred: EmbeddedStore) -> None:
    """The list of the rules is the list of their properties."""
    for path in beyond_owl(RULES):
        for _, predicate, _ in conclusions(inferred, path):
            assert predicate.value.endswith(BEYOND[path.stem]), path.stem


def test_transitive_parts(ontology: Parts, tmp_path: Path) -> None:
    """Twelve levels: each is part of all above it, and a circle is not followed forever."""
    chain = "\n".join(f"x:f{n} zg:subFieldOf x:f{n + 1} ." for n in range(12))
    circle = "x:o1 org:unitOf x:o2 .\nx:o2 org:subOrganizationOf x:o1 ."
    store = store_of([*ontology, planted(tmp_path, f"{chain}\n{circle}")])
    pairs = {(s, o) for s, o in Facts(store).pairs("partOf") if X in str(s)}
    assert sum("/f" in str(s) for s, _ in pairs) == 13 * 12 // 2
    assert {(str(s)[-2:], str(o)[-2:]) for s, o in pairs if "/o" in str(s)} == {
        (a, b) for a in ("o1", "o2") for b in ("o1", "o2")
    }


@needs_java
@pytest.mark.parametrize("lang", ["de", "en"])
def test_command_explains(lang: str, quick: Project) -> None:
    """The command names thing, file, line and axiom, and its exit code says "findings"."""
    from conftest import Program  # noqa: PLC0415

    (quick.data / "lindental" / "odd.ttl").write_text(
        f"{HEAD}\n\nx:odd\n    a zg:Goal ;\n.\n", "utf-8"
    )
    (quick.data / "lindental" / "more.ttl").write_text(
        f"{HEAD}\n\nx:odd\n    a zg:Network ;\n.\n", "utf-8"
    )
    done = Program(quick.root)("reason", lang=lang)
    assert done.code == 1, done.err
    line = len(HEAD.split("\n")) + 3
    for name in ("odd", "more"):
        assert f"data/lindental/{name}.ttl:{line}" in done.out
    assert re.search(r"ontology/core\.ttl:\d+", done.out)
    wanted = {"de": "kann nicht zugleich „Netzwerk“ und „Ziel“ sein", "en": "at once"}
    assert wanted[lang] in done.out
    assert "HermiT" in done.err  # progress goes to the side


@needs_java
def test_command_compares(quick: Project) -> None:
    """Consistent and equal: exit code 0, in one line each."""
    from conftest import Program  # noqa: PLC0415

    done = Program(quick.root)("reason", "--compare", lang="en")
    assert done.code == 0, done.out + done.err
    assert "Consistent" in done.out
    assert "derive exactly what HermiT derives" in done.out


@pytest.mark.parametrize(("lang", "words"), [("de", "braucht Java"), ("en", "needs Java")])
def test_without_java_all_else_works(lang: str, words: str, quick: Project, tmp_path: Path) -> None:
    """Without Java ``reason`` says how to get it; building and asking need none."""
    from conftest import Program  # noqa: PLC0415

    empty = tmp_path / "no-java"
    empty.mkdir()
    program: ProgramType = Program(quick.root)
    done = program("reason", lang=lang, env={"PATH": str(empty)})
    assert done.code == 2
    assert words in done.err
    assert "apt-get install default-jre-headless" in done.err
    assert "Traceback" not in done.err
    assert done.out == ""
    assert program("build", env={"PATH": str(empty)}).code == 0
    assert program("query", "fields", env={"PATH": str(empty)}).code == 0


def test_broken_java_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Java that fails is an error of one line, not a verdict."""
    fake = tmp_path / "java"
    fake.write_text("#!/bin/sh\necho 'Error: no room for the heap' >&2\nexit 1\n", "utf-8")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    head = (Iri(X + "a"), TYPE, Iri(ZG + "Goal"))
    with pytest.raises(ReasonerError, match="no room for the heap"):
        first_contradiction([for_reasoner([head])])
