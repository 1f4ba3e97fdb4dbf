# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What pictures are made from: answers of named queries, in both languages."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zielgraph.dependencies.layers import Network, load_network
from zielgraph.model.messages import LANGUAGES, speaking
from zielgraph.pictures.model import Dot, Group, Service, Words
from zielgraph.queries.library import load_query, run_select
from zielgraph.reports.colours import colour

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.dependencies.layers import Statement
    from zielgraph.store.base import GraphStore, Row

COUNTED = frozenset({"accepted", "confirmed"})
"""Review states of SDG links that are drawn."""

LOOSE = "-"
"""Key of the group of statements without a field, where the middle is for other things."""

_RANK = {"direct": 0, "indirect": 1, "conflicts": 2}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the graph knows, ready to be drawn.

    :param networks: statements and their ties by language, in the same order.
    :param summaries: summary by statement.
    :param passages: numbers of the passages by statement.
    :param services: what each statement does for the SDGs, best first.
    :param colours: colour of each SDG.
    :param sdgs: name of each SDG.
    """

    networks: dict[str, Network]
    summaries: dict[str, Words]
    passages: dict[str, tuple[str, ...]]
    services: dict[str, tuple[Service, ...]]
    colours: dict[int, str]
    sdgs: dict[int, Words]

    @property
    def network(self) -> Network:
        """The network in the first language."""
        return self.networks[LANGUAGES[0]]

    def title(self, iri: str) -> Words:
        """Return the title of a statement."""
        known = self.network.statements[iri]
        return {code: self.networks[code].statements.get(iri, known).title for code in LANGUAGES}

    def dot(self, statement: Statement, loose: str = "") -> Dot:
        """Return a statement as a dot; one without a field belongs to the group ``loose``."""
        iri = statement.iri
        return Dot(
            key=iri,
            kind=statement.kind,
            title=self.title(iri),
            number=statement.notation,
            summary=self.summaries.get(iri, dict.fromkeys(LANGUAGES, "")),
            groups=statement.fields or (loose,),
            services=self.services.get(iri, ()),
            evidence=self.passages.get(iri, ()),
        )

    def groups(self) -> list[Group]:
        """Return the uppermost fields in the order of the paper."""
        return [
            Group(
                iri,
                {code: self.networks[code].fields[iri].title for code in LANGUAGES},
                found.notation,
            )
            for iri, found in self.network.fields.items()
        ]


def read_facts(queries: Path, store: GraphStore) -> Facts:
    """Ask all that pictures need.

    :raises QueryError: if the query library lacks a query.
    """
    networks: dict[str, Network] = {}
    profile: dict[str, list[Row]] = {}
    for code in LANGUAGES:
        with speaking(code):
            networks[code] = load_network(queries, store)
            profile[code] = run_select(store, load_query(queries, "sdg-profile"))
    summaries: dict[str, Words] = {}
    passages: dict[str, tuple[str, ...]] = {}
    for row in run_select(store, load_query(queries, "statement-summaries")):
        iri = str(row["statement"])
        summaries[iri] = {code: text(row, f"summary_{code}") for code in LANGUAGES}
        passages[iri] = tuple(text(row, "passages").split())
    return Facts(
        networks,
        summaries,
        passages,
        _services(run_select(store, load_query(queries, "goal-sdg-links"))),
        {int(text(row, "sdg")): colour(text(row, "colour")) for row in profile["de"]},
        {
            int(text(row, "sdg")): {code: text(profile[code][place], "label") for code in LANGUAGES}
            for place, row in enumerate(profile["de"])
        },
    )


def text(row: Row, name: str) -> str:
    """Return a value of a row as text, empty if there is none."""
    value = row[name]
    return "" if value is None else str(value)


def _services(rows: list[Row]) -> dict[str, tuple[Service, ...]]:
    """Return the links that count, by statement: direct ones first, conflicts last.

    An SDG that a statement serves directly is not listed as served indirectly as well.
    """
    found: dict[str, dict[tuple[int, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if text(row, "status") not in COUNTED:
            continue
        against = text(row, "polarity") == "conflicts"
        how = "conflicts" if against else text(row, "directness")
        found[text(row, "statement")][int(text(row, "sdg")), how].append(text(row, "target"))
    return {
        iri: tuple(
            Service(number, how, tuple(target for target in those[number, how] if target))
            for number, how in sorted(those, key=lambda key: (_RANK[key[1]], key[0]))
            if how != "indirect" or (number, "direct") not in those
        )
        for iri, those in found.items()
    }
