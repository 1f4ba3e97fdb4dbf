# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Three states become one: the data at export, the workbook now, the data now.

Of the first the workbook has fingerprints. Row by row: what only the workbook changed is
taken over, what only the data changed is kept; where both changed a row and the one does
not hold all that the other did, the row is a conflict.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zielgraph.model.messages import message
from zielgraph.model.terms import Iri
from zielgraph.workbook.facts import Facts, Row, long
from zielgraph.workbook.incoming import Fault, Incoming, IncomingRow, IncomingSheet
from zielgraph.workbook.layout import SEPARATOR, Column, Sheet, full
from zielgraph.workbook.parsing import CellFault, Parser, shortened
from zielgraph.workbook.reading import RawCell
from zielgraph.workbook.values import Value, digest, fold, tidy

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOTHING = RawCell("text", "")
_REJECTED = full("rejected")
_DECISION = ("decision_de", "decision_en")
_NAMED = 3
"""Of many rows of which the same is said so many are named."""


@dataclass(slots=True)
class Change:
    """One row that the workbook changes or adds.

    :param node: the thing, or ``None`` if the row is new.
    :param before: the values now, of the changed columns.
    :param after: the values afterwards, of the changed columns; of a new row all.
    :param note: why, in the words of the row.
    """

    sheet: Sheet
    title: str
    number: int
    places: Mapping[str, str]
    node: Iri | None
    before: Row
    after: Row
    note: str = ""
    name: str = ""

    def cell(self, column: str) -> str:
        """Return the name of the cell of a column, or of the row's first."""
        return f"{self.places.get(column, self.places['key'])}{self.number}"


@dataclass(slots=True)
class Merged:
    """Outcome of a merge."""

    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)


def merge(facts: Facts, incoming: Incoming) -> Merged:
    """Compare a workbook with the data, row by row."""
    outcome = Merged(faults=list(incoming.faults), notes=list(incoming.notes))
    parser = Parser(facts, incoming.state)
    for sheet in incoming.sheets.values():
        _Merger(facts, incoming, parser, sheet, outcome).run()
    return outcome


class _Merger:
    """Merges one sheet."""

    def __init__(
        self,
        facts: Facts,
        incoming: Incoming,
        parser: Parser,
        sheet: IncomingSheet,
        outcome: Merged,
    ) -> None:
        self.facts, self.parser, self.sheet, self.outcome = facts, parser, sheet, outcome
        self.lang, self.reason = incoming.state.language, incoming.reason
        self.definition = sheet.definition
        self.prints = incoming.state.prints.get(sheet.definition.key, {})
        self.columns = [c for c in sheet.definition.columns if c.key in sheet.places]

    def run(self) -> None:
        first: dict[str, int] = {}
        new: list[IncomingRow] = []
        for row in self.sheet.rows:
            if not row.key:
                new.append(row)
            elif row.key in first:
                self._fault(row, "key", "fault.twice", other=first[row.key])
            elif row.key not in self.prints:
                self._fault(row, "key", "fault.unknown", value=shortened(row.key))
            else:
                first[row.key] = row.number
                self._known(row, self.prints[row.key])
        self._missing(first)
        if new:
            self._new(new, first)

    def _fault(self, row: IncomingRow, at: str, key: str, /, **data: object) -> None:
        cell = self.sheet.cell(row.number, at if at in self.sheet.places else "key")
        self.outcome.faults.append(Fault(self.sheet.title, cell, key, data))

    def _missing(self, present: Mapping[str, int]) -> None:
        """Say which rows the workbook no longer has; nothing happens to them."""
        gone = [Iri(long(key)) for key in self.prints if key not in present]
        gone = [node for node in gone if self.facts.exists(node.value)]
        if gone:
            names = ", ".join(self.name(node) for node in gone[:_NAMED])
            names += ", …" if len(gone) > _NAMED else ""
            data = {"count": len(gone), "names": names}
            self.outcome.notes.append(Fault(self.sheet.title, "", "note.deleted", data))

    # ---- rows that the export had ----

    def _known(self, row: IncomingRow, prints: Mapping[str, str]) -> None:
        theirs, note = self._theirs(row, prints)
        node = Iri(long(row.key))
        if not self.facts.exists(node.value):
            if theirs:
                self._fault(row, next(iter(theirs)), "fault.gone")
            return
        now = self.facts.row(node, self.definition)
        ours = {
            c.key: now[c.key]
            for c in self.definition.columns
            if c.stored and _marked(prints, c.key) and digest(now[c.key]) != prints[c.key]
        }
        same = {key for key in theirs if key in ours and _equal(theirs[key], ours[key])}
        if note and not theirs:
            cell = self.sheet.cell(row.number, "note")
            self.outcome.notes.append(Fault(self.sheet.title, cell, "note.idle"))
        if same == set(theirs):
            return  # nothing that the data do not have already
        if set(ours) - same:
            self._conflict(row, theirs, ours, same)
            return
        if not self._reasoned(row, theirs, note):
            return
        changed = {key: value for key, value in theirs.items() if key not in same}
        changed |= self._outdated(changed, now)
        before = {key: now[key] for key in changed}
        self._add(row, node, before, changed, note, self.name(node))

    def _theirs(self, row: IncomingRow, prints: Mapping[str, str]) -> tuple[Row, str]:
        """Return what a row of the workbook has otherwise than at export, and the reason given."""
        theirs: Row = {}
        note = ""
        for column in self.columns:
            cell = row.cells.get(column.key, _NOTHING)
            mark = prints.get(column.key, "")
            try:
                if column.kind == "note":
                    note = "\n".join(self.parser.parse(cell, column))
                elif mark.startswith("!"):
                    _refuse_if_edited(cell, mark)
                elif mark:
                    value = self._changed(cell, column, mark)
                    if value is not None:
                        theirs[column.key] = value
            except CellFault as fault:
                self._fault(row, column.key, fault.key, **fault.data)
        return theirs, note

    def _changed(self, cell: RawCell, column: Column, mark: str) -> Value | None:
        """Return the value of a cell if it is another than at export."""
        try:
            value = self.parser.parse(cell, column)
        except CellFault:
            if column.choice and digest(self.parser.as_shown(cell.text, column)) == mark:
                return None  # what no list offers is shown by its key, and stays as it is
            raise
        if digest(value) == mark:
            return None
        if column.fixed:
            raise CellFault("fault.fixed", value=shortened(cell.text))
        if column.required and not value:
            raise CellFault("fault.empty", column=message(f"column.{column.key}"))
        return value

    def _reasoned(self, row: IncomingRow, values: Row, note: str) -> bool:
        """Tell whether a rejection has a reason: in its row, or on the help sheet."""
        said = note or self.reason or any(values.get(key) for key in _DECISION)
        if values.get("status") == (_REJECTED,) and not said:
            self._fault(row, "status", "fault.reason")
            return False
        return True

    def _outdated(self, changed: Row, now: Row) -> Row:
        """Return the grounds of the decision before: with another status they go to the history."""
        if "status" not in changed or any(key in changed for key in _DECISION):
            return {}
        return {key: () for key in _DECISION if now.get(key)}

    def _conflict(self, row: IncomingRow, theirs: Row, ours: Row, same: set[str]) -> None:
        for key in theirs:
            if key in same:
                continue
            column = self.definition.column(key)
            other = key if key in ours else next(k for k in ours if k not in same)
            second = self.definition.column(other)
            self._fault(
                row,
                key,
                "fault.conflict",
                column=message(f"column.{key}"),
                theirs=self.text(theirs[key], column),
                other=message(f"column.{other}"),
                ours=self.text(ours[other], second),
            )

    # ---- new rows ----

    def _new(self, rows: list[IncomingRow], present: Mapping[str, int]) -> None:
        if not self.definition.grows:
            for row in rows:
                self._fault(row, self.columns[0].key, "fault.no_new")
            return
        known = {}
        for node in self.facts.instances(self.definition.classes):
            values = self.facts.row(node, self.definition)
            known[self._identity(values)] = node
        added: dict[tuple[Value, ...], int] = {}
        for row in rows:
            said = self._new_values(row)
            if said is None:
                continue
            note = said.pop("note", ())
            if not self._reasoned(row, said, "\n".join(note)):
                continue
            identity = self._identity(said)
            if identity in added:
                self._fault(
                    row, self.definition.identity[0], "fault.added_twice", other=added[identity]
                )
            elif identity in known:
                self._existing(row, said, known[identity], present)
            else:
                added[identity] = row.number
                self._add(row, None, {}, said, "\n".join(note), self._name_of(said))

    def _identity(self, values: Row) -> tuple[Value, ...]:
        return tuple(values.get(key, ()) for key in self.definition.identity)

    def _new_values(self, row: IncomingRow) -> Row | None:
        """Return the values of a new row, or nothing if a cell is at fault."""
        values: Row = {}
        well = True
        for column in self.definition.columns:
            if column.kind == "show":
                continue
            try:
                values[column.key] = self._new_value(row, column)
            except CellFault as fault:
                self._fault(row, column.key, fault.key, **fault.data)
                well = False
        return values if well else None

    def _new_value(self, row: IncomingRow, column: Column) -> Value:
        value = self.parser.parse(row.cells.get(column.key, _NOTHING), column)
        if not value and column.fallback:
            return (column.fallback,)
        if not value and column.required:
            raise CellFault("fault.empty", column=message(f"column.{column.key}"))
        return value

    def _existing(
        self, row: IncomingRow, values: Row, node: Iri, present: Mapping[str, int]
    ) -> None:
        """Judge a new row that says what a thing of the data says already."""
        rows = {long(key): number for key, number in present.items()}
        if node.value in rows:
            self._fault(row, self.definition.identity[0], "fault.exists", other=rows[node.value])
            return
        now = self.facts.row(node, self.definition)
        if all(_equal(now.get(key, ()), value) for key, value in values.items()):
            data = {"name": self.name(node)}
            cell = self.sheet.cell(row.number, self.definition.identity[0])
            self.outcome.notes.append(Fault(self.sheet.title, cell, "note.there", data))
        else:
            self._fault(row, self.definition.identity[0], "fault.meanwhile", name=self.name(node))

    def _add(  # noqa: PLR0913 - the parts of a change
        self, row: IncomingRow, node: Iri | None, before: Row, after: Row, note: str, name: str
    ) -> None:
        places, title = self.sheet.places, self.sheet.title
        change = Change(self.definition, title, row.number, places, node, before, after, note, name)
        self.outcome.changes.append(change)

    # ---- words ----

    def name(self, node: Iri) -> str:
        """Return the short name of a thing: of a link what it links."""
        parts = []
        for key in self.definition.name:
            column = self.definition.column(key)
            if column.kind == "show":
                parts.append(self.facts.shown(node, column, self.lang))
            else:
                parts.append(self._brief(self.facts.value(node, column), column))
        return self._joined(parts)

    def _name_of(self, values: Row) -> str:
        keys = self.definition.name
        return self._joined(
            [self._brief(values.get(k, ()), self.definition.column(k)) for k in keys]
        )

    def _joined(self, parts: list[str]) -> str:
        linked = self.definition.about != ""
        return (" → " if linked else " ").join(shortened(part) for part in parts if part)

    def _brief(self, value: Value, column: Column) -> str:
        if column.kind in {"item", "items"}:
            nodes = [Iri(iri) for iri in value]
            return SEPARATOR.join(
                self.facts.number(n) or self.facts.name(n, self.lang) for n in nodes
            )
        return "\n".join(value)

    def text(self, value: Value, column: Column) -> str:
        """Return a value as a message shows it."""
        return value_text(self.facts, value, column, self.lang)


def value_text(facts: Facts, value: Value, column: Column, lang: str) -> str:
    """Return a value as a message shows it, in one line."""
    if not value:
        return message("change.nothing")
    if column.kind in {"item", "items"}:
        return SEPARATOR.join(facts.title(Iri(iri), lang) for iri in value)
    if column.kind in {"decimal", "integer"} and lang == "de":
        return value[0].replace(".", ",")
    return shortened("\n".join(value))


def _marked(prints: Mapping[str, str], key: str) -> bool:
    return key in prints and not prints[key].startswith("!")


def _equal(one: Value, other: Value) -> bool:
    return digest(one) == digest(other)


def _refuse_if_edited(cell: RawCell, mark: str) -> None:
    if cell.kind == "formula":
        raise CellFault("fault.formula", value=shortened(cell.text))
    text = tidy(cell.text) if fold(cell.text) else ""
    if digest((text,) if text else ()) != mark[1:]:
        raise CellFault("fault.locked", value=shortened(cell.text))
