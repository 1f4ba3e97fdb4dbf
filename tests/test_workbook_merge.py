# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Three states become one: the export, the workbook, the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbooks import NEW, SOLAR, SPACES, Book, contents, exported, make_town, said, take
from zielgraph.editing.draft import Draft
from zielgraph.model.errors import WorkbookError
from zielgraph.model.messages import speaking
from zielgraph.model.names import DATA_BASE, ZG
from zielgraph.workbook.export import export_workbook
from zielgraph.workbook.facts import Facts

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.model.project import Project


@pytest.fixture
def town(tmp_path: Path) -> Project:
    """Return the project of a small town."""
    return make_town(tmp_path / "town")


@pytest.fixture
def book(town: Project) -> Book:
    """Return the German workbook of the town, signed."""
    made = Book(exported(town))
    made.sign()
    return made


def facts_of(project: Project, name: str) -> set[tuple[str, str]]:
    """Return what the data say about a thing, as predicate and value by their ends."""
    draft = Draft(project)
    return {(p.value.rsplit("#")[-1], str(o)) for _, p, o in draft.triples(DATA_BASE + name)}


def edit_data(town: Project, name: str, **changes: str) -> None:
    """Change the data as somebody else would meanwhile: by another workbook."""
    other = Book(exported(town))
    other.sign("Jemand anders")
    other.put("links", name, **changes)
    path = other.save(town.root / "other.xlsx")
    assert said(take(town, path)) == []


def test_both_sides_in_different_rows_are_merged(town: Project, book: Book, tmp_path: Path) -> None:
    edit_data(town, SOLAR, confidence="0,6")
    book.put("links", SPACES, directness="direkt")
    assert said(take(town, book.save(tmp_path / "a.xlsx"))) == []
    assert ("directness", ZG + "direct") in facts_of(town, SPACES)
    assert ("confidence", "0.6") in facts_of(town, SOLAR)


def test_both_sides_in_the_same_row_are_refused(town: Project, book: Book, tmp_path: Path) -> None:
    edit_data(town, SPACES, confidence="0,6")
    before = contents(town)
    book.put("links", SPACES, confidence=0.4)
    book.put("links", SOLAR, confidence=0.8)
    (line,) = said(take(town, book.save(tmp_path / "a.xlsx")))
    cell = book.cell("links", SPACES, "confidence").coordinate
    assert f"Zelle {cell}" in line
    assert "„0,4“" in line
    assert "„0,6“" in line
    assert contents(town) == before


def test_both_sides_in_different_columns_of_a_row_are_refused(
    town: Project, book: Book, tmp_path: Path
) -> None:
    """The two may contradict each other: a person decides."""
    edit_data(town, SPACES, confidence="0,6")
    book.put("links", SPACES, directness="direkt")
    (line,) = said(take(town, book.save(tmp_path / "a.xlsx")))
    assert "Direktheit" in line
    assert "0,6" in line


def test_both_sides_did_the_same(town: Project, book: Book, tmp_path: Path) -> None:
    edit_data(town, SPACES, confidence="0,6")
    after = contents(town)
    book.put("links", SPACES, confidence="60 %")
    outcome = take(town, book.save(tmp_path / "a.xlsx"))
    assert (outcome.changes, said(outcome)) == ([], [])
    assert contents(town) == after


def test_renamed_things_do_not_disturb_an_older_workbook(
    town: Project, book: Book, tmp_path: Path
) -> None:
    """Every link of the goal shows its old title still."""
    other = Book(exported(town))
    other.sign()
    other.put("goals", "lindental/goal-solar", title_de="Ganz anderer Titel")
    assert said(take(town, other.save(tmp_path / "other.xlsx"))) == []
    book.put("links", SPACES, directness="direkt")
    book.add("links", **NEW)
    outcome = take(town, book.save(tmp_path / "a.xlsx"))
    assert said(outcome) == []
    assert len(outcome.changes) == 2


def test_what_the_data_no_longer_have(town: Project, book: Book, tmp_path: Path) -> None:
    draft = Draft(town)
    draft.remove(DATA_BASE + SPACES)
    draft.write()
    path = book.save(tmp_path / "a.xlsx")
    assert said(take(town, path)) == []
    book.put("links", SPACES, directness="direkt")
    assert "gibt es in den Daten nicht mehr" in said(take(town, book.save(path)))[0]


def test_workbook_of_another_strategy(town: Project, book: Book, tmp_path: Path) -> None:
    for cell, value in book.state().iter_rows(max_row=3, max_col=2):
        if cell.value == "strategy":
            value.value = "anderswo"
    with pytest.raises(WorkbookError, match="anderswo"):
        take(town, book.save(tmp_path / "a.xlsx"))


def test_workbook_of_another_version_of_the_program(
    town: Project, book: Book, tmp_path: Path
) -> None:
    book.state()["B1"].value = "99"
    with pytest.raises(WorkbookError, match="99"):
        take(town, book.save(tmp_path / "a.xlsx"))


def test_another_base_is_no_matter(town: Project, book: Book, tmp_path: Path) -> None:
    """The base is a setting of the publication; files and keys do not know it."""
    from dataclasses import replace  # noqa: PLC0415

    elsewhere = replace(town, base="https://daten.kreis.example/id/")
    with speaking("de"):
        assert export_workbook(Facts(elsewhere)).content == exported(town)
    book.put("links", SPACES, directness="direkt")
    assert said(take(elsewhere, book.save(tmp_path / "a.xlsx"))) == []
    assert ("directness", ZG + "direct") in facts_of(town, SPACES)
