# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Single changes in words: what a thing is called, what was said before and is said now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zielgraph.diff.facts import Names, local_name
from zielgraph.diff.triples import is_nameless
from zielgraph.model.messages import language, message
from zielgraph.model.names import PREFIXES
from zielgraph.model.terms import Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zielgraph.diff.compare import Comparison
    from zielgraph.diff.differences import Altered, Carried, CoverageDiff, ValueDiff
    from zielgraph.diff.facts import Thing
    from zielgraph.model.project import Project
    from zielgraph.model.terms import Term, Triple

_LABEL = PREFIXES["rdfs"] + "label"
_SIGNS = {"moved": "→"}


@dataclass(frozen=True, slots=True)
class Line:
    """What a thing said before and says now; one of the two may be empty.

    :param label: what it is about; empty where ``new`` is a remark of its own.
    :param language: of the texts, such as ``en``; empty if they are none.
    :param iri: of the thing that ``new`` names; empty if it names none.
    """

    sign: str
    label: str
    old: str
    new: str
    language: str = ""
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that came, went or changed.

    :param iri: of the thing; empty if the entry is about none, or about several.
    """

    sign: str
    title: str
    lines: Sequence[Line] = ()
    iri: str = ""


class Writer:
    """Puts the changes of a comparison into words, in the language of the moment."""

    def __init__(self, project: Project, comparison: Comparison) -> None:
        """Write with the names that both states give."""
        self.between_versions = comparison.between_versions
        before, after = comparison.before, comparison.after
        self._ends = comparison.ends
        names = Names(project, before)
        same = before.store is after.store
        self._names = names, names if same else Names(project, after)
        self._terms = _labels((*before.triples, *after.triples))

    def sdg(self, number: str) -> str:
        """Return an SDG or target by number and name."""
        return self._names[1].full(PREFIXES["sdg"] + number)

    def title(self, thing: Thing, side: int) -> str:
        """Return what ``thing`` is called in its state: number and title, or what it joins."""
        names = self._names[side]
        if thing.kind == "comment":
            return names.full(thing.iri)
        if thing.ends:
            ends = [names.full(end) for end in thing.ends]
            return ends[0] if ends[0] == ends[-1] else " – ".join(ends)
        numbers = ", ".join(sorted(map(str, thing.values.get("number", ()))))
        texts = {str(getattr(t, "language", "")): str(t) for t in thing.values.get("title", ())}
        return f"{numbers} {texts.get(language()) or names.name(thing.iri)}".strip()

    def thing(self, thing: Thing, side: int, sign: str) -> Entry:
        """Tell of a thing that is new or gone."""
        aspects = [
            self._names[side].text(value)
            for aspect in _TELLING.get(thing.kind, ())
            for value in sorted(thing.values.get(aspect, ()), key=str)
        ]
        lines = [Line("", "", "", ", ".join(aspects))] if aspects else []
        return Entry(sign, self.title(thing, side), lines, thing.iri)

    def altered(self, pair: Altered) -> Entry:
        """Tell what differs in a thing of both states."""
        lines = [self.line(value) for value in pair.values]
        return Entry("~", self.title(pair.after, 1), lines, pair.after.iri)

    def name(self, iri: str, side: int) -> str:
        """Return what a thing is called in its state."""
        return self._names[side].name(iri)

    def full(self, iri: str, side: int) -> str:
        """Return number and name of a thing."""
        return self._names[side].full(iri)

    def any_title(self, iri: str, side: int) -> str:
        """Return what a thing is called, a claim by what it joins."""
        ends = self._ends.get(iri)
        if ends:
            return " – ".join(self.full(end, side) for end in ends)
        return self._terms.get(iri) or self.full(iri, side)

    def revision(self, thing: Thing, side: int) -> str:
        """Return which claim was revised and why, as far as a note says so."""
        notes = {
            str(getattr(n, "language", "")): str(n) for n in thing.values.get("decisionNote", ())
        }
        note = notes.get(language()) or next(iter(notes.values()), "")
        return f"{self.any_title(thing.ends[0], side)}{': ' if note else ''}{note}"

    def line(self, value: ValueDiff) -> Line:
        """Tell what one aspect said before and says now."""
        old, new = (
            "; ".join(sorted({self._text(term, names) for term in terms}))
            for names, terms in zip(self._names, (value.old, value.new), strict=True)
        )
        tags = list(dict.fromkeys(_tags(value)))
        label = self._label(value.aspect)
        if len(tags) > 1:  # only the language differs: the tags are what there is to say
            return Line("~", message("diff.language", label=label, text=old), tags[0], tags[1])
        if value.aspect == "kind":
            old, new = (", ".join(map(_kind, terms)) for terms in (value.old, value.new))
        tag = tags[0] if tags else ""
        label = f"{label} ({tag})" if tag else label
        return Line(_SIGNS.get(value.change, "~"), label, old, new, tag)

    def _text(self, term: Term, names: Names) -> str:
        if is_nameless(term):
            return message("diff.nameless")
        return self._terms.get(str(term)) or names.text(term)

    def _label(self, aspect: str) -> str:
        """Return what an aspect is called; one that no query names is the IRI of a property."""
        known = _PROPERTIES.get(aspect) or ("" if ":" in aspect else aspect)
        return (
            message(f"diffaspect.{known.lower()}")
            if known
            else self._terms.get(aspect, local_name(aspect))
        )

    def carried(self, together: Mapping[str, Sequence[Carried]]) -> list[Entry]:
        """Tell where statements live on, those of one statement in one entry."""
        sources = Counter(pair.after for pairs in together.values() for pair in pairs)
        entries = []
        for before, pairs in together.items():
            lines = []
            for pair in pairs:
                kind = self._names[1].name(PREFIXES["zg"] + pair.kind)
                remarks = [kind]
                if pair.status not in {"accepted", "confirmed"}:
                    remarks.append(self._names[1].name(PREFIXES["zg"] + pair.status))
                if sources[pair.after] > 1:
                    remarks.append(message("diff.merged", count=sources[pair.after] - 1))
                title = self._numbered(pair.after, 1)
                text = f"{title} ({', '.join(remarks)})"
                lines.append(Line("→", "", "", text, iri=pair.after))
            title = self._numbered(before, 0)
            if len(pairs) > 1:
                title = message("diff.split", title=title, count=len(pairs))
            entries.append(Entry("→", title, lines, before))
        return entries

    def _numbered(self, iri: str, side: int) -> str:
        return self._names[side].full(iri)

    def coverage(self, pair: CoverageDiff, sign: str) -> Entry:
        """Tell how a target stood and stands, and by which statements."""
        state = [message(f"diffstate.{side.state}") for side in (pair.before, pair.after)]
        lines = [Line("", message("diff.state"), *state)]
        gone = [i for i in pair.before.counted if pair.after.counted.get(i) is None]
        come = [i for i, way in pair.after.counted.items() if pair.before.counted.get(i) != way]
        for mark, statements, side, counted in (
            ("−", gone, 0, pair.before.counted),
            ("+", come, 1, pair.after.counted),
        ):
            for iri in sorted(statements, key=lambda i: (counted[i], i)):
                way = message(f"diffstate.{counted[iri]}")
                text = f"{self._numbered(iri, side)} ({way})"
                lines.append(Line(mark, "", "", text, iri=iri))
        return Entry(sign, self.sdg(pair.number), lines, PREFIXES["sdg"] + pair.number)

    def conflicts(self, pairs: Sequence[CoverageDiff]) -> Iterator[tuple[str, list[Entry]]]:
        """Tell which conflicts are gone and which are new, by target or SDG."""
        for sign, side in (("−", 0), ("+", 1)):
            entries = []
            for pair in pairs:
                sides = pair.before.conflicts, pair.after.conflicts
                found = sorted(sides[side] - sides[1 - side])
                if found and not self._told_by_target(pair, pairs, side):
                    lines = [
                        Line(sign, "", "", self._numbered(iri, side), iri=iri) for iri in found
                    ]
                    number = PREFIXES["sdg"] + pair.number
                    entries.append(Entry(sign, self.sdg(pair.number), lines, number))
            if entries:
                yield sign, entries

    @staticmethod
    def _told_by_target(pair: CoverageDiff, pairs: Sequence[CoverageDiff], side: int) -> bool:
        """Tell whether all conflicts of an SDG are those of its targets."""
        if "." in pair.number:
            return False
        own = [other for other in pairs if other.number.startswith(f"{pair.number}.")]
        told: set[str] = set()
        for other in own:
            told |= (other.before, other.after)[side].conflicts
        return (pair.before, pair.after)[side].conflicts <= told


def _labels(triples: Iterable[Triple]) -> dict[str, str]:
    """Return what the terms of the ontology are called in the language of the moment."""
    return {
        str(subject): str(value)
        for subject, prop, value in triples
        if prop.value == _LABEL and getattr(value, "language", "") == language()
    }


def _tags(value: ValueDiff) -> Iterator[str]:
    for term in (*value.old, *value.new):
        if isinstance(term, Literal) and term.language:
            yield term.language


def _kind(term: Term) -> str:
    """Return a kind of thing; the one kind that is no kind of its own is a class."""
    if isinstance(term, Iri):
        return message("diff.commitment")
    return message(f"diffkinds.{term}")


_PROPERTIES = {
    PREFIXES["skos"] + "prefLabel": "title",
    PREFIXES["rdfs"] + "label": "title",
    PREFIXES["dcterms"] + "title": "title",
    PREFIXES["skos"] + "notation": "number",
    PREFIXES["rdf"] + "type": "kind",
    PREFIXES["skos"] + "definition": "definition",
    PREFIXES["rdfs"] + "subClassOf": "superclass",
    PREFIXES["rdfs"] + "comment": "remark",
    PREFIXES["skos"] + "editorialNote": "remark",
    PREFIXES["dcterms"] + "created": "created",
    PREFIXES["dcterms"] + "creator": "creator",
}
"""Aspects of properties that come from elsewhere and have no name in the ontology."""

_TELLING = {
    "link": ("directness", "polarity", "status"),
    "indicatorlink": ("directness", "status"),
    "dependency": ("dependencyKind", "strength", "status"),
    "involvement": ("role", "basis", "status"),
    "comment": ("commentState",),
    "remit": ("remit", "status"),
    "carry": ("carryOverKind", "status"),
}
"""What is said of a claim that is new or gone."""
