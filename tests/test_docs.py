# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The documentation tells the truth: commands run, links lead somewhere, figures are measured."""

from __future__ import annotations

import csv
import os
import re
import shlex
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from servers import serving
from zielgraph.cli.main import _COMMANDS
from zielgraph.coverage.agreement import agreement, agreement_table, read_pass
from zielgraph.model.messages import speaking

if TYPE_CHECKING:
    from zielgraph.model.project import Project

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = Path(sys.executable).parent / "zielgraph"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
REVIEW = ROOT / "data" / "coesfeld" / "review"


def can_run(command: str) -> bool:
    """Tell whether a command stands for itself: no FILE, no …, not just the name of a command.

    What serves until it is stopped has tests of its own.
    """
    if command.startswith("zielgraph serve"):
        return False
    bare = [f"zielgraph {name}" for name, home in _COMMANDS.items() if wants_more(name, home)]
    return command not in bare and not re.search(r"\b[A-Z]{3,}\b|…|<", command)


def wants_more(name: str, home: str) -> bool:
    command = getattr(import_module(home), name)
    assert isinstance(command, click.Command)
    return isinstance(command, click.Group) or any(entry.required for entry in command.params)


def served_examples() -> tuple[list[str], list[str]]:
    """Return what the documentation tells people to serve, and to ask what is served."""
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    lines = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL)).splitlines()
    serve = [line for line in lines if line.startswith("zielgraph serve")]
    return serve, [line for line in lines if line.startswith("curl ")]


def examples() -> list[str]:
    """Return what the documentation tells people to type: blocks of lines, and single commands."""
    found = []
    for page in PAGES:
        text = page.read_text("utf-8")
        for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL):
            lines = [line for line in block.splitlines() if line.startswith("zielgraph ")]
            found.append("\n".join(line for line in lines if can_run(line)))
        inline = re.findall(r"`(zielgraph (?!sources|build|document)[a-z-]+[^`\n]*)`", text)
        found += [command for command in inline if can_run(command)]
    return [example for example in dict.fromkeys(found) if example]


def run(arguments: list[str], project: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(PROGRAM), *arguments],
        env=os.environ | {"ZIELGRAPH_PROJECT": str(project)},
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("example", examples())
def test_example_of_the_documentation_runs(
    example: str, real_project: Path, bare: Project, tmp_path: Path
) -> None:
    """What README and docs tell people to type works as written, line after line.

    Only the site is that of a small project: the 36,000 files of the real one take minutes.
    """
    for command in example.splitlines():
        arguments = shlex.split(command, comments=True)[1:]
        if "&&" in arguments:
            arguments = arguments[: arguments.index("&&")]
        before = set(tmp_path.iterdir())
        project = bare.root if arguments[0] == "publish" else real_project
        done = run(arguments, project, tmp_path)
        assert done.returncode == 0, done.stderr
        assert done.stdout or set(tmp_path.iterdir()) - before, "says nothing"


def test_served_examples_run(real_project: Path, tmp_path: Path) -> None:
    """What the documentation serves starts, on a free port, and curl gets what it asks for."""
    serve, curl = served_examples()
    assert len(serve) >= 3
    assert len(curl) >= 4
    ends = sorted({end for line in serve for end in re.findall(r"FILE(\.\w+)", line)})
    for end in ends:
        (tmp_path / f"FILE{end}").write_text("<x:a> <x:b> <x:c> .\n", "utf-8")
    for line in serve:
        arguments = re.sub(r" --port \d+", "", line.partition("#")[0])
        named = shlex.split(arguments)[2:]
        project = [] if "--load" in named else ["--project", str(real_project)]
        with serving(*named, *project, folder=tmp_path) as server:
            if "--load" in named or shutil.which("curl") is None:
                continue
            for example in curl:
                command = shlex.split(example.replace("http://127.0.0.1:8000/", server.url))
                done = subprocess.run(
                    [*command, "--fail"], cwd=tmp_path, capture_output=True, check=False
                )
                assert done.returncode == 0, (example, done.stderr.decode())
                assert done.stdout or "--output" in command, example
            curl = []


def test_readme_answers_the_mobility_question(real_project: Path, tmp_path: Path) -> None:
    """The planner's example gives at least one path with evidence at each step."""
    text = (ROOT / "README.md").read_text("utf-8")
    line = next(row for row in text.splitlines() if row.startswith("zielgraph path"))
    done = run([*shlex.split(line)[1:], "--format", "csv"], real_project, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "B.X.3" in done.stdout
    assert "B.VIII.9" in done.stdout


def printed_by(program: str, project: Path) -> str:
    """Run Python in a process of its own, warnings being errors, and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        text=True,
        cwd=project,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_python_of_the_readme_runs(real_project: Path) -> None:
    """The researcher's example runs as written."""
    text = (ROOT / "README.md").read_text("utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert "B.X.2 direct" in printed_by(block, real_project)


def test_python_page_runs_from_top_to_bottom(real_project: Path) -> None:
    """The examples for Python run one after the other and print what they promise."""
    text = (ROOT / "docs" / "python.md").read_text("utf-8")
    program = "\n".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL))
    printed = printed_by(program, real_project).splitlines()
    assert printed[0].endswith("queries")
    assert printed[2:6] == ["1.5", "True", "query.no_such_thing", "True"], printed
    assert printed[6] == "True"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """No link of the documentation points to a file that is not there."""
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_command_is_documented() -> None:
    """A command that no page mentions does not exist for its users."""
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    assert [name for name in _COMMANDS if f"zielgraph {name}" not in text] == []


@pytest.mark.parametrize("by", ["sdg", "target"])
def test_agreement_in_the_docs_is_the_measured_one(by: str) -> None:
    """The figures of sdg-linking.md are those of the two passes beside the data."""
    first, second = (read_pass(REVIEW / f"sdg-pass-{letter}.csv") for letter in "ab")
    with speaking("en"):
        table = agreement_table(agreement(first, second, by=by), first, second)
    assert table in (ROOT / "docs" / "sdg-linking.md").read_text("utf-8")


def test_remit_figures_in_the_docs_are_the_measured_ones() -> None:
    """Agreement and counts of the remit judgements are those of the files."""
    review = ROOT / "data" / "sdg" / "review"
    passes = []
    for letter in "ab":
        with (review / f"remit-pass-{letter}.csv").open(encoding="utf-8", newline="") as file:
            passes.append({row["target"]: row["remit"] for row in csv.DictReader(file)})
    first, second = passes
    assert first.keys() == second.keys()
    same = sum(first[target] == second[target] for target in first)
    data = (ROOT / "data" / "sdg" / "remit.ttl").read_text("utf-8")
    within, outside = data.count("zg:remit zg:withinRemit"), data.count("zg:remit zg:outsideRemit")
    page = (ROOT / "docs" / "sdg-linking.md").read_text("utf-8")
    assert f"{same} of {len(first)} judgements were the same" in page
    assert f"{within} targets are within, {outside} outside" in page


def test_readme_is_short() -> None:
    """README stays a page that one reads."""
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) < 100
