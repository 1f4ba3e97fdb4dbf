# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The picture of the paths from place to place, in columns from left to right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zielgraph.dependencies.paths import stages
from zielgraph.model.messages import LANGUAGES
from zielgraph.pictures.model import Group, Picture, words
from zielgraph.pictures.subjects import tie_kinds, tie_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zielgraph.dependencies.naming import Place
    from zielgraph.dependencies.paths import Paths
    from zielgraph.pictures.facts import Facts
    from zielgraph.pictures.model import Dot


def path_picture(facts: Facts, places: Sequence[Place], found: Paths) -> Picture:
    """Return the paths that were found, each statement once.

    :param places: what the paths go through; each has a column, and so has what lies between.
    """
    column: dict[str, int] = {}
    for way in found.paths:
        for iri, stage in stages(way, places):
            column[iri] = min(stage, column.get(iri, stage))
    lines = tie_lines(
        facts,
        [(s.tie.key, s.tie.source, s.tie.target) for way in found.paths for s in way.steps],
    )
    used = sorted(set(column.values()))
    order = {iri: statement.place for iri, statement in facts.network.statements.items()}
    return Picture(
        subject="path",
        title={
            code: words("pictures.path_title", places=_names(places, code))[code]
            for code in LANGUAGES
        },
        about=words("pictures.path_about", shown=len(found.paths), count=found.count),
        notes=(words("pictures.path_note"),),
        dots=tuple(
            _dot(facts, iri, column[iri]) for iri in sorted(column, key=lambda iri: order[iri])
        ),
        lines=tuple(lines),
        groups=tuple(_group(places, stage) for stage in used),
        kinds={k: v for k, v in tie_kinds().items() if any(line.kind == k for line in lines)},
        colours=facts.colours,
        sdgs=facts.sdgs,
        layout="steps",
    )


def _names(places: Sequence[Place], code: str) -> str:
    return " – ".join(place.names[code] for place in places)


def _group(places: Sequence[Place], stage: int) -> Group:
    if stage % 2:
        return Group(str(stage), words("pictures.between"))
    return Group(str(stage), dict(places[stage // 2].names), places[stage // 2].notation)


def _dot(facts: Facts, iri: str, stage: int) -> Dot:
    return replace(facts.dot(facts.network.statements[iri]), groups=(str(stage),), size=15.0)
