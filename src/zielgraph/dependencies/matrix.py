# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""How closely the fields hang together, layer by layer, and whether that could be chance.

A cell of a layer that was read counts dependencies from the row's field to the column's; a
cell of a computed sub-layer sums the weights of what goals of both fields share. A statement
that lies in several fields counts in each.

Each pair of different fields is tested against a null model that keeps how many dependencies
leave and reach each statement, or how many things each statement has and by how many each thing
is shared (:mod:`zielgraph.dependencies.chance`). Dependencies across fields are shuffled across
fields only: the paper was read for just these, so that those within a field say little.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

from zielgraph.dependencies.chance import DRAWS, SEED, Verdict, compare, curveball
from zielgraph.dependencies.layers import READ, SHARED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from zielgraph.dependencies.layers import Network

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class LayerMatrix:
    """The matrix of one layer.

    :param cells: by the IRIs of two fields, in the direction of the dependencies; what is
        computed stands both ways round, and once for a field with itself.
    :param tests: by two different fields in the order of the paper, both directions together;
        empty if nothing was tested.
    """

    layer: str
    cells: Mapping[Pair, float]
    tests: Mapping[Pair, Verdict]

    @property
    def counts(self) -> bool:
        """Whether cells are counts, not sums of weights."""
        return self.layer not in SHARED


def field_matrix(
    network: Network,
    layer: str,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    tick: Callable[[], None] = lambda: None,
) -> LayerMatrix:
    """Return the matrix of one layer or sub-layer.

    :param draws: draws of the null model; 0 tests nothing.
    """
    if layer in SHARED:
        return _shared(network, layer, draws, seed, tick)
    return _read(network, layer, draws, seed, tick)


def together(matrices: Iterable[LayerMatrix]) -> dict[Pair, float]:
    """Return one matrix of several layers by a declared weighting, in percent.

    Each layer is brought to 100 % over all pairs of fields, both directions together and fields
    with themselves included. Then ``stated``, ``judged`` and all that is computed count the same,
    and what is computed in equal parts; layers without any tie are left out.

    :returns: percent by two fields, both ways round; each pair of fields once adds up to 100.
    """
    groups: dict[str, list[dict[frozenset[str], float]]] = defaultdict(list)
    for matrix in matrices:
        pairs: dict[frozenset[str], float] = {}
        for (a, b), value in matrix.cells.items():
            pair = frozenset((a, b))
            # What is computed stands both ways round with the same figure.
            known = pairs.get(pair, 0.0)
            pairs[pair] = known + value if matrix.counts else value
        if whole := sum(pairs.values()):
            group = matrix.layer if matrix.layer in READ else "computed"
            groups[group].append({pair: 100 * value / whole for pair, value in pairs.items()})
    found: dict[Pair, float] = defaultdict(float)
    for layers in groups.values():
        for shares in layers:
            for pair, share in shares.items():
                a, b = min(pair), max(pair)
                for ends in {(a, b), (b, a)}:
                    found[ends] += share / len(layers) / len(groups)
    return dict(found)


def _read(
    network: Network, layer: str, draws: int, seed: int, tick: Callable[[], None]
) -> LayerMatrix:
    fields = {iri: statement.fields for iri, statement in network.statements.items()}
    cells: dict[Pair, float] = defaultdict(float)
    for tie in network.layer(layer):
        for pair in product(fields[tie.source], fields[tie.target]):
            cells[pair] += 1
    crossing = crossings(network, layer)
    if not draws or not crossing:
        return LayerMatrix(layer, dict(cells), {})
    ends, rows, barred = crossing_table(network, crossing)
    at = _ranks(network, ends)

    def figures(table: list[set[int]]) -> dict[tuple[int, int], float]:
        found: dict[tuple[int, int], float] = defaultdict(float)
        for start, row in enumerate(table):
            for end in row:
                for a, b in product(at[start], at[end]):
                    found[(a, b) if a < b else (b, a)] += 1
        return found

    shuffled = curveball(rows, barred, seed=seed)
    tests = _tested(network, figures(rows), lambda: figures(next(shuffled)), draws, tick)
    return LayerMatrix(layer, dict(cells), tests)


def crossings(network: Network, *layers: str) -> set[Pair]:
    """Return who depends on whom across fields.

    Several dependencies between the same statements the same way round are one here, because
    this is what the null model shuffles. Statements without a field are left out.
    """
    pairs = {(tie.source, tie.target) for tie in network.layer(*layers)}
    fields = {iri: set(statement.fields) for iri, statement in network.statements.items()}
    return {(s, t) for s, t in pairs if fields[s] and fields[t] and not fields[s] & fields[t]}


def crossing_table(
    network: Network, crossing: set[Pair]
) -> tuple[list[str], list[set[int]], list[frozenset[int]]]:
    """Return the table to shuffle: IRIs of the ends, whom each leads to, and must not lead to."""
    ends = sorted({end for pair in crossing for end in pair}, key=_place(network))
    number = {iri: n for n, iri in enumerate(ends)}
    rows: list[set[int]] = [set() for _ in ends]
    for source, target in sorted(crossing):
        rows[number[source]].add(number[target])
    fields = [set(network.statements[iri].fields) for iri in ends]
    barred = [frozenset(n for n, far in enumerate(fields) if near & far) for near in fields]
    return ends, rows, barred


def _shared(
    network: Network, layer: str, draws: int, seed: int, tick: Callable[[], None]
) -> LayerMatrix:
    holders, rows, sizes = feature_table(network, layer)
    at = _ranks(network, holders)
    weights = [1 / (size - 1) if size > 1 else 0.0 for size in sizes]

    def figures(table: list[set[int]]) -> dict[tuple[int, int], float]:
        found: dict[tuple[int, int], float] = defaultdict(float)
        for weight, by_field in zip(weights, _by_field(table, at, len(sizes)), strict=True):
            for (a, of_a), (b, of_b) in combinations(sorted(by_field.items()), 2):
                found[a, b] += weight * of_a * of_b
        return found

    names = list(network.fields)
    observed = figures(rows)
    cells: dict[Pair, float] = {}
    for (a, b), value in observed.items():
        cells[names[a], names[b]] = cells[names[b], names[a]] = value
    for weight, by_field in zip(weights, _by_field(rows, at, len(sizes)), strict=True):
        for a, of_a in by_field.items():
            own = (names[a], names[a])
            cells[own] = cells.get(own, 0.0) + weight * of_a * (of_a - 1) / 2
    if not draws or not observed:
        return LayerMatrix(layer, cells, {})
    shuffled = curveball(rows, seed=seed)
    tests = _tested(network, observed, lambda: figures(next(shuffled)), draws, tick)
    return LayerMatrix(layer, cells, tests)


def feature_table(network: Network, layer: str) -> tuple[list[str], list[set[int]], list[int]]:
    """Return statements, the numbers of the things that each has, and by how many each is had."""
    features = [feature for feature in network.features if feature.layer == layer]
    holders = sorted({feature.statement for feature in features}, key=_place(network))
    things = {thing: n for n, thing in enumerate(sorted({f.thing for f in features}))}
    number = {iri: n for n, iri in enumerate(holders)}
    rows: list[set[int]] = [set() for _ in holders]
    for feature in features:
        rows[number[feature.statement]].add(things[feature.thing])
    sizes = [0] * len(things)
    for thing in (thing for row in rows for thing in row):
        sizes[thing] += 1
    return holders, rows, sizes


def _by_field(table: list[set[int]], at: list[list[int]], things: int) -> list[dict[int, int]]:
    """Return for each thing how many statements of each field have it."""
    counts: list[dict[int, int]] = [{} for _ in range(things)]
    for ranks, row in zip(at, table, strict=True):
        for rank in ranks:
            for thing in row:
                counts[thing][rank] = counts[thing].get(rank, 0) + 1
    return counts


def _ranks(network: Network, statements: list[str]) -> list[list[int]]:
    ranks = {field: rank for rank, field in enumerate(network.fields)}
    return [[ranks[field] for field in network.statements[iri].fields] for iri in statements]


def _tested(
    network: Network,
    observed: Mapping[tuple[int, int], float],
    draw: Callable[[], Mapping[tuple[int, int], float]],
    draws: int,
    tick: Callable[[], None],
) -> dict[Pair, Verdict]:
    """Test all pairs of fields, those without any tie included, and correct for all of them."""
    names = list(network.fields)
    pairs = {pair: observed.get(pair, 0.0) for pair in combinations(range(len(names)), 2)}
    tests = compare(pairs, draw, draws=draws, tick=tick)
    return {(names[a], names[b]): test for (a, b), test in tests.items()}


def _place(network: Network) -> Callable[[str], int]:
    return lambda iri: network.statements[iri].place
