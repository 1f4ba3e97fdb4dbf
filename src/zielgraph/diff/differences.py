# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What a difference is: between values, things and states of coverage."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zielgraph.model.terms import Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zielgraph.diff.facts import Coverage, Thing
    from zielgraph.model.terms import Term

RANKS = {"outside": 0, "gap": 0, "indirect": 1, "direct": 2}
"""How much a state of coverage is; a target outside the remit is served as little as a gap."""


@dataclass(frozen=True, slots=True)
class ValueDiff:
    """One aspect of a thing that reads otherwise.

    :param aspect: such as ``title`` or ``status``.
    :param change: ``reworded``, ``moved``, ``changed`` or ``reviewed``.
    :param old: what is no longer said; empty if nothing was said.
    :param new: what is said now.
    """

    aspect: str
    change: str
    old: tuple[Term, ...]
    new: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Altered:
    """A thing of both states with what differs; the same thing may have two IRIs."""

    before: Thing
    after: Thing
    values: tuple[ValueDiff, ...]


@dataclass(slots=True)
class Things:
    """Things of a kind: how many there were and are, and what became of them."""

    before: int = 0
    after: int = 0
    added: list[Thing] = field(default_factory=list)
    removed: list[Thing] = field(default_factory=list)
    altered: list[Altered] = field(default_factory=list)

    def differs(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.added or self.removed or self.altered)

    def count(self, change: str) -> int:
        """Return how many things have a value that was ``reworded``, ``moved`` …."""
        return sum(any(value.change == change for value in pair.values) for pair in self.altered)


@dataclass(frozen=True, slots=True)
class Carried:
    """A statement of the one state that a statement of the other takes up.

    :param before: IRI in the first state; ``after`` in the second.
    :param kind: how close the two are, as the ontology calls it.
    :param status: the review status of that judgement.
    :param forward: whether the second state holds the later of the two statements.
    """

    before: str
    after: str
    kind: str
    status: str
    forward: bool


@dataclass(frozen=True, slots=True)
class CoverageDiff:
    """How an SDG or target stood and stands."""

    number: str
    before: Coverage
    after: Coverage

    @property
    def change(self) -> str:
        """Say what became of it.

        ``gained`` and ``lost`` from and to nothing, ``stronger`` and ``weaker`` between indirect
        and direct, ``remit`` if only that judgement differs, ``counts`` if only other statements
        count, ``same`` if nothing differs.
        """
        if self.before == self.after:
            return "same"
        old, new = RANKS[self.before.state], RANKS[self.after.state]
        if old != new:
            if 0 in {old, new}:
                return "gained" if new else "lost"
            return "stronger" if new > old else "weaker"
        return "counts" if self.before.state == self.after.state else "remit"


def value_diffs(old: Thing, new: Thing) -> tuple[ValueDiff, ...]:
    """Return the aspects that differ, those of texts for each language by itself."""
    changes = old.changes | new.changes
    found: list[ValueDiff] = []
    if old.kind != new.kind:
        found.append(ValueDiff("kind", "changed", (Literal(old.kind),), (Literal(new.kind),)))
    if old.iri == new.iri and old.ends != new.ends:
        pairs = zip(("subject", "object"), map(Iri, old.ends), map(Iri, new.ends), strict=True)
        found += [ValueDiff(end, "changed", (a,), (b,)) for end, a, b in pairs if a != b]
    for aspect in sorted(changes):
        gone = old.values.get(aspect, set()) - new.values.get(aspect, set())
        come = new.values.get(aspect, set()) - old.values.get(aspect, set())
        found += _paired(aspect, changes[aspect], gone, come)
    return tuple(found)


def _paired(aspect: str, change: str, gone: set[Term], come: set[Term]) -> Iterable[ValueDiff]:
    """Return a difference for each language, and one where only the language of a text differs."""
    for old in in_order(gone):
        for new in in_order(come):
            if isinstance(old, Literal) and isinstance(new, Literal) and old.value == new.value:
                gone, come = gone - {old}, come - {new}
                yield ValueDiff(aspect, change, (old,), (new,))
                break
    for tag in sorted({language_of(term) for term in gone | come}):
        pair = [in_order(t for t in side if language_of(t) == tag) for side in (gone, come)]
        yield ValueDiff(aspect, change, pair[0], pair[1])


def language_of(term: Term) -> str:
    """Return the language tag of a text, or an empty text."""
    return (term.language or "") if isinstance(term, Literal) else ""


def in_order(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Return ``terms`` in the order of their text."""
    return tuple(sorted(terms, key=lambda term: term.n3()))
