# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Which SDGs the strategy ties to one another.

Two SDGs are **served together** by each goal or guiding aim with accepted or confirmed supporting
links to both, and **tied** by each dependency across fields of which one end serves the one and the
other end the other. Both are compared with chance: for the first the goals keep how many SDGs
they serve and the SDGs by how many they are served; for the second the statements keep
their SDGs and how many dependencies leave and reach them (:mod:`zielgraph.dependencies.chance`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

from zielgraph.dependencies.chance import DRAWS, SEED, Verdict, compare, curveball
from zielgraph.dependencies.layers import READ
from zielgraph.dependencies.matrix import crossing_table, crossings
from zielgraph.queries.library import load_query, run_select

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from zielgraph.dependencies.layers import Network
    from zielgraph.store.base import GraphStore

SdgPair = tuple[int, int]
_Known = dict[tuple[int, int], set[SdgPair]]


@dataclass(frozen=True, slots=True)
class Interlinkage:
    """Two SDGs, the lower number first.

    :param together: statements that serve both.
    :param tied: dependencies across fields that tie the one to the other.
    """

    pair: SdgPair
    together: Verdict
    tied: Verdict


def served(queries: Path, store: GraphStore, network: Network) -> dict[str, set[int]]:
    """Return the SDGs that each goal and guiding aim serves, by their numbers."""
    found: dict[str, set[int]] = defaultdict(set)
    for row in run_select(store, load_query(queries, "goal-sdg-links")):
        statement = str(row["statement"])
        counts = str(row["status"]) in {"accepted", "confirmed"}
        if counts and str(row["polarity"]) == "supports" and network.statements[statement].is_goal:
            found[statement].add(int(str(row["sdg"])))
    return dict(found)


def interlinkages(  # noqa: PLR0913 - what to compare, and how
    network: Network,
    sdgs: Mapping[str, set[int]],
    layers: Iterable[str] = READ,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    tick: Callable[[], None] = lambda: None,
) -> list[Interlinkage]:
    """Return all pairs of SDGs that are served, those most often served together first.

    :param sdgs: of :func:`served`.
    :param layers: layers whose dependencies tie.
    """
    numbers = sorted({sdg for those in sdgs.values() for sdg in those})
    pairs = list(combinations(numbers, 2))
    holders = sorted(sdgs, key=lambda iri: network.statements[iri].place)
    rows = [set(sdgs[iri]) for iri in holders]
    shuffled = curveball(rows, seed=seed)
    together = _judged(pairs, _together(rows), lambda: _together(next(shuffled)), draws, tick)
    ends, ties, barred = crossing_table(network, crossings(network, *layers))
    of_end = [sorted(sdgs.get(iri, ())) for iri in ends]
    known: _Known = {}
    rewired = curveball(ties, barred, seed=seed)
    tied = _judged(
        pairs, _tied(ties, of_end, known), lambda: _tied(next(rewired), of_end, known), draws, tick
    )
    found = [Interlinkage(pair, together[pair], tied[pair]) for pair in pairs]
    return sorted(found, key=lambda x: (-x.together.observed, -x.tied.observed, x.pair))


def _judged(
    pairs: list[SdgPair],
    observed: Mapping[SdgPair, float],
    draw: Callable[[], Mapping[SdgPair, float]],
    draws: int,
    tick: Callable[[], None],
) -> dict[SdgPair, Verdict]:
    figures = {pair: observed.get(pair, 0.0) for pair in pairs}
    if draws:
        return compare(figures, draw, draws=draws, tick=tick)
    return {pair: Verdict(value, 0.0, 0.0, 1.0, 1.0) for pair, value in figures.items()}


def _together(rows: Iterable[set[int]]) -> dict[SdgPair, float]:
    found: dict[SdgPair, float] = defaultdict(float)
    for row in rows:
        for pair in combinations(sorted(row), 2):
            found[pair] += 1
    return found


def _tied(rows: Iterable[set[int]], of_end: list[list[int]], known: _Known) -> dict[SdgPair, float]:
    """Count the pairs of SDGs that dependencies tie; ``known`` keeps those of two statements."""
    found: dict[SdgPair, float] = defaultdict(float)
    for start, row in enumerate(rows):
        for end in row:
            if (start, end) not in known:
                both = product(of_end[start], of_end[end])
                known[start, end] = {(min(a, b), max(a, b)) for a, b in both if a != b}
            for pair in known[start, end]:
                found[pair] += 1
    return found
