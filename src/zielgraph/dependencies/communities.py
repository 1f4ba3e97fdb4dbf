# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Groups of goals that hang together closely, against the official fields.

Groups are found by the Louvain method (Blondel et al. 2008, doi:10.1088/1742-5468/2008/10/P10008,
as networkx has it) with a fixed seed; conflicts do not bind. How well they part the network says
its *modularity* (Newman & Girvan 2004, doi:10.1103/PhysRevE.69.026113), compared with that of
networks in which each statement keeps its number of ties: sparse networks of any kind have
groups (Guimerà et al. 2004, doi:10.1103/PhysRevE.70.025101).

Against the fields stand two measures, 1 where both divisions are the same:

- the *adjusted Rand index* (Hubert & Arabie 1985, doi:10.1007/BF01908075), 0 for chance:
  *(Σ C(n_ij, 2) − e) / ((Σ C(a_i, 2) + Σ C(b_j, 2)) / 2 − e)* with
  *e = Σ C(a_i, 2) · Σ C(b_j, 2) / C(n, 2)*;
- the *normalised mutual information* *2 I / (H_a + H_b)* (Danon et al. 2005,
  doi:10.1088/1742-5468/2005/09/P09008), which is above 0 for chance as well.

How often the adjusted Rand index is as high by chance is found by dealing out the fields anew.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from math import comb, log
from typing import TYPE_CHECKING

from zielgraph.dependencies.chance import SEED, Verdict, compare
from zielgraph.dependencies.layers import READ
from zielgraph.dependencies.structure import combine, graph_of, planned_draws

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from zielgraph.dependencies.layers import Network
    from zielgraph.dependencies.structure import Edge

LABEL_DRAWS = 999


@dataclass(frozen=True, slots=True)
class Communities:
    """A division of the tied statements into groups.

    :param groups: IRIs of each group, the largest group first, in the order of the paper.
    :param modularity: of the division, against chance; ``expected`` and the rest are 0 and 1
        where no draws were made.
    :param rand: adjusted Rand index against the fields, against chance.
    :param information: normalised mutual information with the fields, 0 to 1.
    :param compared: number of statements that were compared, those in exactly one field.
    """

    groups: list[list[str]]
    modularity: Verdict
    rand: Verdict
    information: float
    compared: int


def communities(
    network: Network,
    names: Sequence[str] = READ,
    *,
    draws: int | None = None,
    seed: int = SEED,
    tick: Callable[[], None] = lambda: None,
) -> Communities:
    """Divide the statements into groups.

    :param draws: networks to compare the modularity with; by default as
        :func:`~zielgraph.dependencies.structure.planned_draws` says.
    """
    statements, edges = combine(network, names, without=["conflicts"])
    groups, value = louvain(len(statements), edges, seed)
    draws = planned_draws(len(edges), draws)
    dice = random.Random(seed)  # noqa: S311 - no secret

    def rewired() -> dict[str, float]:
        again = rewire(edges, dice)
        return {"": louvain(len(statements), again, seed)[1]}

    tests = compare({"": value}, rewired, draws=draws, tick=tick)
    modularity = tests.get("", Verdict(value, 0.0, 0.0, 1.0, 1.0))
    fields = [network.statements[iri].fields for iri in statements]
    pairs = [
        (fields[node][0], number)
        for number, group in enumerate(groups)
        for node in group
        if len(fields[node]) == 1
    ]
    official, found = [field for field, _ in pairs], [number for _, number in pairs]

    def dealt() -> dict[str, float]:
        return {"": adjusted_rand(dice.sample(official, len(official)), found)}

    observed = adjusted_rand(official, found)
    rand = compare({"": observed}, dealt, draws=LABEL_DRAWS)[""]
    named = [[statements[node] for node in group] for group in groups]
    return Communities(named, modularity, rand, mutual_information(official, found), len(pairs))


def louvain(count: int, edges: Sequence[Edge], seed: int = SEED) -> tuple[list[list[int]], float]:
    """Return the groups of the tied nodes, the largest first, and the modularity."""
    import networkx  # noqa: PLC0415 - half a second, only needed here

    if not edges:
        return [], 0.0
    graph = graph_of(count, edges)
    graph.remove_nodes_from([node for node in list(graph) if not graph.degree(node)])
    found = networkx.community.louvain_communities(graph, weight="weight", seed=seed)
    value = networkx.community.modularity(graph, found, weight="weight")
    return sorted((sorted(g) for g in found), key=lambda g: (-len(g), g[0])), round(value, 9)


def rewire(edges: Sequence[Edge], dice: random.Random) -> list[Edge]:
    """Return a network in which each node has as many ties as before, and chance the weights.

    Two edges *a–b*, *c–d* become *a–d*, *c–b*, unless that would tie a node to itself or two
    nodes twice (double edge swap; Maslov & Sneppen 2002, doi:10.1126/science.1065103); ten
    times as often as there are edges.
    """
    ends = [[a, b] for a, b, _ in edges]
    there = {frozenset(pair) for pair in ends}
    for _ in range(10 * len(ends) if len(ends) > 1 else 0):
        i, j = dice.sample(range(len(ends)), 2)
        (a, b), (c, d) = ends[i], ends[j] if dice.random() < 0.5 else ends[j][::-1]  # noqa: PLR2004
        new = frozenset((a, d)), frozenset((c, b))
        if a == d or c == b or new[0] in there or new[1] in there:
            continue
        there -= {frozenset((a, b)), frozenset((c, d))}
        there |= set(new)
        ends[i], ends[j] = [a, d], [c, b]
    weights = [weight for _, _, weight in edges]
    dice.shuffle(weights)
    return [(min(p), max(p), weight) for p, weight in zip(ends, weights, strict=True)]


def adjusted_rand(a: Sequence[Hashable], b: Sequence[Hashable]) -> float:
    """Return the adjusted Rand index of two divisions, given as the group of each thing.

    Where there is nothing to tell apart (one group, or all alone, in both), it is 1.

    >>> round(adjusted_rand([0, 0, 1, 1], [0, 0, 1, 2]), 4)
    0.5714
    """
    both = sum(comb(n, 2) for n in Counter(zip(a, b, strict=True)).values())
    in_a = sum(comb(n, 2) for n in Counter(a).values())
    in_b = sum(comb(n, 2) for n in Counter(b).values())
    pairs = comb(len(a), 2)
    expected = in_a * in_b / pairs if pairs else 0.0
    most = (in_a + in_b) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def mutual_information(a: Sequence[Hashable], b: Sequence[Hashable]) -> float:
    """Return the normalised mutual information of two divisions, 0 to 1.

    Where neither has more than one group, it is 1.

    >>> round(mutual_information([0, 0, 1, 1], [0, 0, 1, 2]), 4)
    0.8
    """
    n = len(a)
    of_a, of_b = Counter(a), Counter(b)
    entropy = sum(-count / n * log(count / n) for c in (of_a, of_b) for count in c.values())
    if entropy < 1e-12:  # noqa: PLR2004 - rounding
        return 1.0
    shared = sum(
        count / n * log(count * n / (of_a[x] * of_b[y]))
        for (x, y), count in Counter(zip(a, b, strict=True)).items()
    )
    return max(0.0, min(1.0, 2 * shared / entropy))
