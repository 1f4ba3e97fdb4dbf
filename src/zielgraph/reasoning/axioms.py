# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""A graph cut into axioms: the smallest pieces that can be true or false by themselves."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zielgraph.model.names import PREFIXES
from zielgraph.model.terms import BlankNode, Iri, Term, Triple
from zielgraph.reasoning.hermit import OWL, RDF_TYPE, SILENT, STRICT_ORDER, is_individual_type

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence
    from pathlib import Path

    from zielgraph.model.terms import Literal

SUB_CLASS = Iri(PREFIXES["rdfs"] + "subClassOf")
SUB_PROPERTY = Iri(PREFIXES["rdfs"] + "subPropertyOf")
_LIST = (Iri(PREFIXES["rdf"] + "first"), Iri(PREFIXES["rdf"] + "rest"))
_DECLARING = frozenset(
    Iri(OWL + kind)
    for kind in (
        *("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty"),
        *("NamedIndividual", "Ontology", "Restriction"),
    )
)
SAME = frozenset({Iri(OWL + "sameAs"), Iri(OWL + "differentFrom")})


@dataclass(frozen=True, slots=True)
class Axiom:
    """One statement of the ontology or the data, with the blank nodes that belong to it.

    :param head: the triple that leads; its subject is what the axiom is about.
    :param triples: all triples, the head first.
    :param schema: whether it is about terms (ontology) or about things (data).
    :param file: the file that says it, relative to the project; ``None`` if unknown.
    """

    head: Triple
    triples: tuple[Triple, ...]
    schema: bool
    file: Path | None = None

    def names(self) -> set[Iri]:
        """Return every name in it that is not of OWL or RDF themselves."""
        return {
            term
            for triple in self.triples
            for term in triple
            if isinstance(term, Iri) and not term.value.startswith(OWL)
        }

    def members(self) -> list[Iri]:
        """Return the names in its list, in order: of ``owl:members`` and the like."""
        return [o for _, p, o in self.triples if p == _LIST[0] and isinstance(o, Iri)]

    def value(self, local: str) -> Iri | BlankNode | Literal | None:
        """Return the first value of the property ``owl:local`` in it."""
        wanted = Iri(OWL + local)
        return next((o for _, p, o in self.triples if p == wanted), None)


@dataclass(frozen=True, slots=True)
class Theory:
    """The axioms of a graph, and the declarations that say which name is of which kind."""

    axioms: tuple[Axiom, ...]
    declarations: tuple[Triple, ...]

    def triples(self, axioms: Iterable[Axiom]) -> list[Triple]:
        """Return ``axioms`` as triples, with the declarations of the names in them."""
        chosen = list(axioms)
        names = {name for axiom in chosen for name in axiom.names()}
        declared = [t for t in self.declarations if t[0] in names]
        return [*declared, *(t for axiom in chosen for t in axiom.triples)]


def split(parts: Iterable[tuple[Path | None, Sequence[Triple]]]) -> Theory:
    """Cut the statements of files into axioms, in the order of the files.

    Annotations (labels, comments, notes) carry no meaning for a reasoner and are left out.

    :param parts: each file, relative to the project, with its triples.
    """
    files = [(file, list(triples)) for file, triples in parts]
    kinds = {Iri(OWL + "ObjectProperty"), Iri(OWL + "DatatypeProperty")}
    everything = [triple for _, triples in files for triple in triples]
    properties = {s for s, p, o in everything if p == RDF_TYPE and o in kinds}
    axioms: dict[tuple[Triple, ...], Axiom] = {}
    declarations: dict[Triple, None] = {}
    for file, triples in files:
        of_blank: dict[Term, list[Triple]] = defaultdict(list)
        for triple in triples:
            if isinstance(triple[0], BlankNode):
                of_blank[triple[0]].append(triple)
        owned = {o for _, _, o in triples if isinstance(o, BlankNode)}
        for triple in triples:
            if triple[0] in owned or triple[1] in SILENT:
                continue
            if triple[1] == RDF_TYPE and triple[2] in _DECLARING:
                declarations[triple] = None
            elif _says_something(triple, of_blank, properties):
                whole = _closure(triple, of_blank)
                axioms.setdefault(whole, Axiom(triple, whole, _is_schema(triple), file))
    return Theory(tuple(axioms.values()), tuple(declarations))


def _says_something(
    triple: Triple, of_blank: Mapping[Term, list[Triple]], properties: Container[Term]
) -> bool:
    """Tell whether an axiom begins with ``triple``, and one that a reasoner understands."""
    subject, predicate, _ = triple
    if isinstance(subject, BlankNode) and not _leads(triple, of_blank[subject]):
        return False
    if _is_schema(triple):
        return True
    if predicate == RDF_TYPE:
        return subject not in properties  # a dimension of the data cube is no thing besides
    return predicate in properties or predicate in SAME


def _leads(triple: Triple, siblings: Sequence[Triple]) -> bool:
    """Tell whether ``triple`` stands for its nameless subject: its kind, else what comes first."""
    telling = [t for t in siblings if t[1] != RDF_TYPE or t[2] not in _DECLARING]
    typed = [t for t in telling if t[1] == RDF_TYPE]
    return triple in [*typed, *telling][:1]


def _is_schema(triple: Triple) -> bool:
    _, predicate, value = triple
    if predicate == RDF_TYPE:
        return isinstance(value, Iri) and not is_individual_type(value)
    if predicate in {STRICT_ORDER, SUB_CLASS, SUB_PROPERTY}:
        return True
    return predicate.value.startswith(OWL) and predicate not in SAME


def _closure(head: Triple, of_blank: Mapping[Term, list[Triple]]) -> tuple[Triple, ...]:
    found: dict[Triple, None] = {head: None}
    seen: set[Term] = set()
    waiting: list[Term] = [head[2], head[0]]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, BlankNode) or node in seen:
            continue
        seen.add(node)
        for triple in of_blank.get(node, ()):
            found[triple] = None
            waiting.append(triple[2])
    return tuple(found)
