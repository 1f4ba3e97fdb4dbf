# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Statistical values as INKAR hands them out: every line checked, each fault with its line.

The columns are those of the BBSR's export: ``raumbezug`` (``Kreise`` or ``Bund``),
``kennziffer`` (eight digits of a county, or ``111``), ``zeitbezug`` (the year), ``kuerzel``
(the indicator's code) and ``wert``. What the catalogue in ``data/`` does not know is a fault.

Whether a point or a comma divides whole numbers from decimals is a matter of the whole file:
``1.234`` is 1.234 where another value reads ``4.38``, and 1234 where another reads ``4,38``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from zielgraph.ingest.tables import RawRow, read_rows, read_table_text
from zielgraph.model.errors import ObservationsError
from zielgraph.model.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

COLUMNS = ("raumbezug", "kennziffer", "zeitbezug", "kuerzel", "wert")
MAX_FAULTS = 1000
"""Faults that are kept in words; further ones are only counted."""

_NATION = ("bund", "111", "DE")
_DISTRICTS = "kreise"
_YEAR = re.compile(r"(?:19|20)[0-9]{2}\Z")
_NOTHING = frozenset(
    {"", "-", "–", ".", "…", "...", "/", "x", "X", "NA", "N/A", "NaN", "nan", "null"}
)
"""What stands for "no value" in German statistics and in usual programs."""

_WHOLE = re.compile(r"-?[0-9]{1,15}\Z")
_POINT = re.compile(r"-?[0-9]{1,15}\.[0-9]{1,9}\Z")
_COMMA = re.compile(r"-?[0-9]{1,15},[0-9]{1,9}\Z")
_POINT_GROUPS = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3}){1,4}(?:,[0-9]{1,9})?\Z")
_COMMA_GROUPS = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,9})?\Z")
_SPACES = re.compile(r"(?<=[0-9])[ \u00a0\u2009\u202f](?=[0-9]{3}(?:\D|\Z))")


class Key(NamedTuple):
    """What a value is about: the code of its indicator, the key of its area, its year."""

    code: str
    area: str
    year: int


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What values may be about.

    :param codes: codes of all indicators.
    :param areas: keys of all areas, five digits or ``DE``.
    :param stated: values that stand in ``data/`` itself.
    """

    codes: frozenset[str]
    areas: frozenset[str]
    stated: Mapping[Key, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one line; ``str()`` says it in the language of the moment."""

    line: int
    key: str
    data: Mapping[str, object]

    def __str__(self) -> str:
        """Return the fault as a sentence without the line."""
        return message(f"observations.{self.key}", **self.data)


@dataclass(slots=True)
class Reading:
    """What a file holds.

    :param values: every value that is in order, in canonical decimal form.
    :param faults: the first :data:`MAX_FAULTS` faults, in the order of lines.
    :param counts: ``rows``, ``faults``, ``same`` (repeated lines), ``zeros`` (keys to which
        a lost leading zero was added), ``stated`` (values that ``data/`` already has).
    :param encoding: the encoding that the file turned out to have.
    """

    values: dict[Key, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    encoding: str = "utf-8"


def read_observations(
    path: Path, catalogue: Catalogue, progress: Callable[[int], None] = lambda _: None
) -> Reading:
    """Read a file and check every line.

    :param progress: told the number of lines checked, now and then.
    :raises SourceFileError: if the file cannot be opened or mixes encodings.
    :raises ObservationsError: if it is no table with the columns that are needed, or empty.
    """
    text, encoding = read_table_text(path)
    reading = Reading(encoding=encoding)
    rows = list(read_rows(path, text, COLUMNS))
    del text
    if not rows:
        raise ObservationsError("observations.empty", path=path)
    decimal = _decimal_sign(row.cells[4] for row in rows if row.cells)
    _Checker(catalogue, decimal, reading).check(rows, progress)
    reading.faults.sort(key=lambda fault: fault.line)
    return reading


class _Checker:
    """Checks line after line and remembers what came before."""

    def __init__(self, catalogue: Catalogue, decimal: str, reading: Reading) -> None:
        self.catalogue = catalogue
        self.decimal = decimal
        self.reading = reading
        self.lines: dict[Key, int] = {}
        self.contested: set[Key] = set()
        self.near: dict[str, str] = {}

    def check(self, rows: Iterable[RawRow], progress: Callable[[int], None]) -> None:
        for number, row in enumerate(rows, start=1):
            fault = self._check(row)
            if fault is not None:
                self.reading.counts["faults"] += 1
                if len(self.reading.faults) < MAX_FAULTS:
                    self.reading.faults.append(fault)
            if number % 10_000 == 0:
                progress(number)
        self.reading.counts["rows"] = number
        for key in self.contested:  # nobody can say which of the values is right
            self.reading.values.pop(key, None)

    def _check(self, row: RawRow) -> Fault | None:
        if not row.cells:
            return Fault(row.line, "cells", {"found": row.width})
        kind, place, year, code, value = row.cells
        code = unicodedata.normalize("NFC", code)
        if code not in self.catalogue.codes:
            return Fault(row.line, "code", {"code": _cut(code), "near": self._near(code)})
        area, repaired = self._area(kind, place)
        if area is None:
            return Fault(row.line, "area", {"kind": _cut(kind), "key": _cut(place)})
        if not _YEAR.match(year):
            return Fault(row.line, "year" if year else "no_year", {"year": _cut(year)})
        number = _number(value, self.decimal)
        if number is None:
            return Fault(row.line, _number_fault(value, self.decimal), {"value": _cut(value)})
        self.reading.counts["zeros"] += repaired
        return self._keep(row.line, Key(code, area, int(year)), number)

    def _keep(self, line: int, key: Key, number: str) -> Fault | None:
        before = self.reading.values.get(key)
        if before is not None and before != number:
            self.contested.add(key)
            data = {"value": number, "other": before, "other_line": self.lines[key]}
            return Fault(line, "contradiction", data)
        stated = self.catalogue.stated.get(key)
        if stated is not None and Decimal(stated) != Decimal(number):
            return Fault(line, "stated", {"value": number, "other": stated})
        self.reading.counts["same"] += before is not None
        self.reading.counts["stated"] += before is None and stated is not None
        self.reading.values[key] = number
        self.lines.setdefault(key, line)
        return None

    def _area(self, kind: str, place: str) -> tuple[str | None, bool]:
        """Return the key of an area, and whether its leading zero was lost."""
        if kind.lower() == _NATION[0]:
            return (_NATION[2] if place == _NATION[1] else None), False
        if kind.lower() != _DISTRICTS or not place.isascii() or not place.isdigit():
            return None, False
        lost = len(place) in {4, 7}
        full = place.zfill(len(place) + lost)
        known = full[:5] in self.catalogue.areas and full[5:] in {"", "000"}
        return (full[:5] if known else None), lost and known

    def _near(self, code: str) -> str:
        if code not in self.near:
            known = {name.lower(): name for name in sorted(self.catalogue.codes)}
            found = get_close_matches(code.lower(), known, n=1, cutoff=0.6)
            self.near[code] = known[found[0]] if found else "–"
        return self.near[code]


def _cut(cell: str) -> str:
    """Return a cell for a message: on one line, and short."""
    text = " ".join(cell.split())
    return text if len(text) <= 40 else text[:39] + "…"  # noqa: PLR2004 - half a line


def _decimal_sign(values: Iterable[str]) -> str:
    """Return the sign before decimals in a file: ``.``, ``,`` or ``""`` if nothing tells.

    A value such as ``1.234`` says nothing: it may be a thousand. The sign that more values
    use for certain is that of the file; the others are faults.
    """
    seen: Counter[str] = Counter()
    for cell in values:
        value = _SPACES.sub("", cell)
        as_point = bool(_POINT.match(value) or _COMMA_GROUPS.match(value))
        as_comma = bool(_COMMA.match(value) or _POINT_GROUPS.match(value))
        if as_point != as_comma:
            seen["." if as_point else ","] += 1
    return max(".,", key=lambda sign: seen[sign]) if seen.total() else ""


def _number(cell: str, decimal: str) -> str | None:
    """Return a value in canonical decimal form, or ``None`` if it cannot be read for certain.

    >>> _number("1.234,50", ","), _number("4.38", "."), _number("7", ""), _number("1.234", "")
    ('1234.5', '4.38', '7.0', None)
    """
    value = _SPACES.sub("", cell.replace("\u2212", "-"))
    if not _WHOLE.match(value):
        plain, groups = {
            ".": (_POINT, _COMMA_GROUPS),
            ",": (_COMMA, _POINT_GROUPS),
            "": (None, None),
        }[decimal]
        if plain is None or groups is None:
            return None
        if plain.match(value):
            value = value.replace(",", ".")
        elif groups.match(value):
            value = value.replace("," if decimal == "." else ".", "").replace(",", ".")
        else:
            return None
    sign, digits = ("-", value[1:]) if value.startswith("-") else ("", value)
    whole, _, part = digits.partition(".")
    text = f"{whole.lstrip('0') or '0'}.{part.rstrip('0') or '0'}"
    return text if text == "0.0" else sign + text


def _number_fault(cell: str, decimal: str) -> str:
    """Tell why a value cannot be read: ambiguous, the other decimal sign, or no number."""
    value = _SPACES.sub("", cell)
    if value in _NOTHING:
        return "no_value"
    if any(p.match(value) for p in (_POINT, _COMMA, _POINT_GROUPS, _COMMA_GROUPS)):
        return "other_sign" if decimal else "ambiguous"
    return "no_number"
