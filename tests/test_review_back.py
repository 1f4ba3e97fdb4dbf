# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Taking decisions back, and what the history calls the things that changed."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from conftest import Program
from zielgraph.build.builder import build
from zielgraph.cli.review_text import history_text
from zielgraph.model.messages import speaking
from zielgraph.model.names import PREFIXES
from zielgraph.model.terms import Iri, Literal

if TYPE_CHECKING:
    from zielgraph.model.project import Project
    from zielgraph.store.base import Row

TOWN = "https://w3id.org/zielgraph/id/lindental/"
CONFIRMED = Iri(TOWN + "link-cycling")


def test_a_decision_is_taken_back(built: Project) -> None:
    """With a reason only; then the claim waits again, though a person has looked at it."""
    program = Program(built.root)
    given = ("review", "reopen", "link-cycling", "--as", "town")
    silent = program(*given)
    assert silent.code == 2
    assert "was wieder offen ist" in silent.err
    done = program(*given, "--note", "Der Radweg wird neu geplant.")
    assert done.code == 0, done.err
    assert "bestätigt → vorgeschlagen" in done.out
    assert "ist schon vorgeschlagen" in program(*given, "--note", "noch einmal").out
    build(built)
    for options in ((), ("--unreviewed", "--kind", "sdg-link")):
        listed = program("review", "list", *options, "--format", "csv")
        waiting = {row["claim"] for row in csv.DictReader(io.StringIO(listed.out))}
        assert str(CONFIRMED) in waiting
    assert "Grund: Der Radweg wird neu geplant." in program("review", "show", "link-cycling").out


@pytest.mark.parametrize(("lang", "word"), [("de", "Titel: "), ("en", "title: ")])
def test_the_history_calls_a_title_a_title(lang: str, word: str) -> None:
    """The property is of another ontology, so the graph has no name for it."""
    row: Row = {
        "revision": Iri(TOWN + "revision/goal-1"),
        "time": Literal("2026-12-01T09:30:00Z"),
        "reviewer": Iri(TOWN + "town"),
        "claim": Iri(TOWN + "goal-solar"),
        "property": Iri(PREFIXES["skos"] + "prefLabel"),
        "side": Literal("after"),
        "value": Literal("Sonne"),
        "value_lang": Literal("de"),
    }
    with speaking(lang):
        assert f"{word}– → Sonne (de)" in history_text([row])
        other = row | {"property": Iri("https://example.org/ns#size")}
        assert "size: – → Sonne (de)" in history_text([other])
