# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Dependencies in three layers that are never mixed silently.

- **stated**: the paper itself says it;
- **judged**: a reader concluded it (what is not verified yet counts here as well);
- **computed**: two goals share an SDG target, an actor or a topic; these are the sub-layers
  ``target``, ``actor`` and ``topic``. A dependency of the data whose basis is ``computed`` is in
  the sub-layer ``recorded``.

A shared thing counts the less the more share it: among *k* goals that have it, each pair
gets *1 / (k − 1)*, so that each goal gives the thing the weight 1 in all, and a pair has the
sum over what it shares. This is Newman's weighting of collaborations (Newman 2001, Physical
Review E 64, 016132, doi:10.1103/PhysRevE.64.016132).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from zielgraph.model.errors import DependencyError
from zielgraph.queries.library import load_query, run_select

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import networkx

    from zielgraph.store.base import GraphStore, Row

READ = ("stated", "judged")
"""Layers that somebody read out of the paper; their ties have a direction and a strength."""
SHARED = ("target", "actor", "topic")
"""Sub-layers of what goals share; their ties have no direction."""
COMPUTED = (*SHARED, "recorded")
LAYERS: dict[str, tuple[str, ...]] = {
    "stated": ("stated",),
    "judged": ("judged",),
    "computed": COMPUTED,
    "target": ("target",),
    "actor": ("actor",),
    "topic": ("topic",),
}
"""What a person may ask for, and the layers that it comprises."""

SYMMETRIC = frozenset({"conflicts", "sharesResource", "shares"})
"""Kinds that say the same of both ends."""


@dataclass(frozen=True, slots=True)
class Field:
    """An uppermost field: IRI, number in the paper, name."""

    iri: str
    notation: str
    title: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A goal, guiding aim, principle or measure.

    :param kind: ``goal``, ``commitment``, ``aim``, ``principle`` or ``measure``.
    :param fields: IRIs of its uppermost fields, in the order of the paper; a principle has
        none, a measure may have several.
    :param place: its place in the order of the papers, from 0.
    """

    iri: str
    kind: str
    notation: str
    title: str
    fields: tuple[str, ...]
    place: int

    @property
    def is_goal(self) -> bool:
        """Whether it is a goal, commitments included, or a guiding aim."""
        return self.kind in {"goal", "commitment", "aim"}


@dataclass(frozen=True, slots=True)
class Tie:
    """One dependency, or what two goals share in one sub-layer.

    :param key: the dependency's IRI, or the sub-layer's name.
    :param layer: ``stated``, ``judged``, or a sub-layer of what is computed.
    :param kind: ``supports``, ``requires``, ``conflicts``, ``sharesResource``, or ``shares``.
    :param weight: strength 1 to 3 where it was read, Newman's weight where it was computed.
    :param evidence: numbers of the passages.
    :param shared: what the ends share, in words.
    """

    key: str
    layer: str
    kind: str
    source: str
    target: str
    weight: float
    evidence: tuple[str, ...] = ()
    justification: str = ""
    shared: tuple[str, ...] = ()

    @property
    def directed(self) -> bool:
        """Whether it matters which end is the first."""
        return self.kind not in SYMMETRIC


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that goals may share.

    :param layer: ``target``, ``actor`` or ``topic``.
    :param basis: how it is known that the statement has it; empty for a topic.
    """

    statement: str
    layer: str
    thing: str
    label: str
    basis: str


@dataclass(frozen=True, slots=True)
class Network:
    """Statements and what ties them together, by layer.

    :param fields: by IRI, in the order of the paper.
    :param statements: by IRI, in the order of the paper.
    """

    fields: Mapping[str, Field]
    statements: Mapping[str, Statement]
    ties: tuple[Tie, ...]
    features: tuple[Feature, ...]

    def layer(self, *names: str) -> list[Tie]:
        """Return the ties of these layers, in a fixed order."""
        return [tie for tie in self.ties if tie.layer in names]

    def graph(self, *names: str) -> networkx.MultiDiGraph[str]:
        """Return statements and the ties of these layers for networkx.

        Nodes have ``title``, ``notation``, ``kind``, ``field`` (number), ``field_title`` and
        ``fields`` (IRIs); all goals and guiding aims are there, other statements if they are tied.
        Edges have ``layer``, ``kind``, ``weight``, ``directed``, ``evidence`` (numbers of
        passages), ``justification`` and ``shared``. A tie without direction is one edge, from
        the statement that comes first in the paper.
        """
        import networkx  # noqa: PLC0415 - half a second, only needed here

        graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
        ties = self.layer(*names)
        tied = {end for tie in ties for end in (tie.source, tie.target)}
        for statement in self.statements.values():
            if not statement.is_goal and statement.iri not in tied:
                continue
            field = self.fields[statement.fields[0]] if statement.fields else Field("", "", "")
            graph.add_node(
                statement.iri,
                title=statement.title,
                notation=statement.notation,
                kind=statement.kind,
                field=field.notation,
                field_title=field.title,
                fields=statement.fields,
            )
        for tie in ties:
            graph.add_edge(
                tie.source,
                tie.target,
                key=tie.key,
                layer=tie.layer,
                kind=tie.kind,
                weight=tie.weight,
                directed=tie.directed,
                evidence=tie.evidence,
                justification=tie.justification,
                shared=tie.shared,
            )
        return graph


def comprised(names: Iterable[str]) -> tuple[str, ...]:
    """Return the layers that the names comprise, each once, in a fixed order.

    :raises DependencyError: if a name is none of :data:`LAYERS`.

    >>> comprised(["computed", "stated"])
    ('stated', 'target', 'actor', 'topic', 'recorded')
    """
    wanted: set[str] = set()
    for name in names:
        if name not in LAYERS:
            raise DependencyError("dependencies.layer", name=name, known=", ".join(LAYERS))
        wanted.update(LAYERS[name])
    return tuple(layer for layer in (*READ, *COMPUTED) if layer in wanted)


def load_network(queries: Path, store: GraphStore) -> Network:
    """Read statements, dependencies and shared things; labels in the language of the moment.

    :param queries: folder of the query library.
    """
    fields, statements = _statements(
        run_select(store, load_query(queries, "dependency-statements"))
    )
    features = tuple(
        Feature(
            str(row["statement"]),
            str(row["feature"]),
            str(row["thing"]),
            " ".join(_text(row[name]) for name in ("number", "label") if row[name] is not None),
            _text(row["basis"]),
        )
        for row in run_select(store, load_query(queries, "shared-features"))
        if str(row["statement"]) in statements
    )
    rows = run_select(store, load_query(queries, "dependency-steps"))
    read = [tie for tie in map(_tie, rows) if {tie.source, tie.target} <= statements.keys()]
    order = {iri: statement.place for iri, statement in statements.items()}
    shared = [tie for layer in SHARED for tie in shared_ties(features, layer, order)]
    ranks = {layer: rank for rank, layer in enumerate((*READ, *COMPUTED))}
    ties = sorted(
        [*read, *shared],
        key=lambda t: (ranks[t.layer], order[t.source], order[t.target], t.kind, t.key),
    )
    return Network(fields, statements, tuple(ties), features)


def shared_ties(
    features: Iterable[Feature], layer: str, order: Mapping[str, int] | None = None
) -> list[Tie]:
    """Return a tie for each pair of statements that share something of ``layer``.

    The weight is the sum of *1 / (k − 1)* over what they share (Newman 2001, see above).

    :param order: place of each statement; the ends of a tie come in this order.

    >>> has = [Feature(goal, "topic", "t", "Verkehr", "") for goal in "abc"]
    >>> [(tie.source, tie.target, tie.weight) for tie in shared_ties(has, "topic")]
    [('a', 'b', 0.5), ('a', 'c', 0.5), ('b', 'c', 0.5)]
    """
    places = order or {}
    holders: dict[str, set[str]] = defaultdict(set)
    labels: dict[str, str] = {}
    for feature in features:
        if feature.layer == layer:
            holders[feature.thing].add(feature.statement)
            labels[feature.thing] = feature.label
    weights: dict[tuple[str, str], float] = defaultdict(float)
    common: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for thing in sorted(holders):
        together = sorted(holders[thing], key=lambda iri: (places.get(iri, 0), iri))
        for pair in combinations(together, 2):
            weights[pair] += 1 / (len(together) - 1)
            common[pair].append((len(together), labels[thing]))
    return [
        Tie(
            key=layer,
            layer=layer,
            kind="shares",
            source=pair[0],
            target=pair[1],
            weight=round(weight, 9),
            shared=tuple(label for _, label in sorted(common[pair])),
        )
        for pair, weight in sorted(weights.items())
    ]


def _statements(rows: Iterable[Row]) -> tuple[dict[str, Field], dict[str, Statement]]:
    fields: dict[str, Field] = {}
    positions: dict[str, int] = {}
    statements: dict[str, Statement] = {}
    for row in rows:
        iri, field = str(row["statement"]), _text(row["field"])
        if field:
            fields[field] = Field(field, _text(row["field_notation"]), _text(row["field_title"]))
            positions[field] = int(_text(row["field_position"]) or 0)
        known = statements.get(iri)
        statements[iri] = Statement(
            iri,
            str(row["kind"]),
            _text(row["notation"]),
            str(row["title"]),
            (*(known.fields if known else ()), *((field,) if field else ())),
            known.place if known else len(statements),
        )
    ordered = sorted(fields, key=lambda iri: (positions[iri], iri))
    return {iri: fields[iri] for iri in ordered}, statements


def _tie(row: Row) -> Tie:
    basis = str(row["basis"])
    return Tie(
        key=str(row["dependency"]),
        layer={"stated": "stated", "computed": "recorded"}.get(basis, "judged"),
        kind=str(row["kind"]),
        source=str(row["from"]),
        target=str(row["to"]),
        weight=float(str(row["strength"])),
        evidence=tuple(_text(row["evidence"]).split()),
        justification=str(row["justification"]),
    )


def _text(term: object) -> str:
    return "" if term is None else str(term)
