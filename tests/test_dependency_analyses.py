# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Analyses of dependencies: by hand on Auental, on planted structures, on published cases."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from test_queries import QUERIES, inferred_store, town_quads
from zielgraph.dependencies.carriers import loads, without_carrier
from zielgraph.dependencies.communities import (
    adjusted_rand,
    communities,
    louvain,
    mutual_information,
    rewire,
)
from zielgraph.dependencies.layers import (
    READ,
    SHARED,
    Field,
    Network,
    Statement,
    Tie,
    load_network,
    shared_ties,
)
from zielgraph.dependencies.matrix import field_matrix, together
from zielgraph.dependencies.reach import bearing, borne, follow
from zielgraph.dependencies.sdgs import interlinkages, served
from zielgraph.dependencies.structure import betweenness, bridges, combine, participation
from zielgraph.queries.library import load_query, run_select

if TYPE_CHECKING:
    from zielgraph.store.embedded import EmbeddedStore

Z = "https://daten.auental.example/aussage/"
A = "https://daten.auental.example/akteur/"
F = "https://daten.auental.example/feld/"


@pytest.fixture(scope="module")
def town() -> EmbeddedStore:
    """Return the town with all that follows."""
    return inferred_store(town_quads())


@pytest.fixture(scope="module")
def network(town: EmbeddedStore) -> Network:
    """Return the town's dependencies."""
    return load_network(QUERIES, town)


def short(iri: str) -> str:
    """Return the end of an IRI."""
    return iri.rsplit("/", 1)[-1]


def dice_of(seed: int) -> random.Random:
    """Return chance that comes the same every time."""
    return random.Random(seed)  # noqa: S311 - no secret


def made(fields: list[str], pairs: set[tuple[int, int]], layer: str = "stated") -> Network:
    """Return a network of goals, each in one field, tied by ``pairs``."""
    names = {f: Field(f, f, f) for f in dict.fromkeys(fields)}
    goals = {
        f"g{i}": Statement(f"g{i}", "goal", str(i), str(i), (f,), i) for i, f in enumerate(fields)
    }
    ties = tuple(Tie(f"d{a}-{b}", layer, "supports", f"g{a}", f"g{b}", 2) for a, b in sorted(pairs))
    return Network(names, goals, ties, ())


EMPTY = Network({}, {}, (), ())


# ---- Matrix ----


def test_matrix_is_that_of_the_query(town: EmbeddedStore, network: Network) -> None:
    """Both layers that were read add up to what the named query counts, pair by pair."""
    cells: dict[tuple[str, str], float] = defaultdict(float)
    for layer in READ:
        for (a, b), value in field_matrix(network, layer, draws=0).cells.items():
            cells[network.fields[a].notation, network.fields[b].notation] += value
    rows = run_select(town, load_query(QUERIES, "dependencies-between-fields"))
    kinds = ("supports", "requires", "conflicts", "shares_resource")
    asked = {
        (str(r["from_field"]), str(r["to_field"])): sum(int(str(r[kind])) for kind in kinds)
        for r in rows
    }
    assert cells == asked


@pytest.mark.parametrize("layer", SHARED)
def test_shared_matrix_is_the_sum_of_the_ties(network: Network, layer: str) -> None:
    """What is counted thing by thing is what the single ties weigh."""
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for tie in network.layer(layer):
        for a in network.statements[tie.source].fields:
            for b in network.statements[tie.target].fields:
                for pair in {(a, b), (b, a)}:
                    sums[pair] += tie.weight
    cells = {k: v for k, v in field_matrix(network, layer, draws=0).cells.items() if v}
    assert cells == pytest.approx(dict(sums))


def test_matrix_by_hand(network: Network) -> None:
    """Getting around and the environment share a target, an actor twice and climate twice."""
    pair = F + "mobil", F + "umwelt"
    values = [field_matrix(network, layer, draws=9).cells[pair] for layer in SHARED]
    assert values == [1, 2, 1]
    assert len(field_matrix(network, "stated", draws=9).tests) == 3


def test_matrix_of_all_layers_by_hand(network: Network) -> None:
    """Each layer is brought to 100 %, then three parts count the same, sub-layers a third each."""
    layers = [field_matrix(network, layer, draws=0) for layer in (*READ, *SHARED)]
    found = together(layers)
    # stated 1 of 2; judged 2 of 4; targets 1 of 2.5; actors 2 of 3; topics 1 of 4
    computed = (100 / 2.5 + 200 / 3 + 25) / 3
    assert found[F + "mobil", F + "umwelt"] == pytest.approx((50 + 50 + computed) / 3)
    assert found[F + "mobil", F + "umwelt"] == found[F + "umwelt", F + "mobil"]
    once = sum(value for (a, b), value in found.items() if a <= b)
    assert once == pytest.approx(100)
    assert together([]) == together([field_matrix(EMPTY, "stated")]) == {}


# ---- What rests on what ----


def test_rests_on_by_hand(network: Network) -> None:
    """The meeting places need trees, trees come with cycle paths; the town hall helps."""
    ways = bearing(network)
    treff = [Z + "treff"]
    found = [(short(r.statement), r.depth, short(r.near)) for r in follow(network, ways, treff)]
    assert found == [("baeume", 1, "treff"), ("barrierefrei", 1, "treff"), ("radwege", 2, "baeume")]
    above = follow(network, borne(ways), [Z + "radwege"])
    assert [(short(r.statement), r.depth) for r in above] == [("baeume", 1), ("treff", 2)]
    assert len(follow(network, ways, treff, depth=1)) == 2
    stated = bearing(network, ["stated"])
    assert "barrierefrei" not in {
        short(r.statement) for r in follow(network, stated, [Z + "treff"])
    }
    assert follow(network, ways, ["https://daten.auental.example/nirgends"]) == []


def test_rests_on_is_what_the_rule_infers(town: EmbeddedStore, network: Network) -> None:
    """The analysis and the inferred dependsOn, followed by the named query, agree."""
    asked: dict[str, set[str]] = defaultdict(set)
    for row in run_select(town, load_query(QUERIES, "depends-on")):
        asked[str(row["goal"])].add(str(row["on"]))
    ways = bearing(network)
    for iri, statement in network.statements.items():
        if statement.kind in {"goal", "commitment"}:
            assert {rest.statement for rest in follow(network, ways, [iri])} == asked[iri], iri


# ---- Bridges ----


def karate() -> list[tuple[int, int, float]]:
    """Return Zachary's karate club (1977), each tie once, of weight 1."""
    return [(a, b, 1.0) for a, b in sorted(networkx.karate_club_graph().edges)]


def test_betweenness_of_the_karate_club() -> None:
    """The instructor, the administrator and member 32 stand between the others most.

    Figures as networkx and others give them: 0.438, 0.304, 0.145 (members 0, 33, 32).
    """
    found = betweenness(34, karate())
    best = sorted(found, key=lambda node: -found[node])[:3]
    assert [(node, round(found[node], 3)) for node in best] == [
        (0, 0.438),
        (33, 0.304),
        (32, 0.145),
    ]


def test_planted_bridge_is_found() -> None:
    """Two close groups that one goal joins: it has rank 1 for certain, and it alone cuts."""
    left, right = range(8), range(9, 17)
    pairs = {*combinations(left, 2), *combinations(right, 2)}
    pairs |= {(n, 8) for n in range(5)} | {(8, n) for n in range(9, 14)}
    network = made(["A"] * 8 + ["C"] + ["B"] * 8, pairs)
    found = bridges(network, ["stated"])
    first = found[0]
    assert (first.statement, first.rank, first.cut, first.fields) == ("g8", 1, True, 2)
    assert first.ranks is not None
    assert first.ranks[1] <= 2
    assert first.participation == 0.5
    assert [bridge.statement for bridge in found if bridge.cut] == ["g8"]
    assert found == bridges(network, ["stated"])  # the same in every run
    assert first.betweenness == pytest.approx(64 / 120)  # all pairs left–right, of C(16, 2)


def test_participation_of_the_literature() -> None:
    """1 − Σ (k_s/k)²: evenly over M modules it is 1 − 1/M (Guimerà & Amaral 2005)."""
    star = [(0, n, 1.0) for n in range(1, 5)]
    assert participation(star, [["h"], ["a"], ["b"], ["c"], ["d"]])[0] == 0.75
    assert participation(star, [["h"], ["a"], ["a"], ["a"], ["a"]])[0] == 0
    assert participation([(0, 1, 3.0), (0, 2, 1.0)], [[], ["a"], ["b"]])[0] == 0.375


def test_layers_taken_together_count_the_same(network: Network) -> None:
    """One layer keeps its weights; of several each sums to 1, sub-layers share their part."""
    _, edges = combine(network, ["stated"])
    assert sorted(weight for _, _, weight in edges) == [2, 3]
    _, edges = combine(network, ["stated", "judged", "computed"])
    assert sum(weight for _, _, weight in edges) == pytest.approx(3)
    _, edges = combine(network, ["computed", "target"])
    assert sum(weight for _, _, weight in edges) == pytest.approx(1)
    _, edges = combine(network, ["judged"], without=["conflicts"])
    assert len(edges) == 3


# ---- Communities ----


def test_planted_communities_are_found() -> None:
    """Four groups of eight, which are the fields: found again, index 1, far from chance."""
    dice = dice_of(3)
    fields = [f for f in "ABCD" for _ in range(8)]
    pairs = {
        (a, b)
        for a, b in combinations(range(32), 2)
        if dice.random() < (0.7 if fields[a] == fields[b] else 0.03)
    }
    found = communities(made(fields, pairs), ["stated"], draws=49)
    assert [{int(iri[1:]) // 8 for iri in group} for group in found.groups] == [{0}, {1}, {2}, {3}]
    assert found.rand.observed == found.information == 1
    assert found.rand.p <= 0.01
    assert found.modularity.z > 3


def test_modularity_of_the_karate_club() -> None:
    """The best division of the club has 0.4198 (Agarwal & Kempe 2008); Louvain comes close."""
    groups, value = louvain(34, karate())
    assert 0.41 <= value <= 0.4199
    assert sorted(node for group in groups for node in group) == list(range(34))
    factions = networkx.get_node_attributes(networkx.karate_club_graph(), "club")
    division = {node: number for number, group in enumerate(groups) for node in group}
    index = adjusted_rand([factions[n] for n in range(34)], [division[n] for n in range(34)])
    assert index > 0.4  # four groups refine the two factions


@given(st.sets(st.tuples(st.integers(0, 9), st.integers(10, 19)), max_size=30), st.integers(0, 5))
def test_rewiring_keeps_degrees(pairs: set[tuple[int, int]], seed: int) -> None:
    """Each node has as many ties as before, none to itself, none twice."""
    edges = [(a, b, 1.0 + n) for n, (a, b) in enumerate(sorted(pairs))]
    again = rewire(edges, dice_of(seed))
    assert Counter(n for a, b, _ in again for n in (a, b)) == Counter(n for p in pairs for n in p)
    assert len({(a, b) for a, b, _ in again}) == len(edges)
    assert all(a < b for a, b, _ in again)
    assert sorted(w for *_, w in again) == sorted(w for *_, w in edges)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=20))
def test_measures_of_agreement(pairs: list[tuple[int, int]]) -> None:
    """They do not care for names or order, and are 1 for the same division."""
    a, b = [x for x, _ in pairs], [y for _, y in pairs]
    for measure in (adjusted_rand, mutual_information):
        assert measure(a, b) == pytest.approx(measure(b, a), abs=1e-9)
        assert measure(a, ["abcd"[x] for x in a]) == pytest.approx(1)
        assert measure(a, b) <= 1 + 1e-9
    assert mutual_information(a, b) >= 0


# ---- Actors and SDGs ----


def test_carriers_by_hand(town: EmbeddedStore, network: Network) -> None:
    """The utility carries two goals alone, the office two, the town one of its two."""
    found = {short(load.actor): load for load in loads(QUERIES, town)}
    names = {
        actor: ({short(s) for s in load.carried}, {short(s) for s in load.alone})
        for actor, load in found.items()
    }
    assert names == {
        "stadtwerke": ({"busse", "strom"}, {"busse", "strom"}),
        "planungsamt": ({"baeume", "radwege"}, {"baeume", "radwege"}),
        "stadt": ({"barrierefrei", "treff"}, {"barrierefrei"}),
        "seniorenbeirat": ({"treff"}, set()),
        "schulen": (set(), set()),
        "foerderer": (set(), set()),
    }
    assert {short(s) for s in found["stadtwerke"].stated} == {"busse"}
    assert found["stadt"].only_named == set()  # the paper names the board as well
    nobody = without_carrier(network, list(found.values()))
    assert [short(iri) for iri in nobody] == ["mobil", "umgehung", "wege"]


def test_sdgs_by_hand(town: EmbeddedStore, network: Network) -> None:
    """Buses serve 11 and 13; three dependencies tie 11 to 13, one 3 to 13."""
    sdgs = served(QUERIES, town, network)
    assert {short(iri): those for iri, those in sdgs.items()} == {
        "busse": {11, 13}, "radwege": {11}, "umgehung": {11}, "strom": {13}, "baeume": {13},
        "treff": {3}, "mobil": {11}, "wege": {3},
    }  # fmt: skip
    found = {x.pair: x for x in interlinkages(network, sdgs, draws=50)}
    figures = {pair: (x.together.observed, x.tied.observed) for pair, x in found.items()}
    assert figures == {(11, 13): (1, 3), (3, 13): (0, 1), (3, 11): (0, 0)}
    stated = {x.pair: x.tied.observed for x in interlinkages(network, sdgs, ["stated"], draws=0)}
    assert stated == {(11, 13): 1, (3, 13): 1, (3, 11): 0}


def test_nothing_is_no_crash() -> None:
    """A strategy without statements, fields or ties has empty answers."""
    assert field_matrix(EMPTY, "stated").cells == field_matrix(EMPTY, "topic").cells == {}
    assert bridges(EMPTY) == []
    assert communities(EMPTY).groups == []
    assert interlinkages(EMPTY, {}) == []
    assert shared_ties([], "topic") == []
    lonely = made(["A", "B"], set())
    assert bridges(lonely) == []
    assert set(field_matrix(lonely, "stated").tests) == set()
