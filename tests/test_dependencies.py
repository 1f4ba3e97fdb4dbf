# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Layers of dependencies, names and paths, on the invented town of Auental."""

from __future__ import annotations

from itertools import pairwise, permutations
from typing import TYPE_CHECKING

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from test_queries import QUERIES, inferred_store, town_quads
from zielgraph.dependencies.layers import (
    READ,
    SHARED,
    Feature,
    Network,
    Statement,
    Tie,
    comprised,
    load_network,
    shared_ties,
)
from zielgraph.dependencies.naming import Place, find_place, load_places
from zielgraph.dependencies.paths import Path, find_paths, step_value
from zielgraph.model.errors import DependencyError

if TYPE_CHECKING:
    from zielgraph.store.embedded import EmbeddedStore

Z = "https://daten.auental.example/aussage/"


@pytest.fixture(scope="module")
def town() -> EmbeddedStore:
    """Return the town with all that follows."""
    return inferred_store(town_quads())


@pytest.fixture(scope="module")
def network(town: EmbeddedStore) -> Network:
    """Return the town's dependencies."""
    return load_network(QUERIES, town)


@pytest.fixture(scope="module")
def places(town: EmbeddedStore) -> list[Place]:
    """Return what can be named in the town."""
    return load_places(QUERIES, town)


def short(iri: str) -> str:
    """Return the end of an IRI."""
    return iri.rsplit("/", 1)[-1]


# ---- Layers ----


def test_layers_of_the_town(network: Network) -> None:
    """Every tie stands in its layer with the weight that a calculation by hand gives."""
    ties = {(t.layer, short(t.source), short(t.target), t.kind): t.weight for t in network.ties}
    half = 0.5
    assert ties == {
        ("stated", "radwege", "baeume", "supports"): 2,
        ("stated", "treff", "baeume", "requires"): 3,
        ("judged", "busse", "strom", "supports"): 1,
        ("judged", "umgehung", "radwege", "sharesResource"): 2,
        ("judged", "umgehung", "strom", "conflicts"): 2,
        ("judged", "barrierefrei", "treff", "supports"): 2,
        ("target", "mobil", "busse", "shares"): half,  # 11.2, with the cycle paths
        ("target", "mobil", "radwege", "shares"): half,
        ("target", "busse", "radwege", "shares"): half,
        ("target", "busse", "strom", "shares"): 1,  # 13.2
        ("actor", "busse", "strom", "shares"): 1,
        ("actor", "radwege", "baeume", "shares"): 1,
        ("actor", "treff", "barrierefrei", "shares"): 1,
        ("topic", "mobil", "umgehung", "shares"): half,  # transport, with the footpaths
        ("topic", "mobil", "wege", "shares"): half,
        ("topic", "umgehung", "wege", "shares"): half,
        ("topic", "busse", "strom", "shares"): half,  # climate, with the trees
        ("topic", "busse", "baeume", "shares"): half,
        ("topic", "strom", "baeume", "shares"): half,
        ("topic", "treff", "barrierefrei", "shares"): 1,
    }


def test_a_tie_says_what_it_rests_on(network: Network) -> None:
    """Passages and reasons of what was read, the shared things of what was computed."""
    stated = network.layer("stated")[0]
    assert stated.evidence == ("1.2", "2.b.1")
    assert stated.justification == "Neue Radwege schaffen Platz für Bäume."
    shared = next(t for t in network.layer("target") if short(t.target) == "strom")
    assert shared.shared == ("13.2 Klimaschutz in der Planung",)
    assert not shared.directed


def test_graph_for_networkx(network: Network) -> None:
    """Nodes and edges have what pictures and tables need, and only the layers asked for."""
    graph = network.graph("judged", "target")
    assert {data["layer"] for _, _, data in graph.edges(data=True)} == {"judged", "target"}
    assert graph.nodes[Z + "strom"] == {
        "title": "Strom ohne Kohle und Gas",
        "notation": "2.a.1",
        "kind": "goal",
        "field": "2",
        "field_title": "Klima und Grün",
        "fields": ("https://daten.auental.example/feld/umwelt",),
    }
    assert Z + "wege" in graph  # a goal without ties is a goal all the same
    assert Z + "mitreden" not in graph  # a principle without ties is left out
    assert graph.number_of_edges(Z + "busse", Z + "strom") == 2
    assert network.graph().number_of_edges() == 0


def test_layers_are_named() -> None:
    """A mistyped layer is an error, not an empty graph."""
    assert comprised(["judged", "stated", "judged"]) == READ
    assert set(SHARED) < set(comprised(["computed"]))
    with pytest.raises(DependencyError, match="stated, judged"):
        comprised(["statd"])


@given(st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("1234")), max_size=28))
def test_weights_are_those_of_networkx(pairs: list[tuple[str, str]]) -> None:
    """Our weights are what networkx computes after the same paper of Newman."""
    features = [Feature(goal, "topic", thing, thing, "") for goal, thing in pairs]
    ours = {frozenset((t.source, t.target)): t.weight for t in shared_ties(features, "topic")}
    bipartite: networkx.Graph[str] = networkx.Graph(pairs)
    goals = {goal for goal, _ in pairs}
    projected = networkx.bipartite.collaboration_weighted_projected_graph(bipartite, goals)
    theirs = {frozenset((a, b)): projected[a][b]["weight"] for a, b in projected.edges}
    assert ours == pytest.approx(theirs)


def test_weight_on_a_published_network() -> None:
    """Davis's women and events (1941), as networkx has them: the whole weight is known.

    Each event of k women gives its k(k−1)/2 pairs 1/(k−1) each, together k/2; summed over
    all events that is half the number of attendances, 89.
    """
    graph = networkx.davis_southern_women_graph()
    women = graph.graph["top"]
    features = [Feature(w, "actor", e, e, "") for w in women for e in graph[w]]
    assert len(features) == 89
    ties = shared_ties(features, "actor")
    assert sum(tie.weight for tie in ties) == pytest.approx(89 / 2)
    pair = {"Olivia Carleton", "Flora Price"}  # together at E9 (12 women) and E11 (4 women)
    (tie,) = [tie for tie in ties if {tie.source, tie.target} == pair]
    assert tie.weight == pytest.approx(1 / 11 + 1 / 3)


# ---- Names ----


@pytest.mark.parametrize(
    ("name", "sort", "end"),
    [
        ("umwelt", "field", "umwelt"),
        ("feld/klima", "field", "klima"),
        ("thema/klima", "topic", "klima"),
        ("klima", "field", "klima"),  # the topic has the same name; the field comes first
        ("1.2", "statement", "radwege"),
        ("1", "field", "mobil"),  # its guiding aim has the same number
        ("2.A", "field", "klima"),
        ("getting around", "field", "mobil"),
        ("Radwege lück", "statement", "radwege"),
        ("  cycl  ", "topic", "rad"),
        (Z + "busse", "statement", "busse"),
        ("verkehr", "topic", "verkehr"),
    ],
)
def test_names(places: list[Place], name: str, sort: str, end: str) -> None:
    """A name is what people type: IRI, its end, number, label, or the beginning of one."""
    found = find_place(places, name, ("field", "topic", "statement"))
    assert (found.sort, short(found.iri)) == (sort, end)


def test_ambiguous_and_unknown_names(places: list[Place]) -> None:
    """Several things of one sort are listed; what nobody knows gets the nearest names."""
    with pytest.raises(DependencyError) as several:
        find_place(places, "B", ("statement",))
    assert several.value.key == "dependencies.ambiguous"
    assert "aussage/busse (1.1 Busse im Halbstundentakt)" in str(several.value)
    for name in ("Radwge", "lückenlos"):
        with pytest.raises(DependencyError, match="aussage/radwege") as unknown:
            find_place(places, name, ("statement",))
        assert unknown.value.key == "dependencies.unknown"
    with pytest.raises(DependencyError) as unlike:
        find_place(places, "zzzzqq")
    assert "–" not in str(unlike.value)
    assert "hnlich" not in str(unlike.value)
    for nothing in ("", "  ", "“}{0!r}", "%s", "B.*", "(", "\x00"):
        with pytest.raises(DependencyError):
            find_place(places, nothing)


def test_what_belongs_to_a_place(places: list[Place]) -> None:
    """A field comprises its sub-fields, a topic its narrower ones."""
    members = {p.iri.removeprefix("https://daten.auental.example/"): p.statements for p in places}
    assert {short(i) for i in members["feld/umwelt"]} == {"strom", "baeume", "baumprogramm"}
    assert {short(i) for i in members["thema/verkehr"]} == {
        "busse", "mobil", "radkonzept", "radwege", "umgehung", "wege"
    }  # fmt: skip
    assert members["akteur/schulen"] == frozenset()  # only addressed, carries nothing


# ---- Paths ----


def trails(paths: list[Path]) -> list[tuple[float, list[str]]]:
    """Return value and statements of each path."""
    return [(path.value, [short(iri) for iri in path.statements]) for path in paths]


def through(places: list[Place], *names: str) -> list[Place]:
    """Return the places of these names."""
    return [find_place(places, name) for name in names]


def test_paths_of_the_town(network: Network, places: list[Place]) -> None:
    """From getting around through the environment to living together there is one way."""
    found = find_paths(network, through(places, "mobil", "umwelt", "leben"))
    assert trails(found.paths) == [(0.375, ["radwege", "baeume", "treff"])]
    assert (found.count, found.complete) == (1, True)
    first, second = found.paths[0].steps
    assert (first.forward, second.forward) == (True, False)
    assert second.tie.evidence == ("3.1",)


def test_paths_are_ranked(network: Network, places: list[Place]) -> None:
    """The strongest comes first; of equal ones the shorter, then the stated."""
    found = find_paths(network, through(places, "mobil", "umwelt"))
    assert trails(found.paths) == [
        (0.5, ["radwege", "baeume"]),
        (0.5, ["umgehung", "strom"]),
        (0.25, ["busse", "strom"]),
    ]
    assert [p.steps[0].tie.layer for p in found.paths] == ["stated", "judged", "judged"]
    two = find_paths(network, through(places, "mobil", "umwelt"), limit=2)
    assert (len(two.paths), two.count) == (2, 3)


def test_only_some_kinds_and_layers(network: Network, places: list[Place]) -> None:
    """What is not asked for is not walked on."""
    ends = through(places, "umgehung", "strom")
    assert trails(find_paths(network, ends, kinds=["conflicts"]).paths) == [
        (0.5, ["umgehung", "strom"])
    ]
    assert find_paths(network, ends, kinds=["supports"]).count == 0
    assert find_paths(network, ends, layers=["stated"]).count == 0
    shared = find_paths(network, ends, layers=["topic"], steps=3)
    assert shared.count == 0  # transport and climate share no goal
    assert step_value(network.layer("topic")[0]) == 0.125


def test_search_that_gives_up_says_so(network: Network, places: list[Place]) -> None:
    """An unfinished search never looks like a finished one."""
    found = find_paths(network, through(places, "mobil", "umwelt"), states=7)
    assert not found.complete


def random_network(ties: list[tuple[int, int, int]]) -> Network:
    """Return a network of six statements in one layer."""
    statements = {s: Statement(s, "goal", s, s, (), i) for i, s in enumerate("abcdef")}
    kept = {
        (a, b): Tie(f"{a}{b}", "stated", "supports", "abcdef"[a], "abcdef"[b], w)
        for a, b, w in ties
        if a != b
    }
    return Network({}, statements, tuple(kept.values()), ())


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 3)), max_size=12))
def test_paths_are_all_there_and_in_order(ties: list[tuple[int, int, int]]) -> None:
    """The search finds exactly the paths that trying everything finds, in the order promised."""
    network = random_network(ties)
    both = {(t.source, t.target): t for t in network.ties}
    places = [Place("statement", s, s, {"de": s, "en": s}, frozenset(s)) for s in "ad"]
    found = find_paths(network, places, steps=3)
    expected = set()
    for length in (0, 1, 2):
        for middle in permutations("bcef", length):
            walk = ["a", *middle, "d"]
            options: list[list[str]] = [[]]
            for pair in pairwise(walk):
                ways = [w for w in (pair, pair[::-1]) if w in both]
                options = [[*o, both[w].key] for o in options for w in ways]
            expected |= {tuple(option) for option in options}
    assert {tuple(step.tie.key for step in path.steps) for path in found.paths} == expected
    assert found.count == len(found.paths) == len(expected)
    keys = [(-path.value, len(path.steps)) for path in found.paths]
    assert keys == sorted(keys)


def test_ends_of_shared_ties_come_in_the_order_of_the_paper(network: Network) -> None:
    """A tie without direction is one edge, the same way round in every run."""
    for tie in network.layer(*SHARED):
        first, second = network.statements[tie.source], network.statements[tie.target]
        assert first.place < second.place
    for layer in SHARED:
        ends = [frozenset((t.source, t.target)) for t in network.layer(layer)]
        assert len(ends) == len(set(ends))
        assert all(len(pair) == 2 for pair in ends)
