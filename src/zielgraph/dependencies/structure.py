# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Bridges and central goals, with the spread of their ranks.

- **Betweenness**: the share of shortest paths between two other statements that lead through
  this one (Freeman 1977, doi:10.2307/3033543; computed by networkx after Brandes 2001). A tie
  of weight *w* is *1 / w* long (Newman 2001, doi:10.1103/PhysRevE.64.016132).
- **Participation**: *1 − Σ (k_f / k)²* over the fields *f*, where *k* is the weight of the
  statement's ties and *k_f* the part that leads to *f* (Guimerà & Amaral 2005,
  doi:10.1038/nature03288, with the official fields as modules): 0 if all lead into one
  field, near 1 if they are spread evenly.
- **Reach**: how many statements rest on it, directly or through others, by those of the layers
  that were read (both, if only computed layers are asked for).
- **Cut**: the network falls apart without it (articulation point).

Ranks are uncertain, because a reading finds some ties and misses others. Ties are drawn anew
with replacement (bootstrap, Efron 1979, doi:10.1214/aos/1176344552), and the middle 95 % of a
statement's ranks are given beside its rank.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zielgraph.dependencies.chance import SEED, interval
from zielgraph.dependencies.layers import LAYERS, READ
from zielgraph.dependencies.reach import bearing, borne, follow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import networkx

    from zielgraph.dependencies.layers import Network

RANK_DRAWS = 99
LARGE = 1000
"""Ties from which on a graph is too dense to rank it a hundred times in some seconds."""

Edge = tuple[int, int, float]


@dataclass(frozen=True, slots=True)
class Bridge:
    """A statement and how it connects others.

    :param rank: by betweenness, from 1; equal values share the better rank.
    :param ranks: the middle 95 % of its ranks in the bootstrap; ``None`` without draws.
    :param ties: number of statements it is tied to.
    :param fields: number of other fields that it is tied to.
    """

    statement: str
    rank: int
    ranks: tuple[int, int] | None
    betweenness: float
    participation: float
    ties: int
    fields: int
    reach: int
    cut: bool


def combine(
    network: Network, names: Iterable[str], *, without: Iterable[str] = ()
) -> tuple[list[str], list[Edge]]:
    """Return the statements and the undirected weighted edges of layers taken together.

    One layer keeps its weights. Several are scaled so that the weights of each sum to 1, those of
    ``computed`` together to 1 as well, each sub-layer that has ties an equal part; then what ties
    the same statements is added. So each layer counts the same, however many ties it has.

    :param names: of :data:`~zielgraph.dependencies.layers.LAYERS`.
    :param without: kinds of ties to leave out.
    :returns: IRIs in the order of the paper, and edges between their numbers, from 0.
    """
    left_out = set(without)
    groups = [tuple(sub for sub in LAYERS[name] if network.layer(sub)) for name in names]
    groups = [group for group in dict.fromkeys(groups) if group]
    inner = {sub for group in groups if len(group) > 1 for sub in group}
    groups = [group for group in groups if len(group) > 1 or group[0] not in inner]
    several = len(groups) > 1 or any(len(group) > 1 for group in groups)
    statements = [s.iri for s in network.statements.values() if s.is_goal]
    ties = [t for group in groups for t in network.layer(*group) if t.kind not in left_out]
    ends = {end for tie in ties for end in (tie.source, tie.target)}
    statements += sorted(ends - set(statements), key=lambda i: network.statements[i].place)
    number = {iri: n for n, iri in enumerate(statements)}
    weights: dict[tuple[int, int], float] = defaultdict(float)
    for group in groups:
        for sub in group:
            layer = [tie for tie in network.layer(sub) if tie.kind not in left_out]
            total = sum(tie.weight for tie in layer)
            scale = 1 / (total * len(group)) if several and total else 1.0
            for tie in layer:
                a, b = sorted((number[tie.source], number[tie.target]))
                weights[a, b] += tie.weight * scale
    return statements, [(a, b, weight) for (a, b), weight in sorted(weights.items())]


def graph_of(count: int, edges: Iterable[Edge]) -> networkx.Graph[int]:
    """Return a networkx graph of numbered nodes; ``length`` is 1 / ``weight``."""
    import networkx  # noqa: PLC0415 - half a second, only needed here

    graph: networkx.Graph[int] = networkx.Graph()
    graph.add_nodes_from(range(count))
    for a, b, weight in edges:
        graph.add_edge(a, b, weight=weight, length=1 / weight)
    return graph


def betweenness(count: int, edges: Iterable[Edge]) -> dict[int, float]:
    """Return the betweenness of each node, 0 to 1."""
    import networkx  # noqa: PLC0415

    found = networkx.betweenness_centrality(graph_of(count, edges), weight="length")
    return {node: round(value, 12) for node, value in found.items()}


def participation(edges: Iterable[Edge], groups: Sequence[Sequence[str]]) -> dict[int, float]:
    """Return the participation coefficient of each node that has edges into groups.

    :param groups: the groups of each node; a node in several gives each an equal part.

    >>> participation([(0, 1, 1.0), (0, 2, 1.0)], [["a"], ["b"], ["c"]])[0]
    0.5
    """
    into: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for a, b, weight in edges:
        for node, other in ((a, b), (b, a)):
            for group in groups[other]:
                into[node][group] += weight / len(groups[other])
    found = {}
    for node, parts in into.items():
        whole = sum(parts.values())
        found[node] = round(1 - sum((part / whole) ** 2 for part in parts.values()), 12)
    return found


def bridges(
    network: Network,
    names: Sequence[str] = READ,
    *,
    draws: int | None = None,
    seed: int = SEED,
    tick: Callable[[], None] = lambda: None,
) -> list[Bridge]:
    """Return the tied statements, the one with the highest betweenness first.

    :param draws: draws of the bootstrap; by default :data:`RANK_DRAWS`, and none for a graph
        of more than :data:`LARGE` ties.
    """
    import networkx  # noqa: PLC0415

    statements, edges = combine(network, names)
    draws = planned_draws(len(edges), draws)
    between = betweenness(len(statements), edges)
    tied = sorted({node for a, b, _ in edges for node in (a, b)})
    rank = ranks(between, tied)
    spread: dict[int, list[int]] = {node: [] for node in tied}
    dice = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(draws):
        again: dict[tuple[int, int], float] = defaultdict(float)
        for a, b, weight in dice.choices(edges, k=len(edges)):
            again[a, b] += weight
        drawn = betweenness(len(statements), [(a, b, w) for (a, b), w in sorted(again.items())])
        for node, place in ranks(drawn, tied).items():
            spread[node].append(place)
        tick()
    fields = [network.statements[iri].fields for iri in statements]
    part = participation(edges, fields)
    near: dict[int, set[int]] = defaultdict(set)
    for a, b, _ in edges:
        near[a].add(b)
        near[b].add(a)
    cuts = set(networkx.articulation_points(graph_of(len(statements), edges)))
    ways = borne(bearing(network, [name for name in names if name in READ] or READ))
    found = [
        Bridge(
            statement=statements[node],
            rank=rank[node],
            ranks=_middle(spread[node]),
            betweenness=between[node],
            participation=part.get(node, 0.0),
            ties=len(near[node]),
            fields=len({f for other in near[node] for f in fields[other]} - set(fields[node])),
            reach=len(follow(network, ways, [statements[node]])),
            cut=node in cuts,
        )
        for node in tied
    ]
    return sorted(found, key=lambda b: (b.rank, network.statements[b.statement].place))


def planned_draws(edges: int, asked: int | None) -> int:
    """Return how often to draw where nobody said: not at all if each draw takes a second."""
    if asked is not None:
        return asked if edges else 0
    return RANK_DRAWS if 0 < edges <= LARGE else 0


def ranks(values: Mapping[int, float], among: Iterable[int]) -> dict[int, int]:
    """Return the rank of each node by falling value; equal values share the better rank.

    >>> ranks({0: 0.5, 1: 0.9, 2: 0.5}, [0, 1, 2])
    {1: 1, 0: 2, 2: 2}
    """
    ordered = sorted(among, key=lambda node: (-values[node], node))
    found: dict[int, int] = {}
    for place, node in enumerate(ordered, start=1):
        before = ordered[place - 2] if place > 1 else None
        same = before is not None and values[before] == values[node]
        found[node] = found[before] if same and before is not None else place
    return found


def _middle(places: Sequence[int]) -> tuple[int, int] | None:
    if not places:
        return None
    low, high = interval(places)
    return int(low), int(high)
