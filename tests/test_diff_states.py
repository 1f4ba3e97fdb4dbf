# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What can be compared is found by what people type; what cannot is said in one sentence."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT, TOWN, Program
from zielgraph.build.builder import assemble, build
from zielgraph.build.location import CURRENT, DATASET, STORE
from zielgraph.diff.compare import compare
from zielgraph.diff.states import open_states
from zielgraph.model.errors import ComparisonError, SourceFileError
from zielgraph.model.messages import LANGUAGES, speaking
from zielgraph.model.project import Project
from zielgraph.store.formats import write_quads

if TYPE_CHECKING:
    from pathlib import Path


def git(folder: Path, *arguments: str) -> str:
    """Run git with a name, whatever the machine has set up."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-C", folder, *arguments],
        env=clean | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def retitled(project: Project, old: str, new: str) -> None:
    """Change a title in the project's data."""
    file = project.data / "lindental" / "strategy.ttl"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def repository(quick: Project) -> Project:
    """Return a project in git with two commits; the second has another title."""
    git(quick.root, "init", "-q", "-b", "main")
    (quick.root / ".gitignore").write_text("build/\n", "utf-8")
    git(quick.root, "add", ".")
    git(quick.root, "commit", "-qm", "one")
    git(quick.root, "tag", "first")
    retitled(quick, '"connect cycle paths"@en', '"link cycle paths"@en')
    git(quick.root, "commit", "-qam", "two")
    return quick


def titles(project: Project, one: str, other: str) -> list[tuple[str, str]]:
    """Return the titles that differ."""
    comparison = compare(project, *open_states(project, one, other))
    return [
        (str(value.old[0]), str(value.new[0]))
        for things in comparison.statements.values()
        for pair in things.altered
        for value in pair.values
        if value.aspect == "title"
    ]


def test_git_revisions(repository: Project) -> None:
    """Tags, hashes and paths back in time name what was committed then."""
    expected = [("connect cycle paths", "link cycle paths")]
    commit = git(repository.root, "rev-parse", "HEAD")
    for one, other in (("first", "HEAD"), ("HEAD~1", commit[:9]), ("git:first", "git:main")):
        assert titles(repository, one, other) == expected
    before, after = open_states(repository, "first", "main")
    assert before.name.startswith("Revision first (")
    assert (before.kind, after.kind) == ("git", "git")


def test_files_and_builds_beside_revisions(
    repository: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not committed yet can be compared with what is built and with what was committed."""
    monkeypatch.chdir(repository.root)
    retitled(repository, '"link cycle paths"@en', '"join cycle paths"@en')
    assert titles(repository, "HEAD", ".") == [("link cycle paths", "join cycle paths")]
    assert titles(repository, "current", "files:.") == [("connect cycle paths", "join cycle paths")]
    assert titles(repository, "first", "current") == []


def test_a_project_inside_a_repository(repository: Project, tmp_path: Path) -> None:
    """The project may be a folder of a repository that holds other things too."""
    outer = tmp_path / "outer"
    (outer / "deep").mkdir(parents=True)
    shutil.copytree(
        repository.root, outer / "deep" / "project", ignore=shutil.ignore_patterns(".git")
    )
    inner = Project(outer / "deep" / "project")
    git(outer, "init", "-q", "-b", "main")
    git(outer, "add", ".")
    git(outer, "commit", "-qm", "one")
    retitled(inner, '"link cycle paths"@en', '"join cycle paths"@en')
    git(outer, "commit", "-qam", "two")
    assert titles(inner, "main~1", "main") == [("link cycle paths", "join cycle paths")]


def test_a_hook_does_not_lead_astray(
    repository: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git runs hooks with its own repository set; the project's is the one that counts."""
    git(tmp_path, "init", "-q", "other")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    assert titles(repository, "first", "main")


def test_built_graphs_by_name_folder_and_file(quick: Project, tmp_path: Path) -> None:
    """A graph is named by its digest, by four digits of it, by its folder or its file."""
    folder = (quick.build / CURRENT).resolve()
    dataset = tmp_path / "kept.nq"
    shutil.copy(folder / DATASET, dataset)
    trig = tmp_path / "kept.trig"
    trig.write_text(write_quads(assemble(quick)[0], "trig"), "utf-8")
    identities = {
        state.identity
        for text in (folder.name, folder.name[:4], str(folder), str(dataset), str(trig))
        for state in open_states(quick, text, "current")
    }
    assert len(identities) == 1
    shutil.rmtree(folder / STORE)
    assert open_states(quick, folder.name, folder.name)[0].identity in identities


def test_two_bases_are_brought_together(quick: Project) -> None:
    """A graph that was built for another address differs in nothing that people have said."""
    elsewhere = Project(quick.root, "https://daten.kreis.example/id/")
    first = (quick.build / CURRENT).resolve().name
    built = build(elsewhere)
    comparison = compare(quick, *open_states(quick, first, built.folder.name))
    assert not comparison.differs()


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("nonsense", "HEAD", ["nonsense"]),
        ("", "HEAD", ["“”", "„“"]),
        ("git:nonsense", "HEAD", ["nonsense", "git log"]),
        ("build:nonsense", "HEAD", ["dataset.nq"]),
        ("version:nonsense", "HEAD", ["zielgraph query versions"]),
        ("files:nonsense", "HEAD", ["ontology/"]),
        ("version-2026", "HEAD", ["version-2026", "HEAD"]),
        ("current", "HEAD", ["build:current", "git:current"]),
        ("--output=x", "HEAD", ["--output=x"]),
        ("HEAD\x00", "HEAD", ["HEAD"]),
    ],
)
def test_what_cannot_be_compared(
    repository: Project, code: str, one: str, other: str, words: list[str]
) -> None:
    """Unknown, ambiguous and unlike states are refused, with a way out."""
    git(repository.root, "branch", "current")
    with pytest.raises(ComparisonError) as refused, speaking(code):
        open_states(repository, one, other)
    with speaking(code):
        text = str(refused.value)
    found = [word for word in words if word in text]
    assert found == words or (one == "" and found), text
    assert "\n" not in text


def test_a_revision_from_before_the_project(repository: Project) -> None:
    """A commit without data is named, and nothing is left behind."""
    git(repository.root, "checkout", "-q", "--orphan", "empty")
    git(repository.root, "rm", "-rqf", "--cached", ".")
    git(repository.root, "commit", "-q", "--allow-empty", "-m", "empty")
    with pytest.raises(ComparisonError) as refused:
        open_states(repository, "empty", "first")
    assert refused.value.key == "diff.incomplete"


def test_a_revision_with_a_broken_file(repository: Project) -> None:
    """The file and the line in that revision are named."""
    file = repository.data / "lindental" / "strategy.ttl"
    file.write_text(file.read_text("utf-8") + "\nbroken\n", "utf-8")
    git(repository.root, "commit", "-qam", "broken")
    with pytest.raises(ComparisonError) as refused:
        open_states(repository, "first", "main")
    assert "data/lindental/strategy.ttl:" in str(refused.value)


def test_without_a_repository(quick: Project) -> None:
    """Outside of git the reason is told, for nobody could guess it."""
    for text in ("HEAD", "git:HEAD"):
        with pytest.raises(ComparisonError) as refused:
            open_states(quick, text, "current")
        assert "not a git repository" in str(refused.value)


def test_without_git(repository: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git is needed for revisions only."""
    monkeypatch.setenv("PATH", str(repository.root))
    with pytest.raises(ComparisonError, match="git"):
        open_states(repository, "git:HEAD", "current")
    assert not compare(repository, *open_states(repository, "current", "current")).differs()


def test_files_that_are_no_graph(quick: Project, tmp_path: Path) -> None:
    """A broken dataset is named with its line."""
    for name, content in (("a.nq", "<x:a> <x:b> .\n"), ("b.ttl", "a a a"), ("c.nq", "")):
        (tmp_path / name).write_text(content, "utf-8")
        with pytest.raises(SourceFileError, match=name):
            open_states(quick, str(tmp_path / name), "current")


def test_versions_by_the_end_of_their_names(quick: Project) -> None:
    """A version is named as tables print it; two that end alike are told apart by their IRIs."""
    before, after = open_states(quick, "version-2020", f"version:{TOWN}version-2026")
    assert (before.version, after.version) == (f"{TOWN}version-2020", f"{TOWN}version-2026")
    assert before.names == {
        "de": "Fassung von 2020 (version-2020)",
        "en": "version of 2020 (version-2020)",
    }
    assert compare(quick, before, after).between_versions


def test_the_page_shows_what_is_printed(real_project: Path) -> None:
    """The excerpt of docs/diff.md is part of what its command prints."""
    page = (ROOT / "docs" / "diff.md").read_text("utf-8")
    (excerpt,) = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    printed = Program(real_project)("diff", "leitbild-2019", "ziele-2025-entwurf-2").out
    wanted = [line for line in excerpt.splitlines() if line]
    assert len(wanted) > 10
    assert [line for line in wanted if line not in printed.splitlines()] == []


def test_command_line(quick: Project) -> None:
    """Exit codes are those of the other commands: 0 done, 1 with --check, 2 not possible."""
    run = Program(quick.root)
    same = run("diff", "current", "current", "--check")
    assert (same.code, same.err) == (0, "")
    assert "Kein Unterschied." in same.out
    other = run("diff", "version-2020", "version-2026", "--check", lang="en")
    assert (other.code, other.err) == (1, "")
    assert other.out.startswith("Comparison of two states\n")
    assert run("diff", "version-2020", "version-2026").code == 0
    wrong = run("diff", "nonsense", "current", lang="en")
    assert wrong.code == 2
    assert wrong.err.startswith("zielgraph: “nonsense” is not a built graph")
    assert wrong.out == ""
