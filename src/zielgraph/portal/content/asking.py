# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Asks named queries; each file is read once per version, and rows come as plain texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zielgraph.queries.library import NamedQuery, load_query
from zielgraph.store.base import Table

if TYPE_CHECKING:
    from zielgraph.model.terms import Term
    from zielgraph.portal.portal import Portal

TextRow = dict[str, str]
"""A row of a result: the text of each cell by its column, empty where nothing is bound."""


class Asker:
    """Runs the queries of the library for the pages of one portal."""

    def __init__(self, portal: Portal) -> None:
        """Remember the portal's graph."""
        self._graph = portal.graph
        self._queries: dict[str, NamedQuery] = {}

    def ask(self, name: str, /, **values: str | Term) -> list[TextRow]:
        """Return the rows of a query as texts.

        Unlike :func:`~zielgraph.queries.library.run_query` it does not ask first whether a
        thing is there: nothing is known about what is not there, and that is the answer.

        :raises QueryError: if there is no such query, or a parameter does not fit.
        """
        if name not in self._queries:
            self._queries[name] = load_query(self._graph.project.queries, name)
        result = self._graph.store.query(self._queries[name].bind(values))
        assert isinstance(result, Table)  # noqa: S101 - the queries of pages are SELECTs
        columns = result.columns
        return [
            {
                column: "" if cell is None else str(cell)
                for column, cell in zip(columns, row, strict=True)
            }
            for row in result.rows
        ]


def asker(portal: Portal) -> Asker:
    """Return the one asker of a portal."""
    return portal.once(Asker)
