# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What people do to rows, columns and sheets, and very many rows."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from workbooks import NEW, SOLAR, SPACES, Book, exported, look, make_town, said, take
from zielgraph.editing.draft import Draft
from zielgraph.model.messages import speaking
from zielgraph.model.names import DATA_BASE, ZG
from zielgraph.workbook.export import export_workbook
from zielgraph.workbook.facts import Facts
from zielgraph.workbook.importing import examine
from zielgraph.workbook.incoming import recognise
from zielgraph.workbook.layout import layout
from zielgraph.workbook.reading import read_workbook

if TYPE_CHECKING:
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


CROWD = 10_000


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


def test_new_rows_that_exist_already(town: Facts, book: Book, path: Path) -> None:
    row = book.row("links", SPACES)
    book.add("links", **NEW | {"target": "11.7"})
    book.add("links", **NEW)
    book.add("links", **NEW)
    _, faults, _ = look(town, book.save(path))
    assert len(faults) == 2
    assert f"Zeile {row}" in faults[0]
    assert f"Zeile {book.last('links') + 2}" in faults[1]
    # The statement is named: the key's column is hidden.
    places = [book.cell("links", book.last("links") + n, "statement").coordinate for n in (1, 3)]
    assert [f"Zelle {place}:" in f for place, f in zip(places, faults, strict=True)] == [True] * 2


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


def test_a_rejection_needs_a_reason(town: Facts, book: Book, path: Path) -> None:
    """In its row, or on the help sheet; on the command line nobody gets round it either."""
    book.put("links", SPACES, status="abgelehnt")
    row = book.add("links", **NEW, status="abgelehnt")
    changes, faults, _ = look(town, book.save(path))
    place, new = (book.cell("links", key, "status").coordinate for key in (SPACES, row))
    assert changes == []
    assert [
        f"Zelle {cell}: Warum abgelehnt?" in fault
        for cell, fault in zip((place, new), faults, strict=True)
    ] == [True, True]
    book.put("links", SPACES, note="Das meint etwas anderes.")
    book.put("links", row, decision_de="Schon bei 11.7.", decision_en="With 11.7 already.")
    changes, faults, _ = look(town, book.save(path))
    assert (len(changes), faults) == (2, [])
    book.put("links", SPACES, note=None)
    book.put("links", row, decision_de=None, decision_en=None)
    book.sign(reason="Durchsicht")
    changes, faults, _ = look(town, book.save(path))
    assert (len(changes), faults) == (2, [])


def test_the_filter_takes_the_keys_along(book: Book) -> None:
    """Whoever sorts by the arrows of the headings sorts the hidden keys, too."""
    for sheet in book.book.worksheets:
        if sheet.auto_filter.ref:
            assert sheet.auto_filter.ref.startswith("A2:")
