# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Reading an .xlsx file that may come from anywhere: cells as they are, nothing evaluated.

Only the parts with cells are read, as XML without entities, within limits. Formulas, macros,
pictures and links are not followed. What a cell shows depends on styles only where a number
may be a date or a share.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from zielgraph.model.errors import WorkbookError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

MAX_UNPACKED = 200 * 2**20
"""Bytes that the parts of a workbook may have unpacked; a large strategy has some 10 MB."""

MAX_CELLS = 3_000_000
"""Cells that a workbook may have; 10,000 rows of 15 columns are 150,000."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""How old and how encrypted files begin, and what only the latter hold."""

MAX_ELEMENTS = 10_000_000
"""XML elements that a workbook may have; a cell has two or three."""

MAX_AT_ONCE = 500_000
"""Elements in memory at once; the longest possible row, of 16,384 columns, has some 65,000."""

MAX_DEPTH = 100
"""How deep elements may lie in one another; spreadsheet programs need less than ten levels."""

_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?", re.ASCII)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_WHOLE = frozenset({"row", "si", "sheet", "xf", "numFmt"})
"""Elements that are done with when they end; what they hold is read then."""

_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_BUILT_IN_SHARES = frozenset({9, 10})


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell as the file has it.

    :param kind: text, number, share (a number shown as per cent), date, bool, error, formula.
    :param text: the text, or the number as the file writes it.
    """

    kind: str
    text: str


@dataclass(slots=True)
class RawSheet:
    """A sheet as the file has it; rows and columns count from 1."""

    title: str
    cells: dict[int, dict[int, RawCell]] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)


@dataclass(slots=True)
class RawBook:
    """All sheets of a file, in their order."""

    sheets: list[RawSheet]
    macros: bool = False


def letters(column: int) -> str:
    """Return the letters of a column.

    >>> letters(1), letters(28)
    ('A', 'AB')
    """
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def place(text: str) -> tuple[int, int] | None:
    """Return row and column of a cell's name, or ``None`` if it is none.

    >>> place("AB7"), place("7")
    ((7, 28), None)
    """
    found = _PLACE.fullmatch(text.replace("$", "").upper())
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def read_workbook(path: Path) -> RawBook:
    """Read the cells of an .xlsx file.

    :raises WorkbookError: if it cannot be opened, is another kind of file, is encrypted,
        damaged, larger than the limits, or holds XML that no spreadsheet program writes.
    """
    try:
        with path.open("rb") as file:
            _refuse_others(path, file)
            with zipfile.ZipFile(file) as package:
                return _Reader(path, package).book()
    except OSError as error:
        raise WorkbookError(
            "workbook.unreadable", path=path, reason=error.strerror or error
        ) from error
    except DefusedXmlException as error:
        raise WorkbookError("workbook.hostile", path=path) from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        ParseError,
        KeyError,
        NotImplementedError,
        RuntimeError,
        UnicodeError,
        ValueError,
        IndexError,
    ) as error:  # a damaged package fails in any of these ways
        raise WorkbookError("workbook.damaged", path=path) from error


def _refuse_others(path: Path, file: IO[bytes]) -> None:
    """Say what kind of file it is if it is no .xlsx; the ending may lie."""
    start = file.read(8)
    if start == OLE:
        rest = file.read(MAX_UNPACKED)
        key = "workbook.encrypted" if ENCRYPTED in rest else "workbook.old"
        raise WorkbookError(key, path=path)
    if not start:
        raise WorkbookError("workbook.empty", path=path)
    if not start.startswith(b"PK"):
        raise WorkbookError("workbook.other", path=path)
    file.seek(0)


class _Reader:
    """Reads one package."""

    def __init__(self, path: Path, package: zipfile.ZipFile) -> None:
        self.path = path
        self.package = package
        self.names = {name.replace("\\", "/").lstrip("/"): name for name in package.namelist()}
        if len(self.names) < len(package.infolist()):  # two parts of one name: one would be lost
            raise zipfile.BadZipFile(path)
        if sum(entry.file_size for entry in package.infolist()) > MAX_UNPACKED:
            raise WorkbookError("workbook.large", path=path, limit=MAX_UNPACKED // 2**20)
        if "mimetype" in self.names and "content.xml" in self.names:
            raise WorkbookError("workbook.opendocument", path=path)
        if "xl/workbook.xml" not in self.names:
            raise WorkbookError("workbook.other", path=path)
        self.cells = self.elements = 0
        self.shared = "xl/sharedStrings.xml"
        self.pages: set[str] = set()

    def book(self) -> RawBook:
        """Return all sheets."""
        targets = self._targets()
        self.strings = self._strings()
        self.kinds = self._styles()
        sheets = []
        for element in self._elements("xl/workbook.xml"):
            if _name(element) == "sheet":
                relation = next((v for k, v in element.items() if k.endswith("}id")), "")
                target = targets.get(relation, "")
                if target in self.pages:  # not a chart sheet
                    sheets.append(self._sheet(element.get("name", ""), target))
        return RawBook(sheets, any(name.endswith("vbaProject.bin") for name in self.names))

    def _elements(self, part: str) -> Iterator[Element]:
        """Yield each element of a part when it ends, and forget it unless it is part of a whole.

        Small files can hold XML without end: what is kept at once, and in all, has a limit.
        """
        with self.package.open(self.names[part]) as stream:
            path: list[Element] = []
            wholes = kept = 0
            for event, element in iterparse(stream, ("start", "end"), forbid_dtd=True):
                whole = _name(element) in _WHOLE
                if event == "start":
                    path.append(element)
                    wholes += whole
                    kept += 1
                    self.elements += 1
                    if kept > MAX_AT_ONCE or len(path) > MAX_DEPTH:
                        raise ValueError(part)
                    if self.elements > MAX_ELEMENTS:
                        raise WorkbookError("workbook.cells", path=self.path, limit=MAX_CELLS)
                    continue
                path.pop()
                wholes -= whole
                yield element
                if path and not wholes:
                    path[-1].remove(element)
                    kept = len(path)

    def _targets(self) -> dict[str, str]:
        """Return the part of each relation of the workbook."""
        found = {}
        for element in self._elements("xl/_rels/workbook.xml.rels"):
            if _name(element) == "Relationship" and element.get("TargetMode") != "External":
                # Seen from xl/, unless it begins with a slash.
                part = posixpath.normpath(posixpath.join("/xl", element.get("Target", "")))[1:]
                found[element.get("Id", "")] = part
                kind = element.get("Type", "").rsplit("/", 1)[-1]
                if kind == "sharedStrings":
                    self.shared = part
                elif kind in {"worksheet", ""}:
                    self.pages.add(part)
        return found

    def _strings(self) -> list[str]:
        if self.shared not in self.names:
            return []
        return [_text(e) for e in self._elements(self.shared) if _name(e) == "si"]

    def _styles(self) -> list[str]:
        """Return for each cell style what a number in it is: number, share or date."""
        if "xl/styles.xml" not in self.names:
            return []
        codes: dict[int, str] = {}
        kinds: list[str] = []
        inside: list[int] = []
        for element in self._elements("xl/styles.xml"):
            if _name(element) == "numFmt":
                codes[int(element.get("numFmtId", "0"))] = element.get("formatCode", "")
            elif _name(element) == "xf":
                inside.append(int(element.get("numFmtId", "0")))
            elif _name(element) == "cellStyleXfs":
                inside = []
            elif _name(element) == "cellXfs":
                kinds = [_kind_of_format(number, codes) for number in inside]
                inside = []
        return kinds

    def _sheet(self, title: str, part: str) -> RawSheet:
        sheet = RawSheet(title)
        row = 0
        for element in self._elements(part):
            name = _name(element)
            if name == "row":
                named = element.get("r", "")
                row = int(named) if named.isdecimal() else row + 1
                self._row(sheet, row, element)
            elif name == "mergeCell":
                sheet.merged.append(element.get("ref", ""))
        return sheet

    def _row(self, sheet: RawSheet, row: int, element: Element) -> None:
        column = 0
        for child in element:
            if _name(child) != "c":
                continue
            where = place(child.get("r", "")) or (row, column + 1)
            column = where[1]
            cell = self._cell(child)
            if cell is not None:
                self.cells += 1
                if self.cells > MAX_CELLS:
                    raise WorkbookError("workbook.cells", path=self.path, limit=MAX_CELLS)
                cells = sheet.cells.setdefault(where[0], {})
                if where[1] in cells:  # one of the two would be lost
                    raise ValueError(child.get("r"))
                cells[where[1]] = cell

    def _cell(self, element: Element) -> RawCell | None:
        kind = element.get("t", "n")
        parts = {_name(child): child for child in element}
        if "f" in parts:
            return RawCell("formula", parts["f"].text or "")
        if kind == "inlineStr":
            text = _text(parts["is"]) if "is" in parts else ""
            return RawCell("text", text) if text else None
        text = (parts["v"].text or "") if "v" in parts else ""
        if not text:
            return None
        if kind == "s":
            number = int(text)
            if not 0 <= number < len(self.strings):
                raise IndexError(number)
            return RawCell("text", self.strings[number]) if self.strings[number] else None
        if kind in {"str", "b", "e", "d"}:
            names = {"str": "text", "b": "bool", "e": "error", "d": "date"}
            return RawCell(names[kind], _decoded(text) if kind == "str" else text)
        if not _NUMBER.fullmatch(text.strip()):
            raise ValueError(text)
        style = int(element.get("s", "0"))
        return RawCell(self.kinds[style] if style < len(self.kinds) else "number", text.strip())


def _name(element: Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _text(element: Element) -> str:
    """Return the text of a string with all its runs, without phonetic readings."""
    texts = []
    for child in element:
        if _name(child) == "t":
            texts.append(child.text or "")
        elif _name(child) == "r":
            texts += [part.text or "" for part in child if _name(part) == "t"]
    return _decoded("".join(texts))


def _decoded(text: str) -> str:
    """Undo the escapes of the file format (``_x000D_`` is a carriage return)."""
    if "_x" not in text:
        return text
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    # Characters beyond the first 65,536 are written as two escapes.
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _kind_of_format(number: int, codes: dict[int, str]) -> str:
    """Return what a number in this format is.

    >>> _kind_of_format(164, {164: '[$-407]d. mmm'}), _kind_of_format(164, {164: '0.0 "Tage"'})
    ('date', 'number')
    """
    if number in codes:
        code = _QUOTED.sub("", codes[number].split(";", 1)[0]).casefold()
        if code != "general" and re.search(r"[dmyhs]", code):
            return "date"
        return "share" if "%" in code else "number"
    if number in _BUILT_IN_DATES:
        return "date"
    return "share" if number in _BUILT_IN_SHARES else "number"
