# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The picture of the fields: how many dependencies lead from each to each, layer by layer."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING

from zielgraph.dependencies.layers import READ, SHARED
from zielgraph.dependencies.matrix import field_matrix
from zielgraph.model.messages import LANGUAGES, message, speaking
from zielgraph.pictures.model import Dot, Line, Picture, Service, Words, same, words
from zielgraph.pictures.subjects import decimal, tie_kinds

if TYPE_CHECKING:
    from zielgraph.dependencies.layers import Tie
    from zielgraph.pictures.facts import Facts

_COMPUTED = 2
"""How many of its closest fields a field keeps in each computed sub-layer."""
_SHOWN = 12


def fields_picture(facts: Facts) -> Picture:
    """Return the uppermost fields and what leads from one to another."""
    network = facts.network
    bundles: dict[tuple[str, str, str, str], list[Tie]] = defaultdict(list)
    within = 0
    for tie in network.layer(*READ, "recorded"):
        ends = [network.statements[iri].fields for iri in (tie.source, tie.target)]
        within += bool(set(ends[0]) & set(ends[1]))
        for a, b in product(*ends):
            if a == b:
                continue
            pair = (a, b) if tie.directed else _ordered(facts, a, b)
            layer = tie.layer if tie.layer in READ else "computed"
            bundles[(*pair, layer, tie.kind)].append(tie)
    lines = [_line(facts, key, ties) for key, ties in bundles.items()]
    lines += _shared(facts)
    rank = {iri: place for place, iri in enumerate(network.fields)}
    lines.sort(key=lambda x: (rank[x.source], rank[x.target], x.layer, x.kind))
    read = [line for line in lines if line.layer != "computed"]
    return Picture(
        subject="fields",
        title=words("pictures.fields_title"),
        about=words(
            "pictures.fields_about",
            fields=len(network.fields),
            pairs=len({frozenset((line.source, line.target)) for line in read}),
        ),
        notes=(
            words("pictures.fields_note", within=within),
            words("pictures.fields_computed", most=_COMPUTED),
        ),
        dots=tuple(_dot(facts, iri) for iri in network.fields),
        lines=tuple(lines),
        groups=(),
        kinds={k: v for k, v in tie_kinds().items() if any(line.kind == k for line in lines)},
        colours=facts.colours,
        sdgs=facts.sdgs,
        layout="ring",
        hidden=("computed",),
    )


def _ordered(facts: Facts, a: str, b: str) -> tuple[str, str]:
    order = list(facts.network.fields)
    return (a, b) if order.index(a) <= order.index(b) else (b, a)


def field_title(facts: Facts, iri: str) -> Words:
    """Return the name of a field."""
    return {code: facts.networks[code].fields[iri].title for code in LANGUAGES}


def field_services(facts: Facts, iri: str) -> tuple[Service, ...]:
    """Return the SDGs that the goals and guiding aims of a field serve directly."""
    numbers = {
        service.number
        for statement in facts.network.statements.values()
        if statement.is_goal and iri in statement.fields
        for service in facts.services.get(statement.iri, ())
        if service.how == "direct"
    }
    return tuple(Service(number, "direct") for number in sorted(numbers))


def _dot(facts: Facts, iri: str) -> Dot:
    statements = [s for s in facts.network.statements.values() if s.is_goal and iri in s.fields]
    aims = sum(s.kind == "aim" for s in statements)
    notation = facts.network.fields[iri].notation
    return Dot(
        key=iri,
        kind="field",
        title=field_title(facts, iri),
        number=notation,
        summary=words("pictures.field_holds", goals=len(statements) - aims, aims=aims),
        services=field_services(facts, iri),
        inside=notation.rpartition(".")[2] or notation,
        size=16.0 + 1.1 * len(statements) ** 0.9,
    )


def _line(facts: Facts, key: tuple[str, str, str, str], ties: list[Tie]) -> Line:
    source, target, layer, kind = key
    order = facts.network.statements
    told = sorted(ties, key=lambda tie: (-tie.weight, order[tie.source].place, tie.key))
    return Line(
        source,
        target,
        layer,
        kind,
        directed=ties[0].directed,
        width=min(1.2 + 0.7 * (len(ties) - 1), 8.0),
        figure=words("pictures.ties", n=len(ties)),
        why=_listed(facts, told),
        evidence=tuple(dict.fromkeys(number for tie in told for number in tie.evidence)),
    )


def _listed(facts: Facts, ties: list[Tie]) -> Words:
    """Return which statements the ties tie, the strongest first."""
    found: Words = {}
    for code in LANGUAGES:
        named = facts.networks[code].statements
        parts = []
        for tie in ties[:_SHOWN]:
            arrow = "→" if tie.directed else "–"
            a, b = (
                named.get(iri, facts.network.statements[iri]) for iri in (tie.source, tie.target)
            )
            parts.append(f"{a.notation} {a.title} {arrow} {b.notation} {b.title}")
        more = [f"… (+{len(ties) - _SHOWN})"] if len(ties) > _SHOWN else []
        found[code] = "; ".join(parts + more)
    return found


def _shared(facts: Facts) -> list[Line]:
    """Return for each field the closest ones by what their goals share."""
    found: dict[tuple[str, str, str], Line] = {}
    order = list(facts.network.fields)
    for layer in SHARED:
        cells = field_matrix(facts.network, layer, draws=0).cells
        for iri in order:
            others = [b for b in order if b != iri and cells.get((iri, b), 0) > 0]
            others.sort(key=lambda b: (-cells[iri, b], order.index(b)))
            for b in others[:_COMPUTED]:
                a, c = _ordered(facts, iri, b)
                weight = cells[a, c]
                found[layer, a, c] = Line(
                    a,
                    c,
                    "computed",
                    layer,
                    directed=False,
                    width=min(1 + weight / 2, 8.0),
                    figure=_weight(weight),
                    why=same(""),
                )
    return list(found.values())


def _weight(value: float) -> Words:
    found: Words = {}
    for code in LANGUAGES:
        with speaking(code):
            found[code] = message("pictures.weight", weight=decimal(value))
    return found
