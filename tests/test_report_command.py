# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""``zielgraph coverage`` writes the report and the pictures, or says why it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import Program
from zielgraph.reports.figures import ASPECTS

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.model.project import Project


@pytest.mark.parametrize(("lang", "said"), [("de", "Was die Strategie"), ("en", "What the strat")])
def test_report_is_written(pristine: Project, tmp_path: Path, lang: str, said: str) -> None:
    """As PDF to a file, as HTML anywhere; the ending of the file names the format."""
    run = Program(pristine.root)
    file = tmp_path / "bericht.pdf"
    assert run("coverage", "--output", file, lang=lang).code == 0
    assert file.read_bytes().startswith(b"%PDF-1.7")
    page = run("coverage", "--format", "html", lang=lang)
    assert page.code == 0
    assert page.out.startswith("<!DOCTYPE html>")
    assert said in page.out
    assert f'<html lang="{lang}">' in page.out


@pytest.mark.parametrize("by", ASPECTS)
def test_pictures_are_written(pristine: Project, tmp_path: Path, by: str) -> None:
    """Every view that is a table in the terminal is a picture as well."""
    run = Program(pristine.root)
    drawn = run("coverage", "--by", by, "--format", "svg")
    assert drawn.code == 0
    assert drawn.out.startswith("<svg ")
    file = tmp_path / "bild.png"
    assert run("coverage", "--by", by, "--output", file).code == 0
    assert file.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("form", ["pdf", "png"])
def test_binary_needs_a_file(pristine: Project, form: str) -> None:
    """A terminal is no place for a PDF."""
    done = Program(pristine.root)("coverage", "--format", form)
    assert done.code == 2
    assert done.out == ""
    assert "--output" in done.err


@pytest.mark.parametrize("form", ["pdf", "html", "svg", "png"])
def test_nothing_is_left_where_writing_fails(pristine: Project, tmp_path: Path, form: str) -> None:
    """A folder that is missing is an error in one line."""
    done = Program(pristine.root)(
        "coverage", "--format", form, "--output", tmp_path / "missing" / "x"
    )
    assert done.code == 2
    assert len(done.err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
