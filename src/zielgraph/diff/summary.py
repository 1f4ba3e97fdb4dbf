# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The summary of a comparison: a few sentences that its figures make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zielgraph.diff.differences import Things
from zielgraph.model.messages import message, number

if TYPE_CHECKING:
    from zielgraph.diff.compare import Comparison

STATEMENTS = ("principle", "aim", "goal", "measure")
"""What the ontology calls a statement; fields and milestones are none."""

_COVERAGE = ("gained", "lost", "stronger", "weaker", "remit")


def sentences(comparison: Comparison) -> list[str]:
    """Say in words what changed, and at the end what did not."""
    parts = {
        "statements": _sum_statements(comparison),
        "links": _sum_claims(comparison, "link", "diff.sum_links"),
        "targets": _sum_targets(comparison),
        "conflicts": _sum_conflicts(comparison),
        "indicatorlinks": _sum_claims(comparison, "indicatorlink", "diff.sum_indicatorlinks"),
        "values": _sum_values(comparison),
    }
    if comparison.between_versions:  # both have the same ones
        del parts["values"]
    said = [sentence for sentence in parts.values() if sentence]
    same = [message(f"diffsame.{part}") for part, sentence in parts.items() if not sentence]
    inferred = comparison.before.inferred, comparison.after.inferred
    if same:
        said.append(message("diff.sum_same", parts=", ".join(same)))
    if comparison.triples.added or comparison.triples.removed or inferred[0] != inferred[1]:
        said.append(
            message(
                "diff.sum_triples",
                added=number(len(comparison.triples.added)),
                removed=number(len(comparison.triples.removed)),
                before=number(inferred[0]),
                after=number(inferred[1]),
            )
        )
    return said + remarks(comparison)


def remarks(comparison: Comparison) -> list[str]:
    """Say what was not compared."""
    left_out = comparison.values.left_out
    return [message("diff.note_values", count=left_out)] if left_out else []


def _sum_statements(comparison: Comparison) -> str:
    kinds = [comparison.statements.get(kind, Things()) for kind in STATEMENTS]
    paper = list(comparison.statements.values())
    if not any(things.differs() for things in paper):
        return ""
    if not comparison.between_versions:
        return message(
            "diff.sum_statements",
            changes=_clauses(
                added=sum(len(things.added) for things in paper),
                removed=sum(len(things.removed) for things in paper),
                reworded=sum(things.count("reworded") for things in paper),
                moved=sum(things.count("moved") for things in paper),
                changed=sum(things.count("changed") for things in paper),
            ),
        )
    old, new = comparison.living_on()
    gone = [thing.iri for things in kinds for thing in things.removed]
    come = [thing.iri for things in kinds for thing in things.added]
    before = sum(things.before for things in kinds)
    return message(
        "diff.sum_versions",
        before=before,
        after=sum(things.after for things in kinds),
        same=before - len(gone),
        lives=sum(iri in old for iri in gone),
        gone=sum(iri not in old for iri in gone),
        roots=sum(iri in new for iri in come),
        new=sum(iri not in new for iri in come),
    )


def _sum_values(comparison: Comparison) -> str:
    differing = comparison.values.differing().values()
    if not differing:
        return ""
    every = comparison.values.indicators.values()
    return message(
        "diff.sum_values",
        before=number(sum(values.before for values in every)),
        after=number(sum(values.after for values in every)),
        indicators=len(differing),
        changes=_clauses(
            added=sum(len(values.added) for values in differing),
            removed=sum(len(values.removed) for values in differing),
            altered=sum(len(values.altered) for values in differing),
        ),
    )


def _sum_claims(comparison: Comparison, kind: str, key: str) -> str:
    links = comparison.claims.get(kind, Things())
    if not links.differs():
        return ""
    return message(
        key,
        before=links.before,
        after=links.after,
        changes=_clauses(
            added=len(links.added), removed=len(links.removed), altered=len(links.altered)
        ),
    )


def _sum_targets(comparison: Comparison) -> str:
    targets = [pair for pair in comparison.coverage if "." in pair.number]
    changes = [pair.change for pair in targets]
    if set(changes) <= {"same", "counts"}:
        return ""
    return message(
        "diff.sum_targets",
        before=sum(bool(pair.before.counted) for pair in targets),
        after=sum(bool(pair.after.counted) for pair in targets),
        all=len(targets),
        changes=_clauses(**{name: changes.count(name) for name in _COVERAGE}),
    )


def _sum_conflicts(comparison: Comparison) -> str:
    goals = [pair for pair in comparison.coverage if "." not in pair.number]
    if all(pair.before.conflicts == pair.after.conflicts for pair in goals):
        return ""
    return message(
        "diff.sum_conflicts",
        before=sum(len(pair.before.conflicts) for pair in goals),
        after=sum(len(pair.after.conflicts) for pair in goals),
    )


def _clauses(**counts: int) -> str:
    """Return what there is of each kind of change; what there is none of is not mentioned."""
    return ", ".join(
        message(f"diffcount.{name}", count=number(count)) for name, count in counts.items() if count
    )
