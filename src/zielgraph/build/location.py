# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Where built graphs lie, for those who only read them (imports next to nothing)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from zielgraph import __version__
from zielgraph.model.errors import StoreError
from zielgraph.model.files import files_in
from zielgraph.model.names import DATA_BASE, GRAPHS, PREFIXES
from zielgraph.model.terms import Iri
from zielgraph.store.base import Table
from zielgraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.model.project import Project

CURRENT = "current"
DATASET = "dataset.nq"
OBSERVATIONS = "observations.nq.gz"
STORE = "store"
REPORT = "validation.json"
SUMMARY = "build.json"


def current_store(project: Project) -> EmbeddedStore:
    """Open the built graph that is in use.

    :raises StoreError: if there is none yet.
    """
    folder = project.build / CURRENT / STORE
    if not folder.is_dir():
        raise StoreError("store.missing", path=project.build)
    return EmbeddedStore.open(folder)


@dataclass(frozen=True, slots=True)
class Built:
    """A built graph, by its own folder: the link to it may be set anew while it is read.

    :param folder: where it lies; a later build leaves it alone.
    :param base: base of its IRIs.
    :param version: digest of its content.
    :param quads: how many statements it has.
    :param modified: when it was built, in UTC, in whole seconds.
    """

    folder: Path
    base: str
    version: str
    quads: int
    modified: datetime


def find_built(project: Project) -> Built:
    """Return the built graph that is in use.

    :raises StoreError: if nothing has been built, the build does not say what it is, or another
        version of the program made it: pages and queries go with the terms of their own version.
    """
    folder = (project.build / CURRENT).resolve()
    if not (folder / STORE).is_dir():
        raise StoreError("store.missing", path=project.build)
    file = folder / SUMMARY
    try:
        found = json.loads(file.read_text("utf-8"))
        base, version, quads = str(found["base"]), str(found["digest"]), int(found["quads"])
        program = str(found["zielgraph"])
        modified = datetime.fromtimestamp(int(file.stat().st_mtime), UTC)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError("store.broken", path=file, reason=error) from error
    if program != __version__:
        raise StoreError("store.version", path=file, found=program, version=__version__)
    return Built(folder, base, version, quads, modified)


def imported_graph(project: Project) -> Iri | None:
    """Return the name of the graph with imported values in the built graph, if it has any.

    :raises StoreError: if the built graph does not say what it is.
    """
    if not (project.build / CURRENT / OBSERVATIONS).exists():
        return None
    return Iri(find_built(project).base + GRAPHS["observations"].removeprefix(DATA_BASE))


def data_changed(project: Project, store: EmbeddedStore) -> bool:
    """Tell whether ``data/`` says something else than when the graph was built.

    The build keeps the SHA-256 of each file that it read.
    """
    found = store.query(
        f"SELECT ?path ?digest WHERE {{ ?file <{PREFIXES['dcterms']}title> ?path ; "
        f"<{PREFIXES['dcterms']}identifier> ?digest FILTER(STRSTARTS(?path, 'data/')) }}"
    )
    assert isinstance(found, Table)  # noqa: S101 - it is a SELECT
    built = {str(path): str(digest) for path, digest in found.rows}
    now = {
        path.relative_to(project.root).as_posix(): "sha256:"
        + hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in project.data_folders()
        for path in files_in(folder, ".ttl")
    }
    return built != now
