# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Contradictions are found and explained; the rules derive what the reasoner derives."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zielgraph.build.sources import Sources, read_sources
from zielgraph.model.errors import ReasonerError
from zielgraph.model.messages import speaking
from zielgraph.model.names import GRAPHS, PREFIXES, ZG
from zielgraph.model.project import Project
from zielgraph.model.terms import Iri, Literal, Term
from zielgraph.reasoning.axioms import Axiom, Theory, split
from zielgraph.reasoning.comparison import beyond_owl, compare
from zielgraph.reasoning.hermit import derive, first_contradiction, first_words, for_reasoner
from zielgraph.reasoning.justify import (
    Justification,
    contradicts,
    explain,
    explain_impossible,
    shrink,
    spots,
)
from zielgraph.reasoning.places import Places
from zielgraph.reasoning.rules import conclusions, infer
from zielgraph.reasoning.words import Words, short, unique_names_matter
from zielgraph.store.embedded import EmbeddedStore
from zielgraph.store.turtle import read_turtle

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Program as ProgramType
    from zielgraph.model.terms import Triple

ROOT = Path(__file__).resolve().parents[1]
RULES = ROOT / "queries" / "rules"
SUSPECTS = ROOT / "queries" / "contradictions"
X = "https://w3id.org/zielgraph/id/planted/"
TYPE = Iri(PREFIXES["rdf"] + "type")
HEAD = "\n".join(
    f"PREFIX {name}: <{iri}>"
    for name, iri in (PREFIXES | {"x": X}).items()
    if name in {"zg", "x", "prov", "sdg", "owl", "org", "rdfs", "sdgo", "skos", "xsd"}
)
needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java")

PLANTED = {
    "goal-and-actor": (
        'x:a a zg:Goal , zg:Municipality ; skos:prefLabel "Radwege"@de , "cycle paths"@en .',
        "„Radwege“ (planted/a) kann nicht zugleich „Ziel“ und „Stadt oder Gemeinde“ sein.",
        "“cycle paths” (planted/a) cannot be “goal” and “municipality” at once.",
    ),
    "two-sdgs": (
        "x:b a zg:SdgLink ; zg:sdgItem sdg:11.2 , sdg:13.2 .",
        "planted/b hat unter „SDG-Gegenstand“ zwei Werte",
        "planted/b has two values of “SDG item”",
    ),
    "circle-of-three-versions": (
        (
            "x:v1 a zg:StrategyVersion ; prov:wasRevisionOf x:v3 .\n"
            "x:v2 a zg:StrategyVersion ; prov:wasRevisionOf x:v1 .\n"
            "x:v3 a zg:StrategyVersion ; prov:wasRevisionOf x:v2 ."
        ),
        (
            "planted/v1 führt über „Überarbeitung von“ zu sich selbst zurück: "
            "planted/v1 → planted/v3 → planted/v2 → planted/v1."
        ),
        (
            "planted/v1 leads back to itself by “revision of”: "
            "planted/v1 → planted/v3 → planted/v2 → planted/v1."
        ),
    ),
    "link-to-a-strategy's-goal": (
        "x:c a zg:SdgLink ; zg:sdgItem x:d .\nx:d a zg:Goal .",
        (
            "planted/c nennt unter „SDG-Gegenstand“ planted/d. Dorthin gehört nur "
            "„SDG“ oder „Unterziel“, und das ist planted/d nicht."
        ),
        "planted/c names planted/d by “SDG item”. Only “SDG” or “SDG target” belongs there",
    ),
    "two-statuses": (
        "x:e a zg:SdgLink ; zg:status zg:accepted , zg:rejected .",
        (
            "planted/e hat unter „Prüfstatus“ zwei Werte, erlaubt ist einer: "
            "„angenommen“ (zg:accepted) und „abgelehnt“ (zg:rejected)."
        ),
        "planted/e has two values of “review status”",
    ),
    "dependency-on-a-field": (
        (
            "x:f a zg:Dependency ; zg:from x:g ; zg:to x:h .\n"
            "x:g a zg:Goal .\nx:h a zg:StrategicField ."
        ),
        "planted/f nennt unter „zu“ planted/h. Dorthin gehört nur „Aussage“",
        "planted/f names planted/h by “to”. Only “statement” belongs there",
    ),
    "passage-in-two-versions": (
        "x:i a zg:Passage ; zg:inVersion x:j , x:k .",
        "planted/i hat unter „in Fassung“ zwei Werte",
        "planted/i has two values of “in version”",
    ),
    "organisation-below-itself": (
        (
            "x:l a zg:Department ; org:unitOf x:m .\n"
            "x:m a zg:Municipality ; org:subOrganizationOf x:l ."
        ),
        "planted/l führt über „Einheit von“ und „untergeordnet“ zu sich selbst zurück",
        "planted/l leads back to itself by “unit of” and “sub-organisation of”",
    ),
    "own-sub-field": (
        "x:n a zg:StrategicField ; zg:subFieldOf x:n .",
        "planted/n führt über „Unterfeld von“ zu sich selbst zurück: planted/n → planted/n.",
        "planted/n leads back to itself by “sub-field of”",
    ),
    "two-names-for-one": (
        "x:o a zg:Goal ; owl:sameAs x:p .\nx:p a zg:Goal .",
        "planted/o und planted/p sollen dasselbe sein, sind aber verschieden.",
        "planted/o and planted/p are said to be the same, but are different.",
    ),
}


@pytest.fixture(scope="module")
def ontology() -> list[tuple[Path | None, list[Triple]]]:
    """Return ontology and SDGs by file: what every contradiction here needs."""
    paths = [*sorted((ROOT / "ontology").glob("*.ttl")), *sorted((ROOT / "data/sdg").glob("*.ttl"))]
    kept = [path for path in paths if path.name not in {"remit.ttl", "indicators.ttl"}]
    kept.append(ROOT / "ontology" / "indicators.ttl")
    return [(path.relative_to(ROOT), read_turtle(path).triples) for path in kept]


Parts = list[tuple[Path | None, list["Triple"]]]


def planted(folder: Path, text: str) -> tuple[Path | None, list[Triple]]:
    file = folder / "planted.ttl"
    file.write_text(f"{HEAD}\n\n{text}\n", "utf-8")
    return Path("planted.ttl"), read_turtle(file).triples


def store_of(parts: Parts) -> EmbeddedStore:
    quads = {(s, p, o): (s, p, o, None) for _, triples in parts for s, p, o in triples}
    store = EmbeddedStore.in_memory(quads.values())
    infer(store, RULES)
    return store


def labels(parts: Parts) -> Words:
    return Words([triple for _, triples in parts for triple in triples])


@pytest.fixture(scope="module")
def explained(
    ontology: Parts, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Theory, list[Justification], Words, Path]:
    """Plant all contradictions at once, next to each other, and explain them."""
    folder = tmp_path_factory.mktemp("planted")
    parts = [*ontology, planted(folder, "\n".join(text for text, _, _ in PLANTED.values()))]
    theory = split(parts)
    found = explain(theory, spots(store_of(parts), SUSPECTS), limit=50)
    return theory, found, labels(parts), folder


@needs_java
@pytest.mark.parametrize("name", PLANTED)
def test_planted_contradiction_is_explained(
    name: str, explained: tuple[Theory, list[Justification], Words, Path]
) -> None:
    """Each contradiction is told in plain words, in both languages, and with its own data."""
    _, found, words, _ = explained
    text, german, english = PLANTED[name]
    for language, wanted in (("de", german), ("en", english)):
        with speaking(language):
            fitting = [j for j in found if wanted in words.headline(j)]
        assert len(fitting) == 1, [words.headline(j) for j in found]
        used = {str(axiom.head[0]) for axiom in fitting[0].axioms if not axiom.schema}
        assert used <= {X + local for local in re.findall(r"x:(\w+)", text)}


@needs_java
def test_every_contradiction_is_found_once(
    explained: tuple[Theory, list[Justification], Words, Path],
) -> None:
    """As many explanations as plants: none twice, none invented, the rest free of them."""
    _, found, _, _ = explained
    assert len(found) == len(PLANTED)
    assert len({justification.axioms for justification in found}) == len(PLANTED)


@needs_java
def test_explanations_are_minimal(
    explained: tuple[Theory, list[Justification], Words, Path],
) -> None:
    """With all its axioms an explanation contradicts itself, without any one it does not."""
    theory, found, _, _ = explained
    smaller: list[list[Triple]] = []
    for justification in found:
        axioms = justification.axioms
        smaller += [
            for_reasoner(theory.triples([a for a in axioms if a is not left])) for left in axioms
        ]
    assert first_contradiction(smaller) is None
    for justification in found:
        assert contradicts(theory, justification.axioms)


@needs_java
def test_places_are_lines_that_say_so(
    explained: tuple[Theory, list[Justification], Words, Path],
) -> None:
    """Behind each claim stands the line that has its value."""
    _, found, _, folder = explained
    lines = (folder / "planted.ttl").read_text("utf-8").split("\n")
    told = 0
    for justification in found:
        for axiom in justification.axioms:
            place = Places(folder if not axiom.schema else ROOT).place(axiom)
            assert re.fullmatch(r"(planted|ontology/\w+)\.ttl:\d+", place), place
            if not axiom.schema:
                line = lines[int(place.rsplit(":", 1)[1]) - 1]
                assert str(axiom.head[2]).rsplit("/", 1)[-1].rsplit("#", 1)[-1] in line
                told += 1
    assert told > len(PLANTED)


@needs_java
def test_names_that_matter_are_said(
    explained: tuple[Theory, list[Justification], Words, Path],
) -> None:
    """OWL itself would make two SDGs one; that names differ is part of the reason."""
    _, found, words, _ = explained
    with speaking("en"):
        resting = {words.headline(j) for j in found if unique_names_matter(j)}
    assert sum("two values" in text for text in resting) == 3
    assert sum("at once" in text for text in resting) == 0


@needs_java
def test_a_contradiction_that_no_query_knows_is_found(ontology: Parts, tmp_path: Path) -> None:
    """Without any hint the place is found by halving, among many harmless things."""
    harmless = "\n".join(f"x:h{n} a zg:Goal ; zg:topic x:t{n} ." for n in range(40))
    text = f"{harmless}\nx:odd a zg:Goal , [ a owl:Class ; owl:complementOf zg:Statement ] ."
    parts = [*ontology, planted(tmp_path, text)]
    theory = split(parts)
    (found,) = explain(theory, [], limit=5)
    subjects = {str(axiom.head[0]) for axiom in found.axioms if not axiom.schema}
    assert subjects == {X + "odd"}
    assert len(found.axioms) == 3


@needs_java
def test_limit_is_kept(ontology: Parts, tmp_path: Path) -> None:
    """Many contradictions are explained only up to the limit."""
    text = "\n".join(f"x:a{n} a zg:Goal , zg:Measure ." for n in range(5))
    parts = [*ontology, planted(tmp_path, text)]
    theory = split(parts)
    assert len(explain(theory, spots(store_of(parts), SUSPECTS), limit=2)) == 2


@needs_java
def test_impossible_class_is_explained(ontology: Parts, tmp_path: Path) -> None:
    """A class below two that exclude each other is explained by the ontology alone."""
    text = "x:Odd a owl:Class ; rdfs:subClassOf zg:Goal , zg:Network ."
    parts = [*ontology, planted(tmp_path, text)]
    (found,) = explain_impossible(split(parts), [Iri(X + "Odd")])
    with speaking("de"):
        words = labels(parts)
        assert words.headline(found) == "planted/Odd kann kein einziges Ding enthalten."
        said = [words.axiom(a, {n for b in found.axioms for n in b.names()}) for a in found.axioms]
    assert "Was als planted/Odd gilt, gilt auch als „Ziel“." in said
    assert len(found.axioms) == 5


@needs_java
def test_two_steps_around_is_no_circle(ontology: Parts, tmp_path: Path) -> None:
    """A chain, a diamond and a shared ancestor are no circles: no false alarm."""
    text = (
        "x:v1 a zg:StrategyVersion ; prov:wasRevisionOf x:v2 , x:v3 .\n"
        "x:v2 a zg:StrategyVersion ; prov:wasRevisionOf x:v4 .\n"
        "x:v3 a zg:StrategyVersion ; prov:wasRevisionOf x:v4 .\nx:v4 a zg:StrategyVersion ."
    )
    theory = split([*ontology, planted(tmp_path, text)])
    assert not contradicts(theory, theory.axioms)


@needs_java
def test_shrinking_what_is_consistent_is_refused(ontology: Parts) -> None:
    """There is no reason for what does not contradict itself."""
    theory = split(ontology[:1])
    with pytest.raises(ValueError, match=r"\d+"):
        shrink(theory, [[axiom] for axiom in theory.axioms])


def test_false_alarms_are_rare() -> None:
    """The queries point to nothing in the project's own data: each spot costs seconds."""
    sources = read_sources(Project(ROOT))
    store = EmbeddedStore.in_memory(sources.quads)
    infer(store, RULES)
    assert spots(store, SUSPECTS) == []


@pytest.mark.parametrize("rank", ["\ufeff", "\u202e", "\x1b[31m", "\n"])
def test_hostile_labels_stay_one_line(rank: str) -> None:
    """Direction marks, escapes and line breaks of a label do not reach the terminal."""
    thing, label = Iri(X + "a"), Iri(PREFIXES["skos"] + "prefLabel")
    words = Words([(thing, label, Literal(f"Rad{rank}weg", "de"))])
    with speaking("de"):
        name = words.thing(thing)
    assert name.isprintable()
    assert name.startswith("„Rad")
    assert short(thing) in name


def test_lost_file_gives_the_file_alone(tmp_path: Path) -> None:
    """A file that is gone when the explanation is written is still named."""
    head = (Iri(X + "a"), TYPE, Iri(ZG + "Goal"))
    axiom = Axiom(head, (head,), schema=False, file=Path("gone.ttl"))
    assert Places(tmp_path).place(axiom) == "gone.ttl"
    assert first_words("") == "?"


# What the rules derive, and what the reasoner derives.


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


# The command.


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
