# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""A comparison as RDF: a ``zg:Comparison`` and a named ``zg:Difference`` for each thing.

Between whole graphs every triple that came or went stands in a ``zg:ValueChange``, so that
the second state can be made from the first (:func:`apply_description`). Coverage gained
and lost and statements that live on in others are conclusions; nothing is applied for them.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from itertools import groupby, product
from typing import TYPE_CHECKING

from zielgraph.model.names import PREFIXES, ZG
from zielgraph.model.terms import Iri, Literal, Term, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zielgraph.diff.compare import Comparison
    from zielgraph.diff.differences import Altered, CoverageDiff
    from zielgraph.diff.states import State
    from zielgraph.model.project import Project

_TYPE = Iri(PREFIXES["rdf"] + "type")
_INFLUENCE = Iri(PREFIXES["prov"] + "wasInfluencedBy")
_PROPERTY, _OLD, _NEW = Iri(ZG + "changedProperty"), Iri(ZG + "oldValue"), Iri(ZG + "newValue")
_CHANGE, _KIND, _CONCERNS = (
    Iri(ZG + "valueChange"),
    Iri(ZG + "differenceKind"),
    Iri(ZG + "concerns"),
)

_KINDS = {
    "reworded": "rewording",
    "moved": "move",
    "changed": "contentChange",
    "reviewed": "reassessment",
    "gained": "gain",
    "stronger": "gain",
    "weaker": "loss",
    "lost": "loss",
    "remit": "contentChange",
}
_PROPERTIES = {
    "title": PREFIXES["skos"] + "prefLabel",
    "number": PREFIXES["skos"] + "notation",
    "field": ZG + "inField",
    "kind": PREFIXES["rdf"] + "type",
}
"""Properties of aspects that are called otherwise in the ontology than in the queries."""

_CONCLUSIONS = {Iri(ZG + name) for name in ("gain", "loss", "continuation")}

_Values = dict[Iri, tuple[set[Term], set[Term]]]


def describe(project: Project, comparison: Comparison) -> list[Triple]:
    """Return the description of ``comparison``; the same states give the same triples."""
    return _Description(project.base, comparison).triples()


class _Description:
    """Collects the triples of one description."""

    def __init__(self, base: str, comparison: Comparison) -> None:
        self._base = base
        self._comparison = comparison
        self._node = self._name("comparison", *comparison.identities)
        self._found: list[Triple] = []

    def _name(self, what: str, *parts: str) -> Iri:
        digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
        return Iri(f"{self._base}{what}/{digest}")

    def triples(self) -> list[Triple]:
        """Return all triples."""
        comparison = self._comparison
        self._found = [(self._node, _TYPE, Iri(ZG + "Comparison"))]
        identities = comparison.identities
        self._state(comparison.before, identities[0], "firstState")
        self._state(comparison.after, identities[1], "secondState")
        self._things()
        for pair in comparison.coverage:
            if pair.change not in {"same", "counts"}:
                self._coverage(pair)
        for indicator in comparison.values.differing():
            self._difference(indicator, {"contentChange"}, {}, about="values")
        for before, carries in groupby(comparison.carried, lambda carry: carry.before):
            values: _Values = {}
            for carry in carries:
                end = Iri(ZG + ("later" if carry.forward else "earlier"))
                values.setdefault(end, (set(), set()))[1].add(Iri(carry.after))
            self._difference(before, {"continuation"}, values)
        return self._found

    def _state(self, state: State, identity: str, role: str) -> None:
        node = Iri(state.version or f"{self._base}state/{identity}")
        title = Iri(PREFIXES["dcterms"] + "title")
        self._found += [
            (self._node, Iri(ZG + role), node),
            (node, _TYPE, Iri(PREFIXES["prov"] + "Entity")),
            *((node, title, Literal(name, code)) for code, name in state.names.items()),
        ]

    def _things(self) -> None:
        """Tell of everything that came, went or changed, with the triples that did."""
        comparison = self._comparison
        values = _stated_values(comparison)
        passages = comparison.passages()
        kinds: dict[str, set[str]] = defaultdict(set)
        causes: dict[str, set[str]] = defaultdict(set)
        carried = {end for pair in comparison.carried for end in (pair.before, pair.after)}
        left_out = carried if comparison.between_versions else set()
        for things in (*comparison.statements.values(), *comparison.claims.values()):
            for kind, found in (("addition", things.added), ("removal", things.removed)):
                for thing in found:
                    if thing.iri not in left_out:
                        kinds[thing.iri].add(kind)
            for pair in things.altered:
                kinds[pair.after.iri] |= {_KINDS[value.change] for value in pair.values}
                if comparison.between_versions:
                    values[pair.after.iri] = _compared_values(pair)
                    causes[pair.after.iri] |= {pair.before.iri} - {pair.after.iri}
                else:
                    causes[pair.after.iri] |= passages.get(pair.after.iri, set()) & values.keys()
        before, after = ({str(s) for s, _, _ in side} for side in self._triples())
        for subject in values.keys() - kinds.keys():
            only = "addition" if subject not in before else "removal"
            kinds[subject] = {"contentChange" if subject in before & after else only}
        for subject in sorted(kinds):
            self._difference(subject, kinds[subject], values.get(subject, {}), causes[subject])

    def _triples(self) -> tuple[frozenset[Triple], frozenset[Triple]]:
        return self._comparison.before.triples, self._comparison.after.triples

    def _coverage(self, pair: CoverageDiff) -> None:
        """Tell of coverage gained or lost, and of the statements that make the difference."""
        values: _Values = {}
        for side, state in enumerate((pair.before.state, pair.after.state)):
            if state != "gap":
                is_remit = state == "outside"
                aspect, value = ("remit", "outsideRemit") if is_remit else ("directness", state)
                values.setdefault(Iri(ZG + aspect), (set(), set()))[side].add(Iri(ZG + value))
        old, new = set(pair.before.counted.items()), set(pair.after.counted.items())
        causes = {statement for statement, _ in old ^ new}
        item = PREFIXES["sdg"] + pair.number
        self._difference(item, {_KINDS[pair.change]}, values, causes, "coverage")

    def _difference(
        self,
        thing: str,
        kinds: Iterable[str],
        values: _Values,
        causes: Iterable[str] = (),
        about: str = "",
    ) -> None:
        sign = about or ("continuation" if "continuation" in kinds else "")
        node = self._name("difference", self._node.value, thing, sign)
        self._found += [
            (node, _TYPE, Iri(ZG + "Difference")),
            (node, Iri(ZG + "inComparison"), self._node),
            (node, _CONCERNS, Iri(thing)),
            *((node, _KIND, Iri(ZG + kind)) for kind in kinds),
            *((node, _INFLUENCE, Iri(cause)) for cause in causes),
        ]
        for prop, (old, new) in values.items():
            part = self._name("value-change", node.value, prop.value)
            self._found += [
                (node, _CHANGE, part),
                (part, _TYPE, Iri(ZG + "ValueChange")),
                (part, _PROPERTY, prop),
                *((part, _OLD, value) for value in old),
                *((part, _NEW, value) for value in new),
            ]


def _stated_values(comparison: Comparison) -> dict[str, _Values]:
    """Return the triples that came or went by subject and property."""
    found: dict[str, _Values] = {}
    for side, triples in enumerate((comparison.triples.removed, comparison.triples.added)):
        for subject, prop, value in triples:
            values = found.setdefault(str(subject), {})
            values.setdefault(prop, (set(), set()))[side].add(value)
    return found


def _compared_values(pair: Altered) -> _Values:
    """Return what differs between two versions, where no triple has changed."""
    found: _Values = {}
    for value in pair.values:
        prop = Iri(_PROPERTIES.get(value.aspect, ZG + value.aspect))
        sides = found.setdefault(prop, (set(), set()))
        sides[0].update(value.old)
        sides[1].update(value.new)
    return found


def apply_description(triples: Iterable[Triple], description: Iterable[Triple]) -> set[Triple]:
    """Return what the second state states, made from the first and a description.

    :param triples: what the first state states (``State.triples``).
    """
    by_node: dict[Term, dict[Iri, set[Term]]] = defaultdict(lambda: defaultdict(set))
    for node, relation, end in description:
        by_node[node][relation].add(end)
    result = set(triples)
    for said in list(by_node.values()):
        if said[_KIND] & _CONCLUSIONS:
            continue
        for part in said[_CHANGE]:
            for thing, prop in product(said[_CONCERNS], by_node[part][_PROPERTY]):
                assert isinstance(thing, Iri)  # noqa: S101 - requirement R162
                assert isinstance(prop, Iri)  # noqa: S101 - requirement R154
                result -= {(thing, prop, value) for value in by_node[part][_OLD]}
                result |= {(thing, prop, value) for value in by_node[part][_NEW]}
    return result
