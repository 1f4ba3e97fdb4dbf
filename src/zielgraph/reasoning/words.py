# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Axioms and contradictions in plain words, in the language of the moment."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from zielgraph.model.messages import language, message
from zielgraph.model.names import DATA_BASE, PREFIXES
from zielgraph.model.terms import BlankNode, Iri, Literal, Term
from zielgraph.reasoning.axioms import SAME, SUB_CLASS, SUB_PROPERTY, Axiom
from zielgraph.reasoning.hermit import OWL, RDF_TYPE, STRICT_ORDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zielgraph.model.terms import Triple
    from zielgraph.reasoning.justify import Justification

_LABELS = tuple(
    Iri(name)
    for name in (
        PREFIXES["skos"] + "prefLabel",
        PREFIXES["rdfs"] + "label",
        PREFIXES["dcterms"] + "title",
    )
)
_LONGEST = 90
_CHARACTERISTICS = {
    "FunctionalProperty": "functional",
    "InverseFunctionalProperty": "inverse_functional",
    "TransitiveProperty": "transitive",
    "SymmetricProperty": "symmetric",
    "AsymmetricProperty": "asymmetric",
    "IrreflexiveProperty": "irreflexive",
}
_SENTENCES = {
    SUB_CLASS: "subclass",
    SUB_PROPERTY: "subproperty",
    STRICT_ORDER: "strict",
    Iri(OWL + "inverseOf"): "inverse",
    Iri(OWL + "propertyChainAxiom"): "chain",
    Iri(OWL + "sameAs"): "same",
    Iri(OWL + "differentFrom"): "different",
}


class Words:
    """Names things as people do, and says what axioms say."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        """Learn the labels from ``triples``."""
        self._labels: dict[Term, dict[str, str]] = {}
        for subject, predicate, value in triples:
            if predicate in _LABELS and isinstance(value, Literal):
                texts = self._labels.setdefault(subject, {})
                texts.setdefault(value.language or "", _plain(value.value))

    def name(self, term: Term) -> str:
        """Return the label of a term of the schema in quotes, or what stands for it."""
        if isinstance(term, Literal):
            return message("words.quoted", text=_plain(term.value))
        texts = self._labels.get(term, {})
        label = texts.get(language()) or texts.get("") or next(iter(texts.values()), "")
        return message("words.quoted", text=label) if label else short(term)

    def thing(self, term: Term) -> str:
        """Return label and end of the IRI of a thing, by which it is found in the files."""
        name = self.name(term)
        return name if name == short(term) else f"{name} ({short(term)})"

    def one_of(self, names: Sequence[Term]) -> str:
        """Return the names as alternatives."""
        return message("words.or").join(map(self.name, names))

    def all_of(self, names: Iterable[str]) -> str:
        """Return several texts joined as a list with "and"."""
        *most, last = names
        return message("words.and").join([", ".join(most), last]) if most else last

    def axiom(self, axiom: Axiom, touched: Iterable[Iri] = ()) -> str:
        """Return a sentence for ``axiom``.

        :param touched: names that matter here; of a long list only these are told.
        """
        subject, predicate, value = axiom.head
        if predicate == RDF_TYPE:
            return self._kind(axiom, set(touched))
        thing = self.name(subject) if axiom.schema else self.thing(subject)
        if predicate == SUB_CLASS and isinstance(value, BlankNode):
            return self._restriction(axiom, thing)
        local = predicate.value.removeprefix(OWL)
        if local == "disjointWith":
            values = self.all_of([thing, self._expression(axiom, value)])
            return message("axiom.disjoint", values=values)
        if local == "propertyChainAxiom":
            other = ", ".join(map(self.name, axiom.members()))
        else:
            other = self._expression(axiom, value) if axiom.schema else self.thing(value)
        key = _SENTENCES.get(predicate, "other" if axiom.schema else "value")
        name = short(predicate) if axiom.schema else self.name(predicate)
        return message(f"axiom.{key}", thing=thing, property=name, value=other)

    def _kind(self, axiom: Axiom, touched: set[Iri]) -> str:
        subject, _, value = axiom.head
        local = str(value).removeprefix(OWL)
        if local in _CHARACTERISTICS:
            return message(f"axiom.{_CHARACTERISTICS[local]}", thing=self.name(subject))
        members = axiom.members()
        if members and isinstance(subject, BlankNode):
            told = [name for name in members if name in touched] or members
            key = "disjoint" if local == "AllDisjointClasses" else "all_different"
            return message(f"axiom.{key}", values=self.all_of(map(self.name, told)))
        text = self._expression(axiom, value)
        return message("axiom.type", thing=self.thing(subject), value=text)

    def _restriction(self, axiom: Axiom, thing: str) -> str:
        prop = axiom.value("onProperty")
        most = axiom.value("maxCardinality")
        for local, key in (("allValuesFrom", "only"), ("someValuesFrom", "some")):
            target = axiom.value(local)
            if prop and target is not None:
                text = self._expression(axiom, target)
                return message(f"axiom.{key}", thing=thing, property=self.name(prop), value=text)
        if prop and most is not None and str(most).isdigit():
            number = int(str(most))
            return message("axiom.at_most", thing=thing, property=self.name(prop), number=number)
        return message("axiom.subclass", thing=thing, value=self._expression(axiom, axiom.head[2]))

    def _expression(self, axiom: Axiom, value: Term) -> str:
        if not isinstance(value, BlankNode):
            return self.name(value)
        names = [o for s, _, o in axiom.triples if isinstance(o, Iri) and s != axiom.head[0]]
        told = [name for name in axiom.members() or names if not name.value.startswith(OWL)]
        return self.one_of(told) if told else "…"

    def headline(self, found: Justification) -> str:
        """Return what is wrong, in one sentence."""
        if found.impossible is not None:
            return message("contradiction.impossible", thing=self.name(found.impossible))
        data = [axiom for axiom in found.axioms if not axiom.schema]
        kinds = {_kind_of(axiom): axiom for axiom in found.axioms if axiom.schema}
        links = [axiom for axiom in data if axiom.head[1] != RDF_TYPE]
        types = [axiom for axiom in data if axiom.head[1] == RDF_TYPE]
        if not links and types:
            names = self.all_of(dict.fromkeys(self.name(axiom.head[2]) for axiom in types))
            return message("contradiction.both", thing=self.thing(types[0].head[0]), classes=names)
        circle = _circle(links)
        if circle and kinds.keys() & {"strict", "asymmetric", "irreflexive"}:
            path = " → ".join(self.thing(name) for name in circle)
            used = self.all_of(dict.fromkeys(self.name(axiom.head[1]) for axiom in links))
            thing = self.thing(circle[0])
            return message("contradiction.circle", thing=thing, property=used, path=path)
        return self._of_values(links, kinds)

    def _of_values(self, links: Sequence[Axiom], kinds: Mapping[str, Axiom]) -> str:
        first = links[0].head if links else None
        if first and first[1] in SAME:
            values = self.all_of([self.thing(first[0]), self.thing(first[2])])
            return message("contradiction.same", values=values)
        if first and len(links) > 1 and kinds.keys() & {"functional", "at_most"}:
            values = self.all_of(self.thing(axiom.head[2]) for axiom in links)
            thing, prop = self.thing(first[0]), self.name(first[1])
            return message("contradiction.values", thing=thing, property=prop, values=values)
        if first and len(links) > 1 and "inverse_functional" in kinds:
            values = self.all_of(self.thing(axiom.head[0]) for axiom in links)
            thing, prop = self.thing(first[2]), self.name(first[1])
            return message("contradiction.shared", thing=thing, property=prop, values=values)
        if first and len(links) == 1 and "only" in kinds:
            axiom = kinds["only"]
            allowed = self._expression(axiom, axiom.value("allValuesFrom") or axiom.head[2])
            return message(
                "contradiction.end",
                thing=self.thing(first[0]),
                property=self.name(first[1]),
                value=self.thing(first[2]),
                allowed=allowed,
            )
        return message("contradiction.other")


def unique_names_matter(found: Justification) -> bool:
    """Tell whether the contradiction rests on different names meaning different things."""
    limits = {"functional", "inverse_functional", "at_most"}
    return any(_kind_of(axiom) in limits or axiom.head[1] in SAME for axiom in found.axioms)


def short(term: Term) -> str:
    """Return a name as short as it can be told apart.

    >>> short(Iri(DATA_BASE + "lindental/goal/rad")), short(Iri(PREFIXES["sdg"] + "11.2"))
    ('lindental/goal/rad', 'sdg:11.2')
    """
    text = str(term)
    if text.startswith(DATA_BASE):
        return text.removeprefix(DATA_BASE)
    fitting = [(len(iri), name, iri) for name, iri in PREFIXES.items() if text.startswith(iri)]
    if not fitting:
        return f"<{text}>" if isinstance(term, Iri) else text
    _, name, iri = max(fitting)
    return f"{name}:{text.removeprefix(iri)}"


def _plain(text: str) -> str:
    """Return ``text`` on one line, without control and direction marks, not too long."""
    kept = "".join(c for c in text if unicodedata.category(c)[0] != "C" or c.isspace())
    line = " ".join(kept.split())
    return line if len(line) <= _LONGEST else re.sub(r"\s\S*\Z", "", line[:_LONGEST]) + " …"


def _kind_of(axiom: Axiom) -> str:
    _, predicate, value = axiom.head
    if predicate == STRICT_ORDER:
        return "strict"
    if predicate == RDF_TYPE:
        return _CHARACTERISTICS.get(str(value).removeprefix(OWL), "kind")
    if axiom.value("allValuesFrom") is not None:
        return "only"
    if axiom.value("maxCardinality") is not None:
        return "at_most"
    return predicate.value


def _circle(links: Sequence[Axiom]) -> list[Term]:
    """Return the things on the circle that ``links`` make, the first again at the end."""
    steps = {axiom.head[0]: axiom.head[2] for axiom in links}
    if not links:
        return []
    path: list[Term] = [links[0].head[0]]
    while len(path) <= len(links):
        after = steps.get(path[-1])  # type: ignore[arg-type]  # a literal leads nowhere
        if after is None:
            return []
        path.append(after)
        if after == path[0]:
            return path
    return []
