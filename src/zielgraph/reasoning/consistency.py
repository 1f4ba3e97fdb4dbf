# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Is the ontology, together with the data, free of contradictions? HermiT is the judge."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zielgraph.model.errors import ReasonerError
from zielgraph.model.names import PREFIXES
from zielgraph.reasoning.hermit import first_contradiction, first_words, for_reasoner, need_java
from zielgraph.store.formats import write_triples

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zielgraph.model.terms import Triple


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the reasoner found.

    :param consistent: whether ontology and data can all be true together.
    :param unsatisfiable: IRIs of classes that can have no member.
    :param individuals: number of individuals that were looked at.
    :param classes: number of named classes.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...]
    individuals: int
    classes: int


def judge(triples: Iterable[Triple]) -> Verdict:
    """Let HermiT judge ontology and data.

    What it is given is described at :func:`zielgraph.reasoning.hermit.for_reasoner`.

    :raises ReasonerError: if Java is missing or the reasoner breaks down.
    """
    need_java()
    given = list(triples)
    import owlready2  # noqa: PLC0415 - slow, only needed here

    world = owlready2.World()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "graph.nt"
        file.write_text(write_triples(for_reasoner(given, bare=True), "ntriples"), "utf-8")
        ontology = world.get_ontology(file.as_uri()).load()
    individuals, classes = len(list(world.individuals())), len(list(world.classes()))
    try:
        with ontology:
            owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return Verdict(consistent=False, unsatisfiable=(), individuals=individuals, classes=classes)
    except owlready2.OwlReadyError as error:
        raise ReasonerError("reasoner.failed", reason=first_words(str(error))) from error
    fine = first_contradiction([for_reasoner(given)]) is None
    names = tuple(sorted(str(found.iri) for found in world.inconsistent_classes()))
    nothing = PREFIXES["owl"] + "Nothing"
    unsatisfiable = tuple(name for name in names if name != nothing)
    return Verdict(fine, unsatisfiable if fine else (), individuals, classes)
