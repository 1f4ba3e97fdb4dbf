# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Contradictions are found, explained by as little as possible, and placed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zielgraph.build.sources import read_sources
from zielgraph.model.messages import speaking
from zielgraph.model.names import PREFIXES, ZG
from zielgraph.model.project import Project
from zielgraph.model.terms import Iri, Literal
from zielgraph.reasoning.axioms import Axiom, Theory, split
from zielgraph.reasoning.hermit import first_contradiction, first_words, for_reasoner
from zielgraph.reasoning.justify import (
    Justification,
    contradicts,
    explain,
    explain_impossible,
    shrink,
    spots,
)
from zielgraph.reasoning.places import Places
from zielgraph.reasoning.rules import infer
from zielgraph.reasoning.words import Words, short, unique_names_matter
from zielgraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from zielgraph.model.terms import Triple

from reasoning_world import (
    ROOT,
    RULES,
    SUSPECTS,
    TYPE,
    Parts,
    X,
    labels,
    needs_java,
    ontology_parts,
    planted,
    store_of,
)

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
            "planted/v1 leads back to itself through “revision of”: "
            "planted/v1 → planted/v3 → planted/v2 → planted/v1."
        ),
    ),
    "link-to-a-strategy's-goal": (
        "x:c a zg:SdgLink ; zg:sdgItem x:d .\nx:d a zg:Goal .",
        (
            "planted/c nennt unter „SDG-Gegenstand“ planted/d. Dorthin gehört nur "
            "„SDG“ oder „Unterziel“, und das ist planted/d nicht."
        ),
        "planted/c names planted/d under “SDG item”. Only “SDG” or “SDG target” belongs there",
    ),
    "two-statuses": (
        "x:e a zg:SdgLink ; zg:status zg:accepted , zg:rejected .",
        (
            "planted/e hat unter „Prüfstatus“ zwei Werte, "
            "„angenommen“ (zg:accepted) und „abgelehnt“ (zg:rejected); erlaubt ist nur einer."
        ),
        "planted/e has two values of “review status”",
    ),
    "dependency-on-a-field": (
        (
            "x:f a zg:Dependency ; zg:from x:g ; zg:to x:h .\n"
            "x:g a zg:Goal .\nx:h a zg:StrategicField ."
        ),
        "planted/f nennt unter „zu“ planted/h. Dorthin gehört nur „Aussage“",
        "planted/f names planted/h under “to”. Only “statement” belongs there",
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
        "planted/l leads back to itself through “unit of” and “sub-organisation of”",
    ),
    "own-sub-field": (
        "x:n a zg:StrategicField ; zg:subFieldOf x:n .",
        "planted/n führt über „Unterfeld von“ zu sich selbst zurück: planted/n → planted/n.",
        "planted/n leads back to itself through “sub-field of”",
    ),
    "two-names-for-one": (
        "x:o a zg:Goal ; owl:sameAs x:p .\nx:p a zg:Goal .",
        "planted/o und planted/p sollen dasselbe sein, sind aber verschieden.",
        "planted/o and planted/p are said to be the same, but are different.",
    ),
}


@pytest.fixture(scope="module")
def ontology() -> Parts:
    """Return ontology and SDGs by file."""
    return ontology_parts()


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
