# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The command that writes the portal and the data as files."""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zielgraph.cli.options import FilePath, common, project_of, shown
from zielgraph.model.messages import message, number
from zielgraph.model.project import Project, checked_base

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zielgraph.site.publish import Done


@click.command(help=message("help.publish"))
@click.argument("target", metavar="DIR", type=FilePath)
@click.option("--base", metavar="URL", help=message("help.publish_base"))
@click.option("--progress", is_flag=True, help=message("help.progress"))
@common
def publish(target: Path, base: str | None, progress: bool, folder: Path | None) -> None:
    """Write the site."""
    from zielgraph.site.publish import publish as write_site  # noqa: PLC0415 - loads slowly

    with _project_with(project_of(folder), base) as project:
        done = write_site(project, target, _Teller() if progress else lambda _: None)
    megabytes = number(max(round(done.size / 1_000_000), 1))
    click.echo(message("site.done", path=shown(target), files=number(done.files), size=megabytes))


@contextmanager
def _project_with(project: Project, base: str | None) -> Iterator[Project]:
    """Yield the project with a built graph that has the wanted base."""
    from zielgraph.build.location import find_built  # noqa: PLC0415

    if base is None or find_built(project).base == checked_base(base):
        yield project
        return
    from zielgraph.build.builder import build  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="zielgraph-") as scratch:
        other = replace(project, base=base, output=Path(scratch))
        if project.imports.is_dir():
            other.imports.symlink_to(project.imports.resolve(), target_is_directory=True)
        build(other)
        yield other


class _Teller:
    """Tells how far the work is: a line that changes, or a line per tenth where nobody looks."""

    def __init__(self) -> None:
        self._said: tuple[str, int] = ("", -1)

    def __call__(self, done: Done) -> None:
        tenth = done.parts * 10 // done.whole
        live = sys.stderr.isatty()
        if not live and (done.group, tenth) == self._said:
            return
        self._said = done.group, tenth
        text = message(
            f"site.group_{done.group}", parts=number(done.parts), whole=number(done.whole)
        )
        ended = done.parts == done.whole
        click.echo(f"\r{text}" if live else text, err=True, nl=not live or ended)
