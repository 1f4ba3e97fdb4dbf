# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What differs besides statements and SDG links: told by kind, counted where there is much."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT, Program
from conftest import TOWN as LINDENTAL
from test_diff import (
    CLAIM,
    PROJECT,
    SKOS,
    TOWN,
    TOWN_QUADS,
    ZG,
    also,
    state,
    swapped,
    without,
)
from zielgraph.diff.compare import Comparison, compare
from zielgraph.diff.description import apply_description, describe
from zielgraph.diff.report import make_report
from zielgraph.diff.rest import KINDS
from zielgraph.diff.text import report_text
from zielgraph.model.messages import LANGUAGES, catalogue, speaking
from zielgraph.model.names import DATA_BASE, GRAPHS, PREFIXES
from zielgraph.model.terms import XSD, Iri, Literal, Quad

if TYPE_CHECKING:
    from zielgraph.diff.states import State
    from zielgraph.model.project import Project

AREA, FIGURE = TOWN + "gebiet/", TOWN + "kennzahl/"
TYPE = PREFIXES["rdf"] + "type"


@pytest.fixture(scope="module")
def town() -> State:
    """Return the unchanged town."""
    return state(TOWN_QUADS)


def text_of(comparison: Comparison, code: str = "en", *, everything: bool = False) -> str:
    """Return what the terminal shows."""
    with speaking(code):
        return report_text(make_report(PROJECT, comparison), everything=everything)


def imported(count: int, number: str = "1.5") -> list[Quad]:
    """Return imported values of one indicator, in the graph of their own."""
    graph = Iri(GRAPHS["observations"])
    found: list[Quad] = []
    for place in range(count):
        node = Iri(f"{FIGURE}rad/01001/{1900 + place}")
        year = Literal(str(1900 + place), datatype=XSD + "gYear")
        found += [
            (node, Iri(TYPE), Iri(PREFIXES["qb"] + "Observation"), graph),
            (node, Iri(ZG + "indicator"), Iri(FIGURE + "rad"), graph),
            (node, Iri(ZG + "area"), Iri(AREA + "01001"), graph),
            (node, Iri(ZG + "referenceYear"), year, graph),
            (node, Iri(ZG + "value"), Literal(number, datatype=XSD + "decimal"), graph),
        ]
    return found


def test_new_things_are_told_by_kind(town: State) -> None:
    """Many areas are one group with a count and three examples; --all lists them."""
    label = Iri(SKOS + "prefLabel")
    areas = [
        triple
        for n in range(20)
        for triple in (
            (Iri(f"{AREA}new{n:02}"), Iri(TYPE), Iri(ZG + "Area")),
            (Iri(f"{AREA}new{n:02}"), label, Literal(f"Place {n:02}", "en")),
        )
    ]
    topic = (Iri(TOWN + "thema/neu"), Iri(TYPE), Iri(ZG + "Topic"))
    comparison = compare(PROJECT, town, state(TOWN_QUADS + also(*areas, topic)))
    text = text_of(comparison)
    assert "  + Topics: new (1)\n    + neu\n" in text
    assert (
        "  + Areas: new (20)\n    + Place 00\n    + Place 01\n    + Place 02\n"
        "      … further: 17 (all: --all)\n"
    ) in text
    assert text.index("Topics") < text.index("Areas"), "in the order of kinds"
    assert text_of(comparison, everything=True).count("+ Place ") == 20
    back = compare(PROJECT, comparison.after, comparison.before)
    assert "  − Areas: removed (20)\n    − " in text_of(back)


def test_what_changed_in_other_things_is_shown(town: State) -> None:
    """Of an area that is called otherwise both names are told, not the number of triples."""
    old = next(q[2] for q in TOWN_QUADS if str(q[0]) == AREA + "01001" and "@en" in q[2].n3())
    changed = swapped(AREA + "01001", SKOS + "prefLabel", old, Literal("Elsewhere", "en"))
    text = text_of(compare(PROJECT, town, state(changed)))
    assert "~ Areas: changed (1)" in text
    assert f"title (en): {old} → Elsewhere" in text


def test_properties_have_their_names_from_the_ontology(town: State) -> None:
    """A property of ours is called as the ontology calls it, in the language of the moment."""
    wanted = (FIGURE + "rad", ZG + "desiredDirection")
    (old,) = (q[2] for q in TOWN_QUADS if (str(q[0]), q[1].value) == wanted)
    other = Iri(ZG + ("lower" if str(old).endswith("higher") else "higher"))
    comparison = compare(PROJECT, town, state(swapped(*wanted, old, other)))
    assert "has desired direction: " in text_of(comparison)
    assert "desiredDirection" not in text_of(comparison, "de")
    assert "~ Indikatoren: geändert (1)" in text_of(comparison, "de")


def test_every_kind_has_a_name() -> None:
    """Each kind that the query knows has a place in the report and a heading."""
    query = (ROOT / "queries" / "compare-things.rq").read_text("utf-8")
    known = set(re.findall(r'\(\d+ \w+:\w+ "(\w+)"\)', query))
    assert len(known) > 20
    assert known <= set(KINDS)
    assert {f"diffkinds.{kind}" for kind in KINDS} <= catalogue().keys()


def test_indicator_links_have_a_section(town: State) -> None:
    """An indicator link that is judged otherwise is told as such, not as a change of the goal."""
    changed = swapped(CLAIM + "ind-4", ZG + "status", Iri(ZG + "proposed"), Iri(ZG + "accepted"))
    comparison = compare(PROJECT, town, state(changed))
    assert comparison.claims["indicatorlink"].count("reviewed") == 1
    assert not any(things.differs() for things in comparison.statements.values())
    text = text_of(comparison)
    assert "\nIndicators\n\n  ~ Indicator links: changed (1)\n" in text
    assert "review status: proposed → accepted" in text
    assert "Indicator links: 7 → 7; changed 1." in text
    assert "Everything else" not in text


def test_history_is_told_by_day_and_reviewer(town: State) -> None:
    """Revisions of one body and day stand together, each with its claim and its note."""
    gone = {CLAIM + "aend-1", CLAIM + "aend-2"}
    before = state(q for q in TOWN_QUADS if not str(q[0]).startswith(tuple(gone)))
    text = text_of(compare(PROJECT, before, town))
    assert "\nHistory of the review\n\n  + Revisions in the history: new (2)\n" in text
    assert text.index("2024-07-20") < text.index("2024-08-01")
    assert "Trees are no space." in text
    assert "11.7" in text.split("History of the review")[1], "the claim is named by what it joins"
    assert "Value changes" not in text, "parts of a revision are told with it"


def test_a_few_values_are_listed_and_many_counted(town: State) -> None:
    """A corrected figure is shown; of thousands only the number is told, for each indicator."""
    node = FIGURE + "rad/01001/2021"
    (old,) = (q[2] for q in TOWN_QUADS if (str(q[0]), q[1].value) == (node, ZG + "value"))
    new = Literal("1234.5", datatype=XSD + "decimal")
    one = compare(PROJECT, town, state(swapped(node, ZG + "value", old, new)))
    assert "2021: 12,5 → 1.234,5" in text_of(one, "de")
    assert "2021: 12.5 → 1,234.5" in text_of(one, "en")
    assert "Values of the indicators: 22 → 22; changed 1, for one indicator." in text_of(one)
    many = compare(PROJECT, town, state(TOWN_QUADS + imported(50)))
    text = text_of(many)
    assert "  + Values of the indicators (50)\n" in text
    assert re.search(r"values: 5 → 55 \(new 50\)\n", text)
    assert "1900" not in text
    assert len(text.splitlines()) < 50
    assert "Recorded triples" not in text, "nobody has stated them"


def test_imported_values_are_described_by_indicator(town: State) -> None:
    """The description names the indicator; no triple is stated, so none is to be applied."""
    after = state(TOWN_QUADS + imported(50))
    comparison = compare(PROJECT, town, after)
    assert comparison.differs()
    assert after.triples == town.triples
    triples = describe(PROJECT, comparison)
    about = {str(o) for _, p, o in triples if p.value == ZG + "concerns"}
    assert about == {FIGURE + "rad"}
    assert len({str(s) for s, _, _ in triples if "/state/" in str(s)}) == 2
    assert apply_description(town.triples, triples) == after.triples
    other = compare(PROJECT, town, state(TOWN_QUADS + imported(50, "2.5")))
    assert other.identities[1] != comparison.identities[1]


@pytest.mark.parametrize("kind", ["git", "files"])
def test_revisions_hold_no_imported_values(town: State, kind: str) -> None:
    """Where one side can have none, they are left out, and the report says how many."""
    after = state(TOWN_QUADS + imported(50))
    comparison = compare(PROJECT, replace(town, kind=kind), after)
    assert not comparison.differs()
    for code in LANGUAGES:
        text = text_of(comparison, code)
        assert catalogue()["diff.none"][code] in text
        assert "50" in text


def test_stated_values_are_compared_with_revisions(town: State) -> None:
    """Figures in data/ are part of every state."""
    fewer = [q for q in TOWN_QUADS if "/kennzahl/miete/" not in str(q[0])]
    comparison = compare(PROJECT, replace(town, kind="git"), state(fewer + imported(3)))
    text = text_of(comparison)
    assert "  − Values of the indicators (2)\n" in text
    assert "Not compared: 3 imported values." in text


def test_numbers_written_otherwise_are_the_same() -> None:
    """8.0 is 8: a store keeps the number, not its zeros."""
    node = FIGURE + "miete/01002/2021"
    zero = [Literal(text, datatype=XSD + "decimal") for text in ("9.0", "9.00")]
    (old,) = (q[2] for q in TOWN_QUADS if (str(q[0]), q[1].value) == (node, ZG + "value"))
    states = [state(swapped(node, ZG + "value", old, value)) for value in zero]
    assert not compare(PROJECT, *states).differs()


def test_nameless_nodes_are_only_counted(town: State) -> None:
    """Lists and restrictions of the ontology have no name that anybody could read."""
    quads = without((None, PREFIXES["owl"] + "onProperty", None))
    comparison = compare(PROJECT, town, state(quads))
    text = text_of(comparison, everything=True)
    assert "Auxiliary nodes without a name" in text
    assert "genid" not in text
    assert not re.search(r"[0-9a-f]{16}-", text)


def test_a_revision_is_no_build_of_numbers(quick: Project) -> None:
    """What the files make is what was built: nothing differs, whatever way a number is written."""
    run = Program(quick.root)
    done = run("diff", "current", f"files:{quick.root}", "--check", lang="en")
    assert (done.code, done.err) == (0, "")
    assert "No difference." in done.out
    assert LINDENTAL not in done.out
    assert DATA_BASE not in done.out
