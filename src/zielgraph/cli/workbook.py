# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The spreadsheet round trip: workbook export, workbook import."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from zielgraph.cli.options import FilePath, common, emit_bytes, project_of, shown
from zielgraph.cli.usage import Group
from zielgraph.model.errors import WorkbookError
from zielgraph.model.messages import message

if TYPE_CHECKING:
    from pathlib import Path


def _say(text: str) -> None:
    click.echo(text, err=True)


@click.group(cls=Group, help=message("help.workbook"))
def workbook() -> None:
    """Work with spreadsheets."""


@workbook.command("export", help=message("help.workbook_export"))
@click.argument("file", type=FilePath)
@click.option("--strategy", metavar="NAME", help=message("help.workbook_strategy"))
@click.option("--overwrite", is_flag=True, help=message("help.workbook_overwrite"))
@common
def export(file: Path, strategy: str | None, overwrite: bool, folder: Path | None) -> None:
    """Write a workbook."""
    if file.is_file() and not overwrite:  # somebody may have worked on it for days
        raise WorkbookError("workbook.exists", path=shown(file))
    from zielgraph.workbook.export import export_workbook  # noqa: PLC0415
    from zielgraph.workbook.facts import Facts  # noqa: PLC0415

    made = export_workbook(Facts(project_of(folder), strategy))
    emit_bytes(made.content, file)
    text = message("workbook.exported", path=shown(file), rows=made.rows, sheets=made.sheets)
    click.echo(text)


@workbook.command("import", help=message("help.workbook_import"))
@click.argument("file", type=FilePath)
@click.option("--dry-run", is_flag=True, help=message("help.workbook_dry_run"))
@click.option("--as", "who", metavar="NAME", default="", help=message("help.workbook_as"))
@click.option("--note", "reason", metavar="TEXT", default="", help=message("help.workbook_note"))
@common
def import_(file: Path, dry_run: bool, who: str, reason: str, folder: Path | None) -> None:
    """Take a workbook over."""
    from zielgraph.workbook.importing import import_workbook  # noqa: PLC0415

    project = project_of(folder)
    now = datetime.now(UTC)
    outcome = import_workbook(
        project, file, when=now, who=who, reason=reason, dry_run=dry_run, progress=_say
    )
    for note in outcome.notes:
        _say(note)
    for line in outcome.changes:
        click.echo(line)
    for fault in outcome.faults:
        _say(str(fault))
    if outcome.faults:
        _say(message("workbook.refused", count=len(outcome.faults)))
        sys.exit(1)
    if not outcome.rows:
        click.echo(message("workbook.same", path=shown(file)))
    elif dry_run:
        click.echo(message("workbook.would", rows=outcome.rows))
    else:
        files = ", ".join(shown(path) for path in outcome.written)
        click.echo(message("workbook.done", rows=outcome.rows, files=files))
