# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Each command of the program does its work on a sound project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import Program
from zielgraph.cli.main import _COMMANDS

if TYPE_CHECKING:
    from zielgraph.model.project import Project

RUNS: dict[str, tuple[str, ...]] = {
    "agreement": ("agreement", "lindental"),
    "build": ("build",),
    "catalog": ("catalog",),
    "coverage": ("coverage",),
    "dependencies": ("dependencies", "matrix"),
    "diff": ("diff", "current", "."),
    "document": ("document",),
    "export": ("export", "--format", "nquads"),
    "fmt": ("fmt", "--check", "data/lindental/strategy.ttl"),
    "indicators": ("indicators", "list"),
    "path": ("path", "--through", "goal-solar,goal-cycling"),
    "publish": ("publish", "site"),
    "quality": ("quality",),
    "picture": ("picture", "matrix"),
    "queries": ("queries",),
    "query": ("query", "link-status"),
    "reason": ("reason",),
    "release": ("release", "2026-1"),
    "review": ("review", "list", "--status", "accepted"),
    "serve": ("serve", "--help"),
    "sources": ("sources", "--help"),
    "sparql": ("sparql", "ASK { ?s ?p ?o }"),
    "validate": ("validate",),
    "workbook": ("workbook", "export", "book.xlsx"),
}


def test_all_commands_are_run() -> None:
    """A new command comes with a run in the test below."""
    assert set(RUNS) == set(_COMMANDS)


@pytest.mark.parametrize("command", sorted(RUNS))
def test_command_runs(built: Project, command: str) -> None:
    """Each command does its work on a sound project and says something."""
    review = built.data / "lindental" / "review"
    review.mkdir()
    for letter in "ab":
        (review / f"sdg-pass-{letter}.csv").write_text(
            "statement,target,polarity,directness,confidence\nx:a,13.2,supports,direct,0.9\n"
        )
    outcome = Program(built.root)(*RUNS[command], lang="en")
    assert outcome.code == 0, outcome.err
    assert outcome.out
    assert "Traceback" not in outcome.err
