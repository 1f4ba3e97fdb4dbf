# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What could be chance: null models that keep degrees, p-values, many tests at once.

**Null model.** Who has how many stays, who has what is shuffled. The *curveball* trades do
it: two rows of a table of zeros and ones pool what only one of them has, and deal it out again
in the old numbers (Strona et al. 2014, Nature Communications 5, 4114,
doi:10.1038/ncomms5114). Cells that must stay empty (a goal does not depend on itself, and
dependencies across fields stay across fields) are left out of the pool. Rows and columns keep
their sums. A trade is as likely as its reverse, so every table that trades can reach is
equally likely in the long run.

**Figures.** Of *N* draws with mean *m* and standard deviation *s*: *z = (observed − m) / s*, and
*p = (1 + number of draws that are at least as high) / (1 + N)* (Davison & Hinkley 1997, section
4.2.5, doi:10.1017/CBO9780511802843). Seeds are fixed: the same data gives the same figures.

**Many tests.** *q* is the smallest rate of false discoveries at which a figure would still count
(Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x).
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import repeat
from math import sqrt
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

SEED = 2030
DRAWS = 2999
"""Enough that one of the 136 pairs of SDGs can count on its own."""
SIGNIFICANT = 0.05
"""Rate of false discoveries up to which a figure is called more than chance."""
_WARM_UP = 20
_BETWEEN = 2

_Key = TypeVar("_Key", bound="Hashable")


@dataclass(frozen=True, slots=True)
class Verdict:
    """An observed figure against what chance gives.

    :param expected: mean of the draws.
    :param z: standard deviations above it; 0 where the draws do not differ and nor does this.
    :param p: share of draws at least as high.
    :param q: *p* after correcting for all tests made together.
    """

    observed: float
    expected: float
    z: float
    p: float
    q: float

    @property
    def more_than_chance(self) -> bool:
        """Whether it counts at :data:`SIGNIFICANT`."""
        return self.q <= SIGNIFICANT


def curveball(
    rows: Sequence[set[int]],
    forbidden: Sequence[frozenset[int]] | None = None,
    *,
    seed: int = SEED,
) -> Iterator[list[set[int]]]:
    """Yield shuffled tables without end; each is the same list, changed in place.

    :param rows: columns that each row has.
    :param forbidden: columns that each row must not get; what it has already may stay.

    >>> table = next(curveball([{1, 2}, {2, 3}, {4}], seed=1))
    >>> [len(row) for row in table], sorted(column for row in table for column in row)
    ([2, 2, 1], [1, 2, 2, 3, 4])
    """
    state = [set(row) for row in rows]
    barred = list(forbidden) if forbidden is not None else list(repeat(frozenset[int](), len(rows)))
    dice = random.Random(seed)  # noqa: S311 - no secret
    filled = [number for number, row in enumerate(state) if row]
    trades = _WARM_UP * len(filled)
    while True:
        if len(filled) > 1:
            for _ in range(trades):
                _trade(state, barred, dice, *dice.sample(filled, 2))
        trades = _BETWEEN * len(filled)
        yield state


def _trade(
    state: list[set[int]], barred: list[frozenset[int]], dice: random.Random, a: int, b: int
) -> None:
    first, second = state[a], state[b]
    mine = [c for c in first - second if c not in barred[b]]
    yours = [c for c in second - first if c not in barred[a]]
    if not mine or not yours:
        return
    pool = mine + yours
    dice.shuffle(pool)
    first.difference_update(mine)
    second.difference_update(yours)
    first.update(pool[: len(mine)])
    second.update(pool[len(mine) :])


def compare(
    observed: Mapping[_Key, float],
    draw: Callable[[], Mapping[_Key, float]],
    *,
    draws: int = DRAWS,
    tick: Callable[[], None] = lambda: None,
) -> dict[_Key, Verdict]:
    """Return for each figure what chance makes of it; all are corrected for together.

    :param draw: gives the same figures for a shuffled table; what is missing is 0.
    :param tick: called after each draw, to show progress.
    """
    sums = dict.fromkeys(observed, 0.0)
    squares = dict.fromkeys(observed, 0.0)
    higher = dict.fromkeys(observed, 0)
    for _ in range(draws):
        found = draw()
        for key, value in observed.items():
            chance = found.get(key, 0.0)
            sums[key] += chance
            squares[key] += chance * chance
            higher[key] += chance >= value - 1e-9
        tick()
    if not draws:
        return {}
    p = {key: (1 + higher[key]) / (1 + draws) for key in observed}
    q = benjamini_hochberg(p)
    tests = {}
    for key, value in observed.items():
        mean = sums[key] / draws
        spread = sqrt(max(squares[key] / draws - mean * mean, 0.0))
        z = (value - mean) / spread if spread > 1e-9 else 0.0  # noqa: PLR2004 - rounding
        tests[key] = Verdict(value, mean, z, p[key], q[key])
    return tests


def benjamini_hochberg(p: Mapping[_Key, float]) -> dict[_Key, float]:
    """Return the adjusted value of each *p* (Benjamini & Hochberg 1995).

    >>> benjamini_hochberg({"a": 0.01, "b": 0.04, "c": 0.03})
    {'a': 0.03, 'c': 0.04, 'b': 0.04}
    """
    ordered = sorted(p, key=lambda key: p[key])
    q: dict[_Key, float] = {}
    least = 1.0
    for rank in range(len(ordered), 0, -1):
        key = ordered[rank - 1]
        least = min(least, p[key] * len(ordered) / rank)
        q[key] = round(least, 9)
    return {key: q[key] for key in ordered}


def interval(values: Sequence[float]) -> tuple[float, float]:
    """Return the middle 95 % of ``values``: the 2.5 % and the 97.5 % point, at a value each.

    >>> interval(list(range(1, 100)))
    (3, 97)
    """
    ordered = sorted(values)
    cut = int(0.025 * (len(ordered) - 1) + 0.5)
    return ordered[cut], ordered[-1 - cut]
