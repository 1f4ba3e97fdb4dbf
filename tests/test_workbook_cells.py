# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What people do to cells: the right value, or a fault that names the cell."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from workbooks import SOLAR, SPACES, Book, exported, look, make_town, said, take
from zielgraph.model.messages import speaking
from zielgraph.workbook.export import export_workbook
from zielgraph.workbook.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """Return the data of a town; nothing in these tests is written."""
    return Facts(make_town(tmp_path_factory.mktemp("first") / "town"))


@pytest.fixture(scope="module")
def content(town: Facts) -> bytes:
    """Return the German workbook of the town."""
    with speaking("de"):
        return export_workbook(town).content


@pytest.fixture
def book(content: bytes) -> Book:
    """Return the German workbook of the town, signed."""
    made = Book(content)
    made.sign()
    return made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a workbook may be saved."""
    return tmp_path / "a.xlsx"


@pytest.mark.parametrize(
    ("sheet", "key", "column", "value", "word"),
    [
        ("links", SPACES, "directness", "=1+1", "Formel"),
        ("links", SPACES, "justification_de", '=HYPERLINK("http://x.example","x")', "Formel"),
        ("links", SPACES, "justification_de", '=cmd|"/C calc"!A0', "Formel"),
        ("links", SPACES, "reviewer", "=A1", "Formel"),
        ("links", SPACES, "confidence", "=0.5", "Formel"),
        ("links", SPACES, "key", '="lindental/link-solar"', "Formel"),
        ("links", SPACES, "directness", "#REF!", "#REF!"),
        ("links", SPACES, "confidence", "#DIV/0!", "#DIV/0!"),
        ("links", SPACES, "directness", True, "WAHR"),
        ("links", SPACES, "confidence", False, "WAHR"),
        ("links", SPACES, "justification_de", True, "WAHR"),
        ("links", SPACES, "target", date(2026, 2, 11), "Datum"),
        ("links", SPACES, "confidence", date(2026, 1, 7), "Datum"),
        ("goals", "lindental/goal-solar", "title_de", date(2035, 1, 1), "Datum"),
        ("links", SPACES, "confidence", "viel", "keine Zahl"),
        ("links", SPACES, "confidence", "1.234,5", "keine Zahl"),
        ("links", SPACES, "confidence", "0,7 ca.", "keine Zahl"),
        ("links", SPACES, "confidence", 70, "zwischen 0 und 1"),
        ("links", SPACES, "confidence", "-0,1", "zwischen 0 und 1"),
        ("links", SPACES, "confidence", None, "nicht leer"),
        ("links", SPACES, "directness", None, "nicht leer"),
        ("links", SPACES, "justification_en", "   \n ", "nicht leer"),
        ("links", SPACES, "directness", "ja", "Möglich: direkt, indirekt"),
        ("links", SPACES, "target", "11.9", "Auswahlliste"),
        ("links", SPACES, "target", "11.7 Öffentliche Raume", "11.7 Öffentliche Räume"),
        ("links", SPACES, "statement", "B.II.a.1 Radwege verbinden", "bestehenden Zeilen"),
        ("links", SPACES, "reviewer", "ich", "nur zum Lesen"),
        ("links", SPACES, "of_field", None, "nur zum Lesen"),
        ("links", SPACES, "justification_de", "x" * 32_500, "zu lang"),
        ("goals", "lindental/goal-solar", "topics", "Verkehr; Quatsch", "Quatsch"),
        ("goals", "lindental/goal-solar", "number", "B.I.9", "nur zum Lesen"),
        ("dependencies", "lindental/dependency", "strength", 2.5, "ganze Zahl"),
    ],
)
def test_a_cell_at_fault_is_named(  # noqa: PLR0913 - a case has so many parts
    town: Facts,
    book: Book,
    path: Path,
    sheet: str,
    key: str,
    column: str,
    value: Any,
    word: str,
) -> None:
    if sheet == "dependencies":
        key = str(book.sheet(sheet).cell(3, 1).value)
    cell = book.cell(sheet, key, column)
    where = cell.coordinate
    cell.value = value
    changes, faults, _ = look(town, book.save(path))
    assert changes == []
    (fault,) = faults
    assert f"Zelle {where}: " in fault
    assert word in fault


def test_all_faults_are_told_at_once(town: Facts, book: Book, path: Path) -> None:
    book.put("links", SPACES, directness="vielleicht", confidence="viel")
    book.put("links", SOLAR, directness="direkt", target="99.9")
    book.put("goals", "lindental/goal-solar", title_de=None)
    assert len(look(town, book.save(path))[1]) == 4


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [
        ("confidence", "0,7", "„0,7“"),
        ("confidence", "0.70", "„0,7“"),
        ("confidence", " 70 % ", "„0,7“"),
        ("confidence", "70\u00a0%", "„0,7“"),
        ("confidence", 0.7000000000000001, "„0,7“"),
        ("confidence", 1, "„1“"),
        ("confidence", "1e-1", ""),
        ("directness", "  DIREKT ", "„direkt“"),
        ("directness", "direct", "„direkt“"),
        ("directness", "dire\u200bkt", "„direkt“"),
        ("target", "11.2", "„11.2 Sicherer Verkehr für alle“"),
        ("target", 11.2, "„11.2 Sicherer Verkehr für alle“"),
        ("target", "11.2 Safe transport for all", "„11.2 Sicherer Verkehr für alle“"),
        ("target", unicodedata.normalize("NFD", "11.2 Sicherer Verkehr für alle"), "für alle"),
        ("target", "11.2\u00a0Sicherer Verkehr für alle", "für alle"),
        ("justification_de", "=2+2 ist vier, und das ist wahr.", "„=2+2 ist"),
        ("justification_de", "+49 2541 18 ruft man an, wenn es brennt.", "„+49"),
        ("justification_de", "@jemand hat gesagt, dass es stimmt.", "„@jemand"),
        ("justification_de", "- mit Strich am Anfang geschrieben", "„- mit"),
        ("justification_de", "„Zitat“ mit ‚Strichen‘ und – Strich", "„„Zitat“"),
        ("justification_de", "Zeile eins ist diese._x000D_\nZeile zwei ist jene.", "eins"),
    ],
)
def test_clumsy_values_are_understood(  # noqa: PLR0913 - a case has so many parts
    town: Facts, book: Book, path: Path, column: str, value: Any, shown: str
) -> None:
    cell = book.cell("links", SPACES, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    changes, faults, _ = look(town, book.save(path))
    if not shown:
        assert len(faults) == 1
        return
    assert faults == []
    (change,) = changes
    assert shown in change


@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("justification_de", lambda text: unicodedata.normalize("NFD", text) + "  "),
        ("justification_de", lambda text: text.replace(" ", "\u00a0", 1)),
        ("justification_de", lambda text: "\ufeff" + text + "_x000D_\n"),
        ("directness", str.upper),
        ("target", lambda text: text.replace(" ", "  ")),
        ("confidence", lambda value: f"{value * 100:.0f} %"),
        ("confidence", lambda value: str(value).replace(".", ",")),
    ],
)
def test_what_means_the_same_is_no_change(
    town: Facts, book: Book, path: Path, column: str, change: Callable[[Any], Any]
) -> None:
    cell = book.cell("links", SPACES, column)
    cell.value = change(cell.value)
    assert look(town, book.save(path))[:2] == ([], [])


def test_a_share_format_is_a_number(town: Facts, book: Book, path: Path) -> None:
    """70 % in a cell formatted as per cent is 0.7 in the file."""
    cell = book.cell("links", SPACES, "confidence")
    cell.value, cell.number_format = 0.7, "0.0 %"
    (change,), faults, _ = look(town, book.save(path))
    assert faults == []
    assert "„0,7“" in change


def test_a_share_among_texts_stays_a_share(town: Facts, book: Book, path: Path) -> None:
    """What the user reads is stored, not the number behind it."""
    cell = book.cell("goals", "lindental/goal-solar", "title_de")
    cell.value, cell.number_format = 0.7, "0%"
    (change,), faults, _ = look(town, book.save(path))
    assert faults == []
    assert "„70 %“" in change


def test_the_calendar_of_1904_changes_nothing(town: Facts, book: Book, path: Path) -> None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904  # noqa: PLC0415

    book.book.epoch = CALENDAR_MAC_1904
    book.put("links", SPACES, confidence=0.7)
    assert len(look(town, book.save(path))[0]) == 1


def test_a_number_that_may_be_two_targets(tmp_path: Path, path: Path) -> None:
    """16.10 typed becomes 16.1: the import asks instead of guessing."""
    town = make_town(tmp_path / "town")
    source = town.data / "lindental" / "strategy.ttl"
    text = source.read_text("utf-8")
    more = text[text.index("sdg:11.7\n") :].split("\n.\n")[0].replace("11.7", "11.20") + "\n.\n"
    source.write_text(text + "\n" + more, "utf-8")
    book = Book(exported(town))
    book.put("links", SPACES, target=11.2)
    outcome = take(town, book.save(path))
    assert "11.2, 11.20" in said(outcome)[0]
