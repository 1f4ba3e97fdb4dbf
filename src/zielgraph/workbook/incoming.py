# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What a workbook says, once its sheets, columns and rows are recognised.

Sheets and columns are known by hidden keys, and by their headings in either language where
the keys are gone. What does not fit is a fault at a cell; all faults are collected.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zielgraph.model.errors import WorkbookError
from zielgraph.model.messages import LANGUAGES, catalogue, message
from zielgraph.workbook.help_sheet import PERSON, REASON, VALUE_COLUMN
from zielgraph.workbook.layout import FORMAT, LISTS, STATE, Layout, Sheet
from zielgraph.workbook.reading import RawBook, RawCell, RawSheet, letters, place
from zielgraph.workbook.values import fold, loose

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_KEY = re.compile(r"zg:([a-z]+)\.([a-z_]+)")
_HEAD_ROWS = 12
"""In so many rows at the top keys or headings are looked for."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the workbook that cannot be taken over.

    :param sheet: title of the sheet, as in the file.
    :param cell: name of the cell, such as ``F12``, or empty.
    :param key: key of the message; ``data`` fills it.
    """

    sheet: str
    cell: str
    key: str
    data: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return place and message in the language of the moment."""
        text = message(self.key, **self.data)
        if not self.sheet:
            return text
        if not self.cell:
            return message("fault.on_sheet", sheet=self.sheet, text=text)
        return message("fault.at", sheet=self.sheet, cell=self.cell, text=text)


@dataclass(slots=True)
class IncomingRow:
    """One row with data: where it is, its key (empty on new rows) and its cells by column."""

    number: int
    key: str
    cells: dict[str, RawCell]


@dataclass(slots=True)
class IncomingSheet:
    """One recognised sheet.

    :param places: the letters of each column that is there.
    """

    definition: Sheet
    title: str
    places: dict[str, str]
    rows: list[IncomingRow]

    def cell(self, row: int, column: str) -> str:
        """Return the name of a cell."""
        return f"{self.places[column]}{row}"


@dataclass(slots=True)
class State:
    """What the workbook remembers of its export.

    :param prints: by sheet and key the fingerprint of each column.
    :param labels: by list, what each label of the drop-down stands for.
    """

    strategy: str
    language: str
    prints: dict[str, dict[str, dict[str, str]]]
    labels: dict[str, dict[str, list[str]]]


@dataclass(slots=True)
class Incoming:
    """A recognised workbook, with the faults found so far and what is worth saying.

    :param person_at: sheet and cell where users say who they are.
    """

    state: State
    sheets: dict[str, IncomingSheet] = field(default_factory=dict)
    person: str = ""
    person_at: tuple[str, str] = ("", "")
    reason: str = ""
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)


def recognise(path: Path, book: RawBook, layout: Layout) -> Incoming:
    """Find sheets, columns and rows.

    :raises WorkbookError: if the workbook does not say where it comes from.
    """
    state = _state(path, book)
    found, seen = Incoming(state), set[str]()
    if book.macros:
        found.notes.append(Fault("", "", "note.macros"))
    for raw in book.sheets:
        if raw.title in {STATE, LISTS}:
            continue
        keys = _keys(raw, layout)
        if keys is None:
            _help(raw, found)
            continue
        row, sheet, columns = keys
        seen.add(sheet.key)
        if sheet.key in found.sheets:
            other = found.sheets[sheet.key].title
            found.faults.append(Fault(raw.title, "", "fault.sheet_twice", {"other": other}))
            continue
        _sheet(raw, row, sheet, columns, found)
    for key in state.prints:
        definition = layout.sheet(key)
        if definition is not None and key not in seen:
            title = message(f"sheet.{key}")
            found.notes.append(Fault("", "", "note.no_sheet", {"sheet": title}))
    return found


def _state(path: Path, book: RawBook) -> State:
    sheets = {sheet.title: sheet for sheet in book.sheets}
    if STATE not in sheets or LISTS not in sheets:
        raise WorkbookError("workbook.foreign", path=path)
    facts: dict[str, str] = {}
    columns: dict[str, list[str]] = {}
    prints: dict[str, dict[str, dict[str, str]]] = {}
    for _, row in sorted(sheets[STATE].cells.items()):
        cells = [row[number].text if number in row else "" for number in (1, 2, 3)]
        if cells[0] == "columns":
            columns[cells[1]] = cells[2].split()
            prints.setdefault(cells[1], {})
        elif cells[0] in columns:
            names = columns[cells[0]]
            marks = cells[2].split()
            if len(marks) != len(names):
                raise WorkbookError("workbook.foreign", path=path)
            prints[cells[0]][cells[1]] = dict(zip(names, marks, strict=True))
        else:
            facts[cells[0]] = cells[1]
    if "format" not in facts or "strategy" not in facts:
        raise WorkbookError("workbook.foreign", path=path)
    if facts["format"] != str(FORMAT):
        raise WorkbookError("workbook.format", path=path, found=facts["format"], wanted=FORMAT)
    labels = _labels(sheets[LISTS])
    return State(facts["strategy"], facts.get("language", LANGUAGES[0]), prints, labels)


def _labels(raw: RawSheet) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    heads = raw.cells.get(1, {})
    for row, cells in raw.cells.items():
        if row == 1:
            continue
        for column, head in heads.items():
            if column in cells and column + 1 in cells:
                names = found.setdefault(head.text, {})
                names.setdefault(loose(cells[column + 1].text), []).append(cells[column].text)
    return found


def _keys(raw: RawSheet, layout: Layout) -> tuple[int, Sheet, dict[int, str]] | None:
    """Return the row above the data, the sheet, and the key of each column."""
    rows = [(n, raw.cells[n]) for n in sorted(raw.cells) if n <= _HEAD_ROWS]
    for number, row in rows:
        found = {c: m for c, cell in row.items() if (m := _KEY.fullmatch(cell.text.strip()))}
        names = Counter(match[1] for match in found.values())
        sheet = layout.sheet(names.most_common(1)[0][0]) if names else None
        if sheet is not None and len(found) > 1:
            columns = {c: m[2] for c, m in found.items() if m[1] == sheet.key}
            below = [n for n, _ in rows if n > number]
            # The headings stand right below the keys; without them data begin there.
            head = number + 1 if below and _is_heading(raw, number + 1, columns) else number
            return head, sheet, columns
    best: tuple[int, int, Sheet, dict[int, str]] | None = None
    for number, row in rows:
        for sheet in layout.sheets:
            names_of = _headings(sheet)
            columns = {
                c: names_of[loose(cell.text)]
                for c, cell in row.items()
                if cell.kind == "text" and loose(cell.text) in names_of
            }
            if len(columns) > len(sheet.columns) // 2 and (not best or len(columns) > best[0]):
                best = (len(columns), number, sheet, columns)
    return best[1:] if best else None


def _headings(sheet: Sheet) -> dict[str, str]:
    """Return the key of each heading, in all languages."""
    texts = catalogue()
    keys = ["key", *(column.key for column in sheet.columns)]
    return {loose(texts[f"column.{key}"][lang]): key for lang in LANGUAGES for key in keys}


def _is_heading(raw: RawSheet, number: int, columns: dict[int, str]) -> bool:
    """Tell whether a row holds no data: its key cell holds no key of a thing."""
    key = next((c for c, name in columns.items() if name == "key"), None)
    row = raw.cells.get(number, {})
    return key is None or key not in row or "/" not in row[key].text


def _help(raw: RawSheet, found: Incoming) -> None:
    for number, row in raw.cells.items():
        name = row[1].text.strip() if 1 in row else ""
        if name == PERSON:
            found.person_at = (raw.title, f"{letters(VALUE_COLUMN)}{number}")
        if name not in {PERSON, REASON} or VALUE_COLUMN not in row:
            continue
        cell = row[VALUE_COLUMN]
        if cell.kind != "text":
            where = f"{letters(VALUE_COLUMN)}{number}"
            found.faults.append(Fault(raw.title, where, "fault.text", {"value": cell.text[:40]}))
        elif name == PERSON:
            found.person = " ".join(fold(cell.text).split())
        else:
            found.reason = fold(cell.text)


def _sheet(
    raw: RawSheet, head: int, sheet: Sheet, columns: dict[int, str], found: Incoming
) -> None:
    known = {"key", *(column.key for column in sheet.columns)}
    places: dict[str, str] = {}
    for column, key in sorted(columns.items()):
        if key not in known:
            continue
        if key in places:
            data = {"column": message(f"column.{key}"), "other": places[key]}
            found.faults.append(Fault(raw.title, letters(column), "fault.column_twice", data))
            return
        places[key] = letters(column)
    if "key" not in places:
        found.faults.append(Fault(raw.title, "", "fault.no_keys"))
        return
    _compare_headings(raw, head, sheet, columns, found)
    for one in sheet.columns:
        if one.key not in places and one.editable and one.key != "note":
            data = {"column": message(f"column.{one.key}")}
            found.notes.append(Fault(raw.title, "", "note.no_column", data))
    used = {column for column, key in columns.items() if key in known}
    if _merged(raw, head, used, found):
        return
    _strangers(raw, head, used, found)
    found.sheets[sheet.key] = IncomingSheet(sheet, raw.title, places, [])
    named = {c: key for c, key in columns.items() if c in used}
    _rows(raw, head, named, found.sheets[sheet.key], found)


def _rows(
    raw: RawSheet, head: int, columns: dict[int, str], sheet: IncomingSheet, found: Incoming
) -> None:
    """Collect the rows with anything in them, hidden ones too."""
    for number in sorted(n for n in raw.cells if n > head):
        cells = {columns[c]: cell for c, cell in raw.cells[number].items() if c in columns}
        name = cells.pop("key", RawCell("text", ""))
        filled = any(cell.kind != "text" or fold(cell.text).strip() for cell in cells.values())
        if name.kind == "formula":
            where = sheet.cell(number, "key")
            found.faults.append(Fault(raw.title, where, "fault.formula"))
        elif filled or name.text.strip():
            sheet.rows.append(IncomingRow(number, name.text.strip(), cells))


def _compare_headings(
    raw: RawSheet, head: int, sheet: Sheet, columns: dict[int, str], found: Incoming
) -> None:
    """Find headings that contradict the hidden keys: somebody moved one without the other."""
    names = _headings(sheet)
    for column, cell in raw.cells.get(head, {}).items():
        said = names.get(loose(cell.text)) if cell.kind == "text" else None
        key = columns.get(column)
        if said is None or key is None or said == key:
            continue
        data = {"column": message(f"column.{key}"), "heading": cell.text[:60]}
        found.faults.append(Fault(raw.title, f"{letters(column)}{head}", "fault.heading", data))


def _merged(raw: RawSheet, head: int, used: set[int], found: Incoming) -> bool:
    """Find merged cells among the data: only one of them keeps its value."""
    hit = False
    for span in raw.merged:
        first, _, last = span.partition(":")
        start, end = place(first), place(last or first)
        if not start or not end or end[0] <= head:
            continue
        if any(start[1] <= column <= end[1] for column in used):
            found.faults.append(Fault(raw.title, span, "fault.merged"))
            hit = True
    return hit


def _strangers(raw: RawSheet, head: int, used: set[int], found: Incoming) -> None:
    """Say which columns beside ours hold something; it is not taken over."""
    others = {c for n, row in raw.cells.items() if n > head for c in row if c not in used}
    for column in sorted(others):
        found.notes.append(Fault(raw.title, letters(column), "note.extra_column"))
