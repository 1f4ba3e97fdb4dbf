# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What the page to explore shows: the ties around something, all of them, or the paths.

Around a statement the columns go with the influence, from left to right: what supports a
statement or is its precondition stands left of it, what it supports or what requires it
stands right of it; what is tied without a direction (a conflict, something shared) stands
above or below.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zielgraph.dependencies.layers import READ, SHARED
from zielgraph.dependencies.naming import load_places
from zielgraph.dependencies.paths import find_paths
from zielgraph.pictures.facts import read_facts
from zielgraph.pictures.subjects import strongest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zielgraph.dependencies.layers import Tie
    from zielgraph.dependencies.naming import Place
    from zielgraph.dependencies.paths import Paths
    from zielgraph.pictures.facts import Facts
    from zielgraph.portal.portal import Portal

LAYER_SETS: dict[str, tuple[str, ...]] = {
    "stated": ("stated",),
    "read": READ,
    "computed": (*SHARED, "recorded"),
    "all": (*READ, "recorded", *SHARED),
}
"""What may be asked for, and the layers that it comprises."""

KINDS = ("supports", "requires", "conflicts", "sharesResource", "shares")
MOST_DOTS = 48
"""Statements of a diagram; beyond, the weakest are left to the table."""
MOST_SHARED = 8
"""Computed ties of a statement that are looked at, the strongest first."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which ties are looked at.

    :param layers: layers and sub-layers.
    :param kind: only ties of this kind; all if empty.
    :param field: only ties with an end in this field (IRI); all if empty.
    :param sdg: only ties with an end that serves this SDG (1 to 17); all if 0.
    """

    layers: tuple[str, ...] = READ
    kind: str = ""
    field: str = ""
    sdg: int = 0


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around some statements.

    :param column: number of the column of each statement that is drawn; 0 is the middle.
    :param drawn: ties of the diagram; ``ties`` are all of the table.
    """

    column: dict[str, int]
    drawn: list[Tie]
    ties: list[Tie]

    @property
    def complete(self) -> bool:
        """Whether the diagram shows all that the table lists."""
        return len(self.drawn) == len(self.ties)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that the page needs, read once per version."""

    facts: Facts
    places: list[Place]

    def ties(self, lang: str, wanted: Filter) -> list[Tie]:
        """Return the ties that pass a filter, labels in ``lang``."""
        network = self.facts.networks[lang]
        found = network.layer(*wanted.layers)
        if wanted.kind:
            found = [tie for tie in found if tie.kind == wanted.kind]
        if wanted.field:
            within = {s.iri for s in network.statements.values() if wanted.field in s.fields}
            found = [tie for tie in found if tie.source in within or tie.target in within]
        if wanted.sdg:
            serving = self.serving(wanted.sdg)
            found = [tie for tie in found if tie.source in serving or tie.target in serving]
        return found

    def strongest(self, ties: Iterable[Tie]) -> list[Tie]:
        """Return ties without those computed ones that are not among the strongest of an end."""
        kept = {(t.key, t.source, t.target) for t in strongest(self.facts, 2)}
        return [
            tie
            for tie in ties
            if tie.layer not in SHARED or (tie.key, tie.source, tie.target) in kept
        ]

    def serving(self, number: int, target: str = "") -> frozenset[str]:
        """Return the statements that serve an SDG, or one of its targets."""
        return frozenset(
            iri
            for iri, services in self.facts.services.items()
            if any(s.number == number and (not target or target in s.targets) for s in services)
        )


def knowledge(portal: Portal) -> Knowledge:
    """Read all; to be called by :meth:`zielgraph.portal.portal.Portal.once`."""
    queries, store = portal.graph.project.queries, portal.graph.store
    return Knowledge(read_facts(queries, store), load_places(queries, store))


def influence(tie: Tie) -> tuple[str, str]:
    """Return what acts and what it acts on: a precondition acts on what requires it."""
    return (tie.target, tie.source) if tie.kind == "requires" else (tie.source, tie.target)


def around(middle: frozenset[str], ties: Sequence[Tie], steps: int) -> Around:
    """Return what is tied to the statements of ``middle``, directly or over several steps.

    :param ties: the ties to walk on, in a fixed order.
    :param steps: how far to go with and against the influence, 1 or more.
    """
    own = _few(middle, [tie for tie in ties if tie.source in middle or tie.target in middle])
    column = dict.fromkeys(sorted({e for t in own for e in (t.source, t.target)} & middle), 0)
    if not column:
        column = dict.fromkeys(sorted(middle), 0)
    found = {id(tie): tie for tie in own}
    for sign in (-1, 1):
        rim = set(column) & middle
        for step in range(1, steps + 1):
            reached: set[str] = set()
            for tie in own if step == 1 else ties:
                actor, acted = influence(tie)
                near, far = (acted, actor) if sign < 0 else (actor, acted)
                if not tie.directed or near not in rim or far in middle:
                    continue
                if far not in column:
                    column[far] = sign * step
                    reached.add(far)
                found[id(tie)] = tie
            rim = reached
    for tie in own:
        for end in (tie.source, tie.target):
            column.setdefault(end, 0)
    listed = [tie for tie in ties if id(tie) in found]
    column = _cut(column, listed)
    drawn = [tie for tie in listed if tie.source in column and tie.target in column]
    return Around(column, drawn, listed)


def _few(middle: frozenset[str], ties: list[Tie]) -> list[Tie]:
    """Return the ties without the weaker computed ones of each statement of the middle."""
    kept = [tie for tie in ties if tie.layer not in SHARED]
    of: dict[tuple[str, str], list[Tie]] = defaultdict(list)
    for tie in ties:
        if tie.layer in SHARED:
            of[tie.source if tie.source in middle else tie.target, tie.layer].append(tie)
    for group in of.values():
        kept += sorted(group, key=lambda tie: (-tie.weight, tie.source, tie.target))[:MOST_SHARED]
    return kept


def _cut(column: dict[str, int], ties: Sequence[Tie]) -> dict[str, int]:
    """Return the columns of at most :data:`MOST_DOTS` statements: the nearest, then strongest."""
    if len(column) <= MOST_DOTS:
        return column
    weight: dict[str, float] = defaultdict(float)
    for tie in ties:
        for end in (tie.source, tie.target):
            weight[end] += tie.weight

    def rank(iri: str) -> tuple[int, float, str]:
        return abs(column[iri]), -weight[iri], iri

    kept = set(sorted(column, key=rank)[:MOST_DOTS])
    return {iri: place for iri, place in column.items() if iri in kept}


def ways(
    known: Knowledge, lang: str, places: Sequence[Place], layers: tuple[str, ...], steps: int
) -> Paths:
    """Return the ten strongest paths through places."""
    return find_paths(known.facts.networks[lang], places, layers=layers, steps=steps, limit=10)
