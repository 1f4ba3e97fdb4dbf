# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""How many dependencies lead from field to field: what the printed pictures show."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

from zielgraph.dependencies.layers import READ

if TYPE_CHECKING:
    from zielgraph.dependencies.layers import Network

HARMONY = ("supports", "requires")
"""Kinds of dependency with a direction."""
STRAIN = ("conflicts", "sharesResource")
"""Kinds that say the same of both ends: conflicts, and what competes for the same resources."""


@dataclass(slots=True)
class Cell:
    """Dependencies from one field to another, by layer and kind."""

    by: Counter[tuple[str, str]] = field(default_factory=Counter)

    def layer(self, name: str) -> int:
        """Return how many are in a layer."""
        return sum(n for (layer, _), n in self.by.items() if layer == name)

    def kinds(self, *names: str) -> int:
        """Return how many are of these kinds."""
        return sum(n for (_, kind), n in self.by.items() if kind in names)

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.by.values())


def cells(network: Network) -> dict[tuple[str, str], Cell]:
    """Return the dependencies that were read out of the paper, from field to field.

    A statement that lies in several fields counts in each, as in
    :mod:`zielgraph.dependencies.matrix`.
    """
    found: dict[tuple[str, str], Cell] = defaultdict(Cell)
    for tie in network.layer(*READ):
        ends = [network.statements[iri].fields for iri in (tie.source, tie.target)]
        for pair in product(ends[0], ends[1]):
            found[pair].by[tie.layer, tie.kind] += 1
    return dict(found)


def numeral(notation: str) -> str:
    """Return the last part of a number, which tells the field from the others.

    >>> numeral("A.VIII"), numeral("")
    ('VIII', '')
    """
    return notation.rpartition(".")[2] or notation


def shown_fields(network: Network) -> list[str]:
    """Return the fields in the order of the paper that have goals or guiding aims."""
    used = {iri for s in network.statements.values() if s.is_goal for iri in s.fields}
    return [iri for iri in network.fields if iri in used]
