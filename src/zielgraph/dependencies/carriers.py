# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Who carries the goals: load, and single points of failure.

An actor carries a goal or guiding aim that it is responsible for or contributes to. It carries it
**alone** if no other actor does, by whatever basis; it is the **only one named** if the paper
names it as the only carrier, although a judgement adds others. Rejected involvements are not
there at all.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zielgraph.queries.library import load_query, run_select

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.dependencies.layers import Network
    from zielgraph.store.base import GraphStore

ROLES = ("responsible", "contributing", "addressed", "funding")
CARRYING = frozenset({"responsible", "contributing"})


@dataclass(slots=True)
class Load:
    """What hangs on one actor; each set holds IRIs of statements.

    :param roles: statements by role.
    :param carried: those that it carries.
    :param stated: those of them where the paper says so; the others are judged.
    :param alone: those that nobody else carries.
    :param only_named: those where the paper names no other carrier, but a judgement does.
    """

    actor: str
    label: str
    roles: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    carried: set[str] = field(default_factory=set)
    stated: set[str] = field(default_factory=set)
    alone: set[str] = field(default_factory=set)
    only_named: set[str] = field(default_factory=set)


def loads(queries: Path, store: GraphStore) -> list[Load]:
    """Return the load of every involved actor, the heaviest first; labels in the language now."""
    found: dict[str, Load] = {}
    carriers: dict[str, set[str]] = defaultdict(set)
    named: dict[str, set[str]] = defaultdict(set)
    for row in run_select(store, load_query(queries, "actor-roles")):
        statement, actor, role = (str(row[name]) for name in ("statement", "actor", "role"))
        load = found.setdefault(actor, Load(actor, str(row["label"])))
        load.roles[role].add(statement)
        if role in CARRYING:
            load.carried.add(statement)
            carriers[statement].add(actor)
            if str(row["basis"]) == "stated":
                load.stated.add(statement)
                named[statement].add(actor)
    for load in found.values():
        load.alone = {s for s in load.carried if carriers[s] == {load.actor}}
        load.only_named = {s for s in load.stated - load.alone if named[s] == {load.actor}}
    return sorted(found.values(), key=lambda x: (-len(x.carried), -len(x.alone), x.label, x.actor))


def without_carrier(network: Network, found: list[Load]) -> list[str]:
    """Return the goals and guiding aims that nobody carries, in the order of the paper."""
    carried = {statement for load in found for statement in load.carried}
    return [s.iri for s in network.statements.values() if s.is_goal and s.iri not in carried]
