# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The coverage and the quality of goals as spreadsheets: a sheet per aspect, one on the method."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zielgraph.coverage.evidence import Place, evidence, links_to_check, value_labels
from zielgraph.coverage.matrix import Cell
from zielgraph.coverage.quality import ASPECTS, by_field
from zielgraph.model.messages import message
from zielgraph.reports.sheets import Column, add_table, add_text, new_workbook, workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl import Workbook

    from zielgraph.coverage.evidence import Evidence
    from zielgraph.coverage.matrix import Matrix, RowsBy
    from zielgraph.coverage.quality import GoalQuality
    from zielgraph.coverage.views import Coverage
    from zielgraph.reports.sheets import Value

_SHARE = "0 %"


def _t(key: str) -> str:
    return message(f"coverage.column_{key}")


def _words(key: str, width: float = 44) -> Column:
    return Column(_t(key), width, wrap=True)


def _count(key: str) -> Column:
    return Column(_t(key), 11)


def coverage_book(views: Coverage, first: str = "field") -> bytes:
    """Return the workbook of all views.

    :param first: the view whose sheet is open when the file is opened.
    """
    book = new_workbook(message("coverage.book"), description=message("coverage.book_about"))
    sheets: dict[str, int] = {}

    def begins(name: str) -> None:
        sheets[name] = len(book.worksheets)

    begins("field")
    matrices = [views.matrix("field")]
    _matrix(book, matrices[0])
    _fields(book, views)
    begins("sdg")
    _sdgs(book, views)
    begins("target")
    _targets(book, views)
    _field_targets(book, views)
    _gaps(book, views)
    labels = value_labels(views)
    _links(book, "coverage.sheet_links", evidence(views, Place()), labels)
    against = evidence(views, Place(polarity="conflicts"))
    _links(book, "coverage.sheet_conflicts", against, labels)
    _to_check(book, views, labels)
    others: tuple[RowsBy, ...] = ("actor", "department", "principle")
    for by in others:
        begins(by)
        matrices.append(views.matrix(by))
        _matrix(book, matrices[-1])
    _figures(book, matrices)
    _method(book, views)
    book.active = sheets[first]
    for position, sheet in enumerate(book.worksheets):
        sheet.sheet_view.tabSelected = position == sheets[first]
    return workbook_bytes(book)


def links_book(views: Coverage, place: Place, name: str) -> bytes:
    """Return the workbook of the links behind a figure.

    :param name: what the figure is, in words.
    """
    book = new_workbook(f"{message('coverage.book')}: {name}")
    labels = value_labels(views)
    _links(book, "coverage.sheet_links", evidence(views, place), labels)
    against = evidence(views, replace(place, polarity="conflicts"))
    _links(book, "coverage.sheet_conflicts", against, labels)
    _method(book, views, name)
    return workbook_bytes(book)


def matrix_book(views: Coverage, matrix: Matrix, name: str = "") -> bytes:
    """Return the workbook of one matrix: to read, as numbers, and how it counts.

    :param name: what the matrix is narrowed to, in words; empty if to nothing.
    """
    title = message(f"coverage.sheet_{matrix.by}")
    book = new_workbook(f"{title}: {name}" if name else title)
    _matrix(book, matrix)
    _figures(book, [matrix])
    _method(book, views, name)
    return workbook_bytes(book)


def _matrix(book: Workbook, matrix: Matrix) -> None:
    """Add rows × SDGs as one reads and prints them: direct/indirect only, ! with conflicts."""
    numbered = any(row.notation for row in matrix.rows)
    columns = [Column(message(f"coverage.row_{matrix.by}"), 44, wrap=True), _count("statements")]
    if numbered:
        columns.insert(0, Column(_t("number"), 9))
    columns += [Column(f"SDG {name}", 8, centred=True) for name in matrix.columns]
    rows: list[list[Value]] = []
    for row in matrix.rows:
        line: list[Value] = [row.label, row.statements]
        if numbered:
            line.insert(0, row.notation)
        rows.append([*line, *(_pair(row.cell(name)) for name in matrix.columns)])
    title = message(f"coverage.sheet_{matrix.by}")
    add_table(book, title, columns, rows, freeze=2 if numbered else 1)


def _pair(cell: Cell) -> str:
    pair = f"{cell.direct}/{cell.indirect}" if cell.direct or cell.indirect else ""
    return f"{pair} !{cell.conflicts}".strip() if cell.conflicts else pair


def _figures(book: Workbook, matrices: Sequence[Matrix]) -> None:
    """Add what the matrices say as numbers, a line for each cell that is not empty."""
    counts = ("direct", "indirect", "conflicts", "stated", "judged", "unverified")
    columns = [Column(_t("view"), 20), Column(_t("number"), 9), _words("label")]
    columns += [_count("statements"), Column("SDG", 7), *(_count(name) for name in counts)]
    rows: list[list[Value]] = []
    for matrix in matrices:
        known = 6 if matrix.by in {"actor", "department"} else 3
        for row in matrix.rows:
            head: list[Value] = [message(f"coverage.row_{matrix.by}"), row.notation, row.label]
            for name in matrix.columns:
                cell = row.cell(name)
                if cell != Cell():
                    line = [getattr(cell, n) if i < known else None for i, n in enumerate(counts)]
                    rows.append([*head, row.statements, int(name), *line])
    add_table(book, message("coverage.sheet_figures"), columns, rows, freeze=3)


def _fields(book: Workbook, views: Coverage) -> None:
    columns = [Column(_t("number"), 9), _words("field"), _count("statements")]
    columns += [_count(n) for n in ("direct", "indirect", "unlinked", "conflicts")]
    columns += [_count("sdgs"), _count("targets"), Column(_t("linked"), 16, number_format=_SHARE)]
    rows: list[list[Value]] = []
    for row in views.fields():
        share = row.linked
        line: list[Value] = [row.notation, row.label, row.statements, row.direct, row.indirect]
        line += [row.unlinked, row.conflicts, row.sdgs, row.targets]
        rows.append([*line, share.part / share.whole if share.whole else None])
    add_table(book, message("coverage.sheet_fields"), columns, rows, freeze=2)


def _sdgs(book: Workbook, views: Coverage) -> None:
    columns = [Column("SDG", 7), _words("label")]
    columns += [_count(n) for n in ("direct", "indirect", "confirmed", "conflicts")]
    columns += [_count("targets_served"), _count("targets_all")]
    columns.append(Column(_t("targets_share"), 16, number_format=_SHARE))
    rows: list[list[Value]] = [
        [
            r.sdg,
            r.label,
            r.direct,
            r.indirect,
            r.confirmed,
            r.conflicts,
            r.targets_served,
            r.targets,
            r.targets_served / r.targets if r.targets else None,
        ]
        for r in views.sdgs()
    ]
    add_table(book, message("coverage.sheet_sdg"), columns, rows, freeze=2)


def _targets(book: Workbook, views: Coverage) -> None:
    columns = [Column("SDG", 7), Column(_t("target"), 10), _words("label"), Column(_t("state"), 16)]
    columns += [_count(n) for n in ("direct", "indirect", "confirmed", "conflicts")]
    columns.append(Column(_t("remit"), 16))
    rows: list[list[Value]] = [
        [
            r.sdg,
            r.target,
            r.label,
            message(f"coverage.state_{r.state}"),
            r.direct,
            r.indirect,
            r.confirmed,
            r.conflicts,
            message(f"coverage.remit_{r.remit}") if r.remit else "",
        ]
        for r in views.targets()
    ]
    add_table(book, message("coverage.sheet_target"), columns, rows, freeze=2)


def _field_targets(book: Workbook, views: Coverage) -> None:
    columns = [Column(_t("number"), 9), _words("field"), Column(_t("target"), 10)]
    columns += [_count(n) for n in ("direct", "indirect", "conflicts")]
    rows: list[list[Value]] = [
        [str(row["field"] or ""), str(row["label"]), str(row["target"])]
        + [int(str(row[name])) for name in ("direct", "indirect", "conflicts")]
        for row in views.ask("coverage-field-targets")
        if row["target"] is not None
    ]
    add_table(book, message("coverage.sheet_field_targets"), columns, rows, freeze=2)


def _gaps(book: Workbook, views: Coverage) -> None:
    columns = [Column("SDG", 7), Column(_t("target"), 10), _words("label"), _words("summary", 60)]
    columns += [_words("reason", 60), _count("proposed")]
    rows: list[list[Value]] = [
        [g.sdg, g.target, g.label, g.summary, g.reason, g.proposed] for g in views.gaps()
    ]
    add_table(book, message("coverage.sheet_gaps"), columns, rows, freeze=2)


def _links(
    book: Workbook, title: str, found: Sequence[Evidence], labels: Mapping[str, str]
) -> None:
    columns = [Column(_t("number"), 9), _words("statement"), Column(_t("kind"), 16)]
    columns += [Column("SDG", 7), Column(_t("target"), 10), _words("label", 36)]
    columns += [Column(_t("directness"), 11), Column(_t("confidence"), 11, number_format="0.00")]
    columns += [Column(_t("status"), 14), Column(_t("basis"), 12), _words("justification", 70)]
    columns += [Column(_t("passages"), 16, wrap=True)]
    rows: list[list[Value]] = [
        [
            entry.notation,
            entry.title,
            message(f"coverage.kind_{entry.kind}"),
            link.sdg,
            link.target,
            link.title,
            labels.get(link.directness, link.directness),
            link.confidence,
            labels.get(link.status, link.status),
            labels.get(link.basis, link.basis),
            link.justification,
            ", ".join(link.passages),
        ]
        for entry in found
        for link in entry.links
    ]
    add_table(book, message(title), columns, rows, freeze=2)


def _to_check(book: Workbook, views: Coverage, labels: Mapping[str, str]) -> None:
    columns = [Column(_t("why"), 14), Column(_t("confidence"), 11, number_format="0.00")]
    columns += [Column(_t("number"), 9), _words("statement"), Column(_t("target"), 10)]
    columns += [_words("label", 36), Column(_t("polarity"), 14), Column(_t("directness"), 11)]
    columns += [Column(_t("status"), 14), _words("justification", 70)]
    rows: list[list[Value]] = [
        [
            message(f"coverage.why_{link.why}"),
            link.confidence,
            link.notation,
            link.title,
            link.item,
            link.item_title,
            labels.get(link.polarity, link.polarity),
            labels.get(link.directness, link.directness),
            labels.get(link.status, link.status),
            link.justification,
        ]
        for link in links_to_check(views)
    ]
    add_table(book, message("coverage.sheet_check"), columns, rows, freeze=1)


def _method(book: Workbook, views: Coverage, figure: str = "") -> None:
    """Add what counts, the denominators and the state of the data."""
    summary = views.summary()
    states = ", ".join(
        f"{count} {message(f'coverage.state_{state}')}" for state, count in summary.states.items()
    )
    words = [(_t("figure"), figure)] if figure else []
    words += [(_t("paper"), views.version)] if views.version else []
    words += [
        (_t("counts"), message("coverage.method_counts")),
        (_t("direct"), message("coverage.method_direct")),
        (_t("states"), f"{message('coverage.method_states')} {states}."),
        (
            _t("shares"),
            message(
                "coverage.summary",
                targets=summary.targets,
                within=summary.within,
                sdgs=summary.sdgs,
            ),
        ),
        (_t("actors"), message("coverage.actors_note")),
        (
            _t("links"),
            message(
                "coverage.note",
                accepted=summary.counted("supports", "accepted"),
                confirmed=summary.counted("supports", "confirmed"),
                conflicts=summary.counted("conflicts", "accepted", "confirmed"),
            ),
        ),
    ]
    add_text(book, message("coverage.sheet_method"), words)


def quality_book(goals: Sequence[GoalQuality], every: Sequence[GoalQuality]) -> bytes:
    """Return the workbook of the quality of goals: goals, fields, method.

    :param goals: the goals in the order to show.
    :param every: the same goals in the order of the paper, for the fields.
    """
    book = new_workbook(message("quality.title"), description=message("quality.meaning"))
    aspects = [message(f"quality.aspect_{aspect}") for aspect in ASPECTS]
    columns = [Column(_t("number"), 9), _words("goal", 68), _words("field", 46)]
    columns.append(Column(message("quality.met"), 10, centred=True))
    columns.append(Column(message("quality.bar", whole=len(ASPECTS)), 14, centred=True))
    columns += [Column(aspect, 16, wrap=True, centred=True) for aspect in aspects]
    rows: list[list[Value]] = []
    for goal in goals:
        line: list[Value] = [goal.notation, goal.title, f"{goal.field} {goal.field_label}".strip()]
        line += [goal.met, "●" * goal.met + "○" * (len(ASPECTS) - goal.met)]
        rows.append([*line, *(_sign(goal, aspect) for aspect in ASPECTS)])
    add_table(book, message("quality.sheet_goals"), columns, rows, freeze=2)
    columns = [Column(_t("number"), 9), _words("field"), Column(message("quality.goals"), 10)]
    columns += [Column(aspect, 16, wrap=True) for aspect in aspects]
    table: list[list[Value]] = [
        [
            f.notation,
            f.label or message("quality.no_field"),
            f.goals,
            *(f.met[aspect].part for aspect in ASPECTS),
        ]
        for f in by_field(every)
    ]
    add_table(book, message("quality.sheet_fields"), columns, table, freeze=2)
    words = [(message("quality.title"), message("quality.meaning"))]
    words += [
        (message(f"quality.aspect_{aspect}"), message(f"quality.about_{aspect}"))
        for aspect in ASPECTS
    ]
    add_text(book, message("coverage.sheet_method"), words)
    return workbook_bytes(book)


def _sign(goal: GoalQuality, aspect: str) -> str:
    """Return ✓ or – with the count or the basis beside it."""
    if aspect == "responsible":
        sign = "✓" if goal.has("responsible") else "–"
        basis = message(f"quality.basis_{goal.responsible}") if goal.responsible else ""
        return f"{sign} {basis}".strip()
    counts = {
        "measure": goal.measures,
        "milestone": goal.milestones,
        "indicator": goal.indicators,
        "direct": goal.direct,
    }
    if aspect == "comment":
        return f"– {goal.comments}" if goal.comments else "✓"
    return f"✓ {counts[aspect]}" if counts[aspect] else "–"
