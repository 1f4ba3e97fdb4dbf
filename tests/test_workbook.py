# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The round trip as users make it: export, edit, import, and exactly that has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import Program
from workbooks import NEW, SOLAR, SPACES, Book, contents, exported, make_town, said, take
from zielgraph.editing.draft import Draft
from zielgraph.model.errors import WorkbookError
from zielgraph.model.messages import LANGUAGES, catalogue
from zielgraph.model.names import DATA_BASE, ZG
from zielgraph.workbook.facts import Facts
from zielgraph.workbook.layout import layout
from zielgraph.workbook.values import loose

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


# ---- export ----


def test_the_same_data_give_the_same_bytes(town: Project) -> None:
    assert exported(town) == exported(town)


def test_every_row_of_the_data_is_there(town: Project, book: Book) -> None:
    """Rows that are left out could never be corrected."""
    facts = Facts(town)
    for sheet in facts.layout.sheets:
        keys = {str(k).removeprefix(DATA_BASE) for k in facts.keys(sheet)}
        if keys:
            page = book.sheet(sheet.key)
            assert {c.value for (c,) in page.iter_rows(min_row=3, max_col=1) if c.value} == keys


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lists_and_headings_speak_the_language(town: Project, lang: str) -> None:
    made = Book(exported(town, lang))
    heading = {"de": "Direktheit", "en": "Directness"}[lang]
    assert made.cell("links", 2, "directness").value == heading
    assert made.cell("links", SOLAR, "directness").value == {"de": "direkt", "en": "direct"}[lang]
    target = {"de": "13.2 Klimaschutz in der Politik", "en": "13.2 Climate protection in policies"}
    assert made.cell("links", SOLAR, "target").value == target[lang]


def test_sheets_are_protected_where_they_must_be(book: Book) -> None:
    page = book.sheet("links")
    assert page.protection.sheet
    assert page.protection.password is None
    assert book.cell("links", SOLAR, "statement").protection.locked
    assert book.cell("links", SOLAR, "reviewer").protection.locked
    assert not book.cell("links", SOLAR, "directness").protection.locked
    assert page.column_dimensions["A"].hidden
    assert page.row_dimensions[1].hidden
    assert page.freeze_panes
    assert page.auto_filter.ref


def test_drop_down_lists_offer_all_entries(town: Project, book: Book) -> None:
    """A list that ends one row early makes the last target impossible to choose."""
    offered = {}
    for rule in book.sheet("links").data_validations.dataValidation:
        if rule.type == "list":
            title, span = rule.formula1.split("!")
            cells = book.book[title.strip("'")][span.replace("$", "")]
            offered[str(rule.sqref).split(":")[0]] = [cell.value for (cell,) in cells]
    column = book.cell("links", 3, "target").coordinate
    labels = [option.label for option in Facts(town).options("sdg", "de")]
    assert offered[column] == labels
    assert labels[0] == "11 Nachhaltige Städte und Gemeinden"
    assert len(offered) == 5


def test_hostile_texts_are_no_formulas(town: Project) -> None:
    path = town.data / "lindental" / "strategy.ttl"
    text = path.read_text("utf-8").replace("Sonnenstrom ausbauen", '=HYPERLINK(\\"x\\")')
    path.write_text(text, "utf-8")
    made = Book(exported(town))
    cell = made.cell("goals", "lindental/goal-solar", "title_de")
    assert cell.value == '=HYPERLINK("x")'
    assert cell.data_type == "s"
    saved = made.save(town.root / "a.xlsx")
    assert b"<f>" not in saved.read_bytes()


def test_labels_are_unique_and_headings_too() -> None:
    """Two equal headings on one sheet could not be told apart where the keys are gone."""
    texts = catalogue()
    for sheet in layout().sheets:
        keys = ["key", *(column.key for column in sheet.columns)]
        heads = {(loose(texts[f"column.{k}"][lang]), k) for k in keys for lang in LANGUAGES}
        assert len({head for head, _ in heads}) == len(heads)


def test_things_of_one_name_can_be_told_apart(town: Project) -> None:
    path = town.data / "lindental" / "strategy.ttl"
    text = path.read_text("utf-8").replace('"Gemeinde Eschenbach"', '"GEMEINDE Lindental"')
    path.write_text(text, "utf-8")
    labels = [option.label for option in Facts(town).options("actors", "de")]
    assert "Gemeinde Lindental (lindental/town)" in labels
    assert "GEMEINDE Lindental (lindental/neighbour)" in labels


def test_a_strategy_must_be_named_where_there_are_several(town: Project) -> None:
    other = town.data / "other"
    other.mkdir()
    text = "PREFIX zg: <" + ZG + ">\n<https://w3id.org/zielgraph/id/o/s> a zg:Strategy .\n"
    (other / "s.ttl").write_text(text, "utf-8")
    with pytest.raises(WorkbookError, match=r"lindental, other"):
        Facts(town)
    with pytest.raises(WorkbookError, match="nowhere"):
        Facts(town, "nowhere")
    assert Facts(town, "lindental").strategy == "lindental"


# ---- import ----


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_edited_changes_nothing(town: Project, tmp_path: Path, lang: str) -> None:
    before = contents(town)
    path = tmp_path / "a.xlsx"
    path.write_bytes(exported(town, lang))
    outcome = take(town, path)
    assert (outcome.changes, outcome.faults, outcome.notes) == ([], [], [])
    assert contents(town) == before


def test_exactly_the_edited_link_changes(town: Project, book: Book, tmp_path: Path) -> None:
    before = contents(town)
    book.put("links", SPACES, directness="direkt", note="nach Rücksprache mit dem Bauamt")
    path = book.save(tmp_path / "a.xlsx")
    dry = take(town, path, dry_run=True)
    assert contents(town) == before
    outcome = take(town, path)
    assert dry.changes == outcome.changes
    row = book.row("links", SPACES)
    assert outcome.changes == [
        f"SDG-Verknüpfungen, Zeile {row}: B.I.1 → 11.7: Direktheit von „indirekt“ zu „direkt“"
    ]
    after = contents(town)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"lindental/strategy.ttl", "lindental/revisions.ttl", "lindental/agents.ttl"}
    old = before["lindental/strategy.ttl"].decode().splitlines()
    new = after["lindental/strategy.ttl"].decode().splitlines()
    ours = {line.strip() for line in set(new) - set(old)}
    assert ours <= {"zg:reviewer agent:erika-musterfrau ;", "zg:directness zg:direct ;"} | {
        line for line in ours if line.startswith("PREFIX")
    }
    assert ("directness", ZG + "direct") in facts_of(town, SPACES)
    history = after["lindental/revisions.ttl"].decode()
    assert "nach Rücksprache mit dem Bauamt" in history
    assert "2026-12-01T09:30:00Z" in history


def test_import_twice_is_import_once(town: Project, book: Book, tmp_path: Path) -> None:
    """Somebody who is not sure presses the key again."""
    book.put("links", SPACES, directness="direkt")
    book.add("links", **NEW)
    path = book.save(tmp_path / "a.xlsx")
    assert len(take(town, path).changes) == 2
    after = contents(town)
    again = take(town, path)
    assert (again.changes, said(again)) == ([], [])
    assert contents(town) == after


def test_a_new_link_is_whole(town: Project, book: Book, tmp_path: Path) -> None:
    book.add("links", **NEW)
    outcome = take(town, book.save(tmp_path / "a.xlsx"))
    assert said(outcome) == []
    assert "neu: B.I.1 → 11.2" in outcome.changes[0]
    name = next(n for n in Draft(town).subjects() if n.value.endswith("/link/goal-solar-11.2"))
    found = facts_of(town, name.value.removeprefix(DATA_BASE))
    assert ("basis", ZG + "judged") in found
    assert ("method", ZG + "singleReading") in found
    assert ("status", ZG + "proposed") in found
    assert ("polarity", ZG + "supports") in found
    assert ("evidence", DATA_BASE + "lindental/passage-solar") in found
    assert ("http://purl.org/dc/terms/creator", DATA_BASE + "agent/erika-musterfrau") in found
    assert ("http://purl.org/dc/terms/created", "2026-12-01") in found


def test_reasons_are_kept_on_every_sheet(town: Project, book: Book, tmp_path: Path) -> None:
    """A reason that somebody wrote is never lost: on goals and on new rows neither."""
    book.sign(reason="Durchsicht im Fachbereich")
    book.put("goals", "lindental/goal-solar", title_de="Neuer Titel", note="klarer gefasst")
    book.put("links", SPACES, directness="direkt")
    book.add("links", **NEW, note="im Ausschuss gewünscht")
    assert said(take(town, book.save(tmp_path / "a.xlsx"))) == []
    history = contents(town)["lindental/revisions.ttl"].decode()
    for reason in ("klarer gefasst", "Durchsicht im Fachbereich", "im Ausschuss gewünscht"):
        assert history.count(f'"{reason}"@de') == 1


def test_a_goal_and_an_involvement_can_be_edited(town: Project, book: Book, tmp_path: Path) -> None:
    book.put(
        "goals",
        "lindental/goal-solar",
        title_de="Solarstrom ausbauen",
        topics="Verkehr; Klimaschutz",
    )
    book.put(
        "involvements", "lindental/involvement-plan", status="angenommen", role="verantwortlich"
    )
    outcome = take(town, book.save(tmp_path / "a.xlsx"))
    assert said(outcome) == []
    assert len(outcome.changes) == 4
    found = facts_of(town, "lindental/goal-solar")
    assert {v for p, v in found if p == "topic"} == {
        DATA_BASE + "lindental/topic-verkehr",
        DATA_BASE + "lindental/topic-klimaschutz",
    }
    assert (
        ["http://www.w3.org/2004/02/skos/core", "prefLabel"][-1],
        "Solarstrom ausbauen",
    ) in found
    assert ("role", ZG + "responsible") in facts_of(town, "lindental/involvement-plan")


def test_findings_of_the_shapes_come_back_to_their_cells(
    town: Project, book: Book, tmp_path: Path
) -> None:
    before = contents(town)
    book.put("links", SOLAR, justification_de="zu kurz")
    outcome = take(town, book.save(tmp_path / "a.xlsx"))
    cell = book.cell("links", SOLAR, "justification_de").coordinate
    assert any(
        line.startswith(f"Blatt „SDG-Verknüpfungen“, Zelle {cell}: R47") for line in said(outcome)
    )
    assert contents(town) == before


@pytest.mark.parametrize(
    ("lang", "column", "words"),
    [
        ("de", "Entscheidungsgrund", "auf Deutsch"),
        ("en", "Decision note", "in German"),
    ],
)
def test_findings_of_the_shapes_speak_as_the_sheets_do(
    town: Project, tmp_path: Path, lang: str, column: str, words: str
) -> None:
    """A ground in one language only is found by a shape, which knows no sheets."""
    book = Book(exported(town, lang))
    book.sign()
    book.put("links", SOLAR, decision_de="Das wurde besprochen.")
    (fault,) = said(take(town, book.save(tmp_path / "a.xlsx"), lang=lang), lang)
    assert f" {book.cell('links', SOLAR, 'decision_de').coordinate}: R111" in fault
    assert "zg:" not in fault
    assert column in fault
    assert words in fault


def test_another_status_needs_another_ground(town: Project, book: Book, tmp_path: Path) -> None:
    """Why a link was rejected is no ground of its acceptance, but part of its history."""
    book.put("links", SOLAR, status="abgelehnt", decision_de="Zu weit.", decision_en="Too far.")
    assert take(town, book.save(tmp_path / "a.xlsx")).faults == []
    second = Book(exported(town))
    second.sign()
    second.put("links", SOLAR, status="angenommen")
    outcome = take(town, second.save(tmp_path / "b.xlsx"))
    assert outcome.faults == []
    assert any("von „Zu weit.“ zu „(leer)“" in line for line in outcome.changes)
    assert not any(name == "decisionNote" for name, _ in facts_of(town, SOLAR))
    assert "Zu weit." in contents(town)["lindental/revisions.ttl"].decode()
    assert take(town, second.save(tmp_path / "b.xlsx")).rows == 0


def test_without_a_name_nothing_is_taken_over(town: Project, tmp_path: Path) -> None:
    before = contents(town)
    book = Book(exported(town))
    book.put("links", SPACES, directness="direkt")
    path = book.save(tmp_path / "a.xlsx")
    assert "--as" in said(take(town, path))[0]
    assert contents(town) == before
    assert said(take(town, path, who="Max Mustermann")) == []


# ---- the program ----


def test_program_round_trip(town: Project) -> None:
    program = Program(town.root)
    done = program("workbook", "export", "a.xlsx")
    assert done.code == 0, done.err
    again = program("workbook", "export", "a.xlsx")
    assert again.code == 2
    assert "--overwrite" in again.err
    assert program("workbook", "export", "a.xlsx", "--overwrite").code == 0
    same = program("workbook", "import", "a.xlsx")
    assert (same.code, same.out) == (0, "a.xlsx: nichts geändert.\n")
    book = Book(town.root / "a.xlsx")
    book.put("links", SPACES, directness="direkt")
    book.save(town.root / "a.xlsx")
    refused = program("workbook", "import", "a.xlsx")
    assert refused.code == 1
    dry = program("workbook", "import", "a.xlsx", "--dry-run", "--as", "Erika", lang="en")
    assert dry.code == 0, dry.err
    assert "without --dry-run" in dry.out
    real = program("workbook", "import", "a.xlsx", "--as", "Erika", "--note", "Durchsicht")
    assert real.code == 0, real.err
    assert "revisions.ttl" in real.out
    missing = program("workbook", "import", "b.xlsx")
    assert missing.code == 2
    assert "b.xlsx" in missing.err
    assert "Traceback" not in missing.err + refused.err
