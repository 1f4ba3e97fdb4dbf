# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The program works where it was installed by pip, far from the repository."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from conftest import ROOT
from zielgraph.build.builder import build
from zielgraph.build.location import CURRENT, DATASET
from zielgraph.model import project as project_module
from zielgraph.model.project import CONFIG, PARTS, find_project

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_wheel_holds_the_whole_project() -> None:
    """What is read from the project's folder in the repository is there after pip, too."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    held = table["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert held == {name: f"zielgraph/project/{name}" for name in (*PARTS, CONFIG)}
    assert all((ROOT / name).exists() for name in held)


def test_installed_knowledge_is_built_in_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where programs are installed, users may not write; and what pip did not put there stays."""
    installed = tmp_path / "site-packages" / "zielgraph"
    for part in PARTS:
        (installed / "project" / part).mkdir(parents=True)
    monkeypatch.setattr(project_module, "__file__", str(installed / "model" / "project.py"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("ZIELGRAPH_PROJECT", raising=False)
    monkeypatch.chdir(tmp_path)
    found = find_project()
    assert found.root == installed / "project"
    assert found.build.is_relative_to(tmp_path / "cache" / "zielgraph")
    (installed / "project" / "data" / "a").mkdir()
    text = '<https://kreis.example/a> <https://kreis.example/b> "c" .'
    (installed / "project" / "data" / "a" / "a.ttl").write_text(text)
    build(found)
    assert (found.build / CURRENT / DATASET).is_file()
    assert not (found.root / "build").exists()
