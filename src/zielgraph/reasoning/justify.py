# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Why does it contradict itself? Smallest sets of axioms that cannot be true together.

Queries (``queries/contradictions/``) point to the places where a contradiction is likely;
HermiT confirms each on the few axioms around it, and the set is shrunk until every axiom left
is needed. What the queries do not know is found by halving the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zielgraph.model.errors import BuildError, QueryError
from zielgraph.model.files import files_in, read_text
from zielgraph.model.terms import Iri
from zielgraph.reasoning.axioms import Axiom, Theory
from zielgraph.reasoning.hermit import OWL, RDF_TYPE, first_contradiction, for_reasoner
from zielgraph.store.base import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from zielgraph.store.base import GraphStore

_CHUNKS = 64
"""Sets that one start of Java is given; more would only wait for the first contradiction."""

_CHUNKS_OF_ALL = 6
"""The same where each set is a large part of the whole graph."""

_NEIGHBOURS = 60
"""Things around a spot that are looked at; a hub with more of them explains nothing."""


@dataclass(frozen=True, slots=True)
class Justification:
    """Axioms that cannot all be true, none of which can be missing from that.

    :param axioms: data first, then the ontology's axioms.
    :param impossible: the class that can have no member, where that is what is explained.
    """

    axioms: tuple[Axiom, ...]
    impossible: Iri | None = None


def shrink(
    theory: Theory,
    candidates: Sequence[Sequence[Axiom]],
    base: Sequence[Axiom] = (),
    chunks: int = _CHUNKS,
) -> list[Sequence[Axiom]]:
    """Return a smallest part of ``candidates`` that, with ``base``, contradicts itself.

    The candidate whose arrival makes the growing set contradict itself is needed; whatever
    comes after it is not. Repeating this until nothing more is needed leaves a set from
    which nothing can be taken (Junker, QuickXplain, AAAI 2004, calls it a transition).

    :param candidates: groups of axioms that stay or go together, preferred ones first.
    :returns: the needed groups; empty if ``base`` alone contradicts itself.
    :raises ValueError: if all of it together is free of contradiction.
    :raises ReasonerError: if Java is missing or the reasoner breaks down.
    """
    rest = list(candidates)
    needed: list[Sequence[Axiom]] = []
    while True:
        low, high = -1, len(rest)  # with rest[:low] it is consistent, with rest[:high] not
        first = True
        while high - low > 1:
            step = max(1, -(-(high - low) // chunks))
            sizes = [*range(low + step, high, step), *([high] if first else [])]
            first = False
            fixed = [*base, *(axiom for group in needed for axiom in group)]
            sets = [[*fixed, *(a for group in rest[:size] for a in group)] for size in sizes]
            at = _first(theory, sets)
            if at is None:
                if sizes[-1] == len(rest) == high:
                    raise ValueError(len(rest))
                low = sizes[-1]
            else:
                high = sizes[at]
                low = sizes[at - 1] if at else low
        if high == 0:
            return needed
        needed.append(rest[high - 1])
        rest = rest[: high - 1]


def _first(theory: Theory, sets: Sequence[Sequence[Axiom]]) -> int | None:
    return first_contradiction([for_reasoner(theory.triples(axioms)) for axioms in sets])


def contradicts(theory: Theory, axioms: Sequence[Axiom]) -> bool:
    """Tell whether ``axioms`` contradict each other, by HermiT.

    :raises ReasonerError: if Java is missing or the reasoner breaks down.
    """
    return _first(theory, [axioms]) is not None


def spots(store: GraphStore, folder: Path) -> list[frozenset[Iri]]:
    """Return the sets of things among which a contradiction is likely.

    :param store: the graph with everything that the rules add.
    :param folder: holds queries with the columns ``spot`` (what is wrong) and ``with``.
    :raises BuildError: if a query fails.
    """
    found: dict[frozenset[Iri], None] = {}
    for path in files_in(folder, ".rq"):
        try:
            result = store.query(read_text(path))
        except QueryError as error:
            raise BuildError("build.rule", path=path, reason=error) from error
        if not isinstance(result, Table):
            raise BuildError("build.rule", path=path, reason="SELECT?")
        groups: dict[Iri, set[Iri]] = {}
        for spot, other in result.rows:
            if isinstance(spot, Iri) and isinstance(other, Iri):
                groups.setdefault(spot, {spot}).add(other)
        found.update(dict.fromkeys(frozenset(group) for group in groups.values()))
    return list(found)


def around(theory: Theory, things: Iterable[Iri], *, wider: bool = False) -> list[Axiom]:
    """Return the axioms that speak of ``things`` alone, and the ontology's axioms for them.

    :param wider: also what these things name directly.
    """
    chosen = set(things)
    if wider:
        near = {
            axiom.head[2]
            for axiom in theory.axioms
            if not axiom.schema and axiom.head[0] in chosen and axiom.head[1] != RDF_TYPE
        }
        names = sorted(name for name in near if isinstance(name, Iri))
        chosen.update(names[:_NEIGHBOURS])
    data = [axiom for axiom in theory.axioms if not axiom.schema and _is_among(axiom, chosen)]
    return [*data, *_relevant(theory, data)]


def _is_among(axiom: Axiom, things: set[Iri]) -> bool:
    subject, predicate, value = axiom.head
    if subject not in things:
        return False
    return predicate == RDF_TYPE or not isinstance(value, Iri) or value in things


def _relevant(theory: Theory, data: Sequence[Axiom]) -> list[Axiom]:
    """Return the axioms of the ontology that can say something about the names in ``data``."""
    known = {name for axiom in data for name in axiom.names()}
    waiting = [axiom for axiom in theory.axioms if axiom.schema]
    chosen: dict[Axiom, None] = {}
    while True:
        fresh = [axiom for axiom in waiting if _speaks_of(axiom, known)]
        if not fresh:
            return [axiom for axiom in theory.axioms if axiom in chosen]
        chosen.update(dict.fromkeys(fresh))
        known.update(name for axiom in fresh if not axiom.members() for name in axiom.names())
        waiting = [axiom for axiom in waiting if axiom not in chosen]


def _speaks_of(axiom: Axiom, known: set[Iri]) -> bool:
    subject = axiom.head[0]
    if not isinstance(subject, Iri):
        return len(known.intersection(axiom.members())) > 1
    two_way = axiom.head[1].value.startswith(OWL)
    return subject in known or (two_way and bool(axiom.names() & known))


def explain(
    theory: Theory,
    likely: Sequence[frozenset[Iri]],
    limit: int,
    progress: Callable[[str, int], None] = lambda *_: None,
) -> list[Justification]:
    """Explain up to ``limit`` contradictions of ``theory``, each by a smallest set of axioms.

    After each one, one of its statements is set aside and the search goes on, so that the
    next one found is another. Contradictions that share a statement may hide each other
    until one is mended.

    :param likely: where to look first, see :func:`spots`.
    :param progress: told ``"spot"``, ``"rest"`` or ``"search"``, and how many were found.
    :raises ReasonerError: if Java is missing or the reasoner breaks down.
    """
    found: list[Justification] = []
    aside: set[Axiom] = set()

    def take(axioms: Sequence[Axiom]) -> bool:
        """Explain one contradiction among ``axioms``, if there is one."""
        left = [[axiom] for axiom in axioms if axiom not in aside]
        try:
            needed = [group[0] for group in shrink(theory, left)]
        except ValueError:
            return False
        if not needed:
            return False
        ordered = sorted(needed, key=theory.axioms.index)
        ordered.sort(key=lambda axiom: axiom.schema)
        found.append(Justification(tuple(ordered)))
        data = [axiom for axiom in ordered if not axiom.schema]
        aside.add((data or ordered)[-1])
        return True

    for wider in (False, True):
        waiting = [around(theory, things, wider=wider) for things in likely]
        while waiting and len(found) < limit:
            progress("spot", len(found))
            several = [[a for a in axioms if a not in aside] for axioms in waiting[:_CHUNKS]]
            at = _first(theory, several)
            waiting = waiting[len(several) if at is None else at :]
            if at is not None and not take(waiting[0]):
                waiting = waiting[1:]
    while len(found) < limit:
        progress("rest", len(found))
        rest = [axiom for axiom in theory.axioms if axiom not in aside]
        if not contradicts(theory, rest):
            break
        progress("search", len(found))
        if not take(_somewhere(theory, rest)):
            break
    return found


def _somewhere(theory: Theory, rest: Sequence[Axiom]) -> list[Axiom]:
    """Return the axioms of the few things among which ``rest`` contradicts itself."""
    schema = [axiom for axiom in rest if axiom.schema]
    groups: dict[object, list[Axiom]] = {}
    for axiom in rest:
        if not axiom.schema:
            groups.setdefault(axiom.head[0], []).append(axiom)
    needed = shrink(theory, list(groups.values()), schema, _CHUNKS_OF_ALL)
    data = [axiom for group in needed for axiom in group]
    return [*data, *schema]


def explain_impossible(theory: Theory, names: Iterable[Iri]) -> list[Justification]:
    """Explain why each class of ``names`` can have no member.

    :raises ReasonerError: if Java is missing or the reasoner breaks down.
    """
    found: list[Justification] = []
    for name in names:
        member = Axiom(
            (Iri("urn:member"), RDF_TYPE, name),
            ((Iri("urn:member"), RDF_TYPE, name),),
            schema=False,
        )
        schema = [[axiom] for axiom in _relevant(theory, [member])]
        try:
            needed = shrink(theory, schema, [member])
        except ValueError:
            every = [[axiom] for axiom in theory.axioms if axiom.schema]
            needed = shrink(theory, every, [member])
        axioms = sorted((group[0] for group in needed), key=theory.axioms.index)
        found.append(Justification(tuple(axioms), impossible=name))
    return found
