# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Spreadsheets hold what the data says: no formulas, no lost text, the same bytes each time."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from zielgraph.cli.options import format_for
from zielgraph.model.errors import ProjectError
from zielgraph.model.messages import speaking
from zielgraph.reports.sheets import (
    MAX_TEXT,
    MAX_TITLE,
    Column,
    Value,
    add_table,
    add_text,
    new_workbook,
    plain_text,
    safe_text,
    sheet_title,
    workbook_bytes,
)

HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://x.example","Hier")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "=cmd|'/c calc'!A0",
    "#N/A",
    "<script>alert(1)</script>",
    "\u202egnp.exe",
    "1e5",
    "TRUE",
    "2026-01-01",
    "_x0041_",
]


def table(rows: list[list[Value]], columns: int = 1) -> bytes:
    """Return a workbook with one table."""
    book = new_workbook("Probe")
    add_table(book, "Tabelle", [Column(f"Spalte {n}") for n in range(columns)], rows)
    return workbook_bytes(book)


def read(data: bytes) -> Any:
    """Return the first sheet as openpyxl reads it."""
    return load_workbook(io.BytesIO(data)).worksheets[0]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(text: str) -> None:
    """Nothing in a label becomes a formula, an error, a number or a date."""
    data = table([[text]])
    cell = read(data)["A2"]
    assert cell.data_type == "s"
    assert plain_text(cell.value) == text.replace("\r", "\n")
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert '<c r="A2"' in sheet
    assert re.search(r'<c r="A2"[^>]* t="(s|inlineStr)"', sheet)


def test_headings_are_text_too() -> None:
    """A column named by the data is as dangerous as a cell."""
    book = new_workbook("=1+1")
    add_table(book, "=1+1", [Column("=2+2")], [])
    sheet = read(workbook_bytes(book))
    assert sheet["A1"].data_type == "s"
    assert sheet.title == "=1+1"


@given(st.text(max_size=200))
def test_any_text_comes_back(text: str) -> None:
    """Whatever Unicode holds can be written and comes back, but for what XML cannot hold."""
    cell = read(table([[text]]))["A2"]
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    wanted = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", unix)
    assert plain_text(cell.value or "") == wanted


@pytest.mark.parametrize("sign", ["x", "ü", "😀"])
def test_long_text_is_cut_with_a_note(sign: str) -> None:
    """A cell takes 32,767 UTF-16 units; that something is missing must be seen."""
    with speaking("en"):
        text = safe_text(sign * 40_000)
    assert len(text.encode("utf-16-le")) // 2 <= MAX_TEXT
    assert text.startswith(sign * 100)
    assert "cut: 40000 characters" in text
    assert safe_text("x" * MAX_TEXT) == "x" * MAX_TEXT


def test_numbers_and_dates_are_numbers_and_dates() -> None:
    """One can calculate with them."""
    row: list[Value] = [3, 1.5, Decimal("0.25"), True, date(2026, 11, 22), None]
    sheet = read(table([row], columns=6))
    assert [cell.value for cell in sheet[2]] == [3, 1.5, 0.25, True, datetime(2026, 11, 22), None]  # noqa: DTZ001
    assert [cell.data_type for cell in sheet[2]] == ["n", "n", "n", "b", "d", "n"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12345678901234567890, "12345678901234567890"),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        (Decimal("Infinity"), "Infinity"),
        (date(1848, 5, 18), "1848-05-18"),
        (datetime(2026, 1, 1, tzinfo=UTC), "2026-01-01 00:00:00+00:00"),
    ],
)
def test_what_a_spreadsheet_would_change_is_text(value: Value, text: str) -> None:
    """Better a text than another number or day."""
    cell = read(table([[value]]))["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


@given(st.lists(st.text(max_size=60), max_size=6))
def test_sheet_titles_are_legal_and_unique(wishes: list[str]) -> None:
    """Spreadsheet programs refuse files that break one of these rules."""
    taken: list[str] = []
    for wish in wishes:
        title = sheet_title(wish, taken)
        assert 0 < len(title) <= MAX_TITLE
        assert not re.search(r"[\[\]:*?/\\\x00-\x1f]", title)
        assert not title.startswith("'")
        assert not title.endswith("'")
        assert title.casefold() not in {"history", *(t.casefold() for t in taken)}
        taken.append(title)


def test_same_content_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock leaves no trace; a diff means a change."""
    first = table([["a", 1]], columns=2)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z" in file.read("docProps/core.xml")
        assert not re.search(rb"20\d\d-\d\d-\d\dT", file.read("docProps/core.xml"))
    assert table([["a", 1]], columns=2) == first
    assert table([["a", 2]], columns=2) != first


def test_table_is_ready_to_work_with_and_print() -> None:
    """Header and key column stay in sight and on every page; document says what it is."""
    with speaking("en"):
        book = new_workbook("Coverage & gaps", description="What the strategy serves.")
        add_table(book, "Matrix", [Column("Field", 30, wrap=True), Column("SDG 1")], [["a", 1]])
        add_text(book, "Method", [("What counts", "Accepted links.")])
        data = workbook_bytes(book)
    loaded: Any = load_workbook(io.BytesIO(data))
    assert (loaded.properties.title, loaded.properties.language) == ("Coverage & gaps", "en")
    assert loaded.sheetnames == ["Matrix", "Method"]
    matrix = loaded["Matrix"]
    assert matrix.freeze_panes == "B2"
    assert matrix.auto_filter.ref == "A1:B2"
    assert matrix.print_title_rows == "$1:$1"
    assert matrix.page_setup.orientation == "landscape"
    assert matrix.sheet_properties.pageSetUpPr.fitToPage
    assert matrix.oddHeader.left.text == "Coverage && gaps"
    assert matrix.oddFooter.right.text == "Page &P of &N"
    assert matrix["A1"].font.b
    assert matrix["A2"].alignment.wrap_text
    assert loaded["Method"]["B1"].value == "Accepted links."


def test_rows_must_fit_the_columns() -> None:
    """A value without a heading would be a riddle."""
    with pytest.raises(ValueError, match="zip"):
        table([["a", "b"]])


def test_libreoffice_reads_the_same_text(tmp_path: Path) -> None:
    """Another program opens the file and takes nothing for a formula."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    texts = [text for text in HOSTILE if "\t" not in text and "\r" not in text]
    (tmp_path / "probe.xlsx").write_bytes(table([[text] for text in texts]))
    wanted = ["--convert-to", "csv:Text - txt - csv (StarCalc):124,34,76", "probe.xlsx"]
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", *wanted],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=120,
    )
    shown = (tmp_path / "probe.csv").read_text("utf-8").splitlines()[1:]
    assert [line.strip('"').replace('""', '"') for line in shown] == texts


def test_format_follows_the_ending() -> None:
    """Who names a file .xlsx wants a spreadsheet; what is asked for wins."""
    known = ("table", "csv", "xlsx")
    assert format_for(None, Path("a.xlsx"), known, "table") == "xlsx"
    assert format_for(None, Path("A.CSV"), known, "table") == "csv"
    assert format_for(None, Path("a.doc"), known, "table") == "table"
    assert format_for(None, None, known, "table") == "table"
    assert format_for("csv", Path("a.xlsx"), known, "table") == "csv"
    with pytest.raises(ProjectError, match="xlsx"):
        format_for("xlsx", None, known, "table")
