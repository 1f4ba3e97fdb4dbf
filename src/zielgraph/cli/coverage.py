# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The command that shows the coverage matrix."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from zielgraph.cli.options import common, emit, endpoint, output, project_of, room_for, store_of
from zielgraph.model.messages import message

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.coverage.matrix import FieldRow
    from zielgraph.model.project import Project
    from zielgraph.store.base import GraphStore

_LABEL_WIDTH = 34
_CELL_WIDTH = 6
_NUMBER_WIDTH = 7


@click.command(help=message("help.coverage"))
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv"]),
    default="table",
    help=message("help.format"),
)
@click.option("--next", "hint", is_flag=True, help=message("help.next"))
@output
@endpoint
@common
def coverage(
    form: str, hint: bool, output: Path | None, endpoint: str | None, folder: Path | None
) -> None:
    """Show the matrix."""
    from zielgraph.coverage.matrix import coverage_matrix, matrix_csv  # noqa: PLC0415

    project = project_of(folder)
    store = store_of(project, endpoint)
    rows = coverage_matrix(project, store)
    if form == "csv":
        emit(matrix_csv(rows), output)
        return
    text = _table(rows, output) + "\n" + _note(project, store) + "\n"
    if hint:
        text += "\n" + message("run.next") + "\n"
    emit(text if output is None and _is_terminal() else click.unstyle(text), output)


def _is_terminal() -> bool:
    return sys.stdout.isatty()


def _table(rows: list[FieldRow], output: Path | None) -> str:
    """Return the matrix; a cell reads direct/indirect, a dot means none at all."""
    from zielgraph.coverage.matrix import SDGS  # noqa: PLC0415

    room = room_for(output)
    left = _LABEL_WIDTH if room is None else room - _NUMBER_WIDTH - _CELL_WIDTH * len(SDGS)
    width = min(max(left, 0), _LABEL_WIDTH)
    heading = message("coverage.field") if width >= _NUMBER_WIDTH else ""
    numbers = "".join(click.style(f"{sdg:>{_CELL_WIDTH}}", bold=True) for sdg in SDGS)
    lines = [
        click.style(message("coverage.title"), bold=True),
        "",
        f"{heading:<{width + _NUMBER_WIDTH}}{numbers}",
    ]
    for row in rows:
        label = row.label if len(row.label) <= width else row.label[: max(width - 2, 0)] + "… "
        label = label[:width]
        cells = []
        for sdg in SDGS:
            cell = row.cell(sdg)
            if cell.direct or cell.indirect:
                text = f"{cell.direct}/{cell.indirect}".rjust(_CELL_WIDTH)
                cells.append(click.style(text, fg="green", bold=True) if cell.direct else text)
            else:
                cells.append(click.style("·".rjust(_CELL_WIDTH), dim=True))
        lines.append(f"{row.notation:<{_NUMBER_WIDTH}}{label:<{width}}" + "".join(cells))
    totals = [
        f"{sum(r.cell(s).direct for r in rows)}/{sum(r.cell(s).indirect for r in rows)}".rjust(
            _CELL_WIDTH
        )
        for s in SDGS
    ]
    lines.append(f"{message('coverage.total'):<{width + _NUMBER_WIDTH}}" + "".join(totals))
    return "\n".join(lines) + "\n"


def _note(project: Project, store: GraphStore) -> str:
    """Say how many links are counted and who stands behind them."""
    from zielgraph.queries.library import load_query, run_select  # noqa: PLC0415

    counts = {"accepted": 0, "confirmed": 0, "conflicts": 0}
    for row in run_select(store, load_query(project.queries, "link-status")):
        status, polarity, count = (str(row[name]) for name in ("status", "polarity", "count"))
        if status in {"accepted", "confirmed"}:
            counts["conflicts" if polarity == "conflicts" else status] += int(count)
    return message("coverage.note", **counts)
