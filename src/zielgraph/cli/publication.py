# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The commands that publish: catalog, release."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zielgraph.cli.options import FilePath, common, emit, format_for, output, project_of, shown
from zielgraph.model.messages import message

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from zielgraph.publication.publication import Publication

_ENDINGS = {
    "ttl": "turtle",
    "jsonld": "jsonld",
    "rdf": "rdfxml",
    "nt": "ntriples",
    "trig": "trig",
    "nq": "nquads",
}


def _publication(folder: Path | None, releases: Path | None = None) -> Publication:
    from zielgraph.publication.publication import open_publication  # noqa: PLC0415

    publication = open_publication(project_of(folder))
    if releases is not None:
        from dataclasses import replace  # noqa: PLC0415

        place = str(releases.resolve())
        publication.settings = replace(publication.settings, releases=place)
    return publication


@click.command(help=message("help.catalog"))
@click.option(
    "--format",
    "form",
    type=click.Choice([*_ENDINGS.values()]),
    help=message("help.format"),
)
@click.option("--void", "counted", is_flag=True, help=message("help.catalog_void"))
@output
@common
def catalog(form: str | None, counted: bool, output: Path | None, folder: Path | None) -> None:
    """Write the catalogue."""
    publication = _publication(folder)
    chosen = form or _ENDINGS[format_for(None, output, [*_ENDINGS], "ttl")]
    emit(publication.void(chosen) if counted else publication.catalogue(chosen), output)


@click.command(help=message("help.release"))
@click.argument("name", metavar="NAME|list")
@click.option("--notes", help=message("help.release_notes"))
@click.option("--notes-en", help=message("help.release_notes_en"))
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help=message("help.release_date"),
)
@click.option("--folder", "releases", type=FilePath, help=message("help.release_folder"))
@common
def release(
    name: str,
    notes: str | None,
    notes_en: str | None,
    day: datetime | None,
    releases: Path | None,
    folder: Path | None,
) -> None:
    """Freeze the graph, or list what was frozen."""
    publication = _publication(folder, releases)
    if name == "list":
        found = publication.releases.all()
        if not found:
            click.echo(message("release.none", path=shown(publication.releases.folder)), err=True)
        for each in found:
            current = f"  {message('release.current')}" if each == publication.release else ""
            click.echo(f"{each.name}  {each.date}  {each.digest[:16]}{current}")
        return
    from datetime import UTC  # noqa: PLC0415
    from datetime import datetime as clock  # noqa: PLC0415

    from zielgraph.publication.freezing import freeze  # noqa: PLC0415

    date = (day or clock.now(UTC)).date().isoformat()
    said = {code: text for code, text in (("de", notes), ("en", notes_en)) if text}
    made, new = freeze(publication, name, date, said)
    key = "release.made" if new else "release.already"
    click.echo(message(key, name=made.name, date=made.date, path=shown(made.folder)))
