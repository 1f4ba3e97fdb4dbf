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
from zielgraph.coverage.matrix import SDGS
from zielgraph.coverage.views import Coverage, text, whole
from zielgraph.model.strategy import read_manifests
from zielgraph.queries.library import load_query, run_select
from zielgraph.reports.colours import colour
from zielgraph.reports.figures_of_area import area_facts
from zielgraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zielgraph.coverage.matrix import MatrixRow
    from zielgraph.coverage.views import Gap, TargetRow
    from zielgraph.model.project import Project
    from zielgraph.reports.figures_of_area import AreaFacts
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
    """One of the 17 SDGs with its colour.

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
    :param pairs: conflicts between statements of the strategy.
    :param latest: date of the newest claim, empty if there is none.
    :param digest: checksum of the built graph, empty if unknown.
    :param others: papers of the graph that are left out, because the report is of one only.
    """

    papers: list[Paper]
    fields: Sequence[MatrixRow]
    sdgs: list[SdgFact]
    targets: list[TargetRow]
    gaps: list[Gap]
    conflicts: list[LinkFact]
    pairs: int
    weak: list[LinkFact]
    links: dict[tuple[str, str], int]
    makers: list[Maker]
    latest: str
    digest: str
    readings: list[Reading] = field(default_factory=list)
    area: AreaFacts | None = None
    others: int = 0

    @property
    def within(self) -> int:
        """Return how many targets no judgement in force puts outside the remit."""
        return sum(fact.remit != "outside" for fact in self.targets)

    def state(self, *states: str, within: bool = False) -> int:
        """Count the targets in any of ``states``; ``within``: only those within the remit."""
        return sum(
            fact.state in states and not (within and fact.remit == "outside")
            for fact in self.targets
        )

    def counted(self, *statuses: str, polarity: str = "") -> int:
        """Count the links of any of ``statuses``; of one polarity, if one is given."""
        return sum(
            count
            for (status, direction), count in self.links.items()
            if status in statuses and polarity in {"", direction}
        )


def read_facts(project: Project, store: GraphStore, version: str | None = None) -> Facts:
    """Ask all that a report needs, labels in the language of the moment.

    :param version: IRI of a version, or its end; only its statements count. All if ``None``.
    :raises QueryError: if there is no such version, or the query library lacks a query.
    """
    labels, views = _labels(project, store), Coverage(project, store, version)
    views.check()
    ask = views.ask
    return Facts(
        papers=_papers(ask("versions"), ask("statement-counts"), labels),
        fields=views.matrix("field").rows,
        sdgs=sdg_facts(views),
        targets=views.targets(),
        gaps=views.gaps(),
        conflicts=[_link(row, labels) for row in _of("sdg", ask("conflicts"))],
        pairs=len(_of("dependency", ask("conflicts"))),
        weak=[_link(row, labels) for row in ask("links-to-check")],
        links={
            (text(row, "status"), text(row, "polarity")): whole(row, "count")
            for row in ask("link-status")
        },
        makers=[
            Maker(text(row, "label"), text(row, "summary"), text(row, "role"), whole(row, "links"))
            for row in ask("link-makers")
        ],
        latest=max((text(row, "latest") for row in ask("data-status")), default=""),
        digest=_digest(project, store),
        readings=_readings(views),
        area=area_facts(views),
        others=_others(views),
    )


def sdg_facts(views: Coverage) -> list[SdgFact]:
    """Ask what is known of the 17 SDGs, by number."""
    return [_sdg(row) for row in views.ask("sdg-profile")]


def colours(sdgs: Sequence[SdgFact]) -> dict[int, str]:
    """Return the colour of each SDG, neutral where the data knows none."""
    known = {fact.sdg: fact.colour for fact in sdgs}
    return {sdg: known.get(sdg, colour(None)) for sdg in SDGS}


def _labels(project: Project, store: GraphStore) -> dict[str, str]:
    """Return the labels of fixed values, such as the review statuses, by their short names."""
    from zielgraph.model.messages import language  # noqa: PLC0415

    rows = run_select(store, load_query(project.queries, "value-lists"))
    return {text(row, "value").rpartition("#")[2]: text(row, f"label_{language()}") for row in rows}


def _papers(versions: list[Row], counts: list[Row], labels: dict[str, str]) -> list[Paper]:
    """Return each version once, the latest first; several bodies may have issued it."""
    rows: dict[str, list[Row]] = {}
    for row in versions:
        rows.setdefault(text(row, "version"), []).append(row)
    return [
        Paper(
            strategy=text(found[0], "strategy_label"),
            label=text(found[0], "label"),
            issued=text(found[0], "issued"),
            status=labels.get(text(found[0], "status"), text(found[0], "status")),
            bodies=tuple(
                dict.fromkeys(text(row, "issued_by") for row in found if row["issued_by"])
            ),
            counts={
                text(row, "class").rpartition("#")[2]: whole(row, "count")
                for row in counts
                if text(row, "version") == version
            },
        )
        for version, found in rows.items()
    ]


def _sdg(row: Row) -> SdgFact:
    return SdgFact(
        whole(row, "sdg"),
        text(row, "label"),
        colour(text(row, "colour")),
        whole(row, "direct"),
        whole(row, "indirect"),
        whole(row, "conflicts"),
        whole(row, "targets_served"),
        whole(row, "targets"),
    )


def _of(what: str, rows: list[Row]) -> list[Row]:
    return [row for row in rows if text(row, "what") == what]


def _link(row: Row, labels: dict[str, str]) -> LinkFact:
    """Read a row of the queries ``conflicts`` and ``links-to-check``, whose columns differ."""
    other = "other" if "other_notation" in row else "item"
    status = text(row, "status_name") or text(row, "status")
    kind = text(row, "polarity") or "conflicts"
    if kind == "supports":
        kind = text(row, "directness")
    return LinkFact(
        statement=f"{text(row, 'notation')} {text(row, 'title')}".strip(),
        item=f"{text(row, f'{other}_notation')} {text(row, f'{other}_title')}".strip(),
        kind=labels.get(kind, kind),
        confidence=float(text(row, "confidence") or text(row, "weight")),
        status=labels.get(status, status),
        justification=text(row, "justification"),
        why=text(row, "why"),
    )


def _digest(project: Project, store: GraphStore) -> str:
    """Return the checksum of the built graph; that of a remote server is not known."""
    from zielgraph.build.location import CURRENT, SUMMARY  # noqa: PLC0415

    if not isinstance(store, EmbeddedStore):
        return ""
    try:
        summary = json.loads((project.build / CURRENT / SUMMARY).read_text("utf-8"))
        return str(summary["digest"])
    except (OSError, ValueError, LookupError, TypeError):
        return ""


def _others(views: Coverage) -> int:
    """Return how many papers of the graph are left out."""
    if views.version is None:
        return 0
    rows = run_select(views.store, load_query(views.project.queries, "versions"))
    return len({text(row, "version") for row in rows}) - 1


def _readings(views: Coverage) -> list[Reading]:
    """Return the agreement of the two passes of each strategy that has kept them.

    Of one version only what they said of its statements counts.

    They lie beside the data, so a remote graph may be of other passes: nothing is said.
    """
    found: list[Reading] = []
    if not isinstance(views.store, EmbeddedStore):
        return found
    meant = None
    if views.version is not None:
        meant = {text(row, "statement") for row in views.ask("statements")}
    for manifest in read_manifests(views.project):
        paths = [manifest.folder / "review" / name for name in PASSES]
        if not all(path.is_file() for path in paths):
            continue
        first, second = (
            [said for said in read_pass(path) if meant is None or said.statement in meant]
            for path in paths
        )
        if not first or not second:
            continue
        rows = agreement(first, second, by="sdg")
        both = sum(row.both for row in rows)
        either = both + sum(row.only_a + row.only_b for row in rows)
        found.append(Reading(both, either, same_directness(first, second)))
    return found
