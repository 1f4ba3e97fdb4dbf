# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What every store can do. Terms in, terms out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from zielgraph.model.terms import Term, Triple


Row: TypeAlias = "dict[str, Term | None]"
"""One row of a result: a term, or ``None`` where nothing is bound, for each column."""


@dataclass(frozen=True, slots=True)
class Table:
    """Result of a SELECT: column names and rows; ``None`` is an unbound cell."""

    columns: tuple[str, ...]
    rows: list[tuple[Term | None, ...]]

    def records(self) -> list[Row]:
        """Return the rows, each by the names of its columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Triples:
    """Result of a CONSTRUCT or DESCRIBE."""

    triples: list[Triple]


Result: TypeAlias = Table | Triples | bool
"""Result of any query; ASK gives a truth value."""


class GraphStore(Protocol):
    """A dataset that answers SPARQL 1.1 queries over all its graphs together.

    A statement that stands in two graphs counts twice in some stores and once in others;
    a built graph has each statement in one graph only.
    """

    def query(self, text: str) -> Result:
        """Run one query; the default graph is the union of all graphs.

        :raises QueryError: if the text is no SPARQL query.
        :raises EndpointError: if a remote server fails.
        """
        ...
