# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The commands that draw what hangs together: pages to explore, and pictures to print."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from zielgraph.cli.options import common, emit, endpoint, output, project_of, store_of
from zielgraph.cli.usage import Group
from zielgraph.model.messages import message
from zielgraph.pictures.subjects import COMPUTED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zielgraph.model.project import Project
    from zielgraph.pictures.facts import Facts
    from zielgraph.pictures.model import Picture
    from zielgraph.store.base import GraphStore

_PAGE = frozenset({"", ".html", ".htm"})


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
