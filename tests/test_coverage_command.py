# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The command ``coverage``: every view in every format, on any terminal, of any project."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from conftest import TOWN, ZIELGRAPH, Program
from zielgraph import open_graph
from zielgraph.build.builder import build
from zielgraph.cli.terminal import Screen, cut, shown
from zielgraph.coverage.evidence import Place
from zielgraph.coverage.matrix import RowsBy
from zielgraph.coverage.views import STATES
from zielgraph.model.messages import LANGUAGES
from zielgraph.model.names import ZG

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.model.project import Project

HOSTILE = '=HYPERLINK("http://x.example") <script>alert(1)</script> \u202egnp & ' + "ü" * 5000


# ---- The terminal ----


@given(st.integers(0, 300), st.integers(0, 300), st.integers(1, 600), st.integers(2, 60))
def test_bars_keep_their_width(full: int, light: int, most: int, width: int) -> None:
    """A bar never runs into the figures, and what is something is seen."""
    bar = Screen(80, colours=False, blocks=True).bar(full, light, most, width)
    assert len(bar) == width
    assert ("▇" in bar) == (full > 0)
    assert ("░" in bar) == (light > 0)


@given(st.text(), st.integers(1, 60))
def test_cut_text_fits_and_steers_nothing(text: str, width: int) -> None:
    """Labels of the graph cannot move the cursor or turn the direction of writing."""
    short = cut(text, width)
    assert len(short) <= width
    assert all(char.isprintable() for char in short)
    assert "\x1b" not in shown(text)


def on_a_terminal(arguments: list[str], columns: int, env: dict[str, str]) -> str:
    """Run the program on a terminal of that width."""
    child, fd = pty.fork()
    if child == 0:
        os.environ.update(env | {"COLUMNS": str(columns), "LINES": "40"})
        os.execv(str(ZIELGRAPH), [str(ZIELGRAPH), *arguments])  # noqa: S606 - on a terminal
    out = b""
    while True:
        try:
            block = os.read(fd, 65536)
        except OSError:
            break
        if not block:
            break
        out += block
    os.waitpid(child, 0)
    os.close(fd)
    return out.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("by", ["field", "sdg", "target", "actor", "department", "principle"])
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_everything_fits_eighty_columns(real_project: Path, by: str) -> None:
    """A narrow terminal wraps nothing, and NO_COLOR is respected."""
    env = {"ZIELGRAPH_PROJECT": str(real_project), "TERM": "xterm", "ZIELGRAPH_LANG": "de"}
    plain = on_a_terminal(["coverage", "--by", by], 80, env | {"NO_COLOR": "1"})
    assert "\x1b" not in plain
    assert max(len(line) for line in plain.splitlines()) <= 80
    coloured = on_a_terminal(["coverage", "--by", by], 80, env | {"NO_COLOR": ""})
    assert "\x1b[" in coloured
    assert (
        on_a_terminal(["coverage", "--by", by], 80, env | {"TERM": "dumb", "NO_COLOR": ""}) == plain
    )


def test_terminal_without_blocks_gets_plain_signs(real_project: Path) -> None:
    """Where the encoding knows no ▇, the states still differ by sign."""
    run = Program(real_project)
    done = run("coverage", "--by", "target", env={"PYTHONIOENCODING": "ascii"})
    assert done.code == 0
    assert {line[:2] for line in done.out.splitlines()} >= {"D ", "i ", "o ", "- "}
    done = run("coverage", "--by", "sdg", env={"PYTHONIOENCODING": "ascii"})
    assert "###" in done.out


# ---- The command ----


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("by", ["field", "sdg", "target", "actor", "department", "principle"])
def test_views_as_json_and_csv(real_project: Path, by: str, lang: str) -> None:
    """Both are parsed by others; JSON names the whole of each share."""
    run = Program(real_project)
    done = run("coverage", "--by", by, "--format", "json", "--lang", lang)
    assert done.code == 0, done.err
    document = json.loads(done.out)
    assert (document["structure"], document["by"], document["language"]) == (1, by, lang)
    shares = document["summary"]["shares"]
    assert {s["of"]: s["whole"] for s in shares.values()} == {
        "targets": 169,
        "within": 107,
        "sdgs": 17,
    }
    assert set(document["summary"]["targets"]) == set(STATES)
    table = rows_of(run("coverage", "--by", by, "--format", "csv", "--lang", lang).out)
    wide = 17 if "columns" in document else 1
    assert len(table) == len(document["rows"]) * wide > 10


def test_field_csv_keeps_its_form(real_project: Path) -> None:
    """Other programs read these five columns."""
    out = Program(real_project)("coverage", "--format", "csv").out
    assert out.splitlines()[0] == "field,label,sdg,direct,indirect"
    assert len(out.splitlines()) == 1 + 14 * 17


def test_links_behind_a_cell(real_project: Path) -> None:
    """From the figure 7/4 to the eleven statements with reason and passage."""
    run = Program(real_project)
    where = ("coverage", "--field", "mobilitaet", "--sdg", "11", "--links")
    text = run(*where).out
    assert "Aussagen: 11 (7 direkt, 4 nur indirekt)" in text
    assert sum(line.startswith("● ") for line in text.splitlines()) == 7
    assert sum(line.startswith("◐ ") for line in text.splitlines()) == 4
    document = json.loads(run(*where, "--format", "json").out)
    assert (document["direct"], document["indirect"], len(document["statements"])) == (7, 4, 11)
    links = [link for entry in document["statements"] for link in entry["links"]]
    assert all(link["justification"] and link["passages"] for link in links)
    table = rows_of(run(*where, "--format", "csv").out)
    assert {row["link"] for row in table} == {link["iri"] for link in links}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--by", "sdg", "--field", "klima"], "--links"),
        (["--field", "mond"], "B.VIII"),
        (["--format", "xlsx"], "--output"),
        (["--format", "pdf"], "--output"),
        (["--format", "html", "--sdg", "3"], "html"),
        (["--sdg", "18"], "--sdg"),
        (["--by", "target", "--target", "11.99"], "11.99"),
        (["--links", "--target", "99.1"], "99.1"),
        (["--paper", "nichts"], "nichts"),
        (["--output", "there/is/no/folder.xlsx"], "folder.xlsx"),
    ],
)
def test_wrong_wishes(real_project: Path, tmp_path: Path, arguments: list[str], said: str) -> None:
    """One or two lines, exit code 2, in both languages, and no file."""
    run = Program(tmp_path)
    texts = []
    for lang in LANGUAGES:
        env = {"ZIELGRAPH_PROJECT": str(real_project)}
        done = run("coverage", *arguments, lang=lang, env=env)
        assert done.code == 2
        assert done.out == ""
        assert said in done.err
        assert "Traceback" not in done.err
        assert len(done.err.splitlines()) <= 2
        texts.append(done.err)
    assert texts[0] != texts[1] or "folder" in said
    assert list(tmp_path.iterdir()) == []


def test_workbook_holds_the_views(real_project: Path, tmp_path: Path) -> None:
    """One sheet per aspect; the figures are numbers and those of the views; links behind."""
    run = Program(tmp_path)
    env = {"ZIELGRAPH_PROJECT": str(real_project)}
    done = run("coverage", "--output", "a.xlsx", "--by", "sdg", env=env)
    assert done.code == 0, done.err
    book: Any = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames[0] == "Felder × SDGs"
    assert book.active.title == "SDG-Profil"
    assert book["Unterziele"].max_row == 170
    graph = open_graph(real_project)
    total = sum(row.direct for row in graph.coverage("sdg"))
    assert sum(row[2].value for row in book["SDG-Profil"].iter_rows(min_row=2)) == total
    links = sum(len(entry.links) for entry in graph.evidence(Place()))
    assert book["Verknüpfungen"].max_row == links + 1
    assert book["Lücken"].max_row == graph.views().summary().states["gap"] + 1
    method = {row[0].value: row[1].value for row in book["Methode"].iter_rows()}
    assert "80 von 169" in method["Anteile"]
    again = run("coverage", "--output", "b.xlsx", "--by", "sdg", env=env)
    assert again.code == 0
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    done = run(
        "coverage", "--links", "--target", "11.2", "--output", "c.xlsx", "--lang", "en", env=env
    )
    assert done.code == 0, done.err
    behind_it: Any = load_workbook(tmp_path / "c.xlsx")
    assert behind_it.sheetnames == ["Links", "Conflicts", "Method"]


def test_pictures_and_reports_come_out(real_project: Path, tmp_path: Path) -> None:
    """Each format is what its ending says."""
    run = Program(tmp_path)
    env = {"ZIELGRAPH_PROJECT": str(real_project)}
    starts = {"pdf": b"%PDF", "png": b"\x89PNG", "svg": b"<svg", "html": b"<!DOCTYPE html>"}
    for ending, start in starts.items():
        done = run("coverage", "--by", "target", "--output", f"x.{ending}", env=env)
        assert done.code == 0, done.err
        head = (tmp_path / f"x.{ending}").read_bytes()[:200]
        assert start.lower() in head.lower()


# ---- Other projects ----


def test_hostile_labels(built: Project, tmp_path: Path) -> None:
    """Formulas, markup, bidi signs and 5,000 characters are shown, not obeyed."""
    path = built.data / "lindental" / "strategy.ttl"
    text = path.read_text("utf-8")
    graph = open_graph(built.root)
    label = graph.coverage("field").rows[0].label
    written = HOSTILE.replace('"', '\\"')
    assert f'"{label}"@de' in text
    path.write_text(text.replace(f'"{label}"@de', f'"{written}"@de'), "utf-8")
    build(built)
    run = Program(tmp_path)
    env = {"ZIELGRAPH_PROJECT": str(built.root)}
    for by in ("field", "sdg", "target", "department"):
        done = run("coverage", "--by", by, env=env)
        assert done.code == 0, done.err
        assert "\u202e" not in done.out
        assert max(len(line) for line in done.out.splitlines()) < 400
    table = rows_of(run("coverage", "--format", "csv", env=env).out)
    assert HOSTILE in {row["label"] for row in table}
    document = json.loads(run("coverage", "--format", "json", env=env).out)
    assert HOSTILE in {row["label"] for row in document["rows"]}
    assert run("coverage", "--output", "x.xlsx", env=env).code == 0
    book: Any = load_workbook(tmp_path / "x.xlsx")
    hostile = [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=HYPERLINK")
    ]
    assert hostile
    assert {cell.data_type for cell in hostile} == {"s"}


def test_project_without_sdgs(quick: Project) -> None:
    """No targets, no shares: that is said, and nothing is divided by nothing."""
    run = Program(quick.root)
    for by in ("field", "sdg", "target", "actor", "department", "principle"):
        for lang, said in (("de", "data/sdg"), ("en", "data/sdg")):
            done = run("coverage", "--by", by, lang=lang)
            assert done.code == 0, done.err
            assert said in done.out
    document = json.loads(run("coverage", "--format", "json").out)
    assert document["summary"]["shares"]["within_remit"]["percent"] is None
    assert run("coverage", "--output", "x.xlsx").code == 0
    done = run("coverage", "--links")
    assert done.code == 0
    assert "Aussagen: 0" in done.out


def test_project_without_links(built: Project) -> None:
    """A strategy that nobody has linked yet has gaps, no errors."""
    path = built.data / "lindental" / "strategy.ttl"
    from zielgraph.store.formats import write_triples  # noqa: PLC0415
    from zielgraph.store.turtle import canonical_turtle, read_turtle  # noqa: PLC0415

    triples = read_turtle(path).triples
    links = {s for s, p, o in triples if str(o) == ZG + "SdgLink"}
    assert links
    kept = [triple for triple in triples if triple[0] not in links]
    path.write_text(canonical_turtle(write_triples(kept, "turtle")), "utf-8")
    for shape in built.shapes.glob("*.ttl"):  # history speaks of the links that are gone
        shape.unlink()
    build(built)
    graph = open_graph(built.root)
    summary = graph.views().summary()
    assert summary.targets.part == summary.sdgs.part == 0
    assert summary.states["gap"] == summary.within.whole > 0
    assert graph.evidence(Place()) == []
    assert Program(built.root)("coverage", "--by", "sdg").code == 0


def test_two_strategies_stay_apart(quick: Project) -> None:
    """Fields of two strategies with the same numbers are two rows; asking by number is refused."""
    folder = quick.data / "lindental"
    text = (folder / "strategy.ttl").read_text("utf-8")
    twin = quick.data / "rosental"
    twin.mkdir()
    (twin / "strategy.ttl").write_text(text.replace("/id/lindental/", "/id/rosental/"), "utf-8")
    build(quick)
    graph = open_graph(quick.root)
    rows = graph.coverage("field").rows
    mine = [row for row in rows if row.iri.startswith(TOWN)]
    assert 0 < len(mine) < len(rows)
    number = mine[0].notation
    done = Program(quick.root)("coverage", "--field", number, "--links")
    assert done.code == 2
    assert "mehrdeutig" in done.err
    done = Program(quick.root)("coverage", "--field", mine[0].iri, "--links")
    assert done.code == 0, done.err


def test_options_of_the_matrix_are_all_known() -> None:
    """A kind of row without a title would end in a crash."""
    from zielgraph.model.messages import catalogue  # noqa: PLC0415

    for by in get_args(RowsBy):
        assert {f"coverage.title_{by}", f"coverage.row_{by}", f"coverage.sheet_{by}"} <= set(
            catalogue()
        )
