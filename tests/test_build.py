# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The build gives the same bytes every time, and puts in use all of it or nothing."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import Program
from zielgraph import __version__
from zielgraph.build import builder
from zielgraph.build.builder import assemble, build
from zielgraph.build.location import CURRENT, DATASET, REPORT, STORE, SUMMARY, current_store
from zielgraph.model.errors import (
    BuildError,
    InvalidDataError,
    ProjectError,
    SourceFilesError,
    StoreError,
)
from zielgraph.model.names import DATA_BASE
from zielgraph.model.project import Project, checked_base
from zielgraph.store.base import Table
from zielgraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from collections.abc import Iterator

STRATEGY = "data/lindental/strategy.ttl"
ENDLESS = """CONSTRUCT { ?s <https://kreis.example/next> [] }
WHERE { ?s a ?class FILTER(STRSTARTS(STR(?class), "https://w3id.org/zielgraph/")) }"""


def contents(project: Project) -> dict[str, bytes]:
    """Return every byte of the graph in use that people read."""
    current = project.build / CURRENT
    return {name: (current / name).read_bytes() for name in (DATASET, REPORT, SUMMARY)}


def change(project: Project, old: str, new: str) -> None:
    """Replace one piece of the tiny strategy."""
    path = project.root / STRATEGY
    text = path.read_text("utf-8")
    assert text.count(old) >= 1, old
    path.write_text(text.replace(old, new, 1), "utf-8")


def titles(project: Project) -> set[str]:
    """Return all German titles in the graph in use."""
    table = current_store(project).query(
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
        "SELECT ?t { ?s skos:prefLabel ?t FILTER(LANG(?t) = 'de') }"
    )
    assert isinstance(table, Table)
    return {str(row[0]) for row in table.rows}


def works(project: Project) -> bool:
    """Tell whether the graph in use answers."""
    return current_store(project).query("ASK { ?s ?p ?o }") is True


def folders(project: Project) -> list[str]:
    """Return what lies in the build folder."""
    return sorted(path.name for path in project.build.iterdir())


def test_same_input_same_bytes(pristine: Project, project: Project) -> None:
    """Folder, time and language do not count: a diff of two dumps shows changes only."""
    seed = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland"}
    assert Program(project.root)("build", lang="en", env=seed).code == 0
    assert contents(project) == contents(pristine)
    assert folders(project) == folders(pristine)
    rows = (project.build / CURRENT / DATASET).read_text("utf-8").splitlines()
    assert len(rows) == len(set(rows))
    assert str(project.root) not in (project.build / CURRENT / DATASET).read_text("utf-8")


def test_build_again_changes_nothing(quick: Project) -> None:
    """A second build of the same files is the same graph in the same folder."""
    before, names = contents(quick), folders(quick)
    build(quick)
    assert (contents(quick), folders(quick)) == (before, names)


def test_store_and_dump_agree(pristine: Project) -> None:
    """Whoever harvests the dump gets just what the queries see."""
    with (pristine.build / CURRENT / DATASET).open(encoding="utf-8") as dump:
        lines = sum(1 for _ in dump)
    summary = json.loads((pristine.build / CURRENT / SUMMARY).read_text("utf-8"))
    assert lines == len(current_store(pristine)) == summary["quads"]


def test_statement_in_two_files_counts_once(quick: Project) -> None:
    """The engine would find a statement once per graph, and every count would be too high."""
    shutil.copytree(quick.root / "data" / "lindental", quick.root / "data" / "zweitens")
    quads, _ = assemble(quick)
    assert len({quad[:3] for quad in quads}) == len(quads)


def test_blank_nodes_of_two_files_stay_apart(quick: Project) -> None:
    """The label _:x in one file has nothing to do with _:x in another."""
    for name in ("a", "b"):
        text = f"<https://kreis.example/{name}> <https://kreis.example/has> _:x . _:x a _:x ."
        text += f'_:x <https://kreis.example/is> "{name}" .'
        (quick.root / "data" / "lindental" / f"{name}.ttl").write_text(text)
    quads, _ = assemble(quick)
    owners = [str(s) for s, p, _, _ in quads if str(p) == "https://kreis.example/is"]
    assert len(set(owners)) == 2


def test_report_follows_the_shapes(built: Project) -> None:
    """A changed shape gives a new report even where the data is the same as before."""
    path = built.root / "shapes" / "statements.ttl"
    before = contents(built)
    text = path.read_text("utf-8")
    assert "R01: " in text
    path.write_text(
        text + "\n<https://w3id.org/zielgraph/shapes#R999-Test> a sh:NodeShape ; "
        "sh:targetClass zg:Goal ; sh:sparql [ a sh:SPARQLConstraint ; "
        'sh:message "R999: immer"@de, "R999: always"@en ; '
        'sh:select "SELECT $this WHERE { $this a <https://w3id.org/zielgraph/ontology#Goal> }" ] ; '
        'sh:severity sh:Info ; sh:message "R999: immer"@de, "R999: always"@en .\n',
        "utf-8",
    )
    build(built)
    after = contents(built)
    assert after[DATASET] == before[DATASET]
    assert "R999" in after[REPORT].decode()


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("ex:goal-solar\n    a zg:Goal", "ex:goal-solar\n    a zg:Gaol", SourceFilesError),
        ('"Sonnenstrom ausbauen"@de ,', "", InvalidDataError),
    ],
    ids=["unreadable", "invalid"],
)
def test_failed_build_leaves_the_last_graph(
    built: Project, old: str, new: str, error: type[Exception]
) -> None:
    """People go on working with the last good graph while somebody mends the data."""
    before, names = contents(built), folders(built)
    change(built, old, new)
    with pytest.raises(error):
        build(built)
    assert (contents(built), folders(built)) == (before, names)
    assert "Sonnenstrom ausbauen" in titles(built)


def test_reader_survives_a_new_build(quick: Project) -> None:
    """A portal that has the old graph open answers from it until it opens the new one."""
    reader = current_store(quick)
    old = (quick.build / CURRENT).resolve()
    change(quick, '"Sonnenstrom ausbauen"@de', '"Sonnenstrom verdoppeln"@de')
    build(quick)
    assert (quick.build / CURRENT).resolve() != old
    assert "Sonnenstrom verdoppeln" in titles(quick)
    assert reader.query('ASK { ?s ?p "Sonnenstrom ausbauen"@de }') is True


def test_two_builds_at_once(quick: Project) -> None:
    """The second of two builds is told to wait, and ruins nothing."""
    with (quick.build / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(BuildError) as caught:
            build(quick)
    assert caught.value.key == "build.locked"
    build(quick)
    assert works(quick)


def test_killed_build_leaves_nothing(quick: Project) -> None:
    """What a killed build left does not fill the disk for ever."""
    for name in (".new-abc", ".new-def"):
        (quick.build / name / "store").mkdir(parents=True)
        (quick.build / name / DATASET).write_text("half")
    (quick.build / ".current-4711").symlink_to("nowhere")
    build(quick)
    assert [name for name in folders(quick) if name.startswith((".new", ".current-"))] == []
    assert works(quick)


def test_leftovers_go_first(quick: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were they removed last, a disk that they have filled could never be built on again."""
    (quick.build / ".new-abc").mkdir()
    monkeypatch.setattr(builder, "assemble", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build(quick)
    assert not (quick.build / ".new-abc").exists()


@pytest.mark.parametrize("damage", ["store", "report", "dataset", "half", "cut", "empty", "other"])
def test_damaged_graph_is_built_again(quick: Project, damage: str) -> None:
    """The program says “build it again” of a damaged graph; that has to help."""
    current = (quick.build / CURRENT).resolve()
    before = contents(quick)
    if damage == "store":
        shutil.rmtree(current / STORE)
    elif damage == "half":
        (current / STORE / "CURRENT").write_text("nonsense")
        with pytest.raises(StoreError):
            current_store(quick)
    elif damage in {"cut", "empty"}:
        whole = before[DATASET].splitlines(keepends=True)
        (current / DATASET).write_bytes(b"".join(whole[: -1 if damage == "cut" else 0]))
    elif damage == "other":
        (current / SUMMARY).write_bytes(before[SUMMARY].replace(__version__.encode(), b"9.9.9"))
    else:
        (current / {"report": REPORT, "dataset": DATASET}[damage]).unlink()
    build(quick)
    assert contents(quick) == before
    assert works(quick)


def test_old_builds_are_removed(quick: Project) -> None:
    """Some old graphs stay for those who still read them, not all of them for ever."""
    name = "Sonnenstrom ausbauen"
    for number in range(5):
        change(quick, f'"{name}"@de', f'"Sonnenstrom {number}"@de')
        name = f"Sonnenstrom {number}"
        build(quick)
    kept = [p for p in quick.build.iterdir() if not p.is_symlink() and (p / SUMMARY).is_file()]
    assert len(kept) == 3
    assert (quick.build / CURRENT).resolve() in [path.resolve() for path in kept]
    assert "Sonnenstrom 4" in titles(quick)


def test_foreign_files_in_the_build_folder_stay(quick: Project) -> None:
    """Cleaning up takes away what builds made, nothing that a person put there."""
    (quick.build / "notes").mkdir()
    (quick.build / "notes" / "a.txt").write_text("mine")
    build(quick)
    assert (quick.build / "notes" / "a.txt").read_text() == "mine"


def test_base_moves_the_data(quick: Project) -> None:
    """A county publishes under its own domain; the ontology stays where it is."""
    base = "https://daten.kreis.example/id/"
    build(Project(quick.root, base))
    dump = (quick.build / CURRENT / DATASET).read_text("utf-8")
    assert DATA_BASE not in dump
    assert f"<{base}lindental/goal-solar>" in dump
    assert "https://w3id.org/zielgraph/ontology#Goal" in dump
    summary = json.loads((quick.build / CURRENT / SUMMARY).read_text("utf-8"))
    assert summary["base"] == base


def test_base_keeps_the_lines_of_findings(project: Project) -> None:
    """With a base of one's own, a finding still says in which file and line it is."""
    change(project, '"Sonnenstrom ausbauen"@de ,', "")
    with pytest.raises(InvalidDataError) as caught:
        build(Project(project.root, "https://daten.kreis.example/id/"))
    report = caught.value.data["report"]
    violations = [f for f in report.findings if f.severity == "Violation"]  # type: ignore[attr-defined]
    assert {f.file for f in violations} == {STRATEGY}
    assert all(f.line > 1 for f in violations)


def test_base_comes_from_the_environment(quick: Project) -> None:
    """The setting works from outside, without touching a file."""
    base = "https://daten.kreis.example/id/"
    run = Program(quick.root)
    assert run("build", env={"ZIELGRAPH_BASE": base}).code == 0
    assert base in run("query", "dependency-graph", "--format", "csv").out


@pytest.mark.parametrize(
    "base", ["", "kreis", "https://a.example", "ftp://a/", "https://a b/", "x:/"]
)
def test_wrong_base(base: str) -> None:
    """A base that would glue names together or resolve nowhere is refused."""
    with pytest.raises(ProjectError):
        checked_base(base)


def test_rules_that_never_end(quick: Project) -> None:
    """A rule that makes new nodes for ever is stopped and named, not left to fill the memory."""
    (quick.root / "queries" / "rules" / "99-endless.rq").write_text(ENDLESS)
    with pytest.raises(BuildError) as caught:
        build(quick)
    assert caught.value.key == "build.endless"
    assert works(quick)


@pytest.mark.parametrize("text", [b"SELECT * { ?s ?p ?o }", b"CONSTRUCT {"])
def test_rule_that_is_none(quick: Project, text: bytes) -> None:
    """A wrong rule is named by its file."""
    (quick.root / "queries" / "rules" / "99-wrong.rq").write_bytes(text)
    outcome = Program(quick.root)("build", lang="en")
    assert outcome.code == 2
    assert "99-wrong.rq" in outcome.err
    assert "Traceback" not in outcome.err


def no_space(*_: object, **__: object) -> None:
    """Fail as a full disk does."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize(
    ("owner", "name"),
    [(EmbeddedStore, "save"), (Path, "write_text"), (Path, "replace"), (Path, "symlink_to")],
    ids=["store", "dump", "swap", "link"],
)
def test_disk_full_at_every_step(
    quick: Project, monkeypatch: pytest.MonkeyPatch, owner: type, name: str
) -> None:
    """Wherever the disk fills up, the last graph stays and no half one is left."""
    before = contents(quick)
    change(quick, '"Sonnenstrom ausbauen"@de', '"Sonnenstrom verdoppeln"@de')
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, no_space)
        with pytest.raises(BuildError) as caught:
            build(quick)
    assert caught.value.key == "build.disk"
    assert os.strerror(errno.ENOSPC) in str(caught.value)
    assert contents(quick) == before
    assert not [folder for folder in folders(quick) if folder.startswith(".new-")]
    build(quick)
    assert "Sonnenstrom verdoppeln" in titles(quick)


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """Yield a disk of one megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1M", "none", str(place)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("mounting a small disk is not allowed here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_disk_that_is_really_full(quick: Project, tiny_disk: Path) -> None:
    """With a real full disk the engine itself fails; that, too, is one sentence."""
    shutil.rmtree(quick.build)
    quick.build.symlink_to(tiny_disk, target_is_directory=True)
    outcome = Program(quick.root)("build", lang="en")
    assert outcome.code == 2
    assert "Traceback" not in outcome.err
    assert "broke off" in outcome.err.splitlines()[-1]
    assert not (tiny_disk / CURRENT).exists()
    assert not list(tiny_disk.glob(".new-*"))


def test_build_folder_without_rights(quick: Project) -> None:
    """Somebody who may only read is told so, and still queries the last graph."""
    build_folder = quick.build
    build_folder.chmod(0o555)
    run = Program(quick.root)
    try:
        (build_folder / ".lock").unlink(missing_ok=True)
        outcome = run("build", powerless=True)
        answer = run("query", "link-status", "--format", "csv", powerless=True)
    finally:
        build_folder.chmod(0o755)
    assert outcome.code == 2
    assert str(build_folder) in outcome.err
    assert len(outcome.err.splitlines()) <= 3
    assert "Traceback" not in outcome.err
    assert answer.code == 0
    assert answer.out.startswith("status,polarity,count")


def test_build_is_a_file(quick: Project) -> None:
    """A file in the place of the folder is named."""
    shutil.rmtree(quick.build)
    quick.build.write_text("")
    with pytest.raises(BuildError) as caught:
        build(quick)
    assert caught.value.key == "build.denied"


def test_nothing_built_yet(quick: Project) -> None:
    """The first query of a new project says what to do first."""
    shutil.rmtree(quick.build)
    with pytest.raises(StoreError) as caught:
        current_store(quick)
    assert "zielgraph build" in str(caught.value)
