# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The coverage: every figure is what stands behind it, in every view and every format."""

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
from zielgraph import StrategyGraph, ZielgraphError, open_graph
from zielgraph.build.builder import build
from zielgraph.cli.terminal import Screen, cut, shown
from zielgraph.coverage.evidence import Place, find, links_to_check
from zielgraph.coverage.matrix import Cell, coverage_matrix
from zielgraph.coverage.shares import Share
from zielgraph.coverage.views import STATES, MatrixRow, RowsBy
from zielgraph.model.messages import LANGUAGES, speaking
from zielgraph.model.names import ZG

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.model.project import Project

SDGS = [str(number) for number in range(1, 18)]
HOSTILE = '=HYPERLINK("http://x.example") <script>alert(1)</script> \u202egnp & ' + "ü" * 5000


@pytest.fixture(scope="module")
def real(real_project: Path) -> StrategyGraph:
    """Return the repository's own graph."""
    return open_graph(real_project)


def counted(graph: StrategyGraph, **values: str) -> dict[str, int]:
    """Return how many statements the query behind a figure gives, by directness."""
    found = {"direct": 0, "indirect": 0}
    for row in graph.query("coverage-statements", **values):
        found[str(row["directness_name"])] += 1
    return found


def behind(graph: StrategyGraph, place: Place) -> tuple[int, int]:
    """Return how many direct and only indirect statements the links give."""
    found = graph.evidence(place)
    direct = sum(entry.directness == "direct" for entry in found)
    return direct, len(found) - direct


def figures(graph: StrategyGraph, **values: str) -> dict[str, tuple[int, int, int]]:
    """Return what the links give by SDG and by target: direct, only indirect, in conflict."""
    found: dict[str, tuple[dict[str, str], set[str]]] = {}
    for polarity in ("supports", "conflicts"):
        for row in graph.query("coverage-links", **values, polarity=ZG + polarity):
            statement, directness = str(row["statement"]), str(row["directness"])
            for column in {str(row["number"]), str(row["target_notation"] or row["number"])}:
                best, against = found.setdefault(column, ({}, set()))
                if polarity == "conflicts":
                    against.add(statement)
                else:
                    best[statement] = min(best.get(statement, "indirect"), directness)
    return {
        column: (
            list(best.values()).count("direct"),
            list(best.values()).count("indirect"),
            len(against),
        )
        for column, (best, against) in found.items()
    }


def three(cell: Cell) -> tuple[int, int, int]:
    return cell.direct, cell.indirect, cell.conflicts


@pytest.mark.parametrize(
    ("by", "name", "step", "every"),
    [
        ("field", "field", 1, 3),
        ("actor", "actor", 6, 12),
        ("department", "actor", 1, 24),
        ("principle", "statement", 1, 3),
    ],
)
def test_every_cell_is_what_stands_behind_it(
    real: StrategyGraph, by: RowsBy, name: str, step: int, every: int
) -> None:
    """For every row and SDG the links behind are of as many statements as the cell says.

    The query of the statements has exactly as many rows; one in ``every`` filled cells is asked,
    and of the many actors one in ``step``.
    """
    filled = 0
    for row in real.coverage(by).rows[::step]:
        found = figures(real, **{name: row.iri})
        for column in SDGS:
            cell = row.cell(column)
            assert three(cell) == found.get(column, (0, 0, 0)), (row.label, column)
            assert cell.direct + cell.indirect <= row.statements
            if by in {"actor", "department"}:
                carried = cell.stated + cell.judged + cell.unverified
                assert carried == cell.direct + cell.indirect
            filled += bool(cell.direct or cell.indirect)
            if (cell.direct or cell.indirect) and filled % every == 0:
                rows = counted(real, **{name: row.iri, "sdg": column})
                assert rows == {"direct": cell.direct, "indirect": cell.indirect}
    assert filled > 20


def test_every_cell_of_fields_and_targets_is_what_stands_behind_it(real: StrategyGraph) -> None:
    """The same one level deeper, from one query of all cells."""
    told: dict[str, dict[str, tuple[int, ...]]] = {}
    for line in real.query("coverage-field-targets"):
        if line["target"] is not None:
            counts = tuple(int(str(line[n])) for n in ("direct", "indirect", "conflicts"))
            told.setdefault(str(line["field_iri"]), {})[str(line["target"])] = counts
    assert sum(len(cells) for cells in told.values()) > 100
    for row in real.coverage("field").rows:
        found = {c: n for c, n in figures(real, field=row.iri).items() if "." in c}
        assert found == told[row.iri]
        some = max(found, key=lambda target, cells=found: cells[target])  # type: ignore[misc]
        assert counted(real, field=row.iri, target=some) == {
            "direct": found[some][0],
            "indirect": found[some][1],
        }
    matrix = real.coverage("field", sdg=11)
    for row in matrix.rows:
        for target in matrix.columns:
            assert three(row.cell(target)) == told[row.iri].get(target, (0, 0, 0))


def test_every_sdg_and_target_is_what_stands_behind_it(real: StrategyGraph) -> None:
    """Profile and states count statements of every kind."""
    found = figures(real)
    for row in real.coverage("sdg"):
        told = (row.direct, row.indirect, row.conflicts)
        assert told == found.get(str(row.sdg), (0, 0, 0))
        assert counted(real, sdg=str(row.sdg)) == {"direct": row.direct, "indirect": row.indirect}
    for target in real.coverage("target"):
        told = (target.direct, target.indirect, target.conflicts)
        assert told == found.get(target.target, (0, 0, 0))
        assert (target.state in {"gap", "outside"}) == (told[:2] == (0, 0))
    assert behind(real, Place(target="11.2")) == found["11.2"][:2]


def test_links_without_a_match_are_no_figure(real: StrategyGraph) -> None:
    """What nothing serves has nothing behind it."""
    gap = next(row for row in real.coverage("target") if row.state == "gap")
    assert real.evidence(Place(target=gap.target)) == []
    assert real.query("coverage-statements", target=gap.target) == []


def test_directness_narrows_the_statements(real: StrategyGraph) -> None:
    """The direct and the only indirect ones together are all."""
    whole = real.query("coverage-statements", sdg="13")
    parts = [
        real.query("coverage-statements", sdg="13", directness=ZG + d)
        for d in ("direct", "indirect")
    ]
    assert sorted(str(r["statement"]) for p in parts for r in p) == sorted(
        str(r["statement"]) for r in whole
    )
    assert all(parts)


def test_summary_adds_up(real: StrategyGraph) -> None:
    """States divide the targets; each share names its whole; within and outside are apart."""
    summary = real.views().summary()
    targets = real.coverage("target")
    assert sum(summary.states.values()) == summary.targets.whole == len(targets) == 169
    served = summary.states["direct"] + summary.states["indirect"]
    assert summary.targets.part == served
    outside = sum(row.remit == "outside" for row in targets)
    assert summary.within.whole == 169 - outside
    assert summary.within.part + summary.states["gap"] == summary.within.whole
    assert len(real.views().gaps()) == summary.states["gap"]
    assert all(gap.reason for gap in real.views().gaps())
    assert summary.sdgs.whole == 17


def test_field_profiles_add_up(real: StrategyGraph) -> None:
    """Each statement of a field is direct, indirect or unlinked, and the fields have them all."""
    profiles = real.views().fields()
    for row in profiles:
        assert row.direct + row.indirect + row.unlinked == row.statements
        assert row.linked.whole == row.statements
    matrix = {row.iri: row for row in real.coverage("field").rows}
    assert [row.iri for row in profiles] == list(matrix)
    for row in profiles:
        filled = [
            c for c in SDGS if matrix[row.iri].cell(c).direct + matrix[row.iri].cell(c).indirect
        ]
        assert len(filled) == row.sdgs


def test_old_matrix_and_new_one_agree(real: StrategyGraph) -> None:
    """The csv and the report read one, everything else the other."""
    old = coverage_matrix(real.project, real.store)
    new = real.coverage("field").rows
    assert [(r.notation, r.label) for r in old] == [(r.notation, r.label) for r in new]
    for before, after in zip(old, new, strict=True):
        assert {str(sdg): cell for sdg, cell in before.cells.items()} == dict(after.cells)


def test_links_to_check_say_why(real: StrategyGraph) -> None:
    """Each link is there for a reason that holds."""
    found = links_to_check(real.views(), 70)
    assert found
    for link in found:
        unsure, waiting = link.confidence < 0.7, link.status == "proposed"
        assert link.why == (
            "both" if unsure and waiting else "uncertain" if unsure else "unreviewed"
        )
    assert links_to_check(real.views(), 0) == [x for x in found if x.status == "proposed"]


def test_only_the_named_version_counts(real: StrategyGraph) -> None:
    """Two versions together are not less than one; a version that is not there is an error."""
    versions = [str(row["version"]) for row in real.query("versions")]
    assert len(versions) > 1
    whole = real.views().summary().targets.part
    for version in versions:
        views = real.views(version)
        assert views.summary().targets.part <= whole
        found = figures(real, version=version)
        for row in views.sdgs():
            assert found.get(str(row.sdg), (0, 0, 0))[:2] == (row.direct, row.indirect)
    with pytest.raises(ZielgraphError):
        real.coverage("field", version="no-such-version")
    with pytest.raises(ValueError, match="planet"):
        real.coverage("planet")  # type: ignore[call-overload]


# ---- Shares and names ----


@given(st.integers(0, 500), st.integers(0, 500))
def test_shares_name_their_whole(part: int, more: int) -> None:
    """No share of nothing, no 0 or 100 per cent by rounding alone."""
    share = Share(part, part + more, "within")
    with speaking("en"):
        text = str(share)
    assert f"{part} of {part + more} targets within the remit" in text
    if part + more == 0:
        assert share.percent is None
        assert "%" not in text
    else:
        assert share.percent is not None
        assert abs(share.percent - 100 * part / (part + more)) <= 1
        assert (share.percent == 0) == (part == 0)
        assert (share.percent == 100) == (more == 0)


def test_things_are_found_by_number_name_or_end() -> None:
    """What is ambiguous or unknown is an error that says what there is."""
    rows = [
        MatrixRow("https://a.example/field/x", "1", "Wege", 1),
        MatrixRow("https://b.example/field/x", "2", "Wald", 1),
    ]
    assert find(rows, "2", "--field") is rows[1]
    assert find(rows, "wege", "--field") is rows[0]
    assert find(rows, "https://b.example/field/x", "--field") is rows[1]
    for wish, key in (
        ("x", "coverage.several"),
        ("y", "coverage.unknown"),
    ):
        with pytest.raises(ZielgraphError) as caught:
            find(rows, wish, "--field")
        assert caught.value.key == key
        assert "1, 2" in str(caught.value)


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
        (["--by", "actor", "--format", "svg"], "actor"),
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
    build(built)
    graph = open_graph(built.root)
    summary = graph.views().summary()
    assert summary.targets.part == summary.sdgs.part == 0
    assert summary.states["gap"] == summary.within.whole > 0
    assert graph.evidence(Place()) == []
    assert Program(built.root)("coverage", "--by", "sdg").code == 0


def test_two_strategies_stay_apart(built: Project) -> None:
    """Fields of two strategies with the same numbers are two rows; asking by number is refused."""
    folder = built.data / "lindental"
    text = (folder / "strategy.ttl").read_text("utf-8")
    twin = built.data / "rosental"
    twin.mkdir()
    (twin / "strategy.ttl").write_text(text.replace("/id/lindental/", "/id/rosental/"), "utf-8")
    build(built)
    graph = open_graph(built.root)
    rows = graph.coverage("field").rows
    mine = [row for row in rows if row.iri.startswith(TOWN)]
    assert 0 < len(mine) < len(rows)
    number = mine[0].notation
    done = Program(built.root)("coverage", "--field", number, "--links")
    assert done.code == 2
    assert "mehrdeutig" in done.err
    done = Program(built.root)("coverage", "--field", mine[0].iri, "--links")
    assert done.code == 0, done.err


def test_options_of_the_matrix_are_all_known() -> None:
    """A kind of row without a title would end in a crash."""
    from zielgraph.model.messages import catalogue  # noqa: PLC0415

    for by in get_args(RowsBy):
        assert {f"coverage.title_{by}", f"coverage.row_{by}", f"coverage.sheet_{by}"} <= set(
            catalogue()
        )
