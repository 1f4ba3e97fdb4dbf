# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""LibreOffice opens the workbook and saves it again; what comes back is still understood."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from workbooks import Book, contents, said, take
from zielgraph.editing.draft import Draft
from zielgraph.model.messages import speaking
from zielgraph.model.names import DATA_BASE, ZG
from zielgraph.model.project import Project
from zielgraph.workbook.export import export_workbook
from zielgraph.workbook.facts import Facts

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, bytes]:
    """Return the repository's own data and their workbook."""
    folder = tmp_path_factory.mktemp("office")
    for part in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(ROOT / part, folder / part)
    project = Project(folder)
    with speaking("de"):
        return project, export_workbook(Facts(project)).content


def save_with_office(content: bytes, folder: Path) -> Path:
    """Open a workbook in LibreOffice and save it as a new file, or skip, visibly."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    folder.mkdir()
    source = folder / "a.xlsx"
    source.write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    form = "xlsx:Calc MS Excel 2007 XML"
    target = folder / "saved"
    convert = ["--headless", "--convert-to", form, "--outdir", str(target), str(source)]
    command = [office, profile, *convert]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return target / "a.xlsx"


@pytest.fixture(scope="module")
def saved(real: tuple[Project, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the workbook as LibreOffice saves it."""
    return save_with_office(real[1], tmp_path_factory.mktemp("libreoffice") / "work")


def said_of(project: Project) -> dict[str, set[str]]:
    """Return what the data say about each thing."""
    draft = Draft(project)
    return {s.value: {f"{p} {o.n3()}" for _, p, o in draft.triples(s)} for s in draft.subjects()}


def test_saved_again_changes_nothing(real: tuple[Project, bytes], saved: Path) -> None:
    """Two thousand rows with every kind of text come back as they were."""
    project, content = real
    assert saved.read_bytes() != content
    before = contents(project)
    outcome = take(project, saved)
    assert (outcome.changes, said(outcome), outcome.notes) == ([], [], [])
    assert contents(project) == before


def test_exactly_two_edited_links_change(
    real: tuple[Project, bytes], saved: Path, tmp_path: Path
) -> None:
    """The manager's Monday: two links are corrected, saved by LibreOffice, and taken over."""
    project = Project(tmp_path / "project")
    shutil.copytree(real[0].root, project.root)
    before = said_of(project)
    book = Book(saved)
    book.sign()
    links = range(3, book.last("links") + 1)
    lists = ("directness", "status")
    accepted = [
        row
        for row in links
        if [book.cell("links", row, key).value for key in lists] == ["indirekt", "angenommen"]
    ]
    first, second = accepted[10], accepted[-10]
    names = [DATA_BASE + str(book.cell("links", row, "key").value) for row in (first, second)]
    book.put("links", first, directness="direkt")
    book.put("links", second, confidence="0,35", note="Der Weg dahin ist weit.")
    edited = save_with_office(book.save(tmp_path / "b.xlsx").read_bytes(), tmp_path / "work")
    outcome = take(project, edited)
    assert said(outcome) == []
    assert len(outcome.changes) == 2
    after = said_of(project)
    assert {name for name in before if after.get(name) != before[name]} == set(names)
    new = set(after) - set(before)
    assert all("/revision/" in n or "/value-change/" in n or "/agent/" in n for n in new)
    for name, gained in zip(names, (f"<{ZG}direct>", '"0.35"'), strict=True):
        fresh = after[name] - before[name]
        assert any(gained in line for line in fresh)
        assert len(fresh) == 2  # and the reviewer
    old_files, new_files = contents(real[0]), contents(project)
    written = [n for n in new_files if new_files[n] != old_files.get(n) and "sdg-links" in n]
    assert 1 <= len(written) <= 2
