# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The coverage as a matrix: fields, actors or principles by SDGs or targets.

A cell counts distinct statements of the row with an accepted or confirmed supporting link:
``direct`` those with a direct link to the SDG or one of its targets, ``indirect`` those with
indirect ones only. Conflicts are counted apart and not netted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

SDGS = range(1, 18)

RowsBy: TypeAlias = Literal["field", "actor", "department", "principle"]
"""What the rows of a matrix can be."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How many statements of a row serve an SDG or target directly, and how many only indirectly.

    :param conflicts: statements with a conflicting link, counted apart.
    :param stated: in rows of actors: of direct and indirect, how many the paper says they
        carry; ``judged`` and ``unverified`` are the others.
    """

    direct: int = 0
    indirect: int = 0
    conflicts: int = 0
    stated: int = 0
    judged: int = 0
    unverified: int = 0


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One field, actor or principle with its cells by column.

    :param statements: how many statements it has or carries, linked or not: the whole of
        which each cell counts a part.
    :param cells: by the column's id; columns without any link are absent.
    """

    iri: str
    notation: str
    label: str
    statements: int
    cells: Mapping[str, Cell] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return number and label, as people read them."""
        return f"{self.notation} {self.label}".strip()

    def cell(self, column: str | int) -> Cell:
        """Return the cell of a target, or of an SDG by its number; zeros if nothing is linked.

        >>> MatrixRow("", "3", "Mobilität", 5, {"11": Cell(3, 1)}).cell(11).direct
        3
        """
        return self.cells.get(str(column), Cell())


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows × SDGs, or rows × targets.

    :param by: what the rows are.
    :param columns: numbers of SDGs (``"11"``) or targets (``"11.2"``), with their labels.
    """

    by: RowsBy
    columns: Mapping[str, str]
    rows: tuple[MatrixRow, ...]

    def conflicts(self) -> dict[str, int]:
        """Return the conflicts of all rows by column, columns without any left out."""
        sums = {c: sum(row.cell(c).conflicts for row in self.rows) for c in self.columns}
        return {column: count for column, count in sums.items() if count}
