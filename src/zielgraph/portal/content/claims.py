# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Claims about a thing in words: SDG links, dependencies, involvements and their kin."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from zielgraph.model.messages import message
from zielgraph.model.names import PREFIXES
from zielgraph.portal.content.names import names, short
from zielgraph.portal.content.things import RDF_TYPE
from zielgraph.portal.search.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zielgraph.portal.content.things import Around, Facts
    from zielgraph.portal.portal import Portal

STATES = ("confirmed", "accepted", "proposed", "rejected")
ROLES = ("responsible", "contributing", "funding", "addressed")
_ENDS = (
    *("statement", "from", "earlier", "indicator", "measures", "revises", "milestoneOf"),
    *("dependencyKind", "to", "later", "role", "actor", "sdgItem", "onPassage"),
)
_STRENGTHS = 3
_ROMAN = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True, slots=True)
class Said:
    """A text with the language that it is in."""

    text: str
    lang: str

    def __bool__(self) -> bool:
        """Tell whether there is a text."""
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Reference:
    """A thing to link to, with its number and what it is called."""

    iri: str
    number: str
    label: str


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim as pages show it.

    :param other: the thing at its other end.
    :param kind: local name of what qualifies it: directness, kind of dependency, role, …
    :param word: ``kind`` in a word.
    :param status: local name of the review status, or empty.
    :param status_word: the review status in a word.
    :param basis: local name of the basis, or empty.
    :param basis_word: the basis in a word.
    :param confidence: in per cent, or ``None``.
    :param strength: 1 to 3, or ``None``.
    :param evidence: passages on which it rests.
    :param note: why it was decided so.
    """

    iri: str
    other: Reference
    kind: str
    word: str
    status: str
    status_word: str
    basis: str
    basis_word: str
    reason: Said
    note: Said
    confidence: int | None = None
    strength: int | None = None
    evidence: list[Reference] = field(default_factory=list)


class Speaker:
    """Puts claims into words of one language."""

    def __init__(self, portal: Portal, lang: str) -> None:
        """Remember whose names to use."""
        self._names = names(portal)
        self.lang = lang

    def said(self, facts: Facts, local: str) -> Said:
        """Return a text of a thing with its language."""
        return Said(facts.text(local, self.lang), facts.language(local, self.lang))

    def reference(self, iri: str) -> Reference:
        """Return a thing to link to."""
        return Reference(iri, self._names.number(iri), self._names.label(iri, self.lang))

    def references(self, iris: Iterable[str]) -> list[Reference]:
        """Return things to link to, in the order of their names."""
        found = [self.reference(iri) for iri in dict.fromkeys(iris)]
        return sorted(found, key=lambda thing: (thing.label.casefold(), thing.iri))

    def claim(self, claim: Facts, other: str, kind: str) -> ClaimView:
        """Return a claim in words.

        :param other: property of the thing at its other end.
        :param kind: property of what qualifies it.
        """
        status, basis = claim.word("status"), claim.word("basis")
        return ClaimView(
            claim.iri,
            self.reference(claim.one(other)),
            claim.word(kind),
            self._names.label(claim.one(kind), self.lang) if claim.one(kind) else "",
            status,
            self._names.term(status, self.lang) if status else "",
            basis,
            self._names.term(basis, self.lang) if basis else "",
            self.said(claim, "justification"),
            self.said(claim, "decisionNote"),
            _percent(claim.one("confidence")),
            _strength(claim.one("strength")),
            self.references(claim.all("evidence")),
        )

    def title(self, facts: Facts) -> str:
        """Return what to call a thing; a claim without a name by its ends.

        A claim's ends are put in the order in which one would say them.
        """
        if facts.iri in self._names:
            name = self._names.get(facts.iri)
            assert name is not None  # noqa: S101 - it is in there
            if name.de or name.en:
                return name.text(self.lang)
            if name.number:
                return self._place(facts, name.number)
        ends = [iri for local in _ENDS for iri in facts.all(local)[:1]]
        if not ends:
            kinds = sorted(kind for kind in facts.all(RDF_TYPE) if kind in self._names)
            word = self._names.label(kinds[-1], self.lang) if kinds else ""
            return " ".join(filter(None, (word, short(facts.iri))))
        return " – ".join(self._end(iri) for iri in ends)

    def _end(self, iri: str) -> str:
        name = self._names.get(iri)
        if name and name.is_sdg:
            return f"SDG {name.number} {name.text(self.lang)}"
        return self._names.label(iri, self.lang)

    def _place(self, facts: Facts, number: str) -> str:
        version = facts.one("inVersion")
        return f"{number}, {self._names.label(version, self.lang)}" if version else number


@dataclass(frozen=True, slots=True)
class SdgGroups:
    """The SDG links of a statement as a page groups them, each by number of the SDG."""

    direct: list[ClaimView]
    indirect: list[ClaimView]
    conflicts: list[ClaimView]
    proposed: list[ClaimView]
    rejected: list[ClaimView]

    @property
    def any(self) -> bool:
        """Tell whether there is any link."""
        return bool(
            self.direct or self.indirect or self.conflicts or self.proposed or self.rejected
        )


def sdg_groups(speaker: Speaker, links: Iterable[Facts]) -> SdgGroups:
    """Return SDG links grouped: what counts by directness, conflicts apart, then the rest."""
    found = SdgGroups([], [], [], [], [])
    for link in links:
        view = speaker.claim(link, "sdgItem", "directness")
        if view.status in {"proposed", "rejected"}:
            getattr(found, view.status).append(view)
        elif link.word("polarity") == "conflicts":
            found.conflicts.append(view)
        else:
            (found.direct if view.kind == "direct" else found.indirect).append(view)
    for views in (found.direct, found.indirect, found.conflicts, found.proposed, found.rejected):
        views.sort(key=lambda view: _by_sdg(view.other.number))
    return found


@dataclass(frozen=True, slots=True)
class DependencyGroup:
    """Dependencies of one kind and direction, with the phrase that says it."""

    phrase: str
    claims: list[ClaimView]


def dependency_groups(
    speaker: Speaker, around: Around
) -> tuple[list[DependencyGroup], list[ClaimView]]:
    """Return the dependencies of a statement by direction and kind, and the set-aside ones.

    Of the latter are rejected and proposed ones: they are shown, but count nowhere.
    """
    groups: dict[str, list[ClaimView]] = defaultdict(list)
    aside = []
    for through, other in (("from", "to"), ("to", "from")):
        for claim in around.claims_of("Dependency", through):
            view = speaker.claim(claim, other, "dependencyKind")
            if claim.counts:
                groups[f"{view.kind}_{through}"].append(view)
            else:
                aside.append(view)
    known = [
        f"{kind}_{through}"
        for kind in ("supports", "requires", "conflicts", "sharesResource")
        for through in ("from", "to")
    ]
    found = [
        DependencyGroup(message(f"things.dependency_{key}"), _strongest(groups[key]))
        for key in known
        if groups.get(key)
    ]
    return found, aside


def involvement_groups(
    speaker: Speaker, claims: Iterable[Facts], other: str
) -> tuple[list[tuple[str, list[ClaimView]]], list[ClaimView]]:
    """Return involvements by role, and the rejected ones.

    :param other: ``actor`` on a statement's page, ``statement`` on an actor's.
    """
    by_role: dict[str, list[ClaimView]] = defaultdict(list)
    rejected = []
    words: dict[str, str] = {}
    for claim in claims:
        view = speaker.claim(claim, other, "role")
        words[view.kind] = view.word
        if view.status == "rejected":
            rejected.append(view)
        else:
            by_role[view.kind].append(view)
    order = {role: place for place, role in enumerate(ROLES)}
    roles = sorted(by_role, key=lambda role: (order.get(role, len(order)), role))
    bases = ("stated", "judged", "computed", "unverified")
    for views in by_role.values():
        views.sort(
            key=lambda view: (
                bases.index(view.basis) if view.basis in bases else len(bases),
                not view.other.number,
                by_number(view.other.number),
                view.other.label.casefold(),
            )
        )
    return [(words[role], by_role[role]) for role in roles], rejected


def _strongest(claims: list[ClaimView]) -> list[ClaimView]:
    return sorted(
        claims, key=lambda view: (-(view.strength or 0), by_number(view.other.number), view.iri)
    )


def _by_sdg(number: str) -> tuple[int, int, str]:
    goal, _, target = number.partition(".")
    return (int(goal) if goal.isdigit() else 0, int(target) if target.isdigit() else 99, target)


def by_number(number: str) -> list[tuple[int, str]]:
    """Return a key that sorts by the numbers in a number, Roman ones too, after the first part.

    >>> by_number("B.2") < by_number("B.10"), by_number("C.V") < by_number("C.IX.1")
    (True, True)
    """
    first, *rest = number.split(".")
    return [_part(first), *(_roman(part) for part in rest)]


def as_read(number: str, label: str) -> tuple[list[tuple[int, str]], str]:
    """Return a key that sorts as people look things up: by number, then by name.

    >>> sorted([("B.2", "Wasser"), ("B.10", "A"), ("B.2", "Öl")], key=lambda one: as_read(*one))
    [('B.2', 'Öl'), ('B.2', 'Wasser'), ('B.10', 'A')]
    """
    return by_number(number), plain(label)


def _part(text: str) -> tuple[int, str]:
    return (int(text), "") if text.isdigit() else (0, text)


def _roman(text: str) -> tuple[int, str]:
    """Return the value of a Roman number up to 39 (a section has no more), else as it is."""
    if not re.fullmatch("X{0,3}(IX|IV|V?I{0,3})", text) or not text:
        return _part(text)
    values = [_ROMAN[letter] for letter in text]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-one if one < following else one for one, following in pairs), ""


def _percent(text: str) -> int | None:
    try:
        return round(Decimal(text) * 100) if text else None
    except InvalidOperation:
        return None


def _strength(text: str) -> int | None:
    return int(text) if text.isdigit() and 1 <= int(text) <= _STRENGTHS else None


CREATED = PREFIXES["dcterms"] + "created"
CREATOR = PREFIXES["dcterms"] + "creator"
