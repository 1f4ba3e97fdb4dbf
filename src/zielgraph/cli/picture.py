# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The commands that draw what hangs together: pages to explore, and pictures to print."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from zielgraph.cli.options import (
    common,
    emit,
    emit_bytes,
    endpoint,
    format_for,
    output,
    project_of,
    store_of,
)
from zielgraph.cli.usage import Group
from zielgraph.dependencies.layers import LAYERS, READ, SHARED, comprised
from zielgraph.model.errors import DependencyError
from zielgraph.model.messages import language, message
from zielgraph.pictures.subjects import COMPUTED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zielgraph.model.project import Project
    from zielgraph.pictures.facts import Facts
    from zielgraph.pictures.model import Picture
    from zielgraph.store.base import GraphStore

_PAGE = frozenset({"", ".html", ".htm"})
_PRINT = frozenset({"", ".svg", ".png"})


@click.group(cls=Group, help=message("help.picture"))
def picture() -> None:
    """Group the pictures."""


class Asked:
    """What every picture is made from."""

    def __init__(self, folder: Path | None, url: str | None) -> None:
        """Open the graph that is drawn."""
        from zielgraph.pictures.facts import read_facts  # noqa: PLC0415

        self.project: Project = project_of(folder)
        self.store: GraphStore = store_of(self.project, url)
        self.facts: Facts = read_facts(self.project.queries, self.store)


def _page(function: Callable[..., Picture]) -> Callable[..., None]:
    """Add what all pages have: ``--output`` and where to look."""

    @wraps(function)
    def run(
        output: Path | None,
        endpoint: str | None,
        folder: Path | None,
        **others: Any,  # noqa: ANN401 - what click read
    ) -> None:
        from zielgraph.pictures.model import PictureError  # noqa: PLC0415
        from zielgraph.pictures.page import page  # noqa: PLC0415

        if output is not None and output.suffix.lower() not in _PAGE:
            raise PictureError("pictures.only_page", path=output)
        emit(page(function(Asked(folder, endpoint), **others)), output)

    return output(endpoint(common(run)))


@picture.command(help=message("help.picture_goals"))
@click.option(
    "--computed", type=click.IntRange(0, 20), default=COMPUTED, help=message("help.computed")
)
@_page
def goals(asked: Asked, computed: int) -> Picture:
    """Draw the goals."""
    from zielgraph.pictures.subjects import goals_picture  # noqa: PLC0415

    return goals_picture(asked.facts, computed=computed)


@picture.command(help=message("help.picture_fields"))
@_page
def fields(asked: Asked) -> Picture:
    """Draw the fields."""
    from zielgraph.pictures.fields import fields_picture  # noqa: PLC0415

    return fields_picture(asked.facts)


@picture.command(help=message("help.picture_path"))
@click.option("--through", required=True, metavar="A,B,…", help=message("help.through"))
@click.option(
    "--layer",
    "layers",
    multiple=True,
    type=click.Choice(list(LAYERS)),
    default=READ,
    help=message("help.layer"),
)
@click.option("--steps", type=click.IntRange(1, 6), default=2, help=message("help.steps"))
@click.option("--limit", type=click.IntRange(1, 500), default=10, help=message("help.limit"))
@_page
def path(asked: Asked, through: str, layers: tuple[str, ...], steps: int, limit: int) -> Picture:
    """Draw paths."""
    from zielgraph.dependencies.naming import find_place, load_places  # noqa: PLC0415
    from zielgraph.dependencies.paths import find_paths  # noqa: PLC0415
    from zielgraph.pictures.ways import path_picture  # noqa: PLC0415

    names = [name for name in (part.strip() for part in through.split(",")) if name]
    if len(names) < 2:  # noqa: PLR2004 - from somewhere to somewhere
        raise DependencyError("dependencies.too_few")
    known = load_places(asked.project.queries, asked.store)
    places = [find_place(known, name, ("field", "statement", "topic")) for name in names]
    found = find_paths(
        asked.facts.network, places, layers=comprised(layers), steps=steps, limit=limit
    )
    if not found.paths:
        raise DependencyError("pictures.no_path", places=" – ".join(p.title for p in places))
    return path_picture(asked.facts, places, found)


@picture.command(help=message("help.picture_sdg"))
@click.argument("number", required=False, type=click.IntRange(1, 17))
@_page
def sdg(asked: Asked, number: int | None) -> Picture:
    """Draw what serves the SDGs."""
    from zielgraph.pictures.sdgs import one_sdg_picture, sdg_picture  # noqa: PLC0415

    if number is None:
        return sdg_picture(asked.facts)
    return one_sdg_picture(asked.facts, asked.project.queries, asked.store, number)


@picture.command(help=message("help.picture_actors"))
@click.argument("name", required=False)
@_page
def actors(asked: Asked, name: str | None) -> Picture:
    """Draw who carries the goals."""
    from zielgraph.dependencies.naming import find_place, load_places  # noqa: PLC0415
    from zielgraph.pictures.carriers import actors_picture  # noqa: PLC0415

    only = None
    if name is not None:
        known = load_places(asked.project.queries, asked.store)
        only = find_place(known, name, ("actor",)).iri
    return actors_picture(asked.facts, asked.project.queries, asked.store, only)


def _print(function: Callable[..., str]) -> Callable[..., None]:
    """Add what all printed pictures have: ``--format``, ``--output`` and where to look."""

    @wraps(function)
    def run(
        form: str | None,
        output: Path | None,
        endpoint: str | None,
        folder: Path | None,
        **others: Any,  # noqa: ANN401 - what click read
    ) -> None:
        from zielgraph.pictures.model import PictureError  # noqa: PLC0415

        if form is None and output is not None and output.suffix.lower() not in _PRINT:
            raise PictureError("pictures.only_print", path=output)
        chosen = format_for(form, output, ("svg", "png"), "svg")
        svg = function(Asked(folder, endpoint), **others)
        if chosen == "svg":
            emit(svg, output)
            return
        from zielgraph.reports.png import png  # noqa: PLC0415

        if output is not None:
            emit_bytes(png(svg), output)

    form = click.option(
        "--format", "form", type=click.Choice(["svg", "png"]), help=message("help.format")
    )
    return form(output(endpoint(common(run))))


@picture.command(help=message("help.picture_matrix"))
@click.option("--layer", type=click.Choice(SHARED), help=message("help.matrix_layer"))
@_print
def matrix(asked: Asked, layer: str | None) -> str:
    """Draw the matrix of dependencies."""
    from zielgraph.pictures.heatmap import matrix_svg  # noqa: PLC0415

    return matrix_svg(asked.facts.networks[language()], layer)


@picture.command(help=message("help.picture_arcs"))
@_print
def arcs(asked: Asked) -> str:
    """Draw the fields with arcs."""
    from zielgraph.pictures.arcs import arcs_svg  # noqa: PLC0415

    return arcs_svg(asked.facts.networks[language()])


@picture.command(help=message("help.picture_sankey"))
@_print
def sankey(asked: Asked) -> str:
    """Draw what flows to the SDGs."""
    from zielgraph.pictures.sankey import sankey_svg  # noqa: PLC0415

    return sankey_svg(asked.facts)


@picture.command(help=message("help.picture_multiples"))
@_print
def multiples(asked: Asked) -> str:
    """Draw a panel for each field."""
    from zielgraph.pictures.multiples import multiples_svg  # noqa: PLC0415

    return multiples_svg(asked.facts.networks[language()])
