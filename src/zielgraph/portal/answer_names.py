# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What answers of queries call things: by their label, a claim by its ends, a passage by its place.

Read with a few queries once per version, not with one for each cell.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from zielgraph.model.messages import LANGUAGES, catalogue
from zielgraph.model.names import PREFIXES, ZG
from zielgraph.store.base import Table

if TYPE_CHECKING:
    from zielgraph.model.terms import Term
    from zielgraph.store.base import GraphStore

_CLAIMS = ("SdgLink", "Dependency", "Involvement", "CarryOver", "IndicatorLink", "RemitJudgement")
_ENDS = ("statement", "from", "earlier", "indicator", "measures", "dependencyKind", "to", "later",
         "role", "actor", "sdgItem")  # fmt: skip
"""What a claim joins, in the order in which one would say it, as on the pages of claims."""


def names_of_things(store: GraphStore) -> dict[str, dict[str, str]]:
    """Return the names of all things by IRI, for each language."""
    numbers = _sdg_numbers(store)
    ends = _rows(store, f"SELECT ?claim ?rank ?thing WHERE {{ {_claims()} }} ORDER BY ?claim ?rank")
    places = _rows(
        store,
        f"SELECT ?passage ?number ?version WHERE {{ ?passage a <{ZG}Passage> ; "
        f"<{PREFIXES['skos']}notation> ?number ; <{ZG}inVersion> ?version }}",
    )
    joined: dict[str, dict[int, str]] = defaultdict(dict)
    for claim, rank, thing in ends:
        joined[str(claim)].setdefault(int(str(rank)), str(thing))
    found = {}
    for lang in LANGUAGES:
        names = _labels(store, lang)
        made = {
            claim: " – ".join(_end(iri, names, numbers) for iri in things.values())
            for claim, things in joined.items()
        }
        made |= {
            str(passage): f"{number}, {names.get(str(version), '')}".removesuffix(", ")
            for passage, number, version in places
        }
        found[lang] = made | names
    return found


def property_name(iri: str, lang: str) -> str | None:
    """Return what a property of another vocabulary is called, if there is a word for it.

    >>> property_name("http://www.w3.org/2004/02/skos/core#prefLabel", "de")
    'Titel'
    """
    local = iri.rpartition("#")[2].rpartition("/")[2]
    for key in (f"things.property_{local}", f"columns.{local}"):
        if entry := catalogue().get(key):
            return entry[lang]
    return None


def _claims() -> str:
    classes = " ".join(f"<{ZG}{name}>" for name in _CLAIMS)
    ends = " ".join(f"(<{ZG}{name}> {rank})" for rank, name in enumerate(_ENDS))
    return (
        f"VALUES ?class {{ {classes} }} VALUES (?end ?rank) {{ {ends} }} "
        "?claim a ?class ; ?end ?thing ."
    )


def _end(iri: str, names: dict[str, str], numbers: dict[str, str]) -> str:
    name = names.get(iri) or iri.rpartition("/")[2].rpartition("#")[2]
    return f"SDG {numbers[iri]} {name}" if iri in numbers else name


def _sdg_numbers(store: GraphStore) -> dict[str, str]:
    sdgo, skos = PREFIXES["sdgo"], PREFIXES["skos"]
    rows = _rows(
        store,
        f"SELECT ?item ?number WHERE {{ VALUES ?class {{ <{sdgo}Goal> <{sdgo}Target> }} "
        f"?item a ?class ; <{skos}notation> ?number }}",
    )
    return {str(item): str(number) for item, number in rows}


def _labels(store: GraphStore, lang: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in (PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "prefLabel"):
        rows = _rows(
            store,
            f"SELECT ?thing ?label WHERE {{ ?thing <{name}> ?label . "
            f'FILTER(LANG(?label) = "{lang}" || LANG(?label) = "") }} '
            "ORDER BY LANG(?label) ?label",
        )
        found.update({str(thing): str(label) for thing, label in rows})
    return found


def _rows(store: GraphStore, question: str) -> list[tuple[Term | None, ...]]:
    result = store.query(question)
    return list(result.rows) if isinstance(result, Table) else []
