# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""A strategy of any size, in our own vocabulary, for measurements."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from zielgraph.model.names import DATA_BASE, PREFIXES, ZG

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIELDS = 14
SDGS = 17
LINKS = 3
"""SDG links of each goal."""

_TYPE = f"<{PREFIXES['rdf']}type>"
_LABEL = f"<{PREFIXES['skos']}prefLabel>"
_SDG = PREFIXES["sdg"]


def goal(number: int) -> str:
    """Return the IRI of one synthetic goal."""
    return f"{DATA_BASE}synthetic/goal/{number}"


def triples(count: int, seed: int = 1) -> Iterator[str]:
    """Yield at least ``count`` lines of N-Triples; the same seed, the same lines."""
    chance = random.Random(seed)  # noqa: S311 - no secret, the same data each time
    made = 0
    number = 0
    while made < count:
        for line in _one(number, chance):
            yield line
            made += 1
        number += 1


def _one(number: int, chance: random.Random) -> Iterator[str]:
    this = f"<{goal(number)}>"
    field = f"<{DATA_BASE}synthetic/field/{chance.randrange(FIELDS)}>"
    yield f"{this} {_TYPE} <{ZG}Goal> ."
    yield f'{this} {_LABEL} "Synthetisches Ziel {number}"@de .'
    yield f'{this} {_LABEL} "Synthetic goal {number}"@en .'
    yield f'{this} <{ZG}summary> "Ein Ziel aus dem Zufall, Nummer {number}."@de .'
    yield f"{this} <{ZG}topField> {field} ."
    for place in range(LINKS):
        link = f"<{DATA_BASE}synthetic/link/{number}-{place}>"
        directness = chance.choice(("direct", "indirect"))
        yield f"{link} {_TYPE} <{ZG}SdgLink> ."
        yield f"{link} <{ZG}statement> {this} ."
        yield f"{link} <{ZG}sdgGoal> <{_SDG}{chance.randint(1, SDGS)}> ."
        yield f"{link} <{ZG}directness> <{ZG}{directness}> ."
        yield f"{link} <{ZG}status> <{ZG}accepted> ."


def write(path: Path, count: int) -> int:
    """Write N-Triples and return how many goals they speak of."""
    last = 0
    with path.open("w", encoding="utf-8") as file:
        for line in triples(count):
            file.write(line + "\n")
            last += f"<{ZG}Goal>" in line
    return last
