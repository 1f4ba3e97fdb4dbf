# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What the tests of the workbook share: a small project, and a workbook to edit as users do."""

from __future__ import annotations

import io
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from zielgraph.model.messages import speaking
from zielgraph.model.project import Project
from zielgraph.store.turtle import canonical_turtle
from zielgraph.workbook.export import export_workbook
from zielgraph.workbook.facts import Facts
from zielgraph.workbook.importing import Outcome, examine, import_workbook
from zielgraph.workbook.incoming import recognise
from zielgraph.workbook.layout import STATE, layout
from zielgraph.workbook.reading import read_workbook

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

ROOT = Path(__file__).parent.parent
WHEN = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
SOLAR = "lindental/link-solar"
SPACES = "lindental/link-solar-spaces"


def make_town(folder: Path) -> Project:
    """Make the project of the town of Lindental, SDGs included, with all shapes."""
    for part in ("ontology", "queries", "shapes"):
        shutil.copytree(ROOT / part, folder / part)
    data = folder / "data" / "lindental"
    data.mkdir(parents=True)
    text = (ROOT / "tests" / "shapes" / "valid.ttl").read_text("utf-8")
    (data / "strategy.ttl").write_text(canonical_turtle(text), "utf-8")
    return Project(folder)


def exported(project: Project, lang: str = "de") -> bytes:
    """Return the workbook of a project."""
    with speaking(lang):
        return export_workbook(Facts(project)).content


def contents(project: Project) -> dict[str, bytes]:
    """Return every file of the data."""
    return {
        str(path.relative_to(project.data)): path.read_bytes()
        for path in sorted(project.data.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


class Book:
    """A workbook in the hands of a user; cells are found by the hidden keys."""

    def __init__(self, content: bytes | Path) -> None:
        """Open a workbook."""
        self.book: Any = load_workbook(
            io.BytesIO(content) if isinstance(content, bytes) else content
        )

    def sheet(self, key: str) -> Worksheet:
        """Return a sheet by its key."""
        found = [s for s in self.book.worksheets if str(s.cell(1, 1).value) == f"zg:{key}.key"]
        assert len(found) == 1
        sheet: Worksheet = found[0]
        return sheet

    def column(self, sheet: str, column: str) -> int:
        """Return the number of a column."""
        for cell in self.sheet(sheet)[1]:
            if cell.value == f"zg:{sheet}.{column}":
                assert isinstance(cell.column, int)
                return cell.column
        raise KeyError(column)

    def row(self, sheet: str, key: str) -> int:
        """Return the row of a thing."""
        for (cell,) in self.sheet(sheet).iter_rows(min_row=3, max_col=1):
            if cell.value == key:
                return int(cell.row)
        raise KeyError(key)

    def last(self, sheet: str) -> int:
        """Return the last row that has a key."""
        cells = self.sheet(sheet).iter_rows(min_row=3, max_col=1)
        return max(int(cell.row) for (cell,) in cells if cell.value)

    def cell(self, sheet: str, key: str | int, column: str) -> Any:
        """Return the cell of a thing, or of a row by its number."""
        row = key if isinstance(key, int) else self.row(sheet, key)
        return self.sheet(sheet).cell(row, self.column(sheet, column))

    def put(self, sheet: str, key: str | int, **values: object) -> None:
        """Write values into a row."""
        for column, value in values.items():
            self.cell(sheet, key, column).value = value

    def add(self, sheet: str, **values: object) -> int:
        """Fill in a new row below the others and return its number."""
        row = self.last(sheet) + 1
        while any(cell.value is not None for cell in self.sheet(sheet)[row]):
            row += 1
        self.put(sheet, row, **values)
        return row

    def sign(self, name: str = "Erika Musterfrau", reason: str | None = None) -> None:
        """Fill in name and occasion on the help sheet."""
        for sheet in self.book.worksheets:
            for row in range(1, 12):
                if sheet.cell(row, 1).value == "zg:help.person":
                    sheet.cell(row, 3).value = name
                if sheet.cell(row, 1).value == "zg:help.reason":
                    sheet.cell(row, 3).value = reason

    def state(self) -> Worksheet:
        """Return the hidden sheet with the state at export."""
        sheet: Worksheet = self.book[STATE]
        return sheet

    def save(self, path: Path) -> Path:
        """Write the workbook to a file."""
        self.book.save(path)
        return path


NEW = {
    "statement": "B.I.1 Sonnenstrom ausbauen",
    "target": "11.2 Sicherer Verkehr für alle",
    "directness": "indirekt",
    "confidence": 0.55,
    "justification_de": "Strom vom Dach lädt auch die Busse der Gemeinde.",
    "justification_en": "Power from the roofs charges the town's buses too.",
}
"""A new SDG link, as somebody would type it."""


def take(project: Project, path: Path, *, lang: str = "de", **options: Any) -> Outcome:
    """Import a workbook at a fixed moment."""
    with speaking(lang):
        return import_workbook(project, path, **{"when": WHEN} | options)


def said(outcome: Outcome, lang: str = "de") -> list[str]:
    """Return the faults as text."""
    with speaking(lang):
        return [str(fault) for fault in outcome.faults]


def look(town: Facts, path: Path) -> tuple[list[str], list[str], list[str]]:
    """Return changes, faults and notes of a workbook that is not taken over."""
    with speaking("de"):
        outcome, _ = examine(town, recognise(path, read_workbook(path), layout()))
    return outcome.changes, said(outcome), outcome.notes


def parts(path: Path) -> dict[str, bytes]:
    """Return the parts of a package."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def pack(path: Path, content: dict[str, bytes]) -> Path:
    """Write a package."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in content.items():
            package.writestr(name, data)
    return path
