# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""One thing of the graph with what it says, what names it, and the claims about it."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from zielgraph.model.errors import InvalidTermError
from zielgraph.model.names import PREFIXES, ZG
from zielgraph.model.terms import Iri
from zielgraph.portal.content.asking import asker

if TYPE_CHECKING:
    from collections.abc import Callable

    from zielgraph.portal.content.asking import TextRow
    from zielgraph.portal.portal import Portal

RDF_TYPE = PREFIXES["rdf"] + "type"
_KEPT = 2000
_T = TypeVar("_T")
_COUNTED = (ZG + "accepted", ZG + "confirmed")


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a property: a text with its language, or an IRI, a number or a date."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the graph says about one thing.

    :param values: by the IRI of the property, in the order of the query.
    :param through: for a claim the properties by which it names the thing of the page.
    """

    iri: str
    values: dict[str, list[Value]] = field(default_factory=lambda: defaultdict(list))
    through: set[str] = field(default_factory=set)

    def all(self, local: str) -> list[str]:
        """Return the values of a ``zg:`` property, or of one by its whole IRI."""
        return [value.text for value in self.values.get(_property(local), [])]

    def one(self, local: str) -> str:
        """Return the first value of a property, or an empty text."""
        found = self.values.get(_property(local))
        return found[0].text if found else ""

    def text(self, local: str, lang: str) -> str:
        """Return a text in ``lang``, or in the language that there is, or an empty text."""
        found = {value.language: value.text for value in self.values.get(_property(local), [])}
        return found.get(lang) or next(iter(found.values()), "")

    def language(self, local: str, lang: str) -> str:
        """Return the language in which :meth:`text` answers."""
        found = [value.language for value in self.values.get(_property(local), [])]
        return lang if lang in found or not found else found[0]

    def word(self, local: str) -> str:
        """Return the local name of a value that is a term of the ontology."""
        return self.one(local).rpartition("#")[2]

    def has_type(self, local: str) -> bool:
        """Tell whether it is a thing of a class of the ontology."""
        return ZG + local in self.all(RDF_TYPE)

    @property
    def counts(self) -> bool:
        """Tell whether the claim counts: accepted or confirmed."""
        return self.one("status") in _COUNTED


@dataclass(frozen=True)
class Around:
    """A thing with its surroundings.

    :param mentions: by property what names the thing by it.
    :param read_claims: reads :attr:`claims`; an editor is named by thousands that no page shows.
    """

    facts: Facts
    mentions: dict[str, list[str]]
    read_claims: Callable[[], list[Facts]]

    @cached_property
    def claims(self) -> list[Facts]:
        """Return the links, dependencies, involvements, … that name the thing, by their IRI."""
        return self.read_claims()

    def named_by(self, local: str) -> list[str]:
        """Return what names the thing by a ``zg:`` property."""
        return self.mentions.get(_property(local), [])

    def claims_of(self, kind: str, through: str | None = None) -> list[Facts]:
        """Return the claims of a class, and only those that name the thing by a property."""
        return [
            claim
            for claim in self._by_kind.get(ZG + kind, [])
            if through is None or _property(through) in claim.through
        ]

    @cached_property
    def _by_kind(self) -> dict[str, list[Facts]]:
        found: dict[str, list[Facts]] = defaultdict(list)
        for claim in self.claims:
            for kind in claim.all(RDF_TYPE):
                found[kind].append(claim)
        return found


class Surroundings:
    """Reads things as pages ask for them and keeps the latest ones."""

    def __init__(self, portal: Portal) -> None:
        """Remember the portal; nothing is read yet."""
        self._asker = asker(portal)
        self._facts: OrderedDict[str, Facts | None] = OrderedDict()
        self._around: OrderedDict[str, Around] = OrderedDict()
        self._lock = Lock()

    def facts(self, iri: str) -> Facts | None:
        """Return what the graph says about a thing, or ``None`` if it says nothing."""
        with self._lock:
            if iri in self._facts:
                self._facts.move_to_end(iri)
                return self._facts[iri]
        try:
            rows = self._asker.ask("thing", thing=Iri(iri))
        except InvalidTermError:
            rows = []
        found = _gathered(rows, "thing").get(iri)
        with self._lock:
            _keep(self._facts, iri, found)
        return found

    def around(self, iri: str) -> Around | None:
        """Return a thing with what names it and the claims about it."""
        with self._lock:
            if iri in self._around:
                self._around.move_to_end(iri)
                return self._around[iri]
        facts = self.facts(iri)
        if facts is None:
            return None
        term = Iri(iri)
        mentions: dict[str, list[str]] = defaultdict(list)
        for row in self._asker.ask("thing-mentions", thing=term):
            mentions[row["property"]].append(row["subject"])

        def claims() -> list[Facts]:
            return list(_gathered(self._asker.ask("thing-claims", thing=term), "claim").values())

        found = Around(facts, dict(mentions), claims)
        with self._lock:
            _keep(self._around, iri, found)
        return found


def surroundings(portal: Portal) -> Surroundings:
    """Return the reader of a portal's things."""
    return portal.once(Surroundings)


def _keep(kept: OrderedDict[str, _T], iri: str, found: _T) -> None:
    kept[iri] = found
    if len(kept) > _KEPT:
        kept.popitem(last=False)


def _gathered(rows: list[TextRow], about: str) -> dict[str, Facts]:
    found: dict[str, Facts] = {}
    seen: set[tuple[str, str, str, str]] = set()
    for row in rows:
        iri = row[about]
        facts = found.get(iri) or found.setdefault(iri, Facts(iri))
        if "through" in row:
            facts.through.add(row["through"])
        value = (iri, row["property"], row["value"], row["language"])
        if value not in seen:  # a claim that names the thing twice comes twice
            seen.add(value)
            facts.values[row["property"]].append(Value(row["value"], row["language"]))
    return found


def _property(local: str) -> str:
    return local if ":" in local else ZG + local
