# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The matrix of rows × SDGs, narrowed and sorted by the address, and what stands behind a cell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from zielgraph.coverage.matrix import SDGS, Cell
from zielgraph.coverage.views import Coverage
from zielgraph.model.messages import message
from zielgraph.portal.coverage_facts import ROWS, Narrowing, counted, coverage_facts, narrowed
from zielgraph.portal.page import BadParameterError, Download, Page, PageNotFoundError, Route
from zielgraph.portal.parameters import choice as one_of
from zielgraph.portal.parameters import page_of, paged, refuse_unknown
from zielgraph.portal.search.words import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from zielgraph.coverage.matrix import Matrix, MatrixRow, RowsBy
    from zielgraph.portal.page import Request
    from zielgraph.portal.portal import Portal

CONFIDENCES = (0, 50, 60, 70, 80, 90)
"""Least confidence of a link that can be chosen, in per cent."""

SORTS = ("paper", "name", "most")
"""How rows can be sorted, besides by an SDG (``11``)."""

ENDINGS = ("csv", "xlsx", "svg")
"""Files that a view can be taken along as."""

_NAMES = ("by", "actor", "topic", "confidence", "sort")
_LINES = 50
_LOADED = ("actor", "department")
"""Rows that stand in no order of a paper: who has most to do comes first."""
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Choice:
    """What of the matrix somebody wants to see.

    :param actor: the actor as the address writes it, and likewise ``topic``.
    :param sort: one of :data:`SORTS`, or the number of an SDG.
    """

    by: RowsBy
    actor: str
    topic: str
    confidence: int
    sort: str
    narrowing: Narrowing

    def address(self, path: str, **changes: object) -> str:
        """Return ``path`` with what is chosen as parameters; what is as usual is left out."""
        values = {name: getattr(self, name) for name in _NAMES} | changes
        usual = {"by": "field", "actor": "", "topic": "", "confidence": 0, "sort": "paper"}
        kept = {name: value for name, value in values.items() if value != usual[name]}
        return f"{path}?{urlencode(kept, safe='/')}" if kept else path


def _choice(portal: Portal, request: Request, *others: str) -> Choice:
    """Read the parameters.

    :param others: names of parameters that are read elsewhere.

    :raises BadParameterError: if one has a value that it cannot have.
    """
    query = request.query
    facts = coverage_facts(portal)
    refuse_unknown(query, (*_NAMES, *others))
    by = one_of(query, "by", ROWS, "field")
    confidence = one_of(query, "confidence", [str(c) for c in CONFIDENCES], "0")
    sort = one_of(query, "sort", (*SORTS, *(str(sdg) for sdg in SDGS)), "paper")
    narrowing = Narrowing(
        _thing(portal, query, "actor", facts.actors),
        _thing(portal, query, "topic", facts.topics),
        int(confidence),
    )
    actor, topic = query.get("actor", ""), query.get("topic", "")
    return Choice(cast("RowsBy", by), actor, topic, int(confidence), sort, narrowing)


def _thing(portal: Portal, query: Mapping[str, str], name: str, known: Mapping[str, str]) -> str:
    """Return the IRI that a parameter names, empty if it names none."""
    value = query.get(name, "")
    if not value:
        return ""
    iri = portal.addresses.base + value
    if iri not in known:
        raise BadParameterError(
            "portal.bad_thing", name=message(f"portal.{name}"), value=value[:80]
        )
    return iri


def _shown(portal: Portal, choice: Choice) -> Matrix:
    """Return the matrix as it is chosen, its rows sorted."""
    matrix = narrowed(portal, choice.by, choice.narrowing)
    keys: dict[str, Callable[[MatrixRow], object]] = {
        "name": lambda row: plain(row.label),
        "most": lambda row: tuple(-count for count in _served(row)),
    }
    if choice.sort == "paper" and choice.by not in _LOADED:
        return matrix
    keys["paper"] = lambda row: -row.statements
    if choice.sort not in keys:
        cell = {row.iri: row.cell(choice.sort) for row in matrix.rows}
        keys[choice.sort] = lambda row: (-cell[row.iri].direct, -cell[row.iri].indirect)
    rows = sorted(matrix.rows, key=keys[choice.sort])  # type: ignore[arg-type]
    return replace(matrix, rows=tuple(rows))


def _usual(choice: Choice) -> str:
    return "load" if choice.by in _LOADED else "paper"


def _served(row: MatrixRow) -> tuple[int, int]:
    """Return how many SDGs a row serves, and how many of them directly."""
    cells = [row.cell(sdg) for sdg in SDGS]
    return (
        sum(cell.direct + cell.indirect > 0 for cell in cells),
        sum(cell.direct > 0 for cell in cells),
    )


def _members(portal: Portal, choice: Choice) -> frozenset[str]:
    """Return the statements of all rows."""
    facts = coverage_facts(portal)
    rows = narrowed(portal, choice.by, choice.narrowing).rows
    members = frozenset[str]().union(*(facts.members(choice.by, row.iri) for row in rows))
    return members & choice.narrowing.statements(portal, facts)


def matrix(portal: Portal, request: Request) -> Page:
    """Return the page of the matrix."""
    choice = _choice(portal, request)
    facts = coverage_facts(portal)
    local = portal.addresses.local
    shown = _shown(portal, choice)
    members = _members(portal, choice)
    counts = counted(facts, members, choice.narrowing)
    context = {
        "choice": choice,
        "matrix": shown,
        "caption": _caption(portal, choice),
        "row_name": message(f"coverage.row_{choice.by}"),
        "members": len(members),
        "summary": facts.summary,
        # Rows may share a statement, so these are no sums of the cells.
        "totals": {str(sdg): counts.get(str(sdg), Cell()) for sdg in SDGS},
        "local": local,
        "rows_by": [(by, message(f"coverage.row_{by}")) for by in ROWS],
        "actors": [(local(iri), label) for iri, label in facts.actors.items()],
        "topics": sorted(
            ((local(iri), label) for iri, label in facts.topics.items()),
            key=lambda pair: plain(pair[1]),
        ),
        "confidences": [(c, message("portal.at_least", value=c)) for c in CONFIDENCES[1:]],
        "sorts": [
            (name, message(f"portal.sort_{_usual(choice) if name == 'paper' else name}"))
            for name in SORTS
        ]
        + [(str(n), message("portal.sort_sdg", number=n)) for n in SDGS],
        "served": {row.iri: _served(row)[0] for row in shown.rows},
        "downloads": [
            (ending.upper(), choice.address(f"/{request.lang}/matrix.{ending}"))
            for ending in ENDINGS
        ],
    }
    return Page("matrix.html", message(f"portal.matrix_{choice.by}"), context, section="matrix")


def cell(portal: Portal, request: Request, sdg: str, row: str) -> Page:
    """Return what stands behind a cell of the matrix.

    :raises PageNotFoundError: if there is no such row or SDG.
    """
    choice = _choice(portal, request, "page")
    facts = coverage_facts(portal)
    iri = portal.addresses.iri(row)
    by, found = _row(portal, iri)
    if found is None or sdg not in {str(number) for number in facts.sdgs}:
        raise PageNotFoundError("portal.no_cell", row=row[:120], sdg=sdg[:20])
    choice = replace(choice, by=by)
    members = facts.members(by, iri) & choice.narrowing.statements(portal, facts)
    number = int(sdg)
    supports = choice.narrowing.evidence(facts.supports, members, number)
    pages, page = max(1, -(-len(supports) // _LINES)), page_of(request.query)
    if page > pages:
        raise PageNotFoundError("portal.no_page", path=f"{request.path}?page={page}")
    here = choice.address(request.path, by="field")
    context = {
        "choice": choice,
        "facts": facts,
        "row": found,
        "heading": paged(found.label, page, pages),
        "kicker": message(f"coverage.row_{by}"),
        "number_of": number,
        "supports": supports,
        "shown": supports if request.static else supports[(page - 1) * _LINES : page * _LINES],
        "page_now": page,
        "pages": 1 if request.static else pages,
        "page_path": lambda n: f"{here}{'&' if '?' in here else '?'}page={n}",
        "direct": sum(entry.directness == "direct" for entry in supports),
        "conflicts": choice.narrowing.evidence(facts.conflicts, members, number),
        "members": len(members),
        "narrowed": _words(portal, choice),
    }
    title = message("portal.cell_title", row=found.label, sdg=sdg)
    return Page("cell.html", paged(title, page, pages), context, section="matrix")


def _row(portal: Portal, iri: str) -> tuple[RowsBy, MatrixRow | None]:
    """Return the row of the whole matrices that a thing has, and of which of them."""
    for by in ROWS:
        for row in narrowed(portal, by, Narrowing()).rows:
            if row.iri == iri:
                return by, row
    return "field", None


def table(portal: Portal, request: Request, ending: str) -> Download:
    """Return just this view as a file.

    :raises PageNotFoundError: if there is no such kind of file.
    """
    choice = _choice(portal, request)
    shown = _shown(portal, choice)
    name = f"zielgraph-matrix-{choice.by}{'-auswahl' if choice.narrowing else ''}.{ending}"
    if ending == "csv":
        from zielgraph.coverage.documents import matrix_csv  # noqa: PLC0415

        # Spreadsheets read UTF-8 as such only with the mark at the beginning.
        body = b"\xef\xbb\xbf" + matrix_csv(shown).encode()
        return Download(body, "text/csv; charset=utf-8", name)
    if ending == "xlsx":
        from zielgraph.reports.coverage_sheets import matrix_book  # noqa: PLC0415

        return Download(
            matrix_book(portal.graph.views(), shown, _about(portal, choice)), _XLSX, name
        )
    if ending == "svg":
        from zielgraph.reports.facts import sdg_facts  # noqa: PLC0415
        from zielgraph.reports.figures import matrix_picture  # noqa: PLC0415

        views = Coverage(portal.graph.project, portal.graph.store)
        picture = matrix_picture(
            shown.rows, sdg_facts(views), choice.by, _about(portal, choice), headline=True
        )
        return Download(picture.svg.encode(), "image/svg+xml", name)
    raise PageNotFoundError("portal.no_page", path=request.path)


def _words(portal: Portal, choice: Choice) -> list[str]:
    """Return in words what the view is narrowed to."""
    facts = coverage_facts(portal)
    parts = [
        facts.actors.get(choice.narrowing.actor, ""),
        facts.topics.get(choice.narrowing.topic, ""),
        message("portal.at_least", value=choice.confidence) if choice.confidence else "",
    ]
    return [part for part in parts if part]


def _about(portal: Portal, choice: Choice) -> str:
    return ", ".join(_words(portal, choice))


def _caption(portal: Portal, choice: Choice) -> str:
    title = message(f"coverage.title_{choice.by}")
    return f"{title} – {_about(portal, choice)}" if choice.narrowing else title


def _cells(portal: Portal) -> Iterator[str]:
    for by in ROWS:
        for row in narrowed(portal, by, Narrowing()).rows:
            local = portal.addresses.local(row.iri)
            for sdg in row.cells:
                yield f"matrix/{sdg}/{local}"


ROUTES = (
    Route("matrix", matrix),
    Route("matrix.{ending}", table, lambda _: (f"matrix.{e}" for e in ENDINGS)),
    Route("matrix/{sdg}/{row*}", cell, _cells),
)
