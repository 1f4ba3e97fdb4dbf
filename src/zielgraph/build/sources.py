# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Reading all Turtle of a project into one dataset of named graphs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from zielgraph.model.errors import (
    SourceFileError,
    SourceFilesError,
    ZielgraphError,
)
from zielgraph.model.files import files_in
from zielgraph.model.names import DATA_BASE, GRAPHS, ZG, folder_graph
from zielgraph.model.terms import Iri, Quad
from zielgraph.store.turtle import TurtleFile, read_turtle

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from zielgraph.model.project import Project


@dataclass(slots=True)
class Sources:
    """What the files of a project say, and where.

    :param quads: all statements, each in the graph of its folder.
    :param places: file (relative to the project) and line of every subject.
    :param digests: SHA-256 of each file that was read, by its relative path.
    :param files: the files themselves, in the order in which they were read.
    """

    quads: list[Quad] = field(default_factory=list)
    places: dict[str, tuple[Path, int]] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    files: list[TurtleFile] = field(default_factory=list)


def read_sources(project: Project, extra: Iterable[Path] = ()) -> Sources:
    """Read ``ontology/`` and every folder of ``data/``.

    :param extra: further Turtle files, read as if they lay in ``data/``.
    :raises SourceFilesError: if one or more files cannot be read; all are named.
    """
    files: list[tuple[Path, str]] = [
        (path, GRAPHS["ontology"]) for path in files_in(project.ontology, ".ttl")
    ]
    for folder in project.data_folders():
        graph = folder_graph(folder.name)
        files += [(path, graph) for path in files_in(folder, ".ttl")]
    known = {path.resolve() for path, _ in files}
    files += [(path, folder_graph("extra")) for path in extra if path.resolve() not in known]
    sources = Sources()
    errors: list[ZielgraphError] = []
    parsed: list[TurtleFile] = []
    for path, graph in files:
        try:
            turtle = read_turtle(path)
        except SourceFileError as error:
            error.data["path"] = project.relative(path)
            errors.append(error)
            continue
        parsed.append(turtle)
        sources.files.append(turtle)
        _add(sources, turtle, graph, project)
    ontology = GRAPHS["ontology"]
    read = {turtle.path for turtle in parsed}
    if all(path in read for path, graph in files if graph == ontology):
        errors += _unknown_terms(sources, parsed, project)
    if errors:
        raise SourceFilesError(errors)
    return sources


def _add(sources: Sources, turtle: TurtleFile, graph: str, project: Project) -> None:
    home = Iri(graph)
    sources.quads.extend((s, p, o, home) for s, p, o in turtle.triples)
    relative = project.relative(turtle.path)
    for subject, line in turtle.lines.items():
        sources.places.setdefault(subject, (relative, line))
    sources.digests[str(relative)] = hashlib.sha256(turtle.path.read_bytes()).hexdigest()


def _unknown_terms(
    sources: Sources, parsed: list[TurtleFile], project: Project
) -> list[ZielgraphError]:
    """Find names in our own namespace that the ontology does not define (typing errors)."""
    ontology = Iri(GRAPHS["ontology"])
    defined = {
        s.value
        for s, _, _, graph in sources.quads
        if graph == ontology and isinstance(s, Iri) and s.value.startswith(ZG)
    }
    if not defined:
        return []
    errors: list[ZielgraphError] = []
    for turtle in parsed:
        seen: set[str] = set()
        for subject, predicate, value in turtle.triples:
            for term in (predicate, value):
                name = term.value if isinstance(term, Iri) else ""
                if not name.startswith(ZG) or name in defined or name in seen:
                    continue
                seen.add(name)
                local = name.removeprefix(ZG)
                options = [d.removeprefix(ZG) for d in defined]
                near = get_close_matches(local, options, n=1, cutoff=0.7)
                errors.append(
                    SourceFileError(
                        "file.unknown_term" if near else "file.unknown_alone",
                        path=project.relative(turtle.path),
                        line=turtle.lines.get(str(subject), 1),
                        term=f"zg:{local}",
                        near=f"zg:{near[0]}" if near else "–",
                    )
                )
    return errors


def rebase(quads: Iterable[Quad], base: str, source: str = DATA_BASE) -> list[Quad]:
    """Return ``quads`` with all data IRIs under ``base`` instead of ``source``.

    >>> a = Iri(DATA_BASE + "x/goal/y")
    >>> rebase([(a, a, a, None)], "https://kreis.example/id/")[0][0].value
    'https://kreis.example/id/x/goal/y'
    """
    if base == source:
        return list(quads)

    def moved_iri(iri: Iri) -> Iri:
        return Iri(moved(iri.value, base, source))

    return [
        (
            moved_iri(s) if isinstance(s, Iri) else s,
            moved_iri(p),
            moved_iri(o) if isinstance(o, Iri) else o,
            moved_iri(g) if g else None,
        )
        for s, p, o, g in quads
    ]


def moved(iri: str, base: str, source: str = DATA_BASE) -> str:
    """Return ``iri`` under ``base`` if it is a data IRI under ``source``, else unchanged."""
    return base + iri.removeprefix(source) if iri.startswith(source) else iri
