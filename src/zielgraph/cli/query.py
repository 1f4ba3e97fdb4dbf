# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Commands that ask the graph: query, queries, sparql, export."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zielgraph.cli.options import common, emit, endpoint, output, project_of, room_for, store_of
from zielgraph.model.errors import QueryError, SourceFileError
from zielgraph.model.files import read_text
from zielgraph.model.messages import language, message

if TYPE_CHECKING:
    from zielgraph.model.project import Project

_FORMATS = click.Choice(
    ["table", "csv", "tsv", "json", "xml", "turtle", "ntriples", "jsonld", "rdfxml"]
)


def _parameters(given: tuple[str, ...]) -> dict[str, str]:
    values = {}
    for entry in given:
        name, sign, value = entry.partition("=")
        if not sign or not name:
            raise QueryError("query.parameter_form", value=entry)
        values[name] = value
    return values


@click.command(help=message("help.query"))
@click.argument("name")
@click.option("--param", "given", multiple=True, metavar="NAME=…", help=message("help.param"))
@click.option("--format", "form", type=_FORMATS, default="table", help=message("help.format"))
@output
@endpoint
@common
def query(
    name: str,
    given: tuple[str, ...],
    form: str,
    output: Path | None,
    endpoint: str | None,
    folder: Path | None,
) -> None:
    """Run a named query."""
    from zielgraph.queries.library import load_query, run_query  # noqa: PLC0415
    from zielgraph.queries.results import write_result  # noqa: PLC0415
    from zielgraph.store.base import Table  # noqa: PLC0415

    project = project_of(folder)
    named = load_query(project.queries, name)
    result = run_query(store_of(project, endpoint), named, _parameters(given))
    emit(write_result(result, form, room_for(output)), output)
    if isinstance(result, Table) and not result.rows:
        click.echo(f"zielgraph: {message('query.empty')}", err=True)


@click.command(help=message("help.queries"))
@click.argument("names", nargs=-1, metavar="[NAME]…")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    help=message("help.format"),
)
@common
def queries(names: tuple[str, ...], form: str, folder: Path | None) -> None:
    """List the library."""
    from zielgraph.queries.library import load_queries, load_query  # noqa: PLC0415

    library = project_of(folder).queries
    found = [load_query(library, name) for name in names] if names else load_queries(library)
    if form == "json":
        import json  # noqa: PLC0415

        entries = [
            {
                "name": entry.name,
                "question": dict(entry.question),
                "note": dict(entry.note),
                "competency": entry.competency,
                "parameters": [
                    {"name": p.name, "type": p.type, "text": dict(p.text), "default": p.default}
                    for p in entry.parameters
                ],
            }
            for entry in found
        ]
        emit(json.dumps(entries, ensure_ascii=False, indent=1) + "\n", None)
        return
    for entry in found:
        click.echo(f"{click.style(entry.name, bold=True)}\n  {entry.question[language()]}")
        if names and entry.note:
            click.echo(click.wrap_text(entry.note[language()], 78, "  ", "  "))
        for parameter in entry.parameters:
            text = parameter.text[language()]
            click.echo(
                f"    --param {parameter.name}=…  ({message('queries.parameter')}, "
                f"{parameter.type}) {text}"
            )


@click.command(help=message("help.sparql"))
@click.argument("text", metavar="FILE|-|TEXT")
@click.option("--format", "form", type=_FORMATS, default="table", help=message("help.format"))
@output
@endpoint
@common
def sparql(
    text: str, form: str, output: Path | None, endpoint: str | None, folder: Path | None
) -> None:
    """Run any query."""
    from zielgraph.queries.results import write_result  # noqa: PLC0415

    project = project_of(folder)
    result = store_of(project, endpoint).query(_query_text(text))
    emit(write_result(result, form, room_for(output)), output)


def _query_text(argument: str) -> str:
    """Return standard input for ``-``, a file's content if there is one, else the argument."""
    if argument == "-":
        try:
            return sys.stdin.read()
        except UnicodeDecodeError as error:
            raise SourceFileError("file.encoding", path="-", line=1) from error
    if any(sign in argument for sign in ("{", "\n", "<")):  # DESCRIBE <…> has no braces
        return argument
    return read_text(Path(argument))


@click.command(help=message("help.export"))
@click.option(
    "--format",
    "form",
    type=click.Choice(
        ["turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml", "sssom", "stratml"]
    ),
    default="turtle",
    help=message("help.format"),
)
@click.option(
    "--status",
    type=click.Choice(["proposed", "accepted", "confirmed", "rejected"]),
    help=message("help.export_status"),
)
@click.option("--version", "version", help=message("help.export_version"))
@click.option("--with-imported", is_flag=True, help=message("help.with_imported"))
@output
@common
def export(
    form: str,
    status: str | None,
    version: str | None,
    with_imported: bool,
    output: Path | None,
    folder: Path | None,
) -> None:
    """Write out the graph, the SDG links for tools that exchange mappings, or a plan.

    Imported values stay out unless asked for: they are somebody else's statistics, under
    another licence, and seven times as many statements as all else.
    """
    from zielgraph.build.location import current_store, imported_graph  # noqa: PLC0415

    project = project_of(folder)
    if form == "stratml":
        emit(_plan(project, version), output)
        return
    if version is not None:
        raise QueryError("plan.option")
    if form == "sssom":
        from zielgraph.reports.sssom import graph_version, sssom_tsv  # noqa: PLC0415

        store = current_store(project)
        emit(sssom_tsv(project, store, graph_version(project), status), output)
        return
    if status is not None:
        raise QueryError("sssom.status")
    from zielgraph.store.formats import write_quads  # noqa: PLC0415

    imported = None if with_imported else imported_graph(project)
    left_out = () if imported is None else (imported,)
    emit(write_quads(current_store(project).quads(left_out), form), output)
    if left_out:
        click.echo(message("export.left_out"), err=True)


def _plan(project: Project, version: str | None) -> str:
    """Return one version of a strategy as StratML, in the language of the moment."""
    from zielgraph.publication.publication import open_publication  # noqa: PLC0415
    from zielgraph.publication.stratml import find_plan, stratml  # noqa: PLC0415

    publication = open_publication(project)
    return stratml(publication, find_plan(publication.graph, version), language())
