# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What statements rest on, and what rests on them, directly and through others.

What requires rests on what it requires; what is supported rests on what supports it. Conflicts
and shared resources carry nothing, nor does what is computed from shared things.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zielgraph.dependencies.layers import READ

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zielgraph.dependencies.layers import Network, Tie


@dataclass(frozen=True, slots=True)
class Rest:
    """One statement on which others rest, or which rests on others.

    :param depth: how many dependencies away it is, at least 1.
    :param near: IRI of the statement through which it was reached.
    :param tie: the dependency between the two; the strongest, if there are several.
    """

    statement: str
    depth: int
    near: str
    tie: Tie


def bearing(network: Network, layers: Iterable[str] = READ) -> dict[str, dict[str, Tie]]:
    """Return on what each statement rests directly: statement, then what bears it, then why."""
    rests: dict[str, dict[str, Tie]] = defaultdict(dict)
    for tie in network.layer(*layers):
        if tie.kind == "requires":
            top, ground = tie.source, tie.target
        elif tie.kind == "supports":
            top, ground = tie.target, tie.source
        else:
            continue
        known = rests[top].get(ground)
        if known is None or tie.weight > known.weight:
            rests[top][ground] = tie
    return dict(rests)


def borne(rests: Mapping[str, Mapping[str, Tie]]) -> dict[str, dict[str, Tie]]:
    """Return the same the other way round: what rests directly on each statement."""
    turned: dict[str, dict[str, Tie]] = defaultdict(dict)
    for top, grounds in rests.items():
        for ground, tie in grounds.items():
            turned[ground][top] = tie
    return dict(turned)


def follow(
    network: Network,
    ways: Mapping[str, Mapping[str, Tie]],
    starts: Iterable[str],
    depth: int | None = None,
) -> list[Rest]:
    """Return all that can be reached from ``starts``, the nearest first, then in paper order.

    :param ways: of :func:`bearing` (what it rests on) or :func:`borne` (what rests on it).
    :param depth: how far to go; to the end if ``None``.
    """

    def place(iri: str) -> int:
        return network.statements[iri].place

    begun = sorted((iri for iri in starts if iri in network.statements), key=place)
    seen = set(begun)
    waiting = deque((iri, 0) for iri in begun)
    found: list[Rest] = []
    while waiting:
        iri, away = waiting.popleft()
        if depth is not None and away >= depth:
            continue
        for other in sorted(ways.get(iri, {}), key=place):
            if other not in seen:
                seen.add(other)
                found.append(Rest(other, away + 1, iri, ways[iri][other]))
                waiting.append((other, away + 1))
    return sorted(found, key=lambda rest: (rest.depth, place(rest.statement)))
