# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What people and programs do to a workbook: right result or clear word, never silent loss."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from workbooks import NEW, SOLAR, SPACES, Book, exported, make_town, said, take
from zielgraph.editing.draft import Draft
from zielgraph.model.errors import WorkbookError
from zielgraph.model.messages import message, speaking
from zielgraph.model.names import DATA_BASE, ZG
from zielgraph.workbook import reading
from zielgraph.workbook.export import export_workbook
from zielgraph.workbook.facts import Facts
from zielgraph.workbook.importing import examine
from zielgraph.workbook.incoming import recognise
from zielgraph.workbook.layout import LISTS, STATE, layout
from zielgraph.workbook.reading import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


CROWD = 10_000


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


# ---- files that are something else ----


def test_no_such_file_and_folder(town: Facts, tmp_path: Path) -> None:
    for path in (tmp_path / "missing.xlsx", tmp_path):
        with pytest.raises(WorkbookError) as caught:
            look(town, path)
        assert caught.value.key == "workbook.unreadable"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "workbook.empty"),
        (b"Ziel;SDG\nB.I.1;11.2\n", "workbook.other"),
        (b"PK\x03\x04 and then nothing", "workbook.damaged"),
        (reading.OLE + b"\0" * 600, "workbook.old"),
        (reading.OLE + b"\0" * 600 + reading.ENCRYPTED, "workbook.encrypted"),
        (b"%PDF-1.7", "workbook.other"),
    ],
)
def test_another_kind_of_file(town: Facts, path: Path, content: bytes, key: str) -> None:
    path.write_bytes(content)
    with pytest.raises(WorkbookError) as caught:
        look(town, path)
    assert caught.value.key == key
    assert path.name in str(caught.value)


def test_open_document_and_other_packages(town: Facts, path: Path) -> None:
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    for content, key in (
        ({"mimetype": kind, "content.xml": b"<x/>"}, "workbook.opendocument"),
        ({"word/document.xml": b"<x/>"}, "workbook.other"),
        ({"xl/workbook.bin": b"x"}, "workbook.other"),
    ):
        with pytest.raises(WorkbookError) as caught:
            look(town, pack(path, content))
        assert caught.value.key == key


def test_a_workbook_of_somebody_else(town: Facts, path: Path) -> None:
    other = Workbook()
    other.save(path)
    with pytest.raises(WorkbookError) as caught:
        look(town, path)
    assert caught.value.key == "workbook.foreign"


@pytest.mark.parametrize("name", [STATE, LISTS])
def test_hidden_sheets_deleted(town: Facts, book: Book, path: Path, name: str) -> None:
    del book.book[name]
    with pytest.raises(WorkbookError) as caught:
        look(town, book.save(path))
    assert caught.value.key == "workbook.foreign"


def test_every_truncation_is_noticed(town: Facts, book: Book, path: Path) -> None:
    content = book.save(path).read_bytes()
    for size in (9, 100, len(content) // 2, len(content) - 30, len(content) - 1):
        path.write_bytes(content[:size])
        with pytest.raises(WorkbookError):
            look(town, path)


def test_a_flipped_byte_is_noticed(town: Facts, book: Book, path: Path) -> None:
    """The checksum of each part is compared."""
    book.save(path)
    with zipfile.ZipFile(path) as package:
        entry = package.getinfo("xl/worksheets/sheet3.xml")
        middle = entry.header_offset + 60 + entry.compress_size // 2
    content = bytearray(path.read_bytes())
    content[middle] ^= 0xFF
    path.write_bytes(bytes(content))
    with pytest.raises(WorkbookError) as caught:
        look(town, path)
    assert caught.value.key == "workbook.damaged"


def test_zip_bomb(town: Facts, book: Book, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = parts(book.save(path)) | {"xl/media/bomb.bin": b"\0" * 3_000_000}
    monkeypatch.setattr(reading, "MAX_UNPACKED", 2_000_000)
    with pytest.raises(WorkbookError) as caught:
        look(town, pack(path, content))
    assert caught.value.key == "workbook.large"


def test_too_many_cells(
    town: Facts, book: Book, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_CELLS", 50)
    with pytest.raises(WorkbookError) as caught:
        look(town, book.save(path))
    assert caught.value.key == "workbook.cells"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet3.xml", "xl/styles.xml"])
@pytest.mark.parametrize(
    "start",
    [
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE x SYSTEM "http://example.org/x.dtd">',
    ],
)
def test_entities_are_refused(town: Facts, book: Book, path: Path, part: str, start: bytes) -> None:
    content = parts(book.save(path))
    text = re.sub(rb"^<\?xml[^>]*\?>", b"", content[part])
    content[part] = start + text
    with pytest.raises(WorkbookError) as caught:
        look(town, pack(path, content))
    assert caught.value.key == "workbook.hostile"


def test_macros_are_not_run(town: Facts, book: Book, path: Path) -> None:
    book.put("links", SPACES, directness="direkt")
    content = parts(book.save(path)) | {"xl/vbaProject.bin": reading.OLE}
    changes, faults, notes = look(town, pack(path, content))
    assert (len(changes), faults) == (1, [])
    with speaking("de"):
        assert message("note.macros") in notes


def test_a_cell_at_the_end_of_the_world(town: Facts, book: Book, path: Path) -> None:
    """A million empty rows are no rows."""
    book.sheet("links").cell(1_048_576, 16_384).value = "x"
    changes, faults, notes = look(town, book.save(path))
    assert (changes, faults) == ([], [])
    assert any("XFD" in note for note in notes)


# ---- cells ----


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


# ---- rows, columns, sheets ----


def test_hidden_rows_and_filters_still_count(town: Facts, book: Book, path: Path) -> None:
    page = book.sheet("links")
    book.put("links", SPACES, directness="direkt")
    page.row_dimensions[book.row("links", SPACES)].hidden = True
    page.column_dimensions["E"].hidden = True
    page.auto_filter.add_filter_column(3, ["indirekt"])
    assert len(look(town, book.save(path))[0]) == 1


def test_sorted_rows_and_moved_columns(town: Facts, book: Book, path: Path) -> None:
    book.put("links", SPACES, directness="direkt")
    page = book.sheet("links")
    rows = [[c.value for c in row] for row in page.iter_rows(min_row=1)]
    rows[2:] = sorted(rows[2:], key=lambda row: str(row[3]), reverse=True)
    order = [5, 3, 0, *[n for n in range(len(rows[0])) if n not in {5, 3, 0}]]
    for number, row in enumerate(rows, 1):
        for place, source in enumerate(order, 1):
            page.cell(number, place).value = row[source]
    page.merged_cells.ranges.clear()
    changes, faults, notes = look(town, book.save(path))
    assert (len(changes), faults, notes) == (1, [], [])


def test_headings_in_other_words(town: Facts, book: Book, path: Path) -> None:
    book.put("links", SPACES, directness="direkt")
    for cell in book.sheet("links")[2]:
        cell.value = f"Mein {cell.column}"
    assert len(look(town, book.save(path))[0]) == 1


@pytest.mark.parametrize("lang", ["de", "en"])
def test_without_hidden_keys_the_headings_count(town: Facts, path: Path, lang: str) -> None:
    with speaking(lang):
        book = Book(export_workbook(town).content)
    book.sign()
    book.put("links", SPACES, directness="direkt")
    book.sheet("links").delete_rows(1)
    assert len(look(town, book.save(path))[0]) == 1


def test_an_empty_row_above_and_a_title(town: Facts, book: Book, path: Path) -> None:
    book.put("links", SPACES, directness="direkt")
    page = book.sheet("links")
    page.insert_rows(1, 3)
    page.cell(1, 2).value = "Unsere Verknüpfungen"
    assert len(look(town, book.save(path))[0]) == 1


def test_slipped_headings_are_noticed(town: Facts, book: Book, path: Path) -> None:
    """Somebody moved the cells of two columns but not the hidden keys above."""
    page = book.sheet("links")
    a, b = book.column("links", "justification_de"), book.column("links", "justification_en")
    for row in range(2, page.max_row + 1):
        one, two = page.cell(row, a), page.cell(row, b)
        one.value, two.value = two.value, one.value
    _, faults, _ = look(town, book.save(path))
    assert any("verrutscht" in fault for fault in faults)


def test_a_deleted_column_leaves_its_values(town: Facts, book: Book, path: Path) -> None:
    book.put("links", SPACES, confidence=0.4)
    page = book.sheet("links")
    page.delete_cols(book.column("links", "justification_en"))
    changes, faults, notes = look(town, book.save(path))
    assert (len(changes), faults) == (1, [])
    assert any("Begründung (englisch)" in note for note in notes)


def test_a_new_row_without_a_column_that_it_needs(town: Facts, book: Book, path: Path) -> None:
    book.add("links", **NEW)
    page = book.sheet("links")
    page.delete_cols(book.column("links", "justification_en"))
    assert "nicht leer" in look(town, book.save(path))[1][0]


def test_the_key_column_deleted(town: Facts, book: Book, path: Path) -> None:
    """Every row would look new."""
    book.sheet("links").delete_cols(1)
    _, faults, _ = look(town, book.save(path))
    assert len(faults) == 1
    assert "Schlüsseln" in faults[0]


def test_keys_erased(town: Facts, book: Book, path: Path) -> None:
    for sheet in ("links", "goals"):
        for row in range(3, book.last(sheet) + 1):
            book.sheet(sheet).cell(row, 1).value = None
    changes, faults, _ = look(town, book.save(path))
    assert changes == []
    assert faults


def test_changed_and_copied_keys(town: Facts, book: Book, path: Path) -> None:
    book.cell("links", SPACES, "key").value = "lindental/link-invented"
    page = book.sheet("links")
    copy = book.last("links") + 1
    for column in range(1, page.max_column + 1):
        page.cell(copy, column).value = page.cell(book.row("links", SOLAR), column).value
    _, faults, notes = look(town, book.save(path))
    assert len(faults) == 2
    assert any("link-invented" in fault for fault in faults)
    assert any(f"Zeile {book.row('links', SOLAR)}" in fault for fault in faults)
    assert any("11.7" in note for note in notes)


def test_deleted_rows_delete_nothing_but_are_told(town: Facts, book: Book, path: Path) -> None:
    page = book.sheet("links")
    page.delete_rows(book.row("links", SPACES))
    book.put("links", SOLAR, confidence=0.4)
    changes, faults, notes = look(town, book.save(path))
    assert (len(changes), faults) == (1, [])
    assert any("B.I.1 → 11.7" in note for note in notes)


def test_deleted_renamed_and_strange_sheets(town: Facts, book: Book, path: Path) -> None:
    book.put("links", SPACES, directness="direkt")
    book.sheet("links").title = "Meine Links"
    book.book.remove(book.sheet("goals"))
    book.book.create_sheet("Notizen")["A1"].value = "=1+1"
    changes, faults, notes = look(town, book.save(path))
    assert faults == []
    assert changes[0].startswith("Meine Links")
    assert any("„Ziele“ fehlt" in note for note in notes)


def test_a_copied_sheet_is_refused(town: Facts, book: Book, path: Path) -> None:
    book.book.copy_worksheet(book.sheet("links"))
    _, faults, _ = look(town, book.save(path))
    assert any("Kopie" in fault for fault in faults)


def test_merged_cells(town: Facts, book: Book, path: Path) -> None:
    page = book.sheet("links")
    page.merge_cells("E4:E6")
    _, faults, _ = look(town, book.save(path))
    assert any("Zelle E4:E6" in fault for fault in faults)


def test_merged_cells_elsewhere_do_not_matter(town: Facts, book: Book, path: Path) -> None:
    page = book.sheet("links")
    page.merge_cells("Z4:Z6")
    page.merge_cells("B1:C1")
    assert look(town, book.save(path))[:2] == ([], [])


def test_a_column_of_ones_own(town: Facts, book: Book, path: Path) -> None:
    page = book.sheet("links")
    page.cell(2, 30).value = "Notiz"
    page.cell(5, 30).value = "=SUM(1)"
    changes, faults, notes = look(town, book.save(path))
    assert (changes, faults) == ([], [])
    assert any("Zelle AD" in note for note in notes)


# ---- new rows ----


def test_new_rows_that_exist_already(town: Facts, book: Book, path: Path) -> None:
    row = book.row("links", SPACES)
    book.add("links", **NEW | {"target": "11.7"})
    book.add("links", **NEW)
    book.add("links", **NEW)
    _, faults, _ = look(town, book.save(path))
    assert len(faults) == 2
    assert f"Zeile {row}" in faults[0]
    assert f"Zeile {book.last('links') + 2}" in faults[1]


def test_a_conflict_beside_a_support_is_another_link(town: Facts, book: Book, path: Path) -> None:
    book.add("links", **NEW | {"target": "11.7", "polarity": "steht im Konflikt"})
    changes, faults, _ = look(town, book.save(path))
    assert (len(changes), faults) == (1, [])


def test_new_rows_where_none_belong(town: Facts, book: Book, path: Path) -> None:
    book.add("goals", title_de="Neues Ziel", title_en="New goal")
    _, faults, _ = look(town, book.save(path))
    assert "neue Zeile" in faults[0]


def test_a_half_filled_new_row(town: Facts, book: Book, path: Path) -> None:
    book.add("links", statement=NEW["statement"])
    _, faults, _ = look(town, book.save(path))
    assert len(faults) == 5


def test_rows_of_blanks_are_no_rows(town: Facts, book: Book, path: Path) -> None:
    book.add("links", statement="  ", target="\u00a0", note="")
    book.add("goals", title_de="\n")
    assert look(town, book.save(path)) == ([], [], [])


# ---- who and how many ----


def test_hostile_names_and_reasons(tmp_path: Path, path: Path) -> None:
    """They come back from the data as they were typed."""
    town = make_town(tmp_path / "town")
    name = 'Erika "Eri" <b>Müller</b> \\ """ {x}'
    reason = '=1+1\nzweite Zeile mit \\ und """ und \'Strich\' {count}'
    book = Book(exported(town))
    book.sign(name, None)
    book.put("links", SPACES, directness="direkt")
    cell = book.cell("links", SPACES, "note")
    cell.value = reason
    cell.data_type = "s"
    assert said(take(town, book.save(path))) == []
    draft = Draft(town)
    texts = {str(o) for s in draft.subjects() for _, _, o in draft.triples(s)}
    assert {name, reason} <= texts


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """Return a town with 10,000 more goals, and without shapes and rules: they take time."""
    town = make_town(tmp_path_factory.mktemp("crowd") / "town")
    for file in (*town.shapes.glob("*.ttl"), *(town.queries / "rules").glob("*.rq")):
        file.unlink()
    folder = town.data / "lindental"
    head = (folder / "strategy.ttl").read_text("utf-8").split("\n\n")[0]
    for start in range(0, CROWD, 500):
        goals = "".join(
            f'ex:goal-{n} a zg:Goal ; skos:prefLabel "Ziel Nr. {n}"@de , "goal no. {n}"@en ;\n'
            f'  zg:summary "Was es ist."@de , "What it is."@en .\n'
            for n in range(start, start + 500)
        )
        (folder / f"crowd-{start}.ttl").write_text(f"{head}\n\n{goals}", "utf-8")
    return Facts(town)


def test_ten_thousand_rows(crowd: Facts, path: Path) -> None:
    """One is edited near the end: exactly that one changes."""
    with speaking("de"):
        book = Book(export_workbook(crowd).content)
    assert book.last("goals") > CROWD
    row = book.row("goals", "lindental/goal-9998")
    book.put("goals", row, title_de="Ganz etwas anderes")
    with speaking("de"):
        incoming = recognise(book.save(path), read_workbook(path), layout())
        outcome, (change,) = examine(crowd, incoming)
    assert (said(outcome), outcome.notes) == ([], [])
    assert f"Zeile {row}" in outcome.changes[0]
    assert change.node is not None
    assert change.node.value == DATA_BASE + "lindental/goal-9998"
    assert change.after == {"title_de": ("Ganz etwas anderes",)}


def test_ten_thousand_new_rows(town: Facts, book: Book, path: Path) -> None:
    """Every row is a change or a fault; none is lost."""
    page = book.sheet("links")
    columns = {key: book.column("links", key) for key in (*NEW, "polarity")}
    start = book.last("links") + 1
    statements, targets = town.options("statements", "de"), town.options("sdg", "de")
    kinds = town.options("polarity", "de")
    combined = list(product(statements, targets, kinds))
    for number in range(CROWD):
        statement, target, kind = combined[number % len(combined)]
        values: dict[str, Any] = {**NEW, "statement": statement.label, "target": target.label}
        for key, value in (values | {"polarity": kind.label}).items():
            page.cell(start + number, columns[key]).value = value
    changes, faults, _ = look(town, book.save(path))
    there = len(town.instances([ZG + "SdgLink"]))
    assert len(changes) == len(combined) - there
    assert len(changes) + len(faults) == CROWD


def test_what_no_list_offers_stays(tmp_path: Path, path: Path) -> None:
    """A link to something that is no target shows its key, and is nobody's fault."""
    town = make_town(tmp_path / "town")
    source = town.data / "lindental" / "strategy.ttl"
    text = source.read_text("utf-8").replace("zg:sdgItem sdg:11.7", "zg:sdgItem sdg:C110201")
    source.write_text(text.replace("zg:topic ex:topic-klimaschutz", "zg:topic ex:odd"), "utf-8")
    book = Book(exported(town))
    book.sign()
    facts = Facts(town)
    assert "C110201" in book.cell("links", SPACES, "target").value
    assert look(facts, book.save(path)) == ([], [], [])
    book.put("links", SPACES, confidence=0.3)
    book.put("goals", "lindental/goal-solar", topics="lindental/other")
    changes, faults, _ = look(facts, book.save(path))
    assert (len(changes), len(faults)) == (1, 1)


def test_shared_strings_and_other_namespaces(town: Facts, book: Book, path: Path) -> None:
    """Excel keeps strings in a list beside the sheets; its strict files use other namespaces."""
    book.put("links", SPACES, directness="direkt")
    content = parts(book.save(path))
    strings: list[bytes] = []

    def share(found: re.Match[bytes]) -> bytes:
        strings.append(found[3])
        return found[1] + b't="s"' + found[2] + b"><v>%d</v></c>" % (len(strings) - 1)

    inline = re.compile(rb'(<c [^>]*?)t="inlineStr"([^>]*)><is>(.*?)</is></c>', re.DOTALL)
    for name in list(content):
        if name.startswith("xl/worksheets/sheet"):
            content[name] = inline.sub(share, content[name])
    items = b"".join(b"<si>%s</si>" % text for text in strings)
    content["xl/texts.xml"] = b"<sst>" + items + b"</sst>"
    links = b'<Relationship Id="texts" Type="x/sharedStrings" Target="texts.xml"/></Relationships>'
    name = "xl/_rels/workbook.xml.rels"
    content[name] = content[name].replace(b"</Relationships>", links)
    old = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    new = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    changed = {name: data.replace(old, new) for name, data in content.items()}
    assert len(strings) > 100
    changes, faults, _ = look(town, pack(path, changed))
    assert (len(changes), faults) == (1, [])


def test_text_in_several_formats_within_a_cell(town: Facts, book: Book, path: Path) -> None:
    from openpyxl.cell.rich_text import CellRichText, TextBlock  # noqa: PLC0415
    from openpyxl.cell.text import InlineFont  # noqa: PLC0415

    bold = TextBlock(InlineFont(b=True), "wirklich ")
    text = CellRichText("Das ist ", bold, "eine gute Begründung dafür.")
    book.put("links", SPACES, justification_de=text)
    (change,), _, _ = look(town, book.save(path))
    assert "„Das ist wirklich eine gute Begründung dafür.“" in change


def test_reading_needs_no_place_of_cells(path: Path) -> None:
    """The places are optional in the format."""
    first = b"<row><c><v>1</v></c><c/><c><v>3</v></c></row>"
    sheet = b"<sheetData>" + first + b"<row r='7'><c><v>4</v></c></row></sheetData>"
    relation = b'<R><Relationship Id="a" Target="worksheets/s.xml"/></R>'
    pack(
        path,
        {
            "xl/workbook.xml": b'<w xmlns:r="x"><sheets><sheet name="S" r:id="a"/></sheets></w>',
            "xl/_rels/workbook.xml.rels": relation,
            "xl/worksheets/s.xml": b"<worksheet>" + sheet + b"</worksheet>",
        },
    )
    (found,) = read_workbook(path).sheets
    assert {row: sorted(cells) for row, cells in found.cells.items()} == {1: [1, 3], 7: [1]}
