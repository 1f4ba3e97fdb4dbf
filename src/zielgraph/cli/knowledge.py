# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Commands around the knowledge itself: fmt, agreement, document."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from zielgraph.cli.options import FilePath, common, emit, output, project_of
from zielgraph.model.errors import ProjectError, SourceFileError
from zielgraph.model.files import files_in
from zielgraph.model.messages import message

if TYPE_CHECKING:
    from pathlib import Path


@click.command(help=message("help.fmt"))
@click.argument("files", nargs=-1, type=FilePath)
@click.option("--check", is_flag=True, help=message("help.check"))
@common
def fmt(files: tuple[Path, ...], check: bool, folder: Path | None) -> None:
    """Format Turtle."""
    from zielgraph.store.turtle import canonical_turtle, read_turtle  # noqa: PLC0415

    project = project_of(folder)
    parts = (project.ontology, project.data, project.shapes)
    paths = list(files) or [path for part in parts for path in files_in(part, ".ttl")]
    wrong = 0
    for path in paths:
        read_turtle(path)  # the same clear errors as everywhere, before anything is written
        text = path.read_bytes().decode("utf-8")
        try:
            canonical = canonical_turtle(text.removeprefix("\ufeff"))
        except SourceFileError as error:
            error.data["path"] = path
            raise
        if canonical == text:
            continue
        wrong += 1
        if check:
            click.echo(message("fmt.wrong", path=project.relative(path)))
        else:
            emit(canonical, path)
            click.echo(message("fmt.changed", path=project.relative(path)))
    if wrong == 0:
        click.echo(message("fmt.fine", count=len(paths)))
    sys.exit(1 if check and wrong else 0)


@click.command(help=message("help.agreement"))
@click.argument("strategy")
@click.option(
    "--by",
    type=click.Choice(["sdg", "target", "indicator"]),
    default="sdg",
    help=message("help.by"),
)
@common
def agreement(strategy: str, by: str, folder: Path | None) -> None:
    """Show the agreement of two passes."""
    from zielgraph.coverage.agreement import (  # noqa: PLC0415
        COLUMNS,
        INDICATOR_COLUMNS,
        agreement_table,
        read_pass,
    )
    from zielgraph.coverage.agreement import agreement as compare  # noqa: PLC0415

    on_indicators = by == "indicator"
    kind = "indicator" if on_indicators else "sdg"
    review = project_of(folder).data / strategy / "review"
    paths = [review / f"{kind}-pass-{letter}.csv" for letter in "ab"]
    if not all(path.is_file() for path in paths):
        raise ProjectError("agreement.missing", strategy=strategy, kind=kind)
    columns = INDICATOR_COLUMNS if on_indicators else COLUMNS
    first, second = (read_pass(path, columns) for path in paths)
    rows = compare(first, second, by="target" if on_indicators else by)
    heading = message("indicators.title") if on_indicators else "SDG"
    click.echo(agreement_table(rows, first, second, heading), nl=False)


@click.command(help=message("help.document"))
@output
@common
def document(output: Path | None, folder: Path | None) -> None:
    """Write the ontology's documentation."""
    from zielgraph.publication.ontology_page import ontology_page  # noqa: PLC0415

    emit(ontology_page(project_of(folder)), output)
