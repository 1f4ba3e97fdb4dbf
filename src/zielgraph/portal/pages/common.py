# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What every page about a thing shows: its head, where it stands, its data, what else is known."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from zielgraph.model.messages import catalogue, message
from zielgraph.model.names import PREFIXES, ZG
from zielgraph.model.terms import Iri
from zielgraph.portal.content.claims import Speaker
from zielgraph.portal.content.names import names, short
from zielgraph.portal.content.things import RDF_TYPE, surroundings
from zielgraph.portal.frame import day, decimal
from zielgraph.portal.published import published
from zielgraph.publication.addresses import ENDINGS
from zielgraph.publication.citation import cite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zielgraph.portal.content.claims import Reference, Said
    from zielgraph.portal.content.things import Around, Facts, Value
    from zielgraph.portal.page import Request
    from zielgraph.portal.portal import Portal

_SKOS = PREFIXES["skos"]
_SHOWN = {
    RDF_TYPE,
    *(_SKOS + local for local in ("prefLabel", "notation")),
    *(PREFIXES["rdfs"] + local for local in ("label", "isDefinedBy")),
    *(ZG + local for local in ("summary", "passage", "wording", "topField", "commentState")),
}
_DRAWN = ("Statement", "StrategicField", "Topic", "Actor")
"""Classes of what the picture of the network can start from."""
BADGES = ("directness", "polarity", "dependencyKind", "role", "remit", "basis", "status")
"""Properties whose values a page shows at once, with a sign and a word."""
_ROWS = 12
"""Values of one property that the generic part of a page shows before it folds the rest."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a paper."""

    passage: Reference
    version: Reference
    issued: str
    section: str
    bullet: str
    comments: list[Remark]


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment of a body on a passage."""

    comment: Reference
    by: Reference | None
    state: str
    state_word: str
    text: Said


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in words.

    :param iri: what to link to, or empty.
    :param outside: whether it is an address of another site.
    """

    text: str
    lang: str
    iri: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A property with its values, in words."""

    label: str
    cells: list[Cell]

    @property
    def shown(self) -> list[Cell]:
        """Return the values to show at once."""
        return self.cells[:_ROWS]

    @property
    def folded(self) -> list[Cell]:
        """Return the values to show on demand."""
        return self.cells[_ROWS:]


class Desk:
    """What the views of one page work with."""

    def __init__(self, portal: Portal, request: Request, around: Around) -> None:
        """Remember what the page is about."""
        self.portal = portal
        self.request = request
        self.around = around
        self.facts = around.facts
        self.lang = request.lang
        self.names = names(portal)
        self.speaker = Speaker(portal, request.lang)

    def head(self) -> dict[str, Any]:
        """Return what the template of every page about a thing needs."""
        facts, lang = self.facts, self.lang
        name = self.names.get(facts.iri)
        return {
            "iri": facts.iri,
            "kind": capital(self.kind_word()),
            "notation": name.number if name else "",
            "summary": self.speaker.said(facts, "summary"),
            "wording": self.speaker.said(facts, "wording"),
            "places": self.places(),
            "downloads": [(form, self.portal.addresses.data(facts.iri, form)) for form in ENDINGS],
            "explore": self.explore(),
            "citation": self.citation(),
            "badges": [
                (facts.word(local), self.names.label(facts.one(local), lang))
                for local in BADGES
                if facts.one(local)
            ],
            "capital": capital,
            "crumbs": [],
            "before": None,
            "after": None,
            "lines": [],
            "incoming": [],
            "status": self.names.label(facts.one("status"), lang) if facts.one("status") else "",
        }

    def kind_word(self) -> str:
        """Return what the thing is, in a word; the most specific class has the say."""
        name = self.names.get(self.facts.iri)
        kinds = self.facts.all(RDF_TYPE)
        known = sorted([kind for kind in kinds if kind.startswith(ZG)] or kinds)
        kind = name.kind if name and name.kind else "".join(known[:1])
        return self._word(kind, "kind") if kind else ""

    def citation(self) -> str:
        """Return how to cite the thing, by the title that its page has."""
        found = cite(published(self.portal), Iri(self.facts.iri), self.lang)
        return replace(found, title=capital(self.speaker.title(self.facts))).text()

    def crumb(self, iri: str) -> tuple[str, str]:
        """Return a thing as a step of the way to the page: what it is called, and its path."""
        path = self.portal.addresses.page(iri, self.lang) or ""
        return self.names.label(iri, self.lang), path

    def explore(self) -> str:
        """Return the path of the picture that starts on the thing, or empty if none does."""
        if not any(self.facts.has_type(kind) for kind in _DRAWN):
            return ""
        path = f"/{self.lang}/explore"
        return path if self.request.static else f"{path}?{urlencode({'node': self.facts.iri})}"

    def places(self) -> list[Place]:
        """Return where the thing stands, the latest version first."""
        found = []
        for iri in self.facts.all("passage"):
            passage = surroundings(self.portal).around(iri)
            if passage is not None:
                found.append(self._place(passage))
        return sorted(found, key=lambda place: (place.issued, place.passage.number), reverse=True)

    def _place(self, passage: Around) -> Place:
        facts = passage.facts
        version = facts.one("inVersion")
        name = self.names.get(version)
        return Place(
            self.speaker.reference(facts.iri),
            self.speaker.reference(version),
            name.issued if name else "",
            facts.one("section"),
            facts.one("bulletNumber"),
            [self.remark(claim) for claim in passage.claims_of("Comment", "onPassage")],
        )

    def remark(self, comment: Facts) -> Remark:
        """Return a comment in words."""
        by, state = comment.one("commentBy"), comment.one("commentState")
        return Remark(
            self.speaker.reference(comment.iri),
            self.speaker.reference(by) if by else None,
            comment.word("commentState"),
            self.names.label(state, self.lang) if state else "",
            self.speaker.said(comment, "summary"),
        )

    def lines(self, without: Iterable[str] = ()) -> list[Line]:
        """Return the properties of the thing in words, but not those shown elsewhere."""
        hidden = _SHOWN | {local if ":" in local else ZG + local for local in without}
        found = [
            Line(capital(self.property_word(prop)), self._figures(prop, values))
            for prop, values in self.facts.values.items()
            if prop not in hidden and not self._repeats(prop, values)
        ]
        kept = [line for line in found if line.cells]
        return sorted(kept, key=lambda line: line.label.casefold())

    def _repeats(self, prop: str, values: list[Value]) -> bool:
        """Tell whether a foreign property only says what one of ours says already."""
        if prop.startswith(ZG):
            return False
        ours = (own for name, own in self.facts.values.items() if name.startswith(ZG))
        return any(set(values) <= set(own) for own in ours)

    def incoming(self, without: Iterable[str] = ()) -> list[Line]:
        """Return what names the thing, by property, in words."""
        hidden = {local if ":" in local else ZG + local for local in without}
        found = []
        for prop, subjects in self.around.mentions.items():
            if prop in hidden:
                continue
            cells = [self._subject(iri) for iri in subjects[: 20 * _ROWS]]
            cells.sort(key=lambda cell: cell.text.casefold())
            found.append(Line(capital(self.property_word(prop)), cells))
        return sorted(found, key=lambda line: line.label.casefold())

    def property_word(self, prop: str) -> str:
        """Return what to call a property; of foreign ones some have words of ours."""
        return self._word(prop, "property")

    def _word(self, term: str, sort: str) -> str:
        """Return the data's word for a term of a vocabulary, else ours, else the end of its IRI."""
        key = f"things.{sort}_{short(term)}"
        if term not in self.names and key in catalogue():
            return message(key)
        return self.names.label(term, self.lang)

    def _subject(self, iri: str) -> Cell:
        if (name := self.names.get(iri)) and (name.de or name.en):
            return Cell(name.text(self.lang), self.lang, iri)
        facts = surroundings(self.portal).facts(iri)
        return Cell(self.speaker.title(facts) if facts else iri, self.lang, iri)

    def _figures(self, prop: str, values: list[Value]) -> list[Cell]:
        """Return values in words, decimal numbers as the language writes them."""
        write = _DECIMALS.get(prop)
        if write is None:
            return self._cells(values)
        try:
            return [Cell(write(value.text), self.lang) for value in values]
        except InvalidOperation:
            return self._cells(values)

    def _cells(self, values: list[Value]) -> list[Cell]:
        languages = {value.language for value in values if value.language}
        wanted = self.lang if self.lang in languages else next(iter(sorted(languages)), "")
        found = [
            self._cell(value) for value in values if not value.language or value.language == wanted
        ]
        return sorted(found, key=lambda cell: cell.text.casefold())

    def _cell(self, value: Value) -> Cell:
        text = value.text
        if text in self.names or self.portal.addresses.local(text):
            return self._subject(text)
        if _DAY.fullmatch(text):
            return Cell(day(text), self.lang)
        word = self.property_word(text) if ":" in text else ""
        if word and word != short(text):
            return Cell(word, self.lang)
        if text.startswith(("https://", "http://")):
            return Cell(text, self.lang, text, outside=True)
        return Cell(text, value.language or self.lang)


def share(value: object) -> str:
    """Return a share from 0 to 1 in per cent, in the language of the moment.

    >>> from zielgraph.model.messages import speaking
    >>> with speaking("en"):
    ...     share("0.96")
    '96%'
    """
    return message("things.percent", n=round(Decimal(str(value)) * 100))


_DECIMALS: dict[str, Callable[[object], str]] = {
    ZG + "confidence": share,
    ZG + "value": decimal,
    ZG + "thresholdValue": decimal,
}


def capital(text: str) -> str:
    """Return a word as a heading begins.

    >>> capital("verantwortlich")
    'Verantwortlich'
    """
    return text[:1].upper() + text[1:]
