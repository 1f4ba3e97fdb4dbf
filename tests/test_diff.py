# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Two states compared: every planted change is told as what it is, and nothing else is told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zielgraph.diff.compare import Comparison, compare
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
            assert words in report_text(make_report(comparison))


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
