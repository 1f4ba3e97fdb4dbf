# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Built graphs as folders: written whole, named by content, and put in use in one step."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import tempfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zielgraph import __version__
from zielgraph.build.imports import Names, observation_lines, read_names
from zielgraph.build.location import (
    CURRENT,
    DATASET,
    OBSERVATIONS,
    REPORT,
    STORE,
    SUMMARY,
)
from zielgraph.model.errors import BuildError, StoreError
from zielgraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from zielgraph.build.imports import Imported
    from zielgraph.model.project import Project

_KEEP = 3
"""Built graphs that stay on disk: the current one and those that somebody may still read."""

_KEEP_IMPORTS = 2
"""How many of them may hold imported values: all counties take 140 MB each."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a build made of the project's files; imported values are no part of it.

    :param dataset: all statements as sorted N-Quads.
    :param report: the findings as JSON.
    :param base: base of the data IRIs in ``dataset``.
    :param findings: number of findings by severity.
    """

    dataset: str
    report: str
    base: str
    findings: Mapping[str, int]

    def digest(self, imported: Imported | None) -> str:
        """Return the SHA-256 of the content, and of the imported values if there are any."""
        own = hashlib.sha256((self.dataset + self.report).encode()).hexdigest()
        if imported is None:
            return own
        return hashlib.sha256((own + imported.digest()).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Summary:
    """What ``build.json`` says of a built graph: its digest and its number of statements."""

    digest: str
    quads: int


def current_content(project: Project) -> Content:
    """Return what the graph in use was made of.

    :raises StoreError: if there is no graph yet, or its files cannot be read.
    """
    folder = project.build / CURRENT
    if not (folder / STORE).is_dir():
        raise StoreError("store.missing", path=project.build)
    try:
        summary = json.loads((folder / SUMMARY).read_text("utf-8"))
        return Content(
            (folder / DATASET).read_text("utf-8"),
            (folder / REPORT).read_text("utf-8"),
            str(summary["base"]),
            {str(name): int(count) for name, count in summary["findings"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError("store.broken", path=folder, reason=error) from error


def put_in_use(
    project: Project, content: Content, store: EmbeddedStore, imported: Imported | None
) -> tuple[Path, Summary]:
    """Write a built graph, if it is not there yet, and put it in use.

    :param store: a store that holds what ``content`` says.
    :raises BuildError: if imported values are about indicators or areas that are gone.
    :raises OSError: if the disk refuses; the graph in use stays the one it was.
    """
    digest = content.digest(imported)
    folder = project.build / digest[:16]
    summary = _whole(folder, content, imported)
    if summary is None:
        summary = _write(project, folder, content, store, imported)
    _link(project, folder)
    return folder, summary


def _write(
    project: Project,
    folder: Path,
    content: Content,
    store: EmbeddedStore,
    imported: Imported | None,
) -> Summary:
    names = read_names(store) if imported else None
    scratch = tempfile.mkdtemp(prefix=".new-", dir=project.build)
    try:
        target = type(folder)(scratch)
        (target / DATASET).write_text(content.dataset, "utf-8")
        (target / REPORT).write_text(content.report, "utf-8")
        store.save(target / STORE)
        quads = len(store)
        if imported and names:
            quads += _add_observations(target, imported, names, content.base)
        summary = Summary(content.digest(imported), quads)
        text = {
            "digest": summary.digest,
            "quads": quads,
            "base": content.base,
            "findings": content.findings,
            "zielgraph": __version__,
        }
        (target / SUMMARY).write_text(json.dumps(text, indent=1) + "\n", "utf-8")
        target.chmod(0o755)
        shutil.rmtree(folder, ignore_errors=True)  # what a damaged build has left
        target.replace(folder)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    return summary


def _add_observations(folder: Path, imported: Imported, names: Names, base: str) -> int:
    """Add imported values to the store, keep them as a file, and return their statements."""
    count = 0

    def written() -> Iterator[bytes]:
        nonlocal count
        with (
            (folder / OBSERVATIONS).open("wb") as file,
            # Without name and time, so that the same values give the same bytes.
            gzip.GzipFile("", "wb", 3, file, mtime=0) as archive,
        ):
            for piece in observation_lines(imported, names, base):
                count += piece.count(b"\n")
                archive.write(piece)
                yield piece

    EmbeddedStore.extend_saved(folder / STORE, written())
    return count


def _whole(folder: Path, content: Content, imported: Imported | None) -> Summary | None:
    """Return the summary of a finished build whose files are all as they were, else nothing.

    Whoever is told to build again must get a sound graph, whatever happened to the one there.
    """
    try:
        found = json.loads((folder / SUMMARY).read_text("utf-8"))
        summary = Summary(str(found["digest"]), int(found["quads"]))
        statements = content.dataset.count("\n") + _observations(folder, imported)
        sound = (
            found["zielgraph"] == __version__
            and summary.digest == content.digest(imported)
            and (folder / DATASET).read_bytes() == content.dataset.encode()
            and (folder / REPORT).read_bytes() == content.report.encode()
            and len(EmbeddedStore.open(folder / STORE)) == summary.quads == statements
        )
    except (StoreError, OSError, EOFError, zlib.error, ValueError, KeyError, TypeError):
        return None
    return summary if sound else None


def _observations(folder: Path, imported: Imported | None) -> int:
    """Return how many statements the file with imported values has."""
    if imported is None:
        return 0
    with gzip.open(folder / OBSERVATIONS) as file:
        return sum(1 for _ in file)


def sweep(project: Project) -> None:
    """Remove what builds that were killed have left, first of all to have room."""
    for scratch in project.build.glob(".new-*"):
        shutil.rmtree(scratch, ignore_errors=True)
    for link in project.build.glob(f".{CURRENT}-*"):
        link.unlink()


def _link(project: Project, folder: Path) -> None:
    link = project.build / f".{CURRENT}-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(folder.name, target_is_directory=True)
    link.replace(project.build / CURRENT)
    os.utime(folder)
    built = sorted(
        (
            path
            for path in project.build.iterdir()
            if (path / SUMMARY).is_file() and not path.is_symlink()
        ),
        key=lambda path: path.stat().st_mtime_ns,
        reverse=True,
    )
    room, large = _KEEP, _KEEP_IMPORTS
    for path in [folder, *(path for path in built if path != folder)]:
        room, large = room - 1, large - (path / OBSERVATIONS).exists()
        if room < 0 or ((path / OBSERVATIONS).exists() and large < 0):
            shutil.rmtree(path, ignore_errors=True)
            room += 1


@contextmanager
def disk_errors(project: Project) -> Iterator[None]:
    """Say in one sentence that the disk is full or refuses; nothing was put in use."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise BuildError("build.disk", path=project.build, reason=reason) from error
