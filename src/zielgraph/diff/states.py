# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What can be compared: built graphs, files, git revisions, versions of a strategy.

What somebody typed is tried as each of :data:`KINDS`; if several fit, it is an error that
shows how to say which. A prefix such as ``git:`` says it at once.
"""

from __future__ import annotations

import gzip
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zielgraph.build.builder import gather
from zielgraph.build.location import (
    CURRENT,
    DATASET,
    OBSERVATIONS,
    STORE,
    SUMMARY,
    current_store,
)
from zielgraph.build.sources import rebase
from zielgraph.diff.revisions import Revision, extract, find_revision, why_not
from zielgraph.diff.triples import digest_of, not_stated, stated
from zielgraph.model.errors import ComparisonError, StoreError, ZielgraphError
from zielgraph.model.messages import LANGUAGES, language, message, speaking
from zielgraph.model.names import DATA_BASE, GRAPHS
from zielgraph.model.project import Project, is_project
from zielgraph.model.terms import Iri
from zielgraph.queries.library import load_query, run_select
from zielgraph.store.embedded import EmbeddedStore
from zielgraph.store.formats import read_quads

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zielgraph.model.terms import Quad, Triple

KINDS = ("build", "files", "version", "git")
"""Kinds of state in the order in which they are tried; each is a prefix as well."""

GRAPH_FILES = {".nq", ".trig", ".ttl", ".nt"}
_FEWEST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class State:
    """One side of a comparison.

    :param kind: one of :data:`KINDS`.
    :param names: what people call it, by language.
    :param identity: the same for the same content; part of IRIs.
    :param store: answers the queries about it.
    :param triples: what people have stated in it, without imported values; empty for a
        version of a strategy.
    :param inferred: number of triples that follow by rules.
    :param version: IRI of the version of a strategy, if it is one.
    """

    kind: str
    names: Mapping[str, str]
    identity: str
    store: EmbeddedStore
    triples: frozenset[Triple]
    inferred: int = 0
    version: str | None = None

    @property
    def name(self) -> str:
        """Return what people call it, in the language of the moment."""
        return self.names[language()]


@dataclass(frozen=True, slots=True)
class _Found:
    """Something that the text fits: what to open, and how."""

    kind: str
    text: str
    path: Path | None = None
    revision: Revision | None = None
    version: str | None = None


def open_states(project: Project, one: str, other: str) -> tuple[State, State]:
    """Open both sides of a comparison.

    :param one: what the user typed for the earlier state, with or without a prefix.
    :raises ComparisonError: if a text fits nothing or several things, or if the two cannot
        be compared because only one of them is a version of a strategy.
    :raises ZielgraphError: if a state cannot be read.
    """
    found = [_find(project, text) for text in (one, other)]
    if len({entry.kind == "version" for entry in found}) > 1:
        version, whole = sorted(found, key=lambda entry: entry.kind != "version")
        raise ComparisonError("diff.mixed", version=version.text, whole=whole.text)
    if found[0].kind == "version":
        store = current_store(project)
        first, second = (_version_state(project, entry, store) for entry in found)
    else:
        first = _open(project, found[0])
        second = first if found[0] == found[1] else _open(project, found[1])
    return first, second


def _find(project: Project, text: str) -> _Found:
    kind, sign, rest = text.partition(":")
    if sign and kind in KINDS:
        fits = _fitting(project, rest, [kind])
        if not fits and kind == "git" and (reason := why_not(project)):
            raise ComparisonError("diff.git_failed", text=rest, reason=reason)
        if not fits:
            raise ComparisonError(f"diffno.{kind}", text=rest, folder=project.build)
        return fits[0]
    fits = _fitting(project, text, KINDS)
    if not fits and (reason := why_not(project)):
        raise ComparisonError("diff.unknown_without_git", text=text, reason=reason)
    if not fits:
        raise ComparisonError("diff.unknown", text=text)
    if len(fits) > 1:
        known = ", ".join(f"{found.kind}:{text}" for found in fits)
        raise ComparisonError("diff.several", text=text, known=known)
    return fits[0]


def _fitting(project: Project, text: str, kinds: Sequence[str]) -> list[_Found]:
    finders = {
        "build": _find_build,
        "files": _find_files,
        "version": _find_version,
        "git": _find_git,
    }
    found = (finders[kind](project, text) for kind in kinds) if text else ()
    return [entry for entry in found if entry is not None]


def _find_build(project: Project, text: str) -> _Found | None:
    path = Path(text)
    if path.suffix in GRAPH_FILES and path.is_file():
        return _Found("build", text, path)
    if (path / DATASET).is_file():
        return _Found("build", text, path)
    if text == CURRENT:
        folder = project.build / CURRENT
        return _Found("build", text, folder) if (folder / DATASET).is_file() else None
    if len(text) < _FEWEST_DIGITS or not project.build.is_dir():
        return None
    folders = [
        folder
        for folder in sorted(project.build.iterdir())
        if folder.name.startswith(text) and (folder / SUMMARY).is_file()
    ]
    if len(folders) > 1 and folders[0].name != text:
        names = ", ".join(f"build:{folder.name}" for folder in folders)
        raise ComparisonError("diff.several", text=text, known=names)
    return _Found("build", text, folders[0]) if folders else None


def _find_files(project: Project, text: str) -> _Found | None:  # noqa: ARG001 - as the others
    path = Path(text)
    return _Found("files", text, path) if path.is_dir() and is_project(path) else None


def _find_version(project: Project, text: str) -> _Found | None:
    try:
        store = current_store(project)
    except StoreError:
        return None
    fits = [
        iri
        for iri in _labels(project, store, language())
        if iri == text or iri.endswith((f"/{text}", f"#{text}"))
    ]
    if len(fits) > 1:
        names = ", ".join(f"version:{iri}" for iri in fits)
        raise ComparisonError("diff.several", text=text, known=names)
    return _Found("version", text, version=fits[0]) if fits else None


def _labels(project: Project, store: EmbeddedStore, code: str) -> dict[str, str]:
    rows = run_select(store, load_query(project.queries, "versions"), {"lang": code})
    return {str(row["version"]): str(row["label"]) for row in rows}


def _names(key: str, **data: object) -> dict[str, str]:
    names = {}
    for code in LANGUAGES:
        with speaking(code):
            names[code] = message(key, **data)
    return names


def _find_git(project: Project, text: str) -> _Found | None:
    revision = find_revision(project, text)
    return _Found("git", text, revision=revision) if revision else None


def _version_state(project: Project, found: _Found, store: EmbeddedStore) -> State:
    assert found.version is not None  # noqa: S101 - it is a version
    end = found.version.rsplit("/", 1)[-1]
    names = {
        code: f"{_labels(project, store, code).get(found.version, end)} ({end})"
        for code in LANGUAGES
    }
    return State("version", names, found.version, store, frozenset(), version=found.version)


def _open(project: Project, found: _Found) -> State:
    if found.revision is not None:
        names = _names(
            "diffstate.git",
            text=found.text,
            commit=found.revision.commit[:10],
            date=found.revision.date,
        )
        with tempfile.TemporaryDirectory(prefix="zielgraph-") as folder:
            extract(project, found.revision, Path(folder))
            try:
                return _made("git", names, Project(Path(folder), project.base))
            except ZielgraphError as error:
                reason = str(error).splitlines()[0]
                raise ComparisonError(
                    "diff.broken_revision", text=found.text, reason=reason
                ) from error
    assert found.path is not None  # noqa: S101 - the other kinds have one
    if found.kind == "files":
        names = _names("diffstate.files", path=found.text)
        return _made("files", names, Project(found.path.resolve(), project.base))
    return _built(found.path, found.text, project.base)


def _made(kind: str, names: Mapping[str, str], project: Project) -> State:
    """Return the state that the files of ``project`` make; it is asked as it was made."""
    store, _ = gather(project)
    if project.base != DATA_BASE:
        return state_of(kind, names, rebase(store.quads(), project.base), project.base)
    return _state(kind, names, store, DATA_BASE)


def _built(path: Path, text: str, base: str) -> State:
    if path.is_file():
        return state_of("build", _names("diffstate.file", path=text), read_quads(path), base)
    folder = path.resolve()
    names = _names("diffstate.build", digest=folder.name)
    if not (folder / STORE).is_dir():
        quads = read_quads(folder / DATASET)
        if (folder / OBSERVATIONS).is_file():
            lines = gzip.decompress((folder / OBSERVATIONS).read_bytes()).decode()
            quads += EmbeddedStore.from_nquads(lines).quads()
        return state_of("build", names, quads, base)
    store = EmbeddedStore.open(folder / STORE)
    if _base_of(store.graphs(), base) != base:
        return state_of("build", names, list(store.quads()), base)
    # Asked where it lies: a copy in memory of 60,000 imported values takes seconds.
    return _state("build", names, store, base)


def state_of(
    kind: str, names: Mapping[str, str], quads: Sequence[Quad], base: str = DATA_BASE
) -> State:
    """Return the state that ``quads`` make, moved to ``base`` if they were built for another."""
    graphs = {graph for _, _, _, graph in quads if graph is not None}
    here = rebase(quads, base, _base_of(graphs, base))
    return _state(kind, names, EmbeddedStore.in_memory(here), base)


def _state(kind: str, names: Mapping[str, str], store: EmbeddedStore, base: str) -> State:
    # All triples come out of a store, which writes numbers in one way: 8.0 is 8.
    triples = stated(store.quads(without=not_stated(base)), base)
    inferred = Iri(base + GRAPHS["inferred"].removeprefix(DATA_BASE))
    return State(kind, names, digest_of(triples), store, triples, store.size_of(inferred))


def _base_of(graphs: Iterable[Iri], base: str) -> str:
    """Return the base for which a graph was built, as the names of its graphs show it."""
    sign = GRAPHS["ontology"].removeprefix(DATA_BASE)
    for graph in graphs:
        if graph.value.endswith("/" + sign):
            return graph.value.removesuffix(sign)
    return base
