# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Running a query of the library for a page: what its form offers, what its result says.

Parameters are read by their types, so nothing that somebody types gets into a query as
anything but a term. Results are kept for the life of the portal, the last ones asked for.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass, field
from decimal import Decimal
from threading import Lock
from typing import TYPE_CHECKING

from zielgraph.dependencies.naming import load_places
from zielgraph.model.errors import QueryError
from zielgraph.model.messages import LANGUAGES, catalogue, message, speaking
from zielgraph.model.names import PREFIXES, ZG
from zielgraph.model.terms import XSD, Iri, Literal
from zielgraph.portal.answer_names import names_of_things, property_name
from zielgraph.portal.frame import day
from zielgraph.portal.page import BadParameterError
from zielgraph.queries.library import run_query
from zielgraph.store.base import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zielgraph.dependencies.naming import Place
    from zielgraph.model.terms import Term
    from zielgraph.portal.portal import Portal
    from zielgraph.queries.library import NamedQuery, Parameter
    from zielgraph.store.base import Result

MOST_CHOICES = 400
"""Entries of a select box; where there are more, a field takes a name or number."""
_KEPT = 256
_DIGITS, _WIDE = re.compile("[0-9]+"), 9
_ROMAN = re.compile(r"(?<=\A[a-z]\.)(?=[ivx])(x{0,3})(ix|iv|v?i{0,3})(?![^\W_])")
"""The second part of a number in the paper, such as ``F.IX.3``; no paper has 40 sections."""
_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_KEPT_CELLS = 1_200_000
"""Results that are kept, and cells of all of them together: about 180 MB."""

_LONGEST = 2000
_NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "nonNegativeInteger")}
_SORTS = {"field": "field", "goal": "statement", "statement": "statement", "actor": "actor",
          "topic": "topic", "from": "field", "via": "field", "to": "field"}  # fmt: skip
_LISTED = {
    "version": ("versions", "version", "label"),
    "group": ("target-groups", "concept", "label"),
    "indicator": ("indicators", "indicator", "title"),
    "area": ("areas", "area", "label"),
}
_SCHEMES = {
    "status": "review-status",
    "state": "comment-state",
    "role": "role",
    "directness": "directness",
    "polarity": "polarity",
    "remit": "remit",
}
"""The list of values by the name of the parameter that takes one of them."""
_KINDS = ("sdg-link", "dependency", "involvement", "carry-over", "indicator-link", "remit")
"""Kinds of claims, which a parameter ``kind`` takes as texts."""
_PROPERTIES = {"property", "through"}
_SHARES = {"confidence", "mean_confidence"}
"""Columns of properties, and of shares from 0 to 1, which are shown in per cent."""
CODED = {"aspect", "change", "feature", "kind", "relation", "remit", "responsible", "role", "side",
          "state", "status", "step", "way", "what", "why"}  # fmt: skip
"""Columns of fixed values; some are classes, which begin with a capital letter."""
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORD = re.compile(r"[^\W\d_]{3}")
"""What has a word in it is in a language; a number or a code is not."""
_SDG_COLUMNS = {"sdg", "target"}
"""Columns that hold the number of an SDG or of a target."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A field of a form: select box with options, or a text field without."""

    parameter: Parameter
    label: str
    options: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a result, ready to be shown.

    :param iri: the thing, if it is one.
    :param sort: what the column is sorted by.
    """

    text: str
    iri: str = ""
    lang: str = ""
    number: bool = False
    sort: tuple[int, float, str] = (2, 0.0, "")


@dataclass(slots=True)
class Library:
    """The queries and what forms and results need, read once per version.

    :param labels: names of things by IRI, for each language.
    """

    portal: Portal
    queries: dict[str, NamedQuery]
    labels: dict[str, dict[str, str]]
    choices: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)
    _results: OrderedDict[tuple[str, ...], Result] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def form(self, query: NamedQuery, lang: str) -> list[Choice]:
        """Return the fields of a query's form."""
        return [
            Choice(parameter, text[:1].upper() + text[1:], self.options(parameter, lang))
            for parameter in query.parameters
            for text in (parameter.text[lang],)
        ]

    def options(self, parameter: Parameter, lang: str) -> list[tuple[str, str]]:
        """Return values and labels of a select box; none where a text field serves better."""
        key = (f"{parameter.type} {parameter.name}", lang)
        if key not in self.choices:
            found = self._options(parameter, lang)
            self.choices[key] = found if len(found) <= MOST_CHOICES else []
        return self.choices[key]

    def _options(self, parameter: Parameter, lang: str) -> list[tuple[str, str]]:
        graph = self.portal.graph
        if parameter.type == "language":
            return [(code, message(f"queries.lang_{code}")) for code in LANGUAGES]
        if parameter.type == "sdg-goal":
            rows = graph.query("sdg-profile", lang=lang)
            return [(str(row["sdg"]), f"{row['sdg']} {row['label']}") for row in rows]
        if parameter.type == "sdg-target":
            rows = graph.query("remit", lang=lang)
            return [(str(row["target"]), f"{row['target']} {row['label']}") for row in rows]
        if parameter.type == "string" and parameter.name == "kind":
            return [(kind, self._word(kind, "kind", lang)) for kind in _KINDS]
        if parameter.type != "iri":
            return []
        # What has several rows, such as a version that two bodies issued, is one choice.
        return list(dict(self._things(parameter.name, lang)).items())

    def _things(self, name: str, lang: str) -> list[tuple[str, str]]:
        graph = self.portal.graph
        if name in _SORTS:
            with speaking(lang):
                found = [p for p in self.portal.once(_places) if p.sort == _SORTS[name]]
                found.sort(key=lambda p: (not p.notation, in_order(p.title)))
                return [(p.iri, p.title) for p in found]
        if name in _LISTED:
            query, column, label = _LISTED[name]
            given = {"lang": lang} if self._takes(query, "lang") else {}
            return [(str(row[column]), str(row[label])) for row in graph.query(query, **given)]
        if name == "kind":
            kinds = self._kinds(ZG + "Actor")
            return sorted(((iri, self.labels[lang].get(iri) or short_name(iri)) for iri in kinds),
                          key=lambda pair: in_order(pair[1]))  # fmt: skip
        rows = graph.query("value-lists")
        if name == "scheme":
            schemes = sorted({str(row["scheme"]) for row in rows})
            return [(iri, self.labels[lang].get(iri) or short_name(iri)) for iri in schemes]
        end = f"/scheme/{_SCHEMES[name]}" if name in _SCHEMES else "-"
        return [
            (str(row["value"]), str(row[f"label_{lang}"]))
            for row in rows
            if str(row["scheme"]).endswith(end)
        ]

    def _kinds(self, iri: str) -> list[str]:
        """Return a class and its narrower ones that things are of."""
        found = self.portal.graph.store.query(
            f"SELECT DISTINCT ?kind WHERE {{ ?kind <{PREFIXES['rdfs']}subClassOf>* <{iri}> . "
            "FILTER EXISTS { ?thing a ?kind } }"
        )
        return [str(row[0]) for row in found.rows] if isinstance(found, Table) else []

    def _takes(self, query: str, name: str) -> bool:
        return any(parameter.name == name for parameter in self.queries[query].parameters)

    def result(self, query: NamedQuery, given: Mapping[str, str], lang: str) -> Result:
        """Run a query with what stands in its form.

        :raises BadParameterError: if a value does not fit.
        """
        values = {name: value.strip() for name, value in given.items() if value.strip()}
        if any(len(value) > _LONGEST for value in values.values()):
            raise BadParameterError("queries.too_long", most=_LONGEST)
        spoken = lang if self._takes(query.name, "lang") else ""
        key = (query.name, spoken, *(f"{name}={values[name]}" for name in sorted(values)))
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key]
        try:
            with speaking(lang):
                found = run_query(self.portal.graph.store, query, values)
        except QueryError as error:
            raise BadParameterError(error.key, **error.data) from error
        with self._lock:
            self._results[key] = found
            self._drop()
        return found

    def _drop(self) -> None:
        """Forget the results asked for longest ago until few enough are left."""
        sizes = [_cells(result) for result in self._results.values()]
        cells = sum(sizes)
        for size in sizes:
            if len(self._results) <= _KEPT and cells <= _KEPT_CELLS:
                return
            self._results.popitem(last=False)
            cells -= size

    def cell(self, term: Term | None, column: str, lang: str, spoken: str = "") -> Cell:
        """Return a cell in words: labels for things and fixed values.

        :param spoken: the language that the query was asked to speak, if it is another one;
            its texts do not say so themselves.
        """
        if term is None:
            return Cell("", sort=(3, 0.0, ""))
        if isinstance(term, Iri):
            return self._thing(term.value, column, lang)
        if isinstance(term, Literal):
            return self._literal(term, column, lang, spoken)
        return Cell(str(term), sort=(1, 0.0, str(term)))

    def _thing(self, iri: str, column: str, lang: str) -> Cell:
        name = self.labels[lang].get(iri)
        if not name and column in _PROPERTIES:
            name = property_name(iri, lang)
        name = name or short_name(iri)
        return Cell(name, iri, sort=(1, 0.0, in_order(name)))

    def _literal(self, term: Literal, column: str, lang: str, spoken: str) -> Cell:
        text = term.value
        item = PREFIXES["sdg"] + text if column in _SDG_COLUMNS else ""
        iri = item if item in self.labels[lang] else ""
        if term.datatype in _NUMBERS or column in _SHARES:
            value = _number(text)
            if value is not None:
                shown = share(text) if column in _SHARES and 0 <= value <= 1 else _shown(text, lang)
                return Cell(shown, iri, number=True, sort=(0, value, ""))
        tag = term.language or ""
        if not tag and column not in {"notation", "code"}:
            if ":" in text and text in self.labels[lang]:
                return self._thing(text, column, lang)
            word = self._word(text, column, lang)
            tag = spoken if word == text and _WORD.search(text) else ""
            text = word
        if _DAY.fullmatch(text):
            return Cell(day(text), iri, sort=(1, 0.0, text))
        return Cell(text, iri, tag if tag != lang else "", sort=(1, 0.0, in_order(text)))

    def _word(self, text: str, column: str, lang: str) -> str:
        return self.labels[lang].get(ZG + text) or self._coded(text, column, lang)

    def _coded(self, text: str, column: str, lang: str) -> str:
        """Return a fixed value that a query has chosen itself (``gap``, ``field``) in words."""
        if column.rstrip("_12") not in CODED and text not in {"true", "false"}:
            return text
        key = re.sub("[A-Z]", lambda found: f"_{found[0].lower()}", text).replace("-", "_")
        entry = catalogue().get(f"codes.{key}")
        kind = PREFIXES["zg"] + text[:1].upper() + text[1:]
        return entry[lang] if entry else self.labels[lang].get(kind, text)


def library(portal: Portal) -> Library:
    """Read the library and the labels; for :meth:`zielgraph.portal.portal.Portal.once`."""
    queries = {query.name: query for query in portal.graph.queries()}
    return Library(portal, queries, names_of_things(portal.graph.store))


def _places(portal: Portal) -> list[Place]:
    return load_places(portal.graph.project.queries, portal.graph.store)


def in_order(text: str) -> str:
    """Return what a text is sorted by: without case, numbers in it by their value.

    Roman numbers count after the first letter of a number in the paper, nowhere else.

    >>> sorted(["C.Y.10", "c.y.9", "11.a", "11.2"], key=in_order)
    ['11.2', '11.a', 'c.y.9', 'C.Y.10']
    >>> sorted(["F.IX", "F.V.2 Wald", "F.V", "F.X.10", "F.X.9"], key=in_order)
    ['F.V', 'F.V.2 Wald', 'F.IX', 'F.X.9', 'F.X.10']
    """
    arabic = _ROMAN.sub(_arabic, text.casefold())
    return _DIGITS.sub(lambda found: found[0].zfill(_WIDE), arabic)


def _arabic(found: re.Match[str]) -> str:
    return str(10 * len(found[1]) + _ONES.index(found[2]))


def _cells(result: Result) -> int:
    if isinstance(result, Table):
        return len(result.rows) * len(result.columns)
    return 1 if isinstance(result, bool) else 3 * len(result.triples)


def short_name(iri: str) -> str:
    """Return the end of an IRI, or its host and path where the end says nothing.

    >>> short_name("https://w3id.org/zielgraph/id/town/goal/radwege")
    'radwege'
    """
    return iri.rstrip("/#").rpartition("/")[2].rpartition("#")[2] or iri


def share(text: str) -> str:
    """Return a share from 0 to 1 in per cent, in the language of the moment."""
    return message("things.percent", n=round(Decimal(text) * 100))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _shown(text: str, lang: str) -> str:
    """Return a number with the marks of the language; years and codes stay as they are."""
    return text.replace(".", ",") if lang == "de" else text
