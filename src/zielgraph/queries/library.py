# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Named queries: one file each, with its question, typed parameters and columns.

A file is plain SPARQL that runs in any tool. Its header lines begin with ``#+``:

- ``question-de:`` and ``question-en:``, the question that it answers;
- ``note-de:`` and ``note-en:``, how to read the answer, each in one line: what is counted and
  left out, and columns by their names (``conflicts: …``); both, or neither;
- ``competency:``, the numbers of the competency questions (``CQ07``), if any;
- ``subject:``, what it is about, by which lists group it;
- ``chart:``, the columns of a bar chart, one of labels and one of whole numbers, if that fits;
- ``param NAME: TYPE`` with ``param-de NAME:`` and ``param-en NAME:``, what it is.

A parameter stands in the query as a line ``VALUES ?NAME { … }`` with its default in the
braces; ``UNDEF`` means "any". A given value replaces what is in the braces, as a term,
so that no value can break out of its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from zielgraph.model.errors import InvalidTermError, QueryError
from zielgraph.model.files import files_in, read_text
from zielgraph.model.messages import LANGUAGES, language
from zielgraph.model.names import PREFIXES
from zielgraph.model.terms import XSD, Iri, Literal, Term
from zielgraph.store.base import Table

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from pathlib import Path

    from zielgraph.store.base import GraphStore, Result, Row

_HEADER = re.compile(r"#\+ (?P<key>[a-z-]+)(?: (?P<name>\w+))?: ?(?P<value>.*)")
_VALUES = re.compile(r"(?P<head>VALUES \?(?P<name>\w+)) \{(?P<default>[^}]*)\}")
PARAMETER_TYPES = ("iri", "sdg-goal", "sdg-target", "string", "integer", "language")
SHORT_FORMS: dict[str, str] = {
    "iri": r"[\w.-]+(?:/[\w.-]+)*",
    "sdg-goal": r"(?:[1-9]|1[0-7])",
    "sdg-target": r"(?:[1-9]|1[0-7])\.(?:[1-9][0-9]?|[a-d])",
}
"""What may be written instead of an IRI, as a regular expression, by type of parameter."""

_SHORT, _SDG_GOAL, _SDG_TARGET = (re.compile(form + r"\Z") for form in SHORT_FORMS.values())


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a named query.

    :param name: the variable without its question mark.
    :param type: one of :data:`PARAMETER_TYPES`.
    :param text: what it means, by language.
    :param default: what stands in the file's ``VALUES`` block.
    """

    name: str
    type: str
    text: Mapping[str, str]
    default: str

    def read(self, value: str | Term) -> Term:
        """Read a text, or check that a term is of the parameter's type.

        :raises QueryError: if it does not fit the type.
        """
        if isinstance(value, str):
            return self.term(value)
        named = self.type in {"iri", "sdg-goal", "sdg-target"}
        if isinstance(value, Iri if named else Literal):
            return value
        raise QueryError("query.parameter_value", name=self.name, type=self.type, value=value)

    def term(self, value: str) -> Term:
        """Read what a person typed.

        :raises QueryError: if it does not fit the type.

        >>> Parameter("sdg", "sdg-target", {}, "UNDEF").term("11.2").n3()
        '<http://metadata.un.org/sdg/11.2>'
        """
        if self.type == "string":
            return Literal(value)
        if self.type == "integer" and re.fullmatch(r"[+-]?[0-9]{1,18}", value):
            return Literal(value, datatype=XSD + "integer")
        if self.type == "language" and value in LANGUAGES:
            return Literal(value)
        if self.type == "sdg-goal" and _SDG_GOAL.match(value):
            return Iri(PREFIXES["sdg"] + value)
        if self.type == "sdg-target" and _SDG_TARGET.match(value):
            return Iri(PREFIXES["sdg"] + value)
        if self.type in {"iri", "sdg-goal", "sdg-target"} and ":" in value:
            prefix, _, local = value.partition(":")
            try:
                return Iri(PREFIXES[prefix] + local if prefix in PREFIXES else value)
            except InvalidTermError:
                pass
        raise QueryError("query.parameter_value", name=self.name, type=self.type, value=value)


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """One file of the library.

    :param name: the file's name without ``.rq``.
    :param text: the SPARQL, header included.
    :param question: the question by language.
    :param note: how to read the answer, by language; empty if the file does not say.
    :param competency: numbers of the competency questions that it answers.
    :param parameters: in the order of the header.
    :param subject: what it is about; empty if the file does not say.
    :param chart: columns of labels and of whole numbers; none if a chart does not fit.
    """

    name: str
    text: str
    question: Mapping[str, str]
    competency: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = field(default=())
    subject: str = ""
    chart: tuple[str, ...] = ()
    note: Mapping[str, str] = field(default_factory=dict)

    def bind(self, values: Mapping[str, str | Term]) -> str:
        """Return the query with ``values`` in the places of its parameters.

        :param values: a term, or a text that the parameter's type reads.
        :raises QueryError: if a name is unknown or a value does not fit.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        terms: dict[str, Term] = {}
        for name, value in values.items():
            if name not in known:
                raise QueryError(
                    "query.parameter_unknown",
                    query=self.name,
                    name=name,
                    known=", ".join(known) or "–",
                )
            if value is not None:  # not given
                terms[name] = known[name].read(value)

        # All in one pass: a value that looks like the block of another parameter stays a value.
        def written(found: re.Match[str]) -> str:
            term = terms.get(found["name"])
            return found[0] if term is None else f"{found['head']} {{ {term.n3()} }}"

        return _VALUES.sub(written, self.text)


def parse_query(name: str, text: str) -> NamedQuery:
    """Read the header of one query file.

    :raises QueryError: if a question is missing, a note is there in one language only, one of
        them is there twice, a type is unknown, or a parameter has no ``VALUES`` line.
    """
    header = _header(name, text)
    questions, notes, types, texts, single = (header[key] for key in _ENTRIES)
    if set(questions) != set(LANGUAGES):
        raise QueryError("query.header", name=name, entry="question-de, question-en")
    if notes and (set(notes) != set(LANGUAGES) or not all(notes.values())):
        raise QueryError("query.header", name=name, entry="note-de, note-en")
    defaults = {found["name"]: found["default"].strip() for found in _VALUES.finditer(text)}
    parameters = []
    for about, kind in types.items():
        if (
            kind not in PARAMETER_TYPES
            or about not in defaults
            or set(texts.get(about, {})) != set(LANGUAGES)
        ):
            raise QueryError("query.header", name=name, entry=f"param {about}")
        parameters.append(Parameter(about, kind, texts[about], defaults[about]))
    competency = tuple(single.get("competency", "").replace(",", " ").split())
    chart = tuple(single.get("chart", "").split())
    if chart and (len(chart) != 2 or any(f"?{column}" not in text for column in chart)):  # noqa: PLR2004 - labels and numbers
        raise QueryError("query.header", name=name, entry="chart")
    subject = single.get("subject", "")
    return NamedQuery(name, text, questions, competency, tuple(parameters), subject, chart, notes)


_ENTRIES = ("question", "note", "type", "text", "single")


def _header(name: str, text: str) -> dict[str, dict[str, Any]]:
    """Return what the header says: questions, notes, parameters' types and texts, the rest."""
    found: dict[str, dict[str, Any]] = {key: {} for key in _ENTRIES}
    for line in text.splitlines():
        if not (entry := _HEADER.match(line)):
            continue
        key, about, value = entry["key"], entry["name"] or "", entry["value"].strip()
        if key.startswith(("question-", "note-")):
            entries = found[key.partition("-")[0]]
            if key.partition("-")[2] in entries:  # a text in two lines would lose the first
                raise QueryError("query.header", name=name, entry=key)
            entries[key.partition("-")[2]] = value
        elif key in {"competency", "subject", "chart"}:
            found["single"][key] = value
        elif key == "param":
            found["type"][about] = value
        elif key.startswith("param-"):
            found["text"].setdefault(about, {})[key.removeprefix("param-")] = value
        else:
            raise QueryError("query.header", name=name, entry=key)
    return found


def query_names(folder: Path) -> list[str]:
    """Return the names of all queries in ``folder``, sorted."""
    return sorted(path.stem for path in files_in(folder, ".rq", deep=False))


def load_query(folder: Path, name: str) -> NamedQuery:
    """Load one query.

    :raises QueryError: if there is none of that name; the message offers the nearest.
    :raises SourceFileError: if the file is no text, or cannot be opened.
    """
    names = query_names(folder)
    if name not in names:
        near = ", ".join(get_close_matches(name, names, n=3, cutoff=0.4)) or "–"
        raise QueryError("query.unknown", name=name, near=near)
    return parse_query(name, read_text(folder / f"{name}.rq"))


def load_queries(folder: Path) -> list[NamedQuery]:
    """Load the whole library, sorted by name."""
    return [load_query(folder, name) for name in query_names(folder)]


def run_query(
    store: GraphStore, query: NamedQuery, values: Mapping[str, str | Term] | None = None
) -> Result:
    """Run a named query with parameters.

    A parameter ``lang`` that is not given is the language of the moment. An IRI may be
    given by its end, as tables print it (``mobilitaet``, ``field/mobilitaet``). An IRI or
    SDG that the graph does not know is an error, not an empty answer.

    :raises QueryError: if a parameter is unknown or wrong.
    """
    steps = binding(query, values)
    try:
        question = next(steps)
        while True:
            try:
                result = store.query(question)
            except QueryError as error:
                question = steps.throw(error)
            else:
                question = steps.send(result)
    except StopIteration as bound:
        return store.query(bound.value)


def binding(
    query: NamedQuery, values: Mapping[str, str | Term] | None = None
) -> Generator[str, Result, str]:
    """Bind parameters as :func:`run_query` says; who runs the steps asks the graph.

    Yields queries about the values given, wants their results sent or their errors thrown,
    and returns the text to run; so it serves callers that wait for a store and callers that
    do not.

    :raises QueryError: if a parameter is unknown or wrong.
    """
    given = dict(values or {})
    if "lang" not in given and any(p.name == "lang" for p in query.parameters):
        given["lang"] = language()
    for parameter in query.parameters:
        value = given.get(parameter.name)
        if value is None:
            continue
        if isinstance(value, str) and parameter.type == "iri" and _SHORT.match(value):
            given[parameter.name] = value = yield from _by_short_name(parameter.name, value)
        term = parameter.read(value)
        if not isinstance(term, Iri):
            continue
        try:
            known = yield f"ASK {{ {term.n3()} ?p ?o }}"
        except QueryError as error:
            # An engine knows more rules for IRIs than we do; no graph holds what breaks them.
            if error.key not in {"query.syntax", "query.prefix"}:
                raise
            known = False
        if not known:
            raise QueryError("query.no_such_thing", name=parameter.name, value=term.value)
    return query.bind(given)


def _by_short_name(name: str, value: str) -> Generator[str, Result, Iri]:
    """Return the one thing of the graph whose IRI ends in ``value``.

    :raises QueryError: if there is none, or several.
    """
    found = yield (
        # Values of imported statistics are many, and nobody calls one by its name.
        "SELECT DISTINCT ?s WHERE { { SELECT DISTINCT ?class WHERE { ?any a ?class } } "
        f"FILTER(?class != {Iri(PREFIXES['qb'] + 'Observation').n3()}) "
        "?s a ?class . FILTER(ISIRI(?s) && "
        f"(STRENDS(STR(?s), {Literal('/' + value).n3()}) || "
        f"STRENDS(STR(?s), {Literal('#' + value).n3()}))) }} ORDER BY ?s"
    )
    assert isinstance(found, Table)  # noqa: S101 - it is a SELECT
    things = [row[0] for row in found.rows]
    if not things:
        raise QueryError("query.no_such_thing", name=name, value=value)
    if len(things) > 1:
        ends = ", ".join("/".join(str(thing).rsplit("/", 2)[1:]) for thing in things)
        raise QueryError("query.several_things", name=name, value=value, known=ends)
    assert isinstance(things[0], Iri)  # noqa: S101 - ISIRI
    return things[0]


def run_select(
    store: GraphStore, query: NamedQuery, values: Mapping[str, str | Term] | None = None
) -> list[Row]:
    """Run a named query that answers with a table, and return its rows.

    :raises QueryError: as :func:`run_query`, and if the query is no SELECT.
    """
    result = run_query(store, query, values)
    if not isinstance(result, Table):
        raise QueryError("query.no_table", name=query.name)
    return result.records()
