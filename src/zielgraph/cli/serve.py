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
        kind = str(each.type)
        function = click.option(
            flag(each.name),
            each.name,
            multiple=kind.startswith("tuple"),
            # A switch may stand alone, or be turned off where the file turns it on.
            is_flag=False,
            flag_value="true" if kind == "bool" else None,
            metavar=_metavar(each.name, kind, each.metadata["unit"]),
            help=message(f"setting.{each.name}"),
        )(function)
    return function


def _metavar(name: str, kind: str, unit: str) -> str:
    if name == "load":
        return "FILE"
    if kind == "bool":
        return "[true|false]"
    if kind in {"int", "float"}:
        return {"s": "SECONDS", "MB": "MB"}.get(unit, "N")
    return "TEXT"


@click.command(help=message("help.serve"))
@_flags
@click.option("--config", type=FilePath, help=message("help.config"))
@language_option
def serve(config: Path | None, **given: Any) -> None:  # noqa: ANN401 - what click read
    """Serve until somebody says stop."""
    chosen = read_settings(given, config=config)
    from zielgraph.server.app import create_app  # noqa: PLC0415 - frameworks load slowly
    from zielgraph.server.running import address_of, listen, run  # noqa: PLC0415
    from zielgraph.server.state import State, load_served, public_url  # noqa: PLC0415

    settings = chosen.settings
    served = load_served(settings, chosen.file)
    bound = listen(settings.host, settings.port)
    address = address_of(bound)
    _show(chosen)
    state = State(settings, served, public_url(settings, served, address), chosen.file)

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
