# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The coverage matrix: strategic fields by SDGs.

A cell counts goals and guiding aims of the field, its sub-fields included, with an
accepted or confirmed supporting link: ``direct`` those with a direct link to the SDG or
one of its targets, ``indirect`` those with indirect ones only. Conflicts are not netted.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zielgraph.queries.library import load_query, run_select

if TYPE_CHECKING:
    from zielgraph.model.project import Project
    from zielgraph.store.base import GraphStore

SDGS = range(1, 18)
COLUMNS = ("field", "label", "sdg", "direct", "indirect")


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
class FieldRow:
    """One field with its cells by SDG number; SDGs without any link are absent."""

    notation: str
    label: str
    cells: dict[int, Cell]

    def cell(self, sdg: int) -> Cell:
        """Return the cell of ``sdg`` (1 to 17)."""
        return self.cells.get(sdg, Cell())


def coverage_matrix(project: Project, store: GraphStore) -> list[FieldRow]:
    """Return the rows in the order of the fields, labels in the language of the moment."""
    rows: dict[str, FieldRow] = {}
    for entry in run_select(store, load_query(project.queries, "coverage-matrix")):
        notation = str(entry["field"] or "")
        # Two strategies may number their fields alike; the IRI keeps them apart.
        row = rows.setdefault(str(entry["field_iri"]), FieldRow(notation, str(entry["label"]), {}))
        if entry["sdg"] is not None:
            row.cells[int(str(entry["sdg"]))] = Cell(
                *(int(str(entry[name])) for name in ("direct", "indirect", "conflicts"))
            )
    return list(rows.values())


def matrix_csv(rows: list[FieldRow]) -> str:
    """Return a line for each field and each of the 17 SDGs, zeros included.

    >>> print(matrix_csv([FieldRow("3", "Mobilität", {11: Cell(3, 1)})]).splitlines()[11])
    3,Mobilität,11,3,1
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        for sdg in SDGS:
            cell = row.cell(sdg)
            writer.writerow((row.notation, row.label, sdg, cell.direct, cell.indirect))
    return out.getvalue()
