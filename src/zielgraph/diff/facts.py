# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What a state says, as the queries ``compare-*`` tell it: things with values, and names."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from zielgraph.model.messages import language
from zielgraph.model.names import PREFIXES
from zielgraph.model.terms import Iri, Literal
from zielgraph.queries.library import load_query, run_select

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zielgraph.diff.states import State
    from zielgraph.model.project import Project
    from zielgraph.model.terms import Term
    from zielgraph.store.base import Row


@dataclass(slots=True)
class Thing:
    """A statement, field, milestone or claim of one state.

    :param kind: as the query calls it, such as ``goal`` or ``link``.
    :param iri: its name.
    :param ends: what a claim joins; for anything else empty.
    :param values: by aspect, such as ``title`` or ``status``.
    :param changes: what it means when the values of an aspect differ.
    """

    kind: str
    iri: str
    ends: tuple[str, ...] = ()
    values: dict[str, set[Term]] = field(default_factory=dict)
    changes: dict[str, str] = field(default_factory=dict)

    def take(self, row: Row) -> None:
        """Add the value of one row."""
        value = row["value"]
        if value is None:
            return
        aspect = str(row["aspect"])
        self.values.setdefault(aspect, set()).add(value)
        self.changes[aspect] = str(row["change"])

    def local(self, aspect: str) -> str:
        """Return the value of a list by its name in the ontology, such as ``accepted``."""
        return ", ".join(sorted(str(v).rsplit("#", 1)[-1] for v in self.values.get(aspect, ())))

    def is_rejected(self) -> bool:
        """Tell whether a claim was rejected."""
        return self.local("status") == "rejected"


def statements_of(project: Project, state: State) -> dict[str, Thing]:
    """Return statements, fields and milestones by IRI, in the order of the papers."""
    things: dict[str, Thing] = {}
    for row in _rows(project, state, "compare-statements"):
        iri = str(row["thing"])
        things.setdefault(iri, Thing(str(row["kind"]), iri)).take(row)
    return things


def claims_of(project: Project, state: State, statements: Mapping[str, Thing]) -> dict[str, Thing]:
    """Return what the state records about statements, by IRI, in the order of ``statements``."""
    places = {iri: place for place, iri in enumerate(statements)}
    things: dict[str, Thing] = {}
    for row in _rows(project, state, "compare-claims"):
        iri = str(row["claim"])
        ends = (str(row["subject"]), str(row["object"]))
        things.setdefault(iri, Thing(str(row["kind"]), iri, ends)).take(row)
    # Sorting keeps what is equal in the order of the query.
    order = sorted(things.values(), key=lambda thing: places.get(thing.ends[0], len(places)))
    return {thing.iri: thing for thing in order}


@dataclass(slots=True)
class Coverage:
    """How a state stands with one SDG or target.

    :param state: ``direct``, ``indirect``, ``gap`` or ``outside``; an SDG is never outside.
    :param counted: how each statement counts: ``direct`` or ``indirect``.
    :param conflicts: statements that stand against it.
    """

    state: str = "gap"
    counted: dict[str, str] = field(default_factory=dict)
    conflicts: set[str] = field(default_factory=set)

    def count(self, directness: str) -> int:
        """Return how many statements count that way."""
        return sum(way == directness for way in self.counted.values())


def coverage_of(project: Project, state: State) -> dict[str, Coverage]:
    """Return the coverage of the 17 SDGs and the 169 targets by their numbers."""
    found = {
        str(row["target"]): Coverage(str(row["state"]))
        for row in _rows(project, state, "coverage-targets")
    }
    for row in _rows(project, state, "compare-coverage"):
        item = found.setdefault(str(row["notation"]), Coverage())
        if str(row["polarity"]) == "conflicts":
            item.conflicts.add(str(row["statement"]))
            continue
        item.counted[str(row["statement"])] = str(row["directness"])
    for number, item in found.items():
        if "." not in number:
            ways = set(item.counted.values())
            item.state = next((way for way in ("direct", "indirect") if way in ways), "gap")
    return found


def _rows(project: Project, state: State, query: str) -> list[Row]:
    values = {} if state.version is None else {"version": Iri(state.version)}
    return run_select(state.store, load_query(project.queries, query), values)


def kinds_of(project: Project, state: State) -> tuple[dict[str, str], dict[str, str]]:
    """Return of which kind each thing is, and of what those that are parts are part."""
    kinds: dict[str, str] = {}
    wholes: dict[str, str] = {}
    for row in _rows(project, replace(state, version=None), "compare-things"):
        kinds.setdefault(str(row["thing"]), str(row["kind"]))
        if row["whole"] is not None:
            wholes.setdefault(str(row["thing"]), str(row["whole"]))
    return kinds, wholes


def local_name(iri: str) -> str:
    """Return the end of an IRI.

    >>> local_name("https://example.org/terms#unit")
    'unit'
    """
    return iri.rstrip("/#").rsplit("/", 1)[-1].rsplit("#", 1)[-1]


class Names:
    """What things are called, in the language of the moment."""

    def __init__(self, project: Project, state: State) -> None:
        """Ask ``state`` for all names."""
        self._names: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        for row in run_select(state.store, load_query(project.queries, "value-lists")):
            self._names[str(row["value"])] = str(row[f"label_{language()}"])
        for row in run_select(state.store, load_query(project.queries, "compare-names")):
            thing = str(row["thing"])
            if row["name"] is not None:
                self._names.setdefault(thing, str(row["name"]))
            if row["number"] is not None:
                self._numbers.setdefault(thing, str(row["number"]))

    def number(self, thing: Term | str) -> str:
        """Return the number of ``thing``, or an empty text."""
        return self._numbers.get(str(thing), "")

    def name(self, thing: Term | str) -> str:
        """Return what ``thing`` is called; without a name, the end of its IRI."""
        iri = str(thing)
        return self._names.get(iri) or local_name(iri)

    def full(self, thing: Term | str) -> str:
        """Return number and name."""
        iri = str(thing)
        number = self.number(iri)
        if number and iri not in self._names:
            return number
        if iri.startswith(PREFIXES["sdg"]) and "." not in number:
            number = f"SDG {number}"
        return f"{number} {self.name(iri)}".strip()

    def text(self, value: Term) -> str:
        """Return a value as people read it: a text as it is, a thing by number and name."""
        return value.value if isinstance(value, Literal) else self.full(value)
