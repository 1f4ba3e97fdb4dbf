# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The command that shows the coverage matrix."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from zielgraph.cli.options import common, emit, endpoint, output, project_of, store_of
from zielgraph.model.messages import message

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.coverage.matrix import FieldRow
    from zielgraph.model.project import Project
    from zielgraph.store.base import GraphStore

_LABEL_WIDTH = 34


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
    text = _table(rows) + "\n" + _note(project, store) + "\n"
    if hint:
        text += "\n" + message("run.next") + "\n"
    emit(text if output is None and _is_terminal() else click.unstyle(text), output)


def _is_terminal() -> bool:
    return sys.stdout.isatty()


def _table(rows: list[FieldRow]) -> str:
    """Return the matrix; a cell reads direct/indirect, a dot means none at all."""
    from zielgraph.coverage.matrix import SDGS  # noqa: PLC0415

    numbers = "".join(click.style(f"{sdg:>6}", bold=True) for sdg in SDGS)
    lines = [
        click.style(message("coverage.title"), bold=True),
        "",
        f"{message('coverage.field'):<{_LABEL_WIDTH + 7}}{numbers}",
    ]
    for row in rows:
        label = row.label
        if len(label) > _LABEL_WIDTH:
            label = label[: _LABEL_WIDTH - 1] + "…"
        cells = []
        for sdg in SDGS:
            cell = row.cell(sdg)
            if cell.direct or cell.indirect:
                text = f"{cell.direct}/{cell.indirect}".rjust(6)
                cells.append(click.style(text, fg="green", bold=True) if cell.direct else text)
            else:
                cells.append(click.style("·".rjust(6), dim=True))
        lines.append(f"{row.notation:<7}{label:<{_LABEL_WIDTH}}" + "".join(cells))
    totals = [
        f"{sum(r.cell(s).direct for r in rows)}/{sum(r.cell(s).indirect for r in rows)}".rjust(6)
        for s in SDGS
    ]
    lines.append(f"{message('coverage.total'):<{_LABEL_WIDTH + 7}}" + "".join(totals))
    return "\n".join(lines) + "\n"


def _note(project: Project, store: GraphStore) -> str:
    """Say how many links are counted and who stands behind them."""
    from zielgraph.queries.library import load_query, run_query  # noqa: PLC0415
    from zielgraph.store.base import Table  # noqa: PLC0415

    result = run_query(store, load_query(project.queries, "link-status"))
    counts = {"accepted": 0, "confirmed": 0, "conflicts": 0}
    for row in result.rows if isinstance(result, Table) else []:
        status, polarity, count = (str(cell) for cell in row)
        if status in {"accepted", "confirmed"}:
            counts["conflicts" if polarity == "conflicts" else status] += int(count)
    return message("coverage.note", **counts)
