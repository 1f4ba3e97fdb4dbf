# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The group ``review``: what waits for a decision, decisions, and their history."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from zielgraph.cli.options import common, emit, output, project_of
from zielgraph.cli.usage import Group
from zielgraph.model.errors import EditingError, InvalidDataError, QueryError
from zielgraph.model.messages import LANGUAGES, language, message
from zielgraph.model.names import ZG

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from zielgraph.editing.draft import Draft
    from zielgraph.model.project import Project
    from zielgraph.store.base import Row, Table

KINDS = ("sdg-link", "dependency", "involvement", "carry-over", "indicator-link", "remit")
"""Kinds of claims, as the query ``review-queue`` calls them."""

STATUSES = ("proposed", "accepted", "confirmed", "rejected")

_LANGUAGE = click.Choice(LANGUAGES)
_FORMATS = click.Choice(["table", "csv", "json"])


@click.group(cls=Group, help=message("help.review"))
def review() -> None:
    """Review claims."""


@review.command("list", help=message("help.review_list"))
@click.option("--kind", type=click.Choice(KINDS), help=message("help.review_kind"))
@click.option("--field", help=message("help.review_field"))
@click.option("--sdg", metavar="11|11.2", help=message("help.review_sdg"))
@click.option("--status", type=click.Choice(STATUSES), help=message("help.review_status"))
@click.option("--below", type=click.IntRange(0, 101), help=message("help.review_below"))
@click.option("--unreviewed", is_flag=True, help=message("help.review_unreviewed"))
@click.option("--format", "form", type=_FORMATS, default="table", help=message("help.format"))
@output
@common
def list_claims(
    kind: str | None,
    field: str | None,
    sdg: str | None,
    status: str | None,
    below: int | None,
    unreviewed: bool,
    form: str,
    output: Path | None,
    folder: Path | None,
) -> None:
    """List claims of one status, or those that no person has reviewed."""
    from zielgraph.cli.review_text import claims_text  # noqa: PLC0415

    if unreviewed and status:
        raise QueryError("review.combination")
    given = {
        "kind": kind,
        "percent": None if below is None else str(below),
        "field": field,
        "status": ZG + status if status else None,
        "target" if sdg and "." in sdg else "sdg": sdg,
    }
    name = "needs-review" if unreviewed else "review-queue"
    project = project_of(folder)
    found = _ask(project, name, {k: v for k, v in given.items() if v is not None})
    _show(found, form, output, claims_text, message("review.none"))
    _warn_if_stale(project)


@review.command("show", help=message("help.review_show"))
@click.argument("claim")
@output
@common
def show(claim: str, output: Path | None, folder: Path | None) -> None:
    """Show one claim with its history."""
    from zielgraph.cli.review_text import claim_text, history_text  # noqa: PLC0415

    project = project_of(folder)
    facts = _ask(project, "provenance-of-link", {"link": claim}).records()
    if not facts:
        raise EditingError("review.unknown", name=claim, near="–")
    revisions = _ask(project, "history-of-claim", {"claim": str(facts[0]["link"])}).records()
    past = history_text(revisions) or message("review.no_history") + "\n"
    _write(claim_text(facts, _headings(project)) + "\n" + past, output)
    _warn_if_stale(project)


@review.command("history", help=message("help.review_history"))
@click.argument("claim", required=False)
@click.option("--format", "form", type=_FORMATS, default="table", help=message("help.format"))
@output
@common
def history(claim: str | None, form: str, output: Path | None, folder: Path | None) -> None:
    """Show who changed what, in the order of time."""
    from zielgraph.cli.review_text import history_text  # noqa: PLC0415

    project = project_of(folder)
    found = _ask(project, "history-of-claim", {"claim": claim} if claim else {})
    _show(found, form, output, history_text, message("review.no_history"))
    _warn_if_stale(project)


def _decision(status: str, name: str, text: str) -> click.Command:
    """Return the command that gives claims a status."""

    @click.command(name, help=text)
    @click.argument("claims", nargs=-1, required=True, metavar="CLAIM…")
    @click.option("--as", "who", required=True, metavar="NAME", help=message("help.review_as"))
    @click.option("--note", metavar="TEXT", help=message("help.review_note"))
    @click.option(
        "--note-lang", type=click.Choice(LANGUAGES), help=message("help.review_note_lang")
    )
    @click.option("--dry-run", is_flag=True, help=message("help.dry_run"))
    @common
    def command(
        claims: tuple[str, ...],
        who: str,
        note: str | None,
        note_lang: str | None,
        dry_run: bool,
        folder: Path | None,
    ) -> None:
        """Decide on claims."""
        notes = {note_lang or language(): note} if note else {}
        _decide(project_of(folder), status, claims, who, notes, dry_run=dry_run)

    return command


review.add_command(_decision("accepted", "accept", message("help.review_accept")))
review.add_command(_decision("rejected", "reject", message("help.review_reject")))
review.add_command(_decision("confirmed", "confirm", message("help.review_confirm")))
review.add_command(_decision("proposed", "reopen", message("help.review_reopen")))


def _decide(
    project: Project,
    status: str,
    names: tuple[str, ...],
    who: str,
    note: dict[str, str],
    *,
    dry_run: bool,
) -> None:
    from datetime import UTC, datetime  # noqa: PLC0415

    from zielgraph.cli.review_text import short  # noqa: PLC0415
    from zielgraph.editing.decisions import decide, find_claims  # noqa: PLC0415
    from zielgraph.editing.draft import Draft  # noqa: PLC0415

    for text in (*names, who, *note.values()):
        try:
            text.encode()
        except UnicodeEncodeError as error:  # bytes of another encoding than the terminal's
            raise EditingError("review.encoding") from error
    draft = Draft(project)
    claims = find_claims(draft, names)
    decisions = decide(draft, claims, status, who=who, when=datetime.now(UTC), note=note)
    for made in decisions:
        key = "review.unchanged" if made.revision is None else "review.changed"
        before, after = (message(f"decision.{word}") for word in (made.before, made.after))
        click.echo(message(key, claim=short(str(made.claim)), before=before, after=after))
    if draft.changes():
        _write_draft(project, draft, dry_run=dry_run)


def _write_draft(project: Project, draft: Draft, *, dry_run: bool) -> None:
    """Validate and write, or only validate, and say what happened."""
    for change in draft.changes():
        if change.loses_comments:
            _say(message("editing.comments", path=project.relative(change.path)))
    try:
        if dry_run:
            draft.require_valid(_say)
            click.echo(message("review.dry_run"))
            return
        written = draft.write(_say)
    except InvalidDataError as error:
        from zielgraph.validation.findings import findings_table  # noqa: PLC0415

        report = error.data["report"]
        wrong = [f for f in report.findings if f.severity == "Violation"]  # type: ignore[attr-defined]
        _say(findings_table(wrong))
        raise
    files = ", ".join(str(project.relative(path)) for path in written)
    click.echo(message("review.written", files=files))


def _ask(project: Project, name: str, given: Mapping[str, str]) -> Table:
    from zielgraph.build.location import current_store  # noqa: PLC0415
    from zielgraph.queries.library import load_query, run_query  # noqa: PLC0415
    from zielgraph.store.base import Table  # noqa: PLC0415

    found = run_query(current_store(project), load_query(project.queries, name), given)
    if not isinstance(found, Table):
        raise QueryError("query.no_table", name=name)
    return found


def _headings(project: Project) -> dict[str, str]:
    """Return the names of our properties, by their local names, in the language of the moment."""
    from zielgraph.build.location import current_store  # noqa: PLC0415
    from zielgraph.model.names import PREFIXES  # noqa: PLC0415
    from zielgraph.store.base import Table  # noqa: PLC0415

    found = current_store(project).query(
        f"SELECT ?term ?label WHERE {{ ?term <{PREFIXES['rdfs']}label> ?label "
        f"FILTER(STRSTARTS(STR(?term), '{ZG}') && LANG(?label) = '{language()}') }}"
    )
    assert isinstance(found, Table)  # noqa: S101 - it is a SELECT
    return {str(term).removeprefix(ZG): str(label) for term, label in found.rows}


def _warn_if_stale(project: Project) -> None:
    """Say in a line that the graph is older than the data."""
    from zielgraph.build.location import current_store, data_changed  # noqa: PLC0415

    if data_changed(project, current_store(project)):
        _say(message("review.stale"))


def _show(
    found: Table,
    form: str,
    target: Path | None,
    in_words: Callable[[Sequence[Row]], str],
    nothing: str,
) -> None:
    if form != "table":
        from zielgraph.queries.results import write_result  # noqa: PLC0415

        emit(write_result(found, form), target)
    else:
        _write(in_words(found.records()) if found.rows else nothing + "\n", target)


def _write(text: str, target: Path | None) -> None:
    """Write styled text to a terminal, the bare one elsewhere."""
    watched = target is None and sys.stdout.isatty()
    emit(text if watched else click.unstyle(text), target)


def _say(text: str) -> None:
    click.echo(text, err=True)
