# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What the tests of the reasoner share: ontology and SDGs, and a file planted beside them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zielgraph.model.names import PREFIXES
from zielgraph.model.terms import Iri
from zielgraph.reasoning.rules import infer
from zielgraph.reasoning.words import Words
from zielgraph.store.embedded import EmbeddedStore
from zielgraph.store.turtle import read_turtle

if TYPE_CHECKING:
    from zielgraph.model.terms import Triple

ROOT = Path(__file__).resolve().parents[1]
RULES = ROOT / "queries" / "rules"
SUSPECTS = ROOT / "queries" / "contradictions"
X = "https://w3id.org/zielgraph/id/planted/"
TYPE = Iri(PREFIXES["rdf"] + "type")
HEAD = "\n".join(
    f"PREFIX {name}: <{iri}>"
    for name, iri in (PREFIXES | {"x": X}).items()
    if name in {"zg", "x", "prov", "sdg", "owl", "org", "rdfs", "sdgo", "skos", "xsd"}
)
needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java")


Parts = list[tuple[Path | None, list["Triple"]]]


def planted(folder: Path, text: str) -> tuple[Path | None, list[Triple]]:
    file = folder / "planted.ttl"
    file.write_text(f"{HEAD}\n\n{text}\n", "utf-8")
    return Path("planted.ttl"), read_turtle(file).triples


def store_of(parts: Parts) -> EmbeddedStore:
    quads = {(s, p, o): (s, p, o, None) for _, triples in parts for s, p, o in triples}
    store = EmbeddedStore.in_memory(quads.values())
    infer(store, RULES)
    return store


def labels(parts: Parts) -> Words:
    return Words([triple for _, triples in parts for triple in triples])


def ontology_parts() -> Parts:
    """Return ontology and SDGs by file: what every contradiction here needs."""
    paths = [*sorted((ROOT / "ontology").glob("*.ttl")), *sorted((ROOT / "data/sdg").glob("*.ttl"))]
    kept = [path for path in paths if path.name not in {"remit.ttl", "indicators.ttl"}]
    kept.append(ROOT / "ontology" / "indicators.ttl")
    return [(path.relative_to(ROOT), read_turtle(path).triples) for path in kept]
