# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Analyses of dependencies that are lists of statements, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zielgraph.cli.answers import Answer, Value, aligned, listed, wrap
from zielgraph.cli.path import field_name, ground, verb
from zielgraph.dependencies.carriers import ROLES, without_carrier
from zielgraph.dependencies.paths import Step
from zielgraph.dependencies.reach import bearing, borne, follow
from zielgraph.model.messages import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zielgraph.dependencies.carriers import Load
    from zielgraph.dependencies.layers import Network, Tie
    from zielgraph.dependencies.naming import Place
    from zielgraph.dependencies.reach import Rest
    from zielgraph.store.base import Row


def named(network: Network, iri: str, *, field: bool = True) -> str:
    """Return number, title and field of a statement."""
    statement = network.statements[iri]
    fields = field_name(network, statement) if field else ""
    text = f"{statement.notation} {statement.title}".strip()
    if statement.kind == "measure":
        text += f" ({message('sorts.measure')})"
    return f"{text} [{fields}]" if fields else text


def more(count: int, limit: int) -> list[str]:
    """Say how many are not shown."""
    left = count - limit
    return [message("dependencies.more", count=left)] if limit and left > 0 else []


def rests_answer(
    network: Network,
    place: Place,
    found: tuple[list[Rest], list[Rest]],
    layers: Sequence[str],
    limit: int,
    width: int,
) -> Answer:
    """Return what a place rests on, and what rests on it."""
    parts: list[str] = []
    rows: list[tuple[Value, ...]] = []
    for key, rests in zip(("below", "above"), found, strict=True):
        head = message(f"rests.{key}", title=place.title, count=len(rests))
        lines = [wrap(head, width)]
        for rest in rests[: limit or None]:
            lines.append(wrap(named(network, rest.statement), width, "      ", f"  {rest.depth}. "))
            lines.append(wrap(_why(network, rest), width, "       ", "     "))
        parts.append("\n".join([*lines, *("  " + text for text in more(len(rests), limit))]))
        rows += [(key, *_rest_row(network, rest)) for rest in rests]
    columns = (
        "side", "depth", "notation", "title", "field", "from_notation", "kind", "to_notation",
        "layer", "strength", "evidence", "justification", "statement", "dependency",
    )  # fmt: skip
    notes = [
        message("rests.note"),
        message("dependencies.layers", layers=listed([message(f"layers.{x}") for x in layers])),
    ]
    title = message("rests.title", title=place.title, sort=message(f"sorts.{place.sort}"))
    return Answer(title, "\n\n".join(parts), columns, rows, notes)


def _why(network: Network, rest: Rest) -> str:
    """Return the dependency as a sentence, with its reason."""
    tie = rest.tie
    ends = [network.statements[iri] for iri in (tie.source, tie.target)]
    first, last = (end.notation or end.title for end in ends)
    how = verb(Step(tie, forward=True))
    return f"{first} {how} {last} ({ground(tie)}). {tie.justification}"


def _rest_row(network: Network, rest: Rest) -> tuple[Value, ...]:
    statement, tie = network.statements[rest.statement], rest.tie
    return (
        rest.depth, statement.notation, statement.title, field_name(network, statement),
        network.statements[tie.source].notation, tie.kind, network.statements[tie.target].notation,
        tie.layer, tie.weight, " ".join(tie.evidence), tie.justification, statement.iri, tie.key,
    )  # fmt: skip


def conflicts_answer(network: Network, trade_offs: Sequence[Row], limit: int, width: int) -> Answer:
    """Return conflicts between statements, shared resources, and trade-offs about SDG targets."""
    parts: list[str] = []
    rows: list[tuple[Value, ...]] = []
    for kind, key in (("conflicts", "between"), ("sharesResource", "resources")):
        ties = sorted(
            (tie for tie in network.layer("stated", "judged") if tie.kind == kind),
            key=lambda t: (-t.weight, network.statements[t.source].place),
        )
        lines = [message(f"conflicts.{key}", count=len(ties))]
        for tie in ties[: limit or None]:
            lines.append(wrap(named(network, tie.source), width, "    ", "  • "))
            how = verb(Step(tie, forward=True))
            lines.append(wrap(f"{how} {named(network, tie.target)}", width, "    "))
            lines.append(wrap(f"({ground(tie)}) {tie.justification}", width, "      "))
        parts.append("\n".join([*lines, *("  " + text for text in more(len(ties), limit))]))
        rows += [_conflict_row(network, tie) for tie in ties]
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in trade_offs:
        groups.setdefault((str(row["statement"]), str(row["item"])), []).append(row)
    ordered = sorted(groups.items(), key=lambda g: (network.statements[g[0][0]].place, g[0][1]))
    lines = [message("conflicts.sdgs", count=len(groups))]
    for (iri, _), found in ordered[: limit or None]:
        lines += _trade_off(network, iri, found, width)
    for (iri, _), found in ordered:
        rows += [_trade_off_row(network, iri, row) for row in found]
    parts.append("\n".join([*lines, *("  " + text for text in more(len(groups), limit))]))
    columns = (
        "what", "notation", "title", "field", "other_notation", "other_title", "other_field",
        "sdg_item", "sdg_title", "strength", "basis", "evidence", "justification",
    )  # fmt: skip
    notes = [message("conflicts.note")]
    return Answer(message("conflicts.title"), "\n\n".join(parts), columns, rows, notes)


def _trade_off(network: Network, iri: str, found: Sequence[Row], width: int) -> list[str]:
    first = found[0]
    target = f"{first['item_notation']} {first['item_title']}"
    lines = [wrap(named(network, iri), width, "    ", "  • ")]
    lines.append(wrap(message("conflicts.against", target=target), width, "    "))
    basis = message(f"basis.{first['basis']}")
    lines.append(wrap(f"({basis}) {first['justification']}", width, "      "))
    order = sorted({str(r["supporter"]) for r in found}, key=lambda i: network.statements[i].place)
    names = [network.statements[i].notation or network.statements[i].title for i in order]
    text = message("conflicts.served_by", count=len(names), names=", ".join(names))
    lines.append(wrap(text, width, "      "))
    return lines


def _conflict_row(network: Network, tie: Tie) -> tuple[Value, ...]:
    first, last = network.statements[tie.source], network.statements[tie.target]
    return (
        tie.kind, first.notation, first.title, field_name(network, first),
        last.notation, last.title, field_name(network, last), None, None,
        tie.weight, tie.layer, " ".join(tie.evidence), tie.justification,
    )  # fmt: skip


def _trade_off_row(network: Network, iri: str, row: Row) -> tuple[Value, ...]:
    first, last = network.statements[iri], network.statements[str(row["supporter"])]
    return (
        "sdg", first.notation, first.title, field_name(network, first),
        last.notation, last.title, field_name(network, last),
        str(row["item_notation"]), str(row["item_title"]),
        None, str(row["basis"]), None, str(row["justification"]),
    )  # fmt: skip


def actors_answer(network: Network, found: Sequence[Load], limit: int, width: int) -> Answer:
    """Return the load of all actors."""
    keys = ("label", "carried", "stated", "fields", "alone", "only_named")
    heads = [message(f"actors.{key}") for key in keys]
    lines = [
        [
            load.label,
            str(len(load.carried)),
            str(len(load.stated)),
            str(len(_fields(network, load))),
            str(len(load.alone)),
            str(len(load.only_named)),
        ]
        for load in found
        if load.carried
    ]
    body = aligned(heads, lines[: limit or None], width)
    if rest := more(len(lines), limit):
        body += "\n".join(rest) + "\n"
    rows: list[tuple[Value, ...]] = [
        (
            load.label, len(load.carried), len(load.stated), len(load.carried) - len(load.stated),
            *(len(load.roles[role]) for role in ROLES), len(_fields(network, load)),
            len(load.alone), len(load.only_named), load.actor,
        )
        for load in found
    ]  # fmt: skip
    columns = (
        "label",
        "carried",
        "stated",
        "judged",
        *ROLES,
        "fields",
        "alone",
        "only_named",
        "actor",
    )
    goals = [s for s in network.statements.values() if s.is_goal]
    nobody = without_carrier(network, list(found))
    alone = sum(len(load.alone) for load in found)
    notes = [
        message("actors.summary", goals=len(goals), alone=alone, nobody=len(nobody)),
        message("actors.note"),
    ]
    return Answer(message("actors.title"), body, columns, rows, notes)


def actor_answer(network: Network, load: Load, limit: int, width: int) -> Answer:
    """Return what would be missing without one actor."""
    ways = borne(bearing(network))
    shared = load.carried - load.alone - load.only_named
    parts = []
    rows: list[tuple[Value, ...]] = []
    for key, those in (("alone", load.alone), ("only_named", load.only_named), ("shared", shared)):
        ordered = sorted(those, key=lambda iri: network.statements[iri].place)
        head = message(f"actor.{key}", actor=load.label, count=len(ordered))
        lines = [wrap(head, width)]
        for iri in ordered[: limit or None]:
            text = f"{named(network, iri)} – {_role(load, iri)}"
            lines.append(wrap(text, width, "    ", "  • "))
        parts.append("\n".join([*lines, *("  " + text for text in more(len(ordered), limit))]))
        for iri in ordered:
            statement = network.statements[iri]
            rows.append(
                (
                    key, statement.notation, statement.title, field_name(network, statement),
                    " ".join(role for role in ROLES if iri in load.roles[role]),
                    "stated" if iri in load.stated else "judged",
                    len(follow(network, ways, [iri])), iri,
                )
            )  # fmt: skip
    further = len(follow(network, ways, load.alone))
    notes = [message("actor.further", count=further), message("actors.note")]
    columns = ("what", "notation", "title", "field", "roles", "basis", "resting_on_it", "statement")
    title = message("actor.title", actor=load.label, count=len(load.carried))
    return Answer(title, "\n\n".join(parts), columns, rows, notes)


def _role(load: Load, iri: str) -> str:
    roles = [message(f"roles.{role}") for role in ROLES if iri in load.roles[role]]
    basis = message("basis.stated" if iri in load.stated else "basis.judged")
    return f"{listed(roles)}, {basis}"


def _fields(network: Network, load: Load) -> set[str]:
    return {field for iri in load.carried for field in network.statements[iri].fields}
