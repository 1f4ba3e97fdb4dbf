# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The commands that publish: catalog, release."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zielgraph.cli.options import common, emit, format_for, output, project_of
from zielgraph.model.messages import message

if TYPE_CHECKING:
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


def _publication(folder: Path | None) -> Publication:
    from zielgraph.publication.publication import open_publication  # noqa: PLC0415

    return open_publication(project_of(folder))


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
