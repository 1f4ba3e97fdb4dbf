# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Commands that make and check the graph: build, validate, sources."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from zielgraph.cli.options import FilePath, common, emit, output, project_of, shown
from zielgraph.cli.usage import Group
from zielgraph.model.errors import InvalidDataError
from zielgraph.model.messages import message

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.ingest.wording import Comparison
    from zielgraph.model.project import Project


def _say(text: str) -> None:
    click.echo(text, err=True)


@click.command(help=message("help.build"))
@click.option("--wording", "papers", type=FilePath, multiple=True, help=message("help.wording"))
@common
def build(papers: tuple[Path, ...], folder: Path | None) -> None:
    """Build the graph."""
    from zielgraph.build.builder import build as build_graph  # noqa: PLC0415
    from zielgraph.validation.findings import count_by_severity, findings_table  # noqa: PLC0415

    project = project_of(folder)
    started = time.monotonic()
    wording = []
    if papers:
        from zielgraph.ingest.wording import wording_quads  # noqa: PLC0415

        comparisons = _compare(project, papers)
        for comparison in comparisons:
            for difference in comparison.differences:
                _say(str(difference))
        wording = wording_quads(comparisons)
        for comparison in comparisons:
            _say(
                message(
                    "build.wording",
                    path=comparison.file,
                    count=len(wording_quads([comparison])),
                    differences=len(comparison.differences),
                )
            )
    try:
        built = build_graph(project, wording, _say)
    except InvalidDataError as error:
        _say(findings_table(error.data["report"].findings))  # type: ignore[attr-defined]
        raise
    counts = count_by_severity(built.report.findings)
    click.echo(
        message(
            "build.done",
            quads=built.quads,
            folder=shown(built.folder),
            seconds=f"{time.monotonic() - started:.1f}",
            warnings=counts["Warning"],
            infos=counts["Info"],
        )
    )


@click.command(help=message("help.validate"))
@click.argument("files", nargs=-1, type=FilePath)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "turtle"]),
    default="table",
    help=message("help.format"),
)
@output
@common
def validate(files: tuple[Path, ...], form: str, output: Path | None, folder: Path | None) -> None:
    """Validate the data."""
    from zielgraph.build.builder import assemble, check  # noqa: PLC0415
    from zielgraph.validation.findings import (  # noqa: PLC0415
        findings_csv,
        findings_json,
        findings_table,
    )

    project = project_of(folder)
    quads, sources = assemble(project, files)
    report = check(project, quads, sources)
    findings = report.findings
    if files:
        wanted = {str(project.relative(file)) for file in files}
        findings = tuple(finding for finding in findings if finding.file in wanted)
    if form == "turtle":
        from zielgraph.validation.validator import report_turtle  # noqa: PLC0415

        text = report_turtle(report, findings)
    else:
        writers = {"table": findings_table, "csv": findings_csv, "json": findings_json}
        text = writers[form](findings)
    emit(text, output)
    sys.exit(1 if any(finding.severity == "Violation" for finding in findings) else 0)


@click.group(cls=Group, help=message("help.sources"))
def sources() -> None:
    """Work with the papers."""


@sources.command("check", help=message("help.sources_check"))
@click.argument("files", nargs=-1, required=True, type=FilePath)
@common
def check_sources(files: tuple[Path, ...], folder: Path | None) -> None:
    """Compare papers with the graph."""
    comparisons = _compare(project_of(folder), files)
    for comparison in comparisons:
        for difference in comparison.differences:
            click.echo(str(difference))
        click.echo(
            message(
                "sources.summary",
                file=comparison.file,
                version=comparison.paper.version.rsplit("/", 1)[-1],
                bullets=comparison.bullets,
                others=len(comparison.agreed) - comparison.bullets,
                differences=len(comparison.differences),
            )
        )
    sys.exit(1 if any(comparison.differences for comparison in comparisons) else 0)


def _compare(project: Project, files: tuple[Path, ...]) -> list[Comparison]:
    from zielgraph.build.sources import read_sources  # noqa: PLC0415
    from zielgraph.ingest.wording import compare_file, recorded_passages  # noqa: PLC0415
    from zielgraph.store.embedded import EmbeddedStore  # noqa: PLC0415

    store = EmbeddedStore.in_memory(read_sources(project).quads)
    passages = recorded_passages(project, store)
    return [compare_file(project, passages, file) for file in files]
