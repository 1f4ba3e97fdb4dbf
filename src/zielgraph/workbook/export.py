# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Writing the workbook: one sheet per kind of thing, drop-down lists, a help sheet first.

Two hidden sheets make the way back safe: the lists with what each entry stands for, and the
state at export, a fingerprint of every cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from zielgraph.model.messages import language, message
from zielgraph.model.names import ZG
from zielgraph.reports.sheets import (
    cell_at,
    new_workbook,
    put,
    set_up_printing,
    workbook_bytes,
)
from zielgraph.workbook.facts import Facts, Option, Row, short
from zielgraph.workbook.help_sheet import FONT, add_help
from zielgraph.workbook.layout import FORMAT, LISTS, SEPARATOR, STATE, Column, Sheet
from zielgraph.workbook.values import Value, digest, fits

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from zielgraph.model.terms import Iri

KEYS, HEADS, FIRST = 1, 2, 3
"""Rows of a sheet: the hidden keys of the columns, the headings, the first row of data."""

ROOM = 1000
"""Rows below the data that have drop-down lists for new entries."""

DARK, PALE, LOCKED = "FF1F4E5F", "FF6B7780", "FFF1F3F4"
"""Backgrounds: heading of a column to edit, of one to read, and its cells. White on the
first two has a contrast of 9.0 : 1 and 4.6 : 1."""

_EDGE = Side("thin", color="FFD5DADD")
_LINE = Border(left=_EDGE, right=_EDGE, bottom=_EDGE)

_HEIGHT, _MOST_LINES = 15, 20
"""Height of a line in points, and how many lines a row shows at most."""

_OPEN = Protection(locked=False)


@dataclass(frozen=True, slots=True)
class Exported:
    """A workbook: the file, and how much is in it."""

    content: bytes
    sheets: int
    rows: int


def export_workbook(facts: Facts) -> Exported:
    """Return the workbook of ``facts`` as a file, in the language of the moment.

    The same data give the same bytes.
    """
    lang = language()
    book = new_workbook(message("workbook.title"), description=message("workbook.description"))
    chosen = {one.key: facts.options(one.key, lang) for one in facts.layout.choices}
    sheets = [(sheet, facts.keys(sheet)) for sheet in facts.layout.sheets]
    sheets = [(sheet, keys) for sheet, keys in sheets if keys or _can_start(sheet, chosen)]
    add_help(book, [sheet for sheet, _ in sheets], facts.about(lang))
    state: list[list[str]] = [
        ["format", str(FORMAT)],
        ["strategy", facts.strategy],
        ["language", lang],
    ]
    ranges = _list_ranges(chosen)
    for sheet, keys in sheets:
        state += _add_sheet(book, facts, sheet, keys, chosen, ranges)
    _add_lists(book, chosen)
    _add_state(book, state)
    return Exported(workbook_bytes(book), len(sheets), sum(len(keys) for _, keys in sheets))


def cell_text(value: Value, column: Column, labels: dict[str, str]) -> str:
    """Return what a cell shows for ``value``; entries without label show their short IRI."""
    if column.kind in {"item", "items"}:
        return SEPARATOR.join(labels.get(iri, short(iri)) for iri in value)
    return "\n".join(value)


def fingerprint(column: Column, value: Value, text: str) -> str:
    """Return what the state remembers of a cell: a digest, with ``!`` if it is only to read.

    :param text: what the cell shows.
    """
    if not fits(text):
        return "!" + digest((message("workbook.long", count=len(text)),))
    if column.kind == "show" or _several(column, value):
        return "!" + digest((text,) if text else ())
    return digest(value)


def _can_start(sheet: Sheet, chosen: dict[str, list[Option]]) -> bool:
    """Tell whether a sheet without rows is of use: users can add some, and have a choice."""
    columns = [sheet.column(key) for key in sheet.identity]
    return sheet.grows and all(chosen[column.choice] for column in columns)


def _add_sheet(  # noqa: PLR0913 - what the workbook knows of its lists
    book: Workbook,
    facts: Facts,
    sheet: Sheet,
    keys: list[Iri],
    chosen: dict[str, list[Option]],
    ranges: dict[str, str],
) -> list[list[str]]:
    """Add one sheet and return what the state says about it."""
    page: Worksheet = book.create_sheet(message(f"sheet.{sheet.key}"))
    labels = {key: {o.iri: o.label for o in options} for key, options in chosen.items()}
    _head(page, sheet)
    shapes = [_shape(column) for column in sheet.columns]
    state = [["columns", sheet.key, " ".join(c.key for c in sheet.columns)]]
    for number, node in enumerate(keys, FIRST):
        values: Row = facts.row(node, sheet)
        put(cell_at(page, number, 1), short(str(node)))
        prints, lines = [], 1
        for place, column in enumerate(sheet.columns, 2):
            cell = cell_at(page, number, place)
            if column.kind == "show":
                text = facts.shown(node, column, language())
                value: Value = (text,) if text else ()
            else:
                value = values.get(column.key, ())
                text = cell_text(value, column, labels.get(column.choice, {}))
            _fill(cell, column, value, text)
            cell.alignment, cell.border = shapes[place - 2], _LINE
            lines = max(lines, _lines(text, column.width))
            prints.append(fingerprint(column, value, text))
        page.row_dimensions[number].height = _HEIGHT * min(lines, _MOST_LINES) + 3
        state.append([sheet.key, short(str(node)), " ".join(prints)])
    last = max(HEADS + len(keys), FIRST)
    _finish(page, sheet, last, ranges, labels["status"].get(ZG + "rejected", ""))
    return state


def _lines(text: str, width: float) -> int:
    """Return how many lines a text takes; LibreOffice does not find out by itself."""
    return sum(1 + int(len(line) / (width * 1.05)) for line in text.split("\n"))


def _shape(column: Column) -> Alignment:
    centred = column.kind in {"decimal", "integer"}
    return Alignment(vertical="top", wrap_text=True, horizontal="center" if centred else None)


def _fill(cell: Cell, column: Column, value: Value, text: str) -> None:
    locked = column.kind == "show" or column.fixed or _several(column, value) or not fits(text)
    if column.kind in {"decimal", "integer"} and len(value) == 1 and _is_number(value[0]):
        put(cell, Decimal(value[0]), "0.00" if column.kind == "decimal" else "0")
    elif not fits(text):
        put(cell, message("workbook.long", count=len(text)))
    elif text:
        put(cell, text)
        cell.number_format = "@"
    else:
        cell.number_format = _format(column)
    if locked:
        cell.fill = PatternFill("solid", fgColor=LOCKED)
    cell.protection = Protection(locked=locked)


def _several(column: Column, value: Value) -> bool:
    """Tell whether a property has more values than its column can show one by one."""
    return column.kind != "items" and len(value) > 1


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except ArithmeticError:
        return False


def _format(column: Column) -> str:
    return {"decimal": "0.00", "integer": "0"}.get(column.kind, "@")


def _head(page: Worksheet, sheet: Sheet) -> None:
    put(cell_at(page, KEYS, 1), f"zg:{sheet.key}.key")
    put(cell_at(page, HEADS, 1), message("column.key"))
    for number, column in enumerate(sheet.columns, 2):
        put(cell_at(page, KEYS, number), f"zg:{sheet.key}.{column.key}")
        cell = cell_at(page, HEADS, number)
        put(cell, message(f"column.{column.key}"))
        cell.font = Font(bold=True, name=FONT, color="FFFFFFFF", italic=not column.editable)
        cell.fill = PatternFill("solid", fgColor=DARK if column.editable else PALE)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    page.row_dimensions[HEADS].height = 34


def _finish(
    page: Worksheet, sheet: Sheet, last: int, ranges: dict[str, str], rejected: str
) -> None:
    page.row_dimensions[KEYS].hidden = True
    page.column_dimensions["A"].hidden = True
    page.column_dimensions["A"].width = 40
    end = last + (ROOM if sheet.grows else 0)
    for number, column in enumerate(sheet.columns, 2):
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = column.width
        if sheet.grows and column.editable:
            # The format of the column: rows below the data can be filled in.
            page.column_dimensions[letter].protection = _OPEN
            page.column_dimensions[letter].number_format = _format(column)
            page.column_dimensions[letter].alignment = _shape(column)
        rule = _validation(column, ranges)
        rule.add(f"{letter}{FIRST}:{letter}{end}")
        page.add_data_validation(rule)
    _mark_rejected(page, sheet, end, rejected)
    width = get_column_letter(len(sheet.columns) + 1)
    named = next((n for n, c in enumerate(sheet.columns, 2) if c.key == sheet.name[0]), 2)
    page.freeze_panes = f"{get_column_letter(named + 1)}{FIRST}"
    # With the hidden keys: whoever sorts by the filter's arrows takes them along.
    page.auto_filter.ref = f"A{HEADS}:{width}{last}"
    page.print_title_rows = f"{HEADS}:{HEADS}"
    page.print_area = f"B{HEADS}:{width}{last}"
    page.sheet_view.zoomScale = 90
    set_up_printing(page, message("workbook.title"), landscape=True)
    page.page_setup.paperSize = page.PAPERSIZE_A3
    guard = page.protection
    guard.sheet = True
    # In the file format, False means that it is allowed in spite of the protection.
    guard.formatColumns = guard.formatRows = guard.autoFilter = guard.sort = False
    if sheet.grows:
        guard.insertRows = False


def _mark_rejected(page: Worksheet, sheet: Sheet, end: int, word: str) -> None:
    """Show rows that are rejected in grey italics; the status says so in words."""
    place = next((n for n, c in enumerate(sheet.columns, 2) if c.key == "status"), None)
    if place is None or not word:
        return
    word = word.replace('"', '""')
    grey = DifferentialStyle(font=Font(italic=True, color="FF5F6A72"))
    letter = get_column_letter(place)
    page.conditional_formatting.add(
        f"B{FIRST}:{get_column_letter(len(sheet.columns) + 1)}{end}",
        Rule("expression", dxf=grey, formula=[f'${letter}{FIRST}="{word}"']),
    )


def _validation(column: Column, ranges: dict[str, str]) -> DataValidation:
    """Return the rule of a column: an entry of the list, a number, or only an explanation."""
    hint = message(f"hint.{column.key}")[:255]
    title = message(f"column.{column.key}")[:32]
    if column.kind == "item":
        rule = DataValidation("list", formula1=ranges[column.choice], allow_blank=True)
    elif column.kind == "decimal":
        rule = DataValidation("decimal", formula1="0", formula2="1", operator="between")
    elif column.kind == "integer":
        rule = DataValidation("whole", formula1="0", formula2="9999", operator="between")
    else:
        rule = DataValidation(None)
    rule.promptTitle, rule.prompt, rule.showInputMessage = title, hint, True
    rule.errorTitle, rule.error, rule.showErrorMessage = title, message("workbook.wrong"), True
    return rule


def _list_ranges(chosen: dict[str, list[Option]]) -> dict[str, str]:
    ranges = {}
    for number, (key, options) in enumerate(chosen.items()):
        letter = get_column_letter(2 * number + 2)
        ranges[key] = f"'{LISTS}'!${letter}$2:${letter}${max(len(options), 1) + 1}"
    return ranges


def _add_lists(book: Workbook, chosen: dict[str, list[Option]]) -> None:
    page: Worksheet = book.create_sheet(LISTS)
    for number, (key, options) in enumerate(chosen.items()):
        put(cell_at(page, 1, 2 * number + 1), key)
        for row, option in enumerate(options, 2):
            put(cell_at(page, row, 2 * number + 1), short(option.iri))
            put(cell_at(page, row, 2 * number + 2), option.label)
    page.sheet_state = "hidden"
    page.protection.sheet = True


def _add_state(book: Workbook, state: list[list[str]]) -> None:
    page: Worksheet = book.create_sheet(STATE)
    for row, cells in enumerate(state, 1):
        for column, text in enumerate(cells, 1):
            put(cell_at(page, row, column), text)
    page.sheet_state = "hidden"
    page.protection.sheet = True
