# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What a report speaks of: the answers of the named queries, by name.

Everything counts accepted and confirmed links only; conflicts stand apart.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zielgraph.coverage.agreement import agreement, read_pass, same_directness
from zielgraph.coverage.matrix import SDGS, FieldRow, coverage_matrix
from zielgraph.model.strategy import read_manifests
from zielgraph.queries.library import load_query, run_select
from zielgraph.reports.colours import colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zielgraph.model.project import Project
    from zielgraph.store.base import GraphStore, Row

IN_FORCE = ("accepted", "confirmed")
"""Statuses that count."""

PASSES = ("sdg-pass-a.csv", "sdg-pass-b.csv")


@dataclass(frozen=True, slots=True)
class Paper:
    """One version of a strategy.

    :param issued: date or year as the data writes it, empty if unknown.
    :param counts: how many statements of each class it holds, by the class's short name.
    """

    strategy: str
    label: str
    issued: str
    status: str
    bodies: tuple[str, ...]
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class SdgFact:
    """One of the 17 SDGs.

    :param direct: statements that serve it directly.
    :param indirect: statements that serve it only indirectly.
    :param conflicts: statements that conflict with it.
    :param served: its targets with a supporting link of their own, of ``targets``.
    """

    sdg: int
    label: str
    colour: str
    direct: int
    indirect: int
    conflicts: int
    served: int
    targets: int


@dataclass(frozen=True, slots=True)
class TargetFact:
    """One target; ``state`` is direct, indirect, gap or outside."""

    sdg: int
    target: str
    label: str
    state: str
    direct: int
    indirect: int
    conflicts: int


@dataclass(frozen=True, slots=True)
class GapFact:
    """A target within the remit to which no statement contributes.

    :param reason: why it is within the remit; empty where nobody has judged.
    :param proposed: suggested links that wait for review.
    """

    target: str
    label: str
    reason: str
    proposed: int


@dataclass(frozen=True, slots=True)
class LinkFact:
    """One link that is spoken of by itself, a conflict or one to be checked.

    :param kind: direct, indirect or in conflict, in words.
    :param why: ``unreviewed``, ``uncertain`` or ``both``; empty for a conflict.
    """

    statement: str
    item: str
    kind: str
    confidence: float
    status: str
    justification: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """How far two passes agreed on the SDG of each statement; ``directness`` is a share."""

    both: int
    either: int
    directness: float


@dataclass(frozen=True, slots=True)
class Maker:
    """Who made or reviewed links, and how many."""

    label: str
    summary: str
    role: str
    links: int


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a report says, before it is said.

    :param links: number of links by status and polarity.
    :param outside: targets that a judgement in force puts outside the remit.
    :param pairs: conflicts between statements of the strategy.
    :param latest: date of the newest claim, empty if there is none.
    :param digest: checksum of the built graph, empty if unknown.
    """

    papers: list[Paper]
    fields: list[FieldRow]
    sdgs: list[SdgFact]
    targets: list[TargetFact]
    outside: frozenset[str]
    gaps: list[GapFact]
    conflicts: list[LinkFact]
    pairs: int
    weak: list[LinkFact]
    links: dict[tuple[str, str], int]
    makers: list[Maker]
    latest: str
    digest: str
    readings: list[Reading] = field(default_factory=list)

    def state(self, *states: str, within: bool = False) -> int:
        """Count the targets in any of ``states``; ``within``: only those within the remit."""
        return sum(
            fact.state in states and not (within and fact.target in self.outside)
            for fact in self.targets
        )

    def counted(self, *statuses: str, polarity: str = "") -> int:
        """Count the links of any of ``statuses``; of one polarity, if one is given."""
        return sum(
            count
            for (status, direction), count in self.links.items()
            if status in statuses and polarity in {"", direction}
        )


def read_facts(project: Project, store: GraphStore) -> Facts:
    """Ask all that a report needs, labels in the language of the moment.

    :raises QueryError: if the query library of the project lacks a query.
    """

    def ask(name: str) -> list[Row]:
        return run_select(store, load_query(project.queries, name))

    labels = _labels(project, store)
    return Facts(
        papers=_papers(ask("versions"), ask("statement-counts"), labels),
        fields=coverage_matrix(project, store),
        sdgs=sdg_facts(project, store),
        targets=target_facts(project, store),
        outside=frozenset(
            _text(row, "target")
            for row in ask("coverage-targets")
            if _text(row, "remit") == "outside"
        ),
        gaps=[
            GapFact(
                _text(row, "target"),
                _text(row, "label"),
                _text(row, "reason"),
                _int(row, "proposed"),
            )
            for row in ask("gaps")
        ],
        conflicts=[_link(row, labels) for row in _of("sdg", ask("conflicts"))],
        pairs=len(_of("dependency", ask("conflicts"))),
        weak=[_link(row, labels) for row in ask("links-to-check")],
        links={
            (_text(row, "status"), _text(row, "polarity")): _int(row, "count")
            for row in ask("link-status")
        },
        makers=[
            Maker(
                _text(row, "label"), _text(row, "summary"), _text(row, "role"), _int(row, "links")
            )
            for row in ask("link-makers")
        ],
        latest=max((_text(row, "latest") for row in ask("data-status")), default=""),
        digest=_digest(project, store),
        readings=_readings(project),
    )


def sdg_facts(project: Project, store: GraphStore) -> list[SdgFact]:
    """Ask what is known of the 17 SDGs, by number."""
    return [_sdg(row) for row in run_select(store, load_query(project.queries, "sdg-profile"))]


def target_facts(project: Project, store: GraphStore) -> list[TargetFact]:
    """Ask for the state of every target, by number."""
    rows = run_select(store, load_query(project.queries, "coverage-targets"))
    return [_target(row) for row in rows]


def colours(sdgs: Sequence[SdgFact]) -> dict[int, str]:
    """Return the colour of each SDG, neutral where the data knows none."""
    known = {fact.sdg: fact.colour for fact in sdgs}
    return {sdg: known.get(sdg, colour(None)) for sdg in SDGS}


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)


def _int(row: Row, name: str) -> int:
    return int(_text(row, name) or "0")


def _labels(project: Project, store: GraphStore) -> dict[str, str]:
    """Return the labels of fixed values, such as the review statuses, by their short names."""
    from zielgraph.model.messages import language  # noqa: PLC0415

    rows = run_select(store, load_query(project.queries, "value-lists"))
    return {
        _text(row, "value").rpartition("#")[2]: _text(row, f"label_{language()}") for row in rows
    }


def _papers(versions: list[Row], counts: list[Row], labels: dict[str, str]) -> list[Paper]:
    """Return each version once, the latest first; several bodies may have issued it."""
    rows: dict[str, list[Row]] = {}
    for row in versions:
        rows.setdefault(_text(row, "version"), []).append(row)
    return [
        Paper(
            strategy=_text(found[0], "strategy_label"),
            label=_text(found[0], "label"),
            issued=_text(found[0], "issued"),
            status=labels.get(_text(found[0], "status"), _text(found[0], "status")),
            bodies=tuple(
                dict.fromkeys(_text(row, "issued_by") for row in found if row["issued_by"])
            ),
            counts={
                _text(row, "class").rpartition("#")[2]: _int(row, "count")
                for row in counts
                if _text(row, "version") == version
            },
        )
        for version, found in rows.items()
    ]


def _sdg(row: Row) -> SdgFact:
    return SdgFact(
        _int(row, "sdg"),
        _text(row, "label"),
        colour(_text(row, "colour")),
        _int(row, "direct"),
        _int(row, "indirect"),
        _int(row, "conflicts"),
        _int(row, "targets_served"),
        _int(row, "targets"),
    )


def _target(row: Row) -> TargetFact:
    return TargetFact(
        _int(row, "sdg"),
        _text(row, "target"),
        _text(row, "label"),
        _text(row, "state"),
        _int(row, "direct"),
        _int(row, "indirect"),
        _int(row, "conflicts"),
    )


def _of(what: str, rows: list[Row]) -> list[Row]:
    return [row for row in rows if _text(row, "what") == what]


def _link(row: Row, labels: dict[str, str]) -> LinkFact:
    """Read a row of the queries ``conflicts`` and ``links-to-check``, whose columns differ."""
    other = "other" if "other_notation" in row else "item"
    status = _text(row, "status_name") or _text(row, "status")
    kind = _text(row, "polarity") or "conflicts"
    if kind == "supports":
        kind = _text(row, "directness")
    return LinkFact(
        statement=f"{_text(row, 'notation')} {_text(row, 'title')}".strip(),
        item=f"{_text(row, f'{other}_notation')} {_text(row, f'{other}_title')}".strip(),
        kind=labels.get(kind, kind),
        confidence=float(_text(row, "confidence") or _text(row, "weight")),
        status=labels.get(status, status),
        justification=_text(row, "justification"),
        why=_text(row, "why"),
    )


def _digest(project: Project, store: GraphStore) -> str:
    """Return the checksum of the built graph; that of a remote server is not known."""
    from zielgraph.build.location import CURRENT, SUMMARY  # noqa: PLC0415
    from zielgraph.store.embedded import EmbeddedStore  # noqa: PLC0415

    path = project.build / CURRENT / SUMMARY
    if not isinstance(store, EmbeddedStore) or not path.is_file():
        return ""
    return str(json.loads(path.read_text("utf-8"))["digest"])


def _readings(project: Project) -> list[Reading]:
    """Return the agreement of the two passes of each strategy that has kept them."""
    found = []
    for manifest in read_manifests(project):
        paths = [manifest.folder / "review" / name for name in PASSES]
        if not all(path.is_file() for path in paths):
            continue
        first, second = (read_pass(path) for path in paths)
        rows = agreement(first, second, by="sdg")
        both = sum(row.both for row in rows)
        either = both + sum(row.only_a + row.only_b for row in rows)
        found.append(Reading(both, either, same_directness(first, second)))
    return found
