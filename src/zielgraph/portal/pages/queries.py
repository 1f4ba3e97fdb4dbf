# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The query library: all its questions, and for each a form, its answer and its SPARQL."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from zielgraph.model.messages import catalogue, message
from zielgraph.portal.asking import Cell, library, short_name
from zielgraph.portal.page import BadParameterError, Page, PageNotFoundError, Route
from zielgraph.portal.parameters import page_of, paged, refuse_unknown
from zielgraph.publication.answers import formats_for
from zielgraph.queries.library import binding
from zielgraph.queries.shape import shape_of
from zielgraph.reports.drawing import wrapped
from zielgraph.store.base import Table, Triples
from zielgraph.store.formats import write_triples

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zielgraph.model.terms import Term
    from zielgraph.portal.asking import Library
    from zielgraph.portal.page import Request
    from zielgraph.portal.portal import Portal
    from zielgraph.queries.library import NamedQuery
    from zielgraph.store.base import GraphStore

SUBJECTS = (
    "coverage", "strategy", "actors", "dependencies", "indicators", "review", "exchange",
)  # fmt: skip
"""Subjects in the order of the page; queries of another one come last."""

_OWN = ("page", "sort")
_ROWS = 50
_MOST_BARS = 30
_HIDDEN = {"colour"}
"""Columns that say nothing to a reader; the files to download hold them."""
_MOST_TEXT = 200
_MOST_ROWS = 500
"""Rows that a page as a file holds; the files to download hold all."""


def queries(portal: Portal, request: Request) -> Page:
    """Return the list of questions, by subject; with ``q`` only those that hold all its words."""
    refuse_unknown(request.query, ("q",))
    asked = " ".join(request.query.get("q", "").split())[:_MOST_TEXT]
    known = portal.once(library)
    found = [query for query in known.queries.values() if _fits(query, asked.casefold().split())]
    groups = [
        (subject or "other", message(f"queries.subject_{subject or 'other'}"), members)
        for subject in (*SUBJECTS, "")
        if (members := [q for q in found if _subject(q) == subject])
    ]
    context = {"groups": groups, "asked": asked, "count": len(found), "all": len(known.queries)}
    return Page("queries.html", message("queries.title"), context, section="queries")


def _subject(query: NamedQuery) -> str:
    return query.subject if query.subject in SUBJECTS else ""


def _fits(query: NamedQuery, words: Sequence[str]) -> bool:
    text = " ".join((query.name, *query.competency, *query.question.values())).casefold()
    return all(word in text for word in words)


def query_page(portal: Portal, request: Request, name: str) -> Page:
    """Return one question: its form, its answer, its SPARQL."""
    known = portal.once(library)
    query = known.queries.get(name)
    if query is None:
        raise PageNotFoundError("portal.no_page", path=request.path[:_MOST_TEXT])
    names = [parameter.name for parameter in query.parameters]
    refuse_unknown(request.query, (*names, *_OWN))
    given = {n: request.query[n].strip() for n in names if request.query.get(n, "").strip()}
    result = known.result(query, given, request.lang)
    title = query.question[request.lang]
    bound = given if "lang" in given or "lang" not in names else {**given, "lang": request.lang}
    context: dict[str, Any] = {
        "query": query,
        "form": known.form(query, request.lang),
        "given": given,
        "sparql": sparql_of(portal.graph.store, query, bound),
        "editor": "/editor?" + urlencode({"example": name, **given}),
        "note": query.note.get(request.lang, ""),
        "formats": _files(query, given, request),
        "kind": "table",
        "subject": message(f"queries.subject_{_subject(query) or 'other'}"),
    }
    if isinstance(result, Table):
        context |= _table(known, query, result, request, given.get("lang", request.lang))
        title = paged(title, context["page_number"], context["pages"])
    elif isinstance(result, Triples):
        shown = result.triples[: 20 * _ROWS]
        context |= {"kind": "graph", "count": len(result.triples), "shown": len(shown)}
        context["graph"] = write_triples(shown, "turtle")
    else:
        context |= {"kind": "truth", "truth": result}
    return Page("query.html", title, context, section="queries")


def _files(query: NamedQuery, given: Mapping[str, str], request: Request) -> list[tuple[str, str]]:
    """Return the formats of the answer, each with the path of its file."""
    lang = given.get("lang", request.lang)
    values = {name: value for name, value in given.items() if name != "lang"}
    suffix = "?" + urlencode(values) if values else ""
    return [
        (kind.ending.upper(), f"/api/queries/{query.name}.{lang}.{kind.ending}{suffix}")
        for kind in formats_for(shape_of(query.text).form)
    ]


def sparql_of(store: GraphStore, query: NamedQuery, given: Mapping[str, str]) -> str:
    """Return the SPARQL with the given parameters in their places, without the header.

    :raises QueryError: if a value does not fit.
    """
    steps = binding(query, given)
    try:
        question = next(steps)
        while True:
            question = steps.send(store.query(question))
    except StopIteration as bound:
        # Not splitlines(): a value may hold what Python takes for the end of a line.
        lines = str(bound.value).split("\n")
    kept = [line for line in lines if not line.startswith(("#+", "# SPDX"))]
    return "\n".join(kept).strip() + "\n"


def _table(
    known: Library, query: NamedQuery, result: Table, request: Request, spoken: str
) -> dict[str, Any]:
    columns = shown_columns(result.columns, request.lang)
    sort, descending = _sort(request, columns)
    pages = max(1, -(-len(result.rows) // _ROWS))
    page = 1 if request.static else page_of(request.query)
    if page > pages:
        raise PageNotFoundError("explore.page", page=page, pages=pages)
    shown = slice(_MOST_ROWS) if request.static else slice((page - 1) * _ROWS, page * _ROWS)

    def cell(row: Sequence[Term | None], name: str) -> Cell:
        about = _about(row, name, columns)
        return known.cell(row[columns[name]], about, request.lang, spoken)

    def cells(rows: Sequence[Sequence[Term | None]]) -> list[dict[str, Cell]]:
        return [{name: cell(row, name) for name in columns} for row in rows]

    if sort:
        keys = [cell(row, sort).sort for row in result.rows]
        order = sorted(range(len(keys)), key=keys.__getitem__, reverse=descending)
        rows = cells([result.rows[number] for number in order[shown]])
    else:
        rows = cells(result.rows[shown])
    chart = _chart(query, cells(result.rows))
    columns = {n: place for n, place in columns.items() if not _repeats(n, rows)}
    rows = [{name: row[name] for name in columns} for row in rows]
    others = {name: value for name, value in request.query.items() if value}
    return {
        "columns": list(headings(columns).items()),
        "rows": [list(row.values()) for row in rows],
        "count": len(result.rows),
        "page_number": page,
        "pages": pages,
        "sort": sort,
        "descending": descending,
        "numeric": {n for n in columns if rows and all(_is_number(row[n]) for row in rows)},
        "cut": lambda words: (wrapped(words, 284, 13.5, 1) or [""])[0],
        "chart": chart,
        "with_page": lambda n: f"{request.path}?" + urlencode({**others, "page": n}),
        "sorted_by": lambda n, down: (
            f"{request.path}?"
            + urlencode({**_without_page(others), "sort": ("-" if down else "") + n})
        ),
    }


def _about(row: Sequence[Term | None], name: str, columns: Mapping[str, int]) -> str:
    """Return the name by which a cell is read: of a value the property beside it."""
    if name != "value":
        return name
    beside = next((row[columns[other]] for other in ("aspect", "property") if other in columns), "")
    return "confidence" if short_name(str(beside)) == "confidence" else name


def _without_page(others: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in others.items() if name != "page"}


def _repeats(name: str, rows: Sequence[Mapping[str, Cell]]) -> bool:
    """Tell whether a column of texts says only what the link in another column says."""
    return any(row[name].text for row in rows) and any(
        all(not row[name].iri and row[other].iri and row[name].text in {"", row[other].text}
            for row in rows)
        for other in rows[0]
        if other != name
    )  # fmt: skip


def _is_number(cell: Cell) -> bool:
    return cell.number or not cell.text


def _sort(request: Request, columns: Iterable[str]) -> tuple[str, bool]:
    value = request.query.get("sort", "")
    name = value.removeprefix("-")
    if name and name not in columns:
        raise BadParameterError(
            "parameters.choice", name="sort", value=value[:60], known=", ".join(columns)
        )
    return name, value.startswith("-")


def shown_columns(columns: Sequence[str], lang: str) -> dict[str, int]:
    """Return the columns of a page with their places: of two languages only that of the page.

    >>> shown_columns(("label_de", "label_en", "n"), "en")
    {'label_en': 1, 'n': 2}
    """
    other = "_en" if lang == "de" else "_de"
    found = {}
    for place, name in enumerate(columns):
        twin = name.removesuffix(other) + ("_de" if lang == "de" else "_en")
        if not (name.endswith(other) and twin in columns):
            found[name] = place
    return {name: place for name, place in found.items() if name not in _HIDDEN}


def column_label(name: str) -> str:
    """Return the heading of a column in the language of the moment, or its own name."""
    key = f"columns.{name}"
    short = f"columns.{name.rpartition('_')[0]}"
    for candidate in (key, short):
        if candidate in catalogue():
            return message(candidate)
    return name.replace("_", " ")


def headings(names: Iterable[str]) -> dict[str, str]:
    """Return the headings of a table's columns, no two alike.

    >>> from zielgraph.model.messages import speaking
    >>> with speaking("en"):
    ...     headings(["number", "notation"]), headings(["kind_1", "kind_2"])
    ... # doctest: +NORMALIZE_WHITESPACE
    ({'number': 'SDG number', 'notation': 'Number'},
     {'kind_1': 'Kind, step 1', 'kind_2': 'Kind, step 2'})
    """
    found = {name: column_label(name) for name in names}
    if "number" in found and "notation" in found:
        found["number"] = message("columns.sdg_number")
    often = Counter(found.values())
    for name, label in found.items():
        step = name.rpartition("_")[2]
        if often[label] > 1 and step.isdecimal():
            found[name] = message("columns.of_step", label=label, step=step)
    return found


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars above an answer.

    :param column: heading of the column whose numbers they show.
    :param bars: label and number of each, the longest first.
    :param count: how many rows could have a bar.
    """

    column: str
    bars: list[tuple[Cell, int]]
    count: int


def _chart(query: NamedQuery, rows: Sequence[Mapping[str, Cell]]) -> Chart | None:
    """Return the chart of a query; none if it has none, or nothing but zeros to show."""
    if not query.chart or not rows:
        return None
    label, value = query.chart
    if label not in rows[0]:
        label = f"{label.rpartition('_')[0]}_en"
    found = [
        (row[label], int(row[value].sort[1]))
        for row in rows
        if row.get(label) and row[value].number
    ]
    found.sort(key=lambda pair: -pair[1])
    if not found or not found[0][1]:
        return None
    return Chart(headings(rows[0])[value], found[:_MOST_BARS], len(found))


def _every(portal: Portal) -> Iterable[str]:
    return (f"queries/{name}" for name in portal.once(library).queries)


ROUTES = (Route("queries", queries), Route("queries/{name}", query_page, _every))
