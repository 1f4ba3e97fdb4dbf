# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""From what stands in a cell to the value that is meant, or to a fault that says what is wrong."""

from __future__ import annotations

from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING

from zielgraph.model.messages import LANGUAGES
from zielgraph.workbook.facts import Facts, long, short
from zielgraph.workbook.layout import SEPARATOR, Column
from zielgraph.workbook.values import (
    LIMIT,
    Value,
    fits,
    fold,
    loose,
    number_text,
    tidy,
    typed_number,
)

if TYPE_CHECKING:
    from zielgraph.workbook.incoming import State
    from zielgraph.workbook.reading import RawCell

_UNUSABLE = {"formula": "fault.formula", "error": "fault.error", "date": "fault.date"}
_SHOWN = 60
_FEW = 8
"""A list of so many entries is shown whole where something else was typed."""


class CellFault(Exception):  # noqa: N818 - it names a fault of the cell, not of the program
    """A cell that cannot be understood; ``key`` and ``data`` make the message."""

    def __init__(self, key: str, **data: object) -> None:
        """Remember what the message speaks of."""
        super().__init__(key)
        self.key = key
        self.data = data


def shortened(text: str) -> str:
    """Return ``text`` in one line, cut where it is long.

    >>> shortened("kurz"), len(shortened("lang " * 50))
    ('kurz', 60)
    """
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1].rstrip() + "…"


class Parser:
    """Understands cells by the lists of the workbook and, where they fail, by today's."""

    def __init__(self, facts: Facts, state: State) -> None:
        """Look labels up in ``state`` first: names may have changed since."""
        self._facts = facts
        self._state = state
        self._today: dict[str, dict[str, set[str]]] = {}
        self._cache: dict[tuple[str, str], str] = {}

    def parse(self, cell: RawCell, column: Column) -> Value:
        """Return the value of a cell.

        :raises CellFault: if it holds something else than the column wants.
        """
        if cell.kind in _UNUSABLE:
            raise CellFault(_UNUSABLE[cell.kind], value=shortened(cell.text))
        if column.kind in {"decimal", "integer"}:
            return _number(cell, column)
        if cell.kind == "bool":
            raise CellFault("fault.bool")
        if column.kind in {"item", "items"}:
            return self._entries(cell, column)
        text = tidy(cell.text if cell.kind == "text" else _figure(cell))
        if not fits(text):
            raise CellFault("fault.long", count=len(text), limit=LIMIT)
        return (text,) if text else ()

    def as_shown(self, text: str, column: Column) -> Value:
        """Return what a cell shows, where what no list offers stands by its short IRI."""
        parts = (part.strip() for part in fold(text).split(SEPARATOR.strip()))
        found = [
            self._entry(part, column) if self._known(part, column) else long(part) for part in parts
        ]
        return tuple(sorted(found))

    # ---- lists ----

    def _entries(self, cell: RawCell, column: Column) -> Value:
        if cell.kind != "text":
            return (self._by_number(cell.text, column),)
        text = fold(cell.text)
        if not text:
            return ()
        if column.kind == "item":
            return (self._entry(text, column),)
        parts = [part for part in (p.strip() for p in text.split(SEPARATOR.strip())) if part]
        found, start = set[str](), 0
        while start < len(parts):
            # A name may hold a semicolon itself: the longest name that is one counts.
            for end in range(len(parts), start, -1):
                joined = SEPARATOR.join(parts[start:end])
                if end == start + 1 or self._known(joined, column):
                    found.add(self._entry(joined, column))
                    start = end
                    break
        return tuple(sorted(found))

    def _known(self, text: str, column: Column) -> bool:
        try:
            self._entry(text, column)
        except CellFault:
            return False
        return True

    def _entry(self, text: str, column: Column) -> str:
        at = (column.choice, text)
        if at not in self._cache:
            self._cache[at] = self._look_up(text, column)
        return self._cache[at]

    def _look_up(self, text: str, column: Column) -> str:
        wanted = loose(text)
        # Names of the export, then today's, then what no list shows: numbers and keys.
        ways = [
            {long(name) for name in self._state.labels.get(column.choice, {}).get(wanted, ())},
            self._names(column.choice).get(wanted, set()),
        ]
        for found in ways:
            if len(found) > 1:
                known = ", ".join(sorted(short(iri) for iri in found))
                raise CellFault("fault.ambiguous", value=shortened(text), known=known)
            if found:
                return found.pop()
        offered = list(self._state.labels.get(column.choice, {}))
        near = get_close_matches(wanted, offered, n=1, cutoff=0.6)
        if not near:
            options = self._facts.options(column.choice, self._state.language)
            if len(options) <= _FEW:
                known = ", ".join(option.label for option in options)
                raise CellFault("fault.few", value=shortened(text), known=known)
            raise CellFault("fault.choice", value=shortened(text))
        entry = self._label(column, self._state.labels[column.choice][near[0]][0])
        raise CellFault("fault.near", value=shortened(text), near=shortened(entry))

    def _label(self, column: Column, name: str) -> str:
        lang = self._state.language
        options = self._facts.options(column.choice, lang)
        return next((o.label for o in options if o.iri == long(name)), name)

    def _names(self, choice: str) -> dict[str, set[str]]:
        """Return everything by which today's entries of a list may be called."""
        if choice not in self._today:
            names: dict[str, set[str]] = {}
            wanted = next(one for one in self._facts.layout.choices if one.key == choice)
            for lang in LANGUAGES:
                for option in self._facts.options(choice, lang):
                    names.setdefault(loose(option.label), set()).add(option.iri)
            for node in self._facts.instances(wanted.classes):
                names.setdefault(loose(short(node.value)), set()).add(node.value)
                if wanted.numbered and (number := self._facts.number(node)):
                    names.setdefault(loose(number), set()).add(node.value)
            self._today[choice] = names
        return self._today[choice]

    def _by_number(self, text: str, column: Column) -> str:
        """Return the entry whose number a spreadsheet may have turned into ``text``.

        16.1 may have been 16.10: then nobody can know.
        """
        wanted = number_text(text)
        found = {}
        for node in self._facts.instances(
            next(one for one in self._facts.layout.choices if one.key == column.choice).classes
        ):
            number = self._facts.number(node)
            if number and number_text(number) == wanted:
                found[number] = node.value
        if len(found) != 1:
            key = "fault.ambiguous" if found else "fault.choice"
            raise CellFault(key, value=wanted, known=", ".join(sorted(found)))
        return next(iter(found.values()))


def _figure(cell: RawCell) -> str:
    """Return a number among texts as the cell shows it: 70 % is not 0.7 to who reads it."""
    if cell.kind != "share":
        return number_text(cell.text)
    return f"{number_text(str(Decimal(cell.text) * 100))} %"


def _number(cell: RawCell, column: Column) -> Value:
    if cell.kind == "bool":
        raise CellFault("fault.bool")
    if cell.kind == "text":
        if not fold(cell.text):
            return ()
        text = typed_number(cell.text)
        if text is None:
            raise CellFault("fault.number", value=shortened(cell.text))
    else:
        text = number_text(cell.text)
    value = Decimal(text)
    if column.kind == "integer" and value != value.to_integral_value():
        raise CellFault("fault.whole", value=text)
    if column.kind == "decimal" and not 0 <= value <= 1:
        raise CellFault("fault.range", value=text)
    return (text,)
