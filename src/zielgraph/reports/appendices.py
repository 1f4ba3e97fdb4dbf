# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The tables beside the pictures: every figure that a picture shows, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zielgraph.coverage.matrix import SDGS, Cell
from zielgraph.model.messages import message, number
from zielgraph.reports.document import Column, Section, Table, Text
from zielgraph.reports.words import share_of

if TYPE_CHECKING:
    from zielgraph.reports.facts import Facts


def letter(facts: Facts, name: str) -> str:
    """Return the letter of an appendix, empty if there is none: those that are there count.

    :param name: ``matrix``, ``profile`` or ``targets``.
    """
    rows = {"matrix": facts.fields, "profile": facts.sdgs, "targets": facts.targets}
    there = [known for known, found in rows.items() if found]
    return "ABC"[there.index(name)] if name in there else ""


def see(facts: Facts, name: str) -> str:
    """Return the sentence that points to an appendix, empty if there is none."""
    found = letter(facts, name)
    return message("report.see_table", letter=found) if found else ""


def appendices(facts: Facts) -> tuple[Section, ...]:
    """Return the tables, those that have rows."""
    found = (_matrix(facts), _profile(facts), _targets(facts))
    return tuple(section for section in found if section is not None)


def _title(letter: str, title: str) -> str:
    return message("report.appendix", letter=letter, title=title)


def _cell(cell: Cell) -> str:
    """Write a cell as in the terminal: direct/indirect, a star where there is a conflict.

    >>> _cell(Cell(3, 1)), _cell(Cell()), _cell(Cell(0, 1, conflicts=2))
    ('3/1', '–', '0/1*')
    """
    mark = "*" if cell.conflicts else ""
    if not cell.direct and not cell.indirect:
        return "–" + mark
    return f"{number(cell.direct)}/{number(cell.indirect)}{mark}"


def _matrix(facts: Facts) -> Section | None:
    if not facts.fields:
        return None
    columns = (
        Column(message("report.column_field"), 5),
        *(Column(str(sdg), 1, right=True) for sdg in SDGS),
    )
    rows = tuple((row.name, *(_cell(row.cell(sdg)) for sdg in SDGS)) for row in facts.fields)
    table = Table(message("report.matrix_title"), columns, rows, dense=True)
    note = Text(message("report.cell_note"))
    title = _title(letter(facts, "matrix"), message("report.appendix_matrix"))
    return Section("appendix-matrix", title, (note, table))


def _profile(facts: Facts) -> Section | None:
    if not facts.sdgs:
        return None
    columns = (
        Column(message("report.column_sdg"), 5),
        *(
            Column(message(f"report.column_{name}"), 1.8, right=True)
            for name in ("direct", "indirect", "conflicts", "served")
        ),
    )
    rows = tuple(
        (
            f"{fact.sdg} {fact.label}",
            number(fact.direct),
            number(fact.indirect),
            number(fact.conflicts),
            share_of(fact.served, fact.targets),
        )
        for fact in facts.sdgs
    )
    title = _title(letter(facts, "profile"), message("report.appendix_profile"))
    table = Table(message("report.profile_title"), columns, rows)
    return Section("appendix-profile", title, (table,))


def _targets(facts: Facts) -> Section | None:
    if not facts.targets:
        return None
    columns = (
        Column(message("report.column_target"), 5),
        Column(message("report.column_state"), 1.7),
        *(
            Column(message(f"report.column_{name}"), 1.5, right=True)
            for name in ("direct", "indirect", "conflicts")
        ),
    )
    rows = tuple(
        (
            f"{fact.target} {fact.label}",
            message(f"chart.state_{fact.state}"),
            number(fact.direct),
            number(fact.indirect),
            number(fact.conflicts),
        )
        for fact in facts.targets
    )
    title = _title(letter(facts, "targets"), message("report.appendix_targets"))
    table = Table(message("report.tiles_title"), columns, rows)
    return Section("appendix-targets", title, (table,))
