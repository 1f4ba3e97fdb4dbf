# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The program ``zielgraph``: its commands, its language, its exit codes."""

from __future__ import annotations

import io
import logging
import os
import sys
import warnings
from importlib import import_module

import click

from zielgraph import __version__
from zielgraph.cli.options import language_option
from zielgraph.cli.usage import Formatter, Group, explain
from zielgraph.model.errors import SourceFilesError, ZielgraphError
from zielgraph.model.messages import message, set_language

LANGUAGE_VARIABLE = "ZIELGRAPH_LANG"

_COMMANDS = {
    "agreement": "zielgraph.cli.knowledge",
    "build": "zielgraph.cli.build",
    "catalog": "zielgraph.cli.publication",
    "coverage": "zielgraph.cli.coverage",
    "dependencies": "zielgraph.cli.dependencies",
    "diff": "zielgraph.cli.diff",
    "document": "zielgraph.cli.knowledge",
    "export": "zielgraph.cli.query",
    "fmt": "zielgraph.cli.knowledge",
    "path": "zielgraph.cli.path",
    "picture": "zielgraph.cli.picture",
    "indicators": "zielgraph.cli.indicators",
    "publish": "zielgraph.cli.publish",
    "quality": "zielgraph.cli.quality",
    "queries": "zielgraph.cli.query",
    "query": "zielgraph.cli.query",
    "release": "zielgraph.cli.publication",
    "review": "zielgraph.cli.review",
    "reason": "zielgraph.cli.reason",
    "serve": "zielgraph.cli.serve",
    "sources": "zielgraph.cli.build",
    "sparql": "zielgraph.cli.query",
    "validate": "zielgraph.cli.build",
    "workbook": "zielgraph.cli.workbook",
}


class LazyGroup(Group):
    """A group that imports the module of a command when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all commands."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return one command."""
        if name not in _COMMANDS:
            return None
        command = getattr(import_module(_COMMANDS[name]), name)
        if not isinstance(command, click.Command):
            raise TypeError(name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; that the reader of our output goes away (``| head``) is no error."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _abandon_output()
            sys.exit(0)


def _abandon_output() -> None:
    """Write nothing more to standard output, in Python's own last flush neither."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def speak(arguments: list[str]) -> None:
    """Choose the language before anything is said, help texts included.

    The order: the last ``--lang`` among ``arguments``, ``ZIELGRAPH_LANG``, German.
    """
    set_language(os.environ.get(LANGUAGE_VARIABLE, "de"))
    for position, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            set_language(argument.removeprefix("--lang="))
        elif argument == "--lang" and position + 1 < len(arguments):
            set_language(arguments[position + 1])


def make_program() -> click.Group:
    """Return the program with help texts in the language of the moment."""
    click.Context.formatter_class = Formatter
    program = LazyGroup(
        "zielgraph",
        help=f"{message('help.main')}\n\n{message('help.exit')}",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    language_option(click.version_option(__version__, "--version")(program))
    return program


def main(arguments: list[str] | None = None) -> None:
    """Run the program and leave with its exit code.

    Errors that a user can mend are one or two lines on standard error, no traceback.
    """
    given = sys.argv[1:] if arguments is None else arguments
    speak(given)
    _quieten()
    try:
        make_program().main(given, standalone_mode=False)
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(2)
    except click.UsageError as error:
        for line in explain(error).splitlines():
            click.echo(f"zielgraph: {line}", err=True)
        sys.exit(2)
    except click.Abort:
        sys.exit(130)
    except ZielgraphError as error:
        for line in str(error).splitlines():
            click.echo(f"zielgraph: {line}", err=True)
        if isinstance(error, SourceFilesError):
            click.echo(f"zielgraph: {message(error.key, **error.data)}", err=True)
        sys.exit(error.exit_code)
    except OSError as error:
        _abandon_output()
        reason = error.strerror or str(error)
        text = message("write.denied", path=error.filename or "stdout", reason=reason)
        click.echo(f"zielgraph: {text}", err=True)
        sys.exit(2)


def _quieten() -> None:
    """Let nothing but our own words reach the terminal."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that cannot write “ shows ?
            stream.reconfigure(errors="replace")
    # A date that is none is a finding of the shapes; rdflib would add a traceback.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", "(Parsing|Serializing) weird ")
