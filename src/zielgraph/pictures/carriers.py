# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The picture of the actors and the goals that they carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zielgraph.dependencies.carriers import ROLES, loads
from zielgraph.model.messages import LANGUAGES, speaking
from zielgraph.pictures.facts import LOOSE, text
from zielgraph.pictures.model import Dot, Group, Kind, Line, Picture, Words, same, words
from zielgraph.queries.library import load_query, run_select

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.dependencies.carriers import Load
    from zielgraph.pictures.facts import Facts
    from zielgraph.store.base import GraphStore, Row

_LOOK = {
    "responsible": (1, "arrow"),
    "contributing": (2, ""),
    "addressed": (4, "bar"),
    "funding": (5, "circle"),
}


def actors_picture(
    facts: Facts, queries: Path, store: GraphStore, only: str | None = None
) -> Picture:
    """Return the actors in the middle and the goals around, by field.

    :param only: IRI of the one actor to show; all if ``None``.
    """
    names: dict[str, Words] = {}
    told: list[Row] = []
    for code in LANGUAGES:
        with speaking(code):
            found = run_select(store, load_query(queries, "actor-roles"))
        for row in found:
            names.setdefault(text(row, "actor"), {})[code] = text(row, "label")
        told = told or found
    carried = {load.actor: load for load in loads(queries, store)}
    statements = facts.network.statements
    lines = {}
    for row in told:
        actor, statement, role = (text(row, name) for name in ("actor", "statement", "role"))
        if statement not in statements or only not in {None, actor} or role not in ROLES:
            continue
        basis = text(row, "basis")
        alone = statement in carried[actor].alone
        key = (actor, statement, role)
        if key in lines and basis != "stated":
            continue
        lines[key] = Line(
            actor,
            statement,
            basis if basis in {"stated", "computed"} else "judged",
            role,
            width=3.0 if alone else 1.3,
            figure=words("pictures.alone") if alone else same(""),
            evidence=facts.passages.get(statement, ()) if basis == "stated" else (),
        )
    shown = list(dict.fromkeys(actor for actor, _, _ in lines))
    shown.sort(key=lambda actor: (-len(carried[actor].carried), actor))
    tied = {line.target for line in lines.values()}
    goals = [s for s in statements.values() if s.iri in tied]
    loose = Group("", words("pictures.actor"))
    return Picture(
        subject="actors",
        title=_title(names, only),
        about=words(
            "pictures.actors_about",
            actors=len(shown),
            goals=len(goals),
            alone=len({s for actor in shown for s in carried[actor].alone}),
        ),
        notes=(words("pictures.actors_note" if only is None else "pictures.actor_note"),),
        dots=(
            *(facts.dot(statement, LOOSE) for statement in goals),
            *(_dot(carried[actor], names[actor]) for actor in shown),
        ),
        lines=tuple(lines[key] for key in sorted(lines, key=lambda k: (shown.index(k[0]), k[1:]))),
        groups=(*facts.groups(), Group(LOOSE, words("pictures.loose")), *([loose] if only else [])),
        kinds={
            role: Kind(
                words(f"roles.{role}"),
                words(f"pictures.{role}_forward"),
                words(f"pictures.{role}_backward"),
                *_LOOK[role],
            )
            for role in ROLES
            if any(line.kind == role for line in lines.values())
        },
        colours=facts.colours,
        sdgs=facts.sdgs,
        layout="fields" if only else "between",
    )


def _title(names: dict[str, Words], only: str | None) -> Words:
    if only is None:
        return words("pictures.actors_title")
    name = names.get(only, same(""))
    return {
        code: words("pictures.actor_title", name=name.get(code, ""))[code] for code in LANGUAGES
    }


def _dot(load: Load, name: Words) -> Dot:
    return Dot(
        key=load.actor,
        kind="actor",
        title={code: name.get(code, load.label) for code in LANGUAGES},
        summary=words("pictures.load", n=len(load.carried), alone=len(load.alone)),
        groups=("",),
        size=8.0 + 2.6 * len(load.carried) ** 0.5,
    )
