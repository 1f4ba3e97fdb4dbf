# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What differs between two states: statements, claims about them, coverage, all the rest.

What a difference means (reworded, moved, reviewed …) the queries ``compare-*`` say. Things
are matched by IRI; between two versions of a strategy also by carry-overs.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zielgraph.diff.differences import (
    Altered,
    Carried,
    CoverageDiff,
    Things,
    value_diffs,
)
from zielgraph.diff.facts import (
    Coverage,
    Thing,
    claims_of,
    coverage_of,
    statements_of,
)
from zielgraph.diff.triples import TripleDiff, diff_triples
from zielgraph.diff.values import ValuesDiff, compare_values
from zielgraph.diff.versions import between_versions
from zielgraph.model.names import ZG

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zielgraph.diff.states import State
    from zielgraph.model.project import Project


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs from one state to another.

    :param statements: by kind: principle, field, aim, goal, measure, milestone.
    :param claims: by kind: link, dependency, involvement, comment, remit, carry,
        indicatorlink, revision.
    :param carried: statements that live on in others.
    :param coverage: of every SDG and target, whether it differs or not.
    :param triples: what was stated, triple by triple; empty between versions.
    :param values: values of indicators; none between versions.
    :param ends: what each claim of either state joins.
    """

    before: State
    after: State
    statements: Mapping[str, Things]
    claims: Mapping[str, Things]
    carried: tuple[Carried, ...]
    coverage: tuple[CoverageDiff, ...]
    triples: TripleDiff
    values: ValuesDiff
    ends: Mapping[str, tuple[str, ...]]

    @property
    def between_versions(self) -> bool:
        """Tell whether two versions of a strategy are compared, in one graph."""
        return self.before.version is not None

    def living_on(self) -> tuple[set[str], set[str]]:
        """Return what lives on in another statement, and what goes back to one."""
        return (
            {pair.before for pair in self.carried},
            {pair.after for pair in self.carried},
        )

    @property
    def identities(self) -> tuple[str, str]:
        """Return what stands for the content of both states, imported values included."""
        pairs = zip((self.before, self.after), self.values.digests, strict=True)
        first, second = (
            f"{state.identity}-{own}" if own else state.identity for state, own in pairs
        )
        return first, second

    def passages(self) -> dict[str, set[str]]:
        """Return where each statement stands in either state; its number is that of the place."""
        found: dict[str, set[str]] = defaultdict(set)
        for triples in (self.before.triples, self.after.triples):
            for subject, prop, value in triples:
                if prop.value == ZG + "passage":
                    found[str(subject)].add(str(value))
        return found

    def differs(self) -> bool:
        """Tell whether anything at all differs."""
        return bool(
            self.triples.added
            or self.triples.removed
            or any(pair.change != "same" for pair in self.coverage)
            or self.before.inferred != self.after.inferred
            or any(things.differs() for things in self.statements.values())
            or any(things.differs() for things in self.claims.values())
            or self.values.differing()
        )


def compare(project: Project, before: State, after: State) -> Comparison:
    """Compare two states.

    :raises QueryError: if a query of the library is missing.
    """
    first = _Asked.of(project, before)
    second = first if after is before else _Asked.of(project, after)
    statements = first.statements, second.statements
    claims = first.claims, second.claims
    known = tuple(statements[0]), tuple(statements[1])
    if before.version is None:
        carried = _carried([*claims[0].values(), *claims[1].values()], known)
        claim_diffs = _by_kind(*claims)
    else:
        # Carry-overs belong to no version: the whole graph is asked for them.
        whole = claims_of(project, replace(before, version=None), {})
        carried = _carried(whole.values(), known)
        claim_diffs = between_versions(claims, carried)
    return Comparison(
        before,
        after,
        _by_kind(*statements),
        claim_diffs,
        carried,
        _coverage(first.coverage, second.coverage),
        diff_triples(before.triples, after.triples),
        compare_values(project, before, after) if before.version is None else ValuesDiff({}),
        {iri: thing.ends for side in claims for iri, thing in side.items()},
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one state answers."""

    statements: dict[str, Thing]
    claims: dict[str, Thing]
    coverage: dict[str, Coverage]

    @classmethod
    def of(cls, project: Project, state: State) -> _Asked:
        statements = statements_of(project, state)
        claims = claims_of(project, state, statements)
        return cls(statements, claims, coverage_of(project, state))


def _by_kind(before: Mapping[str, Thing], after: Mapping[str, Thing]) -> dict[str, Things]:
    result: dict[str, Things] = defaultdict(Things)
    for iri, thing in before.items():
        result[thing.kind].before += 1
        if iri not in after:
            result[thing.kind].removed.append(thing)
    for iri, thing in after.items():
        result[thing.kind].after += 1
        old = before.get(iri)
        if old is None:
            result[thing.kind].added.append(thing)
        elif values := value_diffs(old, thing):
            result[thing.kind].altered.append(Altered(old, thing, values))
    return dict(result)


def _carried(
    things: Iterable[Thing], known: tuple[tuple[str, ...], tuple[str, ...]]
) -> tuple[Carried, ...]:
    """Return the carry-overs from a statement of the one state to one that is new or gone.

    In which of the two the earlier paper lies does not matter. Rejected ones are none.

    :param known: the statements of both states, in the order in which they are told.
    """
    places = [{iri: place for place, iri in enumerate(side)} for side in known]
    found: dict[tuple[str, str], Carried] = {}
    for thing in things:
        if thing.kind != "carry" or thing.is_rejected():
            continue
        for old, new in (thing.ends, thing.ends[::-1]):
            lives_on = old in places[0] and new in places[1]
            if lives_on and not (old in places[1] and new in places[0]):
                found[old, new] = Carried(
                    old,
                    new,
                    thing.local("carryOverKind"),
                    thing.local("status"),
                    forward=thing.ends == (old, new),
                )
    order = sorted(found, key=lambda pair: (places[0][pair[0]], places[1][pair[1]]))
    return tuple(found[pair] for pair in order)


def _coverage(
    before: Mapping[str, Coverage], after: Mapping[str, Coverage]
) -> tuple[CoverageDiff, ...]:
    nothing = Coverage()
    return tuple(
        CoverageDiff(number, before.get(number, nothing), after.get(number, nothing))
        for number in sorted(before.keys() | after.keys(), key=_order)
    )


def _order(number: str) -> tuple[int, int, str]:
    """Sort 2 before 2.1 before 2.10 before 2.a before 10."""
    goal, _, target = number.partition(".")
    numeric = int(target) if target.isdecimal() else 1000
    return int(goal) if goal.isdecimal() else 1000, numeric if target else 0, number
