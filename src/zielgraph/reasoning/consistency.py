# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Is the ontology, together with the data, free of contradictions? HermiT is the judge."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zielgraph.model.errors import ReasonerError
from zielgraph.model.names import PREFIXES
from zielgraph.model.terms import XSD, Iri, Literal, Triple
from zielgraph.store.formats import write_triples

if TYPE_CHECKING:
    from collections.abc import Iterable

_UNSUPPORTED = frozenset(XSD + name for name in ("date", "gYear", "gYearMonth"))
"""Datatypes that HermiT does not know; literals of these types are left out for it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the reasoner found.

    :param consistent: whether ontology and data can all be true together.
    :param unsatisfiable: IRIs of classes that can have no member.
    :param individuals: number of individuals that were looked at.
    :param classes: number of named classes.
    :param reason: the reasoner's own words where it found a contradiction.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...]
    individuals: int
    classes: int
    reason: str = ""


def judge(triples: Iterable[Triple]) -> Verdict:
    """Let HermiT judge ontology and data.

    Every subject with a type is declared a named individual for the occasion, because
    owlready2 sees no others.

    :raises ReasonerError: if Java is missing or the reasoner breaks down.
    """
    if shutil.which("java") is None:
        raise ReasonerError("reasoner.java")
    import owlready2  # noqa: PLC0415 - slow, only needed here

    world = owlready2.World()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "graph.nt"
        file.write_text(write_triples(_for_reasoner(triples), "ntriples"), "utf-8")
        ontology = world.get_ontology(file.as_uri()).load()
    individuals, classes = len(list(world.individuals())), len(list(world.classes()))
    try:
        with ontology:
            owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError as error:
        reason = " ".join(str(error).split()) or "inconsistent"
        return Verdict(
            consistent=False,
            unsatisfiable=(),
            individuals=individuals,
            classes=classes,
            reason=reason,
        )
    except owlready2.OwlReadyError as error:
        raise ReasonerError("reasoner.failed", reason=_last_line(str(error))) from error
    names = tuple(sorted(str(found.iri) for found in world.inconsistent_classes()))
    nothing = PREFIXES["owl"] + "Nothing"
    return Verdict(
        consistent=True,
        unsatisfiable=tuple(name for name in names if name != nothing),
        individuals=individuals,
        classes=classes,
    )


def _for_reasoner(triples: Iterable[Triple]) -> list[Triple]:
    rdf_type = Iri(PREFIXES["rdf"] + "type")
    imports = PREFIXES["owl"] + "imports"
    individual = Iri(PREFIXES["owl"] + "NamedIndividual")
    schema = (PREFIXES["owl"], PREFIXES["rdfs"])
    kept: list[Triple] = []
    for subject, predicate, value in triples:
        if predicate.value == imports:
            continue
        if isinstance(value, Literal) and value.datatype in _UNSUPPORTED:
            continue
        kept.append((subject, predicate, value))
        is_type = predicate == rdf_type and isinstance(value, Iri) and isinstance(subject, Iri)
        if is_type and not str(value).startswith(schema):
            kept.append((subject, rdf_type, individual))
    return kept


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "?"
