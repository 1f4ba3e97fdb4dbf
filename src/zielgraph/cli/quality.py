# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The command that shows what each goal has and what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from zielgraph.model.messages import message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from zielgraph.cli.terminal import Screen
    from zielgraph.coverage.quality import Aspect, GoalQuality

FORMATS = ("table", "csv", "json", "xlsx")
_HALF = frozenset({"judged", "unverified", "proposed"})
_SIGN_WIDTH = 5


@click.command(help=message("help.quality"))
@click.option("--format", "form", type=click.Choice(FORMATS), help=message("help.coverage_format"))
@click.option("--field", metavar="NAME", help=message("help.quality_field"))
@click.option(
    "--sort", type=click.Choice(["need", "paper"]), default="need", help=message("help.sort")
)
@click.option("--paper", metavar="NAME", help=message("help.coverage_paper"))
@output
@endpoint
@common
def quality(
    form: str | None,
    field: str | None,
    sort: str,
    paper: str | None,
    output: Path | None,
    endpoint: str | None,
    folder: Path | None,
) -> None:
    """Show the quality of goals."""
    from zielgraph.coverage import documents  # noqa: PLC0415
    from zielgraph.coverage.evidence import find  # noqa: PLC0415
    from zielgraph.coverage.quality import by_field, by_need, goal_quality  # noqa: PLC0415
    from zielgraph.coverage.views import Coverage  # noqa: PLC0415

    form = format_for(form, output, FORMATS, "table")
    project = project_of(folder)
    every = goal_quality(Coverage(project, store_of(project, endpoint), paper))
    if field is not None:
        wanted = find(by_field(every), field, "--field").iri
        every = [goal for goal in every if goal.field_iri == wanted]
    goals = by_need(every) if sort == "need" else every
    if form == "xlsx" and output is not None:
        from zielgraph.reports.coverage_sheets import quality_book  # noqa: PLC0415

        emit_bytes(quality_book(goals, every), output)
    elif form == "json":
        emit(documents.dump(documents.quality_document(goals, every)), output)
    elif form == "csv":
        emit(documents.quality_csv(goals), output)
    else:
        from zielgraph.cli.terminal import screen_for  # noqa: PLC0415

        emit(_text(goals, every, screen_for(output)), output)


def _text(goals: Sequence[GoalQuality], every: Sequence[GoalQuality], screen: Screen) -> str:
    """Return the goals with their bars, the fields with their counts, and what it all means."""
    from zielgraph.cli.terminal import cut, shown, wrapped  # noqa: PLC0415
    from zielgraph.coverage.quality import ASPECTS, by_field  # noqa: PLC0415

    width = min(max(screen.width - 21 - len(ASPECTS) * (_SIGN_WIDTH + 1), 16), 60)
    short = [message(f"quality.short_{aspect}") for aspect in ASPECTS]
    names = "".join(f" {name:>{_SIGN_WIDTH}}" for name in short)
    lines = [screen.paint(message("quality.title"), bold=True), ""]
    lines.append(f"{'':<{10 + width}} {'':<10}{names}")
    for goal in goals:
        bar = screen.sign("met") * goal.met + screen.sign("unmet") * (len(ASPECTS) - goal.met)
        signs = "".join(f" {_sign(goal, aspect, screen):>{_SIGN_WIDTH}}" for aspect in ASPECTS)
        name = f"{shown(goal.notation):<9} {cut(goal.title, width):<{width}}"
        lines.append(f"{name} {bar} {goal.met}/{len(ASPECTS)}{signs}")
    lines += ["", screen.paint(message("quality.per_field"), bold=True)]
    fields = by_field(every)
    for found in fields:
        counts = "".join(f" {found.met[aspect].part:>{_SIGN_WIDTH}}" for aspect in ASPECTS)
        text = found.label or message("quality.no_field")
        label = f"{shown(found.notation):<9} {cut(text, width):<{width}}"
        lines.append(f"{label} {message('quality.of', goals=found.goals):>10}{counts}")
    whole = {aspect: sum(goal.has(aspect) for goal in every) for aspect in ASPECTS}
    total = f"{message('coverage.total'):<{10 + width}} "
    total += f"{message('quality.of', goals=len(every)):>10}"
    if len(fields) > 1:
        lines.append(total + "".join(f" {whole[aspect]:>{_SIGN_WIDTH}}" for aspect in ASPECTS))
    signs_text = {name: screen.sign(name) for name in ("yes", "no", "half")}
    lines += ["", *wrapped(message("quality.legend", **signs_text), screen.width)]
    lines += wrapped(message("quality.meaning"), screen.width)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _sign(goal: GoalQuality, aspect: Aspect, screen: Screen) -> str:
    if aspect == "responsible" and goal.responsible in _HALF:
        return screen.sign("half")
    return screen.sign("yes" if goal.has(aspect) else "no")
