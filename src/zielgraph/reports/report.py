# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The report of the coverage for a council, as one HTML page or as PDF."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from importlib import resources
from typing import TYPE_CHECKING, Any

from zielgraph.model.templates import templates
from zielgraph.reports.content import document
from zielgraph.reports.drawing import plain
from zielgraph.reports.facts import read_facts
from zielgraph.reports.png import typeset

if TYPE_CHECKING:
    from zielgraph.model.project import Project
    from zielgraph.reports.document import Document
    from zielgraph.store.base import GraphStore


def report_html(project: Project, store: GraphStore, version: str | None = None) -> str:
    """Return the report in the language of the moment as one page that makes no request.

    :param version: IRI of a version, or its end; only its statements count. All if ``None``.
    :raises QueryError: if there is no such version, or the query library lacks a query.
    """
    return html(document(read_facts(project, store, version)))


def report_pdf(project: Project, store: GraphStore, version: str | None = None) -> bytes:
    """Return the report in the language of the moment as PDF/UA-1 on A4.

    The same data gives the same bytes: the document is dated by its newest claim.

    :param version: IRI of a version, or its end; only its statements count. All if ``None``.
    :raises QueryError: if there is no such version, or the query library lacks a query.
    :raises ReportError: if the typesetter fails.
    """
    return pdf(document(read_facts(project, store, version)))


def html(report: Document) -> str:
    """Print a report as HTML."""
    environment = templates("zielgraph.reports")
    environment.filters["plain"] = plain
    return environment.get_template("report.html").render(report=report)


def pdf(report: Document) -> bytes:
    """Print a report as PDF."""
    source = resources.files("zielgraph.reports").joinpath("templates", "report.typ")
    return typeset(
        source.read_bytes(), _clean(asdict(report)), form="pdf", timestamp=_timestamp(report.day)
    )


def _clean(data: Any) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """Return ``data`` with all texts as :func:`plain`; pictures are so already."""
    if isinstance(data, dict):
        return {name: value if name == "svg" else _clean(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [_clean(value) for value in data]
    return plain(data) if isinstance(data, str) else data


def _timestamp(day: str) -> int:
    """Return the beginning of ``day`` in seconds since 1970, 0 if it is no day.

    >>> _timestamp("1970-01-02"), _timestamp("2019"), _timestamp("")
    (86400, 0, 0)
    """
    try:
        when = datetime.strptime(day[:10], "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return 0
    return max(int(when.timestamp()), 0)
