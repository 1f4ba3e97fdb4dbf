# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Taking imported values into the graph in use: all of them or none, without a new build."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from zielgraph.build.folders import Content, current_content, disk_errors, put_in_use, sweep
from zielgraph.build.imports import FILE, Imported, Source, read_imports, read_names
from zielgraph.build.transaction import locked, undo_unfinished
from zielgraph.ingest.observations import Reading, read_observations
from zielgraph.model.errors import FaultyObservationsError, ObservationsError
from zielgraph.model.messages import message
from zielgraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zielgraph.model.project import Project


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did.

    :param reading: what the file holds, its faults and counts.
    :param fresh: values that were not there before.
    :param changed: values that replaced others.
    :param total: imported values in the graph now.
    :param folder: the built graph in use now.
    """

    reading: Reading
    fresh: int
    changed: int
    total: int
    folder: Path


def import_observations(
    project: Project,
    path: Path,
    *,
    skip_faulty: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Import the values of ``path`` and put the graph that has them in use.

    What an earlier import brought for the same indicator, area and year is replaced, all else
    stays. The same file once more changes nothing. If anything fails, the graph in use and the
    imported values are those of before.

    :param skip_faulty: whether to leave out faulty lines instead of importing nothing.
    :raises StoreError: if nothing has been built yet.
    :raises SourceFileError: if the file cannot be read.
    :raises ObservationsError: if it is no table with the columns that are needed.
    :raises FaultyObservationsError: if lines are faulty; ``reading`` is in its data.
    :raises BuildError: if a build runs, or the disk refuses.
    """
    with locked(project), disk_errors(project):
        undo_unfinished(project)
        sweep(project)
        content = current_content(project)
        store = EmbeddedStore.from_nquads(content.dataset)
        progress(message("observations.reading", path=path))
        reading = read_observations(
            path,
            read_names(store).catalogue(),
            lambda count: progress(message("observations.checked", count=count)),
        )
        _refuse(path, reading, skip_faulty=skip_faulty)
        before = read_imports(project)
        after, fresh, changed = (before or Imported()).merged(reading.values, _source(path))
        progress(message("observations.writing", count=len(after.values)))
        folder = _replace(project, content, store, before, after)
    return Outcome(reading, fresh, changed, len(after.values), folder)


def remove_observations(project: Project) -> int:
    """Take all imported values out of the graph in use, and return how many they were.

    :raises StoreError: if nothing has been built yet.
    :raises BuildError: if a build runs, or the disk refuses.
    """
    with locked(project), disk_errors(project):
        undo_unfinished(project)
        sweep(project)
        content = current_content(project)
        file = project.imports / FILE
        count = file.read_bytes().count(b"\n") - 2 if file.exists() else 0
        put_in_use(project, content, EmbeddedStore.from_nquads(content.dataset), None)
        file.unlink(missing_ok=True)
    return max(count, 0)


def _refuse(path: Path, reading: Reading, *, skip_faulty: bool) -> None:
    """Go on only if there is something to import and nothing faulty, or that may be left out."""
    faulty, rows = reading.counts["faults"], reading.counts["rows"]
    if faulty and not (skip_faulty and reading.values):
        key = "observations.nothing" if skip_faulty else "observations.faulty"
        raise FaultyObservationsError(key, path=path, count=faulty, rows=rows, reading=reading)
    if not reading.values:
        raise ObservationsError("observations.empty", path=path)


def _source(path: Path) -> Source:
    now = datetime.now(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    return Source(path.name, hashlib.sha256(path.read_bytes()).hexdigest(), now)


def _replace(
    project: Project,
    content: Content,
    store: EmbeddedStore,
    before: Imported | None,
    after: Imported,
) -> Path:
    """Write the imported values and the graph with them; if the second fails, neither."""
    project.imports.mkdir(parents=True, exist_ok=True)
    file = project.imports / FILE
    if before is not after:
        _write(file, after.text())
    try:
        folder, _ = put_in_use(project, content, store, after)
    except BaseException:
        if before is None:
            file.unlink()
        elif before is not after:
            _write(file, before.text())
        raise
    return folder


def _write(file: Path, text: str) -> None:
    scratch = file.with_name(f".{file.name}.part")
    try:
        scratch.write_text(text, "utf-8", newline="\n")
        scratch.replace(file)
    except OSError:
        scratch.unlink(missing_ok=True)
        raise
