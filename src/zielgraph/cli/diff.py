# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The command that compares two states."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import click

from zielgraph.cli.options import common, emit, output, project_of, room_for
from zielgraph.model.messages import message

if TYPE_CHECKING:
    from pathlib import Path

_RDF = ["turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml"]
_COLOURS = {"+": "green", "−": "red", "~": "yellow", "→": "cyan"}
_SIGNED = re.compile(r"^( +)([+−~→])(?= )")


@click.command(help=message("help.diff"))
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html", *_RDF]),
    default="text",
    help=message("help.format"),
)
@click.option("--all", "everything", is_flag=True, help=message("help.diff_all"))
@click.option("--check", is_flag=True, help=message("help.diff_check"))
@output
@common
def diff(
    before: str,
    after: str,
    form: str,
    everything: bool,
    check: bool,
    output: Path | None,
    folder: Path | None,
) -> None:
    """Compare two states."""
    from zielgraph.diff.compare import compare  # noqa: PLC0415
    from zielgraph.diff.report import make_report  # noqa: PLC0415
    from zielgraph.diff.states import open_states  # noqa: PLC0415

    project = project_of(folder)
    comparison = compare(project, *open_states(project, before, after))
    if form == "text":
        from zielgraph.diff.text import WIDTH, report_text  # noqa: PLC0415

        room = room_for(output)
        text = report_text(make_report(project, comparison), room or WIDTH, everything=everything)
        emit(text if room is None else _coloured(text), output)
    elif form == "html":
        from zielgraph.diff.page import report_page  # noqa: PLC0415

        emit(report_page(make_report(project, comparison)), output)
    else:
        from zielgraph.diff.description import describe  # noqa: PLC0415
        from zielgraph.store.formats import write_triples  # noqa: PLC0415

        emit(write_triples(describe(project, comparison), form), output)
    if check and comparison.differs():
        sys.exit(1)


def _coloured(text: str) -> str:
    """Colour signs, and print headings, which begin at the left edge, in bold."""
    lines = []
    for line in text.split("\n"):
        if found := _SIGNED.match(line):
            sign = click.style(found[2], fg=_COLOURS[found[2]], bold=True)
            lines.append(found[1] + sign + line[found.end() :])
        else:
            lines.append(click.style(line, bold=True) if line[:1].strip() else line)
    return "\n".join(lines)
