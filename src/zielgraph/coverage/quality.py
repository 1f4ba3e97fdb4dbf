# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What each goal has and what it lacks: six things that make a goal easier to carry out.

This is no grade. It says what is recorded, not how good a goal is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from zielgraph.coverage.shares import Share
from zielgraph.coverage.views import text, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zielgraph.coverage.views import Coverage

Aspect: TypeAlias = Literal["measure", "responsible", "milestone", "indicator", "direct", "comment"]
"""The six things; ``comment`` is met where no comment is open."""

ASPECTS: tuple[Aspect, ...] = get_args(Aspect)

SETTLED = frozenset({"stated", "confirmed"})
"""Responsibilities that count: the paper names the body, or the body has confirmed it."""


@dataclass(frozen=True, slots=True)
class GoalQuality:
    """One goal with what is recorded for it.

    :param field: number of the uppermost field; ``label`` and ``iri`` belong to it too.
    :param responsible: best known responsibility: ``confirmed``, ``stated``, ``judged``,
        ``unverified``, ``proposed``, or empty.
    :param direct: SDGs and targets that it serves directly by accepted or confirmed links.
    :param comments: open comments on its passages.
    """

    iri: str
    notation: str
    title: str
    field: str
    field_label: str
    field_iri: str
    measures: int
    responsible: str
    milestones: int
    indicators: int
    direct: int
    comments: int

    def has(self, aspect: Aspect) -> bool:
        """Tell whether the goal meets one of the six aspects."""
        met: dict[Aspect, bool] = {
            "measure": self.measures > 0,
            "responsible": self.responsible in SETTLED,
            "milestone": self.milestones > 0,
            "indicator": self.indicators > 0,
            "direct": self.direct > 0,
            "comment": self.comments == 0,
        }
        return met[aspect]

    @property
    def met(self) -> int:
        """Return how many of the six aspects the goal meets."""
        return sum(self.has(aspect) for aspect in ASPECTS)


@dataclass(frozen=True, slots=True)
class FieldQuality:
    """The goals of a field: how many of them meet each aspect."""

    iri: str
    notation: str
    label: str
    goals: int
    met: dict[Aspect, Share]


def goal_quality(coverage: Coverage) -> list[GoalQuality]:
    """Return all goals, commitments included, in the order of the paper."""
    return [
        GoalQuality(
            text(row, "goal"),
            text(row, "notation"),
            text(row, "title"),
            text(row, "field"),
            text(row, "field_label"),
            text(row, "field_iri"),
            whole(row, "measures"),
            text(row, "responsible"),
            *(whole(row, n) for n in ("milestones", "indicators", "direct", "comments")),
        )
        for row in coverage.ask("goal-quality")
    ]


def by_need(goals: Sequence[GoalQuality]) -> list[GoalQuality]:
    """Return the goals that lack most first; equal ones in the order given."""
    return sorted(goals, key=lambda goal: goal.met)


def by_field(goals: Sequence[GoalQuality]) -> list[FieldQuality]:
    """Return how many goals of each field meet each aspect, fields in the order of the goals."""
    fields: dict[str, list[GoalQuality]] = {}
    for goal in goals:
        fields.setdefault(goal.field_iri, []).append(goal)
    return [
        FieldQuality(
            iri,
            found[0].field,
            found[0].field_label,
            len(found),
            {a: Share(sum(g.has(a) for g in found), len(found), "goals") for a in ASPECTS},
        )
        for iri, found in fields.items()
    ]
