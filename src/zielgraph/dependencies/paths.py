# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Paths from one place through others to a last one, the strongest first.

A path goes from statement to statement along ties, in either direction. It leaves the first
place at once, passes the places in the order given, ends where it first reaches the last,
and is at no statement twice. A statement stands for one of the places only, even where it
belongs to several.

The **value** of a path is the product of the values of its steps. A step that was read out of the
paper is worth *strength / 4*, that is 0.25, 0.5 or 0.75; a computed one *min(1, weight) / 4*, so
at most as much as the weakest that was read. So every further step costs, and a weak one costs
more. Equal values: fewer steps first, then fewer steps that the paper does not state, then
the order of the paper. The value orders paths; it is no probability.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zielgraph.dependencies.layers import READ

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zielgraph.dependencies.layers import Network, Tie
    from zielgraph.dependencies.naming import Place

_WHOLE = 4
MAX_STATES = 300_000
"""Beginnings of paths that are made before the search ends; it takes about two seconds."""


@dataclass(frozen=True, slots=True)
class Step:
    """A tie, walked from its source to its target or the other way."""

    tie: Tie
    forward: bool

    @property
    def start(self) -> str:
        """IRI of the statement before the step."""
        return self.tie.source if self.forward else self.tie.target

    @property
    def end(self) -> str:
        """IRI of the statement after the step."""
        return self.tie.target if self.forward else self.tie.source

    @property
    def value(self) -> float:
        """What the step is worth, above 0 and below 1."""
        return step_value(self.tie)


@dataclass(frozen=True, slots=True)
class Path:
    """Steps that join one another.

    :param value: product of the values of the steps.
    """

    steps: tuple[Step, ...]
    value: float

    @property
    def statements(self) -> tuple[str, ...]:
        """IRIs of the statements, from the first to the last."""
        return (self.steps[0].start, *(step.end for step in self.steps))


@dataclass(frozen=True, slots=True)
class Paths:
    """What a search found.

    :param paths: the strongest paths, the strongest first.
    :param count: how many there are in all.
    :param complete: whether the search came to its end; if not, there may be more.
    """

    paths: list[Path]
    count: int
    complete: bool


def step_value(tie: Tie) -> float:
    """Return what a step along ``tie`` is worth (see the head of the module)."""
    return (tie.weight if tie.layer in READ else min(1.0, tie.weight)) / _WHOLE


def find_paths(  # noqa: PLR0913 - what to look for, where, and how far
    network: Network,
    places: Sequence[Place],
    *,
    layers: Iterable[str] = READ,
    kinds: Iterable[str] | None = None,
    steps: int = 2,
    limit: int | None = None,
    states: int = MAX_STATES,
) -> Paths:
    """Return the paths through ``places``, at least two of them, the strongest first.

    :param layers: layers and sub-layers to walk on.
    :param kinds: kinds of dependency to walk on; all if ``None``.
    :param steps: steps from one place to the next, at most.
    :param limit: how many paths to keep; all if ``None``.
    :param states: where the search gives up.
    """
    ways = _ways(network, layers, kinds)
    members = [place.statements for place in places]
    order = {iri: statement.place for iri, statement in network.statements.items()}
    heap: list[_State] = [
        _State((-1.0, 0, 0, (order[iri], iri)), (), iri, 1, 0)
        for iri in sorted(members[0] & network.statements.keys())
    ]
    heapq.heapify(heap)
    found: list[Path] = []
    count, made = 0, len(heap)
    while heap and made < states:
        state = heapq.heappop(heap)
        if state.reached == len(members):
            count += 1
            if limit is None or count <= limit:
                found.append(Path(state.steps, -state.key[0]))
            continue
        for further in _further(state, ways, members, steps, order):
            heapq.heappush(heap, further)
            made += 1
    return Paths(found, count, not heap)


def stages(way: Path, places: Sequence[Place]) -> list[tuple[str, int]]:
    """Return the statements of a path with twice the place that each stands for; odd: between."""
    reached, found = 0, []
    for position, iri in enumerate(way.statements):
        if position and reached + 1 < len(places) and iri in places[reached + 1].statements:
            reached += 1
            found.append((iri, 2 * reached))
        else:
            found.append((iri, 2 * reached + (1 if position else 0)))
    return found


@dataclass(slots=True)
class _State:
    """The beginning of a path; ``reached`` counts the places, ``since`` the steps since then."""

    key: tuple[float, int, int, tuple[int | str, ...]]
    steps: tuple[Step, ...]
    at: str
    reached: int
    since: int

    def __lt__(self, other: _State) -> bool:
        return self.key < other.key


def _ways(
    network: Network, layers: Iterable[str], kinds: Iterable[str] | None
) -> dict[str, list[Step]]:
    """Return the steps from each statement; of several alike the strongest, then the stated."""
    wanted = None if kinds is None else set(kinds)
    best: dict[tuple[str, str, str, bool], Step] = {}
    for tie in network.layer(*layers):
        if wanted is not None and tie.kind not in wanted:
            continue
        for step in (Step(tie, forward=True), Step(tie, forward=False)):
            kind = tie.layer if tie.kind == "shares" else tie.kind
            alike = (step.start, step.end, kind, step.forward or not tie.directed)
            known = best.get(alike)
            if known is None or step.value > known.value:  # ties come with the stated first
                best[alike] = step
    ways: dict[str, list[Step]] = defaultdict(list)
    for step in best.values():
        ways[step.start].append(step)
    return ways


def _further(
    state: _State,
    ways: dict[str, list[Step]],
    members: Sequence[frozenset[str]],
    most: int,
    order: dict[str, int],
) -> Iterator[_State]:
    """Yield the beginnings of paths that are one step longer."""
    if state.since == most:
        return
    visited = {step.start for step in state.steps} | {state.at}
    value, length, unstated, trail = state.key
    for step in ways.get(state.at, ()):
        end = step.end
        arrives = end in members[state.reached]
        lingers = state.reached == 1 and end in members[0] and not arrives
        if end in visited or lingers:
            continue
        yield _State(
            (
                value * step.value,
                length + 1,
                unstated + (step.tie.layer != "stated"),
                (*trail, order[end], end, step.tie.kind, step.tie.key),
            ),
            (*state.steps, step),
            end,
            state.reached + arrives,
            0 if arrives else state.since + 1,
        )
