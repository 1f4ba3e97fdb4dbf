# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Graphs as sets of triples that can be compared: nodes without a name get one by content."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zielgraph.model.names import DATA_BASE, GRAPHS
from zielgraph.model.terms import BlankNode, Iri, Triple
from zielgraph.store.formats import canonical_quads

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zielgraph.model.terms import Quad, Term

NAMELESS = ".well-known/genid/"
"""Where names of nameless nodes begin, after the base (RDF 1.1, section 3.5)."""

_NOT_STATED = tuple(
    GRAPHS[name].removeprefix(DATA_BASE) for name in ("inferred", "build", "observations")
)


@dataclass(frozen=True, slots=True)
class TripleDiff:
    """Which triples are only in the one graph and which only in the other."""

    removed: frozenset[Triple]
    added: frozenset[Triple]

    def apply(self, triples: Iterable[Triple]) -> set[Triple]:
        """Return ``triples`` after the change.

        >>> a, p = Iri("x:a"), Iri("x:p")
        >>> TripleDiff(frozenset({(a, p, a)}), frozenset({(a, p, p)})).apply([(a, p, a)])
        {(Iri(value='x:a'), Iri(value='x:p'), Iri(value='x:p'))}
        """
        return (set(triples) - self.removed) | self.added


def diff_triples(before: Iterable[Triple], after: Iterable[Triple]) -> TripleDiff:
    """Return what is only in ``before`` and what is only in ``after``.

    Both must have been named by :func:`stated`, or nameless nodes would never agree.
    """
    one, other = frozenset(before), frozenset(after)
    return TripleDiff(one - other, other - one)


def not_stated(base: str) -> set[Iri]:
    """Return the graphs that hold what nobody has stated."""
    return {Iri(base + name) for name in _NOT_STATED}


def stated(quads: Iterable[Quad], base: str) -> frozenset[Triple]:
    """Return what people have said: no inferences, notes on the build and imported values.

    Nameless nodes become IRIs under ``base`` that say what they hold, so that the same
    content has the same name in every graph, whatever else changes there.
    """
    left_out = not_stated(base)
    kept: Iterable[Triple] = ((s, p, o) for s, p, o, graph in quads if graph not in left_out)
    return frozenset(named(kept, base))


def named(triples: Iterable[Triple], base: str) -> set[Triple]:
    """Return ``triples`` with an IRI for each nameless node, made from what hangs together by it.

    Nodes that hang together are named in one go by RDFC-1.0 and by the hash of all of
    their triples. Where two such groups say exactly the same, a number tells them apart.

    >>> node, p = BlankNode("x"), Iri("x:p")
    >>> {str(s) for s, _, _ in named([(node, p, p)], "x:")} == {
    ...     str(s) for s, _, _ in named([(BlankNode("y"), p, p)], "x:")
    ... }
    True
    """
    result: set[Triple] = set()
    groups = _Groups()
    loose: list[Triple] = []
    for triple in triples:
        nodes = [term for term in (triple[0], triple[2]) if isinstance(term, BlankNode)]
        if not nodes:
            result.add(triple)
            continue
        loose.append(triple)
        groups.join(nodes[0], nodes[-1])
    together: dict[BlankNode, set[Triple]] = defaultdict(set)
    for triple in loose:
        node = triple[0] if isinstance(triple[0], BlankNode) else triple[2]
        assert isinstance(node, BlankNode)  # noqa: S101 - one of the two is
        together[groups.of(node)].add(triple)
    seen: dict[str, int] = defaultdict(int)
    for group in together.values():
        quads = canonical_quads((s, p, o, None) for s, p, o in group)
        text = "\n".join(f"{s.n3()} {p.n3()} {o.n3()}" for s, p, o, _ in quads)
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        seen[digest] += 1
        again = f"-{seen[digest]}" if seen[digest] > 1 else ""
        start = f"{base}{NAMELESS}{digest}{again}-"
        for s, p, o, _ in quads:
            subject, value = _named(s, start), _named(o, start)
            assert isinstance(subject, Iri)  # noqa: S101 - no literal is a subject
            result.add((subject, p, value))
    return result


def _named(term: Term, start: str) -> Term:
    return Iri(start + term.value) if isinstance(term, BlankNode) else term


class _Groups:
    """Which nodes hang together (disjoint sets)."""

    def __init__(self) -> None:
        """Begin with every node by itself."""
        self._above: dict[BlankNode, BlankNode] = {}

    def of(self, node: BlankNode) -> BlankNode:
        """Return the node that stands for all that hang together with ``node``."""
        above = self._above.setdefault(node, node)
        while above != node:
            self._above[node] = self._above[above]
            node = self._above[node]
            above = self._above[node]
        return node

    def join(self, one: BlankNode, other: BlankNode) -> None:
        """Say that two nodes hang together."""
        self._above[self.of(other)] = self.of(one)


def is_nameless(term: Term) -> bool:
    """Tell whether ``term`` is the name that :func:`named` gave to a nameless node."""
    return isinstance(term, Iri) and f"/{NAMELESS}" in term.value


def digest_of(triples: Iterable[Triple]) -> str:
    """Return 16 hexadecimal digits that stand for a set of triples."""
    lines = sorted(f"{s.n3()} {p.n3()} {o.n3()}" for s, p, o in triples)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
