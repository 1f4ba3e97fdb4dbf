# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The coverage as JSON and CSV: stable structures, described in docs/coverage.md."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from zielgraph.coverage.quality import ASPECTS, by_field
from zielgraph.model.messages import language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zielgraph.coverage.evidence import Evidence
    from zielgraph.coverage.matrix import Cell, Matrix
    from zielgraph.coverage.quality import GoalQuality
    from zielgraph.coverage.shares import Share
    from zielgraph.coverage.views import SdgRow, Summary, TargetRow

VERSION = 1
"""Number of the JSON structure; it rises when something is renamed or taken away."""


def dump(document: Mapping[str, Any]) -> str:
    """Return a document as JSON text, ending in a line break."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def share(value: Share) -> dict[str, Any]:
    """Return a share with numerator, denominator, what is counted, and words."""
    return {
        "part": value.part,
        "whole": value.whole,
        "of": value.of,
        "percent": value.percent,
        "text": str(value),
    }


def document(by: str, body: Mapping[str, Any], summary: Summary | None = None) -> dict[str, Any]:
    """Return the frame that all views share, with ``body`` in it."""
    frame: dict[str, Any] = {"structure": VERSION, "by": by, "language": language()}
    if summary is not None:
        frame["summary"] = {
            "targets": dict(summary.states),
            "shares": {
                "targets": share(summary.targets),
                "within_remit": share(summary.within),
                "sdgs": share(summary.sdgs),
            },
            "links": [
                {"status": status, "polarity": polarity, "count": count}
                for (status, polarity), count in sorted(summary.links.items())
            ],
        }
    return frame | dict(body)


def matrix_body(matrix: Matrix) -> dict[str, Any]:
    """Return a matrix: every row with every column, zeros included."""
    return {
        "columns": [{"id": column, "label": label} for column, label in matrix.columns.items()],
        "rows": [
            {
                "iri": row.iri,
                "notation": row.notation,
                "label": row.label,
                "statements": row.statements,
                "cells": [
                    {"column": column} | _cell(matrix, row.cell(column))
                    for column in matrix.columns
                ],
            }
            for row in matrix.rows
        ],
    }


def _cell(matrix: Matrix, cell: Cell) -> dict[str, int]:
    known = asdict(cell)
    if matrix.by not in {"actor", "department"}:
        for name in ("stated", "judged", "unverified"):
            del known[name]
    return known


def rows_body(rows: Sequence[SdgRow] | Sequence[TargetRow]) -> dict[str, Any]:
    """Return the rows of a list of SDGs or targets."""
    return {"rows": [asdict(row) for row in rows]}


def evidence_body(supports: Sequence[Evidence], conflicts: Sequence[Evidence]) -> dict[str, Any]:
    """Return what stands behind a figure: supporting statements, and conflicting ones apart."""

    def statements(found: Sequence[Evidence]) -> list[dict[str, Any]]:
        return [asdict(entry) | {"directness": entry.directness} for entry in found]

    return {
        "direct": sum(entry.directness == "direct" for entry in supports),
        "indirect": sum(entry.directness == "indirect" for entry in supports),
        "statements": statements(supports),
        "conflicts": statements(conflicts),
    }


def quality_document(goals: Sequence[GoalQuality], every: Sequence[GoalQuality]) -> dict[str, Any]:
    """Return goals with what they have, and per field how many goals meet each aspect.

    :param goals: the goals in the order to show.
    :param every: the same goals in the order of the paper, for the fields.
    """
    return {
        "structure": VERSION,
        "language": language(),
        "aspects": list(ASPECTS),
        "goals": [
            asdict(goal)
            | {"has": {aspect: goal.has(aspect) for aspect in ASPECTS}}
            | {"met": goal.met, "of": len(ASPECTS)}
            for goal in goals
        ],
        "fields": [
            {"iri": f.iri, "notation": f.notation, "label": f.label, "goals": f.goals}
            | {"met": {aspect: share(value) for aspect, value in f.met.items()}}
            for f in by_field(every)
        ],
    }


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV with a heading."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def matrix_csv(matrix: Matrix) -> str:
    """Return a line for each row and column, zeros included."""
    last = ("stated", "judged", "unverified") if matrix.by in {"actor", "department"} else ()
    counts = ("direct", "indirect", "conflicts", *last)
    return to_csv(
        ("iri", "notation", "label", "statements", "column", *counts),
        (
            (
                row.iri,
                row.notation,
                row.label,
                row.statements,
                column,
                *tuple(getattr(row.cell(column), name) for name in counts),
            )
            for row in matrix.rows
            for column in matrix.columns
        ),
    )


def fields_csv(matrix: Matrix) -> str:
    """Return fields × SDGs in the form that other programs read: zeros included, no IRI."""
    return to_csv(
        ("field", "label", "sdg", "direct", "indirect"),
        (
            (row.notation, row.label, sdg, row.cell(sdg).direct, row.cell(sdg).indirect)
            for row in matrix.rows
            for sdg in matrix.columns
        ),
    )


def rows_csv(kind: type[SdgRow | TargetRow], rows: Sequence[SdgRow] | Sequence[TargetRow]) -> str:
    """Return a list of SDGs or targets; the columns are the names of the fields."""
    names = [field.name for field in fields(kind)]
    return to_csv(names, ([getattr(row, name) for name in names] for row in rows))


def evidence_csv(found: Sequence[Evidence]) -> str:
    """Return a line for each link behind a figure."""
    link = ("sdg", "target", "title", "directness", "polarity", "confidence", "basis", "status")
    names = ("notation", "statement", "kind", "statement_title", *link)
    return to_csv(
        (*names, "justification", "passages", "link"),
        (
            (
                entry.notation,
                entry.iri,
                entry.kind,
                entry.title,
                *tuple(getattr(one, name) for name in link),
                one.justification,
                "; ".join(one.passages),
                one.iri,
            )
            for entry in found
            for one in entry.links
        ),
    )


def quality_csv(goals: Sequence[GoalQuality]) -> str:
    """Return a line for each goal."""
    names = ["notation", "iri", "title", "field", "field_label", "measures", "responsible"]
    names += ["milestones", "indicators", "direct", "comments", "met"]
    return to_csv(
        (*names, "of"),
        ([getattr(goal, name) for name in names] + [len(ASPECTS)] for goal in goals),
    )
