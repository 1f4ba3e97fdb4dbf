# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Two states compared: every planted change is told as what it is, and nothing else is told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zielgraph.diff.compare import Comparison, compare
from zielgraph.diff.description import apply_description, describe
from zielgraph.diff.report import make_report
from zielgraph.diff.states import State, state_of
from zielgraph.diff.text import report_text
from zielgraph.model.messages import speaking
from zielgraph.model.names import GRAPHS, PREFIXES, folder_graph
from zielgraph.model.project import Project
from zielgraph.model.terms import Iri, Literal, Quad, Term, Triple
from zielgraph.reasoning.rules import infer
from zielgraph.store.embedded import EmbeddedStore
from zielgraph.store.turtle import read_turtle

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parent.parent
PROJECT = Project(ROOT)
ZG = PREFIXES["zg"]
SKOS = PREFIXES["skos"]
TOWN = "https://daten.auental.example/"
STATEMENT = TOWN + "aussage/"
CLAIM = TOWN + "klammer/"
PLACE = TOWN + "stelle/"


def town_quads() -> list[Quad]:
    """Return ontology, SDGs and town, each in a graph of its own as in a build."""
    files = [(path, GRAPHS["ontology"]) for path in sorted((ROOT / "ontology").glob("*.ttl"))]
    fixtures = ROOT / "tests" / "fixtures"
    files += [(fixtures / f"{name}.ttl", folder_graph(name)) for name in ("sdg", "town")]
    return [(s, p, o, Iri(graph)) for path, graph in files for s, p, o in read_turtle(path).triples]


TOWN_QUADS = town_quads()


def state(quads: Iterable[Quad], name: str = "x") -> State:
    """Return what a build would make of ``quads``."""
    store = EmbeddedStore.in_memory(quads)
    infer(store, ROOT / "queries" / "rules")
    return state_of("build", {"de": name, "en": name}, list(store.quads()))


@pytest.fixture(scope="module")
def town() -> State:
    """Return the unchanged town."""
    return state(TOWN_QUADS, "vorher")


def without(*wanted: tuple[str | None, str | None, Term | None]) -> list[Quad]:
    """Return the town without the statements that fit a pattern."""
    return [
        quad
        for quad in TOWN_QUADS
        if not any(
            (s is None or str(quad[0]) == s)
            and (p is None or quad[1].value == p)
            and (o is None or quad[2] == o)
            for s, p, o in wanted
        )
    ]


def also(*triples: Triple) -> list[Quad]:
    """Return ``triples`` in the town's graph."""
    home = Iri(folder_graph("town"))
    return [(s, p, o, home) for s, p, o in triples]


def swapped(subject: str, predicate: str, old: Term, new: Term) -> list[Quad]:
    """Return the town with one value in the place of another."""
    changed = without((subject, predicate, old))
    assert len(changed) == len(TOWN_QUADS) - 1, "the town has no such value"
    return changed + also((Iri(subject), Iri(predicate), new))


def told(comparison: Comparison) -> dict[str, list[str]]:
    """Return all that differs, short: kind and change, with the ends of the IRIs."""
    found: dict[str, list[str]] = {}
    for table in (comparison.statements, comparison.claims):
        for kind, things in table.items():
            for change in ("added", "removed"):
                for thing in getattr(things, change):
                    found.setdefault(f"{kind} {change}", []).append(thing.iri.rsplit("/", 1)[-1])
            for pair in things.altered:
                for value in pair.values:
                    old, new = (" ".join(term.n3() for term in t) for t in (value.old, value.new))
                    text = f"{pair.after.iri.rsplit('/', 1)[-1]}: {value.aspect} {old} > {new}"
                    found.setdefault(f"{kind} {value.change}", []).append(text)
    for item in comparison.coverage:
        if item.change not in {"same", "counts"}:
            found.setdefault(item.change, []).append(item.number)
    return found


def test_nothing_differs_from_itself(town: State) -> None:
    """The same content in another order, with other nameless nodes, is the same state."""
    again = state(TOWN_QUADS[::-1])
    assert again.identity == town.identity
    comparison = compare(PROJECT, town, again)
    assert told(comparison) == {}
    assert not comparison.differs()
    for code, words in (("de", "Kein Unterschied."), ("en", "No difference.")):
        with speaking(code):
            assert words in report_text(make_report(PROJECT, comparison))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (
            swapped(
                STATEMENT + "radwege",
                SKOS + "prefLabel",
                Literal("Close the gaps in the cycle network", "en"),
                Literal("Close all gaps", "en"),
            ),
            {
                "goal reworded": [
                    'radwege: title "Close the gaps in the cycle network"@en > "Close all gaps"@en'
                ]
            },
        ),
        (
            swapped(PLACE + "radwege", SKOS + "notation", Literal("1.2"), Literal("1.3")),
            {"goal moved": ['radwege: number "1.2" > "1.3"']},
        ),
        (
            swapped(
                STATEMENT + "strom",
                ZG + "inField",
                Iri(TOWN + "feld/klima"),
                Iri(TOWN + "feld/leben"),
            ),
            {"goal moved": [f"strom: field <{TOWN}feld/klima> > <{TOWN}feld/leben>"]},
        ),
        (
            swapped(CLAIM + "sdg-04", ZG + "status", Iri(ZG + "proposed"), Iri(ZG + "rejected")),
            {"link reviewed": [f"sdg-04: status <{ZG}proposed> > <{ZG}rejected>"]},
        ),
        (
            swapped(CLAIM + "sdg-10", ZG + "status", Iri(ZG + "accepted"), Iri(ZG + "rejected")),
            {
                "link reviewed": [f"sdg-10: status <{ZG}accepted> > <{ZG}rejected>"],
                "lost": ["3.4"],
            },
        ),
        (
            swapped(CLAIM + "sdg-10", ZG + "directness", Iri(ZG + "indirect"), Iri(ZG + "direct")),
            {
                "link changed": [f"sdg-10: directness <{ZG}indirect> > <{ZG}direct>"],
                "stronger": ["3.4"],
            },
        ),
        (
            swapped(CLAIM + "sdg-13", ZG + "polarity", Iri(ZG + "supports"), Iri(ZG + "conflicts")),
            {
                "link changed": [f"sdg-13: polarity <{ZG}supports> > <{ZG}conflicts>"],
                "lost": ["11.3"],
            },
        ),
        (
            swapped(
                STATEMENT + "umgehung",
                SKOS + "prefLabel",
                Literal("Build the bypass", "en"),
                Literal("Build the bypass", "fr"),
            ),
            {"goal reworded": ['umgehung: title "Build the bypass"@en > "Build the bypass"@fr']},
        ),
        (
            swapped(
                CLAIM + "abh-9",
                ZG + "strength",
                _one := Literal("1", datatype=PREFIXES["xsd"] + "integer"),
                Literal("3", datatype=_one.datatype),
            ),
            {
                "dependency changed": [
                    (
                        'abh-9: strength "1"^^<http://www.w3.org/2001/XMLSchema#integer>'
                        ' > "3"^^<http://www.w3.org/2001/XMLSchema#integer>'
                    )
                ]
            },
        ),
        (
            without((STATEMENT + "barrierefrei", PREFIXES["rdf"] + "type", None))
            + also(
                (Iri(STATEMENT + "barrierefrei"), Iri(PREFIXES["rdf"] + "type"), Iri(ZG + "Goal"))
            ),
            {"goal changed": [f"barrierefrei: kind <{ZG}Commitment> > "]},
        ),
    ],
    ids=[
        "title",
        "number",
        "field",
        "status",
        "lost",
        "stronger",
        "conflict",
        "language",
        "strength",
        "kind",
    ],
)
def test_planted_change_is_told_alone(
    town: State, after: list[Quad], expected: dict[str, list[str]]
) -> None:
    """One change of the data is one change in the report, and its mirror image on the way back."""
    changed = state(after, "nachher")
    assert told(compare(PROJECT, town, changed)) == expected
    back = told(compare(PROJECT, changed, town))
    turned = {"lost": "gained", "stronger": "weaker"}
    assert back.keys() == {turned.get(key, key) for key in expected}


def test_a_statement_goes_with_all_that_hangs_on_it(town: State) -> None:
    """A statement that is gone is told once; its links are counted with it, not told again."""
    gone = Iri(STATEMENT + "treff")
    about = {quad[0] for quad in TOWN_QUADS if quad[2] == gone and "klammer" in str(quad[0])}
    changed = state(q for q in TOWN_QUADS if q[0] not in about | {gone} and q[2] != gone)
    comparison = compare(PROJECT, town, changed)
    found = told(comparison)
    assert found["goal removed"] == ["treff"]
    assert found["link removed"] == ["sdg-10"]
    assert sorted(found["dependency removed"]) == ["abh-3", "abh-7", "abh-8"]
    assert found["lost"] == ["3.4"]
    assert "measure changed" in found, "it implements the goal no longer"
    with speaking("en"):
        text = report_text(make_report(PROJECT, comparison))
    assert "SDG links: removed (1)\n      came or went with their statement: 1\n" in text
    assert text.count("Meeting places for older people") == 3, "gone, for its target, in a measure"


def test_a_gap_is_closed_and_opens_again(town: State) -> None:
    """Coverage is gained by a link that is accepted, and lost on the way back."""
    changed = state(
        swapped(CLAIM + "sdg-09", ZG + "status", Iri(ZG + "rejected"), Iri(ZG + "accepted"))
    )
    for before, after, change, states in (
        (town, changed, "gained", ("gap", "direct")),
        (changed, town, "lost", ("direct", "gap")),
    ):
        comparison = compare(PROJECT, before, after)
        (pair,) = [pair for pair in comparison.coverage if pair.number == "11.7"]
        assert (pair.change, (pair.before.state, pair.after.state)) == (change, states)
        assert told(comparison)[change] == ["11.7"]
        sdg = next(pair for pair in comparison.coverage if pair.number == "11")
        assert sdg.change == "counts"


def test_a_conflict_is_no_coverage(town: State) -> None:
    """A conflict that is withdrawn is told by itself; what is covered stays as it is."""
    changed = state(
        swapped(CLAIM + "sdg-05", ZG + "status", Iri(ZG + "accepted"), Iri(ZG + "rejected"))
    )
    comparison = compare(PROJECT, town, changed)
    assert set(told(comparison)) == {"link reviewed"}
    with speaking("en"):
        text = report_text(make_report(PROJECT, comparison))
    assert "Conflicts (statement and SDG): 1 → 0." in text
    assert "− Conflicts removed (1)\n    − 13.2 Climate in planning\n        − 1.10 Build" in text


def version(state: State, name: str) -> State:
    """Return one version of the town's strategy."""
    iri = f"{TOWN}fassung/{name}"
    return State("version", {"de": name, "en": name}, iri, state.store, frozenset(), version=iri)


def test_two_versions_are_matched_by_carry_overs(town: State) -> None:
    """What the older paper said lives on, stands in both, or does not come back."""
    old, new = version(town, "2018"), version(town, "2024")
    comparison = compare(PROJECT, old, new)
    (carried,) = comparison.carried
    assert (carried.before, carried.after) == (STATEMENT + "wege", STATEMENT + "radwege")
    assert (carried.kind, carried.forward) == ("resumed", True)
    goals = comparison.statements["goal"]
    assert [thing.iri for thing in goals.removed] == [STATEMENT + "wege"]
    assert told(comparison)["goal moved"] == ['busse: number "I.2" > "1.1"']
    assert told(comparison)["field moved"] == ['mobil: number "I" > "1"']
    assert told(comparison)["lost"] == ["3.6"], "the link of the later statement is proposed only"
    assert told(comparison)["stronger"] == ["13", "13.2"]
    # The later statement has a link to the same target, with another directness.
    (link,) = comparison.claims["link"].altered
    assert (link.before.iri, link.after.iri) == (CLAIM + "sdg-15", CLAIM + "sdg-04")
    with speaking("en"):
        text = report_text(make_report(PROJECT, comparison))
    assert "→ I.1 Safe walking routes\n        → 1.2 Close the gaps" in text
    said = " ".join(text.split())
    assert "carried over to the second: 1, in both: 1, not carried over: 0." in said


def test_versions_the_other_way_round(town: State) -> None:
    """From the newer to the older, everything is its mirror image."""
    old, new = version(town, "2018"), version(town, "2024")
    there, back = compare(PROJECT, old, new), compare(PROJECT, new, old)
    assert_mirrored(there, back)
    (carried,) = back.carried
    assert (carried.before, carried.after) == (STATEMENT + "radwege", STATEMENT + "wege")
    assert not carried.forward
    assert not compare(PROJECT, old, old).differs()


def assert_mirrored(there: Comparison, back: Comparison) -> None:
    """Fail unless ``back`` tells just what ``there`` tells, the other way round."""
    for one, other in ((there.statements, back.statements), (there.claims, back.claims)):
        for kind in one.keys() | other.keys():
            a, b = one[kind], other[kind]
            assert (a.before, a.after) == (b.after, b.before)
            assert {x.iri for x in a.added} == {x.iri for x in b.removed}
            assert {x.iri for x in a.removed} == {x.iri for x in b.added}
            pairs = {(x.before.iri, x.after.iri) for x in a.altered}
            assert pairs == {(x.after.iri, x.before.iri) for x in b.altered}
            values = {(v.aspect, v.old, v.new) for x in a.altered for v in x.values}
            assert values == {(v.aspect, v.new, v.old) for x in b.altered for v in x.values}
    assert [(p.before, p.after) for p in there.coverage] == [
        (p.after, p.before) for p in back.coverage
    ]
    assert {(c.before, c.after) for c in there.carried} == {
        (c.after, c.before) for c in back.carried
    }
    assert (there.triples.added, there.triples.removed) == (
        back.triples.removed,
        back.triples.added,
    )


TOWN_ONLY = [quad for quad in TOWN_QUADS if str(quad[3]).endswith("/town")]


@settings(max_examples=12)
@given(st.data())
def test_any_change_can_be_mirrored_described_and_applied(data: st.DataObject) -> None:
    """Whatever is left out on either side: nothing is lost between difference and description."""
    size = st.lists(st.integers(0, len(TOWN_ONLY) - 1), max_size=12, unique=True)
    sides = []
    for _ in range(2):
        gone = {TOWN_ONLY[place] for place in data.draw(size)}
        sides.append(state(quad for quad in TOWN_QUADS if quad not in gone))
    there, back = compare(PROJECT, *sides), compare(PROJECT, *sides[::-1])
    assert_mirrored(there, back)
    assert there.triples.apply(sides[0].triples) == sides[1].triples
    assert apply_description(sides[0].triples, describe(PROJECT, there)) == sides[1].triples
    assert apply_description(sides[1].triples, describe(PROJECT, back)) == sides[0].triples
