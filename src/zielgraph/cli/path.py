# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The command that shows paths from place to place, each step with its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zielgraph.cli.answers import FORMATS, WIDTH, Answer, Value, listed, number, wrap, write_answer
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
from zielgraph.dependencies.layers import LAYERS, READ, comprised, load_network
from zielgraph.model.errors import DependencyError
from zielgraph.model.messages import message

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Sequence

    from zielgraph.dependencies.layers import Network, Statement, Tie
    from zielgraph.dependencies.naming import Place
    from zielgraph.dependencies.paths import Path, Paths, Step

_KINDS = ("supports", "requires", "conflicts", "sharesResource", "shares")
_COLUMNS = (
    "path", "value", "steps", "step",
    "from_notation", "from_title", "from_field",
    "kind", "direction", "layer", "weight", "evidence", "justification", "shared",
    "to_notation", "to_title", "to_field",
    "from", "to", "dependency",
)  # fmt: skip


@click.command(help=message("help.path"))
@click.option("--through", required=True, metavar="A,B,…", help=message("help.through"))
@click.option(
    "--layer",
    "layers",
    multiple=True,
    type=click.Choice(list(LAYERS)),
    default=READ,
    help=message("help.layer"),
)
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(_KINDS), help=message("help.kind")
)
@click.option("--steps", type=click.IntRange(1, 6), default=2, help=message("help.steps"))
@click.option("--limit", type=click.IntRange(0), default=10, help=message("help.limit"))
@click.option("--format", "form", type=click.Choice(FORMATS), help=message("help.format"))
@output
@endpoint
@common
def path(
    through: str,
    layers: tuple[str, ...],
    kinds: tuple[str, ...],
    steps: int,
    limit: int,
    form: str | None,
    output: pathlib.Path | None,
    endpoint: str | None,
    folder: pathlib.Path | None,
) -> None:
    """Show paths."""
    from zielgraph.dependencies.naming import find_place, load_places  # noqa: PLC0415
    from zielgraph.dependencies.paths import find_paths  # noqa: PLC0415

    names = [name for name in (part.strip() for part in through.split(",")) if name]
    if len(names) < 2:  # noqa: PLR2004 - from somewhere to somewhere
        raise DependencyError("dependencies.too_few")
    project = project_of(folder)
    store = store_of(project, endpoint)
    known = load_places(project.queries, store)
    places = [find_place(known, name, ("field", "statement", "topic")) for name in names]
    network = load_network(project.queries, store)
    wanted = comprised(layers)
    found = find_paths(
        network, places, layers=wanted, kinds=kinds or None, steps=steps, limit=limit or None
    )
    width = room_for(output) or WIDTH
    answer = _answer(network, places, found, wanted, steps, width)
    answer.notes[:0] = _readings(names, places)
    emit(write_answer(answer, format_for(form, output, FORMATS, "table"), width), output)


def _readings(names: Sequence[str], places: Sequence[Place]) -> list[str]:
    said = [
        message("path.read_as", name=name, sort=message(f"sorts.{place.sort}"), title=place.title)
        for name, place in zip(names, places, strict=True)
    ]
    return ["; ".join(said) + "."]


def _answer(
    network: Network,
    places: Sequence[Place],
    found: Paths,
    layers: Sequence[str],
    steps: int,
    width: int,
) -> Answer:
    blocks = [_block(network, rank, way, width) for rank, way in enumerate(found.paths, start=1)]
    names = [message(f"layers.{layer}") for layer in layers if _has(network, layer)]
    notes = [message("path.layers", layers=listed(names), steps=steps)]
    if not found.paths:
        notes.append(message("path.none", more=steps + 1))
    else:
        key = "path.count" if found.complete else "path.at_least"
        notes.append(message(key, count=found.count, shown=len(found.paths)))
        notes.append(message("path.value"))
        if set(layers) - set(READ):
            notes[-1] += " " + message("path.value_computed")
    rows = [
        row for rank, way in enumerate(found.paths, start=1) for row in _rows(network, rank, way)
    ]
    title = message("path.title", places=" – ".join(place.title for place in places))
    return Answer(title, "\n\n".join(blocks), _COLUMNS, rows, notes)


def _has(network: Network, layer: str) -> bool:
    return layer != "recorded" or bool(network.layer(layer))


def field_name(network: Network, statement: Statement) -> str:
    """Return the names of the fields in which a statement lies; empty if in none."""
    return ", ".join(network.fields[iri].title for iri in statement.fields)


def verb(step: Step) -> str:
    """Return in words how a step leads from its start to its end."""
    if step.tie.kind == "shares":
        return message(f"walk.{step.tie.layer}_forward")
    kind = "shares_resource" if step.tie.kind == "sharesResource" else step.tie.kind
    return message(f"walk.{kind}_{'forward' if step.forward else 'backward'}")


def _block(network: Network, rank: int, way: Path, width: int) -> str:
    key = "path.head" if len(way.steps) > 1 else "path.head_one"
    lines = [message(key, rank=rank, value=number(way.value, 3), steps=len(way.steps))]
    lines.append(_named(network, way.steps[0].start, width))
    for step in way.steps:
        lines.append(wrap(f"{verb(step)} ({ground(step.tie)})", width, "     ", "   ↓ "))
        if step.tie.justification:
            lines.append(wrap(step.tie.justification, width, "     "))
        lines.append(_named(network, step.end, width))
    return "\n".join(lines)


def _named(network: Network, iri: str, width: int) -> str:
    statement = network.statements[iri]
    field = field_name(network, statement)
    text = f"{statement.notation} {statement.title}" + (f" [{field}]" if field else "")
    return wrap(text, width, "     ", "   ")


def ground(tie: Tie) -> str:
    """Return how a tie is known: layer, strength and passages, or what is shared."""
    layer = message(f"layers.{tie.layer}")
    if tie.kind == "shares":
        weight, shared = number(tie.weight), "; ".join(tie.shared)
        return message("path.computed_step", layer=layer, weight=weight, shared=shared)
    key = "path.read_step_one" if len(tie.evidence) == 1 else "path.read_step"
    evidence = listed(tie.evidence) or "–"
    return message(key, layer=layer, strength=int(tie.weight), evidence=evidence)


def _rows(network: Network, rank: int, way: Path) -> list[tuple[Value, ...]]:
    rows: list[tuple[Value, ...]] = []
    for place, step in enumerate(way.steps, start=1):
        start, end = network.statements[step.start], network.statements[step.end]
        tie = step.tie
        direction = ("forward" if step.forward else "backward") if tie.directed else "both"
        rows.append(
            (
                rank, round(way.value, 6), len(way.steps), place,
                start.notation, start.title, field_name(network, start),
                tie.kind, direction, tie.layer, tie.weight, " ".join(tie.evidence),
                tie.justification, "; ".join(tie.shared),
                end.notation, end.title, field_name(network, end),
                start.iri, end.iri, tie.key,
            )
        )  # fmt: skip
    return rows
