# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Figures counted once more, from the Turtle in plain Python: no rule, query or store helps."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pytest
import rdflib

from conftest import ROOT
from zielgraph import open_graph

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.graph import StrategyGraph

ZG = "https://w3id.org/zielgraph/ontology#"
SDG = "http://metadata.un.org/sdg/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
COUNTED = {ZG + "accepted", ZG + "confirmed"}


class Facts:
    """What the files say of each subject, nothing inferred."""

    def __init__(self) -> None:
        """Read every file of ``data/``."""
        self.said: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(
            lambda: defaultdict(set)
        )
        for path in (ROOT / "data").rglob("*.ttl"):
            for subject, predicate, thing in rdflib.Graph().parse(path):
                self.said[str(subject)][str(predicate)].add(str(thing))

    def all(self, subject: str, name: str) -> set[str]:
        """Return all that a property says of ``subject``."""
        return self.said[subject][ZG + name] if subject in self.said else set()

    def one(self, subject: str, name: str) -> str:
        """Return the one thing that a property says, or nothing."""
        return next(iter(self.all(subject, name)), "")

    def of(self, kind: str) -> list[str]:
        """Return everything of a kind; a commitment is a goal."""
        kinds = {ZG + kind, *([ZG + "Commitment"] if kind == "Goal" else [])}
        return [subject for subject in self.said if kinds & self.said[subject][TYPE]]

    def claims(self, kind: str) -> list[str]:
        """Return the claims of a kind that are accepted or confirmed."""
        return [claim for claim in self.of(kind) if self.one(claim, "status") in COUNTED]

    def top(self, statement: str) -> str:
        """Return the field of a statement that is no part of another, or nothing."""
        field = self.one(statement, "inField")
        while above := self.one(field, "subFieldOf"):
            field = above
        return field


@pytest.fixture(scope="module")
def facts() -> Facts:
    return Facts()


@pytest.fixture(scope="module")
def graph(real_project: Path) -> StrategyGraph:
    return open_graph(real_project)


def best(facts: Facts) -> dict[tuple[str, str], set[str]]:
    """Return the directness of supporting links, by statement and what they support."""
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for link in facts.claims("SdgLink"):
        if facts.one(link, "polarity") == ZG + "supports":
            key = (facts.one(link, "statement"), facts.one(link, "sdgItem"))
            found[key].add(facts.one(link, "directness").removeprefix(ZG))
    return found


def number(item: str) -> str:
    return item.removeprefix(SDG).partition(".")[0]


def test_fields_and_sdgs(facts: Facts, graph: StrategyGraph) -> None:
    """Goals and guiding aims of each field with a direct, or only an indirect link to each SDG."""
    counted = set(facts.of("Goal")) | set(facts.of("GuidingAim"))
    steps: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for (statement, item), directness in best(facts).items():
        if statement in counted:
            steps[statement, number(item)] |= directness
    expected: Counter[tuple[str, int, str]] = Counter()
    for (statement, sdg), directness in steps.items():
        step = "direct" if "direct" in directness else "indirect"
        if facts.top(statement):  # a goal without a field is in no row
            expected[facts.top(statement), int(sdg), step] += 1
    matrix = graph.coverage(by="field")
    told: Counter[tuple[str, int, str]] = Counter()
    for row in matrix.rows:
        for column, cell in row.cells.items():
            told[str(row.iri), int(column), "direct"] += cell.direct
            told[str(row.iri), int(column), "indirect"] += cell.indirect
    assert +told == +expected
    assert sum(expected.values()) > 100


def test_states_of_targets(facts: Facts, graph: StrategyGraph) -> None:
    """Every target is served directly, indirectly only, a gap, or outside the remit."""
    steps: defaultdict[str, set[str]] = defaultdict(set)
    for (_, item), directness in best(facts).items():
        steps[item] |= directness
    outside = {
        facts.one(judgement, "sdgItem")
        for judgement in facts.claims("RemitJudgement")
        if facts.one(judgement, "remit") == ZG + "outsideRemit"
    }
    told = {str(row["target"]): str(row["state"]) for row in graph.query("coverage-targets")}
    expected = {}
    for target in told:
        item = SDG + target
        state = "outside" if item in outside else "gap"
        state = "indirect" if "indirect" in steps[item] else state
        expected[target] = "direct" if "direct" in steps[item] else state
    assert len(told) == 169
    assert told == expected


def test_quality_of_goals(facts: Facts, graph: StrategyGraph) -> None:
    """Measures, milestones, indicators and direct links of each goal."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for measure in facts.of("Measure"):
        for goal in facts.all(measure, "implements"):
            counts[goal]["measures"] += 1
    for milestone in facts.of("Milestone"):
        for goal in facts.all(milestone, "milestoneOf"):
            counts[goal]["milestones"] += 1
    for link in facts.claims("IndicatorLink"):
        counts[facts.one(link, "measures")]["indicators"] += 1
    for (statement, _), directness in best(facts).items():
        counts[statement]["direct"] += "direct" in directness
    rows = graph.query("goal-quality")
    assert len(rows) == len(facts.of("Goal"))
    for row in rows:
        names = ("measures", "milestones", "indicators", "direct")
        assert {name: int(str(row[name])) for name in names} == {
            name: counts[str(row["goal"])][name] for name in names
        }, row["goal"]
