# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The first sheet of a workbook: how to edit it, who edits it, and what each column means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

from zielgraph.model.messages import message
from zielgraph.reports.sheets import cell_at, put, set_up_printing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from zielgraph.workbook.layout import Column, Sheet

PERSON, REASON = "zg:help.person", "zg:help.reason"
"""Hidden keys in column A of the rows where users say who they are and why they edit."""

VALUE_COLUMN = 3
"""The column of the help sheet that holds what users fill in."""

FONT = "Calibri"
"""Typeface of the workbook; LibreOffice has one of the same widths."""

_DARK = "FF1F4E5F"
_PALE = "FF6B7780"
_LOCKED = "FFF1F3F4"
_STEPS = ("edit", "choose", "add", "remove", "numbers", "sort", "save", "import", "merge")
_THIN = Side("thin", color="FF6B7780")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_TOP = Alignment(vertical="top", wrap_text=True)


def add_help(book: Workbook, sheets: Sequence[Sheet], about: str) -> None:
    """Add the help sheet.

    :param about: names of the strategies.
    """
    page: Worksheet = book.create_sheet(message("sheet.help"))
    for letter, width in zip("ABCDE", (4, 26, 40, 22, 78), strict=True):
        page.column_dimensions[letter].width = width
    page.column_dimensions["A"].hidden = True
    _line(page, 1, message("workbook.title"), size=18)
    _line(page, 2, about, size=12)
    row = _person(page, 4)
    row = _steps(page, row + 1)
    row = _legend(page, row + 1)
    _columns(page, row + 1, sheets)
    page.sheet_view.showGridLines = False
    page.sheet_view.zoomScale = 90
    set_up_printing(page, message("workbook.title"), landscape=True)
    page.protection.sheet = True


def _line(page: Worksheet, row: int, text: str, *, size: float) -> None:
    cell = cell_at(page, row, 2)
    put(cell, text)
    cell.font = Font(name=FONT, bold=True, size=size, color=_DARK)
    page.row_dimensions[row].height = size * 1.6


def _person(page: Worksheet, row: int) -> int:
    for key, name in ((PERSON, "person"), (REASON, "reason")):
        put(cell_at(page, row, 1), key)
        put(cell_at(page, row, 2), message(f"workbook.{name}"))
        cell_at(page, row, 2).font = Font(name=FONT, bold=True)
        cell_at(page, row, 2).alignment = _TOP
        field = cell_at(page, row, VALUE_COLUMN)
        field.protection = Protection(locked=False)
        field.border, field.alignment, field.number_format = _BOX, _TOP, "@"
        put(cell_at(page, row, 4), message(f"workbook.{name}_hint"))
        cell_at(page, row, 4).font = Font(name=FONT, italic=True)
        cell_at(page, row, 4).alignment = Alignment(vertical="top", indent=1)
        page.row_dimensions[row].height = 24
        row += 1
    return row


def _steps(page: Worksheet, row: int) -> int:
    _line(page, row, message("workbook.steps"), size=13)
    for step in _STEPS:
        row += 1
        put(cell_at(page, row, 2), message(f"workbook.{step}"))
        cell_at(page, row, 2).font = Font(name=FONT, bold=True)
        text = message(f"workbook.{step}_how")
        put(cell_at(page, row, 3), text)
        page.merge_cells(start_row=row, end_row=row, start_column=3, end_column=5)
        cell_at(page, row, 2).alignment = cell_at(page, row, 3).alignment = _TOP
        page.row_dimensions[row].height = 15 * (1 + len(text) // 145) + 3
    return row + 1


def _legend(page: Worksheet, row: int) -> int:
    _line(page, row, message("workbook.colours"), size=13)
    for name, fill, font in (
        ("head_edit", _DARK, Font(name=FONT, bold=True, color="FFFFFFFF")),
        ("head_read", _PALE, Font(name=FONT, bold=True, italic=True, color="FFFFFFFF")),
        ("cell_edit", "FFFFFFFF", Font(name=FONT)),
        ("cell_read", _LOCKED, Font(name=FONT)),
        ("cell_rejected", "FFFFFFFF", Font(name=FONT, italic=True, color="FF5F6A72")),
    ):
        row += 1
        sample = cell_at(page, row, 2)
        put(sample, message(f"workbook.{name}"))
        sample.fill, sample.font, sample.border = PatternFill("solid", fgColor=fill), font, _BOX
        put(cell_at(page, row, 3), message(f"workbook.{name}_means"))
        page.merge_cells(start_row=row, end_row=row, start_column=3, end_column=5)
    return row + 1


def _columns(page: Worksheet, row: int, sheets: Sequence[Sheet]) -> None:
    _line(page, row, message("workbook.columns"), size=13)
    row += 1
    for place, name in enumerate(("heading", "sheets", "use", "meaning"), 2):
        cell = cell_at(page, row, place)
        put(cell, message(f"workbook.{name}"))
        cell.font = Font(name=FONT, bold=True, color="FFFFFFFF")
        cell.fill = PatternFill("solid", fgColor=_DARK)
    found: dict[str, list[str]] = {}
    columns: dict[str, Column] = {}
    for sheet in sheets:
        for column in sheet.columns:
            found.setdefault(column.key, []).append(message(f"sheet.{sheet.key}"))
            columns.setdefault(column.key, column)
    for key, titles in found.items():
        row += 1
        texts = (
            message(f"column.{key}"),
            ", ".join(titles),
            _use(columns[key]),
            message(f"hint.{key}"),
        )
        for place, text in enumerate(texts, 2):
            cell = cell_at(page, row, place)
            put(cell, text)
            cell.alignment = _TOP
            cell.border = Border(bottom=Side("thin", color="FFD5DADD"))
        lines = max(1 + len(texts[3]) // 84, 1 + len(texts[1]) // 40)
        page.row_dimensions[row].height = 15 * lines + 3


def _use(column: Column) -> str:
    if column.fixed:
        return message("workbook.use_new")
    return message("workbook.use_edit" if column.editable else "workbook.use_read")
