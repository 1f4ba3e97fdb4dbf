# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Spreadsheets (XLSX) that can be opened without harm and printed without work.

Text stays text: nothing that stands in the data becomes a formula, whatever it begins with.
Numbers stay numbers, dates stay dates. The same content gives the same bytes.

A workbook is made with :func:`new_workbook`, filled with :func:`add_table` and
:func:`add_text`, and turned into bytes by :func:`workbook_bytes`.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooter
from openpyxl.worksheet.properties import PageSetupProperties

from zielgraph.model.messages import language, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

Value: TypeAlias = str | int | float | Decimal | bool | date | datetime | None
"""What a cell may hold."""

MAX_TEXT = 32_767
"""UTF-16 code units that a cell of a spreadsheet can hold (limit of the file format)."""

MAX_TITLE = 31
"""Characters of a sheet's title (limit of the file format)."""

HEADER_FILL = "FFDCE6F0"
"""Background of header cells; black on it has a contrast of 16 : 1."""

_LINE = 15  # points of a line of text
_EPOCH = datetime(1980, 1, 1)  # noqa: DTZ001 - the earliest moment that a zip can name; no zone there
_EXACT = 10**15  # spreadsheets calculate with 15 digits; longer numbers would change
_FIRST_DAY = date(1900, 3, 1)  # before it spreadsheet programs disagree about the calendar
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")

_HEADER_FONT = Font(name="Calibri", size=11, bold=True)
_HEADER_BACKGROUND = PatternFill("solid", fgColor=HEADER_FILL)
_HEADER_LINE = Border(bottom=Side("thin"))
_HEADER_ALIGNMENT = Alignment(vertical="top", wrap_text=True)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    :param title: heading, shown in the first row.
    :param width: width in characters of the standard font.
    :param wrap: break long texts into lines instead of running into the next cell.
    :param number_format: how a spreadsheet shows numbers, such as ``"0.00"`` or ``"0 %"``.
    :param centred: put short signs in the middle of the column.
    """

    title: str
    width: float = 14
    wrap: bool = False
    number_format: str | None = None
    centred: bool = False


def new_workbook(title: str, *, description: str = "", creator: str = "Zielgraph") -> Workbook:
    """Return a workbook without sheets that knows its title and language.

    :param title: shown by readers and screen readers as the name of the document.
    :param description: one sentence on what it holds, for the document's properties.
    :param creator: who made it.
    """
    book = Workbook()
    while book.worksheets:
        book.remove(book.worksheets[0])
    properties = book.properties
    properties.title = safe_text(title)
    properties.description = safe_text(description) or None
    properties.creator = safe_text(creator)
    properties.language = language()
    return book


def add_table(  # noqa: PLR0913 - what a table is, and how it is shown
    book: Workbook,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    *,
    landscape: bool = True,
    freeze: int = 1,
) -> Worksheet:
    """Add a sheet with one table: bold, frozen header row, filter, set up for printing.

    :param title: wished title of the sheet; see :func:`sheet_title`.
    :param rows: a value per column.
    :param landscape: print on paper turned to its side.
    :param freeze: how many columns on the left stay in sight when scrolling.
    :raises ValueError: if a row has not as many values as there are columns.
    """
    sheet: Worksheet = book.create_sheet(sheet_title(title, book.sheetnames))
    for number, column in enumerate(columns, 1):
        cell = cell_at(sheet, 1, number)
        put(cell, column.title)
        cell.font = _HEADER_FONT
        cell.fill = _HEADER_BACKGROUND
        cell.border = _HEADER_LINE
        cell.alignment = _HEADER_ALIGNMENT
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    # Programs do not fit the first row themselves: two lines would run into the table.
    lines = max(
        (math.ceil(len(column.title) * 1.3 / column.width) for column in columns), default=1
    )
    sheet.row_dimensions[1].height = _LINE * max(lines, 1) + 2
    shapes = [
        Alignment(vertical="top", wrap_text=c.wrap, horizontal="center" if c.centred else None)
        for c in columns
    ]
    for position, row in enumerate(rows, 2):
        for number, (value, column, shape) in enumerate(zip(row, columns, shapes, strict=True), 1):
            cell = cell_at(sheet, position, number)
            put(cell, value, column.number_format)
            cell.alignment = shape
    left = min(freeze, max(len(columns) - 1, 0))
    sheet.freeze_panes = f"{get_column_letter(left + 1)}2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(len(columns), 1))}{sheet.max_row}"
    sheet.print_title_rows = "1:1"
    set_up_printing(sheet, book.properties.title or title, landscape=landscape)
    return sheet


def add_text(
    book: Workbook, title: str, paragraphs: Iterable[tuple[str, str]], *, width: float = 100
) -> Worksheet:
    """Add a sheet of words: a heading in the first column, what it says in the second.

    :param paragraphs: heading and text; either may be empty.
    :param width: width of the second column in characters.
    """
    sheet: Worksheet = book.create_sheet(sheet_title(title, book.sheetnames))
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = width
    for position, (heading, text) in enumerate(paragraphs, 1):
        for number, words in enumerate((heading, text), 1):
            cell = cell_at(sheet, position, number)
            put(cell, words)
            cell.alignment = _HEADER_ALIGNMENT
        cell_at(sheet, position, 1).font = _HEADER_FONT
    sheet.sheet_view.showGridLines = False
    set_up_printing(sheet, book.properties.title or title, landscape=False)
    return sheet


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return a cell that can be written, counted from 1.

    :raises TypeError: if the place is inside a merged range (an error of ours).
    """
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError(cell)
    return cell


def put(cell: Cell, value: Value, number_format: str | None = None) -> None:
    """Write ``value`` into ``cell``; text never becomes a formula, an error or a number.

    Numbers with more than 15 digits and dates before March 1900, which spreadsheets would
    change, are written as text, and so are infinities.

    :param number_format: how to show a number or date; dates show as ISO dates by default.
    """
    stored = _storable(value)
    if isinstance(stored, str):
        text = safe_text(stored)
        cell.value = text
        cell.data_type = "s"  # openpyxl would take "=…" for a formula and "#N/A" for an error
        if text.startswith(_FORMULA_STARTS):
            cell.quotePrefix = True  # stays text when somebody edits the cell
        return
    cell.value = stored
    if number_format is not None:
        cell.number_format = number_format
    elif isinstance(stored, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm:ss"
    elif isinstance(stored, date):
        cell.number_format = "yyyy-mm-dd"


def _storable(value: Value) -> Value:
    """Return what a spreadsheet keeps without changing it."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime):
        early = value.date() < _FIRST_DAY
        return value.isoformat(" ") if early or value.tzinfo else value
    if isinstance(value, date):
        return value.isoformat() if value < _FIRST_DAY else value
    if not math.isfinite(value) or not -_EXACT < value < _EXACT:
        return str(value)
    return value


def safe_text(text: str) -> str:
    r"""Return ``text`` as a cell can hold it.

    Line ends become ``\n``; characters that XML cannot hold become U+FFFD; text of the form
    ``_x0041_``, which spreadsheets would read as a character, is escaped; more than
    :data:`MAX_TEXT` characters are cut, and a note at the end says so.

    >>> safe_text("a\r\nb\x07")
    'a\nb�'
    """
    text = _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))
    text = _ESCAPE.sub("_x005F_", text.replace("\r", "\n"))
    if _units(text) <= MAX_TEXT:
        return text
    note = message("sheets.cut", count=len(text))
    room = (MAX_TEXT - _units(note)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + note


def plain_text(text: str) -> str:
    r"""Undo the escapes that the file format keeps in text, ours and other programs'.

    openpyxl leaves them as they are. What :func:`safe_text` cut or replaced stays so.

    >>> plain_text(safe_text("_x0041_")), plain_text("a_x000D_\nb")
    ('_x0041_', 'a\r\nb')
    """
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def sheet_title(wish: str, taken: Iterable[str] = ()) -> str:
    """Return a legal sheet title close to ``wish`` that is not among ``taken``.

    >>> sheet_title("Ziele: [alle]/neu", ["ziele alle neu"])
    'Ziele alle neu (2)'
    """
    words = " ".join(_NOT_IN_TITLE.sub(" ", wish).split())
    base = words.strip(" '")[:MAX_TITLE].rstrip(" '") or "–"
    used = {title.casefold() for title in taken} | {"history"}  # Excel keeps that one for itself
    title, count = base, 1
    while title.casefold() in used:
        count += 1
        ending = f" ({count})"
        title = base[: MAX_TITLE - len(ending)].rstrip() + ending
    return title


def set_up_printing(sheet: Worksheet, title: str, *, landscape: bool) -> None:
    """Print on A4, as wide as one page, with the title above and page numbers below."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    # In headers & begins a code; && is the sign itself. 255 characters are the format's limit.
    sheet.HeaderFooter = _header_and_footer(safe_text(title)[:100].replace("&", "&&"))


def _header_and_footer(title: str) -> HeaderFooter:
    parts = HeaderFooter()
    for item, left, right in (
        (parts.oddHeader, title, "&A"),
        (parts.oddFooter, "", message("sheets.page", page="&P", pages="&N")),
    ):
        if item is not None and item.left is not None and item.right is not None:
            item.left.text, item.right.text = left or None, right
    return parts


def workbook_bytes(book: Workbook) -> bytes:
    """Return the file; the same content gives the same bytes.

    openpyxl writes the time of saving; here every time is the first moment of 1980.
    """
    moment = datetime.combine(_EPOCH.date(), time())
    book.properties.created = moment
    raw = io.BytesIO()
    book.save(raw)
    fixed = io.BytesIO()
    stamp = moment.isoformat().encode() + b"Z"
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>" + stamp, data)
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            target.writestr(entry, data)
    return fixed.getvalue()
