# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Whether the rules of the build derive what the reasoner derives, no less and no more.

A rule with the header ``#+ beyond-owl-en:`` says why OWL cannot say the same. What such rules
add is given to the reasoner as fact, so that it still judges all that follows from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zielgraph.model.files import files_in, read_text
from zielgraph.model.terms import Iri, Triple
from zielgraph.reasoning.hermit import OWL, RDF_TYPE, derive, for_reasoner
from zielgraph.reasoning.hermit import is_individual_type as is_class
from zielgraph.reasoning.rules import conclusions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from zielgraph.store.embedded import EmbeddedStore

BEYOND = "#+ beyond-owl-en:"
"""Header of a rule that OWL cannot express, followed by the reason."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What rules and reasoner say about the individuals of a graph.

    :param same: number of class memberships and property values that both have.
    :param properties: number of object properties that were compared.
    :param only_rules: what only the graph with the rules' conclusions has.
    :param only_reasoner: what only the reasoner has.
    """

    same: int
    properties: int
    only_rules: tuple[Triple, ...]
    only_reasoner: tuple[Triple, ...]


def beyond_owl(folder: Path) -> list[Path]:
    """Return the rules in ``folder`` that say that OWL cannot express them."""
    return [path for path in files_in(folder, ".rq") if BEYOND in read_text(path)]


def compare(asserted: Iterable[Triple], store: EmbeddedStore, folder: Path) -> Comparison:
    """Compare what is in ``store`` with what HermiT derives from ``asserted``.

    Compared are the named classes of every named individual and all values of object
    properties between them; HermiT does not derive annotations and literals.

    :param asserted: ontology and data as the files have them.
    :param store: the same with everything that the rules in ``folder`` add.
    :raises ReasonerError: if Java is missing, or the graph contradicts itself.
    """
    given = list(asserted)
    for path in beyond_owl(folder):
        given += conclusions(store, path)
    prepared = for_reasoner(given, bare=True)
    named = Iri(OWL + "NamedIndividual")
    things = {s for s, p, o in prepared if p == RDF_TYPE and o == named}
    properties = {s for s, p, o in prepared if p == RDF_TYPE and o == Iri(OWL + "ObjectProperty")}

    def counts(triple: Triple) -> bool:
        subject, predicate, value = triple
        if subject not in things:
            return False
        return is_class(value) if predicate == RDF_TYPE else _is_value(triple)

    def _is_value(triple: Triple) -> bool:
        return triple[1] in properties and isinstance(triple[2], Iri)

    rules = {(s, p, o) for s, p, o, _ in store.quads() if counts((s, p, o))}
    reasoner = {triple for triple in derive(prepared) if counts(triple)}
    return Comparison(
        len(rules & reasoner),
        len(properties),
        tuple(sorted(rules - reasoner, key=str)),
        tuple(sorted(reasoner - rules, key=str)),
    )
