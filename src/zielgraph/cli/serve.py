# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The command that serves the portal and the data on the web."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from zielgraph.cli.options import FilePath, language_option
from zielgraph.model.messages import message
from zielgraph.server.settings import flag, read_settings, table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zielgraph.server.settings import Chosen


def _flags(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add a flag for every setting."""
    for each in reversed(list(table())):
        several = str(each.type).startswith("tuple")
        unit = each.metadata["unit"]
        function = click.option(
            flag(each.name),
            each.name,
            multiple=several,
            metavar=unit or ("FILE" if each.name == "load" else "TEXT"),
            help=message(f"setting.{each.name}"),
        )(function)
    return function


@click.command(help=message("help.serve"))
@_flags
@click.option("--config", type=FilePath, help=message("help.config"))
@language_option
def serve(config: Path | None, **given: Any) -> None:  # noqa: ANN401 - what click read
    """Serve until somebody says stop."""
    chosen = read_settings(given, config=config)
    from zielgraph.server.app import create_app  # noqa: PLC0415 - frameworks load slowly
    from zielgraph.server.running import address_of, listen, run  # noqa: PLC0415
    from zielgraph.server.state import State, load_served  # noqa: PLC0415

    settings = chosen.settings
    served = load_served(settings, chosen.file)
    bound = listen(settings.host, settings.port)
    address = address_of(bound)
    _show(chosen)
    state = State(settings, served, settings.public_url or address, chosen.file)

    def ready() -> None:
        click.echo(message("server.ready", address=address))

    run(create_app(state), bound, ready)
    click.echo(message("server.stopped"))


def _show(chosen: Chosen) -> None:
    click.echo(message("server.settings"))
    lines = list(chosen.lines())
    wide = max(len(name) for name, _, _ in lines)
    most = max(len(value) for _, value, _ in lines)
    for name, value, origin in lines:
        click.echo(f"  {name:<{wide}}  {value:<{most}}  {origin}")
