# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Inference by rules: CONSTRUCT queries from ``queries/rules/``, run until nothing is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zielgraph.model.errors import BuildError, QueryError
from zielgraph.model.files import files_in, read_text
from zielgraph.model.names import GRAPHS
from zielgraph.model.terms import Iri, Quad, Triple
from zielgraph.store.base import Triples

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.store.embedded import EmbeddedStore

MAX_ROUNDS = 10
"""Rounds after which rules that still find something new are called endless."""


def infer(store: EmbeddedStore, folder: Path) -> list[Quad]:
    """Run the rules in ``folder`` over ``store`` and add what follows to it.

    :returns: the new statements, all in the graph ``inferred``; what the data already
        says is not among them.
    :raises BuildError: if a rule is no CONSTRUCT query, fails, or never comes to rest.
    """
    rules = [(path, read_text(path)) for path in files_in(folder, ".rq")]
    known: set[Triple] = {(s, p, o) for s, p, o, _ in store.quads()}
    graph = Iri(GRAPHS["inferred"])
    inferred: list[Quad] = []
    for _ in range(MAX_ROUNDS):
        before = len(inferred)
        for path, text in rules:
            fresh = [t for t in dict.fromkeys(_run(store, path, text)) if t not in known]
            known.update(fresh)
            quads: list[Quad] = [(s, p, o, graph) for s, p, o in fresh]
            store.add(quads)
            inferred.extend(quads)
        if len(inferred) == before:
            return inferred
    raise BuildError("build.endless", folder=folder, rounds=MAX_ROUNDS)


def conclusions(store: EmbeddedStore, rule: Path) -> list[Triple]:
    """Return what one rule concludes from ``store``, known or not.

    :raises BuildError: if it is no CONSTRUCT query or fails.
    """
    return _run(store, rule, read_text(rule))


def _run(store: EmbeddedStore, path: Path, text: str) -> list[Triple]:
    try:
        result = store.query(text)
    except QueryError as error:
        raise BuildError("build.rule", path=path, reason=error) from error
    if not isinstance(result, Triples):
        raise BuildError("build.rule", path=path, reason="CONSTRUCT?")
    return result.triples
