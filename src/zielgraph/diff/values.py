# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Values of indicators in two states: counted, because there may be tens of thousands.

Imported values lie outside of what people state: a build holds them, a git revision and a
project's files never do. Between a build and one of those they are left out.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from zielgraph.queries.library import load_query, run_select

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zielgraph.diff.states import State
    from zielgraph.model.project import Project


@dataclass(frozen=True, slots=True, order=True)
class Value:
    """A figure: IRIs of indicator and area, year, and the number as it is written."""

    indicator: str
    area: str
    year: str
    number: str


@dataclass(slots=True)
class IndicatorValues:
    """Values of one indicator: how many there were and are, and which differ."""

    before: int = 0
    after: int = 0
    added: list[Value] = field(default_factory=list)
    removed: list[Value] = field(default_factory=list)
    altered: list[tuple[Value, Value]] = field(default_factory=list)

    def count(self) -> int:
        """Return how many values came, went or read otherwise."""
        return len(self.added) + len(self.removed) + len(self.altered)


@dataclass(frozen=True, slots=True)
class ValuesDiff:
    """Values of two states.

    :param indicators: by IRI, with those that differ in nothing.
    :param left_out: imported values that the other state could not hold.
    :param digests: what stands for the imported values compared, of either state.
    """

    indicators: Mapping[str, IndicatorValues]
    left_out: int = 0
    digests: tuple[str, str] = ("", "")

    def differing(self) -> dict[str, IndicatorValues]:
        """Return the indicators with values that differ."""
        return {iri: values for iri, values in self.indicators.items() if values.count()}


def compare_values(project: Project, before: State, after: State) -> ValuesDiff:
    """Compare the values of two whole graphs; a value is the same thing if its IRI is."""
    sides = _values_of(project, before), _values_of(project, after)
    stated = _subjects(before), _subjects(after)
    imported = [
        [iri for iri in side if iri not in own] for side, own in zip(sides, stated, strict=True)
    ]
    left_out = 0
    if (before.kind == "build") != (after.kind == "build"):
        left_out = sum(map(len, imported))
        for side, gone in zip(sides, imported, strict=True):
            for iri in gone:
                del side[iri]
        imported = [[], []]
    digests = [
        _digest({iri: side[iri] for iri in own}) for side, own in zip(sides, imported, strict=True)
    ]
    return ValuesDiff(_compared(*sides), left_out, (digests[0], digests[1]))


def _subjects(state: State) -> set[str]:
    return {str(subject) for subject, _, _ in state.triples}


def _values_of(project: Project, state: State) -> dict[str, Value]:
    query = load_query(project.queries, "compare-values")
    # Sorting 60,000 rows takes three seconds, and only a few are ever listed.
    unsorted = replace(query, text=query.text.rpartition("ORDER BY")[0])
    rows = run_select(state.store, unsorted)
    return {
        str(row["observation"]): Value(
            str(row["indicator"]), str(row["area"]), str(row["year"]), str(row["value"])
        )
        for row in rows
    }


def _digest(values: Mapping[str, Value]) -> str:
    if not values:
        return ""
    text = "\n".join(f"{iri} {value.number}" for iri, value in sorted(values.items()))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _compared(
    before: Mapping[str, Value], after: Mapping[str, Value]
) -> dict[str, IndicatorValues]:
    found: dict[str, IndicatorValues] = defaultdict(IndicatorValues)
    for iri, old in before.items():
        entry = found[old.indicator]
        entry.before += 1
        new = after.get(iri)
        if new is None:
            entry.removed.append(old)
        elif new != old:
            entry.altered.append((old, new))
    for iri, new in after.items():
        entry = found[new.indicator]
        entry.after += 1
        if iri not in before:
            entry.added.append(new)
    return dict(sorted(found.items()))
