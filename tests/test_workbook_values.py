# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Any text and any number go to the spreadsheet and back unchanged."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from zielgraph.model.errors import WorkbookError
from zielgraph.reports.sheets import cell_at, put, workbook_bytes
from zielgraph.workbook.layout import Column
from zielgraph.workbook.parsing import shortened
from zielgraph.workbook.reading import letters, place, read_workbook
from zielgraph.workbook.values import digest, fits, fold, loose, number_text, tidy, typed_number

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = st.text(st.characters(codec="utf-8"), max_size=60)
SAME_FILE = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None
)


@given(TEXTS)
def test_tidy_and_fold_are_done_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert fold(fold(text)) == fold(text)
    assert digest((tidy(text),)) == digest((text,))


@SAME_FILE
@given(text=TEXTS)
def test_text_comes_back(text: str, tmp_path: Path) -> None:
    r"""Whatever it begins with, control characters and ``_x0041_`` included."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    put(cell_at(sheet, 1, 1), tidy(text))
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook_bytes(book))
    (found,) = read_workbook(path).sheets
    cell = found.cells.get(1, {}).get(1)
    assert tidy(cell.text if cell else "") == tidy(text)
    assert cell is None or cell.kind == "text"


@given(st.decimals(0, 1, places=4))
def test_numbers_come_back_however_written(value: Decimal) -> None:
    plain = number_text(str(value))
    assert Decimal(plain) == value
    assert typed_number(plain) == plain
    assert typed_number(plain.replace(".", ",")) == plain
    assert typed_number(f" {value * 100} % ") == plain
    assert number_text(repr(float(value))) == plain


@given(TEXTS)
def test_what_is_typed_is_a_number_or_none(text: str) -> None:
    found = typed_number(text)
    assert found is None or Decimal(found).is_finite()


@pytest.mark.parametrize("text", ["", "0,7.1", "1 000", "½", "٣", "NaN", "inf", "0x1", "1e5", "%"])
def test_what_looks_like_a_number(text: str) -> None:
    """A blank may divide thousands; figures of other scripts are not guessed."""
    expected = {"1 000": "1000"}.get(text)
    assert typed_number(text) == expected


@given(st.integers(1, 16_384))
def test_names_of_columns(number: int) -> None:
    assert place(f"{letters(number)}1") == (1, number)


@given(TEXTS)
def test_loose_forgets_capitals_and_blanks(text: str) -> None:
    assert loose(f"  {text}  ") == loose(text)


def test_limit_counts_as_spreadsheets_do() -> None:
    """An emoji counts twice."""
    assert fits("x" * 32_000)
    assert not fits("x" * 32_001)
    assert not fits("😀" * 16_001)


def test_one_line_for_messages() -> None:
    assert shortened("a\n b") == "a b"
    assert Column("x", "text", 1).editable


@SAME_FILE
@given(content=st.binary(max_size=400))
def test_any_bytes_are_refused_politely(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    for data in (content, b"PK\x03\x04" + content):
        path.write_bytes(data)
        with pytest.raises(WorkbookError):
            read_workbook(path)


@SAME_FILE
@given(text=st.text(alphabet="<>/abcrsvtn =\"0123'&;", max_size=120))
def test_any_xml_is_read_or_refused_politely(text: str, tmp_path: Path) -> None:
    """No traceback, whatever a program has written into a sheet."""
    path = tmp_path / "a.xlsx"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        relation = '<R><Relationship Id="a" Target="worksheets/s.xml"/></R>'
        book = '<w xmlns:r="x"><sheets><sheet name="S" r:id="a"/></sheets></w>'
        package.writestr("xl/workbook.xml", book)
        package.writestr("xl/_rels/workbook.xml.rels", relation)
        package.writestr("xl/worksheets/s.xml", f"<s><row>{text}</row></s>")
    path.write_bytes(out.getvalue())
    try:
        found = read_workbook(path)
    except WorkbookError:
        return
    assert len(found.sheets) == 1
