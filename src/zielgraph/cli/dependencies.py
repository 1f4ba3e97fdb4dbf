# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The commands that analyse what hangs together across the fields."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from zielgraph.cli.answers import FORMATS, WIDTH, write_answer
from zielgraph.cli.options import (
    common,
    emit,
    endpoint,
    format_for,
    output,
    project_of,
    room_for,
    store_of,
)
from zielgraph.cli.usage import Group
from zielgraph.dependencies.chance import DRAWS
from zielgraph.dependencies.layers import LAYERS, READ, load_network
from zielgraph.model.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from zielgraph.cli.answers import Answer
    from zielgraph.dependencies.layers import Network
    from zielgraph.model.project import Project
    from zielgraph.store.base import GraphStore

_BY = ("bridge", "reach", "fields")


@click.group(cls=Group, help=message("help.dependencies"))
def dependencies() -> None:
    """Group the analyses."""


class Asked:
    """What every analysis works on.

    :ivar width: characters of a line.
    """

    def __init__(self, folder: Path | None, url: str | None, target: Path | None) -> None:
        """Open the graph that is asked."""
        self.project: Project = project_of(folder)
        self.store: GraphStore = store_of(self.project, url)
        self.network: Network = load_network(self.project.queries, self.store)
        self.width: int = room_for(target) or WIDTH


def _analysis(function: Callable[..., Answer]) -> Callable[..., None]:
    """Add what all analyses have: ``--limit``, ``--format``, ``--output`` and where to look."""

    @wraps(function)
    def run(
        form: str | None,
        output: Path | None,
        endpoint: str | None,
        folder: Path | None,
        **others: Any,  # noqa: ANN401 - what click read
    ) -> None:
        asked = Asked(folder, endpoint, output)
        answer = function(asked, **others)
        emit(write_answer(answer, format_for(form, output, FORMATS, "table"), asked.width), output)

    chosen = click.option(
        "--format", "form", type=click.Choice(FORMATS), help=message("help.format")
    )
    return chosen(output(endpoint(common(run))))


def _limit(rows: int) -> Callable[..., Any]:
    return click.option("--limit", type=click.IntRange(0), default=rows, help=message("help.limit"))


def _layers(*known: str) -> Callable[..., Any]:
    return click.option(
        "--layer",
        "layers",
        multiple=True,
        type=click.Choice(known),
        default=READ,
        help=message("help.layer"),
    )


def _draws(default: int | None) -> Callable[..., Any]:
    kind = click.IntRange(0, 100_000)
    return click.option("--draws", type=kind, default=default, help=message("help.draws"))


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """Show on the terminal how far the draws are; nothing where nobody is watching."""
    if not total or not sys.stderr.isatty():
        yield lambda: None
        return
    label = message("dependencies.progress")
    with click.progressbar(length=total, label=label, file=sys.stderr) as bar:
        yield lambda: bar.update(1)


@dependencies.command(help=message("help.dependency_matrix"))
@_layers(*LAYERS)
@click.option("--together", "one", is_flag=True, help=message("help.together"))
@_draws(DRAWS)
@_analysis
def matrix(asked: Asked, layers: tuple[str, ...], one: bool, draws: int) -> Answer:
    """Show how closely the fields hang together."""
    from zielgraph.cli.dependency_figures import matrix_answer, together_answer  # noqa: PLC0415
    from zielgraph.dependencies.layers import comprised  # noqa: PLC0415
    from zielgraph.dependencies.matrix import field_matrix, together  # noqa: PLC0415

    if one:
        every = [field_matrix(asked.network, name, draws=0) for name in comprised(LAYERS)]
        return together_answer(asked.network, together(every), asked.width)
    wanted = [name for name in comprised(layers) if name != "recorded" or asked.network.layer(name)]
    with _progress(draws * len(wanted)) as tick:
        found = [field_matrix(asked.network, name, draws=draws, tick=tick) for name in wanted]
    return matrix_answer(asked.network, found, draws, asked.width)


@dependencies.command("rests-on", help=message("help.rests_on"))
@click.argument("name")
@_layers(*READ)
@click.option("--depth", type=click.IntRange(1), help=message("help.depth"))
@_limit(10)
@_analysis
def rests_on(
    asked: Asked, name: str, layers: tuple[str, ...], depth: int | None, limit: int
) -> Answer:
    """Show what something rests on, and what rests on it."""
    from zielgraph.cli.dependency_lists import rests_answer  # noqa: PLC0415
    from zielgraph.dependencies.naming import find_place, load_places  # noqa: PLC0415
    from zielgraph.dependencies.reach import bearing, borne, follow  # noqa: PLC0415

    places = load_places(asked.project.queries, asked.store)
    place = find_place(places, name, ("statement", "field", "topic"))
    ways = bearing(asked.network, layers)
    below = follow(asked.network, ways, place.statements, depth)
    above = follow(asked.network, borne(ways), place.statements, depth)
    return rests_answer(asked.network, place, (below, above), layers, limit, asked.width)


@dependencies.command(help=message("help.bridges"))
@_layers(*LAYERS)
@click.option("--by", type=click.Choice(_BY), default="bridge", help=message("help.by_bridge"))
@_draws(None)
@_limit(15)
@_analysis
def bridges(
    asked: Asked, layers: tuple[str, ...], by: str, draws: int | None, limit: int
) -> Answer:
    """Show bridges and central goals."""
    from zielgraph.cli.dependency_figures import bridges_answer  # noqa: PLC0415
    from zielgraph.dependencies import structure  # noqa: PLC0415

    _, edges = structure.combine(asked.network, layers)
    planned = structure.planned_draws(len(edges), draws)
    with _progress(planned) as tick:
        found = structure.bridges(asked.network, layers, draws=planned, tick=tick)
    if by != "bridge":
        found.sort(key=lambda bridge: -getattr(bridge, by))
    return bridges_answer(asked.network, found, layers, planned, limit, asked.width)


@dependencies.command(help=message("help.communities"))
@_layers(*LAYERS)
@_draws(None)
@_limit(5)
@_analysis
def communities(asked: Asked, layers: tuple[str, ...], draws: int | None, limit: int) -> Answer:
    """Show groups of goals against the official fields."""
    from zielgraph.cli.dependency_figures import communities_answer  # noqa: PLC0415
    from zielgraph.dependencies import communities as grouping  # noqa: PLC0415
    from zielgraph.dependencies import structure  # noqa: PLC0415

    _, edges = structure.combine(asked.network, layers)
    planned = structure.planned_draws(len(edges), draws)
    with _progress(planned) as tick:
        found = grouping.communities(asked.network, layers, draws=planned, tick=tick)
    return communities_answer(asked.network, found, layers, planned, limit, asked.width)


@dependencies.command(help=message("help.conflicts"))
@_limit(20)
@_analysis
def conflicts(asked: Asked, limit: int) -> Answer:
    """Show conflicts, shared resources and trade-offs."""
    from zielgraph.cli.dependency_lists import conflicts_answer  # noqa: PLC0415
    from zielgraph.queries.library import load_query, run_select  # noqa: PLC0415

    trade_offs = run_select(asked.store, load_query(asked.project.queries, "sdg-trade-offs"))
    return conflicts_answer(asked.network, trade_offs, limit, asked.width)


@dependencies.command(help=message("help.actors"))
@click.argument("name", required=False)
@_limit(20)
@_analysis
def actors(asked: Asked, name: str | None, limit: int) -> Answer:
    """Show who carries the goals."""
    from zielgraph.cli.dependency_lists import actor_answer, actors_answer  # noqa: PLC0415
    from zielgraph.dependencies.carriers import Load, loads  # noqa: PLC0415
    from zielgraph.dependencies.naming import find_place, load_places  # noqa: PLC0415

    found = loads(asked.project.queries, asked.store)
    if name is None:
        return actors_answer(asked.network, found, limit, asked.width)
    places = load_places(asked.project.queries, asked.store)
    place = find_place(places, name, ("actor",))
    none = Load(place.iri, place.title)
    load = next((load for load in found if load.actor == place.iri), none)
    return actor_answer(asked.network, load, limit, asked.width)


@dependencies.command(help=message("help.sdgs"))
@_layers(*READ)
@_draws(DRAWS)
@_limit(15)
@_analysis
def sdgs(asked: Asked, layers: tuple[str, ...], draws: int, limit: int) -> Answer:
    """Show which SDGs the strategy ties to one another."""
    from zielgraph.cli.dependency_figures import sdgs_answer  # noqa: PLC0415
    from zielgraph.dependencies.sdgs import interlinkages, served  # noqa: PLC0415
    from zielgraph.queries.library import load_query, run_select  # noqa: PLC0415

    profile = run_select(asked.store, load_query(asked.project.queries, "sdg-profile"))
    names = {int(str(row["sdg"])): str(row["label"]) for row in profile}
    serving = served(asked.project.queries, asked.store, asked.network)
    with _progress(2 * draws) as tick:
        found = interlinkages(asked.network, serving, layers, draws=draws, tick=tick)
    return sdgs_answer(found, names, draws, limit, asked.width)
