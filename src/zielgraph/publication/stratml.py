# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""One version of a strategy as StratML Part 1 (ISO 17469-1), the exchange format for plans.

A field becomes a ``Goal`` and a goal an ``Objective`` of it, because StratML means the same by
these; a goal without a field becomes a ``Goal``. Principles are ``Value``. Measures, milestones
and SDG targets have no element in Part 1 and stand in ``OtherInformation``. What the paper does
not say (a mission, an end) is left out. The format knows one language: there is a document
for each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zielgraph.model.errors import QueryError
from zielgraph.model.messages import message, speaking
from zielgraph.model.names import PREFIXES, ZG
from zielgraph.model.terms import Iri, Literal
from zielgraph.publication.ontology_page import template
from zielgraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zielgraph.graph import StrategyGraph
    from zielgraph.model.terms import Quad, Term
    from zielgraph.publication.publication import Publication

NAMESPACE = "urn:ISO:std:iso:17469:tech:xsd:stratml_core"

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LABEL = PREFIXES["skos"] + "prefLabel"
_TYPE = PREFIXES["rdf"] + "type"
_NOTATION = PREFIXES["skos"] + "notation"


@dataclass(frozen=True, slots=True)
class Plan:
    """A version of a strategy that can be exported.

    :param name: short name, part of the name of the file.
    """

    iri: Iri
    name: str


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """Somebody whom a goal concerns; ``kind`` is one of StratML's types."""

    name: str
    kind: str
    description: str


@dataclass(slots=True)
class Element:
    """A goal, objective, value or organisation of StratML."""

    name: str
    description: str
    identifier: str
    sequence: str = ""
    stakeholders: list[Stakeholder] = field(default_factory=list)
    other: str = ""
    objectives: list[Element] = field(default_factory=list)


def strategies(graph: StrategyGraph) -> list[Plan]:
    """Return the versions that have goals, by name.

    The name is the end of the IRI after the base: ``town-goals-2025``.
    """
    base = graph.project.base
    found: dict[str, Plan] = {}
    for row in graph.query("versions"):
        version = row["version"]
        assert isinstance(version, Iri)  # noqa: S101 - versions have names
        local = version.value.removeprefix(base).replace("/version/", "/")
        name = re.sub(r"[^\w.-]+", "-", local).strip("-.")
        if version.value not in found and graph.query("goals", version=version):
            found[version.value] = Plan(version, name)
    return sorted(found.values(), key=lambda plan: plan.name)


def find_plan(graph: StrategyGraph, text: str | None) -> Plan:
    """Return the version that somebody means.

    :param text: its IRI, the end of it, or its short name; if not given, the only one.
    :raises QueryError: if there is none such, or it is not clear which; the message names all.
    """
    plans = strategies(graph)
    fits = [
        plan
        for plan in plans
        if text is None
        or text in {plan.iri.value, plan.name}
        or plan.iri.value.endswith(f"/{text}")
    ]
    if len(fits) != 1:
        known = ", ".join(plan.iri.value.rsplit("/", 1)[-1] for plan in plans) or "–"
        raise QueryError("plan.which", known=known)
    return fits[0]


def stratml(publication: Publication, plan: Plan, code: str) -> str:
    """Return a version as a StratML document.

    :param code: language of its texts, ``de`` or ``en``.
    """
    with speaking(code):
        text = template("stratml.xml").render(_Reader(publication, plan, code).document())
    return re.sub(r"\n\s*\n", "\n", _NOT_IN_XML.sub("\ufffd", text))


class _Reader:
    """Reads one version in one language."""

    def __init__(self, publication: Publication, plan: Plan, code: str) -> None:
        store = publication.graph.store
        assert isinstance(store, EmbeddedStore)  # noqa: S101 - only built graphs are published
        self._publication = publication
        self._graph = publication.graph
        self._store = store
        self._plan = plan
        self._code = code
        self._known: dict[Iri, list[Quad]] = {}
        self._incoming: dict[Iri, list[Quad]] = {}

    def document(self) -> dict[str, object]:
        """Return what the template needs."""
        version = self._plan.iri
        strategy = next(self._ends(version, "versionOf"), version)
        issued = self._value(version, PREFIXES["dcterms"] + "issued")
        status = " ".join(self._label(each) for each in self._ends(version, "versionStatus"))
        return {
            "namespace": NAMESPACE,
            "name": self._label(version),
            "description": self._text(strategy, ZG + "summary"),
            "other": message("plan.about", status=status or "–", date=issued or "–"),
            "organizations": [self._element(each) for each in self._ends(version, "issuedBy")],
            "values": [self._element(each) for each in self._values()],
            "vision": " ".join(self._aims(None)),
            "goals": self._goals(),
            "published": issued if re.fullmatch(r"\d{4}-\d\d-\d\d", issued) else "",
            "source": version.value,
            "email": self._publication.settings.contact_email,
        }

    def _goals(self) -> list[Element]:
        fields: dict[str, Element] = {}
        for row in self._graph.query("fields", version=self._plan.iri):
            iri = row["field"]
            assert isinstance(iri, Iri)  # noqa: S101 - fields have names
            found = self._element(iri)
            found.other = "\n".join(self._aims(iri))
            fields[iri.value] = found
        alone: list[Element] = []
        for row in self._graph.query("goals", version=self._plan.iri):
            iri = row["goal"]
            assert isinstance(iri, Iri)  # noqa: S101 - goals have names
            home = next((fields[end.value] for end in self._ends(iri, "inField")), None)
            found = self._element(iri)
            found.stakeholders = list(self._stakeholders(iri))
            found.other = "\n".join(self._notes(iri))
            (alone if home is None else home.objectives).append(found)
        return [*fields.values(), *alone]

    def _values(self) -> list[Iri]:
        return self._statements("Principle")

    def _statements(self, kind: str) -> list[Iri]:
        """Return the statements of a kind in the order of the paper."""
        places: list[tuple[int, str, Iri]] = []
        for row in self._graph.query("statements", version=self._plan.iri):
            iri = row["statement"]
            assert isinstance(iri, Iri)  # noqa: S101 - statements have names
            if not self._is_a(iri, kind):
                continue
            starts = [
                int(self._value(passage, ZG + "rangeStart") or 0)
                for passage in self._ends(iri, "passage")
                if self._plan.iri in self._ends(passage, "inVersion")
            ]
            places.append((min(starts, default=0), iri.value, iri))
        return [iri for _, _, iri in sorted(places)]

    def _aims(self, home: Iri | None) -> Iterator[str]:
        """Yield the guiding aims of a field, or those of the whole paper."""
        for aim in self._statements("GuidingAim"):
            homes = list(self._ends(aim, "inField"))
            if home in homes or (home is None and not homes):
                label = message("plan.aim", name=self._label(aim))
                yield f"{label}: {self._text(aim, ZG + 'summary')}"

    def _stakeholders(self, statement: Iri) -> Iterator[Stakeholder]:
        found = []
        for quad in self._pointing_at(statement):
            involvement = quad[0]
            if quad[1].value != ZG + "statement" or not isinstance(involvement, Iri):
                continue
            if not self._is_a(involvement, "Involvement") or self._rejected(involvement):
                continue
            for actor in self._ends(involvement, "actor"):
                said = [*self._ends(involvement, "role"), *self._ends(involvement, "basis")]
                kind = "Generic_Group" if self._is_a(actor, "ActorGroup") else "Organization"
                text = ", ".join(self._label(each) for each in said)
                found.append((text, Stakeholder(self._label(actor), kind, text)))
        found.sort(key=lambda pair: (pair[0], pair[1].name))
        yield from (stakeholder for _, stakeholder in found)
        groups = sorted(self._label(group) for group in self._ends(statement, "targetGroup"))
        for name in groups:
            yield Stakeholder(name, "Generic_Group", message("plan.group"))

    def _notes(self, goal: Iri) -> Iterator[str]:
        for key, role in (("measures", "implements"), ("milestones", "milestoneOf")):
            names = sorted(
                self._label(quad[0])
                for quad in self._pointing_at(goal)
                if quad[1].value == ZG + role and isinstance(quad[0], Iri)
            )
            if names:
                yield f"{message(f'plan.{key}')}: {'; '.join(names)}"
        numbers = {
            each.value.rsplit("/", 1)[-1]: each for each in self._ends(goal, "contributesTo")
        }
        # An SDG of which a target is named says nothing more.
        whole = {number.partition(".")[0] for number in numbers if "." in number}
        targets = sorted(numbers.keys() - whole, key=_key)
        if targets:
            shown = (f"{number} {self._label(numbers[number])}" for number in targets)
            yield f"{message('plan.targets')}: {'; '.join(shown)}"
        yield goal.value

    def _element(self, iri: Iri) -> Element:
        return Element(
            self._label(iri),
            self._text(iri, ZG + "summary"),
            self._identifier(iri),
            self._value(iri, _NOTATION),
        )

    def _identifier(self, iri: Iri) -> str:
        """Return a name for a thing as XML demands it: the same each time, without slashes."""
        local = self._publication.addresses.local(iri) or iri.value
        name = re.sub(r"[^\w.-]", ".", local)
        return name if re.match(r"[^\W\d]", name) else f"_{name}"

    def _about(self, iri: Iri) -> list[Quad]:
        if iri not in self._known:
            self._known[iri] = self._store.about(iri)
        return self._known[iri]

    def _pointing_at(self, iri: Iri) -> list[Quad]:
        if iri not in self._incoming:
            self._incoming[iri] = self._store.mentioning(iri, 10_000)
        return self._incoming[iri]

    def _is_a(self, iri: Iri, kind: str) -> bool:
        return any(end.value == ZG + kind for end in self._ends(iri, "", _TYPE))

    def _rejected(self, iri: Iri) -> bool:
        return any(end.value == ZG + "rejected" for end in self._ends(iri, "status"))

    def _ends(self, iri: Iri, name: str, prop: str = "") -> Iterator[Iri]:
        wanted = prop or ZG + name
        ends = [quad[2] for quad in self._about(iri) if quad[1].value == wanted]
        yield from sorted({end for end in ends if isinstance(end, Iri)})

    def _value(self, iri: Iri, prop: str) -> str:
        return next((str(v) for v in self._literals(iri, prop)), "")

    def _literals(self, iri: Iri, prop: str) -> Iterable[Term]:
        values = [quad[2] for quad in self._about(iri) if quad[1].value == prop]
        return sorted((value for value in values if isinstance(value, Literal)), key=str)

    def _text(self, iri: Iri, prop: str) -> str:
        for value in self._literals(iri, prop):
            if isinstance(value, Literal) and value.language == self._code:
                return value.value
        return ""

    def _label(self, iri: Iri) -> str:
        return self._text(iri, _LABEL) or self._text(iri, PREFIXES["rdfs"] + "label") or iri.value


def _key(number: str) -> tuple[int, int, str]:
    goal, _, target = number.partition(".")
    return int(goal) if goal.isdigit() else 99, int(target) if target.isdigit() else 99, target
