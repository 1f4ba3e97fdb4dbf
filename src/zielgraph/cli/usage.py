# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Help pages and wrong command lines in the language of the moment; click knows English only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zielgraph.model.errors import ZielgraphError
from zielgraph.model.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEADINGS = {"Options": "usage.options", "Commands": "usage.commands"}
_TEXTS = {
    "Show this message and exit.": "usage.help",
    "Show the version and exit.": "usage.version",
}


class Formatter(click.HelpFormatter):
    """A help page whose headings come from the catalogue, as its texts do."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is called."""
        super().write_usage(prog, args, prefix or f"{message('usage.usage')} ")

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        super().write_heading(message(_HEADINGS[heading]) if heading in _HEADINGS else heading)

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write options or commands with their texts."""
        said = [(name, message(_TEXTS[text]) if text in _TEXTS else text) for name, text in rows]
        super().write_dl(said, col_max, col_spacing)


class Group(click.Group):
    """A group that says which commands it has when it does not know one."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the command line names."""
        known = self.list_commands(ctx)
        if args[0] not in known:
            raise ZielgraphError("usage.command", name=args[0], known=", ".join(known))
        return super().resolve_command(ctx, args)


def explain(error: click.UsageError) -> str:
    """Return what is wrong with the command line, and where help is."""
    lines = [_what(error)]
    if error.ctx is not None:
        lines.append(message("usage.hint", command=error.ctx.command_path))
    return "\n".join(lines)


def _what(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return message("usage.option", name=error.option_name)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        option = isinstance(error.param, click.Option)
        name = max(error.param.opts) if option else error.param.human_readable_name
        return message("usage.missing", name=name)
    if isinstance(error, click.BadParameter) and error.param is not None:
        kind = error.param.type
        if isinstance(kind, click.Choice):
            return message(
                "usage.choice", name=max(error.param.opts), known=", ".join(map(str, kind.choices))
            )
        if isinstance(kind, click.IntRange):
            name = max(error.param.opts)
            return message("usage.range", name=name, least=kind.min, most=kind.max)
    if isinstance(error, click.BadOptionUsage):
        return message("usage.value", name=error.option_name)
    return message("usage.more") if type(error) is click.UsageError else error.format_message()
