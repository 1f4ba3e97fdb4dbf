# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The command that shows the coverage in all its views, and what stands behind a figure."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
from zielgraph.model.errors import QueryError
from zielgraph.model.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zielgraph.cli.terminal import Screen
    from zielgraph.coverage.evidence import Place
    from zielgraph.coverage.views import Coverage

BY = ("field", "sdg", "target", "actor", "department", "principle")
FORMATS = ("table", "csv", "json", "xlsx", "html", "pdf", "svg", "png")
_REPORT = frozenset({"html", "pdf"})
_PICTURES = frozenset({"svg", "png"})


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to see: the view and what narrows it."""

    by: str
    sdg: int | None
    target: str | None
    field: str | None
    actor: str | None
    principle: str | None
    links: bool
    paper: str | None

    def narrowing(self) -> dict[str, object]:
        """Return the narrowing options that were given, by name."""
        names = ("sdg", "target", "field", "actor", "principle")
        return {n: getattr(self, n) for n in names if getattr(self, n) is not None}


@click.command(help=message("help.coverage"))
@click.option("--by", type=click.Choice(BY), default="field", help=message("help.coverage_by"))
@click.option("--format", "form", type=click.Choice(FORMATS), help=message("help.coverage_format"))
@click.option("--sdg", type=click.IntRange(1, 17), metavar="N", help=message("help.coverage_sdg"))
@click.option("--target", metavar="N.N", help=message("help.coverage_target"))
@click.option("--field", metavar="NAME", help=message("help.coverage_field"))
@click.option("--actor", metavar="NAME", help=message("help.coverage_actor"))
@click.option("--principle", metavar="NAME", help=message("help.coverage_principle"))
@click.option("--links", is_flag=True, help=message("help.coverage_links"))
@click.option("--paper", metavar="NAME", help=message("help.coverage_paper"))
@click.option("--next", "hint", is_flag=True, help=message("help.next"))
@output
@endpoint
@common
def coverage(
    by: str,
    form: str | None,
    sdg: int | None,
    target: str | None,
    field: str | None,
    actor: str | None,
    principle: str | None,
    links: bool,
    paper: str | None,
    hint: bool,
    output: Path | None,
    endpoint: str | None,
    folder: Path | None,
) -> None:
    """Show the coverage."""
    from zielgraph.coverage.views import Coverage  # noqa: PLC0415

    form = format_for(form, output, FORMATS, "table")
    wish = Wish(by, sdg, target, field, actor, principle, links, paper)
    _check(wish, form)
    project = project_of(folder)
    views = Coverage(project, store_of(project, endpoint), paper)
    views.check()
    if form in _REPORT | _PICTURES:
        _report(views, wish, form, output)
    elif form == "xlsx" and output is not None:
        emit_bytes(_sheets(views, wish), output)
    else:
        make = _behind if links else _view
        text = make(views, wish, form, output)
        if hint and form == "table":
            text += "\n" + message("run.next") + "\n"
        emit(text, output)


def _check(wish: Wish, form: str) -> None:
    """Refuse what would silently be left out.

    :raises QueryError: if an option does not go with the view or the format.
    """
    given = wish.narrowing()
    if form in _REPORT | _PICTURES and (given or wish.links):
        raise QueryError("coverage.whole", form=form)
    if wish.links:
        return
    if form == "xlsx" and given:
        raise QueryError("coverage.whole", form=form)
    allowed = {
        "field": {"field", "sdg"},
        "sdg": {"sdg"},
        "target": {"sdg", "target"},
        "actor": {"actor", "sdg"},
        "department": {"actor", "sdg"},
        "principle": {"principle", "sdg"},
    }[wish.by]
    for name in given:
        if name not in allowed:
            raise QueryError("coverage.narrow", name=f"--{name}", by=wish.by)


def _view(views: Coverage, wish: Wish, form: str, target: Path | None) -> str:
    """Return one view as text, CSV or JSON."""
    make: Callable[[Coverage, Wish, str, Screen], str]
    from zielgraph.cli.terminal import screen_for  # noqa: PLC0415

    screen = screen_for(target)
    make = _list_view if wish.by in {"sdg", "target"} else _matrix_view
    text = make(views, wish, form, screen)
    if form != "table":
        return text
    from zielgraph.cli.coverage_text import note_text, summary_text  # noqa: PLC0415

    summary = views.summary()
    last = note_text(summary, screen) + "\n"
    if not any(summary.states.values()):
        return text + "\n" + message("coverage.no_targets") + "\n" + last
    return text + "\n" + last + "\n" + summary_text(summary, screen) + "\n"


def _matrix_view(views: Coverage, wish: Wish, form: str, screen: Screen) -> str:
    from zielgraph.cli.coverage_text import conflict_line, matrix_text  # noqa: PLC0415
    from zielgraph.coverage import documents  # noqa: PLC0415
    from zielgraph.coverage.evidence import find  # noqa: PLC0415

    by = wish.by
    assert by in {"field", "actor", "department", "principle"}  # noqa: S101 - the others are lists
    matrix = views.matrix(by, wish.sdg)  # type: ignore[arg-type]
    name = {"department": "actor"}.get(by, by)
    if (wanted := getattr(wish, name)) is not None:
        matrix = replace(matrix, rows=(find(matrix.rows, wanted, f"--{name}"),))
    if form == "json":
        body = documents.matrix_body(matrix)
        return documents.dump(documents.document(by, body, views.summary()))
    if form == "csv" and by == "field" and not wish.narrowing() and wish.paper is None:
        return documents.fields_csv(matrix)
    if form == "csv":
        return documents.matrix_csv(matrix)
    text = matrix_text(matrix, screen)
    if by in {"actor", "department"}:
        from zielgraph.cli.terminal import wrapped  # noqa: PLC0415

        text += "\n".join(wrapped(message("coverage.actors_note"), screen.width)) + "\n"
    line = conflict_line(matrix.conflicts(), screen)
    return text + (line + "\n" if line and by != "field" else "")


def _list_view(views: Coverage, wish: Wish, form: str, screen: Screen) -> str:
    from zielgraph.cli.coverage_text import sdg_text, target_text  # noqa: PLC0415
    from zielgraph.coverage import documents  # noqa: PLC0415
    from zielgraph.coverage.views import SdgRow, TargetRow  # noqa: PLC0415

    if wish.by == "sdg":
        sdgs = [row for row in views.sdgs() if wish.sdg in {None, row.sdg}]
        if form == "csv":
            return documents.rows_csv(SdgRow, sdgs)
        body = documents.rows_body(sdgs)
        text = sdg_text(sdgs, screen)
    else:
        targets = [row for row in views.targets() if wish.sdg in {None, row.sdg}]
        if wish.target is not None:
            targets = [row for row in targets if row.target == wish.target]
            if not targets:
                raise QueryError("query.no_such_thing", value=wish.target, name="--target")
        if form == "csv":
            return documents.rows_csv(TargetRow, targets)
        body = documents.rows_body(targets)
        text = target_text(targets, screen)
    if form == "json":
        return documents.dump(documents.document(wish.by, body, views.summary()))
    return text


def _place(views: Coverage, wish: Wish) -> tuple[Place, str]:
    """Return the figure that the options name, and its name for people."""
    from zielgraph.coverage.evidence import Place, find  # noqa: PLC0415

    place = Place(wish.sdg, wish.target)
    names: list[str] = []
    if wish.field is not None:
        row = find(views.matrix("field").rows, wish.field, "--field")
        place = replace(place, field=row.iri)
        names.append(f"{row.notation} {row.label}".strip())
    if wish.actor is not None:
        actor = find(views.matrix("actor").rows, wish.actor, "--actor")
        place = replace(place, actor=actor.iri)
        names.append(actor.label)
    if wish.principle is not None:
        principle = find(views.matrix("principle").rows, wish.principle, "--principle")
        place = replace(place, statement=principle.iri)
        names.append(f"{principle.notation} {principle.label}".strip())
    if wish.target is not None or wish.sdg is not None:
        names.append(f"SDG {wish.target or wish.sdg}")
    return place, " – ".join(names) or message("coverage.all")


def _behind(views: Coverage, wish: Wish, form: str, target: Path | None) -> str:
    """Return the statements and links behind a figure."""
    from zielgraph.coverage import documents  # noqa: PLC0415
    from zielgraph.coverage.evidence import evidence, value_labels  # noqa: PLC0415

    place, name = _place(views, wish)
    supports = evidence(views, place)
    conflicts = evidence(views, replace(place, polarity="conflicts"))
    if form == "csv":
        return documents.evidence_csv([*supports, *conflicts])
    if form == "json":
        body = {"figure": name} | documents.evidence_body(supports, conflicts)
        return documents.dump(documents.document("links", body))
    from zielgraph.cli.coverage_text import evidence_text  # noqa: PLC0415
    from zielgraph.cli.terminal import screen_for, shown  # noqa: PLC0415

    return evidence_text(
        shown(name), (supports, conflicts), value_labels(views), screen_for(target)
    )


def _sheets(views: Coverage, wish: Wish) -> bytes:
    """Return the workbook of all views, or of the links behind a figure."""
    from zielgraph.reports.coverage_sheets import coverage_book, links_book  # noqa: PLC0415

    if wish.links:
        return links_book(views, *_place(views, wish))
    return coverage_book(views, first=wish.by)


def _report(views: Coverage, wish: Wish, form: str, target: Path | None) -> None:
    """Write the report, or the picture of a view."""
    if form in _REPORT:
        from zielgraph.reports.report import report_html, report_pdf  # noqa: PLC0415

        if form == "pdf" and target is not None:
            emit_bytes(report_pdf(views.project, views.store, wish.paper), target)
        else:
            emit(report_html(views.project, views.store, wish.paper), target)
        return
    from zielgraph.reports.figures import coverage_svg  # noqa: PLC0415

    svg = coverage_svg(views.project, views.store, wish.by, wish.paper)
    if form == "png" and target is not None:
        from zielgraph.reports.png import png  # noqa: PLC0415

        emit_bytes(png(svg), target)
    else:
        emit(svg, target)
