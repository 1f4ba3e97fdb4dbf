# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Tables that other programs wrote: whatever encoding and separator, or a clear refusal."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zielgraph.model.errors import ObservationsError, SourceFileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

MAX_BYTES = 100_000_000
"""A table larger than this is refused before it is read; INKAR's 60,000 rows are 3 MB."""

_EXCEL = re.compile(r'"?sep=.?"?[ \t]*\r?(?:\n|\Z)', re.IGNORECASE)
_SEPARATORS = ",;\t|"
_WIDE = {b"\xff\xfe\x00\x00": "utf-32", b"\x00\x00\xfe\xff": "utf-32"}
_MARKS = _WIDE | {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_CONTAINERS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"%PDF")
"""How workbooks (new and old), gzip archives and PDF files begin."""

_UTF8_LETTER = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe2][\x80-\xbf]{2}")


@dataclass(frozen=True, slots=True)
class RawRow:
    """One record of a table.

    :param line: the line at which it begins.
    :param cells: the cells asked for, stripped; none if the record does not fit the header.
    :param width: how many cells it has.
    """

    line: int
    cells: tuple[str, ...]
    width: int


def read_table_text(path: Path) -> tuple[str, str]:
    """Return the text of a table and the encoding that it turned out to have.

    UTF-8 and UTF-16 are recognised by their byte order mark or by their form; what is
    neither is read as Windows-1252, which covers Latin-1, if nothing in it speaks against it.

    :raises SourceFileError: if it cannot be opened, or mixes encodings; with the line.
    :raises ObservationsError: if it is no text at all, or too large.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ObservationsError("observations.large", path=path, limit=MAX_BYTES // 1_000_000)
        content = path.read_bytes()
    except OSError as error:
        raise SourceFileError("file.unreadable", path=path, reason=error.strerror) from error
    if content.startswith(_CONTAINERS):
        raise ObservationsError("observations.no_text", path=path)
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), None)
    encoding = encoding or _without_mark(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = _line_of(content, error.start)
        if encoding != "utf-8" or _UTF8_LETTER.search(content):
            raise SourceFileError("file.encoding_mixed", path=path, line=line) from error
        try:
            text, encoding = content.decode("cp1252"), "windows-1252"
        except UnicodeDecodeError as worse:
            line = _line_of(content, worse.start)
            raise SourceFileError("file.encoding_mixed", path=path, line=line) from worse
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise SourceFileError("file.encoding_mixed", path=path, line=line)
    return text, encoding


def _without_mark(content: bytes) -> str:
    """Tell UTF-16 without a mark from everything else: every other byte of a table is zero."""
    start = content[:200]
    if len(start) >= 4:  # noqa: PLR2004 - two letters
        if not any(start[0::2]):
            return "utf-16-be"
        if not any(start[1::2]):
            return "utf-16-le"
    return "utf-8"


def _line_of(content: bytes, position: int) -> int:
    return content.count(b"\n", 0, position) + 1


def read_rows(path: Path, text: str, columns: Sequence[str]) -> Iterator[RawRow]:
    """Yield the records of a table with the cells of ``columns``, in this order.

    The separator is the one of comma, semicolon, tab and bar that gives all columns. Case,
    order and further columns do not matter; records without any content are left out, and
    so is the line ``sep=;`` with which some tables begin for the sake of Excel.

    :raises ObservationsError: if the table is empty, a column is missing or there twice, or a
        quotation mark never ends; with the line.
    """
    if not text.strip():
        raise ObservationsError("observations.empty", path=path)
    if _EXCEL.match(text):
        text = (
            "\n" + text.partition("\n")[2]
        )  # an empty line, so that the others keep their numbers
        if not text.strip():
            raise ObservationsError("observations.empty", path=path)
    first = text.lstrip("\r\n").split("\n", 1)[0]
    separator = max(_SEPARATORS, key=lambda sign: _known(first, sign, columns))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    places: list[int] | None = None
    width, begin = 0, 1
    try:
        for record in reader:
            line, begin = begin, reader.line_num + 1
            if not any(cell.strip() for cell in record):
                continue
            if places is None:
                places, width = _places(path, line, record, columns), len(record)
                continue
            fits = len(record) >= width and not any(cell.strip() for cell in record[width:])
            cells = tuple(record[place].strip() for place in places) if fits else ()
            yield RawRow(line, cells, len(record))
    except csv.Error as error:
        raise ObservationsError(
            "observations.quotes", path=path, line=begin, reason=error
        ) from error


def _header(cell: str) -> str:
    return cell.strip().strip('"').lower().replace("ü", "ue")


def _known(line: str, separator: str, columns: Sequence[str]) -> int:
    return len({_header(cell) for cell in line.split(separator)} & set(columns))


def _places(path: Path, line: int, record: list[str], columns: Sequence[str]) -> list[int]:
    found = [_header(cell) for cell in record]
    for problem, names in (
        ("observations.columns", [name for name in columns if name not in found]),
        ("observations.column_twice", [name for name in columns if found.count(name) > 1]),
    ):
        if names:
            raise ObservationsError(
                problem,
                path=path,
                line=line,
                names=", ".join(names),
                found=", ".join(cell.strip() for cell in record)[:200],
            )
    return [found.index(name) for name in columns]
