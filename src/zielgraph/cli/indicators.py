# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Commands about indicators: import values, list the catalogue, show one, goals without any."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from zielgraph.cli.options import (
    FilePath,
    common,
    emit,
    endpoint,
    output,
    project_of,
    room_for,
    shown,
    store_of,
)
from zielgraph.cli.terminal import screen_for
from zielgraph.cli.usage import Group
from zielgraph.model.errors import FaultyObservationsError, IndicatorError
from zielgraph.model.messages import message

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.coverage.indicators import Area
    from zielgraph.ingest.observations import Reading
    from zielgraph.model.project import Project
    from zielgraph.store.base import GraphStore

_FAULTS_SHOWN = 50

area_option = click.option("--area", "key", metavar="KEY", help=message("help.area"))


def _say(text: str) -> None:
    click.echo(text, err=True)


@click.group(cls=Group, help=message("help.indicators"))
def indicators() -> None:
    """Work with indicators."""


@indicators.command("import", help=message("help.indicators_import"))
@click.argument("file", type=FilePath)
@click.option("--skip-faulty", is_flag=True, help=message("help.skip_faulty"))
@common
def import_values(file: Path, skip_faulty: bool, folder: Path | None) -> None:
    """Import values."""
    from zielgraph.build.importing import import_observations  # noqa: PLC0415

    started = time.monotonic()
    try:
        outcome = import_observations(
            project_of(folder), file, skip_faulty=skip_faulty, progress=_say
        )
    except FaultyObservationsError as error:
        _show_faults(file, error.data["reading"])  # type: ignore[arg-type]  # put there by us
        raise
    _show_faults(file, outcome.reading)
    counts = outcome.reading.counts
    for key in ("same", "zeros", "stated"):
        if counts[key]:
            click.echo(message(f"observations.count_{key}", count=counts[key]))
    if outcome.reading.encoding == "windows-1252":
        click.echo(message("observations.guessed", encoding="Windows-1252"))
    click.echo(
        message(
            "observations.done",
            rows=counts["rows"],
            fresh=outcome.fresh,
            changed=outcome.changed,
            same=len(outcome.reading.values) - outcome.fresh - outcome.changed,
            skipped=counts["rows"] - counts["same"] - len(outcome.reading.values),
            total=outcome.total,
            folder=shown(outcome.folder),
            seconds=f"{time.monotonic() - started:.1f}",
        )
    )


def _show_faults(file: Path, reading: Reading) -> None:
    for fault in reading.faults[:_FAULTS_SHOWN]:
        _say(f"{file}:{fault.line}: {fault}")
    if more := reading.counts["faults"] - min(len(reading.faults), _FAULTS_SHOWN):
        _say(message("observations.more_faults", count=more))


@indicators.command("remove", help=message("help.indicators_remove"))
@common
def remove_values(folder: Path | None) -> None:
    """Remove imported values."""
    from zielgraph.build.importing import remove_observations  # noqa: PLC0415

    click.echo(message("observations.removed", count=remove_observations(project_of(folder))))


@indicators.command("list", help=message("help.indicators_list"))
@area_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    help=message("help.format"),
)
@output
@endpoint
@common
def list_indicators(
    key: str | None, form: str, output: Path | None, endpoint: str | None, folder: Path | None
) -> None:
    """List the catalogue."""
    from zielgraph.reports.indicators import catalogue_text  # noqa: PLC0415

    project = project_of(folder)
    store = store_of(project, endpoint)
    area = _area(project, store, key, needed=False)
    emit(catalogue_text(project, store, area, form, room_for(output)), output)


@indicators.command("show", help=message("help.indicators_show"))
@click.argument("code")
@area_option
@click.option("--since", type=click.IntRange(1900, 2099), help=message("help.since"))
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    help=message("help.format"),
)
@output
@endpoint
@common
def show_indicator(
    code: str,
    key: str | None,
    since: int | None,
    form: str,
    output: Path | None,
    endpoint: str | None,
    folder: Path | None,
) -> None:
    """Show one indicator."""
    from zielgraph.coverage.indicators import profile  # noqa: PLC0415
    from zielgraph.reports.indicators import profile_json, profile_text  # noqa: PLC0415

    project = project_of(folder)
    store = store_of(project, endpoint)
    area = _area(project, store, key, needed=True)
    assert area is not None  # noqa: S101 - it was needed
    found = profile(project, store, code, area, since)
    screen = screen_for(output)
    text = profile_text(found, screen.room, bars=screen.blocks)
    emit(profile_json(found) if form == "json" else text, output)


@indicators.command("goals", help=message("help.indicators_goals"))
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    help=message("help.format"),
)
@output
@endpoint
@common
def goals(form: str, output: Path | None, endpoint: str | None, folder: Path | None) -> None:
    """List goals without an indicator."""
    from zielgraph.queries.library import load_query, run_query, run_select  # noqa: PLC0415
    from zielgraph.queries.results import format_table, write_result  # noqa: PLC0415
    from zielgraph.store.base import Table  # noqa: PLC0415

    project = project_of(folder)
    store = store_of(project, endpoint)
    result = run_query(store, load_query(project.queries, "goals-without-indicator"))
    if form != "table" or not isinstance(result, Table):
        emit(write_result(result, form, None), output)
        return
    total = len(run_select(store, load_query(project.queries, "goals")))
    rows = [[str(row[name] or "–") for name in ("notation", "title")] for row in result.records()]
    text = ""
    if rows:
        headings = (message("indicators.notation"), message("indicators.goal"))
        text = format_table(headings, rows, 100, room_for(output)) + "\n"
    emit(text + message("indicators.goals", count=len(rows), total=total) + "\n", output)


def _area(project: Project, store: GraphStore, key: str | None, *, needed: bool) -> Area | None:
    """Return the area asked for, or else the one of the project's strategy."""
    from zielgraph.coverage.indicators import find_area, home_area  # noqa: PLC0415

    try:
        return find_area(project, store, key or home_area(project))
    except IndicatorError:
        if needed or key is not None:
            raise
        return None
